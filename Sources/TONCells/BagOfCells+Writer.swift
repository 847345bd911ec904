internal import TONCrypto

extension BagOfCells {
    /// The bag's bytes, cells in the order of the reference's writer, without stored hashes.
    ///
    /// Equal cells are written once. The order doesn't depend on the options.
    ///
    /// - Complexity: O(n) in the distinct cells.
    public func serialized(_ options: Options = [.checksum]) -> [UInt8] {
        var order = CellOrder()
        let rootPositions = roots.map { order.add($0) }
        let cells = order.arranged(roots: rootPositions)
        let rootIndices = rootPositions.map { order.index(of: $0) }

        // Repeated roots may be more than cells.
        let indexBytes = Self.byteWidth(max(cells.count, roots.count))
        let sizes = cells.map { entry in
            2 + (entry.cell.bitCount + 7) / 8 + entry.references.count * indexBytes
        }
        let total = sizes.reduce(0, +)
        let offsetBytes = Self.byteWidth(total)

        var bytes: [UInt8] = []
        bytes.reserveCapacity(total + cells.count * offsetBytes + 64)
        func append(_ value: Int, _ count: Int) {
            for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        append(Int(Self.genericMagic), 4)
        append(
            (options.contains(.index) ? 0x80 : 0) | (options.contains(.checksum) ? 0x40 : 0) | indexBytes, 1)
        append(offsetBytes, 1)
        append(cells.count, indexBytes)
        append(roots.count, indexBytes)
        append(0, indexBytes)
        append(total, offsetBytes)
        for root in rootIndices { append(root, indexBytes) }
        if options.contains(.index) {
            var end = 0
            for size in sizes {
                end += size
                append(end, offsetBytes)
            }
        }
        for entry in cells {
            let cell = entry.cell
            append(entry.references.count | (cell.isExotic ? 8 : 0) | Int(cell.levelMask.bits) << 5, 1)
            append(cell.bitCount / 8 + (cell.bitCount + 7) / 8, 1)
            cell.withDataBytes { bytes.append(contentsOf: $0) }
            for reference in entry.references { append(reference, indexBytes) }
        }
        if options.contains(.checksum) {
            let checksum = CRC32C.checksum(bytes)
            for shift in stride(from: UInt32(0), through: 24, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: checksum >> shift))
            }
        }
        return bytes
    }

    private static func byteWidth(_ value: Int) -> Int {
        max(1, (Int.bitWidth - value.leadingZeroBitCount + 7) / 8)
    }
}

/// Puts cells in the order in which the reference's writer does, the only one that reproduces a block's file hash.
///
/// Cells are gathered children first. Each gets a weight, about the number of cells below it and at most 255, which
/// is then shared out so that the children of a cell weigh at most 63 together; a cell that can't bear its children
/// becomes a place to start anew ("special"), whose subtree is laid out early. Siblings end up side by side.
private struct CellOrder {
    struct Entry {
        let cell: Cell
        var references: [Int]
        var weight: Int
        var state = State.new
        var isSpecial: Bool { weight == 0 }
    }

    enum State: Equatable {
        case new
        case previsited
        case visited
        case allocated(Int)
    }

    private static let maximumWeight = 64

    private var entries: [Entry] = []
    private var positions: [Hash256: Int] = [:]
    private var arrangement: [Int] = []

    /// Gathers a cell and all below it, children first; the position of the cell.
    mutating func add(_ root: Cell) -> Int {
        // An explicit stack, since a tree may be 1024 deep; a cell stays on it until its children are gathered.
        var pending: [(cell: Cell, children: [Int])] = []
        var result = 0
        var current: Cell? = root
        while true {
            if let cell = current {
                if let known = positions[cell.hash] {
                    result = known
                    current = nil
                } else {
                    pending.append((cell, []))
                    current = cell.reference(at: 0)
                    if current != nil { continue }
                    result = finish(pending.removeLast())
                }
            }
            // `result` is a gathered cell: hand it to the one that waits for it.
            guard var parent = pending.popLast() else { return result }
            parent.children.append(result)
            if let next = parent.cell.reference(at: parent.children.count) {
                pending.append(parent)
                current = next
            } else {
                result = finish(parent)
                current = nil
            }
        }
    }

    private mutating func finish(_ gathered: (cell: Cell, children: [Int])) -> Int {
        let weight = gathered.children.reduce(1) { $0 + entries[$1].weight }
        let position = entries.count
        entries.append(Entry(cell: gathered.cell, references: gathered.children, weight: min(255, weight)))
        positions[gathered.cell.hash] = position
        return position
    }

    /// The cells in their final order, with references as final indices.
    mutating func arranged(roots: [Int]) -> [(cell: Cell, references: [Int])] {
        shareWeights()
        for root in roots {
            revisit([.previsit(root)])
            revisit([.visit(root)])
        }
        for root in roots { allocate(root) }
        return arrangement.reversed().map { position in
            (entries[position].cell, entries[position].references.map { index(of: $0) })
        }
    }

    /// The final index of a cell, known after ``arranged(roots:)``.
    func index(of position: Int) -> Int {
        guard case .allocated(let place) = entries[position].state else { return 0 }
        return entries.count - 1 - place
    }

    private mutating func shareWeights() {
        for position in entries.indices.reversed() {
            let references = entries[position].references
            guard !references.isEmpty else { continue }
            let count = references.count
            var left = Self.maximumWeight - 1
            var heavy: [Int] = []
            for (number, child) in references.enumerated() {
                let limit = (Self.maximumWeight - 1 + number) / count
                if entries[child].weight <= limit {
                    left -= entries[child].weight
                } else {
                    heavy.append(child)
                }
            }
            for child in heavy {
                let limit = left / heavy.count
                left += 1
                entries[child].weight = min(entries[child].weight, limit)
            }
        }
        for position in entries.indices {
            let sum = entries[position].references.reduce(1) { $0 + entries[$1].weight }
            entries[position].weight = sum <= entries[position].weight ? sum : 0
        }
    }

    private enum Step {
        /// Look for special cells below, and visit them.
        case previsit(Int)
        case endPrevisit(Int)
        /// Visit everything below, then give the children their places.
        case visit(Int)
        case endVisit(Int)
    }

    // Steps wait on a list, the next one last, since a tree may be 1024 deep.
    private mutating func revisit(_ steps: [Step]) {
        var steps = steps
        while let step = steps.popLast() {
            switch step {
            case .previsit(let position):
                guard entries[position].state == .new else { continue }
                steps.append(.endPrevisit(position))
                for child in entries[position].references {
                    steps.append(entries[child].isSpecial ? .visit(child) : .previsit(child))
                }
            case .endPrevisit(let position):
                entries[position].state = .previsited
            case .visit(let position):
                switch entries[position].state {
                case .visited, .allocated: continue
                case .new, .previsited: break
                }
                steps.append(.endVisit(position))
                for child in entries[position].references { steps.append(.visit(child)) }
                if entries[position].isSpecial { steps.append(.previsit(position)) }
            case .endVisit(let position):
                for child in entries[position].references.reversed() { allocate(child) }
                if case .allocated = entries[position].state { continue }
                entries[position].state = .visited
            }
        }
    }

    private mutating func allocate(_ position: Int) {
        if case .allocated = entries[position].state { return }
        entries[position].state = .allocated(arrangement.count)
        arrangement.append(position)
    }
}
