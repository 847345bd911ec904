public import TONCells

/// What kind of transaction it was, and how each of its phases went: TL-B `TransactionDescr`.
///
/// Indirect, since half a kilobyte inline is copied more slowly than allocated.
public indirect enum TransactionDescription: Hashable, Sendable {
    /// `trans_ord$0000`: a message was processed.
    case ordinary(OrdinaryDescription)
    /// `trans_storage$0001 storage_ph:TrStoragePhase`: storage fees alone; described, never made so far.
    case storage(StoragePhase)
    /// `trans_tick_tock$001`: a special account ran at the start or the end of a block.
    case tickTock(TickTockDescription)
    /// `trans_split_prepare$0100`: an account divides into two.
    case splitPrepare(SplitPrepareDescription)
    /// `trans_split_install$0101`: the second half is put in place.
    case splitInstall(SplitInstallDescription)
    /// `trans_merge_prepare$0110`: the second half gives itself up.
    case mergePrepare(MergePrepareDescription)
    /// `trans_merge_install$0111`: the first half takes over.
    case mergeInstall(MergeInstallDescription)

    /// Whether its effects on the account's state were undone; a split that wasn't installed counts as such.
    public var isAborted: Bool {
        switch self {
        case .ordinary(let description): description.isAborted
        case .storage: false
        case .tickTock(let description): description.isAborted
        case .splitPrepare(let description): description.isAborted
        case .splitInstall(let description): !description.isInstalled
        case .mergePrepare(let description): description.isAborted
        case .mergeInstall(let description): description.isAborted
        }
    }

    /// Whether it removed the account.
    public var isDestroyed: Bool {
        switch self {
        case .ordinary(let description): description.isDestroyed
        case .tickTock(let description): description.isDestroyed
        case .splitPrepare(let description): description.isDestroyed
        case .mergeInstall(let description): description.isDestroyed
        case .storage, .splitInstall, .mergePrepare: false
        }
    }

    /// The storage phase, if there was one.
    public var storagePhase: StoragePhase? {
        switch self {
        case .ordinary(let description): description.storagePhase
        case .storage(let phase): phase
        case .tickTock(let description): description.storagePhase
        case .splitPrepare(let description): description.storagePhase
        case .splitInstall: nil
        case .mergePrepare(let description): description.storagePhase
        case .mergeInstall(let description): description.storagePhase
        }
    }

    /// The credit phase, if there was one.
    public var creditPhase: CreditPhase? {
        switch self {
        case .ordinary(let description): description.creditPhase
        case .mergeInstall(let description): description.creditPhase
        case .storage, .tickTock, .splitPrepare, .splitInstall, .mergePrepare: nil
        }
    }

    /// The compute phase, if the kind has one.
    public var computePhase: ComputePhase? {
        switch self {
        case .ordinary(let description): description.computePhase
        case .tickTock(let description): description.computePhase
        case .splitPrepare(let description): description.computePhase
        case .mergeInstall(let description): description.computePhase
        case .storage, .splitInstall, .mergePrepare: nil
        }
    }

    /// The action phase, if there was one.
    public var actionPhase: ActionPhase? {
        switch self {
        case .ordinary(let description): description.actionPhase
        case .tickTock(let description): description.actionPhase
        case .splitPrepare(let description): description.actionPhase
        case .mergeInstall(let description): description.actionPhase
        case .storage, .splitInstall, .mergePrepare: nil
        }
    }

    /// The bounce phase, if there was one.
    public var bouncePhase: BouncePhase? {
        if case .ordinary(let description) = self { description.bouncePhase } else { nil }
    }
}

/// A transaction that processed a message.
///
/// ```
/// trans_ord$0000 credit_first:Bool storage_ph:(Maybe TrStoragePhase)
///   credit_ph:(Maybe TrCreditPhase) compute_ph:TrComputePhase
///   action:(Maybe ^TrActionPhase) aborted:Bool bounce:(Maybe TrBouncePhase)
///   destroyed:Bool = TransactionDescr;
/// ```
public struct OrdinaryDescription: Hashable, Sendable {
    /// Whether the value was added before storage fees were taken: so for messages that don't bounce.
    public var isCreditFirst: Bool
    /// Storage fees.
    public var storagePhase: StoragePhase?
    /// The message's value; nil for messages from outside, which have none.
    public var creditPhase: CreditPhase?
    /// The contract's run.
    public var computePhase: ComputePhase
    /// What the contract asked for; nil where its run was skipped or failed.
    public var actionPhase: ActionPhase?
    /// Whether its effects on the account's state were undone.
    public var isAborted: Bool
    /// The return of the message.
    public var bouncePhase: BouncePhase?
    /// Whether the account was removed.
    public var isDestroyed: Bool

