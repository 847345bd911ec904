/// What happened to a contract.
public enum EventKind: String, Hashable, Sendable, CaseIterable {
    /// The account became active, even if the message that deployed it then failed.
    case deploy
    /// A worker's counter moved and its owner was, or is about to be, paid.
    case payout
    /// The same, and the worker closed.
    case lastPayout = "last_payout"
    /// A worker's counter moved, but the proxy's half failed: the tokens can't be claimed again.
    case lostPayout = "lost_payout"
    /// A worker announced itself to its proxy.
    case workerRegister = "worker_register"
    /// A client announced itself to its proxy.
    case clientRegister = "client_register"
    /// A client's secret hash changed.
    case clientSecret = "client_secret"
    /// Coins were credited to a client.
    case clientTopUp = "client_top_up"
    /// A client's stake changed.
    case clientStake = "client_stake"
    /// A client's counter moved and its balance fell.
    case charge
    /// A client took out what lies above its stake.
    case withdraw
    /// A client asked for its money back: closing starts, and what lies above the stake is paid at once.
    case refundRequest = "refund_request"
    /// A client took its money back without the proxy's consent.
    case refundForced = "refund_forced"
    /// A client got its money back with a receipt of the proxy.
    case refundGranted = "refund_granted"
    /// Coins were added to a proxy's stake.
    case proxyStake = "proxy_stake"
    /// A proxy's revenue was paid to its owner.
    case proxyPayout = "proxy_payout"
    /// A proxy began to close.
    case proxyClose = "proxy_close"
    /// A proxy closed and returned stake and revenue.
    case proxyCloseComplete = "proxy_close_complete"
    /// A proxy's sign of life.
    case heartbeat
    /// Coins came that no operation asked for.
    case unsolicited
    /// The compute or action phase failed.
    case failed
    /// The compute phase was skipped: a notification of 1 nanoTON, or a message to an account that isn't there.
    case skipped
    /// A worker hash was allowed.
    case rootAddWorker = "root_add_worker"
    /// A worker hash was removed.
    case rootDeleteWorker = "root_del_worker"
    /// A model hash was allowed.
    case rootAddModel = "root_add_model"
    /// A model hash was removed.
    case rootDeleteModel = "root_del_model"
    /// A proxy hash was allowed.
    case rootAddProxy = "root_add_proxy"
    /// A proxy hash was removed.
    case rootDeleteProxy = "root_del_proxy"
    /// A proxy's network address was registered.
    case rootRegisterProxy = "root_register_proxy"
    /// A proxy's network address was removed.
    case rootUnregisterProxy = "root_unregister_proxy"
    /// A proxy's network address was changed.
    case rootUpdateProxy = "root_update_proxy"
    /// Price and worker fee were changed.
    case rootChangeFees = "root_change_fees"
    /// Prices, delays and minimum stakes were changed.
    case rootChangeParams = "root_change_params"
    /// The codes of the children were changed.
    case rootChildCodes = "root_child_codes"
    /// The root's own code was changed.
    case rootCode = "root_code"
    /// The root's data and code were replaced.
    case rootUpgradeFull = "root_upgrade_full"
    /// The registry was emptied.
    case rootReset = "root_reset"
    /// The root's owner was changed.
    case rootOwner = "root_owner"
    /// A public key was added.
    case rootAddPublicKey = "root_add_public_key"
    /// The key manager was replaced.
    case rootKeyManager = "root_key_manager"

    /// Whether it moves a signed counter: what makes a job.
    public var isSettlement: Bool {
        switch self {
        case .payout, .lastPayout, .lostPayout, .charge, .refundGranted: true
        default: false
        }
    }
}

/// What a transaction tried to do, whether it succeeded or not.
public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// Coins without an operation.
    case transfer
    /// Nothing but code and data.
    case deployOnly = "deploy_only"
    /// See ``EventKind/payout``.
    case payout
    /// See ``EventKind/lastPayout``.
    case lastPayout = "last_payout"
    /// See ``EventKind/workerRegister``.
    case workerRegister = "worker_register"
    /// See ``EventKind/clientRegister``.
    case clientRegister = "client_register"
    /// See ``EventKind/clientSecret``.
    case clientSecret = "client_secret"
    /// A change of the secret hash and a top-up in one.
    case secretTopUp = "secret_top_up"
    /// See ``EventKind/clientTopUp``.
    case clientTopUp = "client_top_up"
    /// See ``EventKind/clientStake``.
    case clientStake = "client_stake"
    /// See ``EventKind/charge``.
    case charge
    /// See ``EventKind/withdraw``.
    case withdraw
    /// A request for a refund: the first starts closing, the second forces it.
    case refundRequest = "refund_request"
    /// A refund with the proxy's receipt.
    case grant
    /// A request of a client that the proxy's half alone doesn't tell apart.
    case clientRequest = "client_request"
    /// See ``EventKind/proxyStake``.
    case proxyStake = "proxy_stake"
    /// See ``EventKind/proxyPayout``.
    case proxyPayout = "proxy_payout"
    /// See ``EventKind/proxyClose``.
    case proxyClose = "proxy_close"
    /// See ``EventKind/proxyCloseComplete``.
    case proxyCloseComplete = "proxy_close_complete"
    /// The text `c` to a proxy.
    case textClose = "text_c"
    /// The text `w` to a proxy.
    case textWithdraw = "text_w"
    /// See ``EventKind/heartbeat``.
    case heartbeat
    /// What is left of a message's coins, coming back.
    case excesses
    /// See ``EventKind/rootAddWorker``.
    case rootAddWorker = "root_add_worker"
    /// See ``EventKind/rootDeleteWorker``.
    case rootDeleteWorker = "root_del_worker"
    /// See ``EventKind/rootAddModel``.
    case rootAddModel = "root_add_model"
    /// See ``EventKind/rootDeleteModel``.
    case rootDeleteModel = "root_del_model"
    /// See ``EventKind/rootAddProxy``.
    case rootAddProxy = "root_add_proxy"
    /// See ``EventKind/rootDeleteProxy``.
    case rootDeleteProxy = "root_del_proxy"
    /// See ``EventKind/rootRegisterProxy``.
    case rootRegisterProxy = "root_register_proxy"
    /// See ``EventKind/rootUnregisterProxy``.
    case rootUnregisterProxy = "root_unregister_proxy"
    /// See ``EventKind/rootUpdateProxy``.
    case rootUpdateProxy = "root_update_proxy"
    /// See ``EventKind/rootChangeFees``.
    case rootChangeFees = "root_change_fees"
    /// See ``EventKind/rootChangeParams``.
    case rootChangeParams = "root_change_params"
    /// See ``EventKind/rootChildCodes``.
    case rootChildCodes = "root_child_codes"
    /// See ``EventKind/rootCode``.
    case rootCode = "root_code"
    /// See ``EventKind/rootUpgradeFull``.
    case rootUpgradeFull = "root_upgrade_full"
    /// See ``EventKind/rootReset``.
    case rootReset = "root_reset"
    /// See ``EventKind/rootOwner``.
    case rootOwner = "root_owner"
    /// See ``EventKind/rootAddPublicKey``.
    case rootAddPublicKey = "root_add_public_key"
    /// See ``EventKind/rootKeyManager``.
    case rootKeyManager = "root_key_manager"
    /// A body whose first 32 bits are no operation of the contract.
    case unknownOperation = "unknown_op"
}
