import TONCells
import TONWallets

extension MultisigMessage {
    /// What the message is called in the contracts' sources, and all that it says.
    var namedFields: [MessageField] {
        let (name, query, fields) = parts
        return [MessageField("message", .text(name)), MessageField("query_id", .number(query))] + fields
    }

    private var parts: (name: String, queryID: UInt64, fields: [MessageField]) {
        switch self {
        case .newOrder(let query, let order):
            (
                "new_order", query,
                [
                    MessageField("order_seqno", .text(order.seqno == .next ? "next" : "\(order.seqno)")),
                    MessageField("proposed_by", .text(order.isSigner ? "signer" : "proposer")),
                    .small("index", order.index), .unixTime("expiration", order.expiration),
                    MultisigOrder.field(order.order),
                ]
            )
        case .execute(let query, let execution):
            (
                "execute", query,
                [
                    MessageField("order_seqno", .text("\(execution.seqno)")),
                    .unixTime("expiration", execution.expiration), .small("approvals", execution.approvalCount),
                    .hash("signers_hash", execution.signersHash), MultisigOrder.field(execution.order),
                ]
            )
        case .executeInternal(let query, let order): ("execute_internal", query, [MultisigOrder.field(order)])
        case .initialize(let query, let first):
            (
                "init", query,
                [
                    .small("threshold", first.threshold), .addresses("signers", first.signers),
                    .unixTime("expiration", first.expiration), .small("approver", first.approver),
                    MultisigOrder.field(first.order),
                ]
            )
        case .approve(let query, let signer): ("approve", query, [.small("signer", signer)])
        case .approveAccepted(let query): ("approve_accepted", query, [])
        case .approveRejected(let query, let code): ("approve_rejected", query, [.small("exit_code", code)])
        }
    }
}

extension MultisigOrder {
    /// The order of a cell, in a field; where it can't be read, the cell and why.
    static func field(_ cell: Cell) -> MessageField {
        do throws(CellError) {
            return MessageField("order", .fields(try MultisigOrder(cell: cell).fields))
        } catch {
            return MessageField(
                "order", .fields([MessageField("unreadable", .text("\(error)")), MessageField("cell", .cell(cell))]))
        }
    }

    /// The actions in their order.
    var fields: [MessageField] {
        [MessageField("actions", .list(actions.map { .fields($0.fields) }))]
    }
}

extension MultisigOrder.Action {
    fileprivate var fields: [MessageField] {
        switch self {
        case .send(let message): [MessageField("action", .text("send_message"))] + message.fields
        case .update(let configuration):
            [
                MessageField("action", .text("update_multisig_params")), .small("threshold", configuration.threshold),
                .addresses("signers", configuration.signers), .addresses("proposers", configuration.proposers),
            ]
        case .unknown(let cell): [MessageField("action", .text("unknown")), MessageField("cell", .cell(cell))]
        }
    }
}

extension MessageField {
    /// A list of owners' addresses.
    fileprivate static func addresses(_ name: String, _ addresses: [AccountAddress]) -> MessageField {
        MessageField(name, .list(addresses.map { .text($0.walletText) }))
    }

    /// A moment of 48 bits, of which those that no clock shows are numbers.
    fileprivate static func unixTime(_ name: String, _ unix: UInt64) -> MessageField {
        MessageField(name, UInt32(exactly: unix).map { .moment($0) } ?? .number(unix))
    }
}
