import TONBlocks
import TONCells

extension Mnemonics {
    /// The shortest code of an instruction with operands; nil where no row takes them.
    ///
    /// A few names of the Fift assembler stand for other instructions, depending on their operands.
    static func code(_ name: String, _ operands: [CodeOperand]) -> CellBuilder? {
        if let special = specialCode(name, operands) { return special }
        var best: CellBuilder?
        for row in rows(of: name) {
            guard let code = row.code(with: operands) else { continue }
            if let best, best.bitCount <= code.bitCount { continue }
            best = code
        }
        return best ?? namedCode(name, operands) ?? widerCode(name, operands)
    }

    /// The code where a row of its own has the better name for these operands: `3 GETPARAM` is `NOW`.
    private static func namedCode(_ name: String, _ operands: [CodeOperand]) -> CellBuilder? {
        let words = operands.compactMap { $0.text(allowingCells: false) } + [name]
        guard let named = readableName(for: words.joined(separator: " ")), !rows(of: named).isEmpty else { return nil }
        return rows(of: named).lazy.compactMap { $0.code(with: []) }.first
    }

    /// The code of the row that a name and its prefix tell.
    static func code(_ name: some StringProtocol, prefix: some StringProtocol, _ operands: [CodeOperand])
        -> CellBuilder?
    {
        for row in rows(of: name) where row.prefixText == prefix {
            if let code = row.code(with: operands) { return code }
        }
        return nil
    }

    private static func codes(_ instructions: (String, [CodeOperand])...) -> CellBuilder? {
        var code = CellBuilder()
        for (name, operands) in instructions {
            guard let next = Self.code(name, operands), (try? code.store(next)) != nil else { return nil }
        }
        return code
    }

    private static func specialCode(_ name: String, _ operands: [CodeOperand]) -> CellBuilder? {
        var numbers: [Int] = []
        for case .integer(let value) in operands { value.exactly(as: Int.self).map { numbers.append($0) } }
        func integer(_ value: Int) -> CodeOperand { .integer(Int257(value)) }
        switch (name, operands.first, operands.count) {
        case ("XCHG", _, 1), ("XCHG0", _, 1): return code("XCHG", [.stackRegister(0)] + operands)
        case ("XCHG", .stackRegister(let first), 2):
            guard case .stackRegister(let second) = operands[1] else { return nil }
            return exchange(min(first, second), max(first, second))
        case ("PUSH", .controlRegister, 1): return code("PUSHCTR", operands)
        case ("POP", .controlRegister, 1): return code("POPCTR", operands)
        case ("DUMP", .stackRegister(let index), 1) where 0...15 ~= index: return code("DEBUG", [integer(0x20 + index)])
        case ("PRINT", .stackRegister(let index), 1) where 0...15 ~= index:
            return code("DEBUG", [integer(0x30 + index)])
        case ("LOGSTR", .text(let bytes), 1): return code("DEBUGSTR", [.text([0] + bytes)])
        case ("PRINTSTR", .text(let bytes), 1): return code("DEBUGSTR", [.text([1] + bytes)])
        case ("PUSHINTX", .integer(let value), 1), ("INTX", .integer(let value), 1): return shortestInteger(value)
        default: break
        }
        guard numbers.count == 1, operands.count == 1, let number = numbers.first else { return nil }
        switch name {
        case "LEQINT": return number < Int.max ? code("LESSINT", [integer(number + 1)]) : nil
        case "GEQINT": return number > Int.min ? code("GTINT", [integer(number - 1)]) : nil
        case "SUBCONST", "SUBINT": return number > Int.min ? code("ADDCONST", [integer(-number)]) : nil
        case "SETNUMARGS": return code("SETCONTARGS", [integer(0), integer(number)])
        case "BLESSNUMARGS": return code("BLESSARGS", [integer(0), integer(number)])
        case "ROLL": return number == 0 ? CellBuilder() : code("BLKSWAP", [integer(1), integer(number)])
        case "ROLLREV", "-ROLL": return number == 0 ? CellBuilder() : code("BLKSWAP", [integer(number), integer(1)])
        case "DUMPSTKTOP" where 1...15 ~= number: return code("DEBUG", [integer(number)])
        default: return nil
        }
    }

