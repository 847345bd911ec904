import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Answers of the node software of July 2026, under simplex consensus: blocks, and proofs of which parts are pruned.
@Suite("Answers of a node", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedNodeTests {
    struct Document: Decodable {
        struct Exchange: Decodable {
            let answer: String?
        }

        let exchanges: [Exchange]
    }

    /// The bags of cells somewhere in an answer.
    private static func bags(in answer: [UInt8]) -> [BagOfCells] {
        let magic: [UInt8] = [0xb5, 0xee, 0x9c, 0x72]
        var bags: [BagOfCells] = []
        var start = 0
        while start + 4 <= answer.count {
            // What precedes a bag in TL is its length, in one byte or in four.
            if answer[start] == magic[0], Array(answer[start..<start + 4]) == magic {
                let short = start >= 1 ? Int(answer[start - 1]) : 0
                let long = start >= 4 ? (1...3).reduce(0) { $0 | Int(answer[start - 4 + $1]) << (8 * ($1 - 1)) } : 0
                for length in [long, short] where length > 4 && start + length <= answer.count {
                    guard let bag = try? BagOfCells(answer[start..<start + length]) else { continue }
                    bags.append(bag)
                    start += length - 1
                    break
                }
            }
            start += 1
        }
        return bags
    }

    @Test("every block, and what is left of blocks and states in proofs, is read and written back")
    func exchanges() throws {
        let document = try RecordedFixtures.json(Document.self, "liteserver/localnet_exchanges.json")
        var walker = BlockWalker()
        var seen: Set<Hash256> = []
        var found: [String: Int] = [:]
        for exchange in document.exchanges {
            let bytes = try #require(Hex.decode(exchange.answer ?? ""))
            for root in Self.bags(in: bytes).flatMap(\.roots) where seen.insert(root.hash).inserted {
                let isProof = root.type == .merkleProof
                let cell = isProof ? try #require(root.reference(at: 0)) : root
                guard !cell.isExotic, let tag = try? cell.slice().peekUInt(bits: 32) else { continue }
                switch (tag, isProof) {
                case (0x11ef_55aa, false):
                    try walker.block(cell)
                    found["block", default: 0] += 1
                case (0x11ef_55aa, true):
                    try pruned(Block(cell: cell), cell)
                    found["pruned block", default: 0] += 1
                case (0x9023_afe2, _):
                    try pruned(ShardState(cell: cell), cell)
                    found["pruned state", default: 0] += 1
                default: break
                }
            }
        }
        #expect(found == ["block": 206, "pruned block": 460, "pruned state": 115])
        #expect(walker.counts["Transaction"] == 559 && walker.counts["changed account"] == 331)
    }

    /// What is there of a block.
    private func pruned(_ block: Block, _ cell: Cell) throws {
        #expect(try block.cell() == cell)
        try check(block.info)
        try check(block.valueFlow)
        if let extra = try check(block.extra) {
            try check(extra.inMessages)
            try check(extra.accountBlocks)
            if let lazy = extra.masterchainExtra, let masterchain = try check(lazy) { try check(masterchain.details) }
        }
        if !block.stateUpdate.isExotic || block.stateUpdate.type == .merkleUpdate { _ = try block.readStateUpdate() }
    }

    /// What is there of a state.
    private func pruned(_ state: ShardState, _ cell: Cell) throws {
        #expect(try state.cell() == cell)
        let state = try #require(state.unsplit)
        try check(state.accounts)
        try check(state.details)
        try check(state.outMessageQueueInfo)
        guard let lazy = state.masterchainExtra, let extra = try check(lazy) else { return }
        try check(extra.details)
        let configuration = extra.configuration.configuration
        guard !extra.configuration.root.isExotic else { return }
        for number: Int32 in 0...82 {
            // On the way to other parameters there are pruned branches.
            guard let parameter = try? configuration.parameter(number), try !parameter.cell().isExotic else { continue }
            if case .raw(_, let reason) = parameter { #expect(reason == nil, "parameter \(number)") }
        }
    }

    @discardableResult
    private func check<T: TLBCodable>(_ lazy: Lazy<T>) throws -> T? {
        guard !lazy.cell.isExotic else { return nil }
        let value = try lazy.load()
        #expect(try value.cell() == lazy.cell, "\(T.self)")
        return value
    }
}
