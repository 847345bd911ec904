/// What follows the label of a node in a dictionary whose keys have different lengths.
enum VariableKeyNode<Child, Value> {
    /// One key ends here, and none goes on.
    case leaf(Value)
    /// Keys go on with both bits; one may end here.
    case fork(left: Child, right: Child, value: Value?)
    /// One key ends here, and others go on with one of the bits.
    case continuation(isRight: Bool, child: Child, value: Value)

    /// The value of the key that ends here, if one does.
    var value: Value? {
        switch self {
        case .leaf(let value), .continuation(_, _, let value): value
        case .fork(_, _, let value): value
        }
    }
}

/// How such a node is laid out behind its label.
protocol VariableKeyLayout {
    /// Whether a key may begin with another one.
    static var allowsPrefixes: Bool { get }

    /// Reads what follows a label.
    static func read(_ node: HashmapNode) throws(CellError) -> VariableKeyNode<CellHandle, CellSlice>

    /// Appends what follows a label.
    static func store(
        _ node: VariableKeyNode<Cell, CellBuilder>, in builder: inout CellBuilder
    ) throws(CellError)
}

/// The tree of a dictionary whose keys have up to `keyBits` bits: what ``PfxHashmapE`` and ``VarHashmapE`` share.
struct VariableKeyTree<Layout: VariableKeyLayout>: Hashable, Sendable {
    let keyBits: Int
    private(set) var root: Cell?

    init(keyBits: Int, root: Cell?) {
        self.keyBits = keyBits
        self.root = root
    }

    typealias Entry = HashmapE.Entry

    private typealias Node = VariableKeyNode<CellHandle, CellSlice>

    func requireLength(_ key: BitString) throws(CellError) {
        try HashmapE.requireKeyBits(keyBits)
        guard key.count <= keyBits else {
            throw .outOfRange("expected a key of at most \(keyBits) bits, found \(key.count)")
        }
    }

    /// Reads a node below the bits of a key up to a position.
    private static func read(
        _ handle: CellHandle, _ key: UnsafeRawPointer, _ position: Int, keyBits: Int
    ) throws(CellError) -> (label: HashmapNode, node: Node) {
        let label = try HashmapNode(
            handle, limit: keyBits - position, prefix: PackedBits.string(key, count: position))
        let node = try Layout.read(label)
        if case .leaf = node { return (label, node) }
        guard position + label.labelCount < keyBits else {
            throw .malformedDictionary("a fork behind the last of \(keyBits) bits")
        }
        return (label, node)
    }

    // MARK: - Reading

    /// The longest key that the bits begin with, and its value.
    func longestMatch(for bits: BitString) throws(CellError) -> Entry? {
        try HashmapE.requireKeyBits(keyBits)
        guard let root else { return nil }
        // No key has more bits than that.
        let count = min(bits.count, keyBits)
        return try bits.withPaddedBytes { (key) throws(CellError) in
            var found: Entry?
            var handle = CellHandle(root)
            var position = 0
            while true {
                let (label, node) = try Self.read(handle, key, position, keyBits: keyBits)
                let end = position + label.labelCount
                guard end <= count, label.commonPrefix(with: key, at: position) == label.labelCount else {
                    return found
                }
                if let value = node.value { found = (PackedBits.string(key, count: end), value) }
                guard end < count, let child = Self.child(node, isRight: PackedBits.bit(key, at: end)) else {
                    return found
                }
                handle = child
                position = end + 1
            }
        }
    }

    func value(for key: BitString) throws(CellError) -> CellSlice? {
        try requireLength(key)
        guard let match = try longestMatch(for: key), match.key.count == key.count else { return nil }
        return match.value
    }

    private static func child(_ node: Node, isRight: Bool) -> CellHandle? {
        switch node {
        case .leaf: nil
        case .fork(let left, let right, _): isRight ? right : left
        case .continuation(let side, let child, _): side == isRight ? child : nil
        }
    }

    /// What is still to come of a walk.
    private enum Coming {
        case subtree(CellHandle, position: Int, bit: Bool)
        case value(CellSlice, count: Int)
    }

    /// The entries in order, a key before those that begin with it; or all backwards.
    func entries(_ direction: HashmapE.Direction, limit: Int, whole: Bool) throws(CellError) -> [Entry] {
        try HashmapE.requireKeyBits(keyBits)
        var entries: [Entry] = []
        guard let root else { return entries }
        let memory = HashmapKeyMemory()
        let key = memory.bytes
        defer { withExtendedLifetime(memory) {} }
        var pending: [Coming] = [.subtree(CellHandle(root), position: 0, bit: false)]
        while let step = pending.popLast() {
            guard whole || entries.count < limit else { return entries }
            switch step {
            case .value(let value, let count):
                guard entries.count < limit else { throw .malformedDictionary("more than \(limit) entries") }
                entries.append((memory.string(count: count), value))
            case .subtree(let handle, let position, let bit):
                if position > 0 { PackedBits.write(bit: bit, to: key, at: position - 1) }
                let (label, node) = try Self.read(handle, key, position, keyBits: keyBits)
                label.copyLabel(to: key, at: position)
                let end = position + label.labelCount
                var steps: [Coming] = []
                if let value = node.value { steps.append(.value(value, count: end)) }
                for isRight in [false, true] {
                    guard let child = Self.child(node, isRight: isRight) else { continue }
                    steps.append(.subtree(child, position: end + 1, bit: isRight))
                }
                // The next one last.
                pending += direction == .ascending ? steps.reversed() : steps
            }
        }
        return entries
    }

