public import TONCrypto

/// Why words are no mnemonic, or not one for this password.
///
/// No case holds a word: a mistyped one is almost the secret.
public enum MnemonicError: Error, Hashable, Sendable {
    /// Another number of words.
    case wordCount(Int, expected: [Int])
    /// Neither as many words as a mnemonic has nor a seed.
    case neitherWordsNorSeed(words: Int)
    /// The word at a place, the first being 1, isn't in the list.
    case unknownWord(place: Int)
    /// All words are in the list, but the check that they contain fails: one is wrong, or they are out of order.
    case wrongCheck(Scheme)
    /// The words want a password and none was given.
    case passwordNeeded
    /// The words want no password and one was given.
    case passwordNotExpected
    /// The words want a password, and this isn't it.
    case wrongPassword
    /// The library failed.
    case crypto(CryptoError)
    /// The library failed to make the key pair.
    case signing(Ed25519.SigningError)

    /// Whose mnemonics were expected, and whose the words might be instead.
    public enum Scheme: Hashable, Sendable {
        /// TON's; the words are of no scheme that is known.
        case ton
        /// TON's; the words are a valid BIP-39 mnemonic.
        case tonFoundBIP39
        /// TON's; the words are the root of a TON keychain, from which wallets' words are derived.
        case tonFoundKeychain
        /// BIP-39.
        case bip39
    }
}

extension MnemonicError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .wordCount(let count, let expected):
            "expected \(expected.map(String.init).joined(separator: ", ")) words, found \(count)"
        case .neitherWordsNorSeed(let count):
            "expected \(Mnemonic.wordCount) words or a seed of 64 hexadecimal digits, found "
                + (count == 1 ? "something else" : "\(count) words")
        case .unknownWord(let place): "word \(place) isn't one of the 2048 that mnemonics are made of"
        case .wrongCheck(.ton), .wrongCheck(.bip39):
            "the words don't fit together: one of them is wrong, or they are out of order"
        case .wrongCheck(.tonFoundBIP39): "expected a mnemonic of TON, found one of BIP-39"
        case .wrongCheck(.tonFoundKeychain): "expected the mnemonic of a wallet, found the root of a TON keychain"
        case .passwordNeeded: "the mnemonic was made with a password, and none was given"
        case .passwordNotExpected: "the mnemonic was made without a password, and one was given"
        case .wrongPassword: "the password isn't the one that the mnemonic was made with"
        case .crypto(let error): error.description
        case .signing(let error): error.description
        }
    }
}

/// Runs what a library computes, and wraps its failure.
func deriving<R>(_ body: () throws(CryptoError) -> R) throws(MnemonicError) -> R {
    do {
        return try body()
    } catch {
        throw .crypto(error)
    }
}
