/// A dictionary from keys of a fixed number of bits to values: TL-B `HashmapE n X`.
///
/// Keeps the root cell and reads along the path of a key. Changes make a new root that shares all untouched
/// cells, with labels in the canonical (shortest) form, so that the same content always has the same root.
///
/// Reference: "TVM" whitepaper 3.3; label form as the reference chooses it among `hml_short`, `hml_long`, `hml_same`.
public struct HashmapE: Hashable, Sendable {
    /// The number of bits in every key, 1…1023.
    public let keyBits: Int
    /// The root of the tree; nil for the empty dictionary.
    public private(set) var root: Cell?

    /// Makes a dictionary of a root found elsewhere; nothing is checked before it is read.
    public init(keyBits: Int, root: Cell? = nil) {
        self.keyBits = keyBits
        self.root = root
    }

    /// Reads `HashmapE`: a bit, and the root in a reference where it is 1.
    public init(keyBits: Int, from slice: inout CellSlice) throws(CellError) {
        self.init(keyBits: keyBits, root: try slice.loadMaybeReference())
    }

    /// Makes a dictionary of entries in any order; a later one replaces an earlier one of the same key.
    public init(keyBits: Int, entries: some Sequence<(key: BitString, value: CellBuilder)>) throws(CellError) {
        self.init(keyBits: keyBits)
        for (key, value) in entries { try set(value, for: key) }
    }

    /// Whether there are no entries.
    public var isEmpty: Bool { root == nil }

    /// One entry: a key, and the slice of its leaf from the value on.
    public typealias Entry = (key: BitString, value: CellSlice)

    // MARK: - Reading

