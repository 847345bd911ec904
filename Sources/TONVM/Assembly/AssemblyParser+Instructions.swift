import TONBlocks
import TONCells
import TONCrypto

extension AssemblyParser {
    /// Reads an instruction with the operands before it, or behind it on the same line.
    mutating func instruction(
        _ word: Word, _ pending: inout [CodeOperand]
    ) throws(AssemblerError) -> [CodeLayout.Piece] {
        defer { pending = [] }
        if word.text == "@|", pending.isEmpty { return [.newCell] }
        if let stored = try stored(word, pending) { return [.code(stored)] }
        if word.text.hasPrefix("}>"), word.text.count > 2, case .code(let code)? = pending.first, pending.count == 1 {
            return try taking(code, word)
        }
        if let inlined = try calledInLine(word, pending) { return [inlined] }
        if let pieces = pieces(word.text, pending) { return pieces }
        if let expansion = Mnemonics.expansion(of: word.text), Mnemonics.rows(of: word.text).isEmpty {
            guard pending.isEmpty else {
                throw word.error(
                    .wrongOperands(instruction: word.text, found: Self.list(pending), expected: "nothing"))
            }
            return try expanded(expansion, word)
        }
        let name = String(word.text.prefix { $0 != "@" })
        guard Mnemonics.isInstruction(name) else { throw word.error(.unknownWord(word.text)) }
        if pending.isEmpty {
            pending = try operandsBehind(word)
            if let pieces = pieces(word.text, pending) { return pieces }
        }
        throw word.error(
            .wrongOperands(
                instruction: word.text, found: Self.list(pending), expected: Mnemonics.expectedOperands(of: name)))
    }

    private static func list(_ operands: [CodeOperand]) -> String {
        operands.isEmpty ? "nothing" : operands.map(\.kind).joined(separator: " and ")
    }

