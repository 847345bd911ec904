import TONCells
import TONCrypto

/// The cells of a bag in the order in which a reader meets them, as many as a limit allows.
struct CellTree {
    /// A line of the tree.
    struct Line {
        let cell: Cell
        let depth: Int
        let kind: Kind

        /// How much of the cell is shown.
        enum Kind {
            case whole
            case shownAbove
            case tooDeep
            case overLimit
        }
    }

    let roots: [Cell]
    let limit: Int
    private(set) var lines: [Line] = []
    /// Whether every cell is shown.
    private(set) var isComplete = true

    /// Walks from the roots, no deeper than `depth`, until `limit` cells are shown.
    init(roots: [Cell], depth maximumDepth: Int?, limit: Int) {
        self.roots = roots
        self.limit = limit
        var shown: Set<Cell> = []
        var pending = roots.reversed().map { (cell: $0, depth: 0) }
        while let next = pending.popLast() {
            let kind: Line.Kind
            if shown.contains(next.cell) {
                kind = .shownAbove
            } else if let maximumDepth, next.depth > maximumDepth {
                kind = .tooDeep
            } else if shown.count >= limit {
                kind = .overLimit
            } else {
                kind = .whole
                shown.insert(next.cell)
                pending += next.cell.references.reversed().map { ($0, next.depth + 1) }
            }
            if case .tooDeep = kind { isComplete = false }
            if case .overLimit = kind { isComplete = false }
            lines.append(Line(cell: next.cell, depth: next.depth, kind: kind))
        }
    }

    /// A line for each cell, one space in for each level.
    var text: String {
        var text = lines.map { String(repeating: " ", count: $0.depth) + $0.text + "\n" }.joined()
        if lines.contains(where: { $0.kind == .overLimit }) {
            text += "\nonly the first \(limit) cells are shown: --limit shows more\n"
        }
        return text
    }
}

extension CellTree.Line {
    fileprivate var text: String {
        switch kind {
        case .whole:
            return cell.lineText
        case .shownAbove: return "shown above: \(cell.hash)"
        case .tooDeep: return "deeper: \(cell.hash)"
        case .overLimit: return "not shown: \(cell.hash)"
        }
    }
}

extension Cell {
    /// All data bits in Fift's hexadecimal form.
    var dataText: String { exoticSlice().bitString().fiftHex }

    /// Kind, data, sizes and hash in one line.
    var lineText: String {
        let name = isExotic ? "\(type) " : ""
        let references = referenceCount == 1 ? "1 ref" : "\(referenceCount) refs"
        return "\(name)x{\(dataText)} \(bitCount) bits, \(references), \(hash)"
    }
}

/// Cells as a flat list, which refer to each other by their hashes.
struct CellDocument: Encodable {
    let schema = "silk.cell/1"
    let roots: [String]
    let cells: [Row]
    let limit: Int
    let isComplete: Bool

    enum CodingKeys: String, CodingKey {
        case schema
        case roots
        case cells
        case limit
        case isComplete = "is_complete"
    }

    /// One cell.
    struct Row: Encodable {
        let hash: String
        let type: String
        let level: Int
        let depth: Int
        let bits: Int
        let data: String
        let references: [String]
    }

    init(_ tree: CellTree) {
        roots = tree.roots.map(\.hash.hex)
        cells = tree.lines.filter { $0.kind == .whole }.map { line in
            let cell = line.cell
            return Row(
                hash: cell.hash.hex, type: cell.type.documentText, level: cell.level, depth: cell.depth,
                bits: cell.bitCount, data: cell.dataText, references: cell.references.map(\.hash.hex))
        }
        limit = tree.limit
        isComplete = tree.isComplete
    }
}

extension CellType {
    /// The kind as one word, for documents.
    var documentText: String {
        switch self {
        case .ordinary: "ordinary"
        case .prunedBranch: "pruned_branch"
        case .libraryReference: "library_reference"
        case .merkleProof: "merkle_proof"
        case .merkleUpdate: "merkle_update"
        }
    }
}
