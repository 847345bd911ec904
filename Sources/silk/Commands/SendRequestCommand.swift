import ArgumentParser
import Operations
import TONWallets

/// Sends a request that was signed elsewhere.
struct SendRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Send a request that was signed elsewhere.",
        discussion: """
            REQUEST is what --unsigned wrote, SIGNATURE what came back from who signed it. The request is rehearsed \
            again, as the network stands now: a wallet that has sent something meanwhile wouldn't obey it.

            EXAMPLES:
              silk send request request.json --signature signature.json --ledger try.ledger
            """
    )

    @Argument(help: "The request, or - for stdin.")
    var request: String

    @Option(help: ArgumentHelp("The signature.", valueName: "file"))
    var signature: String

    @OptionGroup var submitting: SubmitOptions

    func run() async throws {
        let unsigned = try UnsignedRequest(
            document: try DocumentArgument.read(request, limit: UnsignedRequest.maximumByteCount),
            kinds: WalletKinds.all)
        let signature = try RequestSignature(document: try DocumentArgument.read(signature, limit: 64 << 10))
        let place = try await submitting.place()
        let prepared = try await WalletSender(unsigned.wallet).prepare(unsigned, on: place.stage)
        // Before anything is shown: it is of no use with a wrong one.
        let external = try prepared.external(with: signature)
        try await submitting.review(prepared, in: place)
        try submitting.confirm(prepared, in: place)
        try await submitting.submit(external, of: prepared, in: place)
    }
}
