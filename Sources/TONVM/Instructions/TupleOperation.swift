/// Instructions on tuples and null.
enum TupleOperation: Hashable, Sendable {
    case pushNull, isNull
    case make, index, unpack, unpackFirst, explode, setIndex, indexQuiet, setIndexQuiet
    case makeVariable, indexVariable, unpackVariable, unpackFirstVariable, explodeVariable, setIndexVariable
    case indexQuietVariable, setIndexQuietVariable
    case length, lengthQuiet, isTuple, last, append, removeLast
    /// Pushes nulls below the top: the operand's bits say for which flag, below how many more values, and how many.
    case nullSwap
    case index2, index3

    static let instructions: [Instruction] = [
        Instruction("PUSHNULL", 0x6d, 8, .tuple(.pushNull)),
        Instruction("ISNULL", 0x6e, 8, .tuple(.isNull)),
        Instruction("TUPLE", 0x6f0, 12, .tuple(.make), operand: 4, form: .number(adding: 0)),
        Instruction("INDEX", 0x6f1, 12, .tuple(.index), operand: 4, form: .number(adding: 0)),
        Instruction("UNTUPLE", 0x6f2, 12, .tuple(.unpack), operand: 4, form: .number(adding: 0)),
        Instruction("UNPACKFIRST", 0x6f3, 12, .tuple(.unpackFirst), operand: 4, form: .number(adding: 0)),
        Instruction("EXPLODE", 0x6f4, 12, .tuple(.explode), operand: 4, form: .number(adding: 0)),
        Instruction("SETINDEX", 0x6f5, 12, .tuple(.setIndex), operand: 4, form: .number(adding: 0)),
        Instruction("INDEXQ", 0x6f6, 12, .tuple(.indexQuiet), operand: 4, form: .number(adding: 0)),
        Instruction("SETINDEXQ", 0x6f7, 12, .tuple(.setIndexQuiet), operand: 4, form: .number(adding: 0)),
        Instruction("TUPLEVAR", 0x6f80, 16, .tuple(.makeVariable)),
        Instruction("INDEXVAR", 0x6f81, 16, .tuple(.indexVariable)),
        Instruction("UNTUPLEVAR", 0x6f82, 16, .tuple(.unpackVariable)),
        Instruction("UNPACKFIRSTVAR", 0x6f83, 16, .tuple(.unpackFirstVariable)),
        Instruction("EXPLODEVAR", 0x6f84, 16, .tuple(.explodeVariable)),
        Instruction("SETINDEXVAR", 0x6f85, 16, .tuple(.setIndexVariable)),
        Instruction("INDEXVARQ", 0x6f86, 16, .tuple(.indexQuietVariable)),
        Instruction("SETINDEXVARQ", 0x6f87, 16, .tuple(.setIndexQuietVariable)),
        Instruction("TLEN", 0x6f88, 16, .tuple(.length)),
        Instruction("QTLEN", 0x6f89, 16, .tuple(.lengthQuiet)),
        Instruction("ISTUPLE", 0x6f8a, 16, .tuple(.isTuple)),
        Instruction("LAST", 0x6f8b, 16, .tuple(.last)),
        Instruction("TPUSH", 0x6f8c, 16, .tuple(.append)),
        Instruction("TPOP", 0x6f8d, 16, .tuple(.removeLast)),
        Instruction("NULLSWAPIF", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 0...0),
        Instruction("NULLSWAPIFNOT", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 1...1),
        Instruction("NULLROTRIF", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 2...2),
        Instruction("NULLROTRIFNOT", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 3...3),
        Instruction("NULLSWAPIF2", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 4...4),
        Instruction("NULLSWAPIFNOT2", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 5...5),
        Instruction("NULLROTRIF2", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 6...6),
        Instruction("NULLROTRIFNOT2", 0x6fa, 12, .tuple(.nullSwap), operand: 4, range: 7...7),
        Instruction("INDEX2", 0x6fb, 12, .tuple(.index2), operand: 4, form: .indices2),
        Instruction("INDEX3", 0x6fc >> 2, 10, .tuple(.index3), operand: 6, form: .indices3),
    ]
}
