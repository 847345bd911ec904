/// Base64 in both alphabets: `+/` (RFC 4648 section 4) and `-_` (section 5).
///
/// The decoders take untrusted text and are strict: a byte string has exactly one spelling in each form. Padding
/// stands at the end alone and completes four characters, and the bits that it cuts off are zero.
public enum Base64 {
    private static let padding = UInt8(ascii: "=")
    private static let standardAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafeAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Stands for a character outside the alphabet.
    private static let invalid: UInt8 = 0xff
    private static let standardValues = values(of: [standardAlphabet])
    private static let anyValues = values(of: [standardAlphabet, urlSafeAlphabet])

    private static func values(of alphabets: [[UInt8]]) -> [UInt8] {
        var values = [UInt8](repeating: invalid, count: 256)
        for alphabet in alphabets {
            for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        }
        return values
    }

    /// Standard alphabet, padded.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        encode(bytes, standardAlphabet)
    }

    /// URL-safe alphabet, padded as the standard one is.
    public static func encodeURLSafe(_ bytes: some Sequence<UInt8>) -> String {
        encode(bytes, urlSafeAlphabet)
    }

    private static func encode(_ bytes: some Sequence<UInt8>, _ alphabet: [UInt8]) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.underestimatedCount + 2) / 3 * 4)
        var group: UInt32 = 0
        var count = 0
        func append(_ characterCount: Int) {
            for position in 0..<4 {
                let value = Int(group >> UInt32(18 - 6 * position) & 0x3f)
                characters.append(position < characterCount ? alphabet[value] : padding)
            }
        }
        for byte in bytes {
            group |= UInt32(byte) << UInt32(16 - 8 * count)
            count += 1
            if count == 3 {
                append(4)
                group = 0
                count = 0
            }
        }
        if count > 0 { append(count + 1) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes of padded base64 in the standard alphabet; nil for anything else, white space included.
    public static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { characters in
            characters.count % 4 == 0 ? decode(characters, standardValues) : nil
        }
    }

    /// The bytes of base64 in either alphabet, or the two mixed, padded or not; nil for anything else.
    public static func decodeAnyAlphabet(_ text: some StringProtocol) -> [UInt8]? {
        var text = String(text)
        return text.withUTF8 { characters in
            characters.count % 4 == 0 || characters.last != padding ? decode(characters, anyValues) : nil
        }
    }

    /// Decodes characters that are a multiple of four, or have no padding.
    private static func decode(_ characters: UnsafeBufferPointer<UInt8>, _ values: [UInt8]) -> [UInt8]? {
        var count = characters.count
        for _ in 0..<2 where count > 0 && characters[count - 1] == padding { count -= 1 }
        // One character alone has too few bits for a byte.
        guard count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for character in characters[..<count] {
            let value = values[Int(character)]
            guard value != invalid else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= 1 << bits - 1
            }
        }
        return group == 0 ? bytes : nil
    }
}
