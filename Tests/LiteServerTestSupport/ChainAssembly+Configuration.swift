import TONBlocks
import TONCells
import TONCrypto

/// The configuration, its validators and libraries.
extension ChainAssembly {
    /// The masterchain account that would keep the configuration.
    static let configurationAddress = SHA256.hash(Array("configuration".utf8))

    private static func validators(
        _ plan: SyntheticChain.Plan, generation: Int
    ) throws -> TestValidatorSet {
        try TestValidatorSet(
            seed: plan.seed, generation: generation, count: plan.validatorCount, mainCount: plan.mainValidatorCount)
    }

    private static func isSimplex(_ plan: SyntheticChain.Plan, generation: Int) -> Bool {
        switch plan.consensus {
        case .ordinary: false
        case .simplex: true
        case .simplexAfterFirstKeyBlock: generation > 0
        }
    }

    /// Who signs after the key block of a generation.
    static func session(
        _ plan: SyntheticChain.Plan, generation: Int, catchainSeqno: UInt32
    ) throws -> ValidatorSession {
        try validators(plan, generation: generation).session(
            catchainSeqno: catchainSeqno, isSimplex: isSimplex(plan, generation: generation),
            isShuffled: plan.shufflesValidators)
    }

    /// The configuration from the key block of a generation on: the plan's, or the least that a network has, with the
    /// chain's own validators, consensus and workchain.
    static func configuration(
        _ plan: SyntheticChain.Plan, generation: Int, time: UInt32, shardFirstState: SyntheticBlock
    ) throws -> NetworkConfiguration {
        var configuration = plan.configuration.map { NetworkConfiguration(root: $0) } ?? NetworkConfiguration()
        try configuration.set(.address(configurationAddress), for: 0)
        if try configuration.electorAddress() == nil {
            try configuration.set(.address(SHA256.hash(Array("elector".utf8))), for: 1)
        }
        try configuration.set(.globalVersion(software), for: 8)
        if try configuration.electionTimings() == nil {
            try configuration.set(
                .electionTimings(
                    ElectionTimings(
                        validatorsElectedFor: 65_536, electionsStartBefore: 32_768, electionsEndBefore: 8192,
                        stakeHeldFor: 32_768)), for: 15)
        }
        try configuration.set(
            .catchain(
                CatchainConfiguration(
                    shufflesMasterchainValidators: plan.shufflesValidators, masterchainLifetime: 250,
                    shardLifetime: 250,
                    shardValidatorsLifetime: 1000, shardValidatorsCount: 7)), for: 28)
        if try configuration.consensusConfiguration() == nil {
            try configuration.set(
                .consensus(
                    ConsensusConfiguration(
                        layout: .third, usesNewCatchainIdentifiers: true, roundCandidates: 3,
                        nextCandidateDelay: 2000, consensusTimeout: 16_000, fastAttempts: 3, attemptDuration: 8,
                        catchainMaximumDependencies: 4, maximumBlockBytes: 2_097_152,
                        maximumCollatedBytes: 2_097_152, protocolVersion: 3)), for: 29)
        }
        if isSimplex(plan, generation: generation) {
            let simplex = NewConsensusConfiguration.simplexV2(
                SimplexConfigurationV2(
                    usesQUIC: false, slotsPerLeaderWindow: 4, noncriticalParameters: TypedHashmapE()))
            try configuration.set(.newConsensus(NewConsensusConfigurations(masterchain: simplex)), for: 30)
        } else {
            try configuration.remove(30)
        }
        let set = try validators(plan, generation: generation).value(
            validSince: time, validUntil: time + 65_536)
        for number: Int32 in 32...37 { try configuration.remove(number) }
        try configuration.set(.validatorSet(set), for: 34)
        try configuration.set(.workchains(try workchains(shardFirstState)), for: 12)
        return configuration
    }

    private static func workchains(_ first: SyntheticBlock) throws -> TypedHashmapE<Int32, WorkchainDescription> {
        let base = WorkchainDescription(
            enabledSince: first.generatedAt, monitorMinimumSplit: 0, minimumSplit: 0, maximumSplit: 4, isActive: true,
            acceptsMessages: true, zerostateRootHash: first.identifier.rootHash,
            zerostateFileHash: first.identifier.fileHash, version: 0, format: .basic(vmVersion: -1, vmMode: 0))
        return try TypedHashmapE([(key: Int32(0), value: base)])
    }

    /// Public libraries, as if the configuration's account had published them.
    static func libraries(_ cells: [Cell]) throws -> Libraries {
        var libraries = Libraries()
        var publishers = TypedHashmapE<Hash256, EmptyValue>()
        try publishers.set(EmptyValue(), for: configurationAddress)
        for cell in cells {
            try libraries.set(LibraryDescription(library: cell, publishers: publishers), for: cell.hash)
        }
        return libraries
    }
}
