import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Transactions")
struct TransactionTests {
    @Test("every kind round-trips, random values in every field", arguments: 0..<8, 0..<20)
    func roundTrip(kind: Int, seed: Int) throws {
        var samples = Samples(seed: UInt64(kind * 100 + seed))
        let transaction = try samples.transaction(kind: kind, outMessageCount: seed)
        let cell = try transaction.cell()
        let read = try Transaction(cell: Cell(boc: cell.boc()))
        #expect(read == transaction)
        #expect(try read.cell() == cell)
        #expect(read.outMessages.map(\.hash) == transaction.outMessages.map(\.hash))
        #expect(try TransactionHeader(cell: cell) == transaction.header)
    }

    @Test(
        "each kind has its tag",
        arguments: zip(0..<8, [0b0000, 0b0001, 0b0010, 0b0011, 0b0100, 0b0101, 0b0110, 0b0111] as [UInt64]))
    func tags(kind: Int, tag: UInt64) throws {
        var samples = Samples(seed: 3)
        #expect(try samples.description(kind: kind).cell().slice().peekUInt(bits: 4) == tag)
    }

    @Test("unknown kinds are refused", arguments: 8..<16 as Range<UInt64>)
    func unknownKind(tag: UInt64) throws {
        var builder = CellBuilder()
        try builder.store(tag, bits: 4)
        #expect(throws: CellError.unknownTag(type: "TransactionDescr", found: tag, bits: 4)) {
            try TransactionDescription(cell: builder.build())
        }
    }

    @Test(
        "small unions have the tags of block.tlb",
        arguments: [
            ("0", try AccountStatusChange.unchanged.cell()), ("10", try AccountStatusChange.frozen.cell()),
            ("11", try AccountStatusChange.deleted.cell()), ("00", try AccountStatus.uninitialized.cell()),
            ("01", try AccountStatus.frozen.cell()), ("10", try AccountStatus.active.cell()),
            ("11", try AccountStatus.nonexistent.cell()), ("00", try ComputeSkipReason.noState.cell()),
            ("01", try ComputeSkipReason.badState.cell()), ("10", try ComputeSkipReason.noGas.cell()),
            ("110", try ComputeSkipReason.suspended.cell()), ("0110", try ComputePhase.skipped(.suspended).cell()),
            ("00", try BouncePhase.negativeFunds.cell()),
        ] as [(String, Cell)])
    func unionTags(bits: String, cell: Cell) {
        let found = cell.exoticSlice().bitString()
        #expect((0..<found.count).map { found.bit(at: $0) ? "1" : "0" }.joined() == bits)
    }

    @Test("the unused tag of a skip reason is refused")
    func unusedSkipReason() throws {
        var builder = CellBuilder()
        try builder.store(0b111, bits: 3)
        #expect(throws: CellError.unknownTag(type: "ComputeSkipReason", found: 0b111, bits: 3)) {
            try ComputeSkipReason(cell: builder.build())
        }
    }

    @Test("numbers that the layout can't hold are refused")
    func limits() throws {
        #expect(throws: CellError.self) { try StorageUsed(cells: 1 << 48, bits: 0).cell() }
        let execution = ComputeExecution(
            isSuccessful: true, gasFees: .zero, gasUsed: 0, gasLimit: 0, gasCredit: 1 << 16, exitCode: 0, vmSteps: 0)
        #expect(throws: CellError.self) { try ComputePhase.executed(execution).cell() }
        let info = SplitMergeInfo(
            shardPrefixLength: 64, accountSplitDepth: 0, thisAddress: .zero, siblingAddress: .zero)
        #expect(throws: CellError.self) { try info.cell() }
    }

    @Test("shortcuts say what the phases say")
    func shortcuts() throws {
        var samples = Samples(seed: 5)
        let execution = ComputeExecution(
            isSuccessful: false, gasFees: .zero, gasUsed: 1, gasLimit: 2, exitCode: -14, vmSteps: 3)
        let base = try samples.transaction()
        func made(_ compute: ComputePhase) throws -> Transaction {
            try Transaction(
                header: base.header, originalStatus: .active, endStatus: .active, inMessage: nil, outMessages: [],
                totalFees: .zero, stateUpdate: base.stateUpdate,
                description: .ordinary(
                    OrdinaryDescription(isCreditFirst: false, computePhase: compute, isAborted: true)))
        }
        let ran = try made(.executed(execution))
        #expect(ran.isAborted)
        #expect(ran.computeExitCode == -14)
        #expect(ran.computeSkipReason == nil)
        #expect(ran.actionResultCode == nil)
        let skipped = try made(.skipped(.suspended))
        #expect(skipped.computeExitCode == nil)
        #expect(skipped.computeSkipReason == .suspended)
    }

    /// The root cell of a transaction with another count, or another cell of messages.
    private static func altered(_ cell: Cell, count: UInt64? = nil, messages: Cell? = nil) throws -> Cell {
        var slice = try cell.slice()
        var builder = CellBuilder()
        try builder.store(try slice.loadSlice(bits: 4 + 256 + 64 + 256 + 64 + 32))
        let found = try slice.loadUInt(bits: 15)
        try builder.store(count ?? found, bits: 15)
        let reference = try slice.loadReference()
        try builder.store(reference: messages ?? reference)
        try builder.store(slice)
        return try builder.build()
    }

    @Test("a wrong count of messages is refused", arguments: [0, 1, 3, 32767] as [UInt64])
    func wrongCount(count: UInt64) throws {
        var samples = Samples(seed: 6)
        let cell = try samples.transaction(outMessageCount: 2).cell()
        #expect(throws: CellError.self) { try Transaction(cell: Self.altered(cell, count: count)) }
        #expect(try Transaction(cell: Self.altered(cell)).outMessages.count == 2)
    }

    @Test("messages that aren't numbered from 0 are refused")
    func wrongKey() throws {
        var samples = Samples(seed: 7)
        let transaction = try samples.transaction(outMessageCount: 2)
        var dictionary = HashmapE(keyBits: 15)
        for (key, message) in zip([0, 2] as [UInt64], transaction.outMessages) {
            var value = CellBuilder()
            try value.store(reference: message.cell)
            try dictionary.set(value, for: BitString(key, bits: 15))
        }
        var messages = CellBuilder()
        try messages.store(bit: false)
        try messages.store(dictionary)
        let cell = try Self.altered(transaction.cell(), messages: try messages.build())
        #expect(throws: CellError.within("out_msgs 1", .outOfRange("expected the key 1, found x{0005_}"))) {
            try Transaction(cell: cell)
        }
    }

    @Test("labels that aren't the shortest are written back as they came")
    func longLabels() throws {
        var samples = Samples(seed: 8)
        let transaction = try samples.transaction(outMessageCount: 1)
        let message = try #require(transaction.outMessages.first)
        // hml_long with fifteen zeros, where hml_same is shorter.
        var leaf = CellBuilder()
        try leaf.store(0b10, bits: 2)
        try leaf.store(15, bits: 4)
        try leaf.store(0, bits: 15)
        try leaf.store(reference: message.cell)
        var messages = CellBuilder()
        try messages.store(bit: false)
        try messages.store(maybeReference: try leaf.build())
        let cell = try Self.altered(transaction.cell(), messages: try messages.build())
        let read = try Transaction(cell: cell)
        #expect(read.outMessages == transaction.outMessages)
        #expect(try read.cell() == cell)
    }

    @Test("a nested transaction is not followed, however deep")
    func nested() throws {
        var samples = Samples(seed: 9)
        let outer = try samples.transaction(kind: 5)
        let base = outer.header
        var cell = try samples.transaction(kind: 4).cell()
        // Two levels of cells for each: 500 of them come near the deepest tree that there can be.
        for _ in 0..<500 {
            let description = SplitInstallDescription(
                splitInfo: samples.splitInfo(), prepareTransaction: cell, isInstalled: true)
            cell = try Transaction(
                header: base, originalStatus: .active, endStatus: .active, inMessage: nil, outMessages: [],
                totalFees: .zero, stateUpdate: outer.stateUpdate, description: .splitInstall(description)
            ).cell()
        }
        #expect(try Transaction(cell: cell).cell() == cell)
    }

    @Test("numbers of a variable length are read in one form only")
    func variableLength() throws {
        func cell(_ bits: String) throws -> Cell {
            var builder = CellBuilder()
            for bit in bits { try builder.store(bit: bit == "1") }
            return try builder.build()
        }

        // cells:(VarUInteger 7) bits:(VarUInteger 7): three bits of length, then so many bytes.
        #expect(try StorageUsed(cell: cell("000" + "001" + "11111111")) == StorageUsed(cells: 0, bits: 255))
        let six = String(repeating: "1", count: 48)
        #expect(try StorageUsed(cell: cell("110" + six + "000")) == StorageUsed(cells: (1 << 48) - 1, bits: 0))
        for (bits, reason) in [
            ("111" + six + "11111111" + "000", "expected a VarUInteger 7, found 7 bytes"),
            ("001" + "00000000" + "000", "a VarUInteger of 1 bytes starts with a zero byte"),
            ("010" + "0000000011111111" + "000", "a VarUInteger of 2 bytes starts with a zero byte"),
        ] {
            #expect(throws: CellError.outOfRange(reason)) { try StorageUsed(cell: cell(bits)) }
        }
        #expect(throws: CellError.bitsExhausted(wanted: 8, left: 7)) { try StorageUsed(cell: cell("0011111111")) }
        #expect(throws: CellError.bitsExhausted(wanted: 3, left: 2)) { try StorageUsed(cell: cell("00000")) }
    }
}
