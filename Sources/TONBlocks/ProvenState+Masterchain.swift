public import TONCells
public import TONCrypto

/// What a state of the masterchain says of earlier blocks, libraries and validators.
extension ProvenState {
    /// The details of a masterchain state. Throws where it is none, or where they are pruned.
    private func masterchainDetails() throws(BlockProofError) -> MasterchainStateDetails {
        let extra = try masterchainExtra()
        return try proving { () throws(CellError) in
            try within("custom") { () throws(CellError) in try extra.details.load() }
        }
    }

    /// A masterchain block by its number, and whether it is a key block: the block of this state, or any before it; nil
    /// where there provably is none, as for every later number.
    ///
    /// Throws where it is no state of the masterchain, or pruned on the way.
    public func masterchainBlock(
        _ seqno: UInt32
    ) throws(BlockProofError) -> (block: BlockIdentifier, isKeyBlock: Bool)? {
        let details = try masterchainDetails()
        guard seqno < block.seqno else { return seqno == block.seqno ? (block, details.isAfterKeyBlock) : nil }
        let found = try proving { () throws(CellError) in
            try within("prev_blocks") { () throws(CellError) in try details.previousBlocks.value(for: seqno) }
        }
        guard let found else { return nil }
        guard found.block.seqno == seqno else { throw .seqno(expected: seqno, found: found.block.seqno) }
        return (found.block.identifier(in: .masterchain), found.isKeyBlock)
    }

    /// The last key block: the block of this state or one before it; nil before the first.
    ///
    /// Throws where it is no state of the masterchain, or pruned on the way.
    public func lastKeyBlock() throws(BlockProofError) -> BlockIdentifier? {
        let details = try masterchainDetails()
        return details.isAfterKeyBlock ? block : details.lastKeyBlock?.identifier(in: .masterchain)
    }

    /// How many blocks each validator made; nil where that isn't counted.
    ///
    /// Throws where it is no state of the masterchain, or pruned on the way. Counters that the proof doesn't show throw
    /// when they are read.
    public func blockCreateStats() throws(BlockProofError) -> BlockCreateStats? {
        try masterchainDetails().blockCreateStats
    }

    /// A public library by its hash; nil where there provably is none.
    ///
    /// `cell` is the library where the state's proof has it pruned. Throws where that has another hash, where it is no
    /// state of the masterchain, or where it is pruned on the way.
    public func library(_ hash: Hash256, cell: Cell? = nil) throws(BlockProofError) -> LibraryDescription? {
        guard state.shard.isMasterchain else { throw .notMasterchain(state.shard) }
        let found = try proving { () throws(CellError) in
            try within("libraries") { () throws(CellError) in try state.details.load().libraries.value(for: hash) }
        }
        guard var library = found else {
            if let cell { throw .absentLibrary(found: cell.hash(level: 0)) }
            return nil
        }
        let candidates = [library.library, cell].compactMap { $0 }
        for candidate in candidates where candidate.hash(level: 0) != hash {
            throw .libraryHash(expected: hash, found: candidate.hash(level: 0))
        }
        if let cell { library.library = cell }
        return library
    }
}
