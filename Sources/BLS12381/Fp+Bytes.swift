extension Fp {
    /// Bytes of an encoded element.
    static let byteCount = 48

    /// Reads 48 bytes, the most significant first, modulo p. Nil for any other number of bytes.
    init?(reducing bytes: some Collection<UInt8>) {
        guard let words = Self.words(bytes) else { return nil }
        self.init(words[0], words[1], words[2], words[3], words[4], words[5])
    }

    /// Reads 48 bytes, the most significant first. Nil for any other number of bytes and for an integer not below p.
    init?(canonical bytes: some Collection<UInt8>) {
        guard let words = Self.words(bytes),
            Self.isCanonical(words[0], words[1], words[2], words[3], words[4], words[5])
        else { return nil }
        self.init(words[0], words[1], words[2], words[3], words[4], words[5])
    }

    /// Six words, the most significant first.
    private static func words(_ bytes: some Collection<UInt8>) -> [UInt64]? {
        guard bytes.count == byteCount else { return nil }
        var words = [UInt64](repeating: 0, count: 6)
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        return words
    }

    /// 48 bytes, the most significant first.
    var bytes: [UInt8] {
        let words = canonicalWords
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for word in [words.5, words.4, words.3, words.2, words.1, words.0] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }
}
