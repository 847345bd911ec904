/// A key that a server gave its user: a secret.
///
/// It goes into the header of requests, and nowhere else: it prints, dumps and interpolates as `APIKey(redacted)`, has
/// no public property to read it by, and can't be encoded.
public struct APIKey: Sendable {
    /// The text. Only for the header, and to strike it out of what a server echoes.
    let text: String

    private static let maximumLength = 512

    /// Takes the text of a key: 1 to 512 visible ASCII characters, nil for anything else. The caller trims the line
    /// end of a file.
    public init?(_ text: some StringProtocol) {
        let isVisible = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isVisible, (1...Self.maximumLength).contains(text.utf8.count) else { return nil }
        self.text = String(text)
    }

    /// The message without the key, should it stand there.
    func struckOut(of message: String) -> String {
        guard message.utf8.count >= text.utf8.count else { return message }
        var remaining = message[...]
        var result = ""
        while let range = remaining.range(of: text) {
            result += remaining[..<range.lowerBound] + Self.redacted
            remaining = remaining[range.upperBound...]
        }
        return result + remaining
    }

    private static let redacted = "(redacted)"
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `APIKey(redacted)`.
    public var description: String { "APIKey" + Self.redacted }

    /// The same.
    public var debugDescription: String { description }

    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Substring {
    /// Where a text stands first, compared byte by byte.
    fileprivate func range(of text: String) -> Range<Index>? {
        let (bytes, wanted) = (utf8, text.utf8)
        var start = bytes.startIndex
        while start < bytes.endIndex {
            if bytes[start...].starts(with: wanted) {
                return start..<bytes.index(start, offsetBy: wanted.count)
            }
            bytes.formIndex(after: &start)
        }
        return nil
    }
}
