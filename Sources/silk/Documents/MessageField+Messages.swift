import Cocoon
import TONCells
import TONCrypto

extension CocoonMessage {
    /// What the message says beside its operation and query id, in the order of its layout.
    var fields: [MessageField] {
        switch self {
        case .excesses, .payout, .rootReset: []
        case .doNotProcess(let message): message.fields
        case .ownerWorkerRegister(let message): [.wallet("send_excesses_to", message.$sendExcessesTo)]
        case .workerPayoutSigned(let envelope), .workerLastPayoutSigned(let envelope),
            .clientChargeSigned(let envelope), .clientGrantRefundSigned(let envelope),
            .proxyCloseRequestSigned(let envelope), .proxyCloseCompleteSigned(let envelope):
            envelope.fields
        case .workerProxyRequest(let message): message.fields
        case .ownerClientRegister(let message):
            [
                MessageField("nonce", .number(message.nonce)),
                .wallet("send_excesses_to", message.$sendExcessesTo),
            ]
        case .ownerClientChangeSecretHash(let message):
            [.hash("secret_hash", message.secretHash), .wallet("send_excesses_to", message.$sendExcessesTo)]
        case .ownerClientChangeSecretHashAndTopUp(let message):
            [
                MessageField("amount", .amount(message.amount)), .hash("secret_hash", message.secretHash),
                .wallet("send_excesses_to", message.$sendExcessesTo),
            ]
        case .clientTopUp(let message):
            [
                MessageField("amount", .amount(message.amount)),
                .wallet("send_excesses_to", message.$sendExcessesTo),
            ]
        case .ownerClientIncreaseStake(let message):
            [
                MessageField("new_stake", .amount(message.newStake)),
                .wallet("send_excesses_to", message.$sendExcessesTo),
            ]
        case .ownerClientWithdraw(let message): [.wallet("send_excesses_to", message.$sendExcessesTo)]
        case .ownerClientRequestRefund(let message): [.wallet("send_excesses_to", message.$sendExcessesTo)]
        case .clientProxyRequest(let message): message.fields
        case .proxyIncreaseStake(let message):
            [
                MessageField("amount", .amount(message.amount)),
                .wallet("send_excesses_to", message.$sendExcessesTo),
            ]
        case .proxyPayoutRequest(let message): [.wallet("send_excesses_to", message.$sendExcessesTo)]
        case .ownerProxyClose(let message): [.wallet("send_excesses_to", message.$sendExcessesTo)]
        case .ownerWalletSendMessage(let message): message.message.fields
        case .walletExternal(let message): message.fields
        case .textCommand(let command):
            [
                MessageField("command", .text(String(command.letter))),
                MessageField("receivers", .list(command.receivers.map { .text($0.rawValue) })),
            ]
        case .rootAddWorkerType(let message): [.hash("hash", message.hash)]
        case .rootDeleteWorkerType(let message): [.hash("hash", message.hash)]
        case .rootAddModelType(let message): [.hash("hash", message.hash)]
        case .rootDeleteModelType(let message): [.hash("hash", message.hash)]
        case .rootAddProxyType(let message): [.hash("hash", message.hash)]
        case .rootDeleteProxyType(let message): [.hash("hash", message.hash)]
        case .rootRegisterProxy(let message):
            [
                MessageField("address", .text(message.address.description)),
                .hash("prelaunch_hash", message.prelaunchHash),
            ]
        case .rootUnregisterProxy(let message): [MessageField("seqno", .small(Int64(message.seqno)))]
        case .rootUpdateProxy(let message):
            [
                MessageField("seqno", .small(Int64(message.seqno))),
                MessageField("address", .text(message.address.description)),
            ]
        case .rootChangeFees(let message):
            [
                MessageField("price_per_token", .amount(message.pricePerToken)),
                MessageField("worker_fee_per_token", .amount(message.workerFeePerToken)),
            ]
        case .rootChangeParams(let message): message.fields
        case .rootUpgradeContracts(let message):
            [
                MessageField("proxy_code", .cell(message.proxyCode)),
                MessageField("worker_code", .cell(message.workerCode)),
                MessageField("client_code", .cell(message.clientCode)),
            ]
        case .rootUpgradeCode(let message): [MessageField("code", .cell(message.code))]
        case .rootUpgradeFull(let message):
            [MessageField("data", .cell(message.data)), MessageField("code", .cell(message.code))]
        case .rootChangeOwner(let message): [.wallet("new_owner", message.$newOwner)]
        case .rootAddPublicKey(let message):
            [
                .hash("public_key", message.publicKey), MessageField("type", .small(Int64(message.type))),
                MessageField("expire_at", .moment(message.expireAt)),
            ]
        case .rootChangeKeyManager(let message):
            [
                .hash("public_key", message.publicKey), .hash("image_hash", message.imageHash),
                MessageField("address", .text(message.address.description)),
            ]
        case .rootAddPublicKeySigned(let message): message.fields
        }
    }

