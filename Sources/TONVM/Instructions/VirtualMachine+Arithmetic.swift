import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction on integers.
    @inline(__always)
    mutating func execute(_ operation: ArithmeticOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .pushTiny: stack.push(Int((operand &+ 5) & 15) &- 5)
        case .pushByte: stack.push(Int(Int8(truncatingIfNeeded: operand)))
        case .pushShort: stack.push(Int(Int16(truncatingIfNeeded: operand)))
        case .add(let isQuiet): try combine(isQuiet) { $0.adding($1) }
        case .subtract(let isQuiet): try combine(isQuiet) { $0.subtracting($1) }
        case .multiply(let isQuiet): try combine(isQuiet) { $0.multiplied(by: $1) }
        case .increment(let isQuiet): try transform(isQuiet) { $0.adding(.one) }
        case .decrement(let isQuiet): try transform(isQuiet) { $0.subtracting(.one) }
        case .addConstant(let isQuiet):
            let constant = Int257(Int(Int8(truncatingIfNeeded: operand)))
            try transform(isQuiet) { $0.adding(constant) }
        case .compare(let comparison, let isQuiet):
            try combine(isQuiet) { left, right in
                left.isNotANumber || right.isNotANumber
                    ? .notANumber : Self.result(of: comparison, left.compare(right))
            }
        case .compareConstant(let comparison, let isQuiet):
            let constant = Int257(Int(Int8(truncatingIfNeeded: operand)))
            try transform(isQuiet) { value in
                value.isNotANumber ? .notANumber : Self.result(of: comparison, value.compare(constant))
            }
        default: try executeSlowly(operation, operand)
        }
    }

    /// Replaces two integers by one.
    @inline(__always)
    private mutating func combine(
        _ isQuiet: Bool, _ body: (Int257, Int257) -> Int257
    ) throws(VMException) {
        try stack.require(2)
        let right = try stack.popInteger()
        let top = stack.entries.count &- 1
        guard case .integer(let left) = stack.entries[top] else { throw .typeCheck }
        let result = body(left, right)
        guard isQuiet || !result.isNotANumber else { throw .integerOverflow }
        stack.entries[top] = .integer(result)
    }

    /// Replaces an integer.
    @inline(__always)
    private mutating func transform(_ isQuiet: Bool, _ body: (Int257) -> Int257) throws(VMException) {
        try stack.require(1)
        let top = stack.entries.count &- 1
        guard case .integer(let value) = stack.entries[top] else { throw .typeCheck }
        let result = body(value)
        guard isQuiet || !result.isNotANumber else { throw .integerOverflow }
        stack.entries[top] = .integer(result)
    }

    @inline(__always)
    private static func result(of comparison: ArithmeticOperation.Comparison, _ order: Int) -> Int257 {
        let flag =
            switch comparison {
            case .less: order < 0
            case .equal: order == 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .notEqual: order != 0
            case .greaterOrEqual: order >= 0
            case .order: false
            }
        return comparison == .order ? Int257(order) : Int257(flag)
    }

    private mutating func executeSlowly(_ operation: ArithmeticOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .pushLong: try pushLong(Int(operand) + 2)
        case .pushPowerOf2: stack.push(Int257.powerOfTwo(Int(operand) + 1))
        case .pushNaN: stack.push(.notANumber)
        case .pushPowerOf2Decremented:
            stack.push(operand == 255 ? .maximum : Int257.powerOfTwo(Int(operand) + 1).subtracting(.one))
        case .pushNegativePowerOf2: stack.push(Int257.minusOne.shiftLeft(bits: Int(operand) + 1))
        case .subtractReversed(let isQuiet): try combine(isQuiet) { $1.subtracting($0) }
        case .negate(let isQuiet): try transform(isQuiet) { $0.negated }
        case .multiplyConstant(let isQuiet):
            let constant = Int257(Int(Int8(truncatingIfNeeded: operand)))
            try transform(isQuiet) { $0.multiplied(by: constant) }
        case .divide(let division): try divide(division, shift: Int(operand) + 1)
        case .shiftLeftConstant(let isQuiet):
            let keepsNaN = globalVersion >= 14
            try transform(isQuiet) { Self.shiftLeft($0, bits: Int(operand) + 1, keepsNaN: keepsNaN) }
        case .shiftRightConstant(let isQuiet):
            let keepsNaN = globalVersion >= 14
            try transform(isQuiet) { Self.shiftRight($0, bits: Int(operand) + 1, keepsNaN: keepsNaN) }
        case .shiftLeft(let isQuiet): try shift(isQuiet) { Self.shiftLeft($0, bits: $1, keepsNaN: $2) }
        case .shiftRight(let isQuiet): try shift(isQuiet) { Self.shiftRight($0, bits: $1, keepsNaN: $2) }
        case .powerOf2(let isQuiet):
            try stack.require(1)
            let exponent = try popShift(isQuiet, from: 13)
            stack.push(exponent.map { Int257.powerOfTwo($0) } ?? .notANumber)
            try checkTop(isQuiet)
        case .and(let isQuiet):
            // Before version 13 zero had no bits in common even with NaN, and −1 had all of its own.
            let asksBoth = globalVersion >= 13
            try combine(isQuiet) { !asksBoth && ($0.isZero || $1.isZero) ? .zero : $0.and($1) }
        case .or(let isQuiet):
            let asksBoth = globalVersion >= 13
            try combine(isQuiet) { !asksBoth && ($0 == .minusOne || $1 == .minusOne) ? .minusOne : $0.or($1) }
        case .xor(let isQuiet): try combine(isQuiet) { $0.xor($1) }
        case .not(let isQuiet): try transform(isQuiet) { $0.not }
        case .fitsConstant(let isQuiet):
            try transform(isQuiet) { $0.fits(signedBits: Int(operand) + 1) ? $0 : .notANumber }
        case .fitsUnsignedConstant(let isQuiet):
            try transform(isQuiet) { $0.fits(unsignedBits: Int(operand) + 1) ? $0 : .notANumber }
        case .fits(let isQuiet):
            try stack.require(2)
            let bits = try stack.popInteger(in: 0...1023)
            try transform(isQuiet) { $0.fits(signedBits: bits) ? $0 : .notANumber }
        case .fitsUnsigned(let isQuiet):
            try stack.require(2)
            let bits = try stack.popInteger(in: 0...1023)
            try transform(isQuiet) { $0.fits(unsignedBits: bits) ? $0 : .notANumber }
        case .bitSize(let isQuiet): try pushBitSize(isQuiet, signed: true)
        case .unsignedBitSize(let isQuiet): try pushBitSize(isQuiet, signed: false)
        case .minimum(let isQuiet): try combine(isQuiet) { Self.ordered($0, $1).0 }
        case .maximum(let isQuiet): try combine(isQuiet) { Self.ordered($0, $1).1 }
        case .minimumAndMaximum(let isQuiet):
            try stack.require(2)
            let (first, second) = (try stack.popInteger(), try stack.popInteger())
            let (low, high) = Self.ordered(first, second)
            try stack.push(low, quiet: isQuiet)
            try stack.push(high, quiet: isQuiet)
        case .absolute(let isQuiet): try transform(isQuiet) { $0.absolute }
        case .sign(let isQuiet): try transform(isQuiet) { $0.isNotANumber ? .notANumber : Int257($0.signum) }
        case .isNaN:
            let isNaN = try stack.popInteger().isNotANumber
            stack.push(isNaN)
        default: try transform(false) { $0 }
        }
    }

    /// Pushes an integer that lies in the code: 8 bits more for each step of the length.
    private mutating func pushLong(_ length: Int) throws(VMException) {
        let bits = 3 + length * 8
        guard code.remainingBits >= bits else { throw .invalidOpcode }
        // Up to 259 bits, of which the first two may say no more than the sign.
        let excess = max(bits - 257, 0)
        let high = excess > 0 ? code.prefetchUInt(bits: excess) : 0
        code.advance(bits: excess)
        let value = try Self.cellUnderflow { () throws(CellError) in try code.loadInt257(bits: bits - excess) }
        guard high == (value.isNegative ? 1 << UInt64(excess) - 1 : 0) else { throw .integerOverflow }
        stack.push(value)
    }

    private static func ordered(_ first: Int257, _ second: Int257) -> (Int257, Int257) {
        guard !first.isNotANumber, !second.isNotANumber else { return (.notANumber, .notANumber) }
        return first.compare(second) > 0 ? (second, first) : (first, second)
    }

    private func checkTop(_ isQuiet: Bool) throws(VMException) {
        if !isQuiet, case .integer(let value)? = stack.entries.last, value.isNotANumber { throw .integerOverflow }
    }

    private mutating func pushBitSize(_ isQuiet: Bool, signed: Bool) throws(VMException) {
        let size = try stack.popInteger().bitSize(signed: signed)
        guard size != nil || isQuiet else { throw .rangeCheck }
        stack.push(size.map { Int257($0) } ?? .notANumber)
    }

    // MARK: - Shifts

    /// Shifts to the left; NaN stays NaN only from some version on.
    private static func shiftLeft(_ value: Int257, bits: Int, keepsNaN: Bool) -> Int257 {
        guard value.isNotANumber, !keepsNaN else { return value.shiftLeft(bits: bits) }
        return Int257.notANumberShiftedLeft(bits: bits)
    }

    /// Shifts to the right; NaN stays NaN only from some version on.
    private static func shiftRight(
        _ value: Int257, bits: Int, rounding: Int257.Rounding = .floor, keepsNaN: Bool
    ) -> Int257 {
        guard value.isNotANumber, !keepsNaN else { return value.shiftRight(bits: bits, rounding: rounding) }
        return Int257.notANumberShiftedRight(bits: bits, rounding: rounding)
    }

    /// Pops how far to shift, up to 1023; nil for what is beyond, where a quiet instruction passes over it from some
    /// version on.
    private mutating func popShift(_ isQuiet: Bool, upTo maximum: Int = 1023, from version: Int) throws(VMException)
        -> Int?
    {
        let shift = try stack.popInteger()
        guard let small = shift.smallValue, small >= 0, small <= maximum else {
            guard isQuiet, globalVersion >= version else { throw .rangeCheck }
            return nil
        }
        return Int(small)
    }

    private mutating func shift(_ isQuiet: Bool, _ body: (Int257, Int, Bool) -> Int257) throws(VMException) {
        try stack.require(2)
        let bits = try popShift(isQuiet, from: 13)
        let keepsNaN = globalVersion >= 13
        try transform(isQuiet) { value in bits.map { body(value, $0, keepsNaN) } ?? .notANumber }
    }

    // MARK: - Division

    private mutating func divide(
        _ division: ArithmeticOperation.Division, shift: Int
    ) throws(VMException) {
        // An addend came with version 4.
        let adds = division.results == 0
        guard division.rounding < 3, !adds || globalVersion >= 4 else { throw .invalidOpcode }
        let rounding: Int257.Rounding = [.floor, .nearest, .ceiling][Int(division.rounding)]
        let count: Int
        switch division.kind {
        case .number, .product: count = division.kind == .number ? 2 : 3
        case .shiftRight: count = division.isImmediate ? 1 : 2
        case .productShiftRight, .shiftLeft: count = division.isImmediate ? 2 : 3
        }
        try stack.require(count + (adds ? 1 : 0))
        var bits: Int? = shift
        if division.kind.hasShift, !division.isImmediate {
            bits = try popShift(division.isQuiet, upTo: 256, from: division.kind == .shiftRight ? 14 : 13)
        }
        let results: (quotient: Int257, remainder: Int257)
        switch division.kind {
        case .number:
            let divisor = try stack.popInteger()
            let addend = adds ? try stack.popInteger() : nil
            let value = try stack.popInteger()
            results =
                addend.map { Int257.addDivide(value, $0, by: divisor, rounding: rounding) }
                ?? value.dividedBy(divisor, rounding: rounding)
        case .shiftRight:
            let addend = adds ? try stack.popInteger() : nil
            let value = try stack.popInteger()
            if let bits {
                if let addend, !addend.isNotANumber, !value.isNotANumber {
                    results = Int257.addShiftRight(value, addend, bits: bits, rounding: rounding)
                } else {
                    // NaN, if there is an addend.
                    let value = addend == nil ? value : .notANumber
                    results = (
                        Self.shiftRight(value, bits: bits, rounding: rounding, keepsNaN: globalVersion >= 14),
                        value.moduloPowerOf2(bits: bits, rounding: rounding)
                    )
                }
            } else {
                results = (.notANumber, .notANumber)
            }
        case .product:
            let divisor = try stack.popInteger()
            let addend = adds ? try stack.popInteger() : nil
            let (second, first) = (try stack.popInteger(), try stack.popInteger())
            results = Int257.multiplyDivide(first, second, add: addend, by: divisor, rounding: rounding)
        case .productShiftRight:
            let addend = adds ? try stack.popInteger() : nil
            let (second, first) = (try stack.popInteger(), try stack.popInteger())
            let isNaN = first.isNotANumber || second.isNotANumber || addend?.isNotANumber == true
            if isNaN, globalVersion < 13, let bits {
                results = (Int257.notANumberShiftedRight(bits: bits, rounding: rounding), .notANumber)
            } else {
                results =
                    bits.map { Int257.multiplyShiftRight(first, second, add: addend, bits: $0, rounding: rounding) }
                    ?? (.notANumber, .notANumber)
            }
        case .shiftLeft:
            let divisor = try stack.popInteger()
            let addend = adds ? try stack.popInteger() : nil
            var value = try stack.popInteger()
            if value.isNotANumber, globalVersion < 13, let bits {
                value = Int257.notANumberShiftedLeft(bits: bits)
            }
            results =
                bits.map { Int257.shiftLeftDivide(value, bits: $0, add: addend, by: divisor, rounding: rounding) }
                ?? (.notANumber, .notANumber)
        }
        if division.results != 2 { try stack.push(results.quotient, quiet: division.isQuiet) }
        if division.results != 1 { try stack.push(results.remainder, quiet: division.isQuiet) }
    }
}
