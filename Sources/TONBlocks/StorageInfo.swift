public import TONCells
public import TONCrypto

/// What an account's storage takes, and since when it is paid for.
///
/// ```
/// storage_info$_ used:StorageUsed storage_extra:StorageExtraInfo
///   last_paid:uint32 due_payment:(Maybe Grams) = StorageInfo;
/// ```
/// Before 2025 the three bits of `storage_extra_none` were the length of a third number in `used`, `public_cells`,
/// which was always 0: those accounts read the same, and are written back to the same bits.
public struct StorageInfo: Hashable, Sendable {
    /// Cells and bits.
    public var used: StorageUsed
    /// More about them, kept for large accounts.
    public var extra: StorageExtraInfo
    /// The unix time up to which fees are paid; 0 for special accounts, which pay none.
    public var lastPaid: UInt32
    /// Fees that the balance didn't suffice for.
    public var duePayment: Coins?

    /// Makes one.
    public init(used: StorageUsed, extra: StorageExtraInfo = .none, lastPaid: UInt32, duePayment: Coins? = nil) {
        self.used = used
        self.extra = extra
        self.lastPaid = lastPaid
        self.duePayment = duePayment
    }
}

/// More about what an account's storage takes.
public enum StorageExtraInfo: Hashable, Sendable {
    /// `storage_extra_none$000`: nothing.
    case none
    /// `storage_extra_info$001 dict_hash:uint256`: the hash of the dictionary that counts the account's cells.
    case info(dictionaryHash: Hash256)
}

extension StorageInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        used = try slice.load(field: "used")
        extra = try slice.load(field: "storage_extra")
        lastPaid = try slice.load()
        duePayment = try slice.loadMaybe(field: "due_payment")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(used)
        try builder.store(extra)
        try builder.store(lastPaid)
        try builder.store(maybe: duePayment)
    }
}

extension StorageExtraInfo: TLBCodable {
    /// Reads either constructor. Throws for a tag of neither.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 3)
        switch tag {
        case 0b000: self = .none
        case 0b001: self = .info(dictionaryHash: try slice.loadHash())
        default: throw .unknownTag(type: "StorageExtraInfo", found: tag, bits: 3)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .none:
            try builder.store(0b000, bits: 3)
        case .info(let dictionaryHash):
            try builder.store(0b001, bits: 3)
            try builder.store(dictionaryHash)
        }
    }
}
