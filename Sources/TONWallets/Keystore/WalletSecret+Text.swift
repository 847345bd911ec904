public import TONCrypto

extension WalletSecret {
    /// Reads what people hand over: 24 words, or the 64 hexadecimal digits of a seed, with white space around them.
    ///
    /// Throws where the words don't fit together, or not with the password. A seed has none.
    public init(text: SecretBytes, mnemonicPassword: SecretBytes? = nil) throws(MnemonicError) {
        if let seed = Self.seed(in: text) {
            guard mnemonicPassword?.isEmpty ?? true else { throw .passwordNotExpected }
            guard let key = Ed25519.PrivateKey(seed: seed) else { throw .neitherWordsNorSeed(words: 1) }
            self = .seed(key)
            return
        }
        let mnemonic: Mnemonic
        do throws(MnemonicError) {
            mnemonic = try Mnemonic(text)
        } catch .wordCount(let count, _) {
            throw .neitherWordsNorSeed(words: count)
        }
        try mnemonic.check(password: mnemonicPassword)
        self = .mnemonic(mnemonic, password: mnemonicPassword)
    }

    /// Whether a text has the shape of a secret, so that a program can refuse it where others see it. A wrong checksum or a
    /// mistyped word makes it none the less secret.
    public static func isLike(_ text: String) -> Bool {
        let parts = text.split(whereSeparator: \.isWhitespace)
        return parts.count >= 12 || parts.count == 1 && seed(in: SecretBytes(utf8: text)) != nil
    }

    /// The 32 bytes that 64 hexadecimal digits spell; nil for any other text.
    private static func seed(in text: SecretBytes) -> SecretBytes? {
        text.withUnsafeBytes { bytes in
            let isSpace = { (byte: UInt8) in byte <= UInt8(ascii: " ") }
            guard let first = bytes.firstIndex(where: { !isSpace($0) }),
                let last = bytes.lastIndex(where: { !isSpace($0) }), last - first == 63,
                bytes[first...last].allSatisfy({ digit($0) != nil })
            else { return nil }
            return SecretBytes(count: 32) { buffer in
                for index in buffer.indices {
                    let high = digit(bytes[first + 2 * index]) ?? 0
                    let low = digit(bytes[first + 2 * index + 1]) ?? 0
                    buffer[index] = high << 4 | low
                }
            }
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
