import SilkTestSupport
import TONBlocks
import TONCells
import Testing

@testable import TONVM

/// The machine's walks against the dictionaries of TONCells, and against sorted keys.
@Suite("Dictionaries in the machine")
struct DictionaryTreeTests {
    private func machine(gas: Int64 = .max / 2) -> VirtualMachine {
        VirtualMachine(
            code: VirtualMachine.emptySlice, data: .empty, stack: Stack(), c7: nil, gas: GasLimits(limit: gas),
            libraries: .empty, version: 15)
    }

    private func builder(_ value: UInt64) throws -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(value, bits: 32)
        return builder
    }

    private func slice(_ key: BitString) throws -> CellSlice {
        var builder = CellBuilder()
        try builder.store(key)
        return try builder.build().exoticSlice()
    }

    /// Runs one instruction on a stack, the top last.
    private func run(
        _ machine: inout VirtualMachine, _ operation: DictionaryOperation, _ operand: UInt32, _ stack: [StackEntry]
    ) throws -> [StackEntry] {
        machine.stack = Stack(stack)
        try machine.execute(operation, operand)
        return machine.stack.entries
    }

    private func cell(_ entry: StackEntry?) -> Cell? {
        if case .cell(let cell)? = entry { cell } else { nil }
    }

    private func bits(_ entry: StackEntry?) -> BitString? {
        if case .slice(let slice)? = entry { slice.bitString() } else { nil }
    }

    private func isTrue(_ entry: StackEntry?) -> Bool {
        if case .integer(.minusOne)? = entry { true } else { false }
    }

    private func entry(_ root: Cell?) -> StackEntry { root.map { .cell($0) } ?? .null }

    private func number(_ value: Int) -> StackEntry { .integer(Int257(value)) }

    private func randomKey(_ bits: Int, _ known: [BitString], _ random: inout SeededGenerator) -> BitString {
        let bytes = (0..<(bits + 7) / 8).map { _ in UInt8.random(in: 0...255, using: &random) }
        guard let near = known.randomElement(using: &random), Bool.random(using: &random) else {
            return BitString(bytes: bytes, count: bits)
        }
        // The same first bytes, for long labels to part.
        let shared = Int.random(in: 0...near.bytes.count, using: &random)
        return BitString(bytes: near.bytes[..<shared] + bytes[shared...], count: bits)
    }

    @Test("changes make the same roots", arguments: [0, 1, 2, 7, 8, 31, 64, 65, 256, 267, 900])
    func changes(keyBits: Int) throws {
        var random = SeededGenerator(seed: UInt64(keyBits) + 1)
        var machine = machine()
        var model = HashmapE(keyBits: keyBits)
        var keys: [BitString] = []
        for step in 0..<400 {
            let key = randomKey(keyBits, keys, &random)
            let old = try model.value(for: key)?.bitString()
            let keyAndRoot: [StackEntry] = [.slice(try slice(key)), entry(model.root), number(keyBits)]
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let victim = keys.randomElement(using: &random) ?? key
                let value = try model.removeValue(for: victim)?.bitString()
                let result = try run(
                    &machine, .deleteGet, 2,
                    [.slice(try slice(victim)), keyAndRoot[1], keyAndRoot[2]])
                #expect(cell(result[0]) == model.root && isTrue(result.last) == (value != nil))
                if let value { #expect(bits(result[1]) == value) }
            case 1:
                let value = try builder(UInt64(step))
                try model.add(value, for: key)
                let result = try run(&machine, .addGetBuilder, 1, [.builder(BuilderReference(value))] + keyAndRoot)
                #expect(cell(result[0]) == model.root && isTrue(result.last) == (old == nil))
                if let old { #expect(bits(result[1]) == old) }
            case 2:
                let value = try builder(UInt64(step))
                try model.replace(value, for: key)
                let result = try run(
                    &machine, .replace, 2, [.slice(try value.build().exoticSlice())] + keyAndRoot)
                #expect(cell(result[0]) == model.root && isTrue(result[1]) == (old != nil))
            default:
                let value = try builder(UInt64(step))
                try model.set(value, for: key)
                let result = try run(&machine, .set, 2, [.slice(try value.build().exoticSlice())] + keyAndRoot)
                #expect(cell(result[0]) == model.root && result.count == 1)
            }
            keys.append(key)
            let found = try run(&machine, .get, 2, [keyAndRoot[0], entry(model.root), number(keyBits)])
            let value = try model.value(for: key)?.bitString()
            #expect(isTrue(found.last) == (value != nil))
            if let value { #expect(bits(found[0]) == value) }
        }
    }

    @Test("ends and neighbours are those of sorted keys", arguments: [1, 5, 16, 64, 130, 256])
    func order(keyBits: Int) throws {
        var random = SeededGenerator(seed: UInt64(keyBits))
        var machine = machine()
        for isSigned in [false, true] {
            var model = HashmapE(keyBits: keyBits)
            var numbers: Set<Int257> = []
            func number(_ key: BitString) throws -> Int257 {
                var slice = try slice(key)
                return isSigned ? try slice.loadInt257(bits: keyBits) : try slice.loadUInt256(bits: keyBits)
            }
            var keys: [BitString] = []
            for step in 0..<40 {
                let key = randomKey(keyBits, keys, &random)
                keys.append(key)
                numbers.insert(try number(key))
                try model.set(try builder(UInt64(step)), for: key)
            }
            let sorted = numbers.sorted()
            let form: UInt32 = isSigned ? 4 : 6
            for (extreme, expected) in [(0 as UInt32, sorted.first), (8, sorted.last)] {
                let result = try run(
                    &machine, .getExtreme, form | extreme, [entry(model.root), .integer(Int257(keyBits))])
                guard case .integer(let found) = result[1] else { throw VMException.typeCheck }
                #expect(found == expected && isTrue(result[2]))
            }
            for _ in 0..<200 {
                let place = try number(randomKey(keyBits, keys, &random))
                for near in 0..<4 as Range<UInt32> {
                    let (isEqual, isPrevious) = (near & 1 != 0, near & 2 != 0)
                    let expected =
                        isPrevious
                        ? sorted.last { $0 < place || isEqual && $0 == place }
                        : sorted.first { $0 > place || isEqual && $0 == place }
                    let result = try run(
                        &machine, .getNear, (isSigned ? 8 : 12) | near,
                        [.integer(place), entry(model.root), .integer(Int257(keyBits))])
                    #expect(isTrue(result.last) == (expected != nil))
                    if let expected {
                        guard case .integer(let found) = result[1] else { throw VMException.typeCheck }
                        #expect(found == expected)
                    }
                }
            }
        }
    }

    @Test("removing the ends empties a dictionary in order")
    func removingEnds() throws {
        var random = SeededGenerator(seed: 9)
        var machine = machine()
        var model = HashmapE(keyBits: 24)
        for step in 0..<60 { try model.set(try builder(UInt64(step)), for: randomKey(24, [], &random)) }
        var left = try model.entries()
        while let root = model.root {
            let isMaximum = Bool.random(using: &random)
            let expected = isMaximum ? left.removeLast() : left.removeFirst()
            try model.remove(expected.key)
            let result = try run(&machine, .getExtreme, 18 | (isMaximum ? 8 : 0), [.cell(root), number(24)])
            #expect(cell(result[0]) == model.root)
            #expect(bits(result[1]) == expected.value.bitString() && bits(result[2]) == expected.key)
        }
        let result = try run(&machine, .getExtreme, 18, [.null, number(24)])
        #expect(result.count == 2 && result[0].isNull && !isTrue(result[1]))
    }

    @Test("a part has the keys that begin so", arguments: [8, 40, 256])
    func parts(keyBits: Int) throws {
        var random = SeededGenerator(seed: UInt64(keyBits) + 5)
        var machine = machine()
        for _ in 0..<30 {
            var model = HashmapE(keyBits: keyBits)
            var keys: [BitString] = []
            for step in 0..<12 {
                keys.append(randomKey(keyBits, keys, &random))
                try model.set(try builder(UInt64(step)), for: keys[step])
            }
            for prefixBits in [0, 1, 3, 8, keyBits - 1, keyBits] {
                let prefix = BitString(bytes: keys[0].bytes, count: prefixBits)
                var kept = HashmapE(keyBits: keyBits)
                var cut = HashmapE(keyBits: keyBits - prefixBits)
                for (key, value) in try model.entries() {
                    var rest = try slice(key)
                    guard try rest.loadBits(prefixBits) == prefix else { continue }
                    var builder = CellBuilder()
                    try builder.store(value)
                    try kept.set(builder, for: key)
                    try cut.set(builder, for: rest.bitString())
                }
                let arguments: [StackEntry] = [
                    .slice(try slice(prefix)), number(prefixBits), entry(model.root), number(keyBits),
                ]
                #expect(cell(try run(&machine, .subdictionary, 1, arguments)[0]) == kept.root)
                #expect(cell(try run(&machine, .subdictionary, 5, arguments)[0]) == cut.root)
            }
        }
    }

    @Test("prefix dictionaries have the same roots", arguments: [1, 9, 64, 300])
    func prefixes(keyBits: Int) throws {
        var random = SeededGenerator(seed: UInt64(keyBits) + 3)
        var machine = machine()
        var model = PfxHashmapE(keyBits: keyBits)
        var keys: [BitString] = []
        for step in 0..<300 {
            let length = Int.random(in: 0...keyBits, using: &random)
            let key = BitString(bytes: randomKey(keyBits, keys, &random).bytes, count: length)
            keys.append(BitString(bytes: key.bytes + Array(repeating: 0, count: 40), count: keyBits))
            let (value, before) = (try builder(UInt64(step)), model.root)
            let arguments: [StackEntry] = [.slice(try slice(key)), entry(before), number(keyBits)]
            let result: [StackEntry]
            let isChanged: Bool
            if Int.random(in: 0..<3, using: &random) == 0 {
                isChanged = try model.remove(key) != nil
                result = try run(&machine, .prefixDelete, 0, arguments)
            } else {
                isChanged = try model.set(value, for: key)
                result = try run(&machine, .prefixSet, 0, [.slice(try value.build().exoticSlice())] + arguments)
            }
            #expect(cell(result[0]) == model.root && isTrue(result[1]) == isChanged)
            let text = try slice(randomKey(keyBits, keys, &random))
            let found = try run(&machine, .prefixGetQuiet, 0, [.slice(text), entry(model.root), number(keyBits)])
            let match = try model.match(for: text.bitString())
            #expect(isTrue(found.last) == (match != nil))
            if let match { #expect(bits(found[0]) == match.key && bits(found[1]) == match.value.bitString()) }
        }
    }

    // MARK: - Gas and failures

    /// Two keys that part at bit 4: a root with the label 1010, and a leaf to each side.
    private func pair() throws -> HashmapE {
        var model = HashmapE(keyBits: 8)
        try model.set(try builder(1), for: BitString(0b1010_0001, bits: 8))
        try model.set(try builder(2), for: BitString(0b1010_1001, bits: 8))
        return model
    }

    @Test("gas runs out at the node that is one too many")
    func order() throws {
        let root = entry(try pair().root)
        let value: StackEntry = .slice(try builder(3).build().exoticSlice())
        // Loads of the root and of the leaf; then the new leaf, the rest of the old one, their fork and the root.
        let inserting: [Int64] = [100, 200, 700, 1200, 1700, 2200]
        // Loads of the root and of the leaf, then of the other leaf, which takes the root's place.
        let removing: [Int64] = [100, 200, 300, 800]
        // The root and the nearest leaf, which is too far on the one side; then the other leaf.
        let looking: [Int64] = [100, 200, 225, 725]
        for gas in 0...2300 as ClosedRange<Int64> {
            for (sums, operation, operand, stack) in [
                (inserting, DictionaryOperation.set, 6, [value, number(0b1010_0011), root, number(8)]),
                (removing, .delete, 3, [number(0b1010_0001), root, number(8)]),
                (looking, .getNear, 4, [.slice(try slice(BitString(0b1010_1000, bits: 8))), root, number(8)]),
            ] as [([Int64], DictionaryOperation, UInt32, [StackEntry])] {
                var machine = machine(gas: gas)
                machine.stack = Stack(stack)
                var failure: VMException?
                do throws(VMException) { try machine.execute(operation, operand) } catch { failure = error }
                let expected = sums.first { $0 > gas }
                #expect(failure == (expected == nil ? nil : .outOfGas))
                #expect(machine.gas.consumed == expected ?? sums.last)
            }
        }
    }

    @Test("a node may be a library, which is paid for once since version 5", arguments: [4, 5, 15])
    func libraries(version: Int) throws {
        let model = try pair()
        guard let root = model.root else { throw VMException.unknown }
        var reference = CellBuilder()
        try reference.store(2, bits: 8)
        try reference.store(root.hash)
        var value = CellBuilder()
        try value.store(reference: root)
        var libraries = HashmapE(keyBits: 256)
        try libraries.set(value, for: BitString(root.hash))
        guard let collection = libraries.root else { throw VMException.unknown }
        var machine = VirtualMachine(
            code: VirtualMachine.emptySlice, data: .empty, stack: Stack(), c7: nil, gas: GasLimits(limit: 10_000),
            libraries: LibraryCollection([collection]), version: version)
        let key = BitString(0b1010_1001, bits: 8)
        let library: StackEntry = .cell(try reference.buildExotic())
        let found = try run(&machine, .get, 2, [.slice(try slice(key)), library, number(8)])
        #expect(bits(found[0]) == BitString(2, bits: 32))
        #expect(machine.gas.consumed == (version < 5 ? 300 : 200))
        // What is made anew is no library.
        var expected = model
        try expected.set(try builder(7), for: key)
        let changed = try run(
            &machine, .setBuilder, 1,
            [.builder(BuilderReference(try builder(7))), .slice(try slice(key)), library, number(8)])
        #expect(cell(changed[0]) == expected.root)
    }

    @Test("what isn't a dictionary, or a key, fails as in the reference")
    func failures() throws {
        var exotic = CellBuilder()
        try exotic.store(2, bits: 8)
        try exotic.store(Cell.empty.hash)
        // hml_short of one bit whose unary never ends; a fork with a bit behind its label; one with one child.
        func cell(_ bits: UInt64, _ count: Int, _ references: Int = 0) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(bits, bits: count)
            for _ in 0..<references { try builder.store(reference: .empty) }
            return try builder.build()
        }
        let key: StackEntry = .slice(try slice(BitString(0, bits: 8)))
        let good = try pair().root
        for (failure, operation, operand, stack) in [
            (.cellUnderflow, .get, 2, [key, .cell(try exotic.buildExotic()), number(8)]),
            (.cellUnderflow, .get, 2, [key, .cell(try cell(0b0111, 4)), number(8)]),
            (.cellUnderflow, .get, 2, [key, .cell(try cell(0b111_1111, 7)), number(8)]),
            (.dictionaryError, .get, 2, [key, .cell(try cell(0b001, 3, 2)), number(8)]),
            (.dictionaryError, .get, 2, [key, .cell(try cell(0b00, 2, 1)), number(8)]),
            (.dictionaryError, .get, 3, [.slice(try slice(BitString(0xa1, bits: 8))), entry(good), number(8)]),
            (.cellUnderflow, .get, 2, [key, entry(good), number(9)]),
            (.rangeCheck, .get, 2, [key, entry(good), number(1024)]),
            (.stackUnderflow, .get, 2, [entry(good), number(1024)]),
            (.typeCheck, .get, 4, [key, entry(good), number(8)]),
            (.integerOverflow, .get, 4, [.integer(.notANumber), entry(good), number(8)]),
            // A value of the wrong type comes before a key that is too short, and after a number that doesn't fit.
            (.typeCheck, .set, 2, [number(1), key, entry(good), number(9)]),
            (.cellUnderflow, .set, 2, [key, key, entry(good), number(9)]),
            (.rangeCheck, .set, 4, [number(1), number(200), entry(good), number(8)]),
            (.rangeCheck, .set, 4, [number(1), .integer(.notANumber), entry(good), number(8)]),
            (.rangeCheck, .delete, 2, [number(200), entry(good), number(8)]),
            (.cellOverflow, .setBuilder, 1, [.builder(BuilderReference(try full())), key, entry(good), number(8)]),
            (.dictionaryError, .prefixGet, 0, [key, .cell(try cell(0b00, 2)), number(8)]),
            (.dictionaryError, .prefixGet, 0, [key, .cell(try cell(0b0010, 4, 2)), number(8)]),
            (.cellUnderflow, .prefixGet, 0, [key, .null, number(8)]),
        ] as [(VMException, DictionaryOperation, UInt32, [StackEntry])] {
            var machine = machine()
            machine.stack = Stack(stack)
            #expect(throws: failure) { try machine.execute(operation, operand) }
        }
        // A number that can't be a key is absent, where a key is only looked for.
        var machine = machine()
        #expect(try run(&machine, .get, 4, [number(200), entry(good), number(8)]).count == 1)
        #expect(try run(&machine, .getOptional, 2, [number(200), entry(good), number(8)]).allSatisfy(\.isNull))
    }

    private func full() throws -> CellBuilder {
        var builder = CellBuilder()
        try builder.store(bytes: Array(repeating: 0xff, count: 127))
        try builder.store(0x7f, bits: 7)
        return builder
    }
}
