public import TONCells

/// Any message of COCOON.
///
/// ```
/// switch try CocoonMessage.decode(body.slice(), receiver: .client) {
/// case .clientChargeSigned(let envelope): print(envelope.payload.tokens ?? 0)
/// default: break
/// }
/// ```
/// What can't be read is a ``MessageDecodingError`` that says why.
public enum CocoonMessage: Hashable, Sendable {
    // MARK: - Common

    /// What is left of a message's value, sent on.
    case excesses(Excesses)
    /// Coins paid out by a proxy.
    case payout(Payout)
    /// Every contract ignores it; carries a proxy's heartbeat.
    case doNotProcess(DoNotProcess)

    // MARK: - Worker

    /// A worker's owner registers it.
    case ownerWorkerRegister(PlainRequest)
    /// A receipt claims a worker's payout.
    case workerPayoutSigned(SignedEnvelope)
    /// A receipt claims the last payout and closes the worker.
    case workerLastPayoutSigned(SignedEnvelope)
    /// A worker tells its proxy.
    case workerProxyRequest(WorkerProxyRequest)

    // MARK: - Client

    /// A client's owner registers it.
    case ownerClientRegister(OwnerClientRegister)
    /// A client's owner changes the secret's hash.
    case ownerClientChangeSecretHash(OwnerClientChangeSecretHash)
    /// A client's owner changes the secret's hash and tops up.
    case ownerClientChangeSecretHashAndTopUp(OwnerClientChangeSecretHashAndTopUp)
    /// Anyone tops up a client.
    case clientTopUp(Deposit)
    /// A client's owner raises its stake.
    case ownerClientIncreaseStake(OwnerClientIncreaseStake)
    /// A client's owner withdraws what is above the stake.
    case ownerClientWithdraw(PlainRequest)
    /// A client's owner starts closing, or forces the refund.
    case ownerClientRequestRefund(PlainRequest)
    /// A receipt charges a client.
    case clientChargeSigned(SignedEnvelope)
    /// A receipt charges a client, refunds the rest and closes it.
    case clientGrantRefundSigned(SignedEnvelope)
    /// A client tells its proxy.
    case clientProxyRequest(ClientProxyRequest)

    // MARK: - Proxy

    /// Anyone adds to a proxy's stake.
    case proxyIncreaseStake(Deposit)
    /// Anyone has a proxy pay its revenue to its owner.
    case proxyPayoutRequest(PlainRequest)
    /// A proxy's owner starts closing it.
    case ownerProxyClose(PlainRequest)
    /// The proxy itself starts closing.
    case proxyCloseRequestSigned(SignedEnvelope)
    /// The proxy itself completes the close.
    case proxyCloseCompleteSigned(SignedEnvelope)

    // MARK: - Wallet

    /// A wallet's owner relays a message.
    case ownerWalletSendMessage(OwnerWalletSendMessage)
    /// The body of an external message to a wallet.
    case walletExternal(WalletExternal)
    /// An owner's command in one letter, to a proxy or a wallet.
    case textCommand(TextCommand)

    // MARK: - Root

    /// Accepts an image of workers.
    case rootAddWorkerType(RootHashChange)
    /// Refuses an image of workers.
    case rootDeleteWorkerType(RootHashChange)
    /// Accepts a model.
    case rootAddModelType(RootHashChange)
    /// Refuses a model.
    case rootDeleteModelType(RootHashChange)
    /// Accepts an image of proxies.
    case rootAddProxyType(RootHashChange)
    /// Refuses an image of proxies.
    case rootDeleteProxyType(RootHashChange)
    /// Lists where a proxy listens.
    case rootRegisterProxy(RootRegisterProxy)
    /// Takes a proxy off the list.
    case rootUnregisterProxy(RootUnregisterProxy)
    /// Changes where a proxy listens.
    case rootUpdateProxy(RootUpdateProxy)
    /// Changes price and worker fee.
    case rootChangeFees(RootChangeFees)
    /// Changes prices, delays and minimum stakes.
    case rootChangeParams(RootChangeParams)
    /// Replaces the codes of proxies, workers and clients.
    case rootUpgradeContracts(RootUpgradeContracts)
    /// Replaces the root's code.
    case rootUpgradeCode(RootUpgradeCode)
    /// Replaces the root's data and code.
    case rootUpgradeFull(RootUpgradeFull)
    /// Empties the registry.
    case rootReset(RootReset)
    /// Changes the root's owner.
    case rootChangeOwner(RootChangeOwner)
    /// Accepts a public key; version 4.
    case rootAddPublicKey(RootAddPublicKey)
    /// Changes the key manager; version 4.
    case rootChangeKeyManager(RootChangeKeyManager)
    /// The key manager has a public key accepted; version 4.
    case rootAddPublicKeySigned(RootAddPublicKeySigned)
}

