import TONBlocks
import TONCells
import TONCrypto

/// Reads words, and makes cells of them.
struct AssemblyParser {
    typealias Word = AssemblyScanner.Word

    private var scanner: AssemblyScanner
    /// A word that was looked at and not taken.
    private var waiting: Word?
    private var nesting = 0
    /// The cells made so far, to be referred to.
    private var cells: [Hash256: Cell] = [:]
    /// Names of methods and global variables.
    var names: [String: Int]
    var methods = MethodTable()

    init(_ text: String) {
        scanner = AssemblyScanner(text)
        names = Dictionary(uniqueKeysWithValues: MethodName.reserved.map { ($0.name, $0.number) })
        names["main"] = 0
    }

    // MARK: - Words

    mutating func next() throws(AssemblerError) -> Word? {
        if let word = waiting {
            waiting = nil
            return word
        }
        return try scanner.next()
    }

    /// Gives back a word that another reads next.
    mutating func putBack(_ word: Word) { waiting = word }

    mutating func next(expecting expected: String) throws(AssemblerError) -> Word {
        guard let word = try next() else { throw scanner.end.error(.unexpectedEnd(expected: expected)) }
        return word
    }

    /// Calls `body` for a structure within others.
    mutating func nested<R>(
        _ word: Word, _ body: (inout AssemblyParser) throws(AssemblerError) -> R
    ) throws(AssemblerError) -> R {
        guard nesting < Assembler.maximumNesting else {
            throw word.error(.nestedTooDeeply(limit: Assembler.maximumNesting))
        }
        nesting += 1
        defer { nesting -= 1 }
        return try body(&self)
    }

    mutating func note(_ cell: Cell) { cells[cell.hash] = cell }

    func cell(_ builder: CellBuilder, at word: Word) throws(AssemblerError) -> Cell {
        do { return try builder.build() } catch { throw word.error(.doesNotFit("\(error)")) }
    }

    func store(
        at word: Word, _ body: () throws(CellError) -> Void
    ) throws(AssemblerError) {
        do { try body() } catch { throw word.error(.doesNotFit("\(error)")) }
    }

    // MARK: - The whole

    /// The cell of the whole text.
    mutating func program() throws(AssemblerError) -> Cell {
        var (pieces, pending, end) = try code(endingWith: [], allowingEnd: true)
        if pieces.isEmpty, pending.count == 1 {
            switch pending.removeLast() {
            case .cell(let cell): return cell
            case .code(let code), .slice(let code):
                do { return try code.cell() } catch { throw end.error(.doesNotFit("\(error)")) }
            case .integer, .stackRegister, .controlRegister, .text:
                throw end.error(.unexpectedEnd(expected: "an instruction"))
            }
        }
        guard pending.isEmpty else { throw end.error(.unexpectedEnd(expected: "an instruction for the operands")) }
        return try cell(try laidOut(pieces, at: end), at: end)
    }

    /// Puts pieces into a cell and those that it goes on in.
    mutating func laidOut(
        _ pieces: [CodeLayout.Piece], limit: Int = Cell.maximumBitCount, splitsAnyway: Bool = false, at word: Word
    ) throws(AssemblerError) -> CellBuilder {
        do {
            let (code, cells) = try CodeLayout.code(of: pieces, limit: limit, splitsAnyway: splitsAnyway)
            for cell in cells { note(cell) }
            return code
        } catch {
            switch error {
            case .tooLarge: throw word.error(.doesNotFit("an instruction takes more than a cell has room for"))
            case .tooDeep: throw word.error(.doesNotFit("the code goes on through more than 1024 cells"))
            case .unknownInstruction(let name): throw word.error(.unknownWord(name))
            }
        }
    }

    // MARK: - Code

    typealias Code = (pieces: [CodeLayout.Piece], pending: [CodeOperand], end: Word)

