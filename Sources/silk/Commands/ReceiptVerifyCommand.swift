import ArgumentParser
import Cocoon
import Mirror
import Operations
import Settlement
import TONBlocks
import TONCells
import TONVM

/// Holds a receipt against its contract.
struct ReceiptVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a receipt against its contract, and say what a claim would pay.",
        discussion: """
            Signature, address and counter are held against the contract's state: on the local ledger, or as the mirror \
            has it where no ledger is named. On a ledger the claim is rehearsed too: what it would pay now, and what it \
            costs who sends it; the mirror knows what is due, not whether the proxy can pay it. \
            Amounts are TON, with --json nanoTON.

            Exits with 5 where a claim would come to nothing.

            EXAMPLES:
              silk receipt verify receipt.boc --ledger try.ledger
              silk receipt verify receipt.boc --mirror mirror.sqlite --json
            """
    )

    @OptionGroup var input: ReceiptArgument

    @Option(
        help: ArgumentHelp(
            "Who would claim it. Otherwise who gets the excesses, or the contract itself.", valueName: "address"))
    var from: AddressArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let receipt = try input.read()
        let answer: (fields: [MessageField], problem: String?)
        if options.mirror == nil, ledger.namedPath != nil {
            answer = try await appraise(receipt)
        } else {
            answer = try check(receipt, in: try options.openFilled())
        }
        try options.output.write(
            FieldsDocument(schema: "silk.receipt_verify/1", fields: receipt.fields + answer.fields))
        if let problem = answer.problem {
            throw Failure("a claim would come to nothing: \(problem)", code: .executionFailed)
        }
    }

    private func appraise(_ receipt: Receipt) async throws -> ([MessageField], problem: String?) {
        let stage = try ledger.open().stage
        let source = MessageField("source", .text("ledger"))
        let account = try stage.states.account(receipt.contract)
        guard let account, try account.account().status == .active else {
            let check = try receipt.check(against: try account ?? .nonexistent())
            return ([source] + check.fields, check.problems.first.map { "\($0)" })
        }
        let sender = from?.address ?? receipt.envelope.sendExcessesTo ?? receipt.contract
        let appraisal = try await receipt.appraised(by: sender, on: stage)
        let problem = appraisal.check.problems.first.map { "\($0)" }
        return (
            [source] + appraisal.fields,
            problem ?? appraisal.claim.rehearsal.failure?.text
        )
    }

    private func check(_ receipt: Receipt, in mirror: Mirror) throws -> ([MessageField], problem: String?) {
        guard let state = try mirror.childState(at: receipt.contract, role: receipt.role) else {
            throw Failure(
                "\(receipt.contract.contractText) is no \(receipt.role) of which the mirror at \(mirror.path) has the state"
            )
        }
        let check = receipt.check(code: state.code, data: state.data)
        return (
            [MessageField("source", .text("mirror"))] + check.fields, check.problems.first.map { "\($0)" }
        )
    }
}
