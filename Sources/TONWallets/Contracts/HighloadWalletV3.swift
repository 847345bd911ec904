public import TONBlocks
public import TONCells
public import TONCrypto

/// The highload wallet of version 3: many requests at once, in no order, each of up to 254 messages.
///
/// ```
/// data: public_key:bits256 subwallet_id:uint32 old_queries:(HashmapE 13 ^Cell) queries:(HashmapE 13 ^Cell)
///   last_clean_time:uint64 timeout:uint22
/// body: signature:bits512 ^[subwallet_id:uint32 message:^Cell mode:uint8 query_id:QueryId created_at:uint64
///   timeout:uint22]
/// internal_transfer#ae42e5a4 query_id:uint64 actions:^(OutList n)
/// ```
/// The wallet itself sends one message for a request. Several go to it in a message of its own, ``batchValue`` with it,
/// and so does one that deploys something or leaves the network, which it wouldn't send directly. It sends all in modes
/// that ignore errors.
///
/// Source: contracts/scheme.tlb and highload-wallet-v3.func of ton-blockchain/highload-wallet-contract-v3.
public struct HighloadWalletV3: WalletContract, Hashable {
    /// `highload-v3`.
    public static let kind = "highload-v3"
    /// 1 to 254: one action of 255 is the wallet's own.
    public static let messageCounts = 1...254
    /// The longest time that a request can be remembered: 2^22 − 1 seconds, 48 days.
    public static let maximumTimeout: UInt32 = (1 << 22) - 1
    /// What goes with a batch from the wallet to itself, and stays there but for the fees: 1 TON.
    public static let batchValue = Coins(nanoTON: 1_000_000_000)

    private static let internalTransfer: UInt32 = 0xae42_e5a4

    /// The key that signs.
    public let publicKey: Ed25519.PublicKey
    /// Where the wallet lives.
    public let workchain: Int8
    /// Tells apart the wallets of one key.
    public let subwalletID: UInt32
    /// How long a request may be on its way, in seconds; for that long, and up to twice that, the wallet remembers its
    /// number.
    public let timeout: UInt32

    /// Makes one. Throws for a time over ``maximumTimeout``, and for none.
    public init(
        publicKey: Ed25519.PublicKey, workchain: Int8 = 0, subwalletID: UInt32, timeout: UInt32
    ) throws(WalletError) {
        guard timeout > 0, timeout <= Self.maximumTimeout else {
            throw .unknownWallet(
                "expected a timeout from 1 to \(Self.maximumTimeout) s of a \(Self.kind) wallet, found \(timeout)")
        }
        self.publicKey = publicKey
        self.workchain = workchain
        self.subwalletID = subwalletID
        self.timeout = timeout
    }

    /// Makes one from the parameters `subwallet_id` and `timeout`.
    public init(_ description: WalletDescription) throws(WalletError) {
        try description.require(kind: Self.kind, names: ["subwallet_id", "timeout"])
        try self.init(
            publicKey: description.publicKey, workchain: description.workchain,
            subwalletID: try description.integer("subwallet_id"), timeout: try description.integer("timeout"))
    }

    /// `subwallet_id` and `timeout`.
    public var parameters: [String: String] { ["subwallet_id": "\(subwalletID)", "timeout": "\(timeout)"] }

    /// The code and data that it starts with.
    public func stateInit() throws(CellError) -> StateInit {
        var data = CellBuilder()
        try data.store(publicKey.bytes)
        try data.store(subwalletID)
        try data.store(bit: false)
        try data.store(bit: false)
        try data.store(UInt64(0))
        try data.store(UInt64(timeout), bits: 22)
        return StateInit(code: WalletCode.highloadWalletV3, data: try data.build())
    }

    /// What is signed: the cell beside the signature.
    public func signedCell(for request: WalletRequest) throws(WalletError) -> Cell {
        guard case .query(let query, let createdAt) = request.replayProtection else {
            throw .wrongReplayProtection(wallet: Self.kind)
        }
        try requireMessagesAlone(request)
        return try layingOut { () throws(CellError) in
            let message = try outgoing(request.messages, query: query)
            var builder = CellBuilder()
            try builder.store(subwalletID)
            try builder.store(reference: message.message)
            try builder.store(message.mode.rawValue)
            try builder.store(UInt64(query.rawValue), bits: 23)
            try builder.store(createdAt)
            try builder.store(UInt64(timeout), bits: 22)
            return try builder.build()
        }
    }

