extension BagOfCells {
    /// The bytes of a plain bag with the same roots and cells, made of one with flaws that other implementations write
    /// and step over.
    ///
    /// Index, cache bits, stored hashes, level masks, and what follows the cells aren't taken over, whatever they say,
    /// but a checksum must be right. Data without its completion tag ends at its last 1 bit. A pruned branch without its
    /// level mask, as there were before masks, is of level 1.
    static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) throws(BagOfCellsError) -> [UInt8] {
        let header = try BagOfCellsHeader(bytes, takesRest: true)
        if header.hasChecksum { try checkChecksum(bytes, header) }
        let roots = try header.roots(bytes)
        let source = UnsafeBufferPointer(rebasing: bytes[header.cellStart..<header.cellEnd])
        var cells: [RepairedCell] = []
        var offset = 0
        for number in 0..<header.cellCount {
            do throws(SerializedCellError) {
                let cell = try RepairedCell(source, at: offset, number, header)
                offset += cell.sourceByteCount
                cells.append(cell)
            } catch {
                throw .cell(index: number, offset: header.cellStart + offset, reason: error.reason)
            }
        }
        // References lead forward.
        for number in cells.indices.reversed() {
            cells[number].setMask(joined: cells[number].references.reduce(0) { $0 | cells[$1].mask })
        }

        let width = header.referenceBytes
        let repaired = cells.flatMap { $0.bytes(referenceBytes: width) }
        var result = big(Int(BagOfCellsHeader.genericMagic), 4) + [UInt8(width), 8]
        result += big(cells.count, width) + big(roots.count, width) + big(0, width) + big(repaired.count, 8)
        for root in roots { result += big(root, width) }
        return result + repaired
    }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }

    /// A cell's parts, with its data as the layout has it.
    private struct RepairedCell {
        /// Bytes that the cell took.
        let sourceByteCount: Int
        let references: [Int]
        private let isExotic: Bool
        private var data: [UInt8] = []
        private var isPartial = false
        private(set) var mask: UInt8 = 0

        init(
            _ source: UnsafeBufferPointer<UInt8>, at offset: Int, _ number: Int, _ header: BagOfCellsHeader
        ) throws(SerializedCellError) {
            guard source.count - offset >= 2 else { throw .pastEnd("its descriptor lies") }
            let (first, second) = (source[offset], source[offset + 1])
            let count = Int(first & 7)
            guard count <= 4 else { throw .referenceCount(count) }
            let start = offset + 2 + (first & 16 != 0 ? LevelMask(bits: first >> 5).hashCount * 34 : 0)
            let end = start + (Int(second) + 1) / 2
            let width = header.referenceBytes
            guard end + count * width <= source.count else { throw .pastEnd("its data or references lie") }
            sourceByteCount = end + count * width - offset
            isExotic = first & 8 != 0
            var references: [Int] = []
            for position in 0..<count {
                let place = end + position * width
                let target = source[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
                guard target > number, target < header.cellCount else { throw .reference(target, of: header.cellCount) }
                references.append(target)
            }
            self.references = references
            data = Array(source[start..<end])
            if second & 1 != 0 { endAtTag() }
            // Of the layout without a mask.
            if isExotic, count == 0, data.first == CellType.prunedBranch.rawValue, data.count == 35, !isPartial {
                data.insert(1, at: 1)
            }
        }

        private mutating func endAtTag() {
            while data.last == 0 { data.removeLast() }
            if data.last == 0x80 {
                // A tag alone in its byte: the data are the bytes before.
                data.removeLast()
            } else {
                isPartial = !data.isEmpty
            }
        }

        mutating func setMask(joined: UInt8) {
            switch isExotic ? CellType(rawValue: data.first ?? 0) : .ordinary {
            case .prunedBranch: mask = data.count > 1 ? data[1] & 7 : 0
            case .libraryReference: mask = 0
            case .merkleProof, .merkleUpdate: mask = joined >> 1
            case .ordinary, nil: mask = joined
            }
        }

        func bytes(referenceBytes: Int) -> [UInt8] {
            let first = UInt8(references.count) | (isExotic ? 8 : 0) | mask << 5
            return [first, UInt8(data.count * 2 - (isPartial ? 1 : 0))] + data
                + references.flatMap { BagOfCells.big($0, referenceBytes) }
        }
    }
}
