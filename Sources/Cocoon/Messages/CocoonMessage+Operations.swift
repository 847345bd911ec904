import TONCells

extension CocoonMessage {
    /// Reads the struct that the operation selects; nil for an operation that begins no message.
    init?(_ opcode: Opcode, _ slice: inout CellSlice) throws(CellError) {
        switch opcode {
        case .excesses: self = .excesses(try slice.load())
        case .payout: self = .payout(try slice.load())
        case .doNotProcess: self = .doNotProcess(try slice.load())
        case .ownerWorkerRegister: self = .ownerWorkerRegister(try slice.load())
        case .workerPayoutSigned: self = .workerPayoutSigned(try slice.load())
        case .workerLastPayoutSigned: self = .workerLastPayoutSigned(try slice.load())
        case .workerProxyRequest: self = .workerProxyRequest(try slice.load())
        case .ownerClientRegister: self = .ownerClientRegister(try slice.load())
        case .ownerClientChangeSecretHash: self = .ownerClientChangeSecretHash(try slice.load())
        case .ownerClientChangeSecretHashAndTopUp: self = .ownerClientChangeSecretHashAndTopUp(try slice.load())
        case .clientTopUp: self = .clientTopUp(try slice.load())
        case .ownerClientIncreaseStake: self = .ownerClientIncreaseStake(try slice.load())
        case .ownerClientWithdraw: self = .ownerClientWithdraw(try slice.load())
        case .ownerClientRequestRefund: self = .ownerClientRequestRefund(try slice.load())
        case .clientChargeSigned: self = .clientChargeSigned(try slice.load())
        case .clientGrantRefundSigned: self = .clientGrantRefundSigned(try slice.load())
        case .clientProxyRequest: self = .clientProxyRequest(try slice.load())
        case .proxyIncreaseStake: self = .proxyIncreaseStake(try slice.load())
        case .proxyPayoutRequest: self = .proxyPayoutRequest(try slice.load())
        case .ownerProxyClose: self = .ownerProxyClose(try slice.load())
        case .proxyCloseRequestSigned: self = .proxyCloseRequestSigned(try slice.load())
        case .proxyCloseCompleteSigned: self = .proxyCloseCompleteSigned(try slice.load())
        case .ownerWalletSendMessage: self = .ownerWalletSendMessage(try slice.load())
        case .rootAddWorkerType: self = .rootAddWorkerType(try slice.load())
        case .rootDeleteWorkerType: self = .rootDeleteWorkerType(try slice.load())
        case .rootAddModelType: self = .rootAddModelType(try slice.load())
        case .rootDeleteModelType: self = .rootDeleteModelType(try slice.load())
        case .rootAddProxyType: self = .rootAddProxyType(try slice.load())
        case .rootDeleteProxyType: self = .rootDeleteProxyType(try slice.load())
        case .rootRegisterProxy: self = .rootRegisterProxy(try slice.load())
        case .rootUnregisterProxy: self = .rootUnregisterProxy(try slice.load())
        case .rootUpdateProxy: self = .rootUpdateProxy(try slice.load())
        case .rootChangeFees: self = .rootChangeFees(try slice.load())
        case .rootChangeParams: self = .rootChangeParams(try slice.load())
        case .rootUpgradeContracts: self = .rootUpgradeContracts(try slice.load())
        case .rootUpgradeCode: self = .rootUpgradeCode(try slice.load())
        case .rootUpgradeFull: self = .rootUpgradeFull(try slice.load())
        case .rootReset: self = .rootReset(try slice.load())
        case .rootChangeOwner: self = .rootChangeOwner(try slice.load())
        case .rootAddPublicKey: self = .rootAddPublicKey(try slice.load())
        case .rootChangeKeyManager: self = .rootChangeKeyManager(try slice.load())
        case .rootAddPublicKeySigned: self = .rootAddPublicKeySigned(try slice.load())
        default: return nil
        }
    }
}
