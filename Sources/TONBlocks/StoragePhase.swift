public import TONCells

/// The first phase: fees for storage since the last transaction.
///
/// ```
/// tr_phase_storage$_ storage_fees_collected:Grams storage_fees_due:(Maybe Grams)
///   status_change:AccStatusChange = TrStoragePhase;
/// ```
public struct StoragePhase: Hashable, Sendable {
    /// What was paid.
    public var feesCollected: Coins
    /// What is still owed.
    public var feesDue: Coins?
    /// Whether the debt froze or removed the account.
    public var statusChange: AccountStatusChange

    /// Makes one.
    public init(feesCollected: Coins, feesDue: Coins? = nil, statusChange: AccountStatusChange = .unchanged) {
        self.feesCollected = feesCollected
        self.feesDue = feesDue
        self.statusChange = statusChange
    }
}

extension StoragePhase: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        feesCollected = try slice.load()
        feesDue = try slice.loadMaybe()
        statusChange = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(feesCollected)
        try builder.store(maybe: feesDue)
        try builder.store(statusChange)
    }
}

/// The phase that adds the message's value to the balance.
///
/// `tr_phase_credit$_ due_fees_collected:(Maybe Grams) credit:CurrencyCollection = TrCreditPhase;`
public struct CreditPhase: Hashable, Sendable {
    /// What of the account's debt was paid from the value.
    public var dueFeesCollected: Coins?
    /// What was added.
    public var credit: CurrencyCollection

    /// Makes one.
    public init(dueFeesCollected: Coins? = nil, credit: CurrencyCollection) {
        self.dueFeesCollected = dueFeesCollected
        self.credit = credit
    }
}

extension CreditPhase: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        dueFeesCollected = try slice.loadMaybe()
        credit = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(maybe: dueFeesCollected)
        try builder.store(credit)
    }
}