    /// The one message that the wallet sends itself.
    private func outgoing(
        _ messages: [WalletMessage], query: HighloadQueryID
    ) throws(CellError) -> WalletMessage {
        if messages.count == 1, let only = messages.first, try Self.isSentDirectly(only.message) { return only }
        var body = CellBuilder()
        try body.store(Self.internalTransfer)
        try body.store(UInt64(query.rawValue))
        try body.store(reference: try OutActions(sending: messages).cell())
        let address = try address()
        let info = InternalMessageInfo(
            bounce: false, destination: .standard(address, anycast: nil),
            value: CurrencyCollection(coins: Self.batchValue))
        return try WalletMessage(
            Message(
                info: .internal(info), stateInit: nil, stateInitPlacement: .inline,
                body: .reference(try body.build())))
    }

    /// Whether the wallet sends a message by itself: one between accounts that deploys nothing.
    private static func isSentDirectly(_ cell: Cell) throws(CellError) -> Bool {
        let message = try Message(cell: cell)
        guard case .internal(let info) = message.info else { return false }
        return info.source == .none && message.stateInit == nil
    }

    /// The signature, with a reference to what was signed.
    public func body(signedCell: Cell, signature: [UInt8]) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(bytes: signature)
        try builder.store(reference: signedCell)
        return try builder.build()
    }

    /// Reads the body of a message from outside, and the batch in it.
    public func decode(body: CellSlice) throws(WalletError) -> SignedWalletRequest {
        var slice = body
        let (signature, inner) = try layingOut { () throws(CellError) in
            let signature = try slice.loadBytes(Ed25519.signatureByteCount)
            let inner = try slice.loadReference()
            try slice.end()
            return (signature, inner)
        }
        let (subwallet, sent, rawQuery, createdAt, foundTimeout) = try layingOut {
            () throws(CellError) -> (UInt32, WalletMessage, UInt64, UInt64, UInt64) in
            var slice = try inner.slice()
            let subwallet: UInt32 = try slice.load()
            let message = try slice.loadReference()
            let mode = SendMode(rawValue: try slice.load())
            let query = try slice.loadUInt(bits: 23)
            let createdAt: UInt64 = try slice.load()
            let timeout = try slice.loadUInt(bits: 22)
            try slice.end()
            return (subwallet, WalletMessage(mode: mode, message: message), query, createdAt, timeout)
        }
        guard subwallet == subwalletID, foundTimeout == UInt64(timeout) else {
            throw .foreignMessage(
                "expected the subwallet \(subwalletID) and the timeout \(timeout), found \(subwallet) and "
                    + "\(foundTimeout)")
        }
        guard let query = HighloadQueryID(rawValue: UInt32(truncatingIfNeeded: rawQuery)) else {
            throw .foreignMessage("expected a place below 1023 in the query's number, found \(rawQuery & 0x3ff)")
        }
        return SignedWalletRequest(
            WalletRequest(.query(query, createdAt: createdAt), messages: try batch(in: sent) ?? [sent]),
            signature: signature)
    }

    /// The messages of a batch; nil where a message isn't one.
    private func batch(in sent: WalletMessage) throws(WalletError) -> [WalletMessage]? {
        let list = try layingOut { () throws(CellError) -> Cell? in
            let message = try Message(cell: sent.message)
            guard message.info.destination == .standard(try address(), anycast: nil) else { return nil }
            var body = try message.bodySlice
            guard body.remainingBits == 96, body.remainingReferences == 1,
                try body.load(UInt32.self) == Self.internalTransfer
            else { return nil }
            return try body.loadReference()
        }
        return try list.map { list throws(WalletError) in try WalletMessage.sent(by: list) }
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 33: "the signature is wrong"
        case 34: "another subwallet"
        case 35: "the request has expired, or was made in the future"
        case 36: "the query's number was used already"
        case 37: "the message isn't one that the wallet sends directly"
        case 38: "another timeout"
        default: nil
        }
    }
}
