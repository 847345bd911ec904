import TONBlocks
import TONCells
import TONCrypto

/// Gas, randomness, parameters and global variables.
///
/// Reference: `crypto/vm/tonops.cpp`.
extension VirtualMachine {
    private static let seedIndex = 6
    private static let messageParametersIndex = 17

    /// Carries out an instruction on what surrounds the contract.
    mutating func execute(_ operation: ApplicationOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .accept: try changeGasLimit(to: .max)
        case .setGasLimit:
            let limit = try stack.popFiniteInteger()
            try changeGasLimit(to: limit.signum <= 0 ? 0 : limit.smallValue ?? .max)
        case .gasConsumed: stack.push(Int(gas.consumed))
        case .commit: guard commit() else { throw .cellOverflow }
        case .random: stack.push(Int257(try nextRandom()))
        case .randomBelow:
            let bound = try stack.popFiniteInteger()
            let random = Int257(try nextRandom())
            let product = Int257.multiplyShiftRight(bound, random, bits: 256, rounding: .floor)
            try stack.push(product.quotient, quiet: false)
        case .setSeed: try setSeed(mixing: false)
        case .mixSeed: try setSeed(mixing: true)
        case .parameter: stack.push(try parameter(Int(operand)))
        case .messageParameter:
            guard let tuple = try parameter(Self.messageParametersIndex).asTuple else { throw .typeCheck }
            stack.push(try Self.element(Int(operand), of: tuple))
        case .previousBlocks:
            stack.push(try Self.element(Int(operand & 3), of: try tuple(try parameter(13))))
        case .precompiledGas: stack.push(try parameter(16))
        case .global: stack.push(global(Int(operand)))
        case .globalVariable:
            let index = try stack.popInteger(in: 0...254)
            stack.push(global(index))
        case .setGlobal: try setGlobal(Int(operand))
        case .setGlobalVariable:
            try stack.require(2)
            try setGlobal(try stack.popInteger(in: 0...254))
        case .cellSize, .cellSizeQuiet, .sliceSize, .sliceSizeQuiet: try measure(operation)
        case .sendRaw, .send, .reserve, .reserveExtra, .setCode, .setLibrary, .changeLibrary:
            try executeAction(operation)
        case .configuration, .configurationParameter, .configurationParameterOrNull, .globalID, .gasFee, .storageFee,
            .forwardFee, .originalForwardFee, .gasFeeSimple, .forwardFeeSimple, .extraBalance:
            try executeConfiguration(operation)
        default: try executeAddress(operation)
        }
    }

    private mutating func changeGasLimit(to limit: Int64) throws(VMException) {
        guard limit >= gas.consumed else { throw .outOfGas }
        gas.changeLimit(to: limit)
        if stopsOnAccept { try jump(to: Self.quitNormally) }
    }

    // MARK: - Parameters

    /// The tuple of the contract's surroundings.
    private func surroundings() throws(VMException) -> Tuple {
        guard let c7 = registers.c7 else { throw .rangeCheck }
        return try tuple(try Self.element(0, of: c7))
    }

    /// A parameter of the contract's surroundings.
    func parameter(_ index: Int) throws(VMException) -> StackEntry {
        try Self.element(index, of: try surroundings())
    }

    /// A tuple of up to 255 values; throws `typeCheck` for anything else.
    func tuple(_ entry: StackEntry) throws(VMException) -> Tuple {
        guard let tuple = entry.asTuple, tuple.entries.count <= 255 else { throw .typeCheck }
        return tuple
    }

    // MARK: - Global variables

    private func global(_ index: Int) -> StackEntry {
        guard let c7 = registers.c7, index < c7.entries.count else { return .null }
        return c7.entries[index]
    }

    private mutating func setGlobal(_ index: Int) throws(VMException) {
        let value = try stack.pop()
        let c7 = registers.c7.take() ?? Tuple()
        let (changed, price) = Self.setting(index, to: value, in: c7)
        registers.c7 = changed
        if price > 0 { try consumeForTuple(of: price) }
    }

    /// A tuple with a value set, made longer if need be, and how many values that costs. Null isn't set beyond the end.
    private static func setting(_ index: Int, to value: StackEntry, in tuple: consuming Tuple) -> (Tuple, Int) {
        if value.isNull, index >= tuple.entries.count { return (tuple, 0) }
        let changed = Self.writable(tuple)
        while changed.entries.count <= index { changed.entries.append(.null) }
        changed.entries[index] = value
        return (changed, changed.entries.count)
    }

    // MARK: - Randomness

    private func seed(in tuple: Tuple) throws(VMException) -> Hash256 {
        guard case .integer(let seed) = try Self.element(Self.seedIndex, of: tuple) else { throw .typeCheck }
        return try Self.unsigned(seed)
    }

    /// The next number: half of the seed's SHA-512 digest, whose other half is the next seed.
    private mutating func nextRandom() throws(VMException) -> Hash256 {
        let tuple = try surroundings()
        let digest = SHA512.hash(try seed(in: tuple).bytes)
        guard let next = Hash256(digest[..<32]), let random = Hash256(digest[32...]) else { throw .fatal }
        try setSeed(next, in: tuple)
        return random
    }

    private mutating func setSeed(mixing: Bool) throws(VMException) {
        let seed = try Self.unsigned(try stack.popFiniteInteger())
        let tuple = try surroundings()
        if mixing {
            let old = try self.seed(in: tuple)
            try setSeed(SHA256.hash(old.bytes + seed.bytes), in: tuple)
        } else {
            try setSeed(seed, in: tuple)
        }
    }

    private mutating func setSeed(_ seed: Hash256, in tuple: Tuple) throws(VMException) {
        let (changed, price) = Self.setting(Self.seedIndex, to: .integer(Int257(seed)), in: tuple)
        try consumeForTuple(of: price)
        guard let c7 = registers.c7.take() else { throw .fatal }
        let whole = Self.writable(c7)
        whole.entries[0] = .tuple(changed)
        registers.c7 = whole
        try consumeForTuple(of: whole.entries.count)
    }

    // MARK: - Sizes

    private mutating func measure(_ operation: ApplicationOperation) throws(VMException) {
        try stack.require(2)
        let bound = try stack.popInteger()
        let isSlice = operation == .sliceSize || operation == .sliceSizeQuiet
        let isQuiet = operation == .cellSizeQuiet || operation == .sliceSizeQuiet
        let slice = isSlice ? try stack.popSlice() : nil
        let cell = isSlice ? nil : try stack.popMaybeCell()
        guard !bound.isNotANumber, !bound.isNegative else { throw .rangeCheck }
        var size = CellTreeSize(limit: bound.smallValue ?? .max)
        var isComplete = true
        if let slice {
            isComplete = try add(slice, to: &size)
        } else if let cell {
            isComplete = try add(cell, to: &size)
        }
        if isComplete {
            stack.push(Int(size.cells))
            stack.push(Int(size.bits))
            stack.push(Int(size.references))
        } else if !isQuiet {
            throw .cellOverflow
        }
        if isQuiet { stack.push(isComplete) }
    }

    /// Counts a cell and all below, each once; false where there are more than the limit.
    mutating func add(_ cell: Cell, to size: inout CellTreeSize) throws(VMException) -> Bool {
        guard size.visited.insert(cell.hash) else { return true }
        guard size.cells < size.limit else { return false }
        size.cells += 1
        return try add(try loadExotic(cell), to: &size)
    }

    /// Counts a slice and all cells below, each once; false where there are more than the limit.
    mutating func add(_ slice: CellSlice, to size: inout CellTreeSize) throws(VMException) -> Bool {
        // From the root down: of each slice what is left.
        var path = [slice]
        size.count(slice)
        while var top = path.popLast() {
            guard top.remainingReferences > 0 else { continue }
            let cell = try Self.cellUnderflow { () throws(CellError) in try top.loadReference() }
            path.append(top)
            guard size.visited.insert(cell.hash) else { continue }
            guard size.cells < size.limit else { return false }
            size.cells += 1
            let below = try loadExotic(cell)
            size.count(below)
            path.append(below)
        }
        return true
    }
}

/// How many cells, bits and references a tree has.
struct CellTreeSize {
    let limit: Int64
    var cells: Int64 = 0
    var bits: Int64 = 0
    var references: Int64 = 0
    var visited = CellHashSet()

    init(limit: Int64) { self.limit = limit }

    mutating func count(_ slice: CellSlice) {
        bits += Int64(slice.remainingBits)
        references += Int64(slice.remainingReferences)
    }
}
