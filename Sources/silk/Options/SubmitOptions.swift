import ArgumentParser
import Operations
import TONBlocks
import TONCells
import TONWallets

/// What may be sent without being asked for twice, and how the answer is printed.
struct SubmitOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions

    @Option(
        help: ArgumentHelp("The most that all messages may carry. More is refused, with 4.", valueName: "amount"))
    var maxValue = AmountArgument(SpendingLimit.standard.total)

    @Flag(help: "Send even if the rehearsal failed.")
    var despiteFailure = false

    @Flag(help: "On the main network, ask nobody.")
    var yes = false

    @OptionGroup var output: OutputOptions

    /// Where it happens, as it stands.
    struct Place {
        let network: any OperationNetwork
        let identity: NetworkIdentity
        let stage: RehearsalStage
    }

    /// Looks at the network.
    func place() async throws -> Place {
        let network = try ledger.network()
        let identity = try await network.identity()
        if identity == .mainnet { try Self.refuseTestAddresses() }
        return Place(network: network, identity: identity, stage: await network.stage())
    }

    /// Throws where an argument is an address that its owner marked for test networks alone.
    private static func refuseTestAddresses() throws {
        for argument in CommandLine.arguments {
            guard let address = try? FriendlyAddress(argument), address.isTestOnly else { continue }
            throw PlanError.refused([.testOnlyAddress(argument)])
        }
    }

    /// The limit that is meant.
    var limit: SpendingLimit { SpendingLimit(total: maxValue.coins) }

    /// Shows on stderr what a request would do, and throws where it isn't to be sent.
    func review(_ request: PreparedRequest, in place: Place) async throws {
        try request.showPreview(on: place.identity)
        for action in request.actions {
            if let impact = action.addressImpact(on: place.stage.states) { StandardError.write(impact.text) }
        }
        try limit.check(request)
        if let failure = request.rehearsal.failure, !despiteFailure {
            throw Failure("the rehearsal failed, nothing was sent: \(failure.text)", code: .executionFailed)
        }
    }

    /// Throws unless a person agrees to send on the main network, where coins are coins.
    func confirm(_ request: PreparedRequest, in place: Place) throws {
        guard place.identity == .mainnet, !yes else { return }
        guard Terminal.isInput else {
            throw Failure(
                "on the main network there must be a terminal to ask on, or --yes; nothing was sent", code: .refused)
        }
        StandardError.write("Send this on the main network? Type yes:")
        guard readLine() == "yes" else { throw Failure("nothing was sent", code: .refused) }
    }

    /// Sends a signed message, follows it, and prints what became of it. Throws unless all of it succeeded.
    func submit(
        _ external: MessageCell, of request: PreparedRequest, in place: Place, report: SendReport = SendReport()
    ) async throws {
        let outcome = await request.send(external, on: place.network)
        try output.write(try request.document(sent: external, outcome: outcome, on: place.identity, report))
        if let failure = Failure(outcome) { throw failure }
    }
}

extension Failure {
    /// What an outcome means for the exit code; nil where all succeeded.
    init?(_ outcome: SendingOutcome) {
        switch outcome {
        case .succeeded: return nil
        case .failed: self.init(outcome.text, code: .verificationFailed)
        case .incomplete, .unknown: self.init(outcome.text, code: .outcomeUnknown)
        case .expired: self.init(outcome.text, code: .executionFailed)
        case .refused(let error):
            let code = Failure(operating: error)?.code ?? .executionFailed
            self.init(outcome.text, code: code)
        }
    }
}
