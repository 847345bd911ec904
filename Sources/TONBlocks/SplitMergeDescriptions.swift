public import TONCells
public import TONCrypto

// Accounts that divide and join with their shard. Described in block.tlb, and not to be met on the main network.

/// Which two accounts divide or join.
///
/// ```
/// split_merge_info$_ cur_shard_pfx_len:(## 6) acc_split_depth:(## 6)
///   this_addr:bits256 sibling_addr:bits256 = SplitMergeInfo;
/// ```
public struct SplitMergeInfo: Hashable, Sendable {
    /// Bits of the shard's prefix: 0…63.
    public var shardPrefixLength: UInt8
    /// Bits of the address in which the two may differ: 0…63.
    public var accountSplitDepth: UInt8
    /// This account.
    public var thisAddress: Hash256
    /// The other one.
    public var siblingAddress: Hash256

    /// Makes one.
    public init(
        shardPrefixLength: UInt8, accountSplitDepth: UInt8, thisAddress: Hash256, siblingAddress: Hash256
    ) {
        self.shardPrefixLength = shardPrefixLength
        self.accountSplitDepth = accountSplitDepth
        self.thisAddress = thisAddress
        self.siblingAddress = siblingAddress
    }
}

extension SplitMergeInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        shardPrefixLength = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 6))
        accountSplitDepth = UInt8(truncatingIfNeeded: try slice.loadUInt(bits: 6))
        thisAddress = try slice.loadHash()
        siblingAddress = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt64(shardPrefixLength), bits: 6)
        try builder.store(UInt64(accountSplitDepth), bits: 6)
        try builder.store(thisAddress)
        try builder.store(siblingAddress)
    }
}

/// An account divides into two.
///
/// ```
/// trans_split_prepare$0100 split_info:SplitMergeInfo storage_ph:(Maybe TrStoragePhase)
///   compute_ph:TrComputePhase action:(Maybe ^TrActionPhase)
///   aborted:Bool destroyed:Bool = TransactionDescr;
/// ```
public struct SplitPrepareDescription: Hashable, Sendable {
    /// Which accounts.
    public var splitInfo: SplitMergeInfo
    /// Storage fees.
    public var storagePhase: StoragePhase?
    /// The contract's run.
    public var computePhase: ComputePhase
    /// What the contract asked for.
    public var actionPhase: ActionPhase?
    /// Whether its effects on the account's state were undone.
    public var isAborted: Bool
    /// Whether the account was removed.
    public var isDestroyed: Bool

    /// Makes one.
    public init(
        splitInfo: SplitMergeInfo, storagePhase: StoragePhase? = nil, computePhase: ComputePhase,
        actionPhase: ActionPhase? = nil, isAborted: Bool, isDestroyed: Bool = false
    ) {
        self.splitInfo = splitInfo
        self.storagePhase = storagePhase
        self.computePhase = computePhase
        self.actionPhase = actionPhase
        self.isAborted = isAborted
        self.isDestroyed = isDestroyed
    }

    init(afterTag slice: inout CellSlice) throws(CellError) {
        splitInfo = try slice.load(field: "split_info")
        storagePhase = try slice.loadMaybe(field: "storage_ph")
        computePhase = try slice.load(field: "compute_ph")
        actionPhase = try slice.loadMaybeReferenced(field: "action")
        isAborted = try slice.loadBit()
        isDestroyed = try slice.loadBit()
    }

    func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(splitInfo)
        try builder.store(maybe: storagePhase)
        try builder.store(computePhase)
        try builder.store(maybeReferenced: actionPhase)
        try builder.store(bit: isAborted)
        try builder.store(bit: isDestroyed)
    }
}

/// The second half of a divided account is put in place.
///
/// ```
/// trans_split_install$0101 split_info:SplitMergeInfo
///   prepare_transaction:^Transaction installed:Bool = TransactionDescr;
/// ```
public struct SplitInstallDescription: Hashable, Sendable {
    /// Which accounts.
    public var splitInfo: SplitMergeInfo
    /// The cell of the transaction that divided the account; left unread, since such transactions can be nested as
    /// deep as cells, and reading them all would let outsiders choose the depth of the call stack.
    public var prepareTransaction: Cell
    /// Whether it took place.
    public var isInstalled: Bool

