import Cocoon

extension OperationDescription {
    /// All operations that are known, those that only the network or text commands use among them.
    public static let all: [OperationDescription] = common + worker + client + proxy + root

    private static let excesses = "query_id:uint64 send_excesses_to:msg-addr"
    private static let hash = "query_id:uint64 hash:uint256"

    /// The body of an envelope with a receipt of a counter, and of one without.
    private static let receipt =
        "\(excesses) signature:bits512 ^[op:uint32 query_id:uint64 tokens:uint64 expected_address:addr]"
    private static let closing =
        "\(excesses) signature:bits512 ^[op:uint32 query_id:uint64 expected_address:addr]"

    private static let common = [
        OperationDescription(
            .text, "text follows: to a proxy c (close) or w (withdraw), to a wallet w, b (block) or u (unblock)",
            from: .owner, "letter:uint8", name: "text", to: [.proxy, .wallet]),
        OperationDescription(
            .bounced, "a message that couldn't be delivered comes back", from: .network, "body:bits256",
            name: "bounced"),
        OperationDescription(.excesses, "what is left of a value comes back", from: .contract, "query_id:uint64"),
        OperationDescription(.payout, "coins are paid out", from: .contract, "query_id:uint64"),
        OperationDescription(
            .doNotProcess, "every contract ignores it; carries a proxy's heartbeat", from: .proxy,
            "query_id:uint64 op:uint32 seqno:uint32 hash:uint256"),
        OperationDescription(
            .proxySaveState, "a proxy's heartbeat", from: .insideDoNotProcess, "seqno:uint32 hash:uint256"),
        OperationDescription(
            .ownerWalletSendMessage, "the wallet sends a message", from: .owner,
            "query_id:uint64 mode:uint8 message:ref"),
    ]

    private static let worker = [
        OperationDescription(.ownerWorkerRegister, "registers a worker at its proxy", from: .owner, excesses),
        OperationDescription(
            .workerPayoutSigned, "claims the payout for the tokens up to a receipt's counter", from: .receiptHolder,
            receipt),
        OperationDescription(
            .workerLastPayoutSigned, "claims the last payout and closes the worker", from: .receiptHolder, receipt),
        OperationDescription(
            .workerProxyRequest, "a worker tells its proxy what it counts, and what to pay", from: .worker,
            "query_id:uint64 owner:addr state:uint2 tokens:uint64 payload:maybe-ref"),
        OperationDescription(
            .workerProxyPayoutRequest, "asks the proxy to pay a worker's owner", from: .insideWorkerRequest,
            "worker_part:coins proxy_part:coins send_excesses_to:msg-addr"),
    ]