    /// `XCHG` of a lower and a higher position.
    private static func exchange(_ lower: Int, _ higher: Int) -> CellBuilder? {
        guard lower != higher else { return CellBuilder() }
        let registers: [CodeOperand] = [.stackRegister(lower), .stackRegister(higher)]
        var best: CellBuilder?
        for row in rows(of: "XCHG") {
            guard let code = row.code(with: registers) else { continue }
            if let best, best.bitCount <= code.bitCount { continue }
            best = code
        }
        guard best == nil, lower > 0 else { return best }
        // Too far down: by way of the top.
        guard let first = exchange(0, lower), let second = exchange(0, higher) else { return nil }
        var code = first
        guard (try? code.store(second)) != nil, (try? code.store(first)) != nil else { return nil }
        return code
    }

    /// An integer by powers of two, where that is shorter.
    private static func shortestInteger(_ value: Int257) -> CellBuilder? {
        let plain = code("PUSHINT", [.integer(value)])
        guard !value.fits(signedBits: 8), !value.isNotANumber else { return plain }
        /// The odd factor, and how many times it was doubled.
        func decomposed(_ value: Int257) -> (odd: Int257, doublings: CodeOperand, count: Int) {
            let count = (0..<256).first { value.bit($0) } ?? 256
            return (value.shiftRight(bits: count), .integer(Int257(count)), count)
        }
        let (odd, doublings, count) = decomposed(value)
        if odd == .one { return code("PUSHPOW2", [doublings]) }
        if odd == .minusOne { return code("PUSHNEGPOW2", [doublings]) }
        if count >= 20 { return codes(("PUSHINT", [.integer(odd)]), ("LSHIFT#", [doublings])) }
        guard count == 0 else { return plain }
        let complement = decomposed(value.not)
        return complement.odd == .minusOne ? code("PUSHPOW2DEC", [complement.doublings]) : plain
    }

    /// The longer way where an operand is too large for an instruction.
    private static func widerCode(_ name: String, _ operands: [CodeOperand]) -> CellBuilder? {
        if operands.count == 1, case .slice = operands[0] {
            switch name {
            case "STSLICECONST": return codes(("PUSHSLICE", operands), ("STSLICER", []))
            case "SDBEGINS": return codes(("PUSHSLICE", operands), ("SDBEGINSX", []))
            case "SDBEGINSQ": return codes(("PUSHSLICE", operands), ("SDBEGINSXQ", []))
            default: return nil
            }
        }
        guard operands.count == 1, case .integer = operands[0] else { return nil }
        switch name {
        case "ADDCONST", "ADDINT": return codes(("PUSHINT", operands), ("ADD", []))
        case "MULCONST", "MULINT": return codes(("PUSHINT", operands), ("MUL", []))
        case "EQINT": return codes(("PUSHINT", operands), ("EQUAL", []))
        case "LESSINT": return codes(("PUSHINT", operands), ("LESS", []))
        case "GTINT": return codes(("PUSHINT", operands), ("GREATER", []))
        case "NEQINT": return codes(("PUSHINT", operands), ("NEQ", []))
        case "CALLDICT", "CALL":
            return codes(("PUSHINT", operands), ("PUSHCTR", [.controlRegister(3)]), ("EXECUTE", []))
        case "JMPDICT", "JMP": return codes(("PUSHINT", operands), ("PUSHCTR", [.controlRegister(3)]), ("JMPX", []))
        case "PREPAREDICT", "PREPARE": return codes(("PUSHINT", operands), ("PUSHCTR", [.controlRegister(3)]))
        default: return nil
        }
    }

    /// Whether a name is known as an instruction's, whatever its operands.
    static func isInstruction(_ name: String) -> Bool {
        !rows(of: name).isEmpty || specialNames.contains(name)
    }

    private static let specialNames: Set<String> = [
        "XCHG0", "DUMP", "PRINT", "LEQINT", "GEQINT", "SUBCONST", "SUBINT", "SETNUMARGS", "BLESSNUMARGS", "ROLL",
        "ROLLREV", "-ROLL", "DUMPSTKTOP", "LOGSTR", "PRINTSTR", "PUSHINTX", "INTX",
    ]

    /// What operands an instruction takes, for errors.
    static func expectedOperands(of name: String) -> String {
        var expected: [String] = []
        for row in rows(of: name) where !expected.contains(row.expectedOperands) {
            expected.append(row.expectedOperands)
        }
        return expected.isEmpty ? "one operand" : expected.joined(separator: ", or ")
    }
}
