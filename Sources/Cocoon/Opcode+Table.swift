extension Opcode {
    /// What is left of a message's value, sent on.
    public static let excesses = Opcode(rawValue: 0x2565_934c)
    /// Coins paid out by a proxy.
    public static let payout = Opcode(rawValue: 0xc59a_7cd3)
    /// Every contract ignores it; carries a proxy's heartbeat.
    public static let doNotProcess = Opcode(rawValue: 0x9a12_47c0)
    /// Inside `doNotProcess`: the proxy's heartbeat.
    public static let proxySaveState = Opcode(rawValue: 0x5310_9c0f)
    /// A worker's owner registers it.
    public static let ownerWorkerRegister = Opcode(rawValue: 0x26ed_7f65)
    /// A receipt claims a worker's payout.
    public static let workerPayoutSigned = Opcode(rawValue: 0xa040_ad28)
    /// A receipt claims the last payout and closes the worker.
    public static let workerLastPayoutSigned = Opcode(rawValue: 0xf5f2_6a36)
    /// A worker tells its proxy.
    public static let workerProxyRequest = Opcode(rawValue: 0x4d72_5d2c)
    /// Inside `workerProxyRequest`: pay.
    public static let workerProxyPayoutRequest = Opcode(rawValue: 0x08e7_d036)
    /// A client's owner registers it.
    public static let ownerClientRegister = Opcode(rawValue: 0xc45f_9f3b)
    /// A client's owner changes the secret's hash.
    public static let ownerClientChangeSecretHash = Opcode(rawValue: 0xa935_7034)
    /// A client's owner changes the secret's hash and tops up.
    public static let ownerClientChangeSecretHashAndTopUp = Opcode(rawValue: 0x8473_b408)
    /// Anyone tops up a client.
    public static let clientTopUp = Opcode(rawValue: 0xf172_e6c2)
    /// A client's owner raises its stake.
    public static let ownerClientIncreaseStake = Opcode(rawValue: 0x6a1f_6a60)
    /// A client's owner withdraws what is above the stake.
    public static let ownerClientWithdraw = Opcode(rawValue: 0xda06_8e78)
    /// A client's owner starts closing, or forces the refund.
    public static let ownerClientRequestRefund = Opcode(rawValue: 0xfafa_6cc1)
    /// A receipt charges a client.
    public static let clientChargeSigned = Opcode(rawValue: 0xbb63_ff93)
    /// A receipt charges a client, refunds the rest and closes it.
    public static let clientGrantRefundSigned = Opcode(rawValue: 0xefd7_11e1)
    /// Declared, but no contract handles it.
    public static let ownerClientTopUpReopen = Opcode(rawValue: 0x2911_1ceb)
    /// A client tells its proxy.
    public static let clientProxyRequest = Opcode(rawValue: 0x6544_8ff4)
    /// Inside `clientProxyRequest`: coins came.
    public static let clientProxyTopUp = Opcode(rawValue: 0x5cfc_6b87)
    /// Inside `clientProxyRequest`: refund.
    public static let clientProxyRefundGranted = Opcode(rawValue: 0xc68e_bc7b)
    /// Inside `clientProxyRequest`: refund by force.
    public static let clientProxyRefundForce = Opcode(rawValue: 0xf4c3_54c9)
    /// Inside `clientProxyRequest`: registered.
    public static let clientProxyRegister = Opcode(rawValue: 0xa35c_b580)
    /// Anyone adds to a proxy's stake.
    public static let proxyIncreaseStake = Opcode(rawValue: 0x9713_f187)
    /// Anyone has a proxy pay its revenue to its owner.
    public static let proxyPayoutRequest = Opcode(rawValue: 0x7610_e6eb)
    /// A proxy's owner starts closing it.
    public static let ownerProxyClose = Opcode(rawValue: 0xb51d_5a01)
    /// The proxy itself starts closing.
    public static let proxyCloseRequestSigned = Opcode(rawValue: 0x636a_4391)
    /// The proxy itself completes the close.
    public static let proxyCloseCompleteSigned = Opcode(rawValue: 0xe511_abc7)
    /// A wallet's owner relays a message.
    public static let ownerWalletSendMessage = Opcode(rawValue: 0x9c69_f376)
    /// Accepts an image of workers.
    public static let rootAddWorkerType = Opcode(rawValue: 0xe34b_1c60)
    /// Refuses an image of workers.
    public static let rootDeleteWorkerType = Opcode(rawValue: 0x8d94_a79a)
    /// Accepts a model.
    public static let rootAddModelType = Opcode(rawValue: 0xc146_134d)
    /// Refuses a model.
    public static let rootDeleteModelType = Opcode(rawValue: 0x92b1_1c18)
    /// Accepts an image of proxies.
    public static let rootAddProxyType = Opcode(rawValue: 0x7186_0e80)
    /// Refuses an image of proxies.
    public static let rootDeleteProxyType = Opcode(rawValue: 0x3c41_d0b2)
    /// Lists where a proxy listens.
    public static let rootRegisterProxy = Opcode(rawValue: 0x927c_7cb5)
    /// Takes a proxy off the list.
    public static let rootUnregisterProxy = Opcode(rawValue: 0x6d49_eaf2)
    /// Changes where a proxy listens.
    public static let rootUpdateProxy = Opcode(rawValue: 0x9c79_24ba)
    /// Changes price and worker fee.
    public static let rootChangeFees = Opcode(rawValue: 0xc52e_d8d4)
    /// Changes prices, delays and minimum stakes.
    public static let rootChangeParams = Opcode(rawValue: 0x022f_a189)
    /// Declared, but no contract handles it.
    public static let rootChangeParamsFull = Opcode(rawValue: 0x9f1e_69dc)
    /// Replaces the codes of proxies, workers and clients.
    public static let rootUpgradeContracts = Opcode(rawValue: 0xa237_0f61)
    /// Replaces the root's code.
    public static let rootUpgradeCode = Opcode(rawValue: 0x11ae_fd51)
    /// Replaces the root's data and code.
    public static let rootUpgradeFull = Opcode(rawValue: 0x4f7c_5789)
    /// Empties the registry.
    public static let rootReset = Opcode(rawValue: 0x563c_1d96)
    /// Changes the root's owner.
    public static let rootChangeOwner = Opcode(rawValue: 0xc4a1_ae54)
    /// Accepts a public key; version 4.
    public static let rootAddPublicKey = Opcode(rawValue: 0x6e5a_646a)
    /// Changes the key manager; version 4.
    public static let rootChangeKeyManager = Opcode(rawValue: 0xb01c_0fe9)
    /// The key manager has a public key accepted; version 4.
    public static let rootAddPublicKeySigned = Opcode(rawValue: 0x9e0e_1821)

    /// One line of the table of operations.
    struct Entry: Sendable {
        let opcode: Opcode
        let name: String
        let use: Use
    }

    /// Where an operation may stand.
    enum Use: Hashable, Sendable {
        /// First in a message to any contract.
        case any
        /// First in a message to contracts of one role.
        case receiver(ContractRole)
        /// Only inside other messages.
        case payload
        /// Nowhere: contracts answer with exit code 1012.
        case unhandled
    }

    /// All known operations.
    static let table: [Entry] = [
        Entry(opcode: .excesses, name: "excesses", use: .any),
        Entry(opcode: .payout, name: "payout", use: .any),
        Entry(opcode: .doNotProcess, name: "do_not_process", use: .any),
        Entry(opcode: .proxySaveState, name: "proxy_save_state", use: .payload),
        Entry(opcode: .ownerWorkerRegister, name: "owner_worker_register", use: .receiver(.worker)),
        Entry(opcode: .workerPayoutSigned, name: "ext_worker_payout_request_signed", use: .receiver(.worker)),
        Entry(opcode: .workerLastPayoutSigned, name: "ext_worker_last_payout_request_signed", use: .receiver(.worker)),
        Entry(opcode: .workerProxyRequest, name: "worker_proxy_request", use: .receiver(.proxy)),
        Entry(opcode: .workerProxyPayoutRequest, name: "worker_proxy_payout_request", use: .payload),
        Entry(opcode: .ownerClientRegister, name: "owner_client_register", use: .receiver(.client)),
        Entry(opcode: .ownerClientChangeSecretHash, name: "owner_client_change_secret_hash", use: .receiver(.client)),
        Entry(
            opcode: .ownerClientChangeSecretHashAndTopUp, name: "owner_client_change_secret_hash_and_top_up",
            use: .receiver(.client)),
        Entry(opcode: .clientTopUp, name: "ext_client_top_up", use: .receiver(.client)),
        Entry(opcode: .ownerClientIncreaseStake, name: "owner_client_increase_stake", use: .receiver(.client)),
        Entry(opcode: .ownerClientWithdraw, name: "owner_client_withdraw", use: .receiver(.client)),
        Entry(opcode: .ownerClientRequestRefund, name: "owner_client_request_refund", use: .receiver(.client)),
        Entry(opcode: .clientChargeSigned, name: "ext_client_charge_signed", use: .receiver(.client)),
        Entry(opcode: .clientGrantRefundSigned, name: "ext_client_grant_refund_signed", use: .receiver(.client)),
        Entry(opcode: .ownerClientTopUpReopen, name: "owner_client_top_up_reopen", use: .unhandled),
        Entry(opcode: .clientProxyRequest, name: "client_proxy_request", use: .receiver(.proxy)),
        Entry(opcode: .clientProxyTopUp, name: "client_proxy_top_up", use: .payload),
        Entry(opcode: .clientProxyRefundGranted, name: "client_proxy_refund_granted", use: .payload),
        Entry(opcode: .clientProxyRefundForce, name: "client_proxy_refund_force", use: .payload),
        Entry(opcode: .clientProxyRegister, name: "client_proxy_register", use: .payload),
        Entry(opcode: .proxyIncreaseStake, name: "ext_proxy_increase_stake", use: .receiver(.proxy)),
        Entry(opcode: .proxyPayoutRequest, name: "ext_proxy_payout_request", use: .receiver(.proxy)),
        Entry(opcode: .ownerProxyClose, name: "owner_proxy_close", use: .receiver(.proxy)),
        Entry(opcode: .proxyCloseRequestSigned, name: "ext_proxy_close_request_signed", use: .receiver(.proxy)),
        Entry(
            opcode: .proxyCloseCompleteSigned, name: "ext_proxy_close_complete_request_signed", use: .receiver(.proxy)),
        Entry(opcode: .ownerWalletSendMessage, name: "owner_wallet_send_message", use: .receiver(.wallet)),
        Entry(opcode: .rootAddWorkerType, name: "root_add_worker_type", use: .receiver(.root)),
        Entry(opcode: .rootDeleteWorkerType, name: "root_del_worker_type", use: .receiver(.root)),
        Entry(opcode: .rootAddModelType, name: "root_add_model_type", use: .receiver(.root)),
        Entry(opcode: .rootDeleteModelType, name: "root_del_model_type", use: .receiver(.root)),
        Entry(opcode: .rootAddProxyType, name: "root_add_proxy_type", use: .receiver(.root)),
        Entry(opcode: .rootDeleteProxyType, name: "root_del_proxy_type", use: .receiver(.root)),
        Entry(opcode: .rootRegisterProxy, name: "root_register_proxy", use: .receiver(.root)),
        Entry(opcode: .rootUnregisterProxy, name: "root_unregister_proxy", use: .receiver(.root)),
        Entry(opcode: .rootUpdateProxy, name: "root_update_proxy", use: .receiver(.root)),
        Entry(opcode: .rootChangeFees, name: "root_change_price", use: .receiver(.root)),
        Entry(opcode: .rootChangeParams, name: "root_change_params", use: .receiver(.root)),
        Entry(opcode: .rootChangeParamsFull, name: "root_change_params_full", use: .unhandled),
        Entry(opcode: .rootUpgradeContracts, name: "root_upgrade_contracts", use: .receiver(.root)),
        Entry(opcode: .rootUpgradeCode, name: "root_upgrade", use: .receiver(.root)),
        Entry(opcode: .rootUpgradeFull, name: "root_upgrade_full", use: .receiver(.root)),
        Entry(opcode: .rootReset, name: "root_reset", use: .receiver(.root)),
        Entry(opcode: .rootChangeOwner, name: "root_change_owner", use: .receiver(.root)),
        Entry(opcode: .rootAddPublicKey, name: "root_add_public_key", use: .receiver(.root)),
        Entry(opcode: .rootChangeKeyManager, name: "root_change_key_manager", use: .receiver(.root)),
        Entry(opcode: .rootAddPublicKeySigned, name: "root_add_public_key_signed", use: .receiver(.root)),
    ]
}
