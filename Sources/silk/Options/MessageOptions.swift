import ArgumentParser
import Cocoon
import Foundation
import Operations
import TONCells
import TONCrypto
import TONVM

/// From whom a message would come, and where it is written.
struct MessageOptions: ActionPerforming {
    @Option(help: ArgumentHelp("Who would send it. Otherwise the contract's owner.", valueName: "address"))
    var from: AddressArgument?

    @OptionGroup var action: ActionOptions

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write the whole message to this file, as a bag of cells.", valueName: "file"))
    var file: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func perform(_ arguments: some ActionArguments) async throws {
        let stage = await (try ledger.network()).stage()
        var identifiers = QueryIdentifiers(now: stage.emulation.environment.now)
        let sender = try sender(of: arguments, on: stage)
        let made = try action.action(of: arguments, from: sender, identifiers: &identifiers, on: stage)
        let prepared = try await made.prepared(from: sender, on: stage)
        if let file {
            try Data(prepared.message.boc()).write(to: URL(fileURLWithPath: file), options: .atomic)
        }
        let rehearsal = try EmulationDocument(prepared.rehearsal.tree)
        let fields =
            try prepared.fields(on: stage.states) + [
                MessageField("message_boc", .cell(prepared.message)),
                MessageField("failure", prepared.rehearsal.failure.map { .text($0.text) } ?? .none),
            ] + [prepared.addressImpact(on: stage.states)?.field].compactMap { $0 }
        if output.json {
            try StandardOutput.write(
                json: FieldsDocument(
                    schema: "silk.message/1",
                    fields: fields + [MessageField("rehearsal", .fields(rehearsal.document.fields))]))
        } else {
            try StandardOutput.write(
                FieldsDocument(schema: "silk.message/1", fields: fields).text + "\n" + rehearsal.text)
        }
        if let failure = prepared.rehearsal.failure {
            throw Failure("the rehearsal failed: \(failure.text)", code: .executionFailed)
        }
    }

    /// Who is named, or the owner of the contract that the operation is for.
    private func sender(of arguments: some ActionArguments, on stage: RehearsalStage) throws -> AccountAddress {
        if let from { return from.address }
        // The receiver doesn't depend on who sends.
        var identifiers = QueryIdentifiers(first: 0)
        let nobody = AccountAddress(hash: .zero)
        guard
            case .operation(let operation) = try action.action(
                of: arguments, from: nobody, identifiers: &identifiers, on: stage)
        else { throw ValidationError("--from must say who would send it") }
        return try stage.states.owner(of: operation.receiver, role: operation.role)
    }
}

/// Shows an operation.
enum MessageVerb: ActionVerb {
    typealias Options = MessageOptions

    static let name = "message"
    static let abstract = "Make and rehearse a message to a contract, without a key."
    static let discussion = """
        Says who may send it, finds the value that every phase of all that it causes succeeds with, sets the bounce flag \
        from the contract's state, and shows the message decoded again from its cell, and what it would do. Nothing is \
        signed or sent. Exits with 4 where the sender may not send it, and with 5 where the rehearsal fails.

        EXAMPLES:
          silk message client top-up EQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWbpC \\
              5TON --ledger try.ledger
          silk message root fees EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k \\
              --price 20nanoTON --worker-fee 19nanoTON -o fees.boc --ledger try.ledger
        """
    static let others: [any ParsableCommand.Type] = []
}

/// Sends an operation.
enum SendVerb: ActionVerb {
    /// How it is made, and how it is sent.
    struct Options: ActionPerforming {
        @OptionGroup var action: ActionOptions
        @OptionGroup var sending: SendOptions

        func perform(_ arguments: some ActionArguments) async throws {
            var context = try await sending.sending()
            let made = try action.action(
                of: arguments, from: context.sender.address, identifiers: &context.identifiers,
                on: context.place.stage)
            try await sending.send([made], context)
        }
    }

    static let name = "send"
    static let abstract = "Send a message to a contract from a wallet, rehearsed before anything is signed."
    static let discussion = """
        The request is rehearsed whole: the wallet's own transaction, and all that it causes. Preview, rehearsal and fees \
        are shown on stderr. Then the keystore is opened, the request is signed, sent and followed, and stdout says what \
        became of it. --unsigned writes the request to be signed on another machine.

        Exits with 0 only where every phase of every transaction succeeded; with 4 where a rule forbids it (another \
        owner, too large a value, the main network without --yes), 5 where the rehearsal failed or nothing was sent, 6 \
        where what became of it isn't known, 7 where it was sent and something failed, 8 without the right key.

        EXAMPLES:
          silk send client top-up EQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWbpC \\
              5TON --ledger try.ledger --keystore owner.keystore
          silk send transfer UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7 1.5TON \\
              --comment thanks --ledger try.ledger --keystore owner.keystore
        """
    static let others: [any ParsableCommand.Type] = [
        SendExtensionCommand.self, SendPluginCommand.self, SendRequestCommand.self,
    ]
}
