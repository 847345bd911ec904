package import TONCrypto

/// A cell that isn't retained: whoever walks a tree keeps its root, and so all cells below.
package struct CellHandle {
    let storage: Unmanaged<CellStorage>
    let index: UInt32

    @inline(__always)
    init(storage: Unmanaged<CellStorage>, index: UInt32) {
        self.storage = storage
        self.index = index
    }

    /// A handle of a cell that the caller keeps.
    @inline(__always)
    package init(_ cell: Cell) {
        storage = Unmanaged.passUnretained(cell.storage)
        index = cell.index
    }

    /// The cell, retained.
    @inline(__always)
    package var cell: Cell { Cell(storage: storage.takeUnretainedValue(), index: index) }

    /// The cell's representation hash.
    package var hash: Hash256 { withStorage { $0.hash(of: Int(index), level: 3) } }

    @inline(__always)
    func withStorage<R>(_ body: (CellStorage) -> R) -> R { storage._withUnsafeGuaranteedRef { body($0) } }

    /// Whether it is the same cell, or one with the same hash.
    @inline(__always)
    func isSame(as other: CellHandle) -> Bool {
        if storage.toOpaque() == other.storage.toOpaque(), index == other.index { return true }
        return withStorage { own in
            other.withStorage { own.hashes[Int(index)] == $0.hashes[Int(other.index)] }
        }
    }
}

/// A node of a dictionary's tree with its label read in place: `hm_edge`, and what follows of a fork or a leaf.
///
/// A walk makes one for each level and allocates nothing.
struct HashmapNode {
    let handle: CellHandle
    /// The cell's data.
    let bytes: UnsafeRawPointer
    let bitCount: Int
    let referenceCount: Int
    /// Bits of the label.
    let labelCount: Int
    /// Where the label's bits lie in the data, unless they are all the same.
    let labelStart: Int
    /// What the label repeats, if it is an `hml_same`: all zeros or all ones.
    let same: UInt64?
    /// Where the data goes on behind the label.
    let contentStart: Int

    /// Reads the label of a node, at most `limit` bits. Throws where it is malformed or the cell is exotic.
    ///
    /// - Parameter prefix: The bits of the keys above the node, for the error.
    @inline(__always)
    init(_ handle: CellHandle, limit: Int, prefix: @autoclosure () -> BitString) throws(CellError) {
        let (record, bytes) = handle.withStorage { storage in
            let record = storage.records[Int(handle.index)]
            return (record, UnsafeRawPointer(storage.bytes + Int(record.dataOffset)))
        }
        guard !record.isExotic else { throw Self.exotic(handle.cell, prefix()) }
        let bitCount = Int(record.bitCount)
        let head = PackedBits.word(bytes, at: 0)
        let lengthBits = HashmapLabel.lengthBits(limit)
        var count: Int
        var start: Int
        var same: UInt64?
        if head >> 63 == 0 {
            // hml_short$0 len:(Unary ~n)
            count = (~(head << 1)).leadingZeroBitCount
            if count >= 62 { count = Self.unary(bytes, bitCount: bitCount) }
            start = 2 &+ count
        } else {
            // hml_long$10 n:(#<= m), hml_same$11 v:Bit n:(#<= m)
            start = 2
            if head >> 62 == 0b11 {
                same = head & 1 << 61 == 0 ? 0 : ~0
                start = 3
            }
            // In two steps, since there may be no bits of length.
            let field = (head &<< UInt64(truncatingIfNeeded: start)) &>> 1
            count = Int(truncatingIfNeeded: field &>> UInt64(truncatingIfNeeded: 63 &- lengthBits))
            start &+= lengthBits
        }
        guard start <= bitCount else { throw .bitsExhausted(wanted: start, left: bitCount) }
        guard count <= limit else { throw Self.longLabel(count, limit) }
        let contentStart = same == nil ? start &+ count : start
        guard contentStart <= bitCount else { throw .bitsExhausted(wanted: count, left: bitCount &- start) }
        self.handle = handle
        self.bytes = bytes
        self.bitCount = bitCount
        referenceCount = Int(record.referenceCount)
        labelCount = count
        labelStart = start
        self.same = same
        self.contentStart = contentStart
    }

    /// The ones behind the first bit, so many that a word doesn't hold them; more than a cell holds where no zero
    /// follows.
    private static func unary(_ bytes: UnsafeRawPointer, bitCount: Int) -> Int {
        let count = PackedBits.commonPrefix(bytes, at: 1, same: ~0, count: max(bitCount - 1, 0))
        return 1 + count >= bitCount ? bitCount : count
    }