    private static let client = [
        OperationDescription(
            .ownerClientRegister, "registers a client at its proxy", from: .owner,
            "query_id:uint64 nonce:uint64 send_excesses_to:msg-addr"),
        OperationDescription(
            .ownerClientChangeSecretHash, "changes the hash of the secret", from: .owner,
            "query_id:uint64 secret_hash:uint256 send_excesses_to:msg-addr"),
        OperationDescription(
            .ownerClientChangeSecretHashAndTopUp, "changes the hash of the secret, and adds to the balance",
            from: .owner, "query_id:uint64 top_up:coins secret_hash:uint256 send_excesses_to:msg-addr"),
        OperationDescription(
            .clientTopUp, "adds to a client's balance", from: .anyone,
            "query_id:uint64 amount:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .ownerClientIncreaseStake, "raises the stake to an amount", from: .owner,
            "query_id:uint64 new_stake:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .ownerClientWithdraw, "takes out what lies above the stake", from: .owner, excesses),
        OperationDescription(
            .ownerClientRequestRefund, "starts closing; again after the delay: forces the refund", from: .owner,
            excesses),
        OperationDescription(
            .clientChargeSigned, "charges for the tokens up to a receipt's counter", from: .receiptHolder, receipt),
        OperationDescription(
            .clientGrantRefundSigned, "charges, pays the rest back and closes the client", from: .receiptHolder,
            receipt),
        OperationDescription(
            .ownerClientTopUpReopen, "declared, but no contract handles it: exit code 1012", from: .nobody, ""),
        OperationDescription(
            .clientProxyRequest, "a client tells its proxy what it keeps, and what happened", from: .client,
            "query_id:uint64 owner:addr "
                + "^[state:uint2 balance:coins stake:coins tokens_used:uint64 secret_hash:uint256] payload:maybe-ref"),
        OperationDescription(
            .clientProxyTopUp, "coins came for a client", from: .insideClientRequest,
            "amount:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .clientProxyRefundGranted, "asks for a refund that the proxy granted", from: .insideClientRequest,
            "amount:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .clientProxyRefundForce, "asks for a refund after the delay", from: .insideClientRequest,
            "amount:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .clientProxyRegister, "a client registers", from: .insideClientRequest, "nonce:uint64"),
    ]

    private static let proxy = [
        OperationDescription(
            .proxyIncreaseStake, "adds to a proxy's stake", from: .anyone,
            "query_id:uint64 amount:coins send_excesses_to:msg-addr"),
        OperationDescription(
            .proxyPayoutRequest, "has the proxy pay its revenue to its owner", from: .anyone, excesses),
        OperationDescription(.ownerProxyClose, "starts closing the proxy", from: .owner, excesses),
        OperationDescription(
            .proxyCloseRequestSigned, "the proxy itself starts closing", from: .receiptHolder, closing),
        OperationDescription(
            .proxyCloseCompleteSigned, "the proxy itself completes the close", from: .receiptHolder, closing),
    ]

    private static let root = [
        OperationDescription(.rootAddWorkerType, "accepts an image of workers", from: .owner, hash),
        OperationDescription(.rootDeleteWorkerType, "no longer accepts an image of workers", from: .owner, hash),
        OperationDescription(.rootAddModelType, "accepts a model", from: .owner, hash),
        OperationDescription(.rootDeleteModelType, "no longer accepts a model", from: .owner, hash),
        OperationDescription(.rootAddProxyType, "accepts an image of proxies", from: .owner, hash),
        OperationDescription(.rootDeleteProxyType, "no longer accepts an image of proxies", from: .owner, hash),
        OperationDescription(
            .rootRegisterProxy, "lists where a proxy listens", from: .owner, "query_id:uint64 net_addr"),
        OperationDescription(
            .rootUnregisterProxy, "takes a proxy off the list", from: .owner, "query_id:uint64 seqno:uint32"),
        OperationDescription(
            .rootUpdateProxy, "changes where a proxy listens", from: .owner,
            "query_id:uint64 seqno:uint32 net_addr"),
        OperationDescription(
            .rootChangeFees, "changes price and worker fee", from: .owner,
            "query_id:uint64 price_per_token:coins worker_fee_per_token:coins"),
        OperationDescription(
            .rootChangeParams, "changes prices, delays and least stakes", from: .owner,
            "query_id:uint64 price_per_token:coins worker_fee_per_token:coins proxy_delay:uint32 "
                + "client_delay:uint32 min_proxy_stake:coins min_client_stake:coins"),
        OperationDescription(
            .rootChangeParamsFull, "declared, but no contract handles it: exit code 1012", from: .nobody, ""),
        OperationDescription(
            .rootUpgradeContracts, "replaces the codes of proxies, workers and clients that are made later",
            from: .owner, "query_id:uint64 proxy_code:ref worker_code:ref client_code:ref"),
        OperationDescription(
            .rootUpgradeCode, "replaces the root's code", from: .owner, "query_id:uint64 code:ref"),
        OperationDescription(
            .rootUpgradeFull, "replaces the root's data and code", from: .owner,
            "query_id:uint64 data:ref code:ref"),
        OperationDescription(.rootReset, "empties the registry", from: .owner, "query_id:uint64"),
        OperationDescription(
            .rootChangeOwner, "changes the root's owner", from: .owner, "query_id:uint64 owner:msg-addr"),
        OperationDescription(
            .rootAddPublicKey, "accepts a public key; from version 4 on", from: .owner,
            "query_id:uint64 public_key:uint256 type:uint8 expire_at:uint32"),
        OperationDescription(
            .rootChangeKeyManager, "changes the key manager; from version 4 on", from: .owner,
            "query_id:uint64 public_key:uint256 image_hash:uint256 net_addr"),
        OperationDescription(
            .rootAddPublicKeySigned, "the key manager has a public key accepted; from version 4 on",
            from: .keyManager,
            excesses
                + " signature:bits512 "
                + "^[op:uint32 query_id:uint64 public_key:uint256 type:uint8 expire_at:uint32]"),
    ]
}
