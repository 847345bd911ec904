public import TONCrypto

/// A cell: up to 1023 bits and four references to further cells, never in a cycle.
///
/// A handle of a storage and an index: copying one is a reference count. Cells of a parsed ``BagOfCells`` share one
/// storage, which lives as long as any of them. Two cells are equal when their representation hashes are.
///
/// Reference: "TVM" whitepaper, 3.1.
@frozen
public struct Cell: @unchecked Sendable {
    // Unchecked: the storage is immutable once a cell of it is there.
    @usableFromInline let storage: CellStorage
    @usableFromInline let index: UInt32

    /// Most data bits that a cell holds: 1023.
    public static let maximumBitCount = 1023
    /// Most references that a cell holds: 4.
    public static let maximumReferenceCount = 4

    @inlinable
    init(storage: CellStorage, index: UInt32) {
        self.storage = storage
        self.index = index
    }

    @inlinable var record: CellStorage.Record { storage.records[Int(index)] }

    /// Ordinary, or which exotic kind.
    public var type: CellType { record.type }

    /// Whether the cell is of an exotic kind.
    public var isExotic: Bool { record.isExotic }

    /// Which levels have a hash of their own.
    public var levelMask: LevelMask { record.levelMask }

    /// The highest significant level, 0…3: above 0 where pruned branches lie below.
    public var level: Int { levelMask.level }

    /// Data bits, 0…1023.
    public var bitCount: Int { Int(record.bitCount) }

    /// References, 0…4.
    public var referenceCount: Int { Int(record.referenceCount) }

    /// The representation hash: SHA-256 over descriptors, data, and the children's depths and hashes.
    public var hash: Hash256 { storage.hash(of: Int(index), level: 3) }

    /// The hash at a level 0…3. At level 0 a tree with pruned branches has the hash of the whole tree.
    public func hash(level: Int) -> Hash256 { storage.hash(of: Int(index), level: level) }

    /// How many levels of references lie below; 0 for a leaf, at most 1024.
    public var depth: Int { storage.depth(of: Int(index), level: 3) }

    /// The depth at a level 0…3.
    public func depth(level: Int) -> Int { storage.depth(of: Int(index), level: level) }

    /// The reference at a position; nil past the last.
    public func reference(at position: Int) -> Cell? {
        guard position >= 0, position < referenceCount else { return nil }
        return storage.child(of: Int(index), at: position)
    }

    /// All references in order.
    public var references: [Cell] {
        (0..<referenceCount).map { storage.child(of: Int(index), at: $0) }
    }

    /// A slice over the whole cell. Throws for an exotic cell, whose bits are no plain data.
    @inlinable
    public func slice() throws(CellError) -> CellSlice {
        guard !record.isExotic else { throw unexpectedExotic }
        return CellSlice(whole: self)
    }

    /// Why the cell can't be read as data.
    @usableFromInline
    var unexpectedExotic: CellError { type == .prunedBranch ? .prunedBranch(hash(level: 0)) : .unexpectedExotic(type) }

    /// A slice over the whole cell, exotic or not.
    public func exoticSlice() -> CellSlice { CellSlice(whole: self) }

    /// The data with its completion tag: full bytes as they are, a last partial one with a 1 and zeros appended.
    public func withDataBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        withExtendedLifetime(storage) {
            body(UnsafeBufferPointer(start: storage.bytes + Int(record.dataOffset), count: record.byteCount))
        }
    }

    /// The cell with no bits and no references.
    public static let empty: Cell = {
        // An empty ordinary cell has no child to be too deep and no exotic layout to break.
        guard let cell = try? CellBuilder().build() else { preconditionFailure("the empty cell is valid") }
        return cell
    }()
}

extension Cell: Hashable {
    /// Whether the representation hashes are equal.
    public static func == (left: Cell, right: Cell) -> Bool { left.hash == right.hash }

    /// Feeds the representation hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension Cell: CustomStringConvertible {
    /// Fift's notation of the data, the number of references and the hash.
    public var description: String {
        "x{\(exoticSlice().bitString().fiftHex)} + \(referenceCount) references, hash \(hash)"
    }
}
