public import TONCells
public import TONCrypto

/// What happened to an account at one logical time.
///
/// ```
/// transaction$0111 account_addr:bits256 lt:uint64
///   prev_trans_hash:bits256 prev_trans_lt:uint64 now:uint32
///   outmsg_cnt:uint15
///   orig_status:AccountStatus end_status:AccountStatus
///   ^[ in_msg:(Maybe ^(Message Any)) out_msgs:(HashmapE 15 ^(Message Any)) ]
///   total_fees:CurrencyCollection state_update:^(HASH_UPDATE Account)
///   description:^TransactionDescr = Transaction;
/// ```
/// Reads a whole transaction: where parts of it are pruned, as in a proof, it throws. ``TransactionHeader`` reads the
/// root cell alone.
public struct Transaction: Hashable, Sendable {
    /// Whose it is, when, and after which one.
    public let header: TransactionHeader
    /// What the account was before.
    public let originalStatus: AccountStatus
    /// What the account was after.
    public let endStatus: AccountStatus
    /// The message that was processed; nil where none was, as in tick and tock.
    public let inMessage: MessageCell?
    /// The messages that were sent, in order.
    public let outMessages: [MessageCell]
    /// What validators got for it. What is still to be paid on the way of its messages stands in those.
    public let totalFees: CurrencyCollection
    /// The hash of the account's state before and after.
    public let stateUpdate: HashUpdate
    /// Its kind and phases.
    public let description: TransactionDescription

    // As read: keeps the labels that it came with, so that it is written back to the same cells.
    private let outMessageDictionary: HashmapE

    /// Most messages that a transaction can send: 2^15 − 1.
    public static let maximumOutMessageCount = 32767
    private static let outMessageKeyBits = 15

    /// Makes one. Throws where there are too many messages.
    public init(
        header: TransactionHeader, originalStatus: AccountStatus, endStatus: AccountStatus, inMessage: MessageCell?,
        outMessages: [MessageCell], totalFees: CurrencyCollection, stateUpdate: HashUpdate,
        description: TransactionDescription
    ) throws(CellError) {
        guard outMessages.count <= Self.maximumOutMessageCount else {
            throw .outOfRange("a transaction sends at most 32767 messages, not \(outMessages.count)")
        }
        var dictionary = HashmapE(keyBits: Self.outMessageKeyBits)
        for (number, message) in outMessages.enumerated() {
            var value = CellBuilder()
            try value.store(reference: message.cell)
            try dictionary.set(value, for: BitString(UInt64(number), bits: Self.outMessageKeyBits))
        }
        self.header = header
        self.originalStatus = originalStatus
        self.endStatus = endStatus
        self.inMessage = inMessage
        self.outMessages = outMessages
        self.totalFees = totalFees
        self.stateUpdate = stateUpdate
        self.description = description
        outMessageDictionary = dictionary
    }
}

// MARK: - Shortcuts

extension Transaction {
    /// The account, within the workchain of its block.
    public var accountHash: Hash256 { header.accountHash }
    /// The logical time at which it started.
    public var lt: UInt64 { header.lt }
    /// The hash of the account's previous transaction; zero where the account didn't exist.
    public var previousHash: Hash256 { header.previousHash }
    /// The logical time of the account's previous transaction; 0 where the account didn't exist.
    public var previousLT: UInt64 { header.previousLT }
    /// The unix time of its block.
    public var now: UInt32 { header.now }

    /// Whether its effects on the account's state were undone.
    public var isAborted: Bool { description.isAborted }

    /// What the contract ended with; nil where it didn't run.
    public var computeExitCode: Int32? { description.computePhase?.execution?.exitCode }

    /// Why the contract didn't run; nil where it did, or where the kind of transaction runs none.
    public var computeSkipReason: ComputeSkipReason? { description.computePhase?.skipReason }

    /// How the action phase ended, 0 for success; nil where there was none.
    public var actionResultCode: Int32? { description.actionPhase?.resultCode }
}

// MARK: - Layout

extension Transaction: TLBCodable {
    /// Reads the layout and all that it refers to.
    public init(from slice: inout CellSlice) throws(CellError) {
        // All parts first, then all fields: a value of this size that is filled while reads can fail gets copied.
        let header = try TransactionHeader(startOf: &slice)
        let outMessageCount = Int(try slice.loadUInt(bits: Self.outMessageKeyBits))
        let originalStatus = try slice.load(AccountStatus.self)
        let endStatus = try slice.load(AccountStatus.self)

        var messages = try slice.loadReference().slice()
        let inMessage = try messages.loadMaybeReference().map { cell throws(CellError) in
            try MessageCell(cell: cell, field: "in_msg")
        }
        let outMessageDictionary = try HashmapE(keyBits: Self.outMessageKeyBits, from: &messages)
        try messages.end()
        let outMessages = try Self.outMessages(of: outMessageDictionary, count: outMessageCount)

        let totalFees = try slice.load(CurrencyCollection.self, field: "total_fees")
        let stateUpdate = try slice.loadReferenced(HashUpdate.self, field: "state_update")
        let description = try slice.loadReferenced(TransactionDescription.self, field: "description")
        self.header = header
        self.originalStatus = originalStatus
        self.endStatus = endStatus
        self.inMessage = inMessage
        self.outMessages = outMessages
        self.totalFees = totalFees
        self.stateUpdate = stateUpdate
        self.description = description
        self.outMessageDictionary = outMessageDictionary
    }

    /// Messages 0, 1, … of the dictionary, which must have no others.
    private static func outMessages(of dictionary: HashmapE, count: Int) throws(CellError) -> [MessageCell] {
        let entries = dictionary.isEmpty ? [] : try dictionary.entries(limit: count)
        guard entries.count == count else {
            throw .within("out_msgs", .outOfRange("expected \(count) messages, found \(entries.count)"))
        }
        var messages: [MessageCell] = []
        messages.reserveCapacity(count)
        for (number, entry) in entries.enumerated() {
            let place = "out_msgs \(number)"
            guard entry.key.unsignedValue == UInt64(number) else {
                throw .within(place, .outOfRange("expected the key \(number), found \(entry.key)"))
            }
            var value = entry.value
            let cell = try value.loadReference()
            try value.end()
            messages.append(try MessageCell(cell: cell, field: place))
        }
        return messages
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try header.store(in: &builder)
        try builder.store(UInt64(outMessages.count), bits: Self.outMessageKeyBits)
        try builder.store(originalStatus)
        try builder.store(endStatus)
        var messages = CellBuilder()
        try messages.store(maybeReference: inMessage?.cell)
        try messages.store(outMessageDictionary)
        try builder.store(reference: try messages.build())
        try builder.store(totalFees)
        try builder.store(referenced: stateUpdate)
        try builder.store(referenced: description)
    }
}

extension MessageCell {
    /// Reads a message, and names the field in any error.
    fileprivate init(cell: Cell, field: String) throws(CellError) {
        do {
            try self.init(cell: cell)
        } catch {
            throw .within(field, error)
        }
    }
}
