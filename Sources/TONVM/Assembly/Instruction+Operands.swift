import TONBlocks
import TONCells

extension Instruction {
    /// The prefix in Fift's hexadecimal, which tells rows of the same name apart: `8F_`.
    var prefixText: String { BitString(UInt64(prefix), bits: prefixBits).fiftHex }

    /// Reads the operands from code: the number from the operand bits, and what the instruction takes from behind them.
    /// Nil where that isn't there.
    func operands(_ operand: UInt32, from code: inout CellSlice) -> [CodeOperand]? {
        let number = Int(operand)
        func nibble(_ position: Int) -> Int { number >> (4 * position) & 15 }
        func integers(_ values: Int...) -> [CodeOperand] { values.map { .integer(Int257($0)) } }
        switch form {
        case .none: return []
        case .stackRegister: return [.stackRegister(number)]
        case .topAndStackRegister: return [.stackRegister(0), .stackRegister(number)]
        case .secondStackRegister: return [.stackRegister(1), .stackRegister(number)]
        case .stackRegisters2(let first, let second):
            return [.stackRegister(nibble(1) - first), .stackRegister(nibble(0) - second)]
        case .stackRegisters3(let first, let second, let third):
            return [
                .stackRegister(nibble(2) - first), .stackRegister(nibble(1) - second),
                .stackRegister(nibble(0) - third),
            ]
        case .number(let added): return integers(number + added)
        case .multiple(let unit): return integers((number + 1) * unit)
        case .signedNumber: return integers(signed(number))
        case .numbers2(let first, let second): return integers(nibble(1) + first, nibble(0) + second)
        case .numberAndMinusOne: return integers(number, -1)
        case .numbers2MinusOne: return integers(nibble(1), nibble(0) == 15 ? -1 : nibble(0))
        case .codePage: return integers(number >= 240 ? number - 256 : number)
        case .controlRegister: return [.controlRegister(number)]
        case .indices2: return integers(number >> 2 & 3, number & 3)
        case .indices3: return integers(number >> 4 & 3, number >> 2 & 3, number & 3)
        case .tinyInteger: return integers(number > 10 ? number - 16 : number)
        case .longInteger: return longInteger(bits: 8 * number + 19, from: &code)
        case .reference, .references2, .numberAndReference, .dictionary: return references(number, from: &code)
        case .inlineContinuation:
            return (try? code.loadSlice(bits: number * 8)).map { [.code($0)] }
        case .longInlineContinuation:
            return (try? code.loadSlice(bits: (number & 0x7f) * 8, references: number >> 7)).map { [.code($0)] }
        case .inlineSlice(let referenceBits, let addedReferences, let addedBits):
            let lowBits = operandBits - referenceBits
            let bits = (number & (1 << lowBits - 1)) * 8 + addedBits
            guard let slice = try? code.loadSlice(bits: bits, references: number >> lowBits + addedReferences),
                let untagged = Self.withoutTag(slice)
            else { return nil }
            return [.slice(untagged)]
        case .inlineText:
            return (try? code.loadBytes(number + 1)).map { [.text($0)] }
        }
    }

    private func signed(_ number: Int) -> Int {
        number >> (operandBits - 1) == 0 ? number : number - 1 << operandBits
    }

    private func longInteger(bits: Int, from code: inout CellSlice) -> [CodeOperand]? {
        // Of more than 257 bits the first repeat the sign; where they don't, the number isn't one.
        var rest = code
        let extra = max(bits - 257, 0)
        guard let high = try? rest.loadUInt(bits: extra), let value = try? rest.loadInt257(bits: bits - extra),
            high == (value.isNegative ? 1 << UInt64(extra) - 1 : 0)
        else { return nil }
        code = rest
        return [.integer(value)]
    }

    private func references(_ number: Int, from code: inout CellSlice) -> [CodeOperand]? {
        var rest = code
        var operands: [CodeOperand] = []
        let count =
            switch form {
            case .references2: 2
            case .dictionary: number >> 10
            default: 1
            }
        for _ in 0..<count {
            guard let cell = try? rest.loadReference() else { return nil }
            operands.append(.cell(cell))
        }
        switch form {
        case .numberAndReference: operands.append(.integer(Int257(number)))
        case .dictionary: operands.append(.integer(Int257(number & 0x3ff)))
        default: break
        }
        code = rest
        return operands
    }

    /// The bits before the last 1, and all references; nil where there is no 1.
    private static func withoutTag(_ slice: CellSlice) -> CellSlice? {
        let bits = slice.bitString()
        var end = bits.count
        while end > 0, !bits.bit(at: end - 1) { end -= 1 }
        guard end > 0 else { return nil }
        var slice = slice
        return try? slice.loadSlice(bits: end - 1, references: slice.remainingReferences)
    }

    // MARK: - Writing

