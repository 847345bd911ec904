public import TONCells
public import TONCrypto

/// An account as the state after a block has it, or that the state has none.
///
/// ```swift
/// let account = try ProvenAccount(proof: answer.proof, state: answer.state, of: address, in: shardBlock)
/// guard let last = account.entry?.lastTransaction else { … }  // provably absent
/// ```
public struct ProvenAccount: Hashable, Sendable {
    /// The account.
    public let address: AccountAddress
    /// The block after which it is so.
    public let block: BlockIdentifier
    /// The state's entry, from which the account's history hangs; nil where there provably is no such account.
    public let entry: ShardAccount?

    /// Looks an account up in a state.
    ///
    /// `cell` is the account's cell where the state's proof has it pruned; its hash must be the entry's. Throws where the
    /// account can't be in the state's shard, where the way to it is pruned, or where its cell is that of another.
    public init(
        _ address: AccountAddress, in state: ProvenState, cell: Cell? = nil
    ) throws(BlockProofError) {
        let shard = state.state.shard
        guard shard.contains(address) else { throw .accountOutsideShard(address, shard) }
        self.address = address
        block = state.block
        let found = try proving { () throws(CellError) in
            try within("accounts") { () throws(CellError) in
                try state.state.accounts.load().value(for: address.hash)
            }
        }
        guard var entry = found else {
            if let cell { throw .absentAccount(found: cell.hash(level: 0)) }
            self.entry = nil
            return
        }
        if let cell {
            let found = cell.hash(level: 0)
            guard found == entry.stateHash else { throw .accountHash(expected: entry.stateHash, found: found) }
            entry.accountCell = cell
        }
        self.entry = entry
        guard !entry.accountCell.isExotic else { return }
        let account = try proving { () throws(CellError) in try readAddress(entry.accountCell) }
        if let account, account.effectiveAccount != address {
            throw .accountAddress(expected: address, found: account)
        }
    }

    /// Reads a bag of two Merkle proofs (of the block's header and state update, and of the state), and the bag of the
    /// account's cell, which is empty where there is no account.
    public init(
        proof: some Collection<UInt8>, state: some Collection<UInt8>, of address: AccountAddress,
        in block: BlockIdentifier
    ) throws(BlockProofError) {
        let proven = try ProvenState(proof: proof, of: block)
        try self.init(address, in: proven, cell: state.isEmpty ? nil : try provenRoot(in: state))
    }

    /// The hash of the account's cell; nil where there is no account.
    public var stateHash: Hash256? { entry?.stateHash }

    /// Reads the account. Throws where its cell is pruned.
    public func account() throws(BlockProofError) -> Account {
        guard let entry else { return .nonexistent }
        return try proving { () throws(CellError) in try entry.account() }
    }
}

/// The address that an account's cell starts with; nil where it says that there is no account.
private func readAddress(_ cell: Cell) throws(CellError) -> MessageAddress? {
    var slice = try cell.slice()
    return try slice.loadBit() ? try slice.load(MessageAddress.self) : nil
}

extension MessageAddress {
    /// The account, if it is a standard address, with the prefix that anycast puts in place of its first bits.
    fileprivate var effectiveAccount: AccountAddress? {
        guard case .standard(let address, let anycast) = self else { return nil }
        guard let prefix = anycast?.rewritePrefix else { return address }
        var bytes = address.hash.bytes
        for position in 0..<min(prefix.count, 256) {
            let mask: UInt8 = 0x80 >> UInt8(position % 8)
            bytes[position / 8] = bytes[position / 8] & ~mask | (prefix.bit(at: position) ? mask : 0)
        }
        return Hash256(bytes).map { AccountAddress(workchain: address.workchain, hash: $0) }
    }
}
