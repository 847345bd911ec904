/// A walk over the leaves of a dictionary, or of a part of it, in order of their keys.
///
/// Keeps the bits of the current key and a list of subtrees still to come, at most one for each bit of a key, and reads
/// only cells on its way: pruned branches elsewhere don't matter.
struct HashmapCursor<Layout: HashmapLayout> {
    private struct Subtree {
        let handle: CellHandle
        /// Bits of the keys above it.
        let position: Int
        /// The last of those bits.
        let bit: Bool
    }

    private let keyBits: Int
    private let startsRight: Bool
    /// Subtrees still to come, the next one last.
    private var pending: [Subtree] = []
    private let key = HashmapKeyMemory()
    /// What keeps all cells.
    private let root: Cell?

    /// Starts at the first leaf.
    init(root: Cell?, keyBits: Int, _ direction: HashmapE.Direction = .ascending) {
        self.root = root
        self.keyBits = keyBits
        startsRight = direction == .descending
        if let root { pending.append(Subtree(handle: CellHandle(root), position: 0, bit: false)) }
    }

    /// Starts at the first leaf of a subtree below the bits of a key up to a position; that is, `root` must be kept by
    /// whoever walks.
    init(below handle: CellHandle, key prefix: UnsafeRawPointer, position: Int, keyBits: Int) {
        root = nil
        self.keyBits = keyBits
        startsRight = false
        key.copy(prefix, count: position)
        let bit = position > 0 && PackedBits.bit(prefix, at: position - 1)
        pending.append(Subtree(handle: handle, position: position, bit: bit))
    }

    /// Starts with the first leaf at or behind a key.
    init(root: Cell?, keyBits: Int, _ direction: HashmapE.Direction, from first: BitString) throws(CellError) {
        self.init(root: root, keyBits: keyBits, direction)
        let startsRight = startsRight
        try first.withPaddedBytes { (start) throws(CellError) in
            key.copy(start, count: keyBits)
            while let subtree = pending.popLast() {
                let position = subtree.position
                let node = try HashmapNode(
                    subtree.handle, limit: keyBits - position, prefix: PackedBits.string(start, count: position))
                let common = node.commonPrefix(with: start, at: position)
                let branch = position + common
                guard common == node.labelCount else {
                    // The whole subtree lies on one side of the key.
                    if PackedBits.bit(start, at: branch) == startsRight { pending.append(subtree) }
                    return
                }
                guard branch < keyBits else {
                    pending.append(subtree)
                    return
                }
                try Layout.requireFork(node)
                let isRight = PackedBits.bit(start, at: branch)
                if isRight == startsRight { append(node, branch, isRight: !isRight) }
                append(node, branch, isRight: isRight)
            }
        }
    }

    private mutating func append(_ node: HashmapNode, _ branch: Int, isRight: Bool) {
        pending.append(Subtree(handle: node.child(isRight: isRight), position: branch + 1, bit: isRight))
    }

    /// The next leaf; nil at the end.
    mutating func next() throws(CellError) -> HashmapNode? {
        guard var subtree = pending.popLast() else { return nil }
        let bits = key.bytes
        while true {
            let position = subtree.position
            if position > 0 { PackedBits.write(bit: subtree.bit, to: bits, at: position &- 1) }
            let node = try HashmapNode(
                subtree.handle, limit: keyBits &- position, prefix: PackedBits.string(bits, count: position))
            node.copyLabel(to: bits, at: position)
            let branch = position &+ node.labelCount
            guard branch < keyBits else { return node }
            try Layout.requireFork(node)
            append(node, branch, isRight: !startsRight)
            subtree = Subtree(handle: node.child(isRight: startsRight), position: branch &+ 1, bit: startsRight)
        }
    }

    /// The key of the leaf that came last.
    var currentKey: BitString { key.string(count: keyBits) }

    /// The bits of that key, until the next one.
    var currentBits: UnsafeRawPointer { UnsafeRawPointer(key.bytes) }
}

/// The bits of a key while a tree is walked or made, with room behind them to be read and written.
final class HashmapKeyMemory {
    let bytes: UnsafeMutableRawPointer

    /// All zeros.
    init() {
        let count = HashmapE.maximumKeyBytes + 3 * PackedBits.slack
        bytes = .allocate(byteCount: count, alignment: 8)
        bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    }

    deinit { bytes.deallocate() }

    /// Takes the first bits of another key.
    func copy(_ other: UnsafeRawPointer, count: Int) {
        bytes.copyMemory(from: other, byteCount: (count &+ 7) / 8)
    }

    func string(count: Int) -> BitString { PackedBits.string(bytes, count: count) }
}