    /// Whether the signature is the key's; nil where the message has none of a proxy or a key manager.
    func isSigned(by key: Hash256) -> Bool? {
        switch self {
        case .rootAddPublicKeySigned(let message): message.isSignatureValid(by: key)
        default: signedEnvelope?.isSignatureValid(by: key)
        }
    }
}

extension DoNotProcess {
    fileprivate var fields: [MessageField] {
        switch content {
        case .saveState(let state):
            [
                MessageField(
                    "save_state",
                    .fields([MessageField("seqno", .small(Int64(state.seqno))), .hash("hash", state.hash)]))
            ]
        case .other(let cell): [MessageField("content", cell.map { .cell($0) } ?? .none)]
        }
    }
}

extension SignedEnvelope {
    fileprivate var fields: [MessageField] {
        [
            .wallet("send_excesses_to", $sendExcessesTo),
            MessageField("signature", .text(Hex.encode(signature))),
            MessageField(
                "payload",
                .fields([
                    MessageField("opcode", .text(payload.op.digits)),
                    MessageField("query_id", .number(payload.queryID)),
                    MessageField("tokens", payload.tokens.map { .number($0) } ?? .none),
                    MessageField("expected_address", .text(payload.expectedAddress.contractText)),
                ])),
            .hash("receipt", try? payload.cell().hash),
            MessageField("is_consistent", .flag(isConsistent)),
        ]
    }
}

extension WorkerProxyRequest {
    fileprivate var fields: [MessageField] {
        let payment = payload.map { payload in
            MessageField.Value.fields([
                MessageField("worker_part", .amount(payload.workerPart)),
                MessageField("proxy_part", .amount(payload.proxyPart)),
                .wallet("send_excesses_to", payload.$sendExcessesTo),
            ])
        }
        return [
            MessageField("owner", .text(owner.walletText)), MessageField("state", .text(state.description)),
            MessageField("tokens", .number(tokens)), MessageField("payout", payment ?? .none),
        ]
    }
}

extension ClientProxyRequest {
    fileprivate var fields: [MessageField] {
        [
            MessageField("owner", .text(owner.walletText)), MessageField("state", .text(client.state.description)),
            MessageField("balance", .amount(client.balance)), MessageField("stake", .amount(client.stake)),
            MessageField("tokens", .number(client.tokensUsed)), .hash("secret_hash", client.secretHash),
            MessageField("payload", payload.map { .fields($0.fields) } ?? .none),
        ]
    }
}

extension ClientProxyPayload {
    fileprivate var fields: [MessageField] {
        switch self {
        case .topUp(let payload): Self.fields("top_up", payload.amount, payload.$sendExcessesTo)
        case .refundGranted(let payload): Self.fields("refund_granted", payload.amount, payload.$sendExcessesTo)
        case .refundForce(let payload): Self.fields("refund_force", payload.amount, payload.$sendExcessesTo)
        case .register(let payload):
            [
                MessageField("kind", .text("register")),
                MessageField("nonce", payload.nonce.map { .number($0) } ?? .none),
            ]
        }
    }

    private static func fields(_ kind: String, _ amount: Coins, _ excesses: MessageAddress) -> [MessageField] {
        [
            MessageField("kind", .text(kind)), MessageField("amount", .amount(amount)),
            .wallet("send_excesses_to", excesses),
        ]
    }
}

extension OutgoingMessage {
    fileprivate var fields: [MessageField] {
        [MessageField("mode", .small(Int64(mode))), MessageField("message", .cell(message))]
    }
}

extension WalletExternal {
    fileprivate var fields: [MessageField] {
        [
            MessageField("signature", .text(Hex.encode(signature))),
            MessageField("subwallet", .small(Int64(payload.subwallet))),
            MessageField("valid_until", .moment(payload.validUntil)),
            MessageField("seqno", .small(Int64(payload.seqno))),
            MessageField("messages", .list(payload.messages.map { .fields($0.fields) })),
        ]
    }
}

extension RootChangeParams {
    fileprivate var fields: [MessageField] {
        [
            MessageField("price_per_token", .amount(pricePerToken)),
            MessageField("worker_fee_per_token", .amount(workerFeePerToken)),
            MessageField("proxy_delay", .small(Int64(proxyDelay))),
            MessageField("client_delay", .small(Int64(clientDelay))),
            MessageField("min_proxy_stake", .amount(minimumProxyStake)),
            MessageField("min_client_stake", .amount(minimumClientStake)),
        ]
    }
}

extension RootAddPublicKeySigned {
    fileprivate var fields: [MessageField] {
        [
            .wallet("send_excesses_to", $sendExcessesTo),
            MessageField("signature", .text(Hex.encode(signature))),
            MessageField(
                "payload",
                .fields([
                    MessageField("query_id", .number(payload.queryID)), .hash("public_key", payload.publicKey),
                    MessageField("type", .small(Int64(payload.type))),
                    MessageField("expire_at", .moment(payload.expireAt)),
                ])),
        ]
    }
}
