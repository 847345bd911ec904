public import TONCells
public import TONCrypto

/// An account of the state, or that there is none.
public enum Account: Hashable, Sendable {
    /// `account_none$0`: there is none.
    case nonexistent
    /// `account$1`: there is one.
    case existing(ExistingAccount)

    /// The account's content; nil where there is none.
    public var existing: ExistingAccount? {
        if case .existing(let account) = self { account } else { nil }
    }

    /// What it is.
    public var status: AccountStatus { existing?.storage.state.status ?? .nonexistent }

    /// What it owns; nothing where there is none.
    public var balance: CurrencyCollection { existing?.storage.balance ?? .zero }
}

/// An account that exists.
///
/// `account$1 addr:MsgAddressInt storage_stat:StorageInfo storage:AccountStorage = Account;`
public struct ExistingAccount: Hashable, Sendable {
    /// Where it lives.
    public var address: MessageAddress
    /// What its storage takes and owes.
    public var storageInfo: StorageInfo
    /// What it has.
    public var storage: AccountStorage

    /// Makes one.
    public init(address: MessageAddress, storageInfo: StorageInfo, storage: AccountStorage) {
        self.address = address
        self.storageInfo = storageInfo
        self.storage = storage
    }
}

/// What an account has.
///
/// ```
/// account_storage$_ last_trans_lt:uint64 balance:CurrencyCollection
///   state:AccountState = AccountStorage;
/// ```
public struct AccountStorage: Hashable, Sendable {
    /// The logical time after the last transaction and the messages that it sent: more than that of the transaction.
    public var lastTransactionLT: UInt64
    /// What it owns.
    public var balance: CurrencyCollection
    /// Its code and data.
    public var state: AccountState

    /// Makes one.
    public init(lastTransactionLT: UInt64, balance: CurrencyCollection, state: AccountState) {
        self.lastTransactionLT = lastTransactionLT
        self.balance = balance
        self.state = state
    }
}

/// The code and data of an account.
public enum AccountState: Hashable, Sendable {
    /// `account_uninit$00`: none yet.
    case uninitialized
    /// `account_frozen$01 state_hash:bits256`: taken away for debt; the hash of what they were.
    case frozen(stateHash: Hash256)
    /// `account_active$1 _:StateInit`: there.
    case active(StateInit)

    /// The same without the content.
    public var status: AccountStatus {
        switch self {
        case .uninitialized: .uninitialized
        case .frozen: .frozen
        case .active: .active
        }
    }
}

extension Account: TLBCodable {
    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        guard try slice.loadBit() else {
            self = .nonexistent
            return
        }
        self = .existing(
            ExistingAccount(
                address: try slice.load(field: "addr"), storageInfo: try slice.load(field: "storage_stat"),
                storage: try slice.load(field: "storage")))
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: existing != nil)
        if let existing {
            try builder.store(existing.address)
            try builder.store(existing.storageInfo)
            try builder.store(existing.storage)
        }
    }
}

extension AccountStorage: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        lastTransactionLT = try slice.load()
        balance = try slice.load(field: "balance")
        state = try slice.load(field: "state")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(lastTransactionLT)
        try builder.store(balance)
        try builder.store(state)
    }
}

extension AccountState: TLBCodable {
    /// Reads any of the three constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try slice.loadBit() {
            self = .active(try slice.load())
        } else if try slice.loadBit() {
            self = .frozen(stateHash: try slice.loadHash())
        } else {
            self = .uninitialized
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .uninitialized:
            try builder.store(0b00, bits: 2)
        case .frozen(let stateHash):
            try builder.store(0b01, bits: 2)
            try builder.store(stateHash)
        case .active(let stateInit):
            try builder.store(0b1, bits: 1)
            try builder.store(stateInit)
        }
    }
}
