import TONBlocks
import TONCells

/// Puts pieces of code into cells.
///
/// Where all of them fit in one cell they stand there, continuations and slices in line. Else it goes by the rules of
/// the Fift assembler: each piece goes to the cell so far if that keeps a reference free, and otherwise a new cell is
/// begun, to which the free reference leads; a continuation or slice for which a cell has no room goes to a cell of its
/// own instead.
struct CodeLayout {
    /// A piece of code.
    enum Piece {
        /// Bits and references as they are.
        case code(CellBuilder)
        case continuation(CellSlice)
        case slice(CellSlice)
        /// A continuation that runs on a condition: `IF`, `IFNOT`, `IFJMP` or `IFNOTJMP`.
        case condition(String, CellSlice)
        /// Two continuations of which one runs.
        case choice(CellSlice, otherwise: CellSlice)
        /// The code goes on in a new cell.
        case newCell
    }

    /// Why pieces can't be put into cells.
    enum Failure: Error {
        case tooLarge, tooDeep
        case unknownInstruction(String)
    }

    /// The cells that code goes on in.
    private(set) var cells: [Cell] = []
    /// How many bits the first cell may have.
    private let limit: Int

    private init(limit: Int) {
        self.limit = limit
    }

    /// The first cell of code, and those that the code goes on in.
    static func code(
        of pieces: [Piece], limit: Int = Cell.maximumBitCount, splitsAnyway: Bool = false
    ) throws(Failure) -> (code: CellBuilder, cells: [Cell]) {
        var layout = CodeLayout(limit: limit)
        let parts = pieces.split(omittingEmptySubsequences: false) { piece in
            if case .newCell = piece { true } else { false }
        }
        var following: Cell?
        for (position, part) in parts.enumerated().reversed() {
            let limit = position == 0 ? limit : Cell.maximumBitCount
            var code = splitsAnyway && position == 0 ? nil : try whole(part, before: following, limit: limit)
            if code == nil { code = try layout.split(part, before: following, limit: limit) }
            guard let code else { throw .tooLarge }
            guard position > 0 else { return (code, layout.cells) }
            following = try layout.cell(code)
        }
        return (CellBuilder(), layout.cells)
    }

    private mutating func cell(_ code: CellBuilder) throws(Failure) -> Cell {
        guard let cell = try? code.build() else { throw .tooDeep }
        cells.append(cell)
        return cell
    }

    private static func built(_ code: CellSlice) throws(Failure) -> Cell {
        guard let cell = try? code.cell() else { throw .tooDeep }
        return cell
    }

    private static func instruction(_ name: String, _ operands: CodeOperand...) throws(Failure) -> CellBuilder {
        guard let code = Mnemonics.code(name, operands) else { throw .unknownInstruction(name) }
        return code
    }

    // MARK: - In one cell

    /// All pieces in one cell; nil where they don't fit.
    private static func whole(
        _ pieces: ArraySlice<Piece>, before following: Cell?, limit: Int
    ) throws(Failure) -> CellBuilder? {
        var code = CellBuilder()
        for piece in pieces {
            for part in try inline(piece) {
                guard (try? code.store(part)) != nil else { return nil }
            }
        }
        if let following, (try? code.store(reference: following)) == nil { return nil }
        return code.bitCount <= limit ? code : nil
    }

    private static func inline(_ piece: Piece) throws(Failure) -> [CellBuilder] {
        switch piece {
        case .code(let code): return [code]
        case .continuation(let code): return [try continuation(code)]
        case .slice(let slice):
            if let code = Mnemonics.code("PUSHSLICE", [.slice(slice)]) { return [code] }
            return [try instruction("PUSHREFSLICE", .cell(try built(slice)))]
        case .condition(let name, let code):
            guard !code.isEmpty else { return [try empty(name)] }
            guard let pushed = Mnemonics.code("PUSHCONT", [.code(code)]) else {
                return [try instruction(name + "REF", .cell(try built(code)))]
            }
            return [pushed, try instruction(name)]
        case .choice(let code, let otherwise):
            guard !code.isEmpty else { return try inline(.condition("IFNOT", otherwise)) }
            guard !otherwise.isEmpty else { return try inline(.condition("IF", code)) }
            return [try continuation(code), try continuation(otherwise), try instruction("IFELSE")]
        case .newCell: return []
        }
    }

    private static func continuation(_ code: CellSlice) throws(Failure) -> CellBuilder {
        if let pushed = Mnemonics.code("PUSHCONT", [.code(code)]) { return pushed }
        return try instruction("PUSHREFCONT", .cell(try built(code)))
    }

    /// What stands for a condition on which nothing runs.
    private static func empty(_ name: String) throws(Failure) -> CellBuilder {
        switch name {
        case "IFJMP": try instruction("IFRET")
        case "IFNOTJMP": try instruction("IFNOTRET")
        default: try instruction("POP", .stackRegister(0))
        }
    }

