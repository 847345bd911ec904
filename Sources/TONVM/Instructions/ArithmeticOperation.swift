/// Instructions that push and compute with integers.
///
/// "Quiet" ones leave NaN on the stack where others throw.
enum ArithmeticOperation: Hashable, Sendable {
    case pushTiny, pushByte, pushShort, pushLong, pushPowerOf2, pushNaN, pushPowerOf2Decremented, pushNegativePowerOf2
    case add(isQuiet: Bool), subtract(isQuiet: Bool), subtractReversed(isQuiet: Bool), negate(isQuiet: Bool)
    case increment(isQuiet: Bool), decrement(isQuiet: Bool), addConstant(isQuiet: Bool), multiplyConstant(isQuiet: Bool)
    case multiply(isQuiet: Bool)
    case divide(Division)
    case shiftLeftConstant(isQuiet: Bool), shiftRightConstant(isQuiet: Bool)
    case shiftLeft(isQuiet: Bool), shiftRight(isQuiet: Bool), powerOf2(isQuiet: Bool)
    case and(isQuiet: Bool), or(isQuiet: Bool), xor(isQuiet: Bool), not(isQuiet: Bool)
    case fitsConstant(isQuiet: Bool), fitsUnsignedConstant(isQuiet: Bool), fits(isQuiet: Bool), fitsUnsigned(
        isQuiet: Bool)
    case bitSize(isQuiet: Bool), unsignedBitSize(isQuiet: Bool)
    case minimum(isQuiet: Bool), maximum(isQuiet: Bool), minimumAndMaximum(isQuiet: Bool), absolute(isQuiet: Bool)
    case sign(isQuiet: Bool), compare(Comparison, isQuiet: Bool), compareConstant(Comparison, isQuiet: Bool)
    case isNaN, checkNaN

    /// What a comparison pushes: a flag, or −1, 0 or 1.
    enum Comparison: Hashable, Sendable {
        case less, equal, lessOrEqual, greater, notEqual, greaterOrEqual, order
    }

    /// One of the instructions that divide: what, by what, and which results are pushed.
    struct Division: Hashable, Sendable {
        /// What is divided by what.
        enum Kind: UInt8, CaseIterable, Sendable {
            /// A number by a number.
            case number = 0x0
            /// A number by a power of two.
            case shiftRight = 0x2
            /// A product by a number.
            case product = 0x8
            /// A product by a power of two.
            case productShiftRight = 0xa
            /// A number times a power of two, by a number.
            case shiftLeft = 0xc

            /// Whether a power of two takes part.
            var hasShift: Bool { self != .number && self != .product }
        }

        let kind: Kind
        /// 0 for both results with an addend, 1 for the quotient, 2 for the remainder, 3 for both.
        let results: UInt8
        /// 0 for floor, 1 for nearest, 2 for ceiling; 3 is no instruction.
        let rounding: UInt8
        /// Whether the shift is in the operand.
        let isImmediate: Bool
        let isQuiet: Bool

