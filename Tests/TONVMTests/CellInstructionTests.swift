import TONBlocks
import TONCells
import Testing

@testable import TONVM

/// What the recorded runs of single instructions don't reach.
@Suite("Instructions on cells")
struct CellInstructionTests {
    private func machine(version: Int = 15) -> VirtualMachine {
        VirtualMachine(
            code: VirtualMachine.emptySlice, data: .empty, stack: Stack(), c7: nil, gas: GasLimits(limit: 100_000),
            libraries: .empty, version: version)
    }

    private func slice(_ bits: String, references: Int = 0) throws -> CellSlice {
        var builder = CellBuilder()
        for bit in bits { try builder.store(bit: bit == "1") }
        for _ in 0..<references { try builder.store(reference: .empty) }
        return try builder.build().exoticSlice()
    }

    @Test("a builder that others share stays as it was")
    func sharing() throws {
        var machine = machine()
        let shared = BuilderReference(CellBuilder())
        machine.stack = Stack([.builder(shared), .integer(Int257(5)), .builder(shared)])
        try machine.execute(.storeUnsigned, 7)
        #expect(shared.builder.bitCount == 0)
        guard case .builder(let changed)? = machine.stack.entries.last else { throw VMException.typeCheck }
        #expect(changed.builder.bitCount == 8)
        // The same builder twice.
        machine.stack.push(changed)
        try machine.execute(.storeBuilder, 0)
        guard case .builder(let doubled)? = machine.stack.entries.last else { throw VMException.typeCheck }
        #expect(doubled.builder.bitCount == 16 && changed.builder.bitCount == 8)
        // And its own cell inside itself.
        machine.stack = Stack([.builder(changed), .builder(changed)])
        try machine.execute(.storeBuilderReference, 0)
        guard case .builder(let outer)? = machine.stack.entries.last else { throw VMException.typeCheck }
        #expect(outer.builder.referenceCount == 1 && changed.builder.referenceCount == 0)
    }

    @Test(
        "each end is kept or skipped",
        arguments: [
            (CellOperation.keepFirst, "101", 1), (.skipFirst, "1100", 2), (.keepLast, "100", 1), (.skipLast, "1011", 2),
        ])
    func cutting(operation: CellOperation, bits: String, references: Int) throws {
        var machine = machine()
        machine.stack = Stack([.slice(try slice("1011100", references: 3)), .integer(Int257(3)), .integer(.one)])
        try machine.execute(operation, 0)
        guard case .slice(let found)? = machine.stack.entries.first else { throw VMException.typeCheck }
        #expect(found == (try slice(bits, references: references)))
    }

    @Test("constants in line lose their completion tag, and need all their bits")
    func constants() throws {
        // 8b with x = 0: four bits, of which 1 and zeros end it.
        for (bits, expected) in [("1011", "101"), ("1000", ""), ("0000", ""), ("0100", "0")] {
            var machine = machine()
            machine.code = try slice(bits)
            try machine.execute(.pushSlice, 0)
            guard case .slice(let found)? = machine.stack.entries.last else { throw VMException.typeCheck }
            #expect(found == (try slice(expected)))
        }
        for operation in [CellOperation.pushSlice, .pushSliceWithReferences, .pushContinuation, .storeConstantSlice] {
            var machine = machine()
            machine.code = try slice("1")
            #expect(throws: VMException.invalidOpcode) { try machine.execute(operation, 1) }
        }
    }

    @Test("integers of every size come back", arguments: [1, 2, 31, 32, 63, 64, 65, 128, 200, 255, 256, 257])
    func integers(bits: Int) throws {
        let top = Int257.one.shiftLeft(bits: min(bits - 1, 255))
        let smallest = bits == 257 ? Int257.minimum : Int257.zero.subtracting(top)
        for (value, isUnsigned) in [
            (Int257.zero, false), (smallest, false), (bits == 257 ? .maximum : top.subtracting(.one), false),
            (Int257.minusOne, false), (Int257.one, true),
        ] where !isUnsigned || bits <= 256 {
            var machine = machine()
            let form: UInt32 = isUnsigned ? 1 : 0
            machine.stack = Stack([.integer(value), .builder(BuilderReference(CellBuilder())), .integer(Int257(bits))])
            try machine.execute(.storeVariable, form)
            try machine.execute(.builderToSlice, 0)
            machine.stack.push(bits)
            try machine.execute(.loadVariable, form)
            guard case .integer(let found) = machine.stack.entries[0], case .slice(let rest) = machine.stack.entries[1]
            else { throw VMException.typeCheck }
            #expect(found == value && rest.isEmpty)
        }
        // One more doesn't fit; the quiet form says so, and leaves both.
        guard bits < 257 else { return }
        var machine = machine()
        machine.stack = Stack([.integer(top), .builder(BuilderReference(CellBuilder()))])
        machine.stack.push(bits)
        try machine.execute(.storeVariable, 4)
        #expect(machine.stack.depth == 3)
        guard case .integer(.one)? = machine.stack.entries.last else {
            Issue.record("expected 1")
            return
        }
    }

    @Test("an exotic cell costs gas before it fails")
    func exoticCells() throws {
        var bad = CellBuilder()
        try bad.store(9, bits: 8)
        var machine = machine()
        machine.stack = Stack([.builder(BuilderReference(bad)), .trueValue])
        #expect(throws: VMException.cellOverflow) { try machine.execute(.endExoticCell, 0) }
        #expect(machine.gas.consumed == 500)
        var library = CellBuilder()
        try library.store(2, bits: 8)
        try library.store(Cell.empty.hash)
        machine.stack = Stack([.builder(BuilderReference(library)), .trueValue])
        try machine.execute(.endExoticCell, 0)
        // Nobody has the library.
        try machine.execute(.loadExoticCellQuiet, 0)
        #expect(machine.stack.depth == 1 && machine.missingLibrary == Cell.empty.hash)
        #expect(machine.gas.consumed == 1100)
    }
}
