public import TONCells
public import TONCrypto

/// Which transaction of an account: its logical time and its hash.
public struct TransactionIdentifier: Hashable, Sendable {
    /// The logical time; 0 where there is no transaction.
    public let lt: UInt64
    /// The hash of the transaction's cell; zero where there is no transaction.
    public let hash: Hash256

    /// What the first transaction of an account names as the one before it: none.
    public static let none = TransactionIdentifier(lt: 0, hash: .zero)

    /// Makes one.
    public init(lt: UInt64, hash: Hash256) {
        self.lt = lt
        self.hash = hash
    }
}

extension TransactionIdentifier: CustomStringConvertible {
    /// `lt:hash`, the hash in hexadecimal.
    public var description: String { "\(lt):\(hash)" }
}

/// The start of a transaction: whose it is, when, and after which one.
///
/// ```
/// transaction$0111 account_addr:bits256 lt:uint64
///   prev_trans_hash:bits256 prev_trans_lt:uint64 now:uint32 …
/// ```
public struct TransactionHeader: Hashable, Sendable {
    /// The account, within the workchain of its block.
    public var accountHash: Hash256
    /// The logical time at which it started.
    public var lt: UInt64
    /// The hash of the account's previous transaction; zero where the account didn't exist.
    public var previousHash: Hash256
    /// The logical time of the account's previous transaction; 0 where the account didn't exist.
    public var previousLT: UInt64
    /// The unix time of its block.
    public var now: UInt32

    /// Makes one.
    public init(accountHash: Hash256, lt: UInt64, previousHash: Hash256, previousLT: UInt64, now: UInt32) {
        self.accountHash = accountHash
        self.lt = lt
        self.previousHash = previousHash
        self.previousLT = previousLT
        self.now = now
    }

    /// The account's previous transaction; ``TransactionIdentifier/none`` where the account didn't exist.
    public var previous: TransactionIdentifier { TransactionIdentifier(lt: previousLT, hash: previousHash) }

    /// Reads the start of a transaction's cell, and nothing behind it: neither other fields nor references.
    ///
    /// - Complexity: O(1), nothing is allocated.
    public init(cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        try self.init(startOf: &slice)
    }
}

extension TransactionHeader {
    private static let tag: UInt64 = 0b0111

    // No TLBCodable: a header is the start of a cell and never a cell.

    /// Reads the fields, and leaves the rest of the transaction in the slice.
    init(startOf slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 4)
        guard tag == Self.tag else { throw .unknownTag(type: "Transaction", found: tag, bits: 4) }
        accountHash = try slice.loadHash()
        lt = try slice.load()
        previousHash = try slice.loadHash()
        previousLT = try slice.load()
        now = try slice.load()
    }

    /// Appends the fields, the tag included.
    func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(accountHash)
        try builder.store(lt)
        try builder.store(previousHash)
        try builder.store(previousLT)
        try builder.store(now)
    }
}
