/// The way from the root of a dictionary to where a key is, or would be.
///
/// Handles of cells, so the root must be kept while it is in use.
struct HashmapDescent {
    /// A fork on the way: its label is that part of the key.
    struct Fork {
        let node: CellHandle
        /// Bits of the key above the fork.
        let position: Int
        let labelCount: Int
    }

    /// Where the way ends.
    enum End {
        /// The dictionary is empty.
        case empty
        /// At the leaf of the key, so many bits down.
        case leaf(HashmapNode, position: Int)
        /// At a node whose label agrees with the key in its first bits and then not: the key is absent.
        case split(HashmapNode, position: Int, common: Int)
    }

    /// From the root down.
    private(set) var forks: [Fork] = []
    private(set) var end = End.empty

    /// Goes down along a key of `keyBits` bits.
    init<Layout: HashmapLayout>(
        _ layout: Layout.Type, root: CellHandle?, key: UnsafeRawPointer, keyBits: Int
    ) throws(CellError) {
        guard var handle = root else { return }
        forks.reserveCapacity(24)
        var position = 0
        while true {
            let node = try HashmapNode(
                handle, limit: keyBits &- position, prefix: PackedBits.string(key, count: position))
            let common = node.commonPrefix(with: key, at: position)
            guard common == node.labelCount else {
                end = .split(node, position: position, common: common)
                return
            }
            let branch = position &+ common
            guard branch < keyBits else {
                end = .leaf(node, position: position)
                return
            }
            try Layout.requireFork(node)
            forks.append(Fork(node: handle, position: position, labelCount: common))
            handle = node.child(isRight: PackedBits.bit(key, at: branch))
            position = branch &+ 1
        }
    }

    /// Takes the last fork off the way.
    mutating func popFork() -> Fork? { forks.popLast() }

    /// The node of a key, without the way there; nil where the key is absent.
    @inline(__always)
    static func leaf<Layout: HashmapLayout>(
        _ layout: Layout.Type, root: CellHandle, key: UnsafeRawPointer, keyBits: Int,
        visiting visit: (CellHandle) -> Void = { _ in }
    ) throws(CellError) -> HashmapNode? {
        var handle = root
        var position = 0
        while true {
            let node = try HashmapNode(
                handle, limit: keyBits &- position, prefix: PackedBits.string(key, count: position))
            visit(handle)
            guard node.commonPrefix(with: key, at: position) == node.labelCount else { return nil }
            position &+= node.labelCount
            guard position < keyBits else { return node }
            try Layout.requireFork(node)
            handle = node.child(isRight: PackedBits.bit(key, at: position))
            position &+= 1
        }
    }
}

extension HashmapDescent.Fork {
    /// The fork's child beside the key's way.
    @inline(__always)
    func other(isRight: Bool) -> CellHandle {
        let position = isRight ? 0 : 1
        return node.withStorage { storage in
            guard storage.isParsed else { return CellHandle(storage.children[position]) }
            let link = storage.link(of: Int(node.index), at: position)
            return CellHandle(storage: node.storage, index: UInt32(truncatingIfNeeded: link))
        }
    }
}

extension HashmapDescent.Fork {
    /// The side beside the key's way alone: its label grows by this fork's label and the bit between. The key's bits
    /// behind the fork's label are overwritten.
    func joined(_ key: UnsafeMutableRawPointer, keyBits: Int) throws(CellError) -> Cell {
        let branch = position &+ labelCount
        let isRight = PackedBits.bit(key, at: branch)
        PackedBits.write(bit: !isRight, to: key, at: branch)
        let node = try HashmapNode(
            other(isRight: isRight), limit: keyBits &- branch &- 1,
            prefix: PackedBits.string(key, count: branch &+ 1))
        return try HashmapNodes.relabelled(node, start: branch &+ 1, to: position, key: key, keyBits: keyBits)
    }
}

/// Nodes made anew on the way of a key: labels are parts of that key.
enum HashmapNodes {
    /// A leaf or a node with other content, whose label is the key's bits from a position to another.
    @inline(__always)
    static func node(
        _ key: UnsafeRawPointer, _ label: Range<Int>, keyBits: Int,
        content: (inout CellBuilder) throws(CellError) -> Void
    ) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.storeLabel(
            key, at: label.lowerBound, count: label.count, limit: keyBits &- label.lowerBound)
        try content(&builder)
        return try builder.takeCell()
    }

    /// A fork whose label is the key's bits from a position to another, where the key goes on to one of its sides.
    @inline(__always)
    static func fork(
        _ key: UnsafeRawPointer, _ label: Range<Int>, keyBits: Int, side: consuming Cell,
        other: consuming Cell,
        extra: (inout CellBuilder) throws(CellError) -> Void = { (_) throws(CellError) in }
    ) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.storeLabel(
            key, at: label.lowerBound, count: label.count, limit: keyBits &- label.lowerBound)
        if PackedBits.bit(key, at: label.upperBound) {
            try builder.store(taking: other)
            try builder.store(taking: side)
        } else {
            try builder.store(taking: side)
            try builder.store(taking: other)
        }
        try extra(&builder)
        return try builder.takeCell()
    }

    /// What a node keeps of its label where a key parts from it at a bit. The key's bits behind that are overwritten.
    static func split(
        _ node: HashmapNode, at branch: Int, start: Int, key: UnsafeMutableRawPointer, keyBits: Int
    ) throws(CellError) -> Cell {
        let isRight = PackedBits.bit(key, at: branch)
        let rest = try relabelled(node, start: start, to: branch &+ 1, key: key, keyBits: keyBits)
        PackedBits.write(bit: isRight, to: key, at: branch)
        return rest
    }

    /// A node below the key's bits up to a position, again under a label that starts there, or at an earlier or later
    /// one. The key's bits behind the node's old start are overwritten with its label.
    static func relabelled(
        _ node: HashmapNode, start: Int, to labelStart: Int, key: UnsafeMutableRawPointer, keyBits: Int
    ) throws(CellError) -> Cell {
        node.copyLabel(to: key, at: start)
        return try Self.node(key, labelStart..<start &+ node.labelCount, keyBits: keyBits) {
            (builder) throws(CellError) in try builder.store(node.content)
        }
    }
}
