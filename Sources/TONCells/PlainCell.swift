/// A cell's parts as they are serialised without hashes, for bags that are made of parts of others.
struct PlainCell {
    /// Indices of later cells.
    var references: [Int]
    var isExotic: Bool
    /// The data bits, and where they don't fill the last byte, their completion tag.
    var data: [UInt8]
    /// Whether the last byte has a completion tag.
    var isPartial = false

    /// The level mask, given that of all references together.
    private func mask(joined: UInt8) -> UInt8 {
        switch isExotic ? CellType(rawValue: data.first ?? 0) : .ordinary {
        case .prunedBranch: data.count > 1 ? data[1] & 7 : 0
        case .libraryReference: 0
        case .merkleProof, .merkleUpdate: joined >> 1
        case .ordinary, nil: joined
        }
    }

    /// A plain bag of cells whose references lead forward. Whether they are what they claim is for its reader to find.
    static func bag(_ cells: [PlainCell], roots: [Int], referenceBytes width: Int) -> [UInt8] {
        func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
        }
        var masks = [UInt8](repeating: 0, count: cells.count)
        for number in cells.indices.reversed() {
            masks[number] = cells[number].mask(joined: cells[number].references.reduce(0) { $0 | masks[$1] })
        }
        var bytes: [UInt8] = []
        for (cell, mask) in zip(cells, masks) {
            bytes.append(UInt8(cell.references.count) | (cell.isExotic ? 8 : 0) | mask << 5)
            bytes.append(UInt8(cell.data.count * 2 - (cell.isPartial ? 1 : 0)))
            bytes += cell.data
            for reference in cell.references { bytes += big(reference, width) }
        }
        var header = big(Int(BagOfCellsHeader.genericMagic), 4) + [UInt8(width), 8]
        header += big(cells.count, width) + big(roots.count, width) + big(0, width) + big(bytes.count, 8)
        for root in roots { header += big(root, width) }
        return header + bytes
    }
}
