public import Settlement
public import TONBlocks
public import TONCells
public import TONCrypto

/// Something to be taken into a mirror.
public enum Delivery: Sendable {
    /// Raw transactions of one account, verified to hang together.
    case page(TransactionPage)
    /// An account's state after a transaction.
    case state(AccountSnapshot)
    /// A decoded transaction without its cell.
    case claim(LedgerTransaction)

    /// The account, where it is named.
    var account: AccountAddress? {
        switch self {
        case .page(let page): page.account
        case .state(let snapshot): snapshot.account
        case .claim(let transaction): transaction.account
        }
    }
}

/// What became of a delivery.
public struct DeliveryReceipt: Hashable, Sendable {
    /// Transactions, claims or states that are new.
    public var accepted = 0
    /// Those that the mirror had already.
    public var known = 0
    /// Why it was refused as a whole, if it was; nothing of it was written then.
    public var refusal: MirrorError?

    /// Makes one.
    public init(accepted: Int = 0, known: Int = 0, refusal: MirrorError? = nil) {
        self.accepted = accepted
        self.known = known
        self.refusal = refusal
    }
}

/// An account as it stood after its transaction ``last``.
public struct AccountSnapshot: Hashable, Sendable {
    /// The account; nil where the source doesn't name it: then it is the one that the last transaction belongs to.
    public var account: AccountAddress?
    /// The transaction that left this state.
    public var last: TransactionIdentifier
    /// The hash of the account's cell; nil where the source doesn't give the cell.
    public var stateHash: Hash256?
    /// Balance in nanoTON.
    public var balance: Coins
    /// The code.
    public var code: Cell?
    /// The data.
    public var data: Cell?
    /// How it is proved: claimed without the account's cell, linked where that is what the transaction left.
    public var proof: Proof

    /// Makes one.
    ///
    /// - Parameter isProven: Whether a state that validators signed holds the account's cell.
    public init(
        account: AccountAddress?, last: TransactionIdentifier, stateHash: Hash256?, balance: Coins, code: Cell?,
        data: Cell?, isProven: Bool = false
    ) {
        proof = stateHash == nil ? .claimed : isProven ? .proven : .linked
        self.account = account
        self.last = last
        self.stateHash = stateHash
        self.balance = balance
        self.code = code
        self.data = data
    }
}
