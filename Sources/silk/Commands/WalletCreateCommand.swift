import ArgumentParser
import TONCrypto
import TONWallets

/// Makes a key.
struct WalletCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a new key and keep it in a new keystore.",
        discussion: """
            The key is that of 24 new words, which wallets of all makers take, or with --seed a bare random one. Nothing \
            of it is printed; --show-words shows the words, on the terminal alone, to be written down. Without them the \
            key is lost with the file or its password: silk wallet export-words shows them later. A file that is there \
            already stays as it is.

            EXAMPLES:
              silk wallet create main.key --show-words
              silk wallet create machine.key --seed --password-file machine.password --json
            """
    )

    @OptionGroup var keystore: NewKeystoreArgument

    @Flag(help: "Make a random key that no words stand for.")
    var seed = false

    @Flag(help: "Show the words on the terminal.")
    var showWords = false

    @OptionGroup var password: PasswordOptions
    @OptionGroup var addresses: WalletAddressOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if seed, showWords { throw ValidationError("--seed makes a key without words: there is nothing to show") }
    }

    func run() async throws {
        if showWords { try ShownWords.requireTerminal() }
        try keystore.requireAbsent()
        let password = try password.new()
        let secret: WalletSecret =
            seed ? .seed(.random()) : .mnemonic(try Mnemonic.generate(), password: nil)
        try output.write(try keystore.seal(secret, password: password, addresses))
        if showWords, case .mnemonic(let mnemonic, _) = secret { try ShownWords.show(mnemonic) }
    }
}

/// Takes a key that there is.
struct WalletImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Keep a key that you have in a new keystore.",
        discussion: """
            The secret is TON's 24 words, or a seed of 64 hexadecimal digits: from stdin, which shows nothing of it on a \
            terminal, or from --secret-file. With --bip39 it is 12 to 24 words of BIP-39, as wallets for many networks have \
            them, and TON's first key of them is kept, m/44'/607'/0'. Words that were made with a password want it in --mnemonic-password-file. \
            Where the secret comes through a pipe the keystore's password has to come from a file. A file that is there \
            already stays as it is.

            EXAMPLES:
              silk wallet import main.key
              silk wallet import main.key --secret-file words.txt \\
                  --password-file main.password
            """
    )

    @OptionGroup var keystore: NewKeystoreArgument

    @Option(help: ArgumentHelp("A file with the secret, mode 0600. Otherwise stdin.", valueName: "path"))
    var secretFile: String?

    @Option(
        help: ArgumentHelp("A file with the password that the words were made with, mode 0600.", valueName: "path"))
    var mnemonicPasswordFile: String?

    @Flag(name: .customLong("bip39"), help: "The words are those of BIP-39.")
    var isBIP39 = false

    @OptionGroup var password: PasswordOptions
    @OptionGroup var addresses: WalletAddressOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try keystore.requireAbsent()
        let mnemonicPassword = try mnemonicPasswordFile.map { try SecretFile.readPassword(path: $0) }
        let text = try secretFile.map { try SecretFile.read(path: $0) } ?? Self.secretFromInput()
        let secret =
            isBIP39
            ? WalletSecret.seed(try BIP39Mnemonic(text).keyPair(passphrase: mnemonicPassword).privateKey)
            : try WalletSecret(text: text, mnemonicPassword: mnemonicPassword)
        try output.write(try keystore.seal(secret, password: try password.new(), addresses))
    }

    private static func secretFromInput() throws -> SecretBytes {
        if Terminal.isInput {
            return try Terminal.askSecret("the 24 words, or the seed", otherwise: "use --secret-file")
        }
        return try Terminal.readInput(limit: SecretFile.maximumByteCount)
    }
}

/// Shows the words of a keystore.
struct WalletExportWordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-words",
        abstract: "Show a keystore's 24 words on the terminal.",
        discussion: """
            The words go to the terminal (stderr) and nowhere else: where stderr is none, nothing is opened. Whoever sees \
            them has the key. The answer on stdout says whose words they are.

            EXAMPLES:
              silk wallet export-words main.key
              silk wallet export-words main.key --json
            """
    )

    @Argument(help: ArgumentHelp("The keystore.", valueName: "file"))
    var file: String

    @OptionGroup var password: PasswordOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try ShownWords.requireTerminal()
        let keystore = try Keystore(path: file)
        guard case .mnemonic(let mnemonic, let mnemonicPassword) = try keystore.open(password: try password.existing())
        else { throw Failure("\(file) holds a bare key, for which there are no words", code: .signer) }
        try output.write(
            FieldsDocument(
                schema: "silk.wallet_words/1",
                fields: [
                    MessageField("keystore", .text(file)), .hash("public_key", keystore.publicKey.bytes),
                    MessageField("needs_password", .flag(mnemonicPassword != nil)),
                ]))
        try ShownWords.show(mnemonic)
    }
}

extension NewKeystoreArgument {
    /// Seals a secret in the new file, and says whose it is.
    fileprivate func seal(
        _ secret: WalletSecret, password: SecretBytes, _ addresses: WalletAddressOptions
    ) throws -> FieldsDocument {
        let made = try Keystore(sealing: secret, password: password)
        // Before the file is there: wrong options shouldn't leave one behind.
        let document = try addresses.document(of: made, file: file)
        try made.create(path: file)
        return document
    }
}

/// Words for people to write down.
private enum ShownWords {
    /// Throws unless somebody sees them.
    static func requireTerminal() throws {
        guard Terminal.isShown else {
            throw Failure("the words are shown on a terminal alone, and stderr is none", code: .refused)
        }
    }

    /// Shows them on the terminal, numbered.
    static func show(_ mnemonic: Mnemonic) throws {
        try requireTerminal()
        var table = Table([.right(""), .left(""), .right(""), .left(""), .right(""), .left("")])
        let words = mnemonic.words
        let rows = (words.count + 2) / 3
        for row in 0..<rows {
            table.add(
                stride(from: row, to: words.count, by: rows).flatMap { ["\($0 + 1)", words[$0]] })
        }
        StandardError.write(table.text)
    }
}
