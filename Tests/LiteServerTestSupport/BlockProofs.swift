import TONBlocks
import TONCells
import TONCrypto

/// Merkle proofs of blocks and states, as lite-servers make them.
enum BlockProofs {
    /// What a header's proof shows beside the header: the bits of `getBlockHeader`'s mode.
    struct HeaderParts: OptionSet {
        let rawValue: UInt32

        static let stateUpdate = HeaderParts(rawValue: 1)
        static let valueFlow = HeaderParts(rawValue: 2)
        static let extra = HeaderParts(rawValue: 16)
        static let shardHashes = HeaderParts(rawValue: 32)
    }

    /// A block's header with the names in it, and other parts.
    static func header(of root: Cell, _ parts: HeaderParts = []) throws(CellError) -> MerkleProof {
        try MerkleProof.create(root: root) { (tracker) throws(CellError) in
            let block = try Block(cell: root)
            tracker.visitAll(block.info.cell)
            if parts.contains(.stateUpdate) { tracker.visit(block.stateUpdate) }
            if parts.contains(.valueFlow) { tracker.visitAll(block.valueFlow.cell) }
            guard !parts.isDisjoint(with: [.extra, .shardHashes]) else { return }
            tracker.visit(block.extra.cell)
            guard parts.contains(.shardHashes), let extra = try block.extra.load().masterchainExtra else { return }
            tracker.visit(extra.cell)
            try visitShards(try extra.load().shardHashes, tracker)
        }
    }

    /// A masterchain block's list of shards, and no header.
    static func shards(of root: Cell) throws(CellError) -> MerkleProof {
        try MerkleProof.create(root: root) { (tracker) throws(CellError) in
            guard let extra = try visitExtra(of: root, tracker) else { return }
            try visitShards(extra.shardHashes, tracker)
        }
    }

    private static func visitExtra(
        of root: Cell, _ tracker: MerkleProof.Tracker
    ) throws(CellError) -> MasterchainBlockExtra? {
        let block = try Block(cell: root)
        tracker.visit(block.extra.cell)
        guard let extra = try block.extra.load().masterchainExtra else { return nil }
        tracker.visit(extra.cell)
        return try extra.load()
    }

    private static func visitShards(_ shards: ShardHashes, _ tracker: MerkleProof.Tracker) throws(CellError) {
        if let root = shards.workchains.root { tracker.visitAll(root) }
    }

    /// The configuration of a key block or of the first state: some parameters, or that they are absent.
    static func configuration(
        of block: SyntheticBlock, parameters: [Int32]
    ) throws(CellError) -> MerkleProof {
        guard block.info != nil else { return try state(block.root, [.configuration(parameters)]) }
        return try MerkleProof.create(root: block.root) { (tracker) throws(CellError) in
            tracker.visitAll(try Block(cell: block.root).info.cell)
            guard let extra = try visitExtra(of: block.root, tracker), let parts = extra.configuration else { return }
            try visit(parts, parameters, tracker)
        }
    }

    private static func visit(
        _ configuration: ConfigurationParameters, _ parameters: [Int32], _ tracker: MerkleProof.Tracker
    ) throws(CellError) {
        for number in parameters {
            guard let value = try tracker.value(for: number.hashmapKey, in: configuration.configuration.dictionary)
            else { continue }
            var slice = value
            tracker.visitAll(try slice.loadReference())
        }
    }

    /// What a state's proof shows.
    enum StatePart {
        /// The shard of these first bits, in a workchain; all shards with nil.
        case shards(workchain: Int32, addressPrefix: UInt64?)
        /// The way to an account, and its cell or not.
        case account(Hash256, isWhole: Bool)
        /// Parameters; all of them with nil.
        case configuration([Int32]?)
        /// The name of an older masterchain block.
        case oldBlock(UInt32)
        /// Libraries.
        case libraries([Hash256])
    }

