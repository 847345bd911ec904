import ArgumentParser
import Cocoon
import Foundation
import Operations
import TONCells
import TONCrypto
import TONWallets

/// How a plan is carried out.
struct ApplyOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The plan that `silk root plan -o` wrote.", valueName: "plan"))
    var plan: String

    @Option(help: ArgumentHelp("The journal. Otherwise the plan's name with .journal behind it.", valueName: "file"))
    var journal: String?

    @OptionGroup var wallet: WalletOptions

    @Option(
        help: ArgumentHelp(
            "Sign nothing: write the next request to this file, to be signed elsewhere; then resume with --request and "
                + "--signature.", valueName: "file"))
    var unsigned: String?

    @Option(help: ArgumentHelp("How long a request can be obeyed, such as 90s or 10m.", valueName: "duration"))
    var lifetime: DurationArgument?

    @Flag(help: "On the main network, ask nobody.")
    var yes = false

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    var journalPath: String { journal ?? plan + ".journal" }

    /// Carries the plan out, and prints how far it came.
    ///
    /// - Parameter goesOn: Whether something may have been sent already.
    func apply(
        _ plan: RootPlan, goesOn: Bool, given: (UnsignedRequest, RequestSignature)? = nil
    ) async throws {
        let network = try ledger.network()
        let sender = try WalletSender(
            try given?.0.wallet ?? wallet.wallet(globalID: plan.network.globalID))
        StandardError.write(try PlanText(plan).text)
        try confirm(plan)
        let journal = try PlanJournal(path: journalPath, planHash: try plan.hash(), root: plan.root)
        guard goesOn || !journal.hasStarted else {
            throw Failure(
                "the journal \(journalPath) says that this plan was begun: use `silk root resume`", code: .refused)
        }
        var application = RootApplication(plan, on: network, from: sender, journal: journal)
        if let lifetime { application.lifetime = lifetime.seconds }
        let outcome: RootApplication<LedgerNetwork>.Outcome
        if let given {
            outcome = try await application.run(.given(given.0, given.1))
        } else if unsigned != nil {
            outcome = try await application.run(.later)
        } else {
            outcome = try await signing(application)
        }
        var fields: [MessageField] = [
            MessageField("root", .text(plan.root.contractText)), .small("requests", plan.waves.count),
        ]
        switch outcome {
        case .done:
            fields.append(MessageField("outcome", .text("done")))
            fields.append(.small("version", Int(plan.end.data.version)))
        case .unsigned(let request, let wave):
            fields.append(MessageField("outcome", .text("unsigned")))
            fields.append(.small("next_request", wave + 1))
            fields.append(.hash("hash", request.hash))
            if let unsigned {
                try Data(try request.document()).write(to: URL(fileURLWithPath: unsigned), options: .atomic)
                fields.append(MessageField("file", .text(unsigned)))
            }
        }
        fields.append(MessageField("journal", .text(journalPath)))
        try output.write(FieldsDocument(schema: "silk.root_apply/1", fields: fields))
        if case .unsigned = outcome, unsigned == nil {
            throw Failure(
                "the next request isn't signed: resume with a keystore, or with --unsigned", code: .signer)
        }
    }

    /// Opens the keystore once a request is rehearsed and to be signed, and not before.
    private func signing(
        _ application: RootApplication<LedgerNetwork>
    ) async throws -> RootApplication<LedgerNetwork>.Outcome {
        var pair: Ed25519.KeyPair?
        var failure: (any Error)?
        do {
            return try await application.run(
                .here { (request) throws(WalletError) in
                    do {
                        let opened = try pair ?? wallet.keyPair()
                        pair = opened
                        return try request.sign(with: opened)
                    } catch let error as WalletError {
                        throw error
                    } catch {
                        failure = error
                        throw .foreignMessage("the keystore can't be opened")
                    }
                })
        } catch {
            throw failure ?? error
        }
    }

    private func confirm(_ plan: RootPlan) throws {
        guard plan.network == .mainnet, !plan.isEmpty, !yes else { return }
        guard Terminal.isInput else { throw PlanError.refused([.unconfirmed]) }
        StandardError.write("Carry this out on the main network? Type yes:")
        guard readLine() == "yes" else { throw Failure("nothing was sent", code: .refused) }
    }
}

/// Carries out a plan.
struct RootApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Carry out a plan for a root.",
        discussion: """
            Takes the plan only if the root is as it was when it was planned, rehearses each request of the owner whole, \
            to the planned end, signs, sends, and looks what became of it. Every step stands in the journal before it is \
            done. In the end code, data and get-methods must be as planned.

            A multisig's owners take --order, which writes the order to propose, and sends nothing.

            Exits with 3 where the plan is stale, 4 where a rule forbids it, 5 where the rehearsal fails, 6 where what \
            became of a request isn't known (resume then), 7 where something failed or isn't as planned, 8 without the key.

            EXAMPLES:
              silk root apply plan.json --ledger try.ledger --keystore owner.keystore
              silk root apply plan.json --unsigned request.json --ledger try.ledger \\
                  --public-key 0a9f08c38026fd4c953fd06317cedbfd914b801b61a698f669f9464168253a79
              silk root apply plan.json --order order.boc
            """
    )

    @OptionGroup var options: ApplyOptions

    @Option(help: ArgumentHelp("Write the order for a multisig to this file, and send nothing.", valueName: "file"))
    var order: String?

    func run() async throws {
        let plan = try RootPlan(path: options.plan)
        if let order {
            let cell = try plan.order().cell()
            try Data(cell.boc()).write(to: URL(fileURLWithPath: order), options: .atomic)
            try options.output.write(
                FieldsDocument(
                    schema: "silk.root_order/1",
                    fields: [
                        MessageField("root", .text(plan.root.contractText)),
                        MessageField("multisig", .text(plan.owner.contractText)), .hash("hash", cell.hash),
                        .small("messages", plan.waves.reduce(0) { $0 + $1.messages.count }),
                        MessageField("file", .text(order)),
                    ]))
            return
        }
        try await options.apply(plan, goesOn: false)
    }
}

/// Goes on with a plan.
struct RootResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a plan that was interrupted.",
        discussion: """
            Looks first what became of the last request in the journal. One that arrived isn't sent again; one that \
            didn't is, in the same bytes, while its time isn't over, and is signed again afterwards. A wallet that was used by \
            another meanwhile makes the plan stale. A plan that is done already is only verified.

            EXAMPLES:
              silk root resume plan.json --ledger try.ledger --keystore owner.keystore
              silk root resume plan.json --request request.json --signature signature.json \\
                  --ledger try.ledger
            """
    )

    @OptionGroup var options: ApplyOptions

    @Option(help: ArgumentHelp("The request that --unsigned wrote.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The signature that came back for it.", valueName: "file"))
    var signature: String?

    func validate() throws {
        if (request == nil) != (signature == nil) {
            throw ValidationError("--request and --signature are given together")
        }
    }

    func run() async throws {
        let plan = try RootPlan(path: options.plan)
        guard FileManager.default.fileExists(atPath: options.journalPath) else {
            throw Failure("there is no journal at \(options.journalPath): begin with `silk root apply`")
        }
        guard let request, let signature else { return try await options.apply(plan, goesOn: true) }
        let unsigned = try UnsignedRequest(
            document: try DocumentArgument.read(request, limit: UnsignedRequest.maximumByteCount),
            kinds: WalletKinds.all)
        try await options.apply(
            plan, goesOn: true,
            given: (unsigned, try RequestSignature(document: try DocumentArgument.read(signature, limit: 64 << 10))))
    }
}
