import ArgumentParser
import Foundation
import Operations
import TONCells
import TONVM
import TONWallets

/// Which wallet sends, how far it may go, and who signs. The whole way from operations to what became of them:
///
/// ```swift
/// let sending = try await options.sending()
/// try await options.send([.operation(operation)], sending)
/// ```
struct SendOptions: ParsableArguments {
    @OptionGroup var wallet: WalletOptions

    @Option(
        help: ArgumentHelp(
            "Sign nothing: write the request to this file, to be signed elsewhere and sent by `silk send request`.",
            valueName: "file"))
    var unsigned: String?

    @Option(help: ArgumentHelp("How long the request can be obeyed, such as 90s or 10m.", valueName: "duration"))
    var lifetime: DurationArgument?

    @OptionGroup var submitting: SubmitOptions

    /// A wallet, on a network as it stands.
    struct Sending {
        let place: SubmitOptions.Place
        let sender: WalletSender
        /// For operations that are made here.
        var identifiers: QueryIdentifiers

        /// The states as they stand.
        var states: KnownStates { place.stage.states }
    }

    /// Looks at the network, and names the wallet. Takes no password.
    func sending() async throws -> Sending {
        let place = try await submitting.place()
        let sender = try WalletSender(try wallet.wallet(globalID: place.identity.globalID))
        return Sending(
            place: place, sender: sender,
            identifiers: QueryIdentifiers(now: place.stage.emulation.environment.now))
    }

    /// Rehearses operations, shows them, and sends them in one request. Throws unless all of it succeeded.
    func send(_ operations: [ContractOperation]) async throws {
        try await send(operations.map { .operation($0) }, try await sending())
    }

    /// Rehearses, shows and sends in one request. Throws unless all of it succeeded.
    ///
    /// The way: values and bounce flags are found, the whole request is rehearsed from the message from outside on, the
    /// limits are looked at, a person is asked on the main network, and only then is the keystore opened.
    func send(
        _ actions: [OutgoingAction], _ sending: Sending, report: SendReport = SendReport()
    ) async throws {
        let request = try await sending.sender.prepare(actions, on: sending.place.stage, lifetime: lifetimeSeconds)
        try await send(request, sending, report: report)
    }

    /// The same for what is asked of the wallet itself.
    func send(_ action: WalletAction) async throws {
        let sending = try await sending()
        let stage = sending.place.stage
        let request = WalletRequest(
            try sending.sender.replayProtection(on: stage, lifetime: lifetimeSeconds), messages: [], actions: [action])
        try await send(
            try await sending.sender.prepare(request, on: stage), sending,
            report: SendReport(
                fields: [
                    MessageField("action", .text(action.name)), MessageField("meaning", .text(action.meaning)),
                ]))
    }

    private var lifetimeSeconds: UInt32 { lifetime?.seconds ?? WalletSender.standardLifetime }

    private func send(_ request: PreparedRequest, _ sending: Sending, report: SendReport) async throws {
        try await submitting.review(request, in: sending.place)
        if let unsigned {
            try Data(try request.unsigned.document()).write(to: URL(fileURLWithPath: unsigned), options: .atomic)
            try submitting.output.write(
                try request.document(sent: nil, outcome: nil, on: sending.place.identity, report))
            return
        }
        try submitting.confirm(request, in: sending.place)
        let external = try request.external(signedBy: try wallet.keyPair())
        try await submitting.submit(external, of: request, in: sending.place, report: report)
    }
}
