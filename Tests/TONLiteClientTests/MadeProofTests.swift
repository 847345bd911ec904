import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Answers of which none were recorded, made as a server makes them, and what a lying one would make of them.
@Suite("Made proofs")
struct MadeProofTests {
    private static func configuration() throws -> NetworkConfiguration {
        var configuration = NetworkConfiguration()
        try configuration.set(.address(SHA256.hash([1])), for: 0)
        try configuration.set(.globalVersion(GlobalVersion(version: 13, capabilities: 1)), for: 8)
        return configuration
    }

    private static func chain(_ count: Int, lastIsKeyBlock: Bool = false) throws -> MadeMasterchain {
        var chain = MadeMasterchain()
        for number in 1...count {
            try chain.make(
                configuration: try configuration(), isKeyBlock: lastIsKeyBlock && number == count)
        }
        return chain
    }

    // MARK: - Older blocks

    @Test("a step back leads to a block that the state names, and to no other")
    func back() throws {
        let chain = try Self.chain(5)
        let (source, destination) = (chain[5], chain[2])
        func link(to identifier: BlockIdentifier, _ proof: Cell) throws -> LiteAPI.BlockLinkBack {
            LiteAPI.BlockLinkBack(
                isToKeyBlock: false, source: source.identifier, destination: identifier,
                destinationProof: proof.boc([]),
                proof: try source.headerProof().boc([]),
                stateProof: try source.stateProof { state, tracker throws(CellError) in
                    if let root = try state.masterchainExtra?.load().details.load().previousBlocks.root {
                        tracker.visitAll(root)
                    }
                }.boc([]))
        }
        let honest = try link(to: destination.identifier, try destination.headerProof())
        #expect(try honest.proven().block == destination.identifier)
        var other = destination.identifier
        other.fileHash = .zero
        #expect(
            throws: ProofError(
                block: source.identifier, step: .state,
                reason: .otherBlock(expected: destination.identifier, found: other))
        ) { try link(to: other, try destination.headerProof()).proven() }
        // A block that the test makes, of the same number.
        var forged = MadeMasterchain()
        try forged.make(configuration: try Self.configuration())
        try forged.make(configuration: try Self.configuration(), isKeyBlock: true)
        #expect(throws: ProofError.self) {
            try link(to: forged[2].identifier, try forged[2].headerProof()).proven()
        }
        // Declared as what it isn't.
        var wrong = honest
        wrong.isToKeyBlock = true
        #expect(throws: ProofError.self) { try wrong.proven() }
        wrong = honest
        swap(&wrong.source, &wrong.destination)
        #expect(throws: ProofError.self) { try wrong.proven() }
        var faults = ProofFaults(seed: 5)
        var writer = TLWriter()
        writer.writeBoxed(honest)
        faults.flip(writer.bytes, samples: 1500, expecting: destination.identifier, "back") {
            let link = try LiteAPI.BlockLinkBack(tl: $0)
            return try ProvenBlockChain(from: source.identifier, steps: [.back(link)]).destination
        }
        #expect(faults.accepted == 0 && faults.refused > 1400)
    }

    @Test("answers that go on where they shouldn't, or not where they should")
    func chains() throws {
        let chain = try Self.chain(20)
        let newest = chain[20]
        func step(_ source: UInt32, _ destination: UInt32) throws -> LiteAPI.BlockLink {
            .back(
                LiteAPI.BlockLinkBack(
                    isToKeyBlock: false, source: chain[source].identifier, destination: chain[destination].identifier,
                    destinationProof: try chain[destination].headerProof().boc([]),
                    proof: try chain[source].headerProof().boc([]),
                    stateProof: try MerkleProof.create(root: chain[source].state) { tracker throws(CellError) in
                        tracker.visitAll(chain[source].state)
                    }.cell.boc([])))
        }
        func ask(
            for target: UInt32, isComplete: Bool = true, to destination: UInt32? = nil, _ steps: [LiteAPI.BlockLink]
        ) throws -> BlockIdentifier {
            let question = LiteAPI.GetBlockProof(knownBlock: newest.identifier, targetBlock: chain[target].identifier)
            let answer = LiteAPI.PartialBlockProof(
                isComplete: isComplete, source: newest.identifier,
                destination: chain[destination ?? target].identifier, steps: steps)
            return try question.proven(by: answer).destination
        }
        #expect(try ask(for: 3, [step(20, 3)]) == chain[3].identifier)
        #expect(try ask(for: 3, [step(20, 9), step(9, 3)]) == chain[3].identifier)
        #expect(try ask(for: 20, []) == newest.identifier)
        // To another block, whatever it is declared to be.
        #expect(throws: ProofError.self) { try ask(for: 3, to: 4, [step(20, 4)]) }
        #expect(throws: ProofError.self) { try ask(for: 3, [step(20, 4)]) }
        #expect(throws: ProofError.self) { try ask(for: 3, isComplete: false, to: 4, [step(20, 4)]) }
        // With a gap, from elsewhere, with nothing, or for ever.
        #expect(throws: ProofError.self) { try ask(for: 3, [step(20, 9), step(8, 3)]) }
        #expect(throws: ProofError.self) { try ask(for: 3, [step(9, 3)]) }
        #expect(throws: ProofError.self) { try ask(for: 3, []) }
        #expect(throws: ProofError.self) { try ask(for: 3, isComplete: false, to: 20, []) }
        let long = try (4...20).reversed().map { try step($0, $0 - 1) }
        #expect(long.count == 17)
        #expect(
            throws: ProofError(
                block: newest.identifier, step: .answer,
                reason: .number(what: "steps at most", expected: 16, found: 17))
        ) { try ask(for: 3, long) }
        #expect(try ask(for: 4, Array(long.dropLast())) == chain[4].identifier)
    }

    @Test("the first block at a time, and no other")
    func lookup() throws {
        let chain = try Self.chain(6)
        func look(
            for change: (inout LiteAPI.LookupBlockWithProof) -> Void, answering seqno: UInt32, previous: UInt32?
        ) throws -> UInt32 {
            var question = LiteAPI.LookupBlockWithProof(
                block: LiteAPI.BlockPosition(.masterchain, seqno: 0), masterchainBlock: chain[6].identifier)
            change(&question)
            let found = chain[seqno]
            let answer = LiteAPI.LookupBlockResult(
                block: found.identifier, masterchainBlock: found.identifier,
                clientMasterchainStateProof: try chain[6].headerProof().boc([]),
                masterchainBlockProof: try MerkleProof.create(root: chain[6].state) { tracker throws(CellError) in
                    tracker.visitAll(chain[6].state)
                }.cell.boc([]),
                shardLinks: [], header: try found.headerProof().boc([]),
                previousHeader: try previous.map { try chain[$0].headerProof().boc([]) } ?? [], mode: question.mode)
            return try question.proven(by: answer).info.seqno
        }
        #expect(
            try look(
                for: {
                    $0.otherFlags = 1; $0.block.seqno = 4
                }, answering: 4, previous: nil) == 4)
        #expect(throws: ProofError.self) {
            try look(
                for: {
                    $0.otherFlags = 1; $0.block.seqno = 4
                }, answering: 3, previous: nil)
        }
        #expect(throws: ProofError.self) {
            try look(
                for: {
                    $0.otherFlags = 1; $0.block.seqno = 4; $0.block.workchain = 0
                }, answering: 4, previous: nil)
        }
        let lt = chain[4].endLT - 5
        #expect(try look(for: { $0.lt = lt }, answering: 4, previous: 3) == 4)
        #expect(throws: ProofError.self) { try look(for: { $0.lt = lt }, answering: 4, previous: nil) }
        #expect(throws: ProofError.self) { try look(for: { $0.lt = lt }, answering: 4, previous: 2) }
        #expect(throws: ProofError.self) { try look(for: { $0.lt = lt }, answering: 5, previous: 4) }
        #expect(throws: ProofError.self) { try look(for: { $0.lt = lt }, answering: 3, previous: 2) }
        #expect(try look(for: { $0.time = 1004 }, answering: 4, previous: 3) == 4)
        #expect(throws: ProofError.self) { try look(for: { $0.time = 1004 }, answering: 3, previous: 2) }
        #expect(throws: ProofError.self) { try look(for: { $0.time = 1003 }, answering: 5, previous: 4) }
    }

    // MARK: - What a state says

    @Test("the configuration of a key block itself")
    func keyBlockConfiguration() throws {
        let chain = try Self.chain(2, lastIsKeyBlock: true)
        let flag: UInt32 = 0x8000
        func answer(_ made: MadeMasterchain.Made, as identifier: BlockIdentifier? = nil) throws
            -> LiteAPI.ConfigurationInfo
        {
            LiteAPI.ConfigurationInfo(
                block: identifier ?? made.identifier, stateProof: [],
                configurationProof: try MerkleProof.create(root: made.root) { tracker throws(CellError) in
                    tracker.visitAll(made.root)
                }.cell.boc([]), mode: flag)
        }
        let question = LiteAPI.GetConfigurationAll(block: chain[2].identifier, mode: flag)
        let proven = try question.proven(by: try answer(chain[2]))
        #expect(proven.configuration == (try Self.configuration()))
        // The answer about another key block is no answer, whatever it calls itself.
        let other = LiteAPI.GetConfigurationAll(block: chain[1].identifier, mode: flag)
        #expect(throws: ProofError.self) { try other.proven(by: try answer(chain[2])) }
        #expect(throws: ProofError.self) { try other.proven(by: try answer(chain[2], as: chain[1].identifier)) }
        // That of a block which is none.
        #expect(
            throws: ProofError(block: chain[1].identifier, step: .configuration, reason: .block(.notKeyBlock(seqno: 1)))
        ) { try other.proven(by: try answer(chain[1])) }
    }

    @Test("parameters that weren't sent whole")
    func parameters() throws {
        let chain = try Self.chain(1)
        let made = chain[1]
        func answer(showing numbers: [Int32]) throws -> LiteAPI.ConfigurationInfo {
            LiteAPI.ConfigurationInfo(
                block: made.identifier, stateProof: try made.headerProof().boc([]),
                configurationProof: try made.stateProof { state, tracker throws(CellError) in
                    guard let parameters = try state.masterchainExtra?.load().configuration else { return }
                    for number in numbers {
                        let key = BitString(UInt64(UInt32(bitPattern: number)), bits: 32)
                        guard
                            var value = try tracker.value(for: key, in: parameters.configuration.dictionary)
                        else { continue }
                        tracker.visitAll(try value.loadReference())
                    }
                }.boc([]), mode: 0)
        }
        func question(_ numbers: [Int32]) -> LiteAPI.GetConfigurationParameters {
            LiteAPI.GetConfigurationParameters(block: made.identifier, parameters: numbers)
        }
        let proven = try question([8, 9]).proven(by: try answer(showing: [8, 9]))
        #expect(try proven.configuration.globalVersion()?.version == 13)
        #expect(try proven.configuration.cell(9) == nil)
        // A parameter that fits in a pruned branch's place is shown in any case.
        #expect(throws: ProofError.self) { try question([0, 8]).proven(by: try answer(showing: [])) }
        #expect(throws: ProofError.self) {
            try LiteAPI.GetConfigurationAll(block: made.identifier).proven(by: try answer(showing: []))
        }
        #expect(
            try LiteAPI.GetConfigurationAll(block: made.identifier).proven(by: try answer(showing: [0, 8]))
                .configuration == (try Self.configuration()))
    }

    @Test("libraries that there are and those that there aren't")
    func libraries() throws {
        func library(_ number: UInt8) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(bytes: [UInt8](repeating: number, count: 100))
            return try builder.build()
        }
        let present = try (1...5).map { try library($0) }
        var libraries = Libraries()
        for cell in present {
            let publishers = try TypedHashmapE<Hash256, EmptyValue>([(key: Hash256.zero, value: EmptyValue())])
            try libraries.set(LibraryDescription(library: cell, publishers: publishers), for: cell.hash)
        }
        var chain = MadeMasterchain()
        try chain.make(libraries: libraries, configuration: try Self.configuration())
        let made = chain.newest
        let absent = SHA256.hash([77])
        let hashes = [present[1].hash, present[3].hash, absent]
        let question = LiteAPI.GetLibrariesWithProof(block: made.identifier, hashes: hashes, mode: 0)
        let answer = LiteAPI.LibraryResultWithProof(
            block: made.identifier,
            libraries: [present[1], present[3]].map { LiteAPI.LibraryEntry(hash: $0.hash, data: $0.boc([])) },
            stateProof: try made.headerProof().boc([]),
            dataProof: try made.stateProof { state, tracker throws(CellError) in
                for hash in hashes {
                    _ = try tracker.value(for: BitString(hash), in: try state.details.load().libraries.dictionary)
                }
            }.boc([]), mode: 0)
        let proven = try question.proven(by: answer)
        #expect(Set(proven.libraries.keys) == [present[1].hash, present[3].hash])
        #expect(proven.libraries[present[3].hash]?.library == present[3])
        var faults = ProofFaults(seed: 6)
        faults.flip(answer.tlBytes, samples: 1000, expecting: proven, "libraries") {
            try question.proven(by: try LiteAPI.LibraryResultWithProof(tl: $0))
        }
        #expect(faults.accepted == 0)
        // One withheld, one exchanged, and one that wasn't asked for.
        var lie = answer
        lie.libraries.removeLast()
        #expect(
            throws: ProofError(
                block: made.identifier, step: .libraries, reason: .missing("the library \(present[3].hash)"))
        ) { try question.proven(by: lie) }
        lie = answer
        lie.libraries[0].data = present[0].boc([])
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        lie = answer
        lie.libraries[0] = LiteAPI.LibraryEntry(hash: present[0].hash, data: present[0].boc([]))
        #expect(throws: ProofError.self) { try question.proven(by: lie) }
        lie = answer
        lie.libraries.append(LiteAPI.LibraryEntry(hash: absent, data: present[0].boc([])))
        #expect(throws: ProofError.self) { try question.proven(by: lie) }

        // Without proof: each by its hash.
        let plain = LiteAPI.GetLibraries(hashes: hashes)
        #expect(
            try plain.proven(by: LiteAPI.LibraryResult(libraries: answer.libraries))
                == [present[1].hash: present[1], present[3].hash: present[3]])
        #expect(throws: ProofError.self) {
            try plain.proven(
                by: LiteAPI.LibraryResult(libraries: [
                    LiteAPI.LibraryEntry(hash: present[1].hash, data: present[3].boc([]))
                ]))
        }
        #expect(throws: ProofError.self) {
            try plain.proven(
                by: LiteAPI.LibraryResult(libraries: [
                    LiteAPI.LibraryEntry(hash: present[0].hash, data: present[0].boc([]))
                ]))
        }
    }

    @Test("counters of validators, page by page")
    func statistics() throws {
        let keys = (0..<10).map { SHA256.hash([$0]) }.sorted()
        var counters = TypedHashmapE<Hash256, CreatorStats>()
        for (number, key) in keys.enumerated() {
            let count = BlockCounters(lastUpdated: 1, total: UInt64(number), count2048: 2, count65536: 3)
            try counters.set(CreatorStats(masterchainBlocks: count, shardBlocks: count), for: key)
        }
        var chain = MadeMasterchain()
        try chain.make(statistics: .plain(counters), configuration: try Self.configuration())
        let made = chain.newest
        func answer(_ range: Range<Int>, isComplete: Bool) throws -> LiteAPI.ValidatorStatistics {
            LiteAPI.ValidatorStatistics(
                block: made.identifier, count: UInt32(range.count), isComplete: isComplete,
                stateProof: try made.headerProof().boc([]),
                dataProof: try made.stateProof { _, tracker throws(CellError) in
                    // The way to the first of them leads over the one before.
                    for position in max(0, range.lowerBound - 1)..<range.upperBound {
                        _ = try tracker.value(for: BitString(keys[position]), in: counters.dictionary)
                    }
                }.boc([]), mode: 0)
        }
        func question(after key: Int?, limit: UInt32) -> LiteAPI.GetValidatorStatistics {
            LiteAPI.GetValidatorStatistics(
                block: made.identifier, limit: limit, startAfter: key.map { keys[$0] })
        }
        let first = try question(after: nil, limit: 4).proven(by: try answer(0..<4, isComplete: false))
        #expect(first.entries.map(\.publicKey) == Array(keys[0..<4]) && !first.isLast)
        #expect(first.entries.map(\.counters.masterchainBlocks.total) == [0, 1, 2, 3])
        let last = try question(after: 3, limit: 100).proven(by: try answer(4..<10, isComplete: true))
        #expect(last.entries.map(\.publicKey) == Array(keys[4..<10]) && last.isLast)
        // Some left out at the end or the start, more than asked for, or nothing at all.
        #expect(throws: ProofError.self) {
            try question(after: 3, limit: 100).proven(by: try answer(4..<8, isComplete: true))
        }
        #expect(throws: ProofError.self) {
            try question(after: 3, limit: 100).proven(by: try answer(6..<10, isComplete: true))
        }
        #expect(throws: ProofError.self) {
            try question(after: nil, limit: 3).proven(by: try answer(0..<4, isComplete: false))
        }
        #expect(throws: ProofError.self) {
            try question(after: 3, limit: 9).proven(by: try answer(4..<4, isComplete: false))
        }
        var faults = ProofFaults(seed: 7)
        faults.flip(try answer(4..<10, isComplete: true).tlBytes, samples: 1000, expecting: last, "statistics") {
            try question(after: 3, limit: 100).proven(by: try LiteAPI.ValidatorStatistics(tl: $0))
        }
        #expect(faults.accepted == 0)
    }
}
