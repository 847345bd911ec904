import TONCells
public import TONCrypto

/// The transactions of a block in the order of accounts and logical times, as far as a proof shows them.
///
/// ```swift
/// let transactions = try ProvenTransactions(blockProof: answer.proof, of: block)
/// let page = try transactions.page(after: last, limit: 256)
/// ```
/// What a page has is everything that the block has there: a server can neither add a transaction nor leave one out.
public struct ProvenTransactions: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    private let accounts: ShardAccountBlocks

    /// Where in a block a transaction is.
    public struct Place: Hashable, Sendable {
        /// The account, within the workchain of the block.
        public var accountHash: Hash256
        /// The logical time.
        public var lt: UInt64

        /// Makes one.
        public init(accountHash: Hash256, lt: UInt64) {
            self.accountHash = accountHash
            self.lt = lt
        }
    }

    /// One transaction. Its cell may be pruned: ``Lazy/hash`` is its hash in any case.
    public typealias Entry = (place: Place, transaction: Lazy<Transaction>)

    /// Some transactions in a row.
    public struct Page: Sendable {
        /// The transactions.
        public var entries: [Entry]
        /// Whether no further one follows.
        public var isLast: Bool
    }

    /// Takes transactions of a block that was verified.
    init(block: BlockIdentifier, accounts: ShardAccountBlocks) {
        self.block = block
        self.accounts = accounts
    }

    /// Reads a bag of one Merkle proof of a block that shows its transactions, though not its header.
    ///
    /// The root hash alone binds the proof to the block; where it doesn't belong to the rest of `identifier`, nothing
    /// here can tell.
    public init(
        blockProof bytes: some Collection<UInt8>, of identifier: BlockIdentifier
    ) throws(BlockProofError) {
        guard let proof = try merkleProofs(in: bytes, count: 1).first else { throw .rootCount(expected: 1, found: 0) }
        guard proof.rootHash == identifier.rootHash else {
            throw .rootHash(expected: identifier.rootHash, found: proof.rootHash)
        }
        let accounts = try proving { () throws(CellError) in
            try within("account_blocks") { () throws(CellError) in
                try Block(cell: proof.root).extra.load().accountBlocks.load()
            }
        }
        self.init(block: identifier, accounts: accounts)
    }

    /// At most `limit` transactions behind a place, or from the first on; towards lower accounts and times where
    /// `isReversed`.
    ///
    /// Throws where the block is malformed, or pruned on the way to any of them.
    ///
    /// - Complexity: O(k) for k transactions, plus the way to the first.
    public func page(
        after place: Place? = nil, isReversed: Bool = false, limit: Int
    ) throws(BlockProofError) -> Page {
        try proving { () throws(CellError) in
            try within("account_blocks") { () throws(CellError) in
                try readPage(after: place, isReversed: isReversed, limit: limit)
            }
        }
    }

    private func readPage(after place: Place?, isReversed: Bool, limit: Int) throws(CellError) -> Page {
        var page = Page(entries: [], isLast: false)
        var blocks = OrderedLeaves(root: accounts.root, keyBits: 256, isReversed: isReversed)
        if let place { try blocks.seek(place.accountHash.hashmapKey, isInclusive: true) }
        while let (key, leaf) = try blocks.next() {
            let accountHash = try Hash256(hashmapKey: key)
            let isDone = try within("key \(accountHash)") { () throws(CellError) in
                var leaf = leaf
                _ = try leaf.load(CurrencyCollection.self)
                let block = try leaf.load(AccountBlock.self)
                try leaf.end()
                guard block.accountHash == accountHash else {
                    throw .outOfRange("expected the account of the key, found \(block.accountHash)")
                }
                var transactions = OrderedLeaves(root: block.transactions.root, keyBits: 64, isReversed: isReversed)
                if let place, place.accountHash == accountHash {
                    try transactions.seek(place.lt.hashmapKey, isInclusive: false)
                }
                while page.entries.count < limit, let (key, leaf) = try transactions.next() {
                    page.entries.append(try Self.entry(of: accountHash, at: try UInt64(hashmapKey: key), leaf))
                }
                return page.entries.count >= limit && !transactions.isAtEnd
            }
            if isDone { return page }
            guard page.entries.count < limit || blocks.isAtEnd else { return page }
        }
        page.isLast = true
        return page
    }

    private static func entry(of accountHash: Hash256, at lt: UInt64, _ leaf: CellSlice) throws(CellError) -> Entry {
        var leaf = leaf
        _ = try leaf.load(CurrencyCollection.self)
        let transaction = try leaf.load(Lazy<Transaction>.self)
        try leaf.end()
        let place = Place(accountHash: accountHash, lt: lt)
        if !transaction.cell.isExotic {
            let header = try TransactionHeader(cell: transaction.cell)
            guard header.accountHash == accountHash, header.lt == lt else {
                throw .outOfRange("expected a transaction at \(lt), found \(header.lt) of \(header.accountHash)")
            }
        }
        return (place, transaction)
    }
}

