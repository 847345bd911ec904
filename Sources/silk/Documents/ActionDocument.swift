import Cocoon
import Operations
import TONBlocks
import TONCells
import TONVM
import TONWallets

extension PreparedAction {
    /// What is sent, decoded again from its cell.
    func fields(on states: KnownStates) throws -> [MessageField] {
        let decoded: [MessageField]
        switch self {
        case .operation(let prepared): decoded = try prepared.fields(on: states)
        case .transfer(let prepared): decoded = try prepared.fields()
        }
        return decoded + [
            .amount("value", value), .amount("least_value", leastValue), .amount("amount", amount),
            MessageField("is_bounceable", .flag(isBounceable)),
        ]
    }
}

extension PreparedOperation {
    fileprivate func fields(on states: KnownStates) throws -> [MessageField] {
        let preview = try preview()
        let owner = try? states.owner(of: operation.receiver, role: operation.role)
        return [
            MessageField("operation", .text(preview.message.name)),
            MessageField("opcode", preview.message.opcode.map { .text($0.digits) } ?? .none),
            MessageField("to", .text(preview.receiver.contractText)),
            MessageField("role", .text(preview.role.rawValue)),
            MessageField("may_send", .text(operation.permission.name)),
            MessageField("owner", owner.map { .text($0.walletText) } ?? .none),
            MessageField("from", preview.sender.map { .text($0.walletText) } ?? .none),
            MessageField("deploys", .flag(preview.isDeploying)),
            MessageField("query_id", preview.message.queryID.map { .number($0) } ?? .none),
            MessageField("fields", .fields(preview.message.fields)),
        ]
    }
}

extension ContractOperation.Permission {
    fileprivate var name: String {
        switch self {
        case .owner: "owner"
        case .anyone: "anyone"
        case .external: "outside"
        }
    }
}

extension PreparedTransfer {
    fileprivate func fields() throws -> [MessageField] {
        let content = try Message(cell: message)
        var fields: [MessageField] = []
        if let order = try? MultisigMessage(cell: transfer.body) { fields = order.namedFields }
        if let comment = try? TextComment(cell: transfer.body) {
            fields = [MessageField("comment", comment.text.map { .text($0) } ?? .none)]
        }
        return [
            MessageField("operation", .text(transfer.body == .empty ? "transfer" : content.operationText)),
            MessageField("to", .text(transfer.receiver.friendly(isBounceable: isBounceable))),
            MessageField("may_send", .text("anyone")), MessageField("from", .text(sender.walletText)),
            MessageField("deploys", .flag(content.stateInit != nil)), MessageField("fields", .fields(fields)),
        ]
    }
}

/// What a document says beside how something was sent.
struct SendReport {
    var schema = "silk.send/1"
    var fields: [MessageField] = []
}

extension PreparedRequest {
    /// Shows on stderr what would be sent, and what it would do.
    func showPreview(on network: NetworkIdentity) throws {
        var card = Card()
        card.add("network", "\(network)")
        card.add("wallet", "\(sender.address.walletText) \(type(of: sender.wallet).kind)")
        if unsigned.deploys { card.add("deploys", "the wallet itself") }
        if actions.isEmpty { card.add(try unsigned.document().fields) }
        for (number, action) in try previews().enumerated() {
            card.add([MessageField("message.\(number + 1)", .fields(action))])
        }
        var text = card.text + "\n" + (try EmulationDocument(rehearsal.tree).text)
        // What a wallet passes over, and what doesn't run though it must, shows in no transaction as a failure.
        if let failure = rehearsal.failure { text += "the rehearsal failed: \(failure.text)\n" }
        StandardError.write(text)
    }

    /// What is sent, of which more is known than the message.
    private func previews() throws -> [[MessageField]] {
        let states = KnownStates(accounts: rehearsal.tree.statesBefore)
        return try actions.map { try $0.fields(on: states) }
    }

    /// What was sent, and what became of it.
    func document(
        sent external: MessageCell?, outcome: SendingOutcome?, on network: NetworkIdentity, _ report: SendReport
    ) throws -> FieldsDocument {
        var rows: [MessageField.Value] = []
        if let trace = outcome?.trace { rows = TransactionListing(trace).rowFields }
        return FieldsDocument(
            schema: report.schema,
            fields: report.fields + [
                MessageField("network", .text("\(network)")),
                MessageField("wallet", .text(sender.address.walletText)),
                MessageField("wallet_kind", .text(type(of: sender.wallet).kind)),
                MessageField("deploys_wallet", .flag(unsigned.deploys)),
                .small("seqno", unsigned.view.seqno), .moment("valid_until", unsigned.view.validUntil),
                .hash("signed_hash", unsigned.hash), .hash("message_hash", external?.hash),
                .hash("normalized_hash", try external?.message.normalizedHash()),
                MessageField(
                    "messages",
                    .list(
                        actions.isEmpty
                            ? request.messages.map { .fields($0.fields) } : try previews().map { .fields($0) })),
                .amount("rehearsed_fees", rehearsal.totalFees),
                MessageField("rehearsal_failure", rehearsal.failure.map { .text($0.text) } ?? .none),
                MessageField("outcome", .text(outcome?.name ?? "unsigned")),
                MessageField("reason", outcome.flatMap { $0.reason }.map { .text($0) } ?? .none),
                MessageField("transactions", .list(rows)),
            ], tables: ["transactions"])
    }
}

extension EmulatedTree {
    /// The accounts that had transactions, as they stood before the first.
    fileprivate var statesBefore: [AccountAddress: ShardAccount] {
        transactions.reduce(into: [:]) { states, transaction in
            guard case .executed(let result, let before) = transaction.outcome, states[result.address] == nil else {
                return
            }
            states[result.address] = before
        }
    }
}

extension SendingOutcome {
    /// Why it didn't succeed.
    fileprivate var reason: String? { if case .succeeded = self { nil } else { text } }

    /// What happened, and what didn't.
    var text: String {
        if case .failed(_, let failure) = self { "it was sent, and failed: \(failure.text)" } else { "\(self)" }
    }
}

extension Rehearsal.Failure {
    /// Which transaction, as the rehearsal's tree numbers them, whose, and what failed in it.
    var text: String { "transaction \(index + 1) of \(address?.contractText ?? "no account"): \(reason)" }
}