    // MARK: - Changing

    /// A node on the way to a key.
    private struct Step {
        let node: Node
        let position: Int
        let end: Int
    }

    /// How a change went.
    enum Outcome {
        /// The tree has changed, or would have if it had to; with the old value, if the key was there.
        case done(CellSlice?)
        /// The key is a prefix of another one, or another of it, which the layout doesn't allow.
        case refused
    }

    /// Puts a value under a key where the condition holds.
    mutating func set(
        _ value: CellBuilder, for key: BitString, where condition: HashmapE.Condition
    ) throws(CellError) -> Outcome {
        try requireLength(key)
        let (keyBits, root, count) = (keyBits, root, key.count)
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, outcome: Outcome) in
            func make(_ label: Range<Int>, _ node: VariableKeyNode<Cell, CellBuilder>) throws(CellError) -> Cell {
                try HashmapNodes.node(key, label, keyBits: keyBits) { (builder) throws(CellError) in
                    try Layout.store(node, in: &builder)
                }
            }
            func leaf(from position: Int) throws(CellError) -> Cell { try make(position..<count, .leaf(value)) }
            var steps: [Step] = []
            func result(_ cell: Cell, _ old: CellSlice?) throws(CellError) -> (root: Cell?, outcome: Outcome) {
                (try Self.grow(cell, steps, key, keyBits), .done(old))
            }
            guard let root else { return condition == .present ? (nil, .done(nil)) : (try leaf(from: 0), .done(nil)) }
            var handle = CellHandle(root)
            var position = 0
            while true {
                let (label, node) = try Self.read(handle, key, position, keyBits: keyBits)
                let common = min(label.commonPrefix(with: key, at: position), count - position)
                let branch = position + common
                if common < label.labelCount {
                    guard Layout.allowsPrefixes || branch < count else { return (root, .refused) }
                    guard condition != .present else { return (root, .done(nil)) }
                    if branch < count {
                        let isRight = PackedBits.bit(key, at: branch)
                        let side = try leaf(from: branch + 1)
                        let old = try HashmapNodes.split(
                            label, at: branch, start: position, key: key, keyBits: keyBits)
                        return try result(
                            try make(
                                position..<branch,
                                .fork(left: isRight ? old : side, right: isRight ? side : old, value: nil)), nil)
                    }
                    label.copyLabel(to: key, at: position)
                    let isRight = PackedBits.bit(key, at: branch)
                    let old = try HashmapNodes.split(label, at: branch, start: position, key: key, keyBits: keyBits)
                    return try result(
                        try make(position..<branch, .continuation(isRight: isRight, child: old, value: value)), nil)
                }
                if branch == count {
                    if case .fork = node, !Layout.allowsPrefixes { return (root, .refused) }
                    switch condition {
                    case .present where node.value == nil: return (root, .done(nil))
                    case .absent where node.value != nil: return (root, .done(node.value))
                    default: break
                    }
                    let new: VariableKeyNode<Cell, CellBuilder> =
                        switch node {
                        case .leaf: .leaf(value)
                        case .fork(let left, let right, _): .fork(left: left.cell, right: right.cell, value: value)
                        case .continuation(let isRight, let child, _):
                            .continuation(isRight: isRight, child: child.cell, value: value)
                        }
                    return try result(try make(position..<branch, new), node.value)
                }
                let isRight = PackedBits.bit(key, at: branch)
                if let child = Self.child(node, isRight: isRight) {
                    steps.append(Step(node: node, position: position, end: branch))
                    handle = child
                    position = branch + 1
                    continue
                }
                guard Layout.allowsPrefixes else { return (root, .refused) }
                guard condition != .present else { return (root, .done(nil)) }
                let side = try leaf(from: branch + 1)
                switch node {
                case .leaf(let own):
                    return try result(
                        try make(
                            position..<branch,
                            .continuation(isRight: isRight, child: side, value: try CellBuilder(own))), nil)
                case .continuation(_, let child, let own):
                    return try result(
                        try make(
                            position..<branch,
                            .fork(
                                left: isRight ? child.cell : side, right: isRight ? side : child.cell,
                                value: try CellBuilder(own))), nil)
                case .fork:
                    // It has a child for either bit.
                    return (root, .refused)
                }
            }
        }
        self.root = changed.root
        return changed.outcome
    }

    /// Removes a key and returns its value; nil where it is absent.
    mutating func remove(_ key: BitString) throws(CellError) -> CellSlice? {
        try requireLength(key)
        guard let root else { return nil }
        let (keyBits, count) = (keyBits, key.count)
        let changed = try key.withPaddedBytes { (key) throws(CellError) -> (root: Cell?, old: CellSlice?) in
            func make(_ label: Range<Int>, _ node: VariableKeyNode<Cell, CellBuilder>) throws(CellError) -> Cell {
                try HashmapNodes.node(key, label, keyBits: keyBits) { (builder) throws(CellError) in
                    try Layout.store(node, in: &builder)
                }
            }
            /// A child alone below a node without a value: its label grows by the node's and the bit between.
            func joined(_ child: CellHandle, isRight: Bool, _ label: Range<Int>) throws(CellError) -> Cell {
                PackedBits.write(bit: isRight, to: key, at: label.upperBound)
                let start = label.upperBound + 1
                let node = try HashmapNode(
                    child, limit: keyBits - start, prefix: PackedBits.string(key, count: start))
                return try HashmapNodes.relabelled(
                    node, start: start, to: label.lowerBound, key: key, keyBits: keyBits)
            }
            var steps: [Step] = []
            var handle = CellHandle(root)
            var position = 0
            while true {
                let (label, node) = try Self.read(handle, key, position, keyBits: keyBits)
                let end = position + label.labelCount
                guard end <= count, label.commonPrefix(with: key, at: position) == label.labelCount else {
                    return (root, nil)
                }
                guard end == count else {
                    guard let child = Self.child(node, isRight: PackedBits.bit(key, at: end)) else {
                        return (root, nil)
                    }
                    steps.append(Step(node: node, position: position, end: end))
                    handle = child
                    position = end + 1
                    continue
                }
                guard let old = node.value else { return (root, nil) }
                let cell: Cell
                switch node {
                case .fork(let left, let right, _):
                    cell = try make(position..<end, .fork(left: left.cell, right: right.cell, value: nil))
                case .continuation(let isRight, let child, _):
                    cell = try joined(child, isRight: isRight, position..<end)
                case .leaf:
                    guard let above = steps.popLast() else { return (nil, old) }
                    let label = above.position..<above.end
                    let isRight = PackedBits.bit(key, at: above.end)
                    switch above.node {
                    case .fork(let left, let right, let own?):
                        cell = try make(
                            label,
                            .continuation(
                                isRight: !isRight, child: (isRight ? left : right).cell, value: try CellBuilder(own)))
                    case .fork(let left, let right, nil):
                        cell = try joined(isRight ? left : right, isRight: !isRight, label)
                    case .continuation(_, _, let own), .leaf(let own):
                        cell = try make(label, .leaf(try CellBuilder(own)))
                    }
                }
                return (try Self.grow(cell, steps, key, keyBits), old)
            }
        }
        self.root = changed.root
        return changed.old
    }

    /// The root over a changed node, those above added from the last to the first.
    private static func grow(
        _ changed: Cell, _ steps: [Step], _ key: UnsafeRawPointer, _ keyBits: Int
    ) throws(CellError) -> Cell {
        var cell = changed
        for step in steps.reversed() {
            let isRight = PackedBits.bit(key, at: step.end)
            let value = try step.node.value.map { (own) throws(CellError) in try CellBuilder(own) }
            cell = try HashmapNodes.node(key, step.position..<step.end, keyBits: keyBits) {
                (builder) throws(CellError) in
                switch step.node {
                case .fork(let left, let right, _):
                    try Layout.store(
                        .fork(left: isRight ? left.cell : cell, right: isRight ? cell : right.cell, value: value),
                        in: &builder)
                case .continuation(let side, _, let own):
                    try Layout.store(
                        .continuation(isRight: side, child: cell, value: try CellBuilder(own)), in: &builder)
                case .leaf: break
                }
            }
        }
        return cell
    }
}

extension CellBuilder {
    /// A builder that holds what is left in a slice.
    init(_ slice: CellSlice) throws(CellError) {
        self.init()
        try store(slice)
    }
}

extension HashmapNode {
    /// The next bits behind the label, 1 or 2, and what follows them. Throws where there are fewer.
    func loadTag(bits: Int) throws(CellError) -> (tag: UInt64, rest: CellSlice) {
        var slice = content
        return (try slice.loadUInt(bits: bits), slice)
    }

    /// Throws unless there are so many references at least.
    func requireReferences(_ count: Int) throws(CellError) {
        guard referenceCount >= count else {
            throw .malformedDictionary("a node with \(referenceCount) references, \(count) are its children")
        }
    }
}
