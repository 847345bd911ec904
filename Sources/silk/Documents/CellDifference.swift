import TONCells
import TONCrypto

/// Where two trees of cells first differ: cells above which all data and all counts of references are equal.
struct CellDifference {
    /// The way from a root: its number, then positions of references, as in `0.1.3`.
    let path: String
    let left: Cell?
    let right: Cell?

    /// A cell on the way down; paths are put together only for what differs.
    private struct Step {
        let parent: Int?
        let position: Int
        let left: Cell
        let right: Cell
    }

    private struct Pair: Hashable {
        let left: Hash256
        let right: Hash256
    }

    /// The first differences, at most `limit`, those nearest to the roots first.
    static func all(between left: [Cell], and right: [Cell], limit: Int) -> [CellDifference] {
        var differences: [CellDifference] = []
        var steps: [Step] = []
        var met: Set<Pair> = []
        func visit(_ left: Cell, _ right: Cell, at position: Int, below parent: Int?) {
            guard left != right, met.insert(Pair(left: left.hash, right: right.hash)).inserted else { return }
            steps.append(Step(parent: parent, position: position, left: left, right: right))
        }
        for position in 0..<max(left.count, right.count) {
            if position < left.count, position < right.count {
                visit(left[position], right[position], at: position, below: nil)
            } else {
                differences.append(
                    CellDifference(
                        path: "\(position)", left: position < left.count ? left[position] : nil,
                        right: position < right.count ? right[position] : nil))
            }
        }
        var next = 0
        while next < steps.count, differences.count < limit {
            let step = steps[next]
            if step.left.hasSameRecord(as: step.right) {
                for position in 0..<step.left.referenceCount {
                    guard let left = step.left.reference(at: position), let right = step.right.reference(at: position)
                    else { continue }
                    visit(left, right, at: position, below: next)
                }
            } else {
                differences.append(
                    CellDifference(path: path(of: next, in: steps), left: step.left, right: step.right))
            }
            next += 1
        }
        return Array(differences.prefix(limit))
    }

    private static func path(of index: Int, in steps: [Step]) -> String {
        var positions: [String] = []
        var current: Int? = index
        while let index = current {
            positions.append("\(steps[index].position)")
            current = steps[index].parent
        }
        return positions.reversed().joined(separator: ".")
    }

    /// Three lines: the path, then either side.
    var text: String { "at \(path)\n- \(left?.lineText ?? "no root")\n+ \(right?.lineText ?? "no root")\n" }
}

extension Cell {
    /// Whether kind, data and number of references are the same, whatever lies below.
    ///
    /// Exotic cells hold hashes of what lies below: a difference below shows in them already, and is looked for there
    /// only where the cells' own data leave it open.
    fileprivate func hasSameRecord(as other: Cell) -> Bool {
        guard type == other.type, referenceCount == other.referenceCount else { return false }
        if type == .merkleProof || type == .merkleUpdate { return true }
        return bitCount == other.bitCount && exoticSlice().bitString() == other.exoticSlice().bitString()
    }
}

/// Differences as a document.
struct CellDifferenceDocument: Encodable {
    let schema = "silk.cell-differences/1"
    let isEqual: Bool
    let differences: [Row]

    enum CodingKeys: String, CodingKey {
        case schema
        case isEqual = "is_equal"
        case differences
    }

    /// One difference.
    struct Row: Encodable {
        let path: String
        @Nullable var left: Side?
        @Nullable var right: Side?
    }

    /// One of the two cells.
    struct Side: Encodable {
        let hash: String
        let type: String
        let bits: Int
        let data: String
        let references: [String]

        init(_ cell: Cell) {
            hash = cell.hash.hex
            type = cell.type.documentText
            bits = cell.bitCount
            data = cell.dataText
            references = cell.references.map(\.hash.hex)
        }
    }

    init(_ differences: [CellDifference]) {
        isEqual = differences.isEmpty
        self.differences = differences.map {
            Row(path: $0.path, left: $0.left.map(Side.init), right: $0.right.map(Side.init))
        }
    }
}
