import TONBlocks
import TONCells

/// The stack of a machine.
///
/// Popping throws ``VMException/stackUnderflow`` where it is empty and ``VMException/typeCheck`` where the top has
/// another type; a value of the wrong type is gone all the same.
struct Stack: Sendable {
    /// The values, the top last.
    var entries: [StackEntry]

    init(_ entries: [StackEntry] = []) { self.entries = entries }

    /// How many values there are.
    var depth: Int { entries.count }

    /// The value so far below the top, which must be there.
    subscript(fromTop position: Int) -> StackEntry {
        @inline(__always) get { entries[entries.count &- 1 &- position] }
        @inline(__always) set { entries[entries.count &- 1 &- position] = newValue }
    }

    /// Throws unless there are so many values.
    @inline(__always)
    func require(_ count: Int) throws(VMException) {
        guard entries.count >= count else { throw .stackUnderflow }
    }

    /// Throws unless there is a value at a position from the top.
    @inline(__always)
    func requirePosition(_ position: Int) throws(VMException) {
        guard entries.count > position else { throw .stackUnderflow }
    }

    /// Exchanges two values by their positions from the top, which must be there.
    @inline(__always)
    mutating func exchange(_ first: Int, _ second: Int) {
        let top = entries.count &- 1
        entries.swapAt(top &- first, top &- second)
    }

    // MARK: - Pushing

    @inline(__always)
    mutating func push(_ entry: consuming StackEntry) { entries.append(entry) }

    @inline(__always)
    mutating func push(_ integer: Int257) { entries.append(.integer(integer)) }

    /// Pushes an integer.
    @inline(__always)
    mutating func push(_ integer: Int) { entries.append(.integer(Int257(integer))) }

    /// Pushes minus one or zero.
    @inline(__always)
    mutating func push(_ flag: Bool) { entries.append(flag ? StackEntry.trueValue : .falseValue) }

    @inline(__always)
    mutating func push(_ cell: Cell) { entries.append(.cell(cell)) }

    /// Pushes a cell, or null.
    mutating func push(maybe cell: Cell?) { entries.append(cell.map { .cell($0) } ?? .null) }

    @inline(__always)
    mutating func push(_ slice: CellSlice) { entries.append(.slice(slice)) }

    @inline(__always)
    mutating func push(_ continuation: Continuation) { entries.append(.continuation(continuation)) }

    @inline(__always)
    mutating func push(_ builder: BuilderReference) { entries.append(.builder(builder)) }

    mutating func push(_ builder: CellBuilder) { entries.append(.builder(BuilderReference(builder))) }

    @inline(__always)
    mutating func push(_ tuple: Tuple) { entries.append(.tuple(tuple)) }

    mutating func pushNull() { entries.append(.null) }

    /// Pushes an integer that may be NaN: where it is and that isn't allowed, throws `integerOverflow`.
    @inline(__always)
    mutating func push(_ integer: Int257, quiet: Bool) throws(VMException) {
        guard quiet || !integer.isNotANumber else { throw .integerOverflow }
        entries.append(.integer(integer))
    }

    // MARK: - Popping

    @inline(__always)
    mutating func pop() throws(VMException) -> StackEntry {
        guard let entry = entries.popLast() else { throw .stackUnderflow }
        return entry
    }

    /// Pops so many values, which must be there.
    @inline(__always)
    mutating func drop(_ count: Int) { entries.removeLast(count) }

    /// An integer, or NaN.
    @inline(__always)
    mutating func popInteger() throws(VMException) -> Int257 {
        guard case .integer(let integer) = try pop() else { throw .typeCheck }
        return integer
    }

    /// An integer; throws `integerOverflow` for NaN.
    @inline(__always)
    mutating func popFiniteInteger() throws(VMException) -> Int257 {
        let integer = try popInteger()
        guard !integer.isNotANumber else { throw .integerOverflow }
        return integer
    }

    /// Whether an integer isn't zero; throws `integerOverflow` for NaN.
    @inline(__always)
    mutating func popFlag() throws(VMException) -> Bool {
        !(try popFiniteInteger().isZero)
    }

    /// An integer within bounds; throws `rangeCheck` for another, and for NaN.
    @inline(__always)
    mutating func popInteger(in range: ClosedRange<Int>) throws(VMException) -> Int {
        guard let small = try popInteger().smallValue, range.contains(Int(small)) else { throw .rangeCheck }
        return Int(small)
    }

    mutating func popCell() throws(VMException) -> Cell {
        guard case .cell(let cell) = try pop() else { throw .typeCheck }
        return cell
    }

    /// A cell, or nil for null.
    mutating func popMaybeCell() throws(VMException) -> Cell? {
        switch try pop() {
        case .cell(let cell): return cell
        case .null: return nil
        default: throw .typeCheck
        }
    }

    @inline(__always)
    mutating func popSlice() throws(VMException) -> CellSlice {
        guard case .slice(let slice) = try pop() else { throw .typeCheck }
        return slice
    }

    /// A builder. Change it through ``VirtualMachine/writable(_:)``, or make a new one.
    mutating func popBuilder() throws(VMException) -> BuilderReference {
        guard case .builder(let builder) = try pop() else { throw .typeCheck }
        return builder
    }

    @inline(__always)
    mutating func popContinuation() throws(VMException) -> Continuation {
        guard case .continuation(let continuation) = try pop() else { throw .typeCheck }
        return continuation
    }

    /// A tuple of so many values.
    mutating func popTuple(count range: ClosedRange<Int> = 0...255) throws(VMException) -> Tuple {
        guard case .tuple(let tuple) = try pop(), range.contains(tuple.entries.count) else { throw .typeCheck }
        return tuple
    }

    /// A tuple, or nil for null.
    mutating func popMaybeTuple() throws(VMException) -> Tuple? {
        switch try pop() {
        case .tuple(let tuple) where tuple.entries.count <= 255: return tuple
        case .null: return nil
        default: throw .typeCheck
        }
    }

    // MARK: - Parts

    /// Takes off the topmost values, which must be there, and then drops some below them.
    mutating func splitTop(_ count: Int, dropping dropped: Int = 0) -> [StackEntry] {
        let rest = entries.count - count
        if rest - dropped == 0 {
            // The whole array changes hands.
            var all: [StackEntry] = []
            swap(&all, &entries)
            if dropped > 0 { all.removeFirst(dropped) }
            return all
        }
        let top = Array(entries[rest...])
        entries.removeLast(count + dropped)
        return top
    }
}
