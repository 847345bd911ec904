public import TONCells
public import TONCrypto

/// What projecting one transaction may look at: its neighbours.
///
/// Projection depends on nothing else, so that the same transactions give the same events in whatever order they
/// arrive. Everything is answered from what is known now; nil means not known yet.
public protocol LedgerReader {
    /// The contract at an address, if it is known to be one.
    func contract(at address: AccountAddress) throws -> Contract?

    /// The transaction that took a message.
    func transaction(taking message: LedgerMessage) throws -> LedgerTransaction?

    /// The transaction that sent a message.
    func transaction(sending message: LedgerMessage) throws -> LedgerTransaction?

    /// What a worker or client told its proxy last before a moment.
    func request(before moment: ChildMoment) throws -> PriorRequest

    /// How a proxy's stake stood around its transaction at a logical time.
    func stakeChange(of proxy: AccountAddress, at lt: UInt64) throws -> StakeChange?

    /// The root's version and params version after its transaction at a logical time.
    func rootVersion(of root: AccountAddress, at lt: UInt64) throws -> RootVersion?
}

/// A moment in the life of a worker or client, and the transaction through which it is seen.
public struct ChildMoment: Sendable {
    /// The worker or client.
    public var child: AccountAddress
    /// Requests sent before this logical time are before the moment.
    public var lt: UInt64
    /// The account of the transaction: the child itself, or its proxy.
    public var anchor: AccountAddress
    /// The logical time of the transaction.
    public var anchorLT: UInt64
    /// The request of the moment itself, if there is one.
    public var message: Hash256?

    /// Makes one.
    public init(
        child: AccountAddress, lt: UInt64, anchor: AccountAddress, anchorLT: UInt64, message: Hash256? = nil
    ) {
        self.child = child
        self.lt = lt
        self.anchor = anchor
        self.anchorLT = anchorLT
        self.message = message
    }
}

/// What came before an operation of a worker or client.
public enum PriorRequest: Sendable {
    /// Nothing: its history is whole and starts here.
    case none
    /// This, without a gap in between.
    case request(ChildRequest)
    /// There is a gap in what is mirrored.
    case unknown
}

/// A root's counters of changes.
public struct RootVersion: Hashable, Sendable {
    /// Counts the changes of the root.
    public var version: UInt32
    /// Counts the changes of its params.
    public var paramsVersion: UInt32
    /// The number that a proxy was registered under last.
    public var lastProxySeqno: UInt32

    /// Makes one.
    public init(version: UInt32, paramsVersion: UInt32, lastProxySeqno: UInt32) {
        self.version = version
        self.paramsVersion = paramsVersion
        self.lastProxySeqno = lastProxySeqno
    }
}
