import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Blocks with altered bits are read or refused; what is read is written back to the same cell.
@Suite("Random blocks")
struct RandomBlockTests {
    private static func check<T: TLBCodable>(_ type: T.Type, _ cell: Cell) {
        guard let value = try? T(cell: cell) else { return }
        #expect((try? value.cell()) == cell, "\(type) is written to another cell than it was read from")
    }

    private static func checkEntries<Key, Value, Extra>(
        _ type: TypedHashmapAugE<Key, Value, Extra>.Type, _ cell: Cell
    ) {
        guard let value = try? type.init(cell: cell) else { return }
        _ = try? value.entries(limit: 300)
    }

    /// Reads the cell as everything in turn.
    static func readAll(_ cell: Cell) {
        check(Block.self, cell)
        check(BlockInfo.self, cell)
        check(BlockExtra.self, cell)
        check(ValueFlow.self, cell)
        check(MasterchainBlockExtra.self, cell)
        check(MasterchainBlockDetails.self, cell)
        check(ShardDescription.self, cell)
        check(ShardState.self, cell)
        check(ShardStateDetails.self, cell)
        check(MasterchainStateExtra.self, cell)
        check(MasterchainStateDetails.self, cell)
        check(OutMessageQueueInfo.self, cell)
        check(InMessage.self, cell)
        check(OutMessage.self, cell)
        check(MessageEnvelope.self, cell)
        check(AccountBlock.self, cell)
        check(LibraryDescription.self, cell)
        check(BlockProof.self, cell)
        check(BlockSignatures.self, cell)
        check(NewBounceBody.self, cell)
        check(TopBlockDescription.self, cell)
        check(TopBlockDescriptions.self, cell)
        check(ConsensusExtraData.self, cell)
        check(AccountStorageDictionaryProof.self, cell)
        check(ProducerInfo.self, cell)
        check(ComplaintDescription.self, cell)
        check(ValidatorComplaint.self, cell)
        check(ValidatorComplaintStatus.self, cell)
        check(ConfigurationProposal.self, cell)
        check(ConfigurationProposalStatus.self, cell)
        check(SimpleLibrary.self, cell)
        check(OutAction.self, cell)
        if let root = try? CollatedRoot(cell: cell) { #expect((try? root.cell()) == cell) }
        if let actions = try? OutActions(cell: cell) { #expect((try? actions.cell()) == cell) }
        if let description = try? TopBlockDescription(cell: cell) { _ = try? description.provenChain() }
        check(BinaryTree<ShardDescription>.self, cell)
        check(ConfigurationParameters.self, cell)
        checkEntries(InMessages.self, cell)
        checkEntries(OutMessages.self, cell)
        checkEntries(ShardAccountBlocks.self, cell)
        checkEntries(ShardAccounts.self, cell)
        checkEntries(ShardFees.self, cell)
        checkEntries(OutMessageQueue.self, cell)
        checkEntries(MessageDispatchQueue.self, cell)
        _ = try? BinaryTree<ShardDescription>(root: cell).leaves(workchain: 0, limit: 300)
        _ = try? BinaryTree<ShardDescription>(root: cell).leaf(addressPrefix: 77, workchain: 0)
        _ = try? ShardHashes(cell: cell).shards(limit: 300)
        _ = try? BlockInfo(cell: cell).previousBlockIdentifiers()
        _ = try? MerkleUpdate(cell: cell)
        if let account = try? AccountBlock(cell: cell) { _ = try? account.transactions.entries(limit: 300) }
        _ = try? NetworkConfiguration(root: cell).parameters(limit: 300)
        for number: Int32 in 0...82 {
            let parameter = ConfigurationParameter(number: number, cell: cell)
            #expect((try? parameter.cell()) == cell, "parameter \(number)")
            if case .validatorSet(let validators) = parameter { _ = try? validators.validators() }
        }
    }

    @Test("trees of random bits", arguments: 0..<10)
    func randomCells(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        var pool: [Cell] = [.empty]
        for _ in 0..<100 {
            var builder = CellBuilder()
            let bits = Int.random(in: 0...(samples.flag() ? 1023 : 60), using: &samples.random)
            let bytes = (0..<128).map { _ in UInt8.random(in: 0...255, using: &samples.random) }
            try builder.store(BitString(bytes: bytes, count: bits))
            for _ in 0..<Int.random(in: 0...4, using: &samples.random) {
                if let child = pool.randomElement(using: &samples.random) { try builder.store(reference: child) }
            }
            let cell = try builder.build()
            pool.append(cell)
            Self.readAll(cell)
        }
    }

    @Test("blocks with altered bits, in every cell of the tree", arguments: 0..<10)
    func mutations(seed: Int) throws {
        var samples = Samples(seed: UInt64(1000 + seed))
        let root = try samples.block().cell()
        for _ in 0..<6 {
            let mutated = try Self.mutated(root, rate: 25, using: &samples.random)
            var pending = [mutated]
            var seen: Set<Hash256> = []
            while let cell = pending.popLast(), seen.count < 150 {
                guard seen.insert(cell.hash).inserted else { continue }
                Self.readAll(cell)
                pending += cell.references
            }
        }
    }

    @Test(
        "recorded blocks with altered bits", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"),
        arguments: ["mc_17734191", "wc0_34703989"])
    func recorded(name: String) throws {
        var random = SeededGenerator(seed: 77)
        let root = try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/\(name).boc"))
        for _ in 0..<20 {
            let mutated = try Self.mutated(root, rate: 60, using: &random)
            guard let block = try? Block(cell: mutated) else { continue }
            _ = try? block.info.load().previousBlockIdentifiers()
            _ = try? block.valueFlow.load()
            _ = try? block.readStateUpdate()
            guard let extra = try? block.extra.load() else { continue }
            for entry in (try? extra.inMessages.load().entries(limit: 300)) ?? [] {
                _ = try? entry.value.message().load()
                _ = try? entry.value.transaction?.load()
            }
            for entry in (try? extra.outMessages.load().entries(limit: 300)) ?? [] {
                _ = try? entry.value.message()?.load()
                _ = try? entry.value.imported?.load().message().load()
            }
            for entry in (try? extra.accountBlocks.load().entries(limit: 300)) ?? [] {
                for transaction in (try? entry.value.transactions.entries(limit: 300)) ?? [] {
                    _ = try? transaction.value.load()
                }
            }
            guard let masterchain = try? extra.masterchainExtra?.load() else { continue }
            _ = try? masterchain.shardHashes.shards(limit: 300)
            _ = try? masterchain.shardFees.entries(limit: 300)
            _ = try? masterchain.details.load().previousBlockSignatures.entries(limit: 300)
            _ = try? masterchain.configuration?.configuration.parameters(limit: 300)
        }
    }

    /// The tree with a bit flipped, or the end cut off, in one of about `rate` cells. Exotic cells stay as they are.
    private static func mutated(
        _ cell: Cell, rate: Int, using random: inout SeededGenerator
    ) throws -> Cell {
        guard !cell.isExotic else { return cell }
        var references: [Cell] = []
        for reference in cell.references { references.append(try mutated(reference, rate: rate, using: &random)) }
        let data = cell.exoticSlice().bitString()
        var (bytes, count) = (data.bytes, data.count)
        if !bytes.isEmpty, Int.random(in: 0..<rate, using: &random) == 0 {
            if Int.random(in: 0..<6, using: &random) == 0 {
                count = Int.random(in: 0...count, using: &random)
            } else {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
        }
        var builder = CellBuilder()
        try builder.store(BitString(bytes: bytes, count: count))
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }
}
