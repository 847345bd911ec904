public import TONBlocks
public import TONCells

/// A message that a wallet shall send, and how: `mode:uint8 message:^Cell`.
public struct WalletMessage: Hashable, Sendable {
    /// The send mode.
    public var mode: SendMode
    /// The message, header and all.
    public var message: Cell

    /// Takes a message's cell.
    public init(mode: SendMode = .standard, message: Cell) {
        self.mode = mode
        self.message = message
    }

    /// Takes a message.
    public init(mode: SendMode = .standard, _ message: Message) throws(CellError) {
        self.init(mode: mode, message: try message.cell())
    }

    /// Makes a message to an account. The network fills in the sender, the fees and the times.
    ///
    /// - Parameters:
    ///   - amount: What it carries; not looked at in the mode ``SendMode/carriesBalance``.
    ///   - bounces: Whether it comes back where the account can't process it: right for contracts, wrong for an address
    ///     at which nothing is deployed yet.
    ///   - stateInit: Code and data, where the message deploys the account.
    public static func transfer(
        to destination: AccountAddress, amount: Coins, bounces: Bool, body: Cell = .empty, mode: SendMode = .standard,
        stateInit: StateInit? = nil
    ) throws(CellError) -> WalletMessage {
        let info = InternalMessageInfo(
            bounce: bounces, destination: .standard(destination, anycast: nil),
            value: CurrencyCollection(coins: amount))
        return try WalletMessage(mode: mode, Message(info: .internal(info), stateInit: stateInit, body: body))
    }
}

extension WalletMessage: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        mode = SendMode(rawValue: try slice.load())
        message = try slice.loadReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(mode.rawValue)
        try builder.store(reference: message)
    }
}
