import TONBlocks
import TONCells

/// The walks through dictionaries: every node is loaded and paid for, and so is every node that is made.
///
/// Reference: `crypto/vm/dict.cpp`, whose order of loads, checks and new cells decides where gas runs out.
extension VirtualMachine {
    /// A fork on the way to a key: its label is that part of the key.
    struct DictionaryFork {
        /// The child beside the way.
        let other: Cell
        /// Bits of the key above the fork.
        let position: Int
        let labelCount: Int
    }

    /// Which keys a change is for.
    enum DictionaryCondition {
        case any, present, absent
    }

    /// What a change stores.
    enum DictionaryValue {
        case slice(CellSlice)
        case reference(Cell)
        case builder(BuilderReference)
    }

    /// Runs a body with memory for a key.
    @inline(__always)
    mutating func withKey<Result>(
        _ body: (inout VirtualMachine, UnsafeMutableRawPointer) throws(VMException) -> Result
    ) throws(VMException) -> Result {
        var words: InlineArray<20, UInt64> = .init(repeating: 0)
        return try withUnsafeMutableBytes(of: &words) { (bytes) throws(VMException) in
            guard let base = bytes.baseAddress else { throw .fatal }
            return try body(&self, base)
        }
    }

    /// Loads a node and reads its label, of at most `limit` bits.
    @inline(__always)
    mutating func loadEdge(_ cell: Cell, limit: Int) throws(VMException) -> HashmapEdge {
        guard let edge = HashmapEdge(try load(cell), limit: limit) else { throw .cellUnderflow }
        return edge
    }

    /// Loads a node of a dictionary whose keys are all of one length.
    @inline(__always)
    mutating func loadNode(_ cell: Cell, limit: Int) throws(VMException) -> HashmapEdge {
        try node(try load(cell), limit: limit)
    }

    /// Reads a node of a dictionary whose keys are all of one length: where the label leaves bits of the key, it is a
    /// fork.
    @inline(__always)
    private func node(_ slice: CellSlice, limit: Int) throws(VMException) -> HashmapEdge {
        guard let edge = HashmapEdge(slice, limit: limit) else { throw .cellUnderflow }
        guard edge.labelCount == limit || edge.isPlainFork else { throw .dictionaryError }
        return edge
    }

    // MARK: - Looking up

    /// The value of a key; nil where it is absent.
    mutating func lookUp(
        _ key: UnsafeRawPointer, bits: Int, in root: Cell?
    ) throws(VMException) -> CellSlice? {
        try lookUp(key, bits: bits, in: root) { (machine, cell) throws(VMException) in try machine.load(cell) }
    }

    /// The value of a key, nil where it is absent, with an own way to load and pay for nodes.
    @inline(__always)
    mutating func lookUp(
        _ key: UnsafeRawPointer, bits: Int, in root: Cell?,
        loading load: (inout VirtualMachine, Cell) throws(VMException) -> CellSlice
    ) throws(VMException) -> CellSlice? {
        guard var cell = root else { return nil }
        var position = 0
        while true {
            let edge = try node(try load(&self, cell), limit: bits &- position)
            guard edge.commonPrefix(with: key, at: position) == edge.labelCount else { return nil }
            position &+= edge.labelCount
            guard position < bits else { return edge.content }
            cell = edge.child(isRight: KeyBits.bit(key, at: position))
            position &+= 1
        }
    }

    /// The value of the first or last key below a node, which is written behind the bits that lead to the node.
    ///
    /// - Parameters:
    ///   - isRight: which side comes first.
    ///   - isSigned: whether it is the other way round for the first bit of all.
    mutating func lookUpEnd(
        of cell: Cell, _ key: UnsafeMutableRawPointer, from start: Int, bits: Int, isRight: Bool, isSigned: Bool
    ) throws(VMException) -> CellSlice {
        var cell = cell
        var position = start
        while true {
            let edge = try loadNode(cell, limit: bits &- position)
            edge.copyLabel(to: key, at: position)
            position &+= edge.labelCount
            guard position < bits else { return edge.content }
            let side = isRight != (isSigned && position == 0)
            KeyBits.write(side, to: key, at: position)
            cell = edge.child(isRight: side)
            position &+= 1
        }
    }