    /// Makes one.
    public init(
        isCreditFirst: Bool, storagePhase: StoragePhase? = nil, creditPhase: CreditPhase? = nil,
        computePhase: ComputePhase, actionPhase: ActionPhase? = nil, isAborted: Bool,
        bouncePhase: BouncePhase? = nil, isDestroyed: Bool = false
    ) {
        self.isCreditFirst = isCreditFirst
        self.storagePhase = storagePhase
        self.creditPhase = creditPhase
        self.computePhase = computePhase
        self.actionPhase = actionPhase
        self.isAborted = isAborted
        self.bouncePhase = bouncePhase
        self.isDestroyed = isDestroyed
    }
}

/// A transaction at the start or the end of a block.
///
/// ```
/// trans_tick_tock$001 is_tock:Bool storage_ph:TrStoragePhase
///   compute_ph:TrComputePhase action:(Maybe ^TrActionPhase)
///   aborted:Bool destroyed:Bool = TransactionDescr;
/// ```
public struct TickTockDescription: Hashable, Sendable {
    /// Whether it ran at the block's end, rather than its start.
    public var isTock: Bool
    /// Storage fees.
    public var storagePhase: StoragePhase
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
        isTock: Bool, storagePhase: StoragePhase, computePhase: ComputePhase, actionPhase: ActionPhase? = nil,
        isAborted: Bool, isDestroyed: Bool = false
    ) {
        self.isTock = isTock
        self.storagePhase = storagePhase
        self.computePhase = computePhase
        self.actionPhase = actionPhase
        self.isAborted = isAborted
        self.isDestroyed = isDestroyed
    }
}

extension TransactionDescription: TLBCodable {
    /// Reads any of the seven constructors. Throws for a tag of none of them.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 4)
        switch tag {
        case 0b0000: self = .ordinary(try OrdinaryDescription(afterTag: &slice))
        case 0b0001: self = .storage(try slice.load(field: "storage_ph"))
        case 0b0010: self = .tickTock(try TickTockDescription(isTock: false, afterTag: &slice))
        case 0b0011: self = .tickTock(try TickTockDescription(isTock: true, afterTag: &slice))
        case 0b0100: self = .splitPrepare(try SplitPrepareDescription(afterTag: &slice))
        case 0b0101: self = .splitInstall(try SplitInstallDescription(afterTag: &slice))
        case 0b0110: self = .mergePrepare(try MergePrepareDescription(afterTag: &slice))
        case 0b0111: self = .mergeInstall(try MergeInstallDescription(afterTag: &slice))
        default: throw .unknownTag(type: "TransactionDescr", found: tag, bits: 4)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .ordinary(let description):
            try builder.store(0b0000, bits: 4)
            try description.store(afterTag: &builder)
        case .storage(let phase):
            try builder.store(0b0001, bits: 4)
            try builder.store(phase)
        case .tickTock(let description):
            try builder.store(description.isTock ? 0b0011 : 0b0010, bits: 4)
            try description.store(afterTag: &builder)
        case .splitPrepare(let description):
            try builder.store(0b0100, bits: 4)
            try description.store(afterTag: &builder)
        case .splitInstall(let description):
            try builder.store(0b0101, bits: 4)
            try description.store(afterTag: &builder)
        case .mergePrepare(let description):
            try builder.store(0b0110, bits: 4)
            try description.store(afterTag: &builder)
        case .mergeInstall(let description):
            try builder.store(0b0111, bits: 4)
            try description.store(afterTag: &builder)
        }
    }
}

extension OrdinaryDescription {
    fileprivate init(afterTag slice: inout CellSlice) throws(CellError) {
        isCreditFirst = try slice.loadBit()
        storagePhase = try slice.loadMaybe(field: "storage_ph")
        creditPhase = try slice.loadMaybe(field: "credit_ph")
        computePhase = try slice.load(field: "compute_ph")
        actionPhase = try slice.loadMaybeReferenced(field: "action")
        isAborted = try slice.loadBit()
        bouncePhase = try slice.loadMaybe(field: "bounce")
        isDestroyed = try slice.loadBit()
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: isCreditFirst)
        try builder.store(maybe: storagePhase)
        try builder.store(maybe: creditPhase)
        try builder.store(computePhase)
        try builder.store(maybeReferenced: actionPhase)
        try builder.store(bit: isAborted)
        try builder.store(maybe: bouncePhase)
        try builder.store(bit: isDestroyed)
    }
}

extension TickTockDescription {
    fileprivate init(isTock: Bool, afterTag slice: inout CellSlice) throws(CellError) {
        self.isTock = isTock
        storagePhase = try slice.load(field: "storage_ph")
        computePhase = try slice.load(field: "compute_ph")
        actionPhase = try slice.loadMaybeReferenced(field: "action")
        isAborted = try slice.loadBit()
        isDestroyed = try slice.loadBit()
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(storagePhase)
        try builder.store(computePhase)
        try builder.store(maybeReferenced: actionPhase)
        try builder.store(bit: isAborted)
        try builder.store(bit: isDestroyed)
    }
}
