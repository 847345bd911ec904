public import TONCells
import TONCrypto

/// How large a code is.
public struct CodeSize: Hashable, Sendable {
    /// Distinct cells.
    public let cells: Int
    /// The bits in them.
    public let bits: Int
    /// The longest way from the root down.
    public let depth: Int

    init(cells: Int, bits: Int, depth: Int) {
        self.cells = cells
        self.bits = bits
        self.depth = depth
    }

    /// Counts the cells of a code.
    ///
    /// - Complexity: O(n) in the distinct cells, without recursion.
    public init(of code: Cell) {
        var seen: Set<Hash256> = [code.hash]
        var waiting = [code]
        var bits = 0
        while let cell = waiting.popLast() {
            bits += cell.bitCount
            for inner in cell.references where seen.insert(inner.hash).inserted { waiting.append(inner) }
        }
        self.init(cells: seen.count, bits: bits, depth: code.depth)
    }
}
