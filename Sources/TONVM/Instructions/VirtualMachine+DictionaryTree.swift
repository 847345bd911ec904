import TONBlocks
import TONCells
import TONCrypto

/// The walks through dictionaries: every node is loaded and paid for, and so is every node that is made.
///
/// Reference: `crypto/vm/dict.cpp`, whose order of loads, checks and new cells decides where gas runs out.
extension VirtualMachine {
    /// A fork on the way to a key: its label is that part of the key.
    struct DictionaryFork {
        /// The child beside the way: kept by the root.
        let other: CellHandle
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

    /// Runs a body with memory for a key, and for the words that are read and written past its end.
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

    /// Loads a node and reads its label, of at most `limit` bits. What a library cell stands for is kept in `libraries`.
    @inline(__always)
    mutating func loadEdge(
        _ cell: CellHandle, limit: Int, _ libraries: inout [CellSlice]
    ) throws(VMException) -> HashmapEdge {
        try payForLoad(of: cell.hash)
        return try readEdge(cell, limit: limit, &libraries)
    }

    /// Reads the label of a node that was paid for.
    @inline(__always)
    private mutating func readEdge(
        _ cell: CellHandle, limit: Int, _ libraries: inout [CellSlice]
    ) throws(VMException) -> HashmapEdge {
        if let edge = HashmapEdge(cell, limit: limit) { return edge }
        return try loadExoticEdge(cell, limit: limit, &libraries)
    }

    private mutating func loadExoticEdge(
        _ handle: CellHandle, limit: Int, _ libraries: inout [CellSlice]
    ) throws(VMException) -> HashmapEdge {
        let cell = handle.cell
        guard cell.isExotic else { throw .cellUnderflow }
        let slice = try contentOfLibrary(cell)
        libraries.append(slice)
        guard let edge = HashmapEdge(CellHandle(wholeOf: slice), limit: limit) else { throw .cellUnderflow }
        return edge
    }

    /// Loads a node of a dictionary whose keys are all of one length: where the label leaves bits of the key, it is a
    /// fork.
    @inline(__always)
    mutating func loadNode(
        _ cell: CellHandle, limit: Int, _ libraries: inout [CellSlice]
    ) throws(VMException) -> HashmapEdge {
        try payForLoad(of: cell.hash)
        return try readNode(cell, limit: limit, &libraries)
    }

    /// Reads a node, that was paid for, of a dictionary whose keys are all of one length.
    @inline(__always)
    private mutating func readNode(
        _ cell: CellHandle, limit: Int, _ libraries: inout [CellSlice]
    ) throws(VMException) -> HashmapEdge {
        let edge = try readEdge(cell, limit: limit, &libraries)
        guard edge.labelCount == limit || edge.isPlainFork else { throw .dictionaryError }
        return edge
    }

    // MARK: - Looking up

    /// The value of a key; nil where it is absent.
    mutating func lookUp(
        _ key: UnsafeRawPointer, bits: Int, in root: Cell?
    ) throws(VMException) -> CellSlice? {
        try lookUp(key, bits: bits, in: root) { (machine, hash) throws(VMException) in
            try machine.payForLoad(of: hash)
        }
    }

