/// What a wallet is asked for by one message from outside.
public struct WalletRequest: Hashable, Sendable {
    /// What keeps the request from being obeyed twice.
    public var replayProtection: ReplayProtection
    /// What the wallet shall send, in this order.
    public var messages: [WalletMessage]
    /// What the wallet shall do with itself, in this order: most wallets can't do anything.
    public var actions: [WalletAction]

    /// What keeps a request from being obeyed twice, or after its time.
    public enum ReplayProtection: Hashable, Sendable {
        /// The wallet's present sequence number, and the unix time from which on the request is refused.
        case sequence(seqno: UInt32, validUntil: UInt32)
        /// A number that was never used before, and the unix time when the request was made: highload wallets keep no
        /// order.
        case query(HighloadQueryID, createdAt: UInt64)
    }

    /// Makes one.
    public init(_ replayProtection: ReplayProtection, messages: [WalletMessage], actions: [WalletAction] = []) {
        self.replayProtection = replayProtection
        self.messages = messages
        self.actions = actions
    }

    /// Makes one for a wallet that counts requests.
    public init(seqno: UInt32, validUntil: UInt32, messages: [WalletMessage], actions: [WalletAction] = []) {
        self.init(.sequence(seqno: seqno, validUntil: validUntil), messages: messages, actions: actions)
    }
}

/// A request with its signature.
public struct SignedWalletRequest: Hashable, Sendable {
    /// What is asked for.
    public var request: WalletRequest
    /// The Ed25519 signature: 64 bytes.
    public var signature: [UInt8]

    /// Makes one.
    public init(_ request: WalletRequest, signature: [UInt8]) {
        self.request = request
        self.signature = signature
    }
}