    /// The value of a key; nil where it is absent. Throws where the tree is malformed or pruned on the way.
    public func value(for key: BitString) throws(CellError) -> CellSlice? {
        try requireLength(key)
        var position = 0
        var next = root
        while let cell = next {
            var slice = try cell.slice()
            let label = try Self.loadLabel(&slice, limit: keyBits - position)
            for offset in 0..<label.count where label.bit(at: offset) != key.bit(at: position + offset) {
                return nil
            }
            position += label.count
            guard position < keyBits else { return slice }
            try Self.requireFork(slice)
            let left = try slice.loadReference()
            next = key.bit(at: position) ? try slice.loadReference() : left
            position += 1
        }
        return nil
    }

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`, if one is given.
    public func entries(limit: Int = .max) throws(CellError) -> [Entry] {
        var entries: [Entry] = []
        guard let root else { return entries }
        // An explicit stack: a key has at most 1023 bits, and each level takes one at least.
        var pending: [(prefix: BitAccumulator, cell: Cell)] = [(BitAccumulator(), root)]
        while let (prefix, cell) = pending.popLast() {
            var slice = try cell.slice()
            var prefix = prefix
            prefix.append(try Self.loadLabel(&slice, limit: keyBits - prefix.count))
            if prefix.count == keyBits {
                guard entries.count < limit else { throw .malformedDictionary("more than \(limit) entries") }
                entries.append((prefix.bits, slice))
            } else {
                try Self.requireFork(slice)
                let left = try slice.loadReference()
                let right = try slice.loadReference()
                pending.append((prefix.appending(true), right))
                pending.append((prefix.appending(false), left))
            }
        }
        return entries
    }

    // MARK: - Changing

    /// Puts a value under a key, in place of any that is there.
    public mutating func set(_ value: CellBuilder, for key: BitString) throws(CellError) {
        try requireLength(key)
        root = try Self.inserting(value, for: key, from: 0, in: root)
    }

    /// Removes a key; false where it is absent.
    @discardableResult
    public mutating func remove(_ key: BitString) throws(CellError) -> Bool {
        try requireLength(key)
        guard let root, try value(for: key) != nil else { return false }
        self.root = try Self.removing(key, from: 0, in: root)
        return true
    }

    // Both recurse once for each fork on the key's path: at most 1023 deep, and bounded by the cells' own depth.
    private static func inserting(
        _ value: CellBuilder, for key: BitString, from position: Int, in cell: Cell?
    ) throws(CellError) -> Cell {
        let limit = key.count - position
        guard let cell else {
            return try node(label: key.suffix(from: position), limit: limit, content: value)
        }
        var slice = try cell.slice()
        let label = try loadLabel(&slice, limit: limit)
        var common = 0
        while common < label.count, label.bit(at: common) == key.bit(at: position + common) { common += 1 }
        guard common == label.count else {
            // The label splits here: the old node keeps its rest below one side, the new leaf goes to the other.
            var old = CellBuilder()
            try old.store(slice)
            let below = limit - common - 1
            let oldNode = try node(label: label.suffix(from: common + 1), limit: below, content: old)
            let newNode = try node(label: key.suffix(from: position + common + 1), limit: below, content: value)
            return try fork(
                label: label.prefix(common), limit: limit, isSecondRight: key.bit(at: position + common),
                first: oldNode, second: newNode)
        }
        guard common < limit else { return try node(label: label, limit: limit, content: value) }
        try requireFork(slice)
        let left = try slice.loadReference()
        let right = try slice.loadReference()
        let isRight = key.bit(at: position + common)
        let changed = try inserting(value, for: key, from: position + common + 1, in: isRight ? right : left)
        return try fork(
            label: label, limit: limit, isSecondRight: isRight, first: isRight ? left : right, second: changed)
    }

    private static func removing(_ key: BitString, from position: Int, in cell: Cell) throws(CellError) -> Cell? {
        let limit = key.count - position
        var slice = try cell.slice()
        let label = try loadLabel(&slice, limit: limit)
        guard label.count < limit else { return nil }
        try requireFork(slice)
        let left = try slice.loadReference()
        let right = try slice.loadReference()
        let isRight = key.bit(at: position + label.count)
        let other = isRight ? left : right
        if let changed = try removing(key, from: position + label.count + 1, in: isRight ? right : left) {
            return try fork(label: label, limit: limit, isSecondRight: isRight, first: other, second: changed)
        }
        // One side is left: its label grows by this node's label and the branch bit.
        var rest = try other.slice()
        let below = try loadLabel(&rest, limit: limit - label.count - 1)
        var joined = BitAccumulator()
        joined.append(label)
        joined = joined.appending(!isRight)
        joined.append(below)
        var content = CellBuilder()
        try content.store(rest)
        return try node(label: joined.bits, limit: limit, content: content)
    }

    // MARK: - Nodes

    private static func node(label: BitString, limit: Int, content: CellBuilder) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try storeLabel(label, limit: limit, in: &builder)
        try builder.store(content)
        return try builder.build()
    }

    private static func fork(
        label: BitString, limit: Int, isSecondRight: Bool, first: Cell, second: Cell
    ) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try storeLabel(label, limit: limit, in: &builder)
        try builder.store(reference: isSecondRight ? first : second)
        try builder.store(reference: isSecondRight ? second : first)
        return try builder.build()
    }

    private static func requireFork(_ slice: CellSlice) throws(CellError) {
        guard slice.remainingReferences == 2, slice.remainingBits == 0 else {
            throw .malformedDictionary(
                "a fork has two references and no bits, not \(slice.remainingReferences) and \(slice.remainingBits)")
        }
    }

    private func requireLength(_ key: BitString) throws(CellError) {
        guard key.count == keyBits else { throw .outOfRange("expected a key of \(keyBits) bits, found \(key.count)") }
    }

    /// Bits of a label's length field where at most `limit` bits may follow: ⌈log2(limit + 1)⌉.
    private static func lengthBits(_ limit: Int) -> Int {
        Int.bitWidth - max(limit, 0).leadingZeroBitCount
    }

    /// Reads `HmLabel ~l m`.
    private static func loadLabel(_ slice: inout CellSlice, limit: Int) throws(CellError) -> BitString {
        if try !slice.loadBit() {
            var count = 0
            while try slice.loadBit() { count += 1 }
            try requireLabel(count, limit)
            return try slice.loadBits(count)
        }
        if try !slice.loadBit() {
            let count = Int(try slice.loadUInt(bits: lengthBits(limit)))
            try requireLabel(count, limit)
            return try slice.loadBits(count)
        }
        let isOne = try slice.loadBit()
        let count = Int(try slice.loadUInt(bits: lengthBits(limit)))
        try requireLabel(count, limit)
        return BitString(bytes: repeatElement(isOne ? 0xff : 0, count: (count + 7) / 8), count: count)
    }

    private static func requireLabel(_ count: Int, _ limit: Int) throws(CellError) {
        guard count <= limit else {
            throw .malformedDictionary("a label of \(count) bits where at most \(limit) are left of the key")
        }
    }

    /// Appends a label in the form that the reference chooses.
    private static func storeLabel(
        _ label: BitString, limit: Int, in builder: inout CellBuilder
    ) throws(CellError) {
        let lengthBits = lengthBits(limit)
        let isSame = label.count > 1 && (1..<label.count).allSatisfy { label.bit(at: $0) == label.bit(at: 0) }
        if isSame, lengthBits < 2 * label.count - 1 {
            try builder.store(0b11, bits: 2)
            try builder.store(bit: label.bit(at: 0))
            try builder.store(UInt64(label.count), bits: lengthBits)
        } else if lengthBits < label.count {
            try builder.store(0b10, bits: 2)
            try builder.store(UInt64(label.count), bits: lengthBits)
            try builder.store(label)
        } else {
            try builder.store(bit: false)
            for _ in 0..<label.count { try builder.store(bit: true) }
            try builder.store(bit: false)
            try builder.store(label)
        }
    }
}

extension CellBuilder {
    /// Appends `HashmapE`: a bit, and the root in a reference where there is one.
    public mutating func store(_ dictionary: HashmapE) throws(CellError) {
        try store(maybeReference: dictionary.root)
    }
}

/// Bits appended piece by piece.
private struct BitAccumulator {
    private var bytes: [UInt8] = []
    private(set) var count = 0

    var bits: BitString { BitString(bytes: bytes, count: count) }

    mutating func append(_ other: BitString) {
        if count % 8 == 0 {
            bytes.append(contentsOf: other.bytes)
            count += other.count
        } else {
            for position in 0..<other.count { appendBit(other.bit(at: position)) }
        }
    }

    func appending(_ bit: Bool) -> BitAccumulator {
        var copy = self
        copy.appendBit(bit)
        return copy
    }

    private mutating func appendBit(_ bit: Bool) {
        if count % 8 == 0 { bytes.append(0) }
        if bit { bytes[count / 8] |= 0x80 >> UInt8(count % 8) }
        count += 1
    }
}

extension BitString {
    /// The first bits.
    func prefix(_ length: Int) -> BitString {
        BitString(bytes: bytes, count: min(length, count))
    }

    /// The bits from a position on.
    func suffix(from position: Int) -> BitString {
        guard position < count else { return .empty }
        if position % 8 == 0 { return BitString(bytes: bytes[(position / 8)...], count: count - position) }
        var rest = BitAccumulator()
        for index in position..<count { rest = rest.appending(bit(at: index)) }
        return rest.bits
    }
}
