/// How deeply a TOML text nests tables and lists.
///
/// The parser limits brackets, but not the tables that a dotted key opens, and takes them apart by recursion: a text
/// of a mebibyte could stop the process. So it is looked through beforehand, in the parser's own words: what is text or
/// comment to the parser is text or comment here, up to where the parser would stop.
enum ManifestNesting {
    /// More levels than any manifest has: of brackets, and of names within a key.
    static let limit = 16

    /// Whether neither brackets nor a key's names go deeper than the limit.
    ///
    /// - Complexity: O(n), without recursion.
    static func isShallow(_ bytes: [UInt8]) -> Bool {
        var position = 0
        var brackets = 0
        var names = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                position = end(of: bytes, from: position)
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                (brackets, names) = (brackets + 1, 0)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                (brackets, names) = (max(0, brackets - 1), 0)
            case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "\n"): names = 0
            case UInt8(ascii: "."): names += 1
            default: break
            }
            guard brackets <= limit, names < limit else { return false }
            position += 1
        }
        return true
    }

    /// The position behind a text that starts with a quote.
    private static func end(of bytes: [UInt8], from start: Int) -> Int {
        let quote = bytes[start]
        func isQuote(_ position: Int) -> Bool { position < bytes.count && bytes[position] == quote }
        let isLong = isQuote(start + 1) && isQuote(start + 2)
        var position = start + (isLong ? 3 : 1)
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""): position += 2
            // The parser stops at a line's end within a short text; whatever follows is never built.
            case UInt8(ascii: "\n") where !isLong: return position
            case quote where !isLong: return position + 1
            case quote where isQuote(position + 1) && isQuote(position + 2):
                position += 3
                // Up to two quotes before the last three belong to the text.
                for _ in 0..<2 where isQuote(position) { position += 1 }
                return position
            default: position += 1
            }
        }
        return bytes.count
    }
}
