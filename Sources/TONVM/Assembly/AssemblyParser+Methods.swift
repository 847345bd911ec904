import TONBlocks
import TONCells

/// What is known of the methods of a program while it is read.
struct MethodTable {
    /// How many names were declared without a number, which they get in order, from 1 on.
    var declared = 0
    /// The numbers of these: their methods have no place in the dictionary unless they are called.
    var removable: Set<Int> = []
    var called: Set<Int> = []
    /// The code of those read so far.
    var code: [Int: CellBuilder] = [:]
    var globals = 0
}

extension AssemblyParser {
    /// The bits that the Fift assembler keeps free in a method's cell for the dictionary.
    private static let reservedBits = 32

    /// Reads `PROGRAM{ … }END>c`.
    mutating func program(_ start: Word) throws(AssemblerError) -> Cell {
        let outerNames = names
        defer { names = outerNames }
        let root = try methods(keyBits: 19, within: start)
        guard let code = Program.code(root), let cell = try? code.cell() else {
            throw start.error(.doesNotFit("a program around its methods"))
        }
        note(cell)
        return cell
    }

    /// Reads methods that are a program of their own.
    mutating func methods(keyBits: Int, within start: Word) throws(AssemblerError) -> Cell {
        let outer = methods
        methods = MethodTable()
        defer {
            // The numbers that are called here may be those of methods around.
            let called = methods.called
            methods = outer
            methods.called.formUnion(called)
        }
        return try nested(start) { (parser) throws(AssemblerError) in try parser.methods(keyBits: keyBits) }
    }

    private struct Method {
        let pieces: [CodeLayout.Piece]
        let isReference: Bool
        let end: Word
    }

    /// Reads methods up to `}END>c`, and returns the root of their dictionary.
    private mutating func methods(keyBits: Int) throws(AssemblerError) -> Cell {
        var methods: [Int: Method] = [:]
        var pending: [CodeOperand] = []
        while true {
            let word = try next(expecting: "}END>c")
            if ["}END>c", "}END>", "}END>s"].contains(word.text), pending.isEmpty {
                return try dictionary(methods, keyBits: keyBits, at: word)
            }
            if try declaration(word, pending) {
                pending = []
                continue
            }
            if let operand = try literal(word), pending.isEmpty {
                pending = [operand]
                continue
            }
            guard ["PROC:<{", "PROCREF:<{", "PROCINLINE:<{"].contains(word.text),
                case .integer(let number)? = pending.first,
                let number = number.exactly(as: Int.self), number >= -1 << (keyBits - 1), number < 1 << keyBits
            else {
                throw word.error(
                    .unexpected(word.text, expected: "a method's number or declared name and PROC:<{, or }END>c"))
            }
            guard methods[number] == nil else { throw word.error(.repeatedMethod(number)) }
            pending = []
            let (pieces, _, end) = try nested(word) { (parser) throws(AssemblerError) in
                try parser.code(endingWith: ["}>"])
            }
            methods[number] = Method(pieces: pieces, isReference: word.text == "PROCREF:<{", end: end)
            self.methods.code[number] = try methodCode(methods[number], splitsAnyway: false)
        }
    }

    /// Reads the name behind `DECLPROC` and the like; false where the word is another.
    private mutating func declaration(_ word: Word, _ pending: [CodeOperand]) throws(AssemblerError) -> Bool {
        switch (word.text, pending.first) {
        case ("DECLPROC", nil), ("NEWPROC", nil):
            let name = try next(expecting: "a method's name").text
            guard names[name] == nil else { return true }
            methods.declared += 1
            names[name] = methods.declared
            methods.removable.insert(methods.declared)
        case ("DECLMETHOD", .integer(let number)?):
            let name = try next(expecting: "a method's name")
            guard let number = number.exactly(as: Int.self), names[name.text] == nil || names[name.text] == number
            else {
                throw name.error(.unexpected(name.text, expected: "a name that isn't another method's"))
            }
            names[name.text] = number
        case ("DECLGLOBVAR", nil):
            let name = try next(expecting: "a variable's name").text
            methods.globals += 1
            names[name] = methods.globals
        default: return false
        }
        return true
    }

    /// What a dictionary holds for a method.
    private mutating func methodCode(_ method: Method?, splitsAnyway: Bool) throws(AssemblerError) -> CellBuilder {
        guard let method else { return CellBuilder() }
        let limit = splitsAnyway ? Cell.maximumBitCount - Self.reservedBits : Cell.maximumBitCount
        let code = try laidOut(method.pieces, limit: limit, splitsAnyway: splitsAnyway, at: method.end)
        guard method.isReference else { return code }
        let cell = try cell(code, at: method.end)
        note(cell)
        var reference = CellBuilder()
        try store(at: method.end) { () throws(CellError) in try reference.store(reference: cell) }
        return reference
    }

    private mutating func dictionary(
        _ methods: [Int: Method], keyBits: Int, at end: Word
    ) throws(AssemblerError) -> Cell {
        let unused = self.methods.removable.subtracting(self.methods.called)
        let kept = methods.filter { !unused.contains($0.key) }
        func key(_ number: Int) -> BitString {
            BitString(UInt64(truncatingIfNeeded: number) & (1 << UInt64(keyBits) - 1), bits: keyBits)
        }
        var values: [(key: BitString, value: CellBuilder)] = []
        for (number, method) in kept { values.append((key(number), try methodCode(method, splitsAnyway: false))) }
        var dictionary = try? HashmapE(keyBits: keyBits, entries: values)
        if dictionary == nil {
            // Too large for a leaf: on with what the Fift assembler leaves free there.
            values = []
            for (number, method) in kept {
                let isLong = (self.methods.code[number]?.bitCount ?? 0) > Cell.maximumBitCount - Self.reservedBits
                values.append((key(number), try methodCode(method, splitsAnyway: isLong)))
            }
            do { dictionary = try HashmapE(keyBits: keyBits, entries: values) } catch {
                throw end.error(.doesNotFit("the dictionary of methods: \(error)"))
            }
        }
        guard let root = dictionary?.root else {
            throw end.error(.unexpected(end.text, expected: "at least one method"))
        }
        note(root)
        return root
    }
}