    /// The value of the nearest key above or below the given one, which it replaces; nil where there is none.
    mutating func lookUpNearest(
        _ key: UnsafeMutableRawPointer, bits: Int, in root: Cell?, isNext: Bool, allowsEqual: Bool, isSigned: Bool
    ) throws(VMException) -> CellSlice? {
        guard var cell = root else { return nil }
        var position = 0
        // The last side that was passed by and has only keys beyond.
        var beyond: (cell: Cell, position: Int)?
        func side(_ position: Int) -> Bool { isNext != (isSigned && position == 0) }
        search: while true {
            let edge = try loadNode(cell, limit: bits &- position)
            let common = edge.commonPrefix(with: key, at: position)
            guard common == edge.labelCount else {
                let parting = position &+ common
                if KeyBits.bit(key, at: parting) == side(parting) { break search }
                // All keys below are beyond.
                return try lookUpEnd(
                    of: cell, key, from: position, bits: bits, isRight: !isNext, isSigned: isSigned)
            }
            position &+= common
            guard position < bits else {
                if allowsEqual { return edge.content }
                break search
            }
            let bit = KeyBits.bit(key, at: position)
            if bit != side(position) { beyond = (edge.child(isRight: !bit), position) }
            cell = edge.child(isRight: bit)
            position &+= 1
        }
        guard let beyond else { return nil }
        KeyBits.write(side(beyond.position), to: key, at: beyond.position)
        return try lookUpEnd(
            of: beyond.cell, key, from: beyond.position &+ 1, bits: bits, isRight: !isNext, isSigned: isSigned)
    }

    // MARK: - Changing

