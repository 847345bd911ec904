import TONBlocks
public import TONCells

extension StackEntry {
    /// The value in one line, for people: what is longer than a limit ends in `…`.
    ///
    /// - Complexity: O(limit), whatever the value is.
    public func text(maximumLength: Int = 200) -> String {
        var text = ""
        write(to: &text, limit: maximumLength)
        guard text.count > maximumLength else { return text }
        return text.prefix(maximumLength) + "…"
    }

    // Each level of nesting writes something first, so that the limit ends the recursion too.
    private func write(to text: inout String, limit: Int) {
        guard text.utf8.count <= limit else { return }
        switch self {
        case .null: text += "null"
        case .integer(let integer): text += integer.decimal
        case .cell(let cell): text += "C{\(Self.bits(of: cell.exoticSlice()))}"
        case .slice(let slice): text += "x{\(Self.bits(of: slice))}"
        case .builder(let reference):
            guard let cell = reference.cell else {
                text += "builder"
                break
            }
            text += "builder{\(Self.bits(of: cell.exoticSlice()))}"
        case .continuation(let continuation): text += continuation.briefText
        case .tuple(let tuple):
            text += "["
            for (position, entry) in tuple.entries.enumerated() {
                guard text.utf8.count <= limit else { return }
                if position > 0 { text += ", " }
                entry.write(to: &text, limit: limit)
            }
            text += "]"
        }
    }

    private static func bits(of slice: CellSlice) -> String {
        let references = slice.remainingReferences
        let bits = slice.bitString().fiftHex
        return references == 0 ? bits : "\(bits) +\(references) ref\(references == 1 ? "" : "s")"
    }
}

extension BuilderReference {
    /// What was stored so far, as a cell; nil where it makes none.
    public var cell: Cell? { try? builder.build() }
}

extension Continuation {
    /// Its kind, and its first instruction where it has code.
    fileprivate var briefText: String {
        guard kind == .ordinary, let code else { return "continuation(\(kind))" }
        guard let first = Disassembler.instruction(at: code) else { return "continuation(\(code.isEmpty ? "" : "…"))" }
        return "continuation(\(first.text) …)"
    }
}
