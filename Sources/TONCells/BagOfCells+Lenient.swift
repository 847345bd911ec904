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
        return PlainCell.bag(cells.map(\.cell), roots: roots, referenceBytes: header.referenceBytes)
    }

    /// A cell as it should have been serialised.
    private struct RepairedCell {
        /// Bytes that the cell took.
        let sourceByteCount: Int
        private(set) var cell: PlainCell

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
            var references: [Int] = []
            for position in 0..<count {
                let place = end + position * width
                let target = source[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
                guard target > number, target < header.cellCount else { throw .reference(target, of: header.cellCount) }
                references.append(target)
            }
            cell = PlainCell(references: references, isExotic: first & 8 != 0, data: Array(source[start..<end]))
            if second & 1 != 0 { endAtTag() }
            // Of the layout without a mask.
            if cell.isExotic, count == 0, cell.data.first == CellType.prunedBranch.rawValue, cell.data.count == 35,
                !cell.isPartial
            {
                cell.data.insert(1, at: 1)
            }
        }

        private mutating func endAtTag() {
            while cell.data.last == 0 { cell.data.removeLast() }
            if cell.data.last == 0x80 {
                // A tag alone in its byte: the data are the bytes before.
                cell.data.removeLast()
            } else {
                cell.isPartial = !cell.data.isEmpty
            }
        }
    }
}
