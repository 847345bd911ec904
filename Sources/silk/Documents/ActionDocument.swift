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
            MessageField("to", .text(preview.receiver.contractText)), MessageField("role", .text(preview.role.rawValue)),
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
        if let order = try? MultisigMessage(cell: transfer.body) { fields = order.fields }
        if let comment = try? TextComment(cell: transfer.body) {
            fields = [MessageField("comment", comment.text.map { .text($0) } ?? .none)]
        }
        return [
            MessageField("operation", .text(content.operationText)),
            MessageField("to", .text(transfer.receiver.friendly(isBounceable: isBounceable))),
            MessageField("may_send", .text("anyone")), MessageField("from", .text(sender.walletText)),
            MessageField("deploys", .flag(content.stateInit != nil)), MessageField("fields", .fields(fields)),
        ]
    }
}

extension MultisigMessage {
    /// What a person sends to a multisig or an order.
    fileprivate var fields: [MessageField] {
        switch self {
        case .newOrder(let queryID, let order):
            [
                MessageField("query_id", .number(queryID)),
                MessageField("order", .text(order.seqno == .next ? "next" : "\(order.seqno)")),
                MessageField("is_signer", .flag(order.isSigner)), .small("index", order.index),
                .moment("expires", UInt32(clamping: order.expiration)),
                MessageField("actions", (try? MultisigOrder(cell: order.order)).map { .list($0.values) } ?? .none),
                MessageField("order_cell", .cell(order.order)),
            ]
        case .approve(let queryID, let signer):
            [MessageField("query_id", .number(queryID)), .small("index", signer)]
        case .execute, .executeInternal, .initialize, .approveAccepted, .approveRejected: []
        }
    }
}

extension MultisigOrder {
    fileprivate var values: [MessageField.Value] {
        actions.map { action in
            switch action {
            case .send(let sent):
                let message = (try? MessageCell(cell: sent.message))?.fields ?? []
                return .fields([.small("mode", sent.mode.rawValue), MessageField("message", .fields(message))])
            case .update(let configuration):
                return .fields([
                    .small("threshold", configuration.threshold),
                    MessageField("signers", .list(configuration.signers.map { .text($0.walletText) })),
                    MessageField("proposers", .list(configuration.proposers.map { .text($0.walletText) })),
                ])
            case .unknown(let cell): return .cell(cell)
            }
        }
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
        for (number, action) in try previews().enumerated() {
            card.add([MessageField("message.\(number + 1)", .fields(action))])
        }
        for (number, action) in request.actions.enumerated() {
            card.add("wallet itself.\(number + 1)", "\(action)")
        }
        StandardError.write(card.text + "\n" + (try EmulationDocument(rehearsal.tree).text))
    }

    /// What was made of actions by those, and what else is sent by what can be read of it.
    private func previews() throws -> [[MessageField]] {
        guard actions.isEmpty else {
            let states = KnownStates(accounts: rehearsal.tree.states)
            return try actions.map { try $0.fields(on: states) }
        }
        return try request.messages.map { sent in try MessageCell(cell: sent.message).fields }
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
                MessageField("messages", .list(try previews().map { .fields($0) })),
                .amount("rehearsed_fees", rehearsal.totalFees),
                MessageField("rehearsal_failure", rehearsal.failure.map { .text("\($0)") } ?? .none),
                MessageField("outcome", .text(outcome?.name ?? "unsigned")),
                MessageField("reason", outcome.flatMap { $0.reason }.map { .text($0) } ?? .none),
                MessageField("transactions", .list(rows)),
            ], tables: ["transactions"])
    }
}

extension SendingOutcome {
    /// Why it didn't succeed.
    fileprivate var reason: String? { if case .succeeded = self { nil } else { "\(self)" } }
}
