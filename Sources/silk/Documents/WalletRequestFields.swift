import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONWallets

extension UnsignedRequest {
    /// All that would be signed.
    func document() throws -> FieldsDocument {
        let description = wallet.walletDescription
        let address = try wallet.address()
        var fields = [
            MessageField(
                "wallet",
                .fields(
                    [
                        MessageField("kind", .text(description.kind)),
                        .hash("public_key", description.publicKey.bytes),
                    ]
                        + description.parameters.sorted { $0.key < $1.key }.map {
                            MessageField($0.key, .text($0.value))
                        })),
            MessageField("address", .text(address.walletText)), MessageField("raw", .text(address.raw)),
            MessageField("deploys", .flag(deploys)),
        ]
        switch request.replayProtection {
        case .sequence(let seqno, let validUntil):
            fields += [.small("seqno", seqno), .moment("valid_until", validUntil)]
        case .query(let query, let createdAt):
            fields += [
                MessageField("query_id", .text("\(query)")),
                MessageField("created_at", UInt32(exactly: createdAt).map { .moment($0) } ?? .number(createdAt)),
            ]
        }
        fields += [
            MessageField("messages", .list(request.messages.map { .fields($0.fields) })),
            MessageField("actions", .list(request.actions.map { .fields($0.fields) })),
            .hash("hash", hash),
        ]
        return FieldsDocument(schema: "silk.wallet_request/1", fields: fields)
    }
}

extension WalletMessage {
    /// How it is sent, where to, with what.
    var fields: [MessageField] {
        let sending =
            [
                .small("mode", mode.rawValue), MessageField("mode_meaning", .text(mode.description)),
            ] as [MessageField]
        do throws(CellError) {
            return sending + (try Message(cell: message).contentFields())
        } catch {
            return sending + [
                MessageField("unreadable", .text("\(error)")), MessageField("message", .cell(message)),
            ]
        }
    }
}

extension Message {
    /// Where it goes, with what. Throws where the body can't be laid out.
    fileprivate func contentFields() throws(CellError) -> [MessageField] {
        var fields: [MessageField] = []
        if case .internal(let info) = info {
            fields = [
                info.bounce ? .account("to", info.destination) : .wallet("to", info.destination),
                .amount("amount", info.value.coins), MessageField("bounces", .flag(info.bounce)),
            ]
            if !info.value.other.isEmpty { fields.append(MessageField("has_other_currencies", .flag(true))) }
        } else {
            fields = [MessageField("to", .text("outside: \(info.destination)"))]
        }
        if let stateInit {
            fields += [
                .hash("deploys_with", try stateInit.cell().hash), .hash("code", stateInit.code?.hash),
                .hash("data", stateInit.data?.hash),
            ]
        }
        return fields + bodyFields(try bodyCell())
    }
}

extension WalletAction {
    /// What the wallet does with itself, and what that means.
    fileprivate var fields: [MessageField] {
        var fields = [MessageField("action", .text(name)), MessageField("meaning", .text(meaning))]
        if let contract { fields.append(MessageField("contract", .text(contract.contractText))) }
        switch self {
        case .addExtension, .removeExtension: break
        case .setSignatureAllowed(let isAllowed):
            fields.append(MessageField("allows_signatures", .flag(isAllowed)))
        case .deployPlugin(let deployment):
            fields += [
                .amount("amount", deployment.amount), MessageField("state_init", .cell(deployment.stateInit)),
            ]
            fields += bodyFields(deployment.body)
        case .installPlugin(_, let amount, let queryID), .removePlugin(_, let amount, let queryID):
            fields += [.amount("amount", amount), MessageField("query_id", .number(queryID))]
        }
        return fields
    }
}

/// What a body says, as far as anybody can tell without its receiver.
private func bodyFields(_ body: Cell) -> [MessageField] {
    var fields: [MessageField] = []
    var slice = body.exoticSlice()
    if !body.isExotic, let tag = try? slice.load(UInt32.self) {
        fields.append(MessageField("operation", .text(Opcode(rawValue: tag).digits)))
    }
    if !body.isExotic, let slice = try? body.slice() {
        do throws(MessageDecodingError) {
            let message = try CocoonMessage.decode(slice)
            fields.append(
                MessageField("cocoon", .fields([MessageField("message", .text(message.name))] + message.fields)))
        } catch {
            if case .textComment(let comment) = error, let text = comment.text {
                fields.append(MessageField("comment", .text(text)))
            }
        }
    }
    return fields + [MessageField("body", .cell(body))]
}
