import ArgumentParser
import Foundation
import TONCrypto
import TONWallets

/// Signs what was asked for elsewhere.
struct WalletSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a request that was made elsewhere.",
        discussion: """
            REQUEST is a document silk.unsigned-request/1, or - for stdin. It says everything twice, as cells and as people \
            read it, and is refused where the two differ. All that would be signed is shown on stderr before the keystore's \
            password is asked for: leave with Ctrl-C if it isn't what you want. With --password-file nobody is asked.

            The signature is a document silk.request-signature/1 on stdout, or in the file of -o, which must be new; \
            --json then says on stdout what was signed. Nothing in it is secret.

            EXAMPLES:
              silk wallet sign request.json --keystore main.key > signature.json
              silk wallet sign request.json --keystore main.key -o signature.json --json
            """
    )

    @OptionGroup var request: RequestArgument

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write the signature to this new file.", valueName: "path"))
    var output: String?

    @OptionGroup var keystore: KeystoreOptions
    @OptionGroup var form: OutputOptions

    func run() async throws {
        let unsigned = try request.read()
        // Before anything is asked for.
        if let output, FileManager.default.fileExists(atPath: output) { throw Self.exists(output) }
        StandardError.write(try unsigned.document().text)
        let keystore = try self.keystore.read()
        guard keystore.publicKey == unsigned.wallet.publicKey else {
            throw WalletError.wrongKey(
                expected: unsigned.wallet.publicKey.bytes, found: keystore.publicKey.bytes)
        }
        let signature = try unsigned.sign(with: try self.keystore.keyPair(of: keystore))
        let document = try signature.document()
        guard let output else {
            try StandardOutput.write(String(decoding: document, as: UTF8.self))
            return
        }
        do {
            try Data(document).write(to: URL(fileURLWithPath: output), options: .withoutOverwriting)
        } catch CocoaError.fileWriteFileExists {
            throw Self.exists(output)
        }
        try form.write(
            FieldsDocument(
                schema: "silk.wallet_sign/1",
                fields: [
                    MessageField("file", .text(output)), .hash("hash", signature.hash),
                    .hash("public_key", signature.publicKey.bytes),
                    MessageField("signature", .text(Hex.encode(signature.signature))),
                ]))
    }

    private static func exists(_ path: String) -> Failure {
        Failure("\(path) exists already, and is not overwritten")
    }
}

/// Requests that are to be signed.
struct WalletRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Show a request that is to be signed.",
        discussion: """
            EXAMPLES:
              silk wallet request show request.json
            """,
        subcommands: [WalletRequestShowCommand.self]
    )
}

/// Shows all that would be signed.
struct WalletRequestShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that a request would have signed.",
        discussion: """
            REQUEST is a document silk.unsigned-request/1, or - for stdin; it is refused where what people read in it isn't \
            what would be signed. Bodies that are messages of COCOON are decoded: whether the receiver is a contract of \
            COCOON nobody looks up.

            EXAMPLES:
              silk wallet request show request.json
              silk wallet request show - --json < request.json
            """
    )

    @OptionGroup var request: RequestArgument
    @OptionGroup var output: OutputOptions

    func run() async throws { try output.write(try request.read().document()) }
}

/// A request in a file.
struct RequestArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The request: a file, or -.", valueName: "request"))
    var request: String

    /// Reads and checks it.
    func read() throws -> UnsignedRequest {
        try UnsignedRequest(
            document: try DocumentArgument.read(request, limit: UnsignedRequest.maximumByteCount),
            kinds: WalletKinds.all)
    }
}