    /// The instruction with operands; nil where they don't belong to this row, or don't fit.
    func code(with operands: [CodeOperand]) -> CellBuilder? {
        guard let (operand, tail) = operandBits(of: operands), operandRange.contains(operand) else { return nil }
        var builder = CellBuilder()
        do {
            try builder.store(UInt64(prefix), bits: prefixBits)
            try builder.store(UInt64(operand), bits: operandBits)
            try builder.store(tail)
        } catch {
            return nil
        }
        return builder
    }

    private func operandBits(of operands: [CodeOperand]) -> (UInt32, CellBuilder)? {
        switch form {
        case .none, .stackRegister, .topAndStackRegister, .secondStackRegister, .stackRegisters2, .stackRegisters3,
            .number, .multiple, .signedNumber, .numbers2, .numberAndMinusOne, .numbers2MinusOne, .codePage,
            .controlRegister,
            .indices2, .indices3, .tinyInteger:
            return shortOperand(operands).map { ($0, CellBuilder()) }
        case .longInteger: return longInteger(operands)
        case .reference, .references2, .numberAndReference, .dictionary: return references(operands)
        case .inlineContinuation, .longInlineContinuation: return continuation(operands)
        case .inlineSlice(let referenceBits, let addedReferences, let addedBits):
            return slice(operands, referenceBits, addedReferences, addedBits)
        case .inlineText: return text(operands)
        }
    }

    /// An operand that lies in the operand bits alone.
    private func shortOperand(_ operands: [CodeOperand]) -> UInt32? {
        var values: [Int] = []
        for operand in operands {
            switch (operand, form.writesRegisters) {
            case (.integer(let value), .none):
                guard let value = value.exactly(as: Int.self) else { return nil }
                values.append(value)
            case (.stackRegister(let index), .stack), (.controlRegister(let index), .control): values.append(index)
            default: return nil
            }
        }
        /// Numbers of so many bits each, after so much is added to each.
        func packed(_ bits: Int, adding added: Int...) -> UInt32? {
            guard values.count == added.count else { return nil }
            var packed = 0
            for (value, added) in zip(values, added) {
                let (sum, overflow) = value.addingReportingOverflow(added)
                guard !overflow, sum >= 0, sum < 1 << bits else { return nil }
                packed = packed << bits | sum
            }
            return UInt32(packed)
        }
        switch form {
        // The name alone tells which operand it is.
        case .none: return values.isEmpty ? operandRange.lowerBound : nil
        case .stackRegister, .controlRegister: return packed(operandBits, adding: 0)
        case .topAndStackRegister, .secondStackRegister:
            guard values.count == 2, values.removeFirst() == (form == .topAndStackRegister ? 0 : 1) else { return nil }
            return packed(operandBits, adding: 0)
        case .stackRegisters2(let first, let second): return packed(4, adding: first, second)
        case .stackRegisters3(let first, let second, let third): return packed(4, adding: first, second, third)
        case .number(let added): return packed(operandBits, adding: -added)
        case .multiple(let unit):
            guard values.count == 1, values[0] % unit == 0 else { return nil }
            values[0] /= unit
            return packed(operandBits, adding: -1)
        case .signedNumber:
            guard values.count == 1, values[0] >= -1 << (operandBits - 1), values[0] < 1 << (operandBits - 1) else {
                return nil
            }
            return UInt32(values[0] & (1 << operandBits - 1))
        case .numbers2(let first, let second): return packed(4, adding: -first, -second)
        case .numberAndMinusOne:
            guard values.count == 2, values.removeLast() == -1 else { return nil }
            return packed(operandBits, adding: 0)
        case .numbers2MinusOne:
            guard values.count == 2, values[1] != 15 else { return nil }
            if values[1] == -1 { values[1] = 15 }
            return packed(4, adding: 0, 0)
        case .codePage:
            guard values.count == 1, values[0] >= -16, values[0] < 240 else { return nil }
            return UInt32(values[0] & 0xff)
        case .indices2: return packed(2, adding: 0, 0)
        case .indices3: return packed(2, adding: 0, 0, 0)
        case .tinyInteger:
            guard values.count == 1, values[0] >= -5, values[0] <= 10 else { return nil }
            return UInt32(values[0] & 15)
        default: return nil
        }
    }

    private func longInteger(_ operands: [CodeOperand]) -> (UInt32, CellBuilder)? {
        guard operands.count == 1, case .integer(let value) = operands[0], let size = value.bitSize(signed: true) else {
            return nil
        }
        let length = max(size - 19 + 7, 0) / 8
        let bits = 8 * length + 19
        var tail = CellBuilder()
        do {
            let extra = max(bits - 257, 0)
            try tail.store(value.isNegative ? 1 << UInt64(extra) - 1 : 0, bits: extra)
            try tail.store(value, signedBits: bits - extra)
        } catch {
            return nil
        }
        return (UInt32(length), tail)
    }