    /// The value of a key, nil where it is absent, with an own way to pay for each node.
    @inline(__always)
    mutating func lookUp(
        _ key: UnsafeRawPointer, bits: Int, in root: Cell?,
        paying pay: (inout VirtualMachine, Hash256) throws(VMException) -> Void
    ) throws(VMException) -> CellSlice? {
        guard let root else { return nil }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var position = 0
        while true {
            try pay(&self, cell.hash)
            let edge = try readNode(cell, limit: bits &- position, &libraries)
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
        of root: Cell, _ key: UnsafeMutableRawPointer, from start: Int, bits: Int, isRight: Bool, isSigned: Bool
    ) throws(VMException) -> CellSlice {
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var position = start
        while true {
            let edge = try loadNode(cell, limit: bits &- position, &libraries)
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
        guard let root else { return nil }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var position = 0
        // The last side that was passed by and has only keys beyond.
        var beyond: (cell: CellHandle, position: Int)?
        func side(_ position: Int) -> Bool { isNext != (isSigned && position == 0) }
        search: while true {
            let edge = try loadNode(cell, limit: bits &- position, &libraries)
            let common = edge.commonPrefix(with: key, at: position)
            guard common == edge.labelCount else {
                let parting = position &+ common
                if KeyBits.bit(key, at: parting) == side(parting) { break search }
                // All keys below are beyond.
                return try lookUpEnd(
                    of: cell.cell, key, from: position, bits: bits, isRight: !isNext, isSigned: isSigned)
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
            of: beyond.cell.cell, key, from: beyond.position &+ 1, bits: bits, isRight: !isNext, isSigned: isSigned)
    }

    // MARK: - Changing

    /// Puts a value under a key where the condition holds.
    ///
    /// - Returns: the new root, nil where nothing changed; and the value that was there.
    mutating func set(
        _ value: DictionaryValue, for key: UnsafeRawPointer, bits: Int, in root: Cell?,
        where condition: DictionaryCondition
    ) throws(VMException) -> (root: Cell?, old: CellSlice?) {
        guard let root else {
            guard condition != .present else { return (nil, nil) }
            return (try makeLeaf(value, key, from: 0, bits: bits), nil)
        }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position, &libraries)
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
        guard let root else { return (nil, nil) }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position, &libraries)
            let common = edge.commonPrefix(with: key, at: position)
            let branch = position &+ common
            guard common == edge.labelCount else { return (root, nil) }
            guard branch < bits else {
                let old = edge.content
                guard let last = forks.popLast() else { return (nil, old) }
                // The other side takes the fork's place, under a longer label.
                let start = last.position &+ last.labelCount
                KeyBits.write(!KeyBits.bit(key, at: start), to: key, at: start)
                let other = try loadNode(last.other, limit: bits &- start &- 1, &libraries)
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
        guard let root, prefix > 0 else { return root }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var position = 0
        while true {
            let edge = try loadNode(cell, limit: bits &- position, &libraries)
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
        try Self.cellOverflow { () throws(CellError) in
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
        try Self.cellOverflow { () throws(CellError) in try edge.store(from: start, limit: limit, to: &builder) }
        return try build(taking: &builder)
    }

    /// A node under a label that begins further up; the key's bits from where the node's own began are overwritten.
    mutating func makeJoined(
        _ edge: HashmapEdge, _ key: UnsafeMutableRawPointer, from start: Int, at position: Int, bits: Int
    ) throws(VMException) -> Cell {
        edge.copyLabel(to: key, at: position)
        var builder = CellBuilder()
        try Self.cellOverflow { () throws(CellError) in
            try builder.storeLabel(
                key, at: start, count: position &+ edge.labelCount &- start, limit: bits &- start)
            try builder.store(edge.content)
        }
        return try build(taking: &builder)
    }

    /// A fork whose label is a part of a key that goes on to one of its sides. In a prefix code a bit tells it from a leaf.
    @inline(__always)
    mutating func makeFork(
        _ key: UnsafeRawPointer, _ label: Range<Int>, bits: Int, side: consuming Cell, other: consuming Cell,
        isPrefixCode: Bool = false
    ) throws(VMException) -> Cell {
        var builder = CellBuilder()
        let isRight = KeyBits.bit(key, at: label.upperBound)
        do {
            try builder.storeLabel(
                key, at: label.lowerBound, count: label.count, limit: bits &- label.lowerBound)
            if isPrefixCode { try builder.store(bit: true) }
            if isRight {
                try builder.store(taking: other)
                try builder.store(taking: side)
            } else {
                try builder.store(taking: side)
                try builder.store(taking: other)
            }
        } catch { throw .cellOverflow }
        return try build(taking: &builder)
    }

    /// The root over a changed node, forks made anew from the last to the first.
    mutating func grow(
        _ changed: Cell, _ forks: [DictionaryFork], _ key: UnsafeRawPointer, bits: Int, isPrefixCode: Bool = false
    ) throws(VMException) -> Cell {
        var cell = changed
        for fork in forks.reversed() {
            cell = try makeFork(
                key, fork.position..<fork.position &+ fork.labelCount, bits: bits, side: cell,
                other: fork.other.cell, isPrefixCode: isPrefixCode)
        }
        return cell
    }
}
