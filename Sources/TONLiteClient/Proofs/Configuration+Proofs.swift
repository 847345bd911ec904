public import TONBlocks
import TONCells
public import TONCrypto

/// Parameters of the configuration as a masterchain block's state has them.
public struct ProvenConfiguration: Hashable, Sendable {
    /// The block.
    public let block: BlockIdentifier
    /// The parameters. Those that weren't asked for may be pruned, and throw when they are read.
    public let configuration: NetworkConfiguration
    /// The masterchain account that keeps them.
    public let address: Hash256

    /// A bit of the mode: not the state's configuration, but that of the key block itself.
    private static let keyBlockFlag: UInt32 = 0x8000

    /// Verifies an answer.
    init(
        at block: BlockIdentifier, mode: UInt32, _ answer: LiteAPI.ConfigurationInfo
    ) throws(ProofError) {
        // A server that is asked for the last key block answers about that, whatever block was named: it has to be the
        // same one.
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        let parameters = try ProofPlace(.configuration, of: block).proof { () throws(BlockProofError) in
            if mode & Self.keyBlockFlag != 0 {
                return try ProvenBlock(proof: answer.configurationProof, of: block).configuration()
            }
            return try ProvenState(
                headerProof: answer.stateProof, stateProof: answer.configurationProof, of: block
            ).configuration()
        }
        self.block = block
        configuration = parameters.configuration
        address = parameters.address
    }
}

extension LiteAPI.GetConfigurationAll: ProvableFunction {
    /// Verifies the whole configuration.
    public func proven(by answer: LiteAPI.ConfigurationInfo) throws(ProofError) -> ProvenConfiguration {
        let proven = try ProvenConfiguration(at: block, mode: mode, answer)
        guard proven.configuration.dictionary.root?.level == 0 else {
            throw ProofPlace(.configuration, of: block).error(.missing("the whole configuration"))
        }
        return proven
    }
}

extension LiteAPI.GetConfigurationParameters: ProvableFunction {
    /// Verifies the parameters that were asked for, each whole, or that there is none.
    public func proven(by answer: LiteAPI.ConfigurationInfo) throws(ProofError) -> ProvenConfiguration {
        let proven = try ProvenConfiguration(at: block, mode: mode, answer)
        let place = ProofPlace(.configuration, of: block)
        for number in parameters {
            let cell = try place.cells { () throws(CellError) in try proven.configuration.cell(number) }
            guard (cell?.level ?? 0) == 0 else { throw place.error(.missing("the whole parameter \(number)")) }
        }
        return proven
    }
}

/// Counters of validators, in the order of their keys: all that there are behind a key, as many as were asked for.
public struct ProvenValidatorStatistics: Hashable, Sendable {
    /// The counters of a validator.
    public struct Entry: Hashable, Sendable {
        /// Its public key; zero for all of them together.
        public let publicKey: Hash256
        /// How many blocks it made.
        public let counters: CreatorStats
    }

    /// The masterchain block.
    public let block: BlockIdentifier
    /// The counters.
    public let entries: [Entry]
    /// Whether no further ones follow.
    public let isLast: Bool
}

extension LiteAPI.GetValidatorStatistics: ProvableFunction {
    private static let maximumCount: UInt32 = 1000

    /// Verifies that these are the counters behind the key, and no others. `modifiedAfter` means nothing: servers don't
    /// leave out any.
    public func proven(by answer: LiteAPI.ValidatorStatistics) throws(ProofError) -> ProvenValidatorStatistics {
        let place = ProofPlace(.statistics, of: block)
        try ProofPlace(.answer, of: block).require(answer.block, is: block)
        guard answer.count <= min(limit, Self.maximumCount) else {
            throw place.error(.number(what: "entries at most", expected: UInt64(limit), found: UInt64(answer.count)))
        }
        let statistics = try place.proof { () throws(BlockProofError) in
            try ProvenState(headerProof: answer.stateProof, stateProof: answer.dataProof, of: block).blockCreateStats()
        }
        guard case .plain(let dictionary) = statistics else { throw place.error(.missing("counters")) }
        // One more shows that nothing follows.
        let limit = Int(answer.count) + (answer.isComplete ? 1 : 0)
        let entries = try place.cells { () throws(CellError) in
            try self.entries(in: dictionary.dictionary, limit: limit)
        }
        guard entries.count == Int(answer.count) else {
            throw place.error(
                .number(what: "entries:", expected: UInt64(entries.count), found: UInt64(answer.count)))
        }
        guard answer.isComplete || answer.count > 0 else { throw place.error(.missing("counters")) }
        return ProvenValidatorStatistics(block: block, entries: entries, isLast: answer.isComplete)
    }

    private func entries(
        in dictionary: HashmapE, limit: Int
    ) throws(CellError) -> [ProvenValidatorStatistics.Entry] {
        let includesStart = mode & 3 != 1
        var entries: [ProvenValidatorStatistics.Entry] = []
        var (key, isInclusive) = ((startAfter ?? .zero).hashmapKey, includesStart)
        while entries.count < limit,
            let entry = try dictionary.nearest(to: key, .ascending, isInclusive: isInclusive)
        {
            (key, isInclusive) = (entry.key, false)
            var value = entry.value
            let counters = try value.load(CreatorStats.self)
            try value.end()
            entries.append(
                ProvenValidatorStatistics.Entry(publicKey: try Hash256(hashmapKey: entry.key), counters: counters))
        }
        return entries
    }
}
