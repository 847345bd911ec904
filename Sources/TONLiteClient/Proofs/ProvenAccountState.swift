public import TONBlocks
public import TONCells

/// An account as the state after a block has it, or that there is none.
public struct ProvenAccountState: Hashable, Sendable {
    /// The account.
    public let address: AccountAddress
    /// The block that was asked for.
    public let block: BlockIdentifier
    /// The newest block of the account's shard as that block names it, or that block itself; nil where there provably is
    /// no such workchain.
    public let shardBlock: BlockIdentifier?
    /// The unix time of the shard's block; nil where there is none.
    public let generatedAt: UInt32?
    /// The logical time at which the shard's block ends; nil where there is none.
    public let generatedLT: UInt64?
    /// The state's entry, from which the account's history hangs; nil where there provably is no such account.
    public let entry: ShardAccount?

    /// Reads the account: whole, or the part that was asked for. Throws where its cell wasn't part of the answer.
    public func account() throws(CellError) -> Account { try entry?.account() ?? .nonexistent }

    /// What an answer has, but for the account's cell.
    struct Proofs {
        let block: BlockIdentifier
        let shardBlock: LiteAPI.AnyBlockIdentifier
        let shardProof: [UInt8]
        let proof: [UInt8]
    }

    /// Verifies an answer about an account at a block, and the account's cell, if it came.
    init(
        of account: LiteAPI.AccountIdentifier, at block: BlockIdentifier, _ proofs: Proofs, cell: Cell?
    ) throws(ProofError) {
        let answer = ProofPlace(.answer, of: block)
        try answer.require(proofs.block, is: block)
        let address = try account.provableAddress(at: block)
        self.address = address
        self.block = block
        guard let shardBlock = try Self.shardBlock(of: address, at: block, proofs) else {
            guard proofs.shardBlock.identifier == nil, proofs.proof.isEmpty, cell == nil else {
                throw ProofPlace(.shards, of: block).error(.unasked("an account in a shard that there isn't"))
            }
            (self.shardBlock, generatedAt, generatedLT, entry) = (nil, nil, nil, nil)
            return
        }
        guard let named = proofs.shardBlock.identifier else {
            throw ProofPlace(.shards, of: block).error(.missing("the shard's block \(shardBlock)"))
        }
        try ProofPlace(.shards, of: block).require(named, is: shardBlock)
        let state = try ProofPlace(.state, of: shardBlock).proof { () throws(BlockProofError) in
            try ProvenState(proof: proofs.proof, of: shardBlock)
        }
        let proven = try ProofPlace(.account, of: shardBlock).proof { () throws(BlockProofError) in
            try ProvenAccount(address, in: state, cell: cell)
        }
        self.shardBlock = shardBlock
        generatedAt = state.state.generatedAt
        generatedLT = state.state.generatedLT
        entry = proven.entry
    }

    /// The block whose state has the account; nil where there provably is no such workchain.
    private static func shardBlock(
        of address: AccountAddress, at block: BlockIdentifier, _ proofs: Proofs
    ) throws(ProofError) -> BlockIdentifier? {
        guard !block.shardIdentifier.contains(address) else { return block }
        return try ProofPlace(.shards, of: block).proof { () throws(BlockProofError) in
            let shards = try ProvenState(proof: proofs.shardProof, of: block).shards()
            return try shards.shard(containing: address)?.block
        }
    }

    /// Throws where there is an account, and its cell didn't come.
    fileprivate func requireCell(_ cell: Cell?) throws(ProofError) {
        guard entry == nil || cell != nil else {
            throw ProofPlace(.account, of: shardBlock).error(.missing("the account's cell"))
        }
    }
}

extension LiteAPI.AccountIdentifier {
    /// The account as an address. Throws where the workchain is none that addresses can have.
    func provableAddress(at block: BlockIdentifier) throws(ProofError) -> AccountAddress {
        guard let workchain = Int8(exactly: workchain) else {
            throw ProofPlace(.account, of: block).error(
                .unasked("an account of workchain \(workchain), which has no address"))
        }
        return AccountAddress(workchain: workchain, hash: address)
    }
}

extension LiteAPI.AccountState {
    fileprivate var proofs: ProvenAccountState.Proofs {
        ProvenAccountState.Proofs(block: block, shardBlock: shardBlock, shardProof: shardProof, proof: proof)
    }
}

extension LiteAPI.GetAccountState: ProvableFunction {
    /// The question as it is. Throws where the account can't have an address.
    public func askingForProof() throws(ProofError) -> Self {
        _ = try account.provableAddress(at: block)
        return self
    }

    /// Verifies that the account is so after the newest block of its shard which the block names, or that there is none.
    public func proven(by answer: LiteAPI.AccountState) throws(ProofError) -> ProvenAccountState {
        let place = ProofPlace(.account, of: block)
        let cell = answer.state.isEmpty ? nil : try place.root(of: answer.state)
        let proven = try ProvenAccountState(of: account, at: block, answer.proofs, cell: cell)
        try proven.requireCell(cell)
        return proven
    }
}

extension LiteAPI.GetAccountStatePruned: ProvableFunction {
    /// The question as it is. Throws where the account can't have an address.
    public func askingForProof() throws(ProofError) -> Self {
        _ = try account.provableAddress(at: block)
        return self
    }

    /// Verifies as for ``LiteAPI/GetAccountState``. Code, data and libraries of the account are pruned: their hashes are
    /// certain, and reading them throws.
    public func proven(by answer: LiteAPI.AccountState) throws(ProofError) -> ProvenAccountState {
        let place = ProofPlace(.account, of: block)
        let cell = answer.state.isEmpty ? nil : try place.merkleProof(in: answer.state).root
        let proven = try ProvenAccountState(of: account, at: block, answer.proofs, cell: cell)
        try proven.requireCell(cell)
        return proven
    }
}

extension LiteAPI.RunSmartContractMethod: ProvableFunction {
    private static let proofsFlag: UInt32 = 1

    /// The question for proofs too. Throws where the account can't have an address.
    public func askingForProof() throws(ProofError) -> Self {
        _ = try account.provableAddress(at: block)
        var question = self
        question.mode |= Self.proofsFlag
        return question
    }

    /// Verifies on which account the method was run, if bit 0 of the mode asks for proofs; with bit 1 also what of the
    /// account was read.
    ///
    /// The exit code and the result are the server's word, and stay so: whoever needs certainty runs the method on a
    /// proven state.
    public func proven(by answer: LiteAPI.RunMethodResult) throws(ProofError) -> ProvenAccountState {
        let place = ProofPlace(.account, of: block)
        guard let proofs = answer.proofs else { throw place.error(.missing("proofs")) }
        var cell: Cell?
        if let stateProof = answer.stateProof, !stateProof.isEmpty {
            cell = try place.merkleProof(in: stateProof).root
        }
        return try ProvenAccountState(
            of: account, at: block,
            ProvenAccountState.Proofs(
                block: answer.block, shardBlock: answer.shardBlock, shardProof: proofs.shardProof, proof: proofs.proof),
            cell: cell)
    }
}
