internal import TONCrypto

/// A bag of cells in a file that may be larger than memory, of which only what is looked at is read.
///
/// For files that were written with hashes, as blocks and states are: about every fiftieth cell is stored with its hash,
/// and the subtree below it need not be read as long as nobody asks what is in it.
///
/// ```swift
/// let state = try LazyBagOfCells(MappedFile(path: path))
/// let account = try state.read { root throws(CellError) in
///     guard root.hash(level: 0) == expected else { … }
///     return try ShardState(cell: root).accounts.load().value(for: key)
/// }
/// ```
/// What ``read(root:_:)`` passes on is the tree with pruned branches in place of what wasn't read. Where the closure runs
/// into one, the subtree below is read up to the next stored hashes, and the closure called again.
///
/// All that the closure reads hangs together by hashes with the root's, which is for the closure to compare. A checksum of
/// the whole file isn't checked, since that would read it all.
public struct LazyBagOfCells: Sendable {
    private let file: MappedFile
    private let header: BagOfCellsHeader
    private let roots: [Int]
    /// Where there is no index: the offset of every cell whose number is a multiple of ``samplingStep``.
    private let samples: [Int]

    private static let samplingStep = 64

    /// Most cells that a read keeps in memory, unless told otherwise: 2^20.
    public static let defaultCellLimit = 1 << 20

    /// Reads the header of a mapped file. Throws where it is malformed, or the file ends early.
    ///
    /// Where the file has no index all descriptors are walked over once.
    ///
    /// - Complexity: O(1) with an index; else O(n) in the cells, and 8 bytes kept for each 64 of them.
    public init(_ file: MappedFile) throws(BagOfCellsError) {
        self.file = file
        header = try BagOfCellsHeader(file.bytes)
        roots = try header.roots(file.bytes)
        samples = header.hasIndex ? [] : try Self.sampled(file, header)
    }

    /// How many roots there are.
    public var rootCount: Int { roots.count }

    /// How many cells the file has.
    public var cellCount: Int { header.cellCount }

    /// Calls a closure with one of the roots, until it runs into nothing that wasn't read.
    ///
    /// Each call starts anew, so the closure should do nothing but read and return what it read. The root has level 1
    /// where anything is pruned; its hash, and that of any cell below it, is the one at level 0.
    ///
    /// Throws what the closure throws for any other reason, in ``BagOfCellsError/content(_:)``; where there is no such
    /// root, or it isn't of level 0; where a cell that must be read is malformed, or its hash isn't the stored one; and
    /// where more than `limit` cells would be kept, as in files without stored hashes.
    ///
    /// - Complexity: A call, and a walk over the cells read so far, for each subtree that the closure looks into.
    public func read<R>(
        root number: Int = 0, limit: Int = LazyBagOfCells.defaultCellLimit,
        _ body: (Cell) throws(CellError) -> R
    ) throws(BagOfCellsError) -> R {
        guard roots.indices.contains(number) else {
            throw .header("there is no root \(number), the bag has \(roots.count)")
        }
        var opened: Set<Int> = []
        while true {
            let part = try Part(self, root: roots[number], opened: opened, limit: limit)
            let failure: CellError
            do {
                return try body(part.root)
            } catch {
                failure = error
            }
            guard let hash = failure.prunedHash, let closed = part.closed[hash] else { throw .content(failure) }
            opened.formUnion(closed)
        }
    }

    // MARK: - Cells

    private static func sampled(_ file: MappedFile, _ header: BagOfCellsHeader) throws(BagOfCellsError) -> [Int] {
        var samples: [Int] = []
        samples.reserveCapacity(header.cellCount / samplingStep + 1)
        var offset = 0
        for number in 0..<header.cellCount {
            if number % samplingStep == 0 { samples.append(offset) }
            offset = try cell(number, at: offset, file, header).end
        }
        return samples
    }

    /// The descriptor of a cell at an offset.
    private static func cell(
        _ number: Int, at offset: Int, _ file: MappedFile, _ header: BagOfCellsHeader
    ) throws(BagOfCellsError) -> SerializedCell {
        do throws(SerializedCellError) {
            let cells = UnsafeBufferPointer(rebasing: file.bytes[header.cellStart...])
            // There are cells, so there are bytes.
            guard let start = cells.baseAddress, offset <= header.cellBytes else { throw .pastEnd("it starts") }
            return try SerializedCell(
                start, count: header.cellBytes, at: offset, referenceBytes: header.referenceBytes)
        } catch {
            throw .cell(index: number, offset: header.cellStart + offset, reason: error.reason)
        }
    }

    private func cell(_ number: Int) throws(BagOfCellsError) -> SerializedCell {
        guard header.hasIndex else {
            let first = number / Self.samplingStep * Self.samplingStep
            var cell = try Self.cell(first, at: samples[number / Self.samplingStep], file, header)
            for next in first..<number { cell = try Self.cell(next + 1, at: cell.end, file, header) }
            return cell
        }
        let start = number == 0 ? 0 : header.indexEntry(file.bytes, number - 1).end
        // Checked here, since an entry may be any number.
        guard let offset = Int(exactly: start), offset <= header.cellBytes else {
            throw .header("the index says that cell \(number) starts at \(start) of \(header.cellBytes) bytes")
        }
        let cell = try Self.cell(number, at: offset, file, header)
        let stated = header.indexEntry(file.bytes, number).end
        guard stated == UInt64(cell.end) else {
            throw .cell(
                index: number, offset: header.cellStart + offset,
                reason: SerializedCellError.index(stated: stated, end: cell.end).reason)
        }
        return cell
    }