        var name: String {
            let letter = ["", "R", "C", ""][Int(rounding)]
            let sign = isImmediate ? "#" : ""
            let text: String
            switch (kind, results) {
            case (.number, 0): text = "ADDDIVMOD" + letter
            case (.number, 1): text = "DIV" + letter
            case (.number, 2): text = "MOD" + letter
            case (.number, _): text = "DIVMOD" + letter
            case (.shiftRight, 0): text = isImmediate ? "ADDRSHIFT\(letter)#MOD" : "ADDRSHIFTMOD" + letter
            // Rounded down there is a shorter one, which has the name.
            case (.shiftRight, 1): text = "RSHIFT\(letter)\(sign)" + (rounding == 0 ? "_L" : "")
            case (.shiftRight, 2): text = "MODPOW2\(letter)\(sign)"
            case (.shiftRight, _): text = isImmediate ? "RSHIFT\(letter)#MOD" : "RSHIFTMOD" + letter
            case (.product, 0): text = "MULADDDIVMOD" + letter
            case (.product, 1): text = "MULDIV" + letter
            case (.product, 2): text = "MULMOD" + letter
            case (.product, _): text = "MULDIVMOD" + letter
            case (.productShiftRight, 0): text = "MULADDRSHIFT\(letter)\(sign)MOD"
            case (.productShiftRight, 1): text = "MULRSHIFT\(letter)\(sign)"
            case (.productShiftRight, 2): text = "MULMODPOW2\(letter)\(sign)"
            case (.productShiftRight, _): text = "MULRSHIFT\(letter)\(sign)MOD"
            case (.shiftLeft, 0): text = "LSHIFT\(sign)ADDDIVMOD" + letter
            case (.shiftLeft, 1): text = "LSHIFT\(sign)DIV" + letter
            case (.shiftLeft, 2): text = "LSHIFT\(sign)MOD" + letter
            case (.shiftLeft, _): text = "LSHIFT\(sign)DIVMOD" + letter
            }
            return (isQuiet ? "Q" : "") + text
        }
    }

    static let instructions: [Instruction] = constants + computations + divisions + comparisons

    private static let constants: [Instruction] = [
        Instruction("PUSHINT", 0x7, 4, .arithmetic(.pushTiny), operand: 4, form: .tinyInteger),
        Instruction("PUSHINT", 0x80, 8, .arithmetic(.pushByte), operand: 8, form: .signedNumber),
        Instruction("PUSHINT", 0x81, 8, .arithmetic(.pushShort), operand: 16, form: .signedNumber),
        Instruction("PUSHINT", 0x82, 8, .arithmetic(.pushLong), operand: 5, range: 0...30, form: .longInteger),
        Instruction(
            "PUSHPOW2", 0x83, 8, .arithmetic(.pushPowerOf2), operand: 8, range: 0...254, form: .number(adding: 1)),
        Instruction("PUSHNAN", 0x83ff, 16, .arithmetic(.pushNaN)),
        Instruction(
            "PUSHPOW2DEC", 0x84, 8, .arithmetic(.pushPowerOf2Decremented), operand: 8, form: .number(adding: 1)),
        Instruction("PUSHNEGPOW2", 0x85, 8, .arithmetic(.pushNegativePowerOf2), operand: 8, form: .number(adding: 1)),
    ]

    /// An instruction and its quiet twin, which has a longer prefix.
    private static func pair(
        _ name: String, _ prefix: UInt32, _ bits: Int, _ operation: (Bool) -> Self, operand: Int = 0,
        form: OperandForm = .none
    ) -> [Instruction] {
        [
            Instruction(name, prefix, bits, .arithmetic(operation(false)), operand: operand, form: form),
            Instruction(
                "Q" + name, 0xb7 << UInt32(bits) | prefix, bits + 8, .arithmetic(operation(true)), operand: operand,
                form: form),
        ]
    }