extension ProvenBlock {
    /// The block's transactions, to be listed.
    public func transactions() throws(BlockProofError) -> ProvenTransactions {
        let accounts = try proving { () throws(CellError) in
            try within("account_blocks") { () throws(CellError) in try block.extra.load().accountBlocks.load() }
        }
        return ProvenTransactions(block: identifier, accounts: accounts)
    }
}

/// A walk over the leaves of a dictionary in the order of their keys, or against it, that reads only what lies on its
/// way. Extras of forks are passed by.
struct OrderedLeaves {
    private let keyBits: Int
    private let isReversed: Bool
    /// Subtrees still to come, the next one last: at most one for each bit of a key, and another.
    private var pending: [(prefix: [Bool], cell: Cell)] = []

    init(root: Cell?, keyBits: Int, isReversed: Bool) {
        self.keyBits = keyBits
        self.isReversed = isReversed
        if let root { pending.append(([], root)) }
    }

    /// Whether no leaf is left. Says so without reading what is left.
    var isAtEnd: Bool { pending.isEmpty }

    /// Steps over all leaves before a key, and over that of the key itself unless it counts. To be called first.
    mutating func seek(_ key: BitString, isInclusive: Bool) throws(CellError) {
        while let (prefix, cell) = pending.popLast() {
            var slice = try cell.slice()
            let bits = try prefix + Self.label(&slice, limit: keyBits - prefix.count)
            if let position = bits.indices.first(where: { bits[$0] != key.bit(at: $0) }) {
                // All keys below are on one side of the wanted one.
                if bits[position] != isReversed { pending.append((prefix, cell)) }
                return
            }
            guard bits.count < keyBits else {
                if isInclusive { pending.append((prefix, cell)) }
                return
            }
            let (left, right) = (try slice.loadReference(), try slice.loadReference())
            let isRight = key.bit(at: bits.count)
            if isRight == isReversed { pending.append((bits + [!isRight], isRight ? left : right)) }
            pending.append((bits + [isRight], isRight ? right : left))
        }
    }

    /// The next leaf: its key, and what follows the label.
    mutating func next() throws(CellError) -> (key: BitString, leaf: CellSlice)? {
        while let (prefix, cell) = pending.popLast() {
            var slice = try cell.slice()
            let bits = try prefix + Self.label(&slice, limit: keyBits - prefix.count)
            guard bits.count < keyBits else { return (Self.key(bits), slice) }
            let (left, right) = (try slice.loadReference(), try slice.loadReference())
            pending.append((bits + [!isReversed], isReversed ? left : right))
            pending.append((bits + [isReversed], isReversed ? right : left))
        }
        return nil
    }

    /// Reads `HmLabel ~l m`.
    private static func label(_ slice: inout CellSlice, limit: Int) throws(CellError) -> [Bool] {
        let lengthBits = Int.bitWidth - limit.leadingZeroBitCount
        var count = 0
        var same: Bool?
        if try !slice.loadBit() {
            while try slice.loadBit() { count += 1 }
        } else {
            if try slice.loadBit() { same = try slice.loadBit() }
            count = Int(truncatingIfNeeded: try slice.loadUInt(bits: lengthBits))
        }
        guard count <= limit else {
            throw .malformedDictionary("a label of \(count) bits where at most \(limit) are left of the key")
        }
        var bits: [Bool] = []
        bits.reserveCapacity(count)
        for _ in 0..<count {
            if let same { bits.append(same) } else { bits.append(try slice.loadBit()) }
        }
        return bits
    }

    private static func key(_ bits: [Bool]) -> BitString {
        var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
        for (position, bit) in bits.enumerated() where bit { bytes[position / 8] |= 0x80 >> UInt8(position % 8) }
        return BitString(bytes: bytes, count: bits.count)
    }
}
