import ArgumentParser
import Foundation
import TONCrypto
import TONWallets

/// How a keystore's password gets here: never as an argument, which everybody on the machine can see.
struct PasswordOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the keystore's password, mode 0600. Otherwise SILK_PASSWORD_FILE, or the terminal is asked.",
            valueName: "path"))
    var passwordFile: String?

    private static let otherwise = "name a file with the password by --password-file or SILK_PASSWORD_FILE"

    /// The password of a keystore that there is.
    func existing() throws -> SecretBytes {
        if let path { return try SecretFile.readPassword(path: path) }
        return try Self.checked(try Terminal.askSecret("the keystore's password", otherwise: Self.otherwise))
    }

    /// The password of a keystore to be made; typed twice.
    func new() throws -> SecretBytes {
        if let path { return try SecretFile.readPassword(path: path) }
        let password = try Self.checked(
            try Terminal.askSecret("a password for the keystore", otherwise: Self.otherwise))
        let again = try Terminal.askSecret("the same password again", otherwise: Self.otherwise)
        guard password.isEqual(to: again) else { throw Failure("the two passwords differ", code: .signer) }
        return password
    }

    private var path: String? { passwordFile ?? Environment["SILK_PASSWORD_FILE"] }

    private static func checked(_ password: SecretBytes) throws(KeystoreError) -> SecretBytes {
        guard !password.isEmpty else { throw .emptyPassword }
        return password
    }
}

/// Which keystore signs.
struct KeystoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The keystore that has the wallet's key. Otherwise SILK_KEYSTORE.", valueName: "path"))
    var keystore: String?

    @OptionGroup var password: PasswordOptions

    /// Reads the keystore, which takes no password.
    func read() throws -> Keystore {
        guard let path = keystore ?? Environment["SILK_KEYSTORE"] else {
            throw Failure("no keystore is named: name one by --keystore or SILK_KEYSTORE", code: .signer)
        }
        return try Keystore(path: path)
    }

    /// Opens the keystore.
    func keyPair() throws -> Ed25519.KeyPair { try keyPair(of: try read()) }

    /// Opens a keystore that was read.
    func keyPair(of keystore: Keystore) throws -> Ed25519.KeyPair {
        try keystore.open(password: try password.existing()).keyPair()
    }
}

/// A keystore that doesn't exist yet.
struct NewKeystoreArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The keystore's file: a new one, mode 0600.", valueName: "file"))
    var file: String

    func validate() throws {
        // Not even in the error: arguments of processes are public, but logs live longer.
        guard !WalletSecret.isLike(file) else {
            throw ValidationError(
                "the file's name looks like a secret, which has no place among arguments: take it for known to others")
        }
    }

    /// Throws where there is such a file: before anything is asked for.
    func requireAbsent() throws {
        guard !FileManager.default.fileExists(atPath: file) else { throw KeystoreError.exists(path: file) }
    }
}
