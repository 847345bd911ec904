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

    /// The number of entries that ``entries(limit:)`` returns at most, unless told otherwise: 65,536.
    ///
    /// Cells may be shared, so that a bag of a few hundred bytes can hold 2^100 entries.
    public static let defaultEntryLimit = 65_536

    /// All entries in ascending order of keys (as unsigned integers).
    ///
    /// Throws where the tree is malformed or pruned, or has more entries than `limit`.
    ///
    /// - Complexity: O(n) in the entries, shared cells counted each time; at most twice `limit` cells are read.
    public func entries(limit: Int = HashmapE.defaultEntryLimit) throws(CellError) -> [Entry] {
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

    /// Puts a value under a key, in place of any that is there. A failure leaves the dictionary as it was.
    public mutating func set(_ value: CellBuilder, for key: BitString) throws(CellError) {
        try requireLength(key)
        var path: [Branch] = []
        var position = 0
        var next = root
        while let cell = next {
            let limit = keyBits - position
            var slice = try cell.slice()
            let label = try Self.loadLabel(&slice, limit: limit)
            let common = label.commonPrefix(with: key, from: position)
            guard common == label.count else {
                // The label splits here: the old node keeps its rest below one side, the new leaf goes to the other.
                var old = CellBuilder()
                try old.store(slice)
                let below = limit - common - 1
                let oldNode = try Self.node(label: label.suffix(from: common + 1), limit: below, content: old)
                let leaf = try Self.node(
                    label: key.suffix(from: position + common + 1), limit: below, content: value)
                let branch = Branch(
                    label: label.prefix(common), limit: limit, isRight: key.bit(at: position + common), other: oldNode)
                root = try Self.grow(try branch.fork(over: leaf), path)
                return
            }
            guard common < limit else { break }
            let (branch, child) = try Branch.read(slice, label: label, limit: limit, key.bit(at: position + common))
            path.append(branch)
            next = child
            position += common + 1
        }
        let leaf = try Self.node(label: key.suffix(from: position), limit: keyBits - position, content: value)
        root = try Self.grow(leaf, path)
    }

    /// Removes a key; false where it is absent. A failure leaves the dictionary as it was.
    @discardableResult
    public mutating func remove(_ key: BitString) throws(CellError) -> Bool {
        try requireLength(key)
        var path: [Branch] = []
        var position = 0
        var next = root
        while let cell = next {
            let limit = keyBits - position
            var slice = try cell.slice()
            let label = try Self.loadLabel(&slice, limit: limit)
            guard label.commonPrefix(with: key, from: position) == label.count else { return false }
            guard label.count < limit else {
                guard let last = path.popLast() else {
                    root = nil
                    return true
                }
                root = try Self.grow(try last.joined(), path)
                return true
            }
            let isRight = key.bit(at: position + label.count)
            let (branch, child) = try Branch.read(slice, label: label, limit: limit, isRight)
            path.append(branch)
            next = child
            position += label.count + 1
        }
        return false
    }

    /// A fork on the way to a key: what is left of it when the side of the key is taken off.
    private struct Branch {
        let label: BitString
        let limit: Int
        /// The side that the key is on.
        let isRight: Bool
        let other: Cell

        /// Reads the rest of a fork behind its label.
        static func read(
            _ slice: CellSlice, label: BitString, limit: Int, _ isRight: Bool
        ) throws(CellError) -> (Branch, child: Cell) {
            var slice = slice
            try requireFork(slice)
            let left = try slice.loadReference()
            let right = try slice.loadReference()
            let branch = Branch(label: label, limit: limit, isRight: isRight, other: isRight ? left : right)
            return (branch, isRight ? right : left)
        }

        /// The fork with a new child on the key's side.
        func fork(over child: Cell) throws(CellError) -> Cell {
            var content = CellBuilder()
            try content.store(reference: isRight ? other : child)
            try content.store(reference: isRight ? child : other)
            return try node(label: label, limit: limit, content: content)
        }

        /// The other side alone: its label grows by this fork's label and the branch bit.
        func joined() throws(CellError) -> Cell {
            var rest = try other.slice()
            let below = try loadLabel(&rest, limit: limit - label.count - 1)
            var bits = BitAccumulator()
            bits.append(label)
            bits.append(BitString(isRight ? 0 : 1, bits: 1))
            bits.append(below)
            var content = CellBuilder()
            try content.store(rest)
            return try node(label: bits.bits, limit: limit, content: content)
        }
    }

    /// The root over a changed cell, forks added from the last to the first.
    private static func grow(_ changed: Cell, _ path: [Branch]) throws(CellError) -> Cell {
        var cell = changed
        for branch in path.reversed() { cell = try branch.fork(over: cell) }
        return cell
    }

    // MARK: - Nodes

    static func node(label: BitString, limit: Int, content: CellBuilder) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try storeLabel(label, limit: limit, in: &builder)
        try builder.store(content)
        return try builder.build()
    }

    /// Both sides of a fork, behind its label.
    static func loadFork(_ slice: CellSlice) throws(CellError) -> (left: Cell, right: Cell) {
        var slice = slice
        try requireFork(slice)
        return (try slice.loadReference(), try slice.loadReference())
    }

    private static func requireFork(_ slice: CellSlice) throws(CellError) {
        guard slice.remainingReferences == 2, slice.remainingBits == 0 else {
            throw .malformedDictionary(
                "a fork has two references and no bits, not \(slice.remainingReferences) and \(slice.remainingBits)")
        }
    }

    func requireLength(_ key: BitString) throws(CellError) {
        guard key.count == keyBits else { throw .outOfRange("expected a key of \(keyBits) bits, found \(key.count)") }
    }

    /// Bits of a label's length field where at most `limit` bits may follow: ⌈log2(limit + 1)⌉.
    private static func lengthBits(_ limit: Int) -> Int {
        Int.bitWidth - max(limit, 0).leadingZeroBitCount
    }

    /// Reads `HmLabel ~l m`.
    static func loadLabel(_ slice: inout CellSlice, limit: Int) throws(CellError) -> BitString {
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
struct BitAccumulator {
    private var bytes: [UInt8] = []
    private(set) var count = 0

    var bits: BitString { BitString(bytes: bytes, count: count) }

    mutating func append(_ other: BitString) {
        let shift = UInt8(count % 8)
        count += other.count
        guard shift > 0 else {
            bytes.append(contentsOf: other.bytes)
            return
        }
        for byte in other.bytes {
            bytes[bytes.count - 1] |= byte >> shift
            bytes.append(byte << (8 - shift))
        }
        // The last byte may have fitted whole into the one before.
        if bytes.count > (count + 7) / 8 { bytes.removeLast() }
    }

    func appending(_ bit: Bool) -> BitAccumulator {
        var copy = self
        copy.append(BitString(bit ? 1 : 0, bits: 1))
        return copy
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
        let first = position / 8
        let shift = UInt8(position % 8)
        if shift == 0 { return BitString(bytes: bytes[first...], count: count - position) }
        let shifted = (first..<bytes.count).map { index in
            bytes[index] << shift | (index + 1 < bytes.count ? bytes[index + 1] >> (8 - shift) : 0)
        }
        return BitString(bytes: shifted, count: count - position)
    }

    /// How many of the bits are the same as those of `other` from a position on.
    func commonPrefix(with other: BitString, from position: Int) -> Int {
        (0..<count).first { bit(at: $0) != other.bit(at: position + $0) } ?? count
    }
}
