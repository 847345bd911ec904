import TONCrypto

@testable import TONWallets

/// A mnemonic with a password: made once for all tests, since finding one takes seconds.
enum PasswordMnemonic {
    static let password = SecretBytes(utf8: "correct horse")
    static let made = Result { () throws in try Mnemonic.generate(password: password) }
}
