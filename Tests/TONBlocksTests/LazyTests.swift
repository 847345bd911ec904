import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Whoever reads one part needs no other part to be readable.
@Suite("Lazy parts")
struct LazyTests {
    /// A cell that is no value of any type here.
    private static let junk: Cell? = {
        var builder = CellBuilder()
        return (try? builder.store(0b111, bits: 3)).flatMap { try? builder.build() }
    }()

    @Test("a block of which one part alone is whole", arguments: ["info", "value_flow", "extra"])
    func block(part: String) throws {
        let junk = try #require(Self.junk)
        var samples = Samples(seed: 40)
        let whole = try samples.block()
        var block = whole
        if part != "info" { block.info = Lazy(cell: junk) }
        if part != "value_flow" { block.valueFlow = Lazy(cell: junk) }
        if part != "extra" { block.extra = Lazy(cell: junk) }
        block.stateUpdate = junk
        let read = try Block(cell: block.cell())
        let found = "expected a Merkle update, found a \(CellType.ordinary) cell"
        #expect(throws: CellError.within("state_update", .malformedExotic(found))) { try read.readStateUpdate() }
        #expect((try? read.info.load()) == (part == "info" ? try whole.info.load() : nil))
        #expect((try? read.valueFlow.load()) == (part == "value_flow" ? try whole.valueFlow.load() : nil))
        #expect((try? read.extra.load()) == (part == "extra" ? try whole.extra.load() : nil))
        #expect(throws: CellError.bitsExhausted(wanted: 32, left: 3)) {
            if part == "info" { _ = try read.valueFlow.load() } else { _ = try read.info.load() }
        }
    }

    @Test("entries whose transactions, messages and accounts are junk")
    func entries() throws {
        let junk = try #require(Self.junk)
        var samples = Samples(seed: 41)
        let envelope = try Lazy(try samples.envelope())
        var incoming = InMessages()
        let message = InMessage.final(envelope: envelope, transaction: Lazy(cell: junk), forwardFee: .zero)
        let fees = ImportFees(feesCollected: .zero, valueImported: .zero)
        try incoming.set(message, extra: fees, for: samples.hash())
        let read = try #require(try InMessages(cell: incoming.cell()).entries().first).value
        #expect(try read.envelope?.load() == envelope.load())
        #expect(throws: CellError.bitsExhausted(wanted: 4, left: 3)) { try read.transaction?.load() }

        var transactions = AccountTransactions()
        try transactions.set(Lazy(cell: junk), extra: .zero, for: 5)
        let block = AccountBlock(
            accountHash: samples.hash(), transactions: transactions, stateUpdate: Lazy(cell: junk))
        let entries = try AccountBlock(cell: block.cell()).transactions.entries()
        #expect(entries.map(\.key) == [5])
        #expect(throws: CellError.bitsExhausted(wanted: 4, left: 3)) { try entries.first?.value.load() }

        let account = ShardAccount(
            accountCell: junk, lastTransactionHash: samples.hash(), lastTransactionLT: 7)
        #expect(try ShardAccount(cell: account.cell()).lastTransactionLT == 7)
        #expect(throws: CellError.self) { try ShardAccount(cell: account.cell()).account() }
    }

    @Test("a configuration of which one parameter alone is whole")
    func configuration() throws {
        let junk = try #require(Self.junk)
        var configuration = NetworkConfiguration()
        for number: Int32 in [1, 17, 34, -5] { try configuration.set(.raw(junk, reason: nil), for: number) }
        try configuration.set(.globalVersion(GlobalVersion(version: 15, capabilities: 3)), for: 8)
        #expect(try configuration.globalVersion()?.version == 15)
        #expect(throws: CellError.within("parameter 34", .bitsExhausted(wanted: 8, left: 3))) {
            try configuration.currentValidators()
        }
        guard case .raw(junk, reason: .bitsExhausted(wanted: 256, left: 3))? = try configuration.parameter(1) else {
            Issue.record("\(String(describing: try configuration.parameter(1)))")
            return
        }
    }
}