    /// The code of an instruction; nil where the name is unknown or doesn't take the operands.
    private mutating func pieces(_ text: String, _ operands: [CodeOperand]) -> [CodeLayout.Piece]? {
        // In line where there is room, and that shows only when all pieces are put into cells.
        if operands.count == 1 {
            switch (text, operands[0]) {
            case ("PUSHCONT", .code(let code)), ("CONT", .code(let code)): return [.continuation(code)]
            case ("PUSHSLICE", .slice(let slice)), ("SLICE", .slice(let slice)): return [.slice(slice)]
            default: break
            }
        }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            return Mnemonics.code(parts[0], prefix: parts[1], operands).map { [.code($0)] }
        }
        noteCall(text, operands)
        return Mnemonics.code(text, operands).map { [.code($0)] }
    }

    /// Notes which methods are called by number, for those that aren't need no place in the dictionary.
    private mutating func noteCall(_ name: String, _ operands: [CodeOperand]) {
        guard ["CALLDICT", "CALL", "JMPDICT", "JMP", "PREPAREDICT", "PREPARE"].contains(name), operands.count == 1,
            case .integer(let number) = operands[0], let number = number.exactly(as: Int.self)
        else { return }
        methods.called.insert(number)
    }

    /// `INLINECALLDICT`: the code of a method that is there already, else a call of it.
    private mutating func calledInLine(
        _ word: Word, _ pending: [CodeOperand]
    ) throws(AssemblerError) -> CodeLayout.Piece? {
        guard ["INLINECALLDICT", "INLINECALL"].contains(word.text), pending.count == 1,
            case .integer(let number) = pending[0], let number = number.exactly(as: Int.self)
        else { return nil }
        guard let code = methods.code[number] else {
            methods.called.insert(number)
            guard let call = Mnemonics.code("CALLDICT", pending) else { throw word.error(.unknownWord("CALLDICT")) }
            return .code(call)
        }
        guard code.bitCount == 0, code.referenceCount > 0 else { return .code(code) }
        guard let cell = try cell(code, at: word).reference(at: 0), let call = Mnemonics.code("CALLREF", [.cell(cell)])
        else { throw word.error(.unknownWord("CALLREF")) }
        return .code(call)
    }

    /// `}>IF` and the like, behind a block.
    private func taking(_ code: CellSlice, _ word: Word) throws(AssemblerError) -> [CodeLayout.Piece] {
        try pieces(of: String(word.text.dropFirst(2)), code, at: word)
    }

    private mutating func expanded(_ expansion: String, _ word: Word) throws(AssemblerError) -> [CodeLayout.Piece] {
        var pieces: [CodeLayout.Piece] = []
        var pending: [CodeOperand] = []
        for part in expansion.split(separator: " ") {
            let part = Word(text: String(part), isString: false, line: word.line, column: word.column)
            if let operand = try literal(part) {
                pending.append(operand)
                continue
            }
            guard let more = self.pieces(part.text, pending) else { throw word.error(.unknownWord(word.text)) }
            pieces += more
            pending = []
        }
        return pieces
    }

    /// The literals behind an instruction on its line, apart by spaces or commas.
    private mutating func operandsBehind(_ word: Word) throws(AssemblerError) -> [CodeOperand] {
        var operands: [CodeOperand] = []
        while let next = try next() {
            guard next.line == word.line, !next.isString else {
                putBack(next)
                break
            }
            var read: [CodeOperand] = []
            for part in next.text.split(separator: ",") {
                let part = Word(text: String(part), isString: false, line: next.line, column: next.column)
                guard let operand = try literal(part) else { break }
                read.append(operand)
            }
            guard !read.isEmpty, read.count == next.text.split(separator: ",").count else {
                putBack(next)
                break
            }
            operands += read
        }
        return operands
    }

    // MARK: - Literals

    /// The operand that a word is; nil where it isn't one. Throws for one that is malformed.
    func literal(_ word: Word) throws(AssemblerError) -> CodeOperand? {
        let text = word.text
        guard let first = text.utf8.first else { return nil }
        if let number = names[text] { return .integer(Int257(number)) }
        if text.hasSuffix("}"), let brace = text.firstIndex(of: "{") {
            return try literal(text[..<brace], text[text.index(after: brace)...].dropLast(), word)
        }
        if first == UInt8(ascii: "s") || first == UInt8(ascii: "c") {
            var digits = text.dropFirst()
            if digits.hasPrefix("("), digits.hasSuffix(")") { digits = digits.dropFirst().dropLast() }
            guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || 48...57 ~= $0 }),
                let index = Int(digits)
            else { return nil }
            let isStack = first == UInt8(ascii: "s")
            guard isStack ? -2...255 ~= index : 0...7 ~= index else {
                throw word.error(
                    .malformedLiteral(text, expected: isStack ? "a register s(-2) to s255" : "a register c0 to c7"))
            }
            return isStack ? .stackRegister(index) : .controlRegister(index)
        }
        guard 48...57 ~= first || first == UInt8(ascii: "-") else { return nil }
        if let number = Int257(text) { return .integer(number) }
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        guard !digits.isEmpty, digits.hasPrefix("0x") || digits.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        throw word.error(.malformedLiteral(text, expected: "a number of 257 bits"))
    }

    private func literal(
        _ kind: Substring, _ digits: Substring, _ word: Word
    ) throws(AssemblerError) -> CodeOperand? {
        switch kind {
        case "x", "b":
            guard let bits = kind == "x" ? Self.hexadecimal(digits) : Self.binary(digits) else {
                let expected = kind == "x" ? "bits in hexadecimal, x{9C_}" : "bits, b{0110}"
                throw word.error(.malformedLiteral(word.text, expected: expected))
            }
            var builder = CellBuilder()
            try store(at: word) { () throws(CellError) in try builder.store(bits) }
            return .slice(try cell(builder, at: word).exoticSlice())
        case "B":
            guard let bytes = Hex.decode(digits) else {
                throw word.error(
                    .malformedLiteral(String(word.text.prefix(40)), expected: "bytes in hexadecimal, B{9C}"))
            }
            return .text(bytes)
        case "cell":
            guard let bytes = Hex.decode(digits), let hash = Hash256(bytes) else {
                throw word.error(.malformedLiteral(word.text, expected: "a hash of 64 hexadecimal digits"))
            }
            guard let cell = knownCell(hash) else { throw word.error(.unknownCell(String(digits))) }
            return .cell(cell)
        default: return nil
        }
    }

    /// Bits in Fift's hexadecimal: four for each digit, less the last 1 and what follows it where a `_` ends them.
    private static func hexadecimal(_ text: Substring) -> BitString? {
        let isTagged = text.hasSuffix("_")
        let digits = isTagged ? text.dropLast() : text
        let isOdd = digits.utf8.count % 2 != 0
        guard let bytes = Hex.decode(isOdd ? digits + "0" : digits) else { return nil }
        var bits = BitString(bytes: bytes, count: digits.utf8.count * 4)
        if isTagged {
            var end = bits.count
            while end > 0, !bits.bit(at: end - 1) { end -= 1 }
            bits = BitString(bytes: bytes, count: max(end - 1, 0))
        }
        return bits
    }

    private static func binary(_ digits: Substring) -> BitString? {
        var bytes = [UInt8](repeating: 0, count: (digits.utf8.count + 7) / 8)
        for (position, digit) in digits.utf8.enumerated() {
            guard digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else { return nil }
            if digit == UInt8(ascii: "1") { bytes[position / 8] |= 0x80 >> UInt8(position % 8) }
        }
        return BitString(bytes: bytes, count: digits.utf8.count)
    }
}