    /// Makes one.
    public init(splitInfo: SplitMergeInfo, prepareTransaction: Cell, isInstalled: Bool) {
        self.splitInfo = splitInfo
        self.prepareTransaction = prepareTransaction
        self.isInstalled = isInstalled
    }

    init(afterTag slice: inout CellSlice) throws(CellError) {
        splitInfo = try slice.load(field: "split_info")
        prepareTransaction = try slice.loadReference()
        isInstalled = try slice.loadBit()
    }

    func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(splitInfo)
        try builder.store(reference: prepareTransaction)
        try builder.store(bit: isInstalled)
    }
}

/// The second half of an account gives itself up.
///
/// ```
/// trans_merge_prepare$0110 split_info:SplitMergeInfo
///   storage_ph:TrStoragePhase aborted:Bool = TransactionDescr;
/// ```
public struct MergePrepareDescription: Hashable, Sendable {
    /// Which accounts.
    public var splitInfo: SplitMergeInfo
    /// Storage fees.
    public var storagePhase: StoragePhase
    /// Whether its effects on the account's state were undone.
    public var isAborted: Bool

    /// Makes one.
    public init(splitInfo: SplitMergeInfo, storagePhase: StoragePhase, isAborted: Bool) {
        self.splitInfo = splitInfo
        self.storagePhase = storagePhase
        self.isAborted = isAborted
    }

    init(afterTag slice: inout CellSlice) throws(CellError) {
        splitInfo = try slice.load(field: "split_info")
        storagePhase = try slice.load(field: "storage_ph")
        isAborted = try slice.loadBit()
    }

    func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(splitInfo)
        try builder.store(storagePhase)
        try builder.store(bit: isAborted)
    }
}

/// The first half of an account takes over the second.
///
/// ```
/// trans_merge_install$0111 split_info:SplitMergeInfo
///   prepare_transaction:^Transaction storage_ph:(Maybe TrStoragePhase)
///   credit_ph:(Maybe TrCreditPhase) compute_ph:TrComputePhase
///   action:(Maybe ^TrActionPhase) aborted:Bool destroyed:Bool = TransactionDescr;
/// ```
public struct MergeInstallDescription: Hashable, Sendable {
    /// Which accounts.
    public var splitInfo: SplitMergeInfo
    /// The cell of the transaction in which the second half gave itself up; left unread, as in
    /// ``SplitInstallDescription/prepareTransaction``.
    public var prepareTransaction: Cell
    /// Storage fees.
    public var storagePhase: StoragePhase?
    /// What the second half brought.
    public var creditPhase: CreditPhase?
    /// The contract's run.
    public var computePhase: ComputePhase
    /// What the contract asked for.
    public var actionPhase: ActionPhase?
    /// Whether its effects on the account's state were undone.
    public var isAborted: Bool
    /// Whether the account was removed.
    public var isDestroyed: Bool

    /// Makes one.
    public init(
        splitInfo: SplitMergeInfo, prepareTransaction: Cell, storagePhase: StoragePhase? = nil,
        creditPhase: CreditPhase? = nil, computePhase: ComputePhase, actionPhase: ActionPhase? = nil,
        isAborted: Bool, isDestroyed: Bool = false
    ) {
        self.splitInfo = splitInfo
        self.prepareTransaction = prepareTransaction
        self.storagePhase = storagePhase
        self.creditPhase = creditPhase
        self.computePhase = computePhase
        self.actionPhase = actionPhase
        self.isAborted = isAborted
        self.isDestroyed = isDestroyed
    }

    init(afterTag slice: inout CellSlice) throws(CellError) {
        splitInfo = try slice.load(field: "split_info")
        prepareTransaction = try slice.loadReference()
        storagePhase = try slice.loadMaybe(field: "storage_ph")
        creditPhase = try slice.loadMaybe(field: "credit_ph")
        computePhase = try slice.load(field: "compute_ph")
        actionPhase = try slice.loadMaybeReferenced(field: "action")
        isAborted = try slice.loadBit()
        isDestroyed = try slice.loadBit()
    }

    func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(splitInfo)
        try builder.store(reference: prepareTransaction)
        try builder.store(maybe: storagePhase)
        try builder.store(maybe: creditPhase)
        try builder.store(computePhase)
        try builder.store(maybeReferenced: actionPhase)
        try builder.store(bit: isAborted)
        try builder.store(bit: isDestroyed)
    }
}
