public import TONCells

/// What an extension asks a wallet of version 5 for: the body of a message from one account to the other.
///
/// `extension_action#6578746e query_id:uint64 inner:InnerRequest = InternalMsgBody;`
///
/// The wallet takes no signature with it and no sequence number, and here any send mode. From an account that is none of its
/// extensions it takes the coins and does nothing.
///
/// Source: types.tlb and contracts/wallet_v5.fc of ton-blockchain/wallet-contract-v5.
public struct ExtensionRequest: Hashable, Sendable {
    /// Whatever the extension likes.
    public var queryID: UInt64
    /// What the wallet shall send, in this order.
    public var messages: [WalletMessage]
    /// What the wallet shall do with itself, in this order.
    public var actions: [WalletAction]

    private static let tag: UInt32 = 0x6578_746e

    /// Makes one.
    public init(queryID: UInt64, messages: [WalletMessage] = [], actions: [WalletAction] = []) {
        self.queryID = queryID
        self.messages = messages
        self.actions = actions
    }

    /// Reads the body of a message. Throws for another operation.
    public init(body: CellSlice) throws(WalletError) {
        var slice = body
        let (tag, query) = try layingOut { () throws(CellError) -> (UInt32, UInt64) in
            (try slice.load(), try slice.load())
        }
        guard tag == Self.tag else {
            throw .foreignMessage("expected the operation 6578746e, found \(String(tag, radix: 16))")
        }
        let inner = try InnerRequest(from: &slice)
        try layingOut { () throws(CellError) in try slice.end() }
        self.init(queryID: query, messages: inner.messages, actions: inner.actions)
    }

    /// The body. Throws where the wallet knows no such action, and for more than fits.
    public func body() throws(WalletError) -> Cell {
        var builder = CellBuilder()
        try layingOut { () throws(CellError) in
            try builder.store(Self.tag)
            try builder.store(queryID)
        }
        try InnerRequest(messages: messages, actions: actions).store(in: &builder)
        return try layingOut { () throws(CellError) in try builder.build() }
    }
}