    /// Reads code up to one of the words, or to the end of the text.
    mutating func code(
        endingWith ends: Set<String>, allowingEnd: Bool = false
    ) throws(AssemblerError) -> Code {
        var pieces: [CodeLayout.Piece] = []
        var pending: [CodeOperand] = []
        while true {
            guard let word = try next() else {
                guard allowingEnd else {
                    throw scanner.end.error(.unexpectedEnd(expected: ends.sorted().joined(separator: " or ")))
                }
                return (pieces, pending, scanner.end)
            }
            let endsTakenBlock = Self.takingEnds.contains(word.text) && pending.last?.isCode == true
            if !word.isString, ends.contains(word.text), !endsTakenBlock {
                guard pending.isEmpty else {
                    throw word.error(.unexpected(word.text, expected: "an instruction for the operands"))
                }
                return (pieces, pending, word)
            }
            if try value(word, &pending) { continue }
            if let structure = try structure(word) {
                guard pending.isEmpty else {
                    throw word.error(.unexpected(word.text, expected: "an instruction for the operands"))
                }
                pieces += structure
                continue
            }
            pieces += try instruction(word, &pending)
        }
    }

    /// Reads a block that begins with `<{`, up to a word that ends it.
    private mutating func block(
        _ start: Word, endingWith ends: Set<String>
    ) throws(AssemblerError) -> (code: CellSlice, end: Word) {
        try nested(start) { (parser) throws(AssemblerError) in
            let (pieces, _, end) = try parser.code(endingWith: ends)
            let code = try parser.cell(try parser.laidOut(pieces, at: end), at: end)
            do { return (try code.slice(), end) } catch { throw end.error(.doesNotFit("\(error)")) }
        }
    }

    /// Words that end a block and take it: `}>IF`.
    private static let takingEnds = Set(CodeStructure.ofOne.map { "}>" + $0 } + ["}>CONT"])

    /// Reads a structure of continuations and the instruction that takes them; nil where the word begins none.
    private mutating func structure(_ word: Word) throws(AssemblerError) -> [CodeLayout.Piece]? {
        guard !word.isString, word.text.hasSuffix(":<{") else { return nil }
        let name = String(word.text.dropLast(3))
        if let (instruction, two) = CodeStructure.ofTwo.first(where: { $1.start == word.text }) {
            let isCondition = CodeStructure.ofOne.contains(name)
            let (first, end) = try block(word, endingWith: isCondition ? [two.middle, "}>"] : [two.middle])
            guard end.text == two.middle else { return try pieces(of: name, first, at: end) }
            let second = try block(end, endingWith: ["}>"]).code
            if isCondition { return [.choice(first, otherwise: second)] }
            return [.continuation(first), .continuation(second), try plain(instruction, at: end)]
        }
        guard CodeStructure.ofOne.contains(name) || name == "CONT" else { return nil }
        let ends: Set<String> = name == "IFNOT" ? ["}>", "}>ELSE<{"] : ["}>"]
        let (first, end) = try block(word, endingWith: ends)
        guard end.text == "}>" else {
            return [.choice(try block(end, endingWith: ["}>"]).code, otherwise: first)]
        }
        return try pieces(of: name, first, at: end)
    }

    func pieces(
        of name: String, _ code: CellSlice, at word: Word
    ) throws(AssemblerError) -> [CodeLayout.Piece] {
        switch name {
        case "CONT": [.continuation(code)]
        case "IF", "IFNOT", "IFJMP", "IFNOTJMP": [.condition(name, code)]
        default: [.continuation(code), try plain(name, at: word)]
        }
    }

    private func plain(_ name: String, at word: Word) throws(AssemblerError) -> CodeLayout.Piece {
        guard let code = Mnemonics.code(name, []) else { throw word.error(.unknownWord(name)) }
        return .code(code)
    }

    // MARK: - Values

