public import TONCrypto

/// Cells as a file or an answer of a server holds them: a list of cells, and which of them are roots.
///
/// Layout: TL-B `serialized_boc#b5ee9c72` of the "TVM" whitepaper and the reference's `boc.tlb`, and the older
/// `serialized_boc_idx#68ff65f3` and `serialized_boc_idx_crc32c#acc3a728`. Unless told
/// otherwise reading accepts no byte that the layout doesn't ask for; all sizes are checked before anything is allocated for them.
public struct BagOfCells: Sendable {
    /// The roots, in the order of the bag's list.
    public let roots: [Cell]

    /// Makes a bag of roots, to be serialised; without any root there is nothing that a reader would accept.
    public init(roots: [Cell]) {
        self.roots = roots
    }

    /// The root, which must be the only one, and of level 0.
    public func singleRoot() throws(BagOfCellsError) -> Cell {
        guard roots.count == 1, let root = roots.first else { throw .rootCount(roots.count) }
        guard root.level == 0 else { throw .rootLevel(root.level) }
        return root
    }

    /// How much of what the layout doesn't ask for is accepted.
    public enum Strictness: Hashable, Sendable {
        /// Nothing: the bytes end with the bag.
        case strict
        /// What the reference's reader accepts: bytes behind a bag that has no CRC-32C are stepped over.
        case reference
        /// What other implementations write, and the reference refuses: also an index, cache bits, a size of all cells or
        /// level masks that are wrong, stored hashes that are not the cells', data without a completion tag, pruned
        /// branches without a level mask, and bytes behind a CRC-32C.
        ///
        /// Such parts are left out or made right, and hashes computed as always. A wrong CRC-32C is refused here too.
        case lenient
    }

    /// What a serialised bag carries beside the cells.
    public struct Options: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Makes a set of bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// An index of the cells' end offsets.
        public static let index = Options(rawValue: 1)
        /// A CRC-32C over everything before it.
        public static let checksum = Options(rawValue: 2)
        /// Hashes and depths with the cells from which a lazy reader would start anew.
        public static let hashes = Options(rawValue: 8)
        /// With an index: a bit for each cell that several references lead to.
        public static let cacheBits = Options(rawValue: 16)
        /// What blocks are written with; the SHA-256 of these bytes is a block's file hash.
        public static let block: Options = [.index, .checksum, .hashes, .cacheBits]
    }
}

/// Why bytes are no bag of cells.
public enum BagOfCellsError: Error, Hashable, Sendable {
    /// The bytes end before a part of the header or a cell does.
    case truncated(what: String, offset: Int, wanted: Int, left: Int)
    /// The first four bytes are no magic number that can be read.
    case unknownMagic(UInt32)
    /// A header field with a value outside its limits.
    case header(String)
    /// The CRC-32C doesn't match. `root` is the hash of the single root that the damaged bytes hold, if they can be
    /// read at all.
    case wrongChecksum(expected: UInt32, found: UInt32, root: Hash256?)
    /// Bytes after the end.
    case trailingBytes(Int)
    /// A cell that breaks the layout, at an offset in the bytes.
    case cell(index: Int, offset: Int, reason: String)
    /// A cell whose kind, level or hashes are wrong.
    case content(CellError)
    /// Not exactly one root of level 0, where one is wanted.
    case rootCount(Int)
    /// A root over pruned branches, where a whole tree is wanted.
    case rootLevel(Int)
    /// A lazy read would keep more cells than it may.
    case tooManyCells(limit: Int)
}

extension BagOfCellsError: CustomStringConvertible {
    /// What was expected, what came, and at which byte.
    public var description: String {
        switch self {
        case .truncated(let what, let offset, let wanted, let left):
            "the bag of cells ends early: \(what) at byte \(offset) needs \(wanted) bytes, \(left) are left"
        case .unknownMagic(let magic):
            "expected a bag of cells (b5ee9c72, 68ff65f3 or acc3a728), found \(Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: magic >> (24 - 8 * $0)) }))"
        case .header(let reason): "malformed header of a bag of cells: \(reason)"
        case .wrongChecksum(let expected, let found, _):
            "the bag of cells is damaged: its bytes have CRC-32C \(String(expected, radix: 16)), it states \(String(found, radix: 16))"
        case .trailingBytes(let count): "\(count) bytes follow the end of the bag of cells"
        case .cell(let index, let offset, let reason): "cell \(index) at byte \(offset): \(reason)"
        case .content(let error): "\(error)"
        case .rootCount(let count): "expected one root, found \(count)"
        case .rootLevel(let level): "expected a root without pruned branches, found one of level \(level)"
        case .tooManyCells(let limit):
            "more than \(limit) cells would be kept: the bag has no stored hashes, or what is read has so many cells"
        }
    }
}

extension Cell {
    /// Reads a bag of cells that must have exactly one root, of level 0.
    public init(
        boc bytes: some Collection<UInt8>, reading strictness: BagOfCells.Strictness = .strict
    ) throws(BagOfCellsError) {
        self = try BagOfCells(bytes, reading: strictness).singleRoot()
    }

    /// Reads a bag of cells out of an array, which must have exactly one root, of level 0.
    public init(boc bytes: [UInt8], reading strictness: BagOfCells.Strictness = .strict) throws(BagOfCellsError) {
        self = try BagOfCells(bytes, reading: strictness).singleRoot()
    }

    /// Reads the bag in a mapped file, which must have exactly one root, of level 0; see ``BagOfCells/init(_:reading:)``.
    public init(
        boc file: MappedFile, reading strictness: BagOfCells.Strictness = .strict
    ) throws(BagOfCellsError) {
        self = try BagOfCells(file, reading: strictness).singleRoot()
    }

    /// The cell and all below it as a bag of cells with a CRC-32C, in the reference's order.
    public func boc(_ options: BagOfCells.Options = [.checksum]) -> [UInt8] {
        BagOfCells(roots: [self]).serialized(options)
    }
}