    /// Puts a value under a key where the condition holds.
    ///
    /// - Returns: the new root, nil where nothing changed; and the value that was there.
    mutating func set(
        _ value: DictionaryValue, for key: UnsafeRawPointer, bits: Int, in root: Cell?,
        where condition: DictionaryCondition
    ) throws(VMException) -> (root: Cell?, old: CellSlice?) {
        guard var cell = root else {
            guard condition != .present else { return (nil, nil) }
            return (try makeLeaf(value, key, from: 0, bits: bits), nil)
        }
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position)
            let common = edge.commonPrefix(with: key, at: position)
            let branch = position &+ common
            guard common == edge.labelCount else {
                guard condition != .present else { return (nil, nil) }
                // The label splits: the old node keeps its rest below one side, the new leaf goes to the other.
                let leaf = try makeLeaf(value, key, from: branch &+ 1, bits: bits)
                let rest = try makeRest(edge, from: common &+ 1, limit: bits &- branch &- 1)
                let fork = try makeFork(key, position..<branch, bits: bits, side: leaf, other: rest)
                return (try grow(fork, forks, key, bits: bits), nil)
            }
            guard branch < bits else {
                let old = edge.content
                guard condition != .absent else { return (nil, old) }
                let leaf = try makeLeaf(value, key, from: position, bits: bits)
                return (try grow(leaf, forks, key, bits: bits), old)
            }
            let isRight = KeyBits.bit(key, at: branch)
            if forks.isEmpty { forks.reserveCapacity(16) }
            forks.append(
                DictionaryFork(other: edge.child(isRight: !isRight), position: position, labelCount: common))
            cell = edge.child(isRight: isRight)
            position = branch &+ 1
        }
    }

    /// Removes a key, whose bits are overwritten.
    ///
    /// - Returns: the new root and the value that was there; no value where the key is absent.
    mutating func remove(
        _ key: UnsafeMutableRawPointer, bits: Int, from root: Cell?
    ) throws(VMException) -> (root: Cell?, old: CellSlice?) {
        guard var cell = root else { return (nil, nil) }
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position)
            let common = edge.commonPrefix(with: key, at: position)
            let branch = position &+ common
            guard common == edge.labelCount else { return (root, nil) }
            guard branch < bits else {
                let old = edge.content
                guard let last = forks.popLast() else { return (nil, old) }
                // The other side takes the fork's place, under a longer label.
                let start = last.position &+ last.labelCount
                KeyBits.write(!KeyBits.bit(key, at: start), to: key, at: start)
                let other = try loadNode(last.other, limit: bits &- start &- 1)
                let joined = try makeJoined(other, key, from: last.position, at: start &+ 1, bits: bits)
                return (try grow(joined, forks, key, bits: bits), old)
            }
            let isRight = KeyBits.bit(key, at: branch)
            if forks.isEmpty { forks.reserveCapacity(16) }
            forks.append(
                DictionaryFork(other: edge.child(isRight: !isRight), position: position, labelCount: common))
            cell = edge.child(isRight: isRight)
            position = branch &+ 1
        }
    }

    /// The part of a dictionary whose keys begin with the given bits, with or without them; those bits may be
    /// overwritten.
    mutating func subdictionary(
        of root: Cell?, _ key: UnsafeMutableRawPointer, prefix: Int, bits: Int, removesPrefix: Bool
    ) throws(VMException) -> Cell? {
        guard var cell = root, prefix > 0 else { return root }
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position)
            let wanted = min(prefix &- position, edge.labelCount)
            guard edge.commonPrefix(with: key, at: position) >= wanted else { return nil }
            guard position &+ edge.labelCount >= prefix else {
                position &+= edge.labelCount
                cell = edge.child(isRight: KeyBits.bit(key, at: position))
                position &+= 1
                continue
            }
            if removesPrefix { return try makeRest(edge, from: prefix &- position, limit: bits &- prefix) }
            // All keys begin so.
            guard position > 0 else { return root }
            return try makeJoined(edge, key, from: 0, at: position, bits: bits)
        }
    }

    // MARK: - Nodes

    /// A leaf whose label is the rest of a key.
    private mutating func makeLeaf(
        _ value: DictionaryValue, _ key: UnsafeRawPointer, from start: Int, bits: Int
    ) throws(VMException) -> Cell {
        var builder = CellBuilder()
        try cellOverflow { () throws(CellError) in
            try builder.storeLabel(key, at: start, count: bits &- start, limit: bits &- start)
            switch value {
            case .slice(let slice): try builder.store(slice)
            case .reference(let cell): try builder.store(reference: cell)
            case .builder(let reference): try builder.store(reference.builder)
            }
        }
        return try build(taking: &builder)
    }

    /// A node with the rest of its label.
    mutating func makeRest(_ edge: HashmapEdge, from start: Int, limit: Int) throws(VMException) -> Cell {
        var builder = CellBuilder()
        try cellOverflow { () throws(CellError) in try edge.store(from: start, limit: limit, to: &builder) }
        return try build(taking: &builder)
    }

    /// A node under a label that begins further up; the key's bits from where the node's own began are overwritten.
    mutating func makeJoined(
        _ edge: HashmapEdge, _ key: UnsafeMutableRawPointer, from start: Int, at position: Int, bits: Int
    ) throws(VMException) -> Cell {
        edge.copyLabel(to: key, at: position)
        var builder = CellBuilder()
        try cellOverflow { () throws(CellError) in
            try builder.storeLabel(
                key, at: start, count: position &+ edge.labelCount &- start, limit: bits &- start)
            try builder.store(edge.content)
        }
        return try build(taking: &builder)
    }

    /// A fork whose label is a part of a key that goes on to one of its sides.
    private mutating func makeFork(
        _ key: UnsafeRawPointer, _ label: Range<Int>, bits: Int, side: Cell, other: Cell
    ) throws(VMException) -> Cell {
        var builder = CellBuilder()
        let isRight = KeyBits.bit(key, at: label.upperBound)
        try cellOverflow { () throws(CellError) in
            try builder.storeLabel(
                key, at: label.lowerBound, count: label.count, limit: bits &- label.lowerBound)
            try builder.store(reference: isRight ? other : side)
            try builder.store(reference: isRight ? side : other)
        }
        return try build(taking: &builder)
    }

    /// The root over a changed node, forks made anew from the last to the first.
    private mutating func grow(
        _ changed: Cell, _ forks: [DictionaryFork], _ key: UnsafeRawPointer, bits: Int
    ) throws(VMException) -> Cell {
        var cell = changed
        for fork in forks.reversed() {
            cell = try makeFork(
                key, fork.position..<fork.position &+ fork.labelCount, bits: bits, side: cell, other: fork.other)
        }
        return cell
    }
}
