/// A walk over two versions of a dictionary side by side, in ascending order of keys.
///
/// Subtrees that both share are passed over without a look at them, so that they may even be pruned.
struct HashmapPairWalk<Layout: HashmapLayout> {
    /// A subtree: a node, and how many bits of the keys lie above its label.
    struct Subtree {
        let handle: CellHandle
        let start: Int
    }

    /// What comes next.
    enum Event {
        /// The same subtree on both sides.
        case shared(Subtree)
        /// A subtree whose keys the other side doesn't have.
        case old(Subtree)
        case new(Subtree)
        /// The leaves of one key.
        case both(old: HashmapNode, new: HashmapNode)
    }

    private struct Pending {
        let old: Subtree?
        let new: Subtree?
        /// Bits of the key known above what isn't compared yet.
        let position: Int
        /// The last of those bits.
        let bit: Bool
    }

    private let keyBits: Int
    private let sharing: Bool
    private var pending: [Pending] = []
    private let key = HashmapKeyMemory()

    /// How many bits of the key are known of what came last.
    private(set) var count = 0

    /// Those bits.
    var bits: UnsafeRawPointer { UnsafeRawPointer(key.bytes) }

    /// Starts at both roots, which must be kept.
    ///
    /// - Parameter sharing: Whether to pass over shared subtrees; else their leaves come one by one.
    init(_ old: Cell?, _ new: Cell?, keyBits: Int, sharing: Bool = true) {
        self.keyBits = keyBits
        self.sharing = sharing
        let subtrees = [old, new].map { root in root.map { Subtree(handle: CellHandle($0), start: 0) } }
        if old != nil || new != nil {
            pending.append(Pending(old: subtrees[0], new: subtrees[1], position: 0, bit: false))
        }
    }

    private func read(_ subtree: Subtree) throws(CellError) -> HashmapNode {
        try HashmapNode(
            subtree.handle, limit: keyBits &- subtree.start,
            prefix: PackedBits.string(key.bytes, count: subtree.start))
    }

    private func child(_ node: HashmapNode, _ isRight: Bool, _ branch: Int) -> Subtree {
        Subtree(handle: node.child(isRight: isRight), start: branch &+ 1)
    }

    /// The next subtree or key; nil at the end.
    mutating func next() throws(CellError) -> Event? {
        let key = key.bytes
        while let top = pending.popLast() {
            let position = top.position
            if position > 0 { PackedBits.write(bit: top.bit, to: key, at: position &- 1) }
            count = position
            guard let old = top.old else { return top.new.map { .new($0) } }
            guard let new = top.new else { return .old(old) }
            if sharing, old.start == new.start, old.handle.isSame(as: new.handle) { return .shared(old) }
            let (first, second) = (try read(old), try read(new))
            // Both labels agree up to the position: that part was compared before.
            first.copyLabel(to: key, at: old.start)
            let firstEnd = old.start &+ first.labelCount
            let secondEnd = new.start &+ second.labelCount
            let passed = position &- new.start
            let common = min(
                second.commonPrefix(with: key, from: passed, at: position), firstEnd &- position)
            let branch = position &+ common
            if branch == firstEnd, branch == secondEnd {
                guard branch < keyBits else {
                    count = keyBits
                    return .both(old: first, new: second)
                }
                try Layout.requireFork(first)
                try Layout.requireFork(second)
                for isRight in [true, false] {
                    pending.append(
                        Pending(
                            old: child(first, isRight, branch), new: child(second, isRight, branch),
                            position: branch &+ 1, bit: isRight))
                }
            } else if branch == firstEnd {
                try Layout.requireFork(first)
                second.copyLabel(to: key, at: new.start)
                let isRight = PackedBits.bit(key, at: branch)
                for side in [true, false] {
                    pending.append(
                        Pending(
                            old: child(first, side, branch), new: side == isRight ? new : nil, position: branch &+ 1,
                            bit: side))
                }
            } else if branch == secondEnd {
                try Layout.requireFork(second)
                let isRight = PackedBits.bit(key, at: branch)
                for side in [true, false] {
                    pending.append(
                        Pending(
                            old: side == isRight ? old : nil, new: child(second, side, branch), position: branch &+ 1,
                            bit: side))
                }
            } else {
                // They part: all keys of one come before those of the other.
                let isRight = PackedBits.bit(key, at: branch)
                for side in [true, false] {
                    pending.append(
                        Pending(
                            old: side == isRight ? old : nil, new: side == isRight ? nil : new,
                            position: branch &+ 1, bit: side))
                }
            }
        }
        return nil
    }
}

extension HashmapNode {
    /// How many bits of the label, but for the first `passed` ones, are those of a key from a position on.
    @inline(__always)
    func commonPrefix(with key: UnsafeRawPointer, from passed: Int, at position: Int) -> Int {
        let count = labelCount &- passed
        if let same { return PackedBits.commonPrefix(key, at: position, same: same, count: count) }
        return PackedBits.commonPrefix(bytes, at: labelStart &+ passed, key, at: position, count: count)
    }
}
