public import TONCrypto

/// A mnemonic of BIP-39, from which wallets for many networks derive keys, some for TON too.
///
/// Source: BIP-39; SLIP-0044 for the number of TON's coin, 607.
public struct BIP39Mnemonic: Sendable {
    /// The numbers of words that there can be.
    public static let wordCounts = [12, 15, 18, 21, 24]
    /// Where wallets keep TON's first key.
    public static let tonPath = "m/44'/607'/0'"

    private let phrase: WordPhrase

    /// Reads words of either case, with white space between them. Throws unless the checksum in them is right.
    public init(_ words: SecretBytes) throws(MnemonicError) {
        phrase = try WordPhrase(words, counts: Self.wordCounts)
        guard Self.isChecksumRight(phrase) else { throw .wrongCheck(.bip39) }
    }

    /// Reads words of a text, which can't be wiped: where they come from a file or a terminal, read them as bytes.
    public init(_ words: String) throws(MnemonicError) {
        try self.init(SecretBytes(utf8: words))
    }

    /// The words, to be written down. They are copies that can't be wiped.
    public var words: [String] { phrase.words }

    /// The root of all keys. The passphrase is taken as it is; BIP-39 wants it in Unicode's form NFKD.
    public func root(passphrase: SecretBytes? = nil) throws(MnemonicError) -> HierarchicalKey {
        let salt = (passphrase ?? SecretBytes(copying: [UInt8]())).withUnsafeBytes { passphrase in
            SecretBytes(copying: Array("mnemonic".utf8) + passphrase)
        }
        return try deriving { () throws(CryptoError) in
            try HierarchicalKey(
                seed: try PBKDF2.derive(from: phrase.bytes, salt: salt, iterations: 2048, count: 64))
        }
    }

    /// TON's first key.
    public func keyPair(passphrase: SecretBytes? = nil) throws(MnemonicError) -> Ed25519.KeyPair {
        let root = try root(passphrase: passphrase)
        return try makePair(
            try deriving { () throws(CryptoError) in try root.derived([44, 607, 0]) }.key)
    }

    /// Whether the last bits of the words are the first ones of the hash of all others.
    static func isChecksumRight(_ phrase: WordPhrase) -> Bool {
        let places = phrase.indices
        let checkBits = places.count * 11 / 33
        let bits = places.flatMap { place in (0..<11).map { place >> (10 - $0) & 1 } }
        let data = bits.dropLast(checkBits)
        let bytes = stride(from: 0, to: data.count, by: 8).map { start in
            data[start..<min(start + 8, data.count)].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
        }
        let digest = SHA256.hash(bytes).bytes
        let found = bits.suffix(checkBits).reduce(0) { $0 << 1 | $1 }
        return Int(digest[0]) >> (8 - checkBits) == found
    }
}

extension BIP39Mnemonic: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says what it is, and no word of it.
    public var description: String { "<BIP-39 mnemonic>" }

    /// Says what it is, and no word of it.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