    private func references(_ operands: [CodeOperand]) -> (UInt32, CellBuilder)? {
        var tail = CellBuilder()
        var numbers: [Int] = []
        for operand in operands {
            switch operand {
            case .cell(let cell) where numbers.isEmpty:
                guard (try? tail.store(reference: cell)) != nil else { return nil }
            case .integer(let value):
                guard let value = value.exactly(as: Int.self), value >= 0 else { return nil }
                numbers.append(value)
            default: return nil
            }
        }
        switch (form, tail.referenceCount, numbers.count) {
        case (.reference, 1, 0), (.references2, 2, 0): return (0, tail)
        case (.numberAndReference, 1, 1):
            return numbers[0] < 1 << operandBits ? (UInt32(numbers[0]), tail) : nil
        case (.dictionary, 0...1, 1):
            return numbers[0] < 1 << 10 ? (UInt32(tail.referenceCount << 10 | numbers[0]), tail) : nil
        default: return nil
        }
    }

    private func continuation(_ operands: [CodeOperand]) -> (UInt32, CellBuilder)? {
        guard operands.count == 1, case .code(let code) = operands[0], code.remainingBits % 8 == 0 else { return nil }
        let (references, bytes) = (code.remainingReferences, code.remainingBits / 8)
        let isLong = form == .longInlineContinuation
        guard references <= (isLong ? 3 : 0), bytes <= (isLong ? 127 : 15) else { return nil }
        var tail = CellBuilder()
        guard (try? tail.store(code)) != nil else { return nil }
        return (UInt32(references << 7 | bytes), tail)
    }

    private func slice(
        _ operands: [CodeOperand], _ referenceBits: Int, _ addedReferences: Int, _ addedBits: Int
    ) -> (UInt32, CellBuilder)? {
        guard operands.count == 1, case .slice(let slice) = operands[0] else { return nil }
        let lowBits = operandBits - referenceBits
        let references = slice.remainingReferences - addedReferences
        // Room for the data and its tag, in whole bytes beyond what is added.
        let bytes = max(slice.remainingBits + 1 - addedBits + 7, 0) / 8
        let padding = addedBits + 8 * bytes - slice.remainingBits
        guard references >= 0, references < 1 << referenceBits, bytes < 1 << lowBits, padding >= 1 else { return nil }
        var tail = CellBuilder()
        do {
            try tail.store(slice)
            try tail.store(1, bits: 1)
            try tail.store(0, bits: padding - 1)
        } catch {
            return nil
        }
        return (UInt32(references << lowBits | bytes), tail)
    }

    private func text(_ operands: [CodeOperand]) -> (UInt32, CellBuilder)? {
        guard operands.count == 1 else { return nil }
        var tail = CellBuilder()
        switch operands[0] {
        case .text(let bytes): guard (try? tail.store(bytes: bytes)) != nil else { return nil }
        case .slice(let slice):
            guard slice.remainingReferences == 0, (try? tail.store(slice)) != nil else { return nil }
        default: return nil
        }
        guard tail.bitCount % 8 == 0, tail.bitCount >= 8, tail.bitCount <= 128 else { return nil }
        return (UInt32(tail.bitCount / 8 - 1), tail)
    }

    /// What the operands are, for errors: `s1 s2`, `number from 0 to 15`.
    var expectedOperands: String {
        func range(_ lowest: Int, _ highest: Int) -> String { "a number from \(lowest) to \(highest)" }
        switch form {
        case .none: return "nothing"
        case .stackRegister: return "a stack register"
        case .topAndStackRegister, .secondStackRegister, .stackRegisters2: return "two stack registers"
        case .stackRegisters3: return "three stack registers"
        case .number(let added):
            return range(Int(operandRange.lowerBound) + added, Int(operandRange.upperBound) + added)
        case .multiple(let unit): return "a multiple of \(unit) up to \(unit << operandBits)"
        case .signedNumber: return range(-1 << (operandBits - 1), 1 << (operandBits - 1) - 1)
        case .numbers2(let first, let second): return "\(range(first, first + 15)) and \(range(second, second + 15))"
        case .numberAndMinusOne: return "\(range(0, 15)) and -1"
        case .numbers2MinusOne: return "\(range(0, 15)) and \(range(-1, 14))"
        case .codePage: return range(-15, 239)
        case .controlRegister: return "a control register, c0 to c5 or c7"
        case .indices2: return "two numbers from 0 to 3"
        case .indices3: return "three numbers from 0 to 3"
        case .tinyInteger: return range(-5, 10)
        case .longInteger: return "a number of 257 bits"
        case .reference: return "a cell"
        case .references2: return "two cells"
        case .numberAndReference: return "a cell and \(range(0, 1 << operandBits - 1))"
        case .inlineContinuation, .longInlineContinuation: return "a continuation"
        case .inlineSlice: return "a slice"
        case .dictionary: return "a cell and a key length from 0 to 1023"
        case .inlineText: return "a text of 1 to 16 bytes"
        }
    }
}

extension OperandForm {
    /// What kind of registers a form writes.
    enum Registers {
        case none, stack, control
    }

    var writesRegisters: Registers {
        switch self {
        case .stackRegister, .topAndStackRegister, .secondStackRegister, .stackRegisters2, .stackRegisters3: .stack
        case .controlRegister: .control
        default: .none
        }
    }
}
