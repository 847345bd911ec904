import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Whatever comes from outside is read or refused; what is read is written back to the same cell.
@Suite("Random input")
struct RandomInputTests {
    /// Reads the cell as everything in turn, and checks each value that could be read. Returns how many could.
    private static func readAll(_ cell: Cell) -> Int {
        check(Message.self, cell) + check(Transaction.self, cell) + check(TransactionDescription.self, cell)
            + check(Account.self, cell) + check(ShardAccount.self, cell) + check(CurrencyCollection.self, cell)
            + check(ActionPhase.self, cell) + check(ComputePhase.self, cell) + check(BouncePhase.self, cell)
            + check(StoragePhase.self, cell) + check(CreditPhase.self, cell) + check(StorageInfo.self, cell)
            + check(HashUpdate.self, cell) + check(SplitMergeInfo.self, cell)
            + ((try? TransactionHeader(cell: cell)) == nil ? 0 : 1)
            + ((try? AccountChain(verifying: [cell], head: TransactionIdentifier(lt: 0, hash: cell.hash))) == nil
                ? 0 : 1)
    }

    private static func check<T: TLBCodable>(_ type: T.Type, _ cell: Cell) -> Int {
        guard let value = try? T(cell: cell) else { return 0 }
        #expect((try? value.cell()) == cell, "\(type) is written to another cell than it was read from")
        if let currencies = value as? CurrencyCollection { _ = try? currencies.extraCurrencies() }
        return 1
    }

    @Test("trees of random bits", arguments: 0..<20)
    func randomCells(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        var pool: [Cell] = [.empty]
        for _ in 0..<250 {
            var builder = CellBuilder()
            let bits = Int.random(in: 0...(Bool.random(using: &samples.random) ? 1023 : 60), using: &samples.random)
            let bytes = (0..<128).map { _ in UInt8.random(in: 0...255, using: &samples.random) }
            try builder.store(BitString(bytes: bytes, count: bits))
            for _ in 0..<Int.random(in: 0...4, using: &samples.random) {
                if let child = pool.randomElement(using: &samples.random) { try builder.store(reference: child) }
            }
            let cell = try builder.build()
            pool.append(cell)
            _ = Self.readAll(cell)
        }
    }

    @Test("valid values with altered bits, in every cell of the tree", arguments: 0..<40)
    func mutations(seed: Int) throws {
        var samples = Samples(seed: UInt64(1000 + seed))
        let root = try samples.transaction(kind: seed % 8, outMessageCount: 2).cell()
        #expect(Self.readAll(root) > 0)
        for _ in 0..<80 {
            let mutated = try Self.mutated(root, using: &samples.random)
            _ = Self.readAll(mutated)
            for child in mutated.references { _ = Self.readAll(child) }
        }
    }

    /// The tree with a few bits flipped, or cut off, in a random cell of it.
    private static func mutated(_ cell: Cell, using random: inout SeededGenerator) throws -> Cell {
        var references = cell.references
        if !references.isEmpty, UInt8.random(in: 0...3, using: &random) > 0 {
            let index = Int.random(in: 0..<references.count, using: &random)
            references[index] = try mutated(references[index], using: &random)
        } else if !references.isEmpty, UInt8.random(in: 0...5, using: &random) == 0 {
            references.removeLast()
        }
        let data = cell.exoticSlice().bitString()
        var bytes = data.bytes
        if !bytes.isEmpty {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
        }
        let count =
            UInt8.random(in: 0...5, using: &random) == 0 ? Int.random(in: 0...data.count, using: &random) : data.count
        var builder = CellBuilder()
        try builder.store(BitString(bytes: bytes, count: count))
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }
}
