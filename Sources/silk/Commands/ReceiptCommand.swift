import ArgumentParser
import Cocoon
import Foundation
import Operations
import TONCells
import TONCrypto

/// What a proxy's key signs.
struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Check, keep and claim what a proxy signed for a worker or client.",
        discussion: """
            EXAMPLES:
              silk receipt verify receipt.boc --ledger try.ledger
              silk receipt claim receipt.boc --ledger try.ledger --keystore owner.keystore
            """,
        subcommands: [
            ReceiptShowCommand.self, ReceiptVerifyCommand.self, ReceiptStoreCommand.self, ReceiptClaimCommand.self,
            ReceiptIssueCommand.self,
        ]
    )
}

/// A receipt as people hand it over.
struct ReceiptArgument: ParsableArguments {
    @Argument(help: "The receipt: a file, hexadecimal, base64, or - for stdin.")
    var receipt: String

    /// Reads it. Throws where it is none.
    func read() throws -> Receipt {
        let cell = try BagInput(file: receipt).rootOfLevelZero()
        guard let envelope = try? SignedEnvelope(cell: cell) else {
            throw ReceiptError.unreadable("the body has another layout")
        }
        return try Receipt(envelope)
    }
}

/// Shows a receipt.
struct ReceiptShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what a receipt says.",
        discussion: """
            TOKENS is the counter: all tokens ever claimed from the worker or charged to the client. Whether it is signed \
            by the right key, `silk receipt verify` tells.

            EXAMPLES:
              silk receipt show receipt.boc
              silk receipt show receipt.boc --json
            """
    )

    @OptionGroup var input: ReceiptArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try output.write(FieldsDocument(schema: "silk.receipt/1", fields: try input.read().fields))
    }
}

/// Keeps a receipt.
struct ReceiptStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Keep the better of two receipts in a file.",
        discussion: """
            Never puts a receipt in the place of one that is worth more: exits with 4 where FILE has a higher counter, or \
            another contract's receipt.

            EXAMPLES:
              silk receipt store incoming.boc kept.boc
            """
    )

    @OptionGroup var input: ReceiptArgument

    @Argument(help: "Where it is kept.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let receipt = try input.read()
        try receipt.store(path: file)
        try output.write(
            FieldsDocument(
                schema: "silk.receipt_store/1", fields: [MessageField("file", .text(file))] + receipt.fields))
    }
}

/// Claims a receipt.
struct ReceiptClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Have a receipt settled.",
        discussion: """
            Anyone may: a payout goes to the worker's owner whoever claims it. What is left of the value goes to \
            --excesses-to, or to whom the receipt names. Rehearsed, shown and sent as by `silk send`, with the same exit \
            codes.

            EXAMPLES:
              silk receipt claim receipt.boc --ledger try.ledger --keystore owner.keystore
            """
    )

    @OptionGroup var input: ReceiptArgument

    @Option(help: ArgumentHelp("Who gets what is left of the value: it isn't signed.", valueName: "address"))
    var excessesTo: AddressArgument?

    @Option(
        help: ArgumentHelp("How much goes with it. Otherwise what is needed.", valueName: "amount"),
        transform: AmountArgument.read)
    var value: AmountArgument?

    @OptionGroup var sending: SendOptions

    func run() async throws {
        let receipt = try input.read()
        var envelope = receipt.envelope
        if let excessesTo { envelope.sendExcessesTo = excessesTo.address }
        let context = try await sending.sending()
        let action = OutgoingAction.operation(try .signed(envelope))
        try await sending.send(
            [value.map { action.carrying($0.coins) } ?? action], context,
            report: SendReport(schema: "silk.receipt_claim/1", fields: receipt.fields))
    }
}

/// Signs a receipt.
struct ReceiptIssueCommand: AsyncParsableCommand {
    /// What can be signed.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case payout
        case lastPayout = "last-payout"
        case charge
        case grantRefund = "grant-refund"
        case close
        case closeComplete = "close-complete"

        fileprivate var opcode: Opcode {
            switch self {
            case .payout: .workerPayoutSigned
            case .lastPayout: .workerLastPayoutSigned
            case .charge: .clientChargeSigned
            case .grantRefund: .clientGrantRefundSigned
            case .close: .proxyCloseRequestSigned
            case .closeComplete: .proxyCloseCompleteSigned
            }
        }

        fileprivate var role: ContractRole {
            switch self {
            case .payout, .lastPayout: .worker
            case .charge, .grantRefund: .client
            case .close, .closeComplete: .proxy
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Sign a receipt with a proxy's key, for tries.",
        discussion: """
            Proxies do this by themselves; on a local ledger there is none. The keystore has the proxy's key. CONTRACT is \
            the worker, client or proxy that it is made out to. A better receipt in the file is never replaced.

            EXAMPLES:
              silk receipt issue EQDjmeXAawiOp2QQwZaQs4tLjbqhMlmmeTj_3sFtF72jsj0L \\
                  --kind payout --tokens 1000000 -o receipt.boc \\
                  --ledger try.ledger --keystore proxy.keystore
            """
    )

    @Argument(help: "The contract, any form.")
    var contract: AddressArgument

    @Option(help: "What is signed.")
    var kind: Kind

    @Option(help: ArgumentHelp("The counter: all tokens ever. The close of a proxy has none.", valueName: "n"))
    var tokens: UInt64?

    @Option(
        name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("Where it is written.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Who gets what is left of the value. Otherwise the contract's owner, as the ledger has it.",
            valueName: "address"))
    var excessesTo: AddressArgument?

    @Option(help: ArgumentHelp("The query id. Otherwise one that nobody had before.", valueName: "n"))
    var queryID: UInt64?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var keystore: KeystoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if (kind.role == .proxy) != (tokens == nil) {
            throw ValidationError(
                kind.role == .proxy ? "\(kind.rawValue) has no --tokens" : "\(kind.rawValue) wants --tokens")
        }
    }

    func run() async throws {
        let excesses =
            try excessesTo?.address ?? ledger.open().states.owner(of: contract.address, role: kind.role)
        var identifiers = QueryIdentifiers(now: UInt32(clamping: Int(Date().timeIntervalSince1970)))
        let envelope = try SignedPayload(
            op: kind.opcode, queryID: queryID ?? identifiers.next(), tokens: tokens, expectedAddress: contract.address
        ).makeSigned(privateKey: try keystore.keyPair().privateKey, sendExcessesTo: excesses)
        if tokens == nil {
            try Data(try envelope.cell().boc()).write(to: URL(fileURLWithPath: file), options: .atomic)
        } else {
            try Receipt(envelope).store(path: file)
        }
        try output.write(
            FieldsDocument(
                schema: "silk.receipt_issue/1", fields: [MessageField("file", .text(file))] + envelope.receiptFields))
    }
}
