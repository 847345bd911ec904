import TONBlocks
import TONCells

/// Dictionaries whose keys may have any length, none the beginning of another: `PfxHashmapE`.
///
/// A bit behind each label says whether a leaf (0) or a fork (1) follows.
extension VirtualMachine {
    /// Reads the bit behind a label; throws where what follows is neither a leaf nor a fork.
    private static func isFork(_ content: inout CellSlice) throws(VMException) -> Bool {
        guard let isFork = try? content.loadBit() else { throw .dictionaryError }
        return isFork
    }

    /// Throws unless two references and nothing else are left.
    private static func requireFork(_ content: CellSlice) throws(VMException) {
        guard content.remainingBits == 0, content.remainingReferences == 2 else { throw .dictionaryError }
    }

    /// The value of the key that the given bits begin with, and how many bits it has; nil where there is none.
    mutating func lookUpPrefix(
        of key: UnsafeRawPointer, count: Int, limit: Int, in root: Cell?
    ) throws(VMException) -> (value: CellSlice, count: Int)? {
        guard let root else { return nil }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var position = 0
        while true {
            let edge = try loadEdge(cell, limit: limit &- position, &libraries)
            let common = min(edge.commonPrefix(with: key, at: position), count &- position)
            guard common == edge.labelCount else { return nil }
            position &+= common
            var content = edge.content
            guard try Self.isFork(&content) else { return (content, position) }
            guard position < limit else { throw .dictionaryError }
            try Self.requireFork(content)
            guard position < count else { return nil }
            cell = edge.child(isRight: KeyBits.bit(key, at: position))
            position &+= 1
        }
    }

    /// Puts a value under a key where the condition holds, and no key begins with another.
    ///
    /// - Returns: the new root; nil where nothing changed.
    mutating func setPrefix(
        _ value: CellSlice, for key: UnsafeRawPointer, count: Int, limit: Int, in root: Cell?,
        where condition: DictionaryCondition
    ) throws(VMException) -> Cell? {
        guard count <= limit else { return nil }
        guard let root else {
            guard condition != .present else { return nil }
            return try makePrefixLeaf(value, key, 0..<count, limit: limit)
        }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadEdge(cell, limit: limit &- position, &libraries)
            let common = min(edge.commonPrefix(with: key, at: position), count &- position)
            let branch = position &+ common
            guard common == edge.labelCount else {
                guard branch < count, condition != .present else { return nil }
                let leaf = try makePrefixLeaf(value, key, branch &+ 1..<count, limit: limit)
                let rest = try makeRest(edge, from: common &+ 1, limit: limit &- branch &- 1)
                let fork = try makeFork(
                    key, position..<branch, bits: limit, side: leaf, other: rest, isPrefixCode: true)
                return try grow(fork, forks, key, bits: limit, isPrefixCode: true)
            }
            var content = edge.content
            guard try Self.isFork(&content) else {
                guard branch == count, condition != .absent else { return nil }
                let leaf = try makePrefixLeaf(value, key, position..<count, limit: limit)
                return try grow(leaf, forks, key, bits: limit, isPrefixCode: true)
            }
            try Self.requireFork(content)
            // Keys that begin so are there already.
            guard branch < count else { return nil }
            let isRight = KeyBits.bit(key, at: branch)
            forks.append(
                DictionaryFork(
                    other: edge.child(isRight: !isRight), position: position, labelCount: common))
            cell = edge.child(isRight: isRight)
            position = branch &+ 1
        }
    }

    /// Removes a key, whose bits are overwritten.
    ///
    /// - Returns: whether it was there, and the new root.
    mutating func removePrefix(
        _ key: UnsafeMutableRawPointer, count: Int, limit: Int, from root: Cell?
    ) throws(VMException) -> (isFound: Bool, root: Cell?) {
        guard count <= limit, let root else { return (false, root) }
        var libraries: [CellSlice] = []
        defer { withExtendedLifetime((root, libraries)) {} }
        var cell = CellHandle(root)
        var forks: [DictionaryFork] = []
        var position = 0
        while true {
            let edge = try loadEdge(cell, limit: limit &- position, &libraries)
            let common = min(edge.commonPrefix(with: key, at: position), count &- position)
            guard common == edge.labelCount else { return (false, root) }
            let branch = position &+ common
            var content = edge.content
            guard try Self.isFork(&content) else {
                guard branch == count else { return (false, root) }
                guard let last = forks.popLast() else { return (true, nil) }
                let start = last.position &+ last.labelCount
                KeyBits.write(!KeyBits.bit(key, at: start), to: key, at: start)
                let other = try loadEdge(last.other, limit: limit &- start &- 1, &libraries)
                let joined = try makeJoined(other, key, from: last.position, at: start &+ 1, bits: limit)
                return (true, try grow(joined, forks, key, bits: limit, isPrefixCode: true))
            }
            try Self.requireFork(content)
            guard branch < count else { return (false, root) }
            let isRight = KeyBits.bit(key, at: branch)
            forks.append(
                DictionaryFork(
                    other: edge.child(isRight: !isRight), position: position, labelCount: common))
            cell = edge.child(isRight: isRight)
            position = branch &+ 1
        }
    }

    private mutating func makePrefixLeaf(
        _ value: CellSlice, _ key: UnsafeRawPointer, _ label: Range<Int>, limit: Int
    ) throws(VMException) -> Cell {
        var builder = CellBuilder()
        try Self.cellOverflow { () throws(CellError) in
            try builder.storeLabel(
                key, at: label.lowerBound, count: label.count, limit: limit &- label.lowerBound)
            try builder.store(bit: false)
            try builder.store(value)
        }
        return try build(taking: &builder)
    }
}