    private static func longLabel(_ count: Int, _ limit: Int) -> CellError {
        .malformedDictionary("a label of \(count) bits where at most \(limit) are left of the key")
    }

    private static func exotic(_ cell: Cell, _ prefix: BitString) -> CellError {
        let error = cell.unexpectedExotic
        return if case .prunedBranch(let hash) = error { .prunedDictionary(prefix: prefix, hash: hash) } else { error }
    }

    /// How many bits of the label are those of a key from a position on.
    @inline(__always)
    func commonPrefix(with key: UnsafeRawPointer, at position: Int) -> Int {
        if let same { return PackedBits.commonPrefix(key, at: position, same: same, count: labelCount) }
        return PackedBits.commonPrefix(bytes, at: labelStart, key, at: position, count: labelCount)
    }

    /// Writes the label into a key.
    @inline(__always)
    func copyLabel(to key: UnsafeMutableRawPointer, at position: Int) {
        guard let same else {
            PackedBits.copy(bytes, at: labelStart, to: key, at: position, count: labelCount)
            return
        }
        var done = 0
        while done < labelCount {
            PackedBits.write(same, to: key, at: position &+ done)
            done &+= 64
        }
    }

    /// The child of a fork, which must have so many references.
    @inline(__always)
    func child(_ position: Int) -> CellHandle {
        handle.withStorage { storage in
            if storage.isParsed {
                let link = storage.link(of: Int(handle.index), at: position)
                return CellHandle(storage: handle.storage, index: UInt32(truncatingIfNeeded: link))
            }
            return CellHandle(storage.children[position])
        }
    }

    /// The side of a fork that a key goes on to.
    @inline(__always)
    func child(isRight: Bool) -> CellHandle { child(isRight ? 1 : 0) }

    /// What follows the label.
    var content: CellSlice { CellSlice(handle.cell, from: contentStart) }

    /// Throws unless there are two references and nothing else.
    @inline(__always)
    func requirePlainFork() throws(CellError) {
        guard referenceCount == 2, contentStart == bitCount else {
            throw .malformedDictionary(
                "a fork has two references and no bits, not \(referenceCount) and \(bitCount - contentStart)")
        }
    }

    /// Throws unless there are two references at least.
    @inline(__always)
    func requireFork() throws(CellError) {
        guard referenceCount >= 2 else {
            throw .malformedDictionary("a fork has two references at least, not \(referenceCount)")
        }
    }
}

/// What follows the label in a dictionary's forks.
protocol HashmapLayout {
    /// Throws where a fork isn't laid out as it should be.
    static func requireFork(_ node: HashmapNode) throws(CellError)
}

/// `hmn_fork#_ left:^(Hashmap n X) right:^(Hashmap n X)`.
enum PlainForks: HashmapLayout {
    @inline(__always)
    static func requireFork(_ node: HashmapNode) throws(CellError) { try node.requirePlainFork() }
}

/// Forks of any dictionary, plain or augmented: two references first, then whatever it is.
enum AnyForks: HashmapLayout {
    @inline(__always)
    static func requireFork(_ node: HashmapNode) throws(CellError) { try node.requireFork() }
}

/// The form of labels: `HmLabel ~l m`.
enum HashmapLabel {
    /// Bits of a label's length field where at most `limit` bits may follow: ⌈log2(limit + 1)⌉.
    @inline(__always)
    static func lengthBits(_ limit: Int) -> Int { Int.bitWidth &- max(limit, 0).leadingZeroBitCount }
}

extension CellBuilder {
    /// Appends a label in the form that the reference chooses.
    ///
    /// - Parameter bits: Memory that holds the label from a position on, with ``PackedBits/slack`` behind it.
    package mutating func storeLabel(
        _ bits: UnsafeRawPointer, at start: Int, count: Int, limit: Int
    ) throws(CellError) {
        let lengthBits = HashmapLabel.lengthBits(limit)
        let first: UInt64 = count > 0 && PackedBits.bit(bits, at: start) ? 1 : 0
        if count > 1, lengthBits < 2 * count - 1,
            PackedBits.commonPrefix(bits, at: start, same: 0 &- first, count: count) == count
        {
            try store((0b110 | first) << UInt64(lengthBits) | UInt64(count), bits: 3 + lengthBits)
            return
        }
        if lengthBits < count {
            try requireRoom(bits: 2 + lengthBits + count)
            try store(0b10 << UInt64(lengthBits) | UInt64(count), bits: 2 + lengthBits)
        } else {
            // So short that the ones fit a word.
            try requireRoom(bits: 2 + 2 * count)
            try store((1 << UInt64(count) - 1) << 1, bits: 2 + count)
        }
        append(bits, at: start, count: count)
    }
}