extension CocoonMessage {
    /// The struct that the case holds.
    public var layout: any TLBCodable & Hashable {
        switch self {
        case .excesses(let message): message
        case .payout(let message): message
        case .doNotProcess(let message): message
        case .ownerWorkerRegister(let message): message
        case .workerPayoutSigned(let message): message
        case .workerLastPayoutSigned(let message): message
        case .workerProxyRequest(let message): message
        case .ownerClientRegister(let message): message
        case .ownerClientChangeSecretHash(let message): message
        case .ownerClientChangeSecretHashAndTopUp(let message): message
        case .clientTopUp(let message): message
        case .ownerClientIncreaseStake(let message): message
        case .ownerClientWithdraw(let message): message
        case .ownerClientRequestRefund(let message): message
        case .clientChargeSigned(let message): message
        case .clientGrantRefundSigned(let message): message
        case .clientProxyRequest(let message): message
        case .proxyIncreaseStake(let message): message
        case .proxyPayoutRequest(let message): message
        case .ownerProxyClose(let message): message
        case .proxyCloseRequestSigned(let message): message
        case .proxyCloseCompleteSigned(let message): message
        case .ownerWalletSendMessage(let message): message
        case .rootAddWorkerType(let message): message
        case .rootDeleteWorkerType(let message): message
        case .rootAddModelType(let message): message
        case .rootDeleteModelType(let message): message
        case .rootAddProxyType(let message): message
        case .rootDeleteProxyType(let message): message
        case .rootRegisterProxy(let message): message
        case .rootUnregisterProxy(let message): message
        case .rootUpdateProxy(let message): message
        case .rootChangeFees(let message): message
        case .rootChangeParams(let message): message
        case .rootUpgradeContracts(let message): message
        case .rootUpgradeCode(let message): message
        case .rootUpgradeFull(let message): message
        case .rootReset(let message): message
        case .rootChangeOwner(let message): message
        case .rootAddPublicKey(let message): message
        case .rootChangeKeyManager(let message): message
        case .rootAddPublicKeySigned(let message): message
        case .walletExternal(let message): message
        case .textCommand(let message): message
        }
    }

    /// The operation; nil for an external message, which has none.
    public var opcode: Opcode? {
        switch layout {
        case let envelope as SignedEnvelope: envelope.op
        case let message as any SharedLayout: message.op
        case let message as any OperationLayout: type(of: message).opcode
        case is TextCommand: .text
        default: nil
        }
    }

    /// The query id; nil for what has none.
    public var queryID: UInt64? {
        switch layout {
        case let envelope as SignedEnvelope: envelope.queryID
        case let message as any SharedLayout: message.queryID
        case let message as any QueryLayout: message.queryID
        default: nil
        }
    }

    /// The envelope, if the message is one with a receipt or a close of a proxy.
    public var signedEnvelope: SignedEnvelope? { layout as? SignedEnvelope }
}

extension CocoonMessage: TLBEncodable {
    /// Appends the whole body, the same bits and references that it was decoded from.
    ///
    /// Throws where a struct doesn't fit its layout, or holds the operation of another case.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        if let expected = expectedOpcode, let opcode, opcode != expected {
            throw .outOfRange("expected a message of \(expected), found one of \(opcode)")
        }
        try layout.store(in: &builder)
    }

    /// The operation of a case whose struct serves several.
    private var expectedOpcode: Opcode? {
        switch self {
        case .ownerWorkerRegister: .ownerWorkerRegister
        case .workerPayoutSigned: .workerPayoutSigned
        case .workerLastPayoutSigned: .workerLastPayoutSigned
        case .clientTopUp: .clientTopUp
        case .ownerClientWithdraw: .ownerClientWithdraw
        case .ownerClientRequestRefund: .ownerClientRequestRefund
        case .clientChargeSigned: .clientChargeSigned
        case .clientGrantRefundSigned: .clientGrantRefundSigned
        case .proxyIncreaseStake: .proxyIncreaseStake
        case .proxyPayoutRequest: .proxyPayoutRequest
        case .ownerProxyClose: .ownerProxyClose
        case .proxyCloseRequestSigned: .proxyCloseRequestSigned
        case .proxyCloseCompleteSigned: .proxyCloseCompleteSigned
        case .rootAddWorkerType: .rootAddWorkerType
        case .rootDeleteWorkerType: .rootDeleteWorkerType
        case .rootAddModelType: .rootAddModelType
        case .rootDeleteModelType: .rootDeleteModelType
        case .rootAddProxyType: .rootAddProxyType
        case .rootDeleteProxyType: .rootDeleteProxyType
        default: nil
        }
    }
}
