import Cocoon
import TONBlocks
import TONCells
import TONCrypto

extension MessageCell {
    /// The envelope, and the body where it is a message of COCOON.
    var fields: [MessageField] {
        var fields = [MessageField("kind", .text(message.info.kind)), .hash("hash", hash)]
        if let normalized = try? message.normalizedHash() { fields.append(.hash("normalized_hash", normalized)) }
        fields += message.info.fields
        let state = message.stateInit.flatMap { try? $0.cell().hash }
        fields.append(.hash("state_init_hash", state))
        fields.append(MessageField("body", (try? message.bodyCell()).map { .cell($0) } ?? .none))
        fields.append(MessageField("message", message.decoded.map { .fields($0.allFields) } ?? .none))
        return fields
    }
}

extension CommonMessageInfo {
    fileprivate var kind: String {
        switch self {
        case .internal: "internal"
        case .externalIn: "external_in"
        case .externalOut: "external_out"
        }
    }

    fileprivate var fields: [MessageField] {
        let addresses: [MessageField] = [.account("source", source), .account("destination", destination)]
        switch self {
        case .internal(let info):
            return addresses + [
                MessageField("value", .currencies(info.value)), MessageField("bounce", .flag(info.bounce)),
                MessageField("bounced", .flag(info.bounced)), .amount("forward_fee", info.forwardFee),
                MessageField("extra_flags", .text("\(info.extraFlags)")),
                MessageField("created_lt", .number(info.createdLT)),
                MessageField("created_at", .moment(info.createdAt)),
            ]
        case .externalIn(let info): return addresses + [.amount("import_fee", info.importFee)]
        case .externalOut(let info):
            return addresses + [
                MessageField("created_lt", .number(info.createdLT)),
                MessageField("created_at", .moment(info.createdAt)),
            ]
        }
    }
}

extension Message {
    /// The body as a message of COCOON; nil where it is none, and for bounced ones, which are cut off.
    var decoded: CocoonMessage? {
        switch info {
        case .internal(let info): info.bounced ? nil : try? CocoonMessage.decode(bodySlice, receiver: nil)
        case .externalIn:
            // Other wallets' messages would pass for one too, but for what COCOON's never obeys.
            if case .walletExternal(let external)? = try? CocoonMessage.decodeExternal(bodySlice, receiver: .wallet),
                external.payload.subwallet == 0, external.payload.validUntil > 0
            {
                .walletExternal(external)
            } else {
                nil
            }
        case .externalOut: nil
        }
    }
}

extension CocoonMessage {
    fileprivate var allFields: [MessageField] {
        [
            MessageField("name", .text(name)), MessageField("opcode", opcode.map { .text($0.digits) } ?? .none),
            MessageField("receiver", opcode?.receiver.map { .text($0.rawValue) } ?? .none),
            MessageField("query_id", queryID.map { .number($0) } ?? .none), MessageField("fields", .fields(fields)),
        ]
    }
}