    private static let computations: [Instruction] = [
        pair("ADD", 0xa0, 8, Self.add), pair("SUB", 0xa1, 8, Self.subtract),
        pair("SUBR", 0xa2, 8, Self.subtractReversed), pair("NEGATE", 0xa3, 8, Self.negate),
        pair("INC", 0xa4, 8, Self.increment), pair("DEC", 0xa5, 8, Self.decrement),
        pair("ADDINT", 0xa6, 8, Self.addConstant, operand: 8, form: .signedNumber),
        pair("MULINT", 0xa7, 8, Self.multiplyConstant, operand: 8, form: .signedNumber),
        pair("MUL", 0xa8, 8, Self.multiply),
        pair("LSHIFT#", 0xaa, 8, Self.shiftLeftConstant, operand: 8, form: .number(adding: 1)),
        pair("RSHIFT#", 0xab, 8, Self.shiftRightConstant, operand: 8, form: .number(adding: 1)),
        pair("LSHIFT", 0xac, 8, Self.shiftLeft), pair("RSHIFT", 0xad, 8, Self.shiftRight),
        pair("POW2", 0xae, 8, Self.powerOf2), pair("AND", 0xb0, 8, Self.and), pair("OR", 0xb1, 8, Self.or),
        pair("XOR", 0xb2, 8, Self.xor), pair("NOT", 0xb3, 8, Self.not),
        pair("FITS", 0xb4, 8, Self.fitsConstant, operand: 8, form: .number(adding: 1)),
        pair("UFITS", 0xb5, 8, Self.fitsUnsignedConstant, operand: 8, form: .number(adding: 1)),
        pair("FITSX", 0xb600, 16, Self.fits), pair("UFITSX", 0xb601, 16, Self.fitsUnsigned),
        pair("BITSIZE", 0xb602, 16, Self.bitSize), pair("UBITSIZE", 0xb603, 16, Self.unsignedBitSize),
        pair("MIN", 0xb608, 16, Self.minimum), pair("MAX", 0xb609, 16, Self.maximum),
        pair("MINMAX", 0xb60a, 16, Self.minimumAndMaximum), pair("ABS", 0xb60b, 16, Self.absolute),
    ].flatMap { $0 }

    private static let comparisons: [Instruction] =
        [
            pair("SGN", 0xb8, 8, Self.sign), pair("LESS", 0xb9, 8, comparing(.less)),
            pair("EQUAL", 0xba, 8, comparing(.equal)), pair("LEQ", 0xbb, 8, comparing(.lessOrEqual)),
            pair("GREATER", 0xbc, 8, comparing(.greater)), pair("NEQ", 0xbd, 8, comparing(.notEqual)),
            pair("GEQ", 0xbe, 8, comparing(.greaterOrEqual)), pair("CMP", 0xbf, 8, comparing(.order)),
            pair("EQINT", 0xc0, 8, comparingConstant(.equal), operand: 8, form: .signedNumber),
            pair("LESSINT", 0xc1, 8, comparingConstant(.less), operand: 8, form: .signedNumber),
            pair("GTINT", 0xc2, 8, comparingConstant(.greater), operand: 8, form: .signedNumber),
            pair("NEQINT", 0xc3, 8, comparingConstant(.notEqual), operand: 8, form: .signedNumber),
        ].flatMap { $0 } + [
            Instruction("ISNAN", 0xc4, 8, .arithmetic(.isNaN)), Instruction("CHKNAN", 0xc5, 8, .arithmetic(.checkNaN)),
        ]

    private static func comparing(_ comparison: Comparison) -> (Bool) -> Self {
        { .compare(comparison, isQuiet: $0) }
    }

    private static func comparingConstant(_ comparison: Comparison) -> (Bool) -> Self {
        { .compareConstant(comparison, isQuiet: $0) }
    }

    /// All that divide. Those that round in the fourth way are paid for like the others before they turn out to be none,
    /// so they have rows, without a name.
    private static let divisions: [Instruction] = {
        var rows: [Instruction] = []
        for kind in Division.Kind.allCases {
            for results: UInt8 in 0..<4 {
                for rounding: UInt8 in 0..<4 {
                    for (isImmediate, isQuiet) in [(false, false), (true, false), (false, true)] {
                        guard kind.hasShift || !isImmediate else { continue }
                        let division = Division(
                            kind: kind, results: results, rounding: rounding, isImmediate: isImmediate, isQuiet: isQuiet
                        )
                        let family = UInt32(kind.rawValue) | (isImmediate ? 1 : 0)
                        let prefix = 0xa900 | family << 4 | UInt32(results << 2 | rounding)
                        rows.append(
                            Instruction(
                                rounding == 3 ? "" : division.name, isQuiet ? 0xb7_0000 | prefix : prefix,
                                isQuiet ? 24 : 16, .arithmetic(.divide(division)), operand: isImmediate ? 8 : 0,
                                form: isImmediate ? .number(adding: 1) : .none, since: 0))
                    }
                }
            }
        }
        return rows
    }()
}