    /// The indices of the cells that a cell refers to.
    private func references(of cell: SerializedCell, _ number: Int) throws(BagOfCellsError) -> [Int] {
        let cells = UnsafeBufferPointer(rebasing: file.bytes[header.cellStart...])
        guard let start = cells.baseAddress else { return [] }
        var references: [Int] = []
        for position in 0..<cell.referenceCount {
            let target = cell.reference(start, position, referenceBytes: header.referenceBytes)
            guard target > number, target < header.cellCount else {
                throw .cell(
                    index: number, offset: header.cellStart + cell.dataOffset,
                    reason: SerializedCellError.reference(target, of: header.cellCount).reason)
            }
            references.append(target)
        }
        return references
    }

    private func bytes(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> {
        // The descriptor was checked, so they are there.
        ArraySlice(file.bytes[header.cellStart + offset..<header.cellStart + offset + count])
    }

    // MARK: - Parts

    /// What was read so far of a tree.
    private struct Part {
        /// The root, over pruned branches.
        let root: Cell
        /// The cells that weren't read, by their hash.
        private(set) var closed: [Hash256: [Int]] = [:]

        /// Reads from a root down to cells with stored hashes, and past those that are opened.
        init(_ bag: LazyBagOfCells, root: Int, opened: Set<Int>, limit: Int) throws(BagOfCellsError) {
            var found: [Int: Found] = [:]
            // Below a Merkle cell a pruned branch would be of a higher level: there all is read.
            var pending = [(number: root, isWhole: false)]
            while let (number, isWhole) = pending.popLast() {
                if let known = found[number], known.isWhole || !isWhole { continue }
                let cell = try bag.cell(number)
                let stored = cell.hashOffset.map { offset in
                    Stored(offset: offset, bytes: bag.bytes(offset, cell.mask.hashCount * (Hash256.byteCount + 2)))
                }
                if let stored, number != root, !isWhole, !opened.contains(number), cell.mask == .zero {
                    found[number] = Found(
                        cell: PlainCell(
                            references: [], isExotic: true,
                            data: [CellType.prunedBranch.rawValue, 1] + stored.bytes),
                        mask: .zero, closedHash: Hash256(stored.bytes.prefix(Hash256.byteCount)))
                    continue
                }
                let references = try bag.references(of: cell, number)
                found[number] = Found(
                    cell: PlainCell(
                        references: references, isExotic: cell.type != .ordinary,
                        data: Array(bag.bytes(cell.dataOffset, cell.referenceOffset - cell.dataOffset)),
                        isPartial: cell.bitCount % 8 != 0),
                    mask: cell.mask, stored: stored, isWhole: isWhole)
                guard found.count <= limit else { throw .tooManyCells(limit: limit) }
                let isMerkle = cell.type == .merkleProof || cell.type == .merkleUpdate
                for reference in references { pending.append((reference, isWhole || isMerkle)) }
            }
            for (number, found) in found {
                if let hash = found.closedHash { closed[hash, default: []].append(number) }
            }
            self.root = try Self.tree(found, bag.header)
        }

        /// The tree of the found cells, whose hashes are computed, and must be the stored ones.
        private static func tree(
            _ found: [Int: Found], _ header: BagOfCellsHeader
        ) throws(BagOfCellsError) -> Cell {
            // References lead forward, so the root has the lowest number.
            let numbers = found.keys.sorted()
            let places = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
            let cells = numbers.compactMap { found[$0]?.cell }.map { cell in
                var cell = cell
                // All references were followed.
                cell.references = cell.references.compactMap { places[$0] }
                return cell
            }
            let root = try BagOfCells(PlainCell.bag(cells, roots: [0], referenceBytes: 4)).roots[0]
            for (place, number) in numbers.enumerated() {
                guard let found = found[number] else { continue }
                // Pruned branches of the tree itself, other than below Merkle cells, would mix with those put in here.
                guard found.mask == .zero || found.isWhole else { throw .rootLevel(found.mask.level) }
                guard let stored = found.stored else { continue }
                let cell = Cell(storage: root.storage, index: UInt32(place))
                let levels = (0...3).filter(found.mask.isSignificant)
                let hashes = levels.flatMap { cell.hash(level: $0).bytes }
                let depths = levels.map { cell.depth(level: $0) }
                    .flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
                guard (hashes + depths).elementsEqual(stored.bytes) else {
                    throw .cell(
                        index: number, offset: header.cellStart + stored.offset,
                        reason: "the stored hash or depth isn't the cell's")
                }
            }
            return root
        }

        /// Hashes, then depths, of all significant levels, as they are stored with a cell.
        private struct Stored {
            let offset: Int
            let bytes: ArraySlice<UInt8>
        }

        private struct Found {
            let cell: PlainCell
            let mask: LevelMask
            var stored: Stored?
            var isWhole = false
            /// The hash of a cell that wasn't read.
            var closedHash: Hash256?
        }
    }
}