    // MARK: - In several cells

    private struct Cells {
        var done: [CellBuilder] = []
        var current = CellBuilder()
        let limit: Int

        /// Whether there is room besides a reference to the next cell.
        func hasRoom(bits: Int, references: Int) -> Bool {
            let limit = done.isEmpty ? limit : Cell.maximumBitCount
            return current.bitCount + bits <= limit && references < current.remainingReferences
        }

        mutating func begin() {
            done.append(current)
            current = CellBuilder()
        }

        mutating func add(_ code: CellBuilder) throws(Failure) {
            if !hasRoom(bits: code.bitCount, references: code.referenceCount) { begin() }
            guard hasRoom(bits: code.bitCount, references: code.referenceCount), (try? current.store(code)) != nil
            else {
                throw .tooLarge
            }
        }
    }

    private mutating func split(
        _ pieces: ArraySlice<Piece>, before following: Cell?, limit: Int
    ) throws(Failure) -> CellBuilder {
        var cells = Cells(limit: limit)
        for piece in pieces { try Self.add(piece, to: &cells) }
        var following = following
        while true {
            if let following, (try? cells.current.store(reference: following)) == nil { throw .tooLarge }
            guard let previous = cells.done.popLast() else { return cells.current }
            following = try cell(cells.current)
            cells.current = previous
        }
    }

    /// Whether a continuation fits in line, with its own instruction.
    private static func fits(_ code: CellSlice, in cells: Cells) -> Bool {
        code.remainingBits % 8 == 0
            && cells.hasRoom(bits: code.remainingBits + 16, references: code.remainingReferences)
            && Mnemonics.code("PUSHCONT", [.code(code)]) != nil
    }

    private static func add(_ piece: Piece, to cells: inout Cells) throws(Failure) {
        switch piece {
        case .code(let code): try cells.add(code)
        case .continuation(let code):
            guard fits(code, in: cells) else {
                return try cells.add(try instruction("PUSHREFCONT", .cell(try built(code))))
            }
            try cells.add(try continuation(code))
        case .slice(let slice):
            guard cells.hasRoom(bits: slice.remainingBits + 26, references: slice.remainingReferences),
                let code = Mnemonics.code("PUSHSLICE", [.slice(slice)])
            else { return try cells.add(try instruction("PUSHREFSLICE", .cell(try built(slice)))) }
            try cells.add(code)
        case .condition(let name, let code): try add(name, code, to: &cells)
        case .choice(let code, let otherwise): try add(code, otherwise: otherwise, to: &cells)
        case .newCell: cells.begin()
        }
    }

    private static func add(_ name: String, _ code: CellSlice, to cells: inout Cells) throws(Failure) {
        guard !code.isEmpty else { return try cells.add(try empty(name)) }
        if !fits(code, in: cells), !cells.hasRoom(bits: 16, references: 1) { cells.begin() }
        guard fits(code, in: cells) else {
            return try cells.add(try instruction(name + "REF", .cell(try built(code))))
        }
        try cells.add(try continuation(code))
        try cells.add(try instruction(name))
    }

    private static func add(
        _ code: CellSlice, otherwise: CellSlice, to cells: inout Cells
    ) throws(Failure) {
        guard !code.isEmpty else { return try add("IFNOT", otherwise, to: &cells) }
        guard !otherwise.isEmpty else { return try add("IF", code, to: &cells) }
        func isAligned(_ code: CellSlice) -> Bool { code.remainingBits % 8 == 0 }
        func hasRoom(for code: CellSlice) -> Bool {
            isAligned(code) && cells.hasRoom(bits: code.remainingBits + 32, references: code.remainingReferences + 1)
        }
        while true {
            if isAligned(code), isAligned(otherwise),
                cells.hasRoom(
                    bits: code.remainingBits + otherwise.remainingBits + 32,
                    references: code.remainingReferences + otherwise.remainingReferences)
            {
                try add(.continuation(code), to: &cells)
                try add(.continuation(otherwise), to: &cells)
                return try cells.add(try instruction("IFELSE"))
            }
            if hasRoom(for: otherwise) {
                try add(.continuation(otherwise), to: &cells)
                return try cells.add(try instruction("IFREFELSE", .cell(try built(code))))
            }
            if hasRoom(for: code) {
                try add(.continuation(code), to: &cells)
                return try cells.add(try instruction("IFELSEREF", .cell(try built(otherwise))))
            }
            if cells.hasRoom(bits: 32, references: 2) {
                return try cells.add(
                    try instruction("IFREFELSEREF", .cell(try built(code)), .cell(try built(otherwise))))
            }
            // An empty cell has room for the last of these.
            cells.begin()
        }
    }
}
