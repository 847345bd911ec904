public import TONCells

/// What an account is before or after a transaction.
///
/// ```
/// acc_state_uninit$00 = AccountStatus;
/// acc_state_frozen$01 = AccountStatus;
/// acc_state_active$10 = AccountStatus;
/// acc_state_nonexist$11 = AccountStatus;
/// ```
public enum AccountStatus: UInt8, Hashable, Sendable, CaseIterable {
    /// Has a balance and no code.
    case uninitialized = 0b00
    /// Owes storage fees; only the hash of its code and data is kept.
    case frozen = 0b01
    /// Has code and data.
    case active = 0b10
    /// Isn't there.
    case nonexistent = 0b11
}

extension AccountStatus: TLBCodable {
    /// Reads the two bits.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 2) {
        case 0b00: self = .uninitialized
        case 0b01: self = .frozen
        case 0b10: self = .active
        default: self = .nonexistent
        }
    }

    /// Appends the two bits.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt64(rawValue), bits: 2)
    }
}

/// What a phase did to the account.
///
/// ```
/// acst_unchanged$0 = AccStatusChange;
/// acst_frozen$10 = AccStatusChange;
/// acst_deleted$11 = AccStatusChange;
/// ```
public enum AccountStatusChange: Hashable, Sendable, CaseIterable {
    /// Nothing.
    case unchanged
    /// Froze it.
    case frozen
    /// Removed it.
    case deleted
}

extension AccountStatusChange: TLBCodable {
    /// Reads one or two bits.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try !slice.loadBit() {
            self = .unchanged
        } else {
            self = try slice.loadBit() ? .deleted : .frozen
        }
    }

    /// Appends one or two bits.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .unchanged: try builder.store(0b0, bits: 1)
        case .frozen: try builder.store(0b10, bits: 2)
        case .deleted: try builder.store(0b11, bits: 2)
        }
    }
}