    /// Reads a value that stands before an instruction; false where the word begins none.
    mutating func value(_ word: Word, _ pending: inout [CodeOperand]) throws(AssemblerError) -> Bool {
        if word.isString {
            pending.append(.text(Array(word.text.utf8)))
            return true
        }
        switch word.text {
        case "<{":
            let (code, end) = try block(
                word, endingWith: Self.takingEnds.union(["}>", "}>c", "}>s"]))
            switch end.text {
            case "}>": pending.append(.code(code))
            case "}>s": pending.append(.slice(code))
            case "}>c":
                do {
                    let cell = try code.cell()
                    note(cell)
                    pending.append(.cell(cell))
                } catch {
                    throw end.error(.doesNotFit("\(error)"))
                }
            default:
                // The word that ends the block is read again, as the instruction that takes it.
                pending.append(.code(code))
                putBack(end)
            }
            return true
        case "<b": pending.append(.cell(try data(word)))
        case "<s":
            guard case .cell(let cell)? = pending.popLast() else {
                throw word.error(.unexpected("<s", expected: "a cell before it"))
            }
            pending.append(.slice(cell.exoticSlice()))
        case "B>boc":
            guard case .text(let bytes)? = pending.popLast() else {
                throw word.error(.unexpected("B>boc", expected: "bytes before it, B{…}"))
            }
            guard let cell = try? BagOfCells(bytes).singleRoot() else {
                throw word.error(.malformedLiteral("B{…}", expected: "a bag of one root cell"))
            }
            note(cell)
            pending.append(.cell(cell))
        case "PROGRAM{": pending.append(.cell(try program(word)))
        case "METHODS{":
            guard case .integer(let number)? = pending.popLast(), let keyBits = number.exactly(as: Int.self),
                1...32 ~= keyBits
            else {
                throw word.error(.unexpected("METHODS{", expected: "the bits of a method's number before it, 1 to 32"))
            }
            pending.append(.cell(try methods(keyBits: keyBits, within: word)))
        default:
            guard let operand = try literal(word) else { return false }
            pending.append(operand)
        }
        return true
    }

    /// Reads `<b … b>`.
    private mutating func data(_ start: Word) throws(AssemblerError) -> Cell {
        try nested(start) { (parser) throws(AssemblerError) in
            var builder = CellBuilder()
            var pending: [CodeOperand] = []
            while true {
                let word = try parser.next(expecting: "b>")
                if try parser.value(word, &pending) { continue }
                if ["b>", "b>spec"].contains(word.text), pending.isEmpty {
                    let isExotic = word.text == "b>spec"
                    let cell: Cell
                    do { cell = isExotic ? try builder.buildExotic() : try builder.build() } catch {
                        throw word.error(.doesNotFit("\(error)"))
                    }
                    parser.note(cell)
                    return cell
                }
                guard let stored = try parser.stored(word, pending) else {
                    throw word.error(.unexpected(word.text, expected: "s, or ref, or u, or i, or b> or b>spec"))
                }
                pending = []
                try parser.store(at: word) { () throws(CellError) in try builder.store(stored) }
            }
        }
    }

    /// What a word of Fift for builders stores; nil where the word is none.
    func stored(_ word: Word, _ pending: [CodeOperand]) throws(AssemblerError) -> CellBuilder? {
        var builder = CellBuilder()
        switch (word.text, pending.first, pending.count) {
        case ("s,", .slice(let slice), 1), ("CUSTOMOP", .slice(let slice), 1):
            try store(at: word) { () throws(CellError) in try builder.store(slice) }
        case ("ref,", .cell(let cell), 1):
            try store(at: word) { () throws(CellError) in try builder.store(reference: cell) }
        case ("u,", .integer(let value), 2), ("i,", .integer(let value), 2):
            guard case .integer(let bits) = pending[1], let bits = bits.exactly(as: Int.self) else { return nil }
            try store(at: word) { () throws(CellError) in
                if word.text == "u," {
                    try builder.store(value, unsignedBits: bits)
                } else {
                    try builder.store(value, signedBits: bits)
                }
            }
        default: return nil
        }
        return builder
    }

    /// The cell of a hash, where it occurred before.
    func knownCell(_ hash: Hash256) -> Cell? { cells[hash] }
}
