public import TONCrypto

/// TON's mnemonic: 24 words, and perhaps a password, that make a key pair.
///
/// ```swift
/// let mnemonic = try Mnemonic("hospital stove relief …")
/// let pair = try mnemonic.keyPair()
/// ```
/// The words are those of BIP-39; all else differs: the words themselves are hashed, with the password, and count only
/// where a byte derived from that hash has a certain value, so that mistyped words are refused.
///
/// Source: tonlib/tonlib/keys/Mnemonic.cpp of ton-blockchain/ton, and what other wallets made of it.
public struct Mnemonic: Sendable {
    /// How many words there are: 24.
    public static let wordCount = 24

    private let phrase: WordPhrase

    private static let iterations = 100_000
    /// So many iterations make the byte that mnemonics are checked by.
    private static let checkIterations = iterations / 256
    private static let keySalt = SecretBytes(utf8: "TON default seed")
    private static let checkSalt = SecretBytes(utf8: "TON seed version")
    private static let passwordSalt = SecretBytes(utf8: "TON fast seed version")
    private static let keychainKey = SecretBytes(utf8: "TON Keychain")
    private static let keychainSalt = SecretBytes(utf8: "TON Keychain Version")
    private static let none = SecretBytes(copying: [UInt8]())

    /// Reads 24 words of either case, with white space between them. Whether they fit together, and with which password,
    /// is looked at by ``check(password:)``.
    public init(_ words: SecretBytes) throws(MnemonicError) {
        phrase = try WordPhrase(words, counts: [Self.wordCount])
    }

    /// Reads 24 words of a text, which can't be wiped: where they come from a file or a terminal, read them as bytes.
    public init(_ words: String) throws(MnemonicError) {
        try self.init(SecretBytes(utf8: words))
    }

    private init(phrase: WordPhrase) {
        self.phrase = phrase
    }

    /// Makes a mnemonic from the system's secure randomness. With a password, it is of use with that password alone.
    ///
    /// Words are drawn until they pass the check: some 250 times, with a password 65,000 times, which takes seconds.
    public static func generate(password: SecretBytes? = nil) throws(MnemonicError) -> Mnemonic {
        while true {
            let mnemonic = Mnemonic(phrase: .random(count: wordCount))
            do throws(MnemonicError) {
                try mnemonic.check(password: password)
                return mnemonic
            } catch {
                switch error {
                case .crypto, .signing: throw error
                default: continue
                }
            }
        }
    }

    /// The words, to be written down. They are copies that can't be wiped.
    public var words: [String] { phrase.words }

    /// The words with a space between each two.
    public var text: SecretBytes { phrase.bytes }

    /// Whether the words were made with a password.
    public func isPasswordNeeded() throws(MnemonicError) -> Bool {
        let entropy = try entropy(Self.none)
        guard try firstByte(of: entropy, salt: Self.passwordSalt, iterations: 1) == 1 else { return false }
        return try !passesCheck(entropy)
    }

    /// Throws unless the words fit together, and the password is theirs. An empty password is none.
    public func check(password: SecretBytes? = nil) throws(MnemonicError) {
        if let password, !password.isEmpty {
            guard try isPasswordNeeded() else { throw .passwordNotExpected }
            guard try passesCheck(try entropy(password)) else { throw .wrongPassword }
            return
        }
        guard try !passesCheck(try entropy(Self.none)) else { return }
        if try isPasswordNeeded() { throw .passwordNeeded }
        if try isKeychainRoot() { throw .wrongCheck(.tonFoundKeychain) }
        throw .wrongCheck(BIP39Mnemonic.isChecksumRight(phrase) ? .tonFoundBIP39 : .ton)
    }

    /// The key pair of the words and the password. Throws what ``check(password:)`` throws.
    public func keyPair(password: SecretBytes? = nil) throws(MnemonicError) -> Ed25519.KeyPair {
        try check(password: password)
        let entropy = try entropy(password ?? Self.none)
        let seed = try deriving { () throws(CryptoError) in
            try PBKDF2.derive(from: entropy, salt: Self.keySalt, iterations: Self.iterations, count: 64)
        }
        return try makePair(seed.part(0..<32))
    }

    /// Whether the words are the root of a TON keychain, which wallets' mnemonics are derived from: by chance one in 256
    /// mnemonics looks so.
    ///
    /// Source: SPECIFICATION.md of tonkeeper/ton-keychain.
    public func isKeychainRoot() throws(MnemonicError) -> Bool {
        let entropy = try deriving { () throws(CryptoError) in
            try HMACSHA512.code(of: phrase.bytes, key: Self.keychainKey)
        }
        return try firstByte(of: entropy, salt: Self.keychainSalt, iterations: 1) == 0
    }

    private func entropy(_ password: SecretBytes) throws(MnemonicError) -> SecretBytes {
        try deriving { () throws(CryptoError) in try HMACSHA512.code(of: password, key: phrase.bytes) }
    }

    private func passesCheck(_ entropy: SecretBytes) throws(MnemonicError) -> Bool {
        try firstByte(of: entropy, salt: Self.checkSalt, iterations: Self.checkIterations) == 0
    }

    private func firstByte(
        of entropy: SecretBytes, salt: SecretBytes, iterations: Int
    ) throws(MnemonicError) -> UInt8? {
        let derived = try deriving { () throws(CryptoError) in
            try PBKDF2.derive(from: entropy, salt: salt, iterations: iterations, count: 64)
        }
        return derived.withUnsafeBytes(\.first)
    }
}

/// The key pair of a 32-byte seed.
func makePair(_ seed: SecretBytes) throws(MnemonicError) -> Ed25519.KeyPair {
    guard let key = Ed25519.PrivateKey(seed: seed) else {
        throw .crypto(CryptoError(algorithm: "Ed25519", call: "a key of \(seed.count) bytes"))
    }
    do throws(Ed25519.SigningError) {
        return try Ed25519.KeyPair(key)
    } catch {
        throw .signing(error)
    }
}

extension Mnemonic: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says what it is, and no word of it.
    public var description: String { "<mnemonic of \(Self.wordCount) words>" }

    /// Says what it is, and no word of it.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