    /// Parts of a state.
    static func state(_ root: Cell, _ parts: [StatePart]) throws(CellError) -> MerkleProof {
        try MerkleProof.create(root: root) { (tracker) throws(CellError) in
            let state = try ShardStateUnsplit(cell: root)
            // The node software reads these first, so they are shown whatever is asked for.
            tracker.visit(state.details.cell)
            if let extra = state.masterchainExtra {
                tracker.visit(extra.cell)
                tracker.visit(try extra.load().details.cell)
            }
            for part in parts { try visit(part, of: state, tracker) }
        }
    }

    private static func visit(
        _ part: StatePart, of state: ShardStateUnsplit, _ tracker: MerkleProof.Tracker
    ) throws(CellError) {
        switch part {
        case .account(let hash, let isWhole):
            tracker.visit(state.accounts.cell)
            let accounts = try state.accounts.load()
            try visitPath(to: hash.hashmapKey, in: accounts.root, tracker)
            guard isWhole, let entry = try accounts.value(for: hash) else { return }
            tracker.visitAll(entry.accountCell)
        case .libraries(let hashes):
            let libraries = try state.details.load().libraries
            for hash in hashes { _ = try tracker.value(for: hash.hashmapKey, in: libraries.dictionary) }
        case .shards, .configuration, .oldBlock:
            guard let extra = state.masterchainExtra else { return }
            try visit(part, of: try extra.load(), tracker)
        }
    }

    private static func visit(
        _ part: StatePart, of extra: MasterchainStateExtra, _ tracker: MerkleProof.Tracker
    ) throws(CellError) {
        switch part {
        case .shards(let workchain, let prefix?):
            let value = try tracker.value(for: workchain.hashmapKey, in: extra.shardHashes.workchains.dictionary)
            guard var value else { return }
            try visitShard(prefix, in: try value.loadReference(), tracker)
        case .shards(_, nil): try visitShards(extra.shardHashes, tracker)
        case .configuration(let parameters?): try visit(extra.configuration, parameters, tracker)
        case .configuration(nil): tracker.visitAll(extra.configuration.root)
        case .oldBlock(let seqno):
            let blocks = try extra.details.load().previousBlocks
            try visitPath(to: seqno.hashmapKey, in: blocks.root, tracker)
        case .account, .libraries: break
        }
    }

    /// The leaf of a tree of shards, and what leads to it.
    private static func visitShard(
        _ prefix: UInt64, in root: Cell, _ tracker: MerkleProof.Tracker
    ) throws(CellError) {
        var (cell, depth) = (root, 0)
        while depth <= ShardIdentifier.maximumPrefixLength {
            var slice = try tracker.slice(of: cell)
            guard try slice.loadBit() else { return tracker.visitAll(cell) }
            let left = try slice.loadReference()
            cell = prefix >> UInt64(63 - depth) & 1 == 1 ? try slice.loadReference() : left
            depth += 1
        }
    }

    /// The cells on the way to a key of an augmented dictionary, and the leaf.
    private static func visitPath(
        to key: BitString, in root: Cell?, _ tracker: MerkleProof.Tracker
    ) throws(CellError) {
        _ = try tracker.value(for: key, in: HashmapE(keyBits: key.count, root: root))
    }

    /// The transactions of a block by accounts: all names, and the cells of these transactions.
    static func transactions(of root: Cell, whole: Set<Hash256>, withHeader: Bool) throws(CellError) -> MerkleProof {
        try MerkleProof.create(root: root) { (tracker) throws(CellError) in
            let block = try Block(cell: root)
            if withHeader { tracker.visitAll(block.info.cell) }
            tracker.visit(block.extra.cell)
            let accounts = try block.extra.load().accountBlocks
            var leaves: Set<Hash256> = []
            for (_, _, account) in try accounts.load().entries() {
                for (_, _, transaction) in try account.transactions.entries() {
                    if whole.contains(transaction.hash) { tracker.visitAll(transaction.cell) }
                    leaves.insert(transaction.cell.hash)
                }
            }
            var pending = [accounts.cell]
            while let cell = pending.popLast() {
                guard !leaves.contains(cell.hash) else { continue }
                tracker.visit(cell)
                pending += cell.references
            }
        }
    }
}
