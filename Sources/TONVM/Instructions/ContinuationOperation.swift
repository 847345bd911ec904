/// Instructions that jump, call, loop, make continuations, throw exceptions, and run machines within the machine.
enum ContinuationOperation: Hashable, Sendable {
    case execute, jump, callArguments, callArgumentsAll, jumpArguments, returnArguments
    case returnNormally, returnAlternatively, returnByFlag, callWithCurrent, jumpWithData, callWithCurrentArguments
    case callVariable, returnVariable, jumpVariable, callWithCurrentVariable
    case callReference, jumpReference, jumpReferenceWithData, returnWithData
    case runChild, runChildVariable
    case ifReturn, ifNotReturn, ifCall, ifNotCall, ifJump, ifNotJump, ifElse
    case ifReference, ifNotReference, ifJumpReference, ifNotJumpReference
    case select, selectChecked, ifReturnAlternatively, ifNotReturnAlternatively
    case ifReferenceElse, ifElseReference, ifReferenceElseReference
    case ifBitJump, ifNotBitJump, ifBitJumpReference, ifNotBitJumpReference
    case repeating, repeatEnd, until, untilEnd, whileLoop, whileEnd, again, againEnd
    case repeatBreak, repeatEndBreak, untilBreak, untilEndBreak, whileBreak, whileEndBreak, againBreak, againEndBreak
    case setArguments, putAside, putAsideVariable, setArgumentsVariable, setCountVariable
    case bless, blessVariable, blessArguments
    case pushRegister, popRegister, setInContinuation, setInReturn, setInAlternative, popSaving
    case saveInReturn, saveInAlternative, saveInBoth
    case pushRegisterVariable, popRegisterVariable, setInContinuationVariable, setMany, setManyVariable
    case composeAnd, composeOr, composeBoth, atExit, atExitAlternative, setExitAlternative
    case thenReturn, thenReturnAlternative, invert, evaluateFlag, sameAlternative, sameAlternativeSaving
    case callMethod, jumpToMethod, prepareMethod
    case throwNumber, throwIf, throwIfNot, throwArgument, throwArgumentIf, throwArgumentIfNot
    /// Throws a number from the stack: the operand's bits say whether with an argument, and on which condition.
    case throwAny
    case attempt, attemptArguments
    case setCodePage, setCodePageVariable

    static let instructions: [Instruction] = jumps + conditions + loops + closures + registers + methods + exceptions

    private static let jumps: [Instruction] = [
        Instruction("EXECUTE", 0xd8, 8, .continuation(.execute)),
        Instruction("JMPX", 0xd9, 8, .continuation(.jump)),
        Instruction("CALLXARGS", 0xda, 8, .continuation(.callArguments), operand: 8, form: .numbers2(adding: 0, 0)),
        Instruction("CALLXARGS", 0xdb0, 12, .continuation(.callArgumentsAll), operand: 4, form: .numberAndMinusOne),
        Instruction("JMPXARGS", 0xdb1, 12, .continuation(.jumpArguments), operand: 4, form: .number(adding: 0)),
        Instruction("RETARGS", 0xdb2, 12, .continuation(.returnArguments), operand: 4, form: .number(adding: 0)),
        Instruction("RET", 0xdb30, 16, .continuation(.returnNormally)),
        Instruction("RETALT", 0xdb31, 16, .continuation(.returnAlternatively)),
        Instruction("RETBOOL", 0xdb32, 16, .continuation(.returnByFlag)),
        Instruction("CALLCC", 0xdb34, 16, .continuation(.callWithCurrent)),
        Instruction("JMPXDATA", 0xdb35, 16, .continuation(.jumpWithData)),
        Instruction(
            "CALLCCARGS", 0xdb36, 16, .continuation(.callWithCurrentArguments), operand: 8, form: .numbers2MinusOne),
        Instruction("CALLXVARARGS", 0xdb38, 16, .continuation(.callVariable)),
        Instruction("RETVARARGS", 0xdb39, 16, .continuation(.returnVariable)),
        Instruction("JMPXVARARGS", 0xdb3a, 16, .continuation(.jumpVariable)),
        Instruction("CALLCCVARARGS", 0xdb3b, 16, .continuation(.callWithCurrentVariable)),
        Instruction("CALLREF", 0xdb3c, 16, .continuation(.callReference), form: .reference),
        Instruction("JMPREF", 0xdb3d, 16, .continuation(.jumpReference), form: .reference),
        Instruction("JMPREFDATA", 0xdb3e, 16, .continuation(.jumpReferenceWithData), form: .reference),
        Instruction("RETDATA", 0xdb3f, 16, .continuation(.returnWithData)),
        Instruction("RUNVM", 0xdb4, 12, .continuation(.runChild), operand: 12, form: .number(adding: 0), since: 4),
        Instruction("RUNVMX", 0xdb50, 16, .continuation(.runChildVariable), since: 4),
    ]

    private static let conditions: [Instruction] = [
        Instruction("IFRET", 0xdc, 8, .continuation(.ifReturn)),
        Instruction("IFNOTRET", 0xdd, 8, .continuation(.ifNotReturn)),
        Instruction("IF", 0xde, 8, .continuation(.ifCall)),
        Instruction("IFNOT", 0xdf, 8, .continuation(.ifNotCall)),
        Instruction("IFJMP", 0xe0, 8, .continuation(.ifJump)),
        Instruction("IFNOTJMP", 0xe1, 8, .continuation(.ifNotJump)),
        Instruction("IFELSE", 0xe2, 8, .continuation(.ifElse)),
        Instruction("IFREF", 0xe300, 16, .continuation(.ifReference), form: .reference),
        Instruction("IFNOTREF", 0xe301, 16, .continuation(.ifNotReference), form: .reference),
        Instruction("IFJMPREF", 0xe302, 16, .continuation(.ifJumpReference), form: .reference),
        Instruction("IFNOTJMPREF", 0xe303, 16, .continuation(.ifNotJumpReference), form: .reference),
        Instruction("CONDSEL", 0xe304, 16, .continuation(.select)),
        Instruction("CONDSELCHK", 0xe305, 16, .continuation(.selectChecked)),
        Instruction("IFRETALT", 0xe308, 16, .continuation(.ifReturnAlternatively)),
        Instruction("IFNOTRETALT", 0xe309, 16, .continuation(.ifNotReturnAlternatively)),
        Instruction("IFREFELSE", 0xe30d, 16, .continuation(.ifReferenceElse), form: .reference),
        Instruction("IFELSEREF", 0xe30e, 16, .continuation(.ifElseReference), form: .reference),
        Instruction("IFREFELSEREF", 0xe30f, 16, .continuation(.ifReferenceElseReference), form: .references2),
        Instruction("IFBITJMP", 0xe38 >> 1, 11, .continuation(.ifBitJump), operand: 5, form: .number(adding: 0)),
        Instruction("IFNBITJMP", 0xe3a >> 1, 11, .continuation(.ifNotBitJump), operand: 5, form: .number(adding: 0)),
        Instruction(
            "IFBITJMPREF", 0xe3c >> 1, 11, .continuation(.ifBitJumpReference), operand: 5, form: .numberAndReference),
        Instruction(
            "IFNBITJMPREF", 0xe3e >> 1, 11, .continuation(.ifNotBitJumpReference), operand: 5,
            form: .numberAndReference),
    ]

    private static let loops: [Instruction] = [
        Instruction("REPEAT", 0xe4, 8, .continuation(.repeating)),
        Instruction("REPEATEND", 0xe5, 8, .continuation(.repeatEnd)),
        Instruction("UNTIL", 0xe6, 8, .continuation(.until)),
        Instruction("UNTILEND", 0xe7, 8, .continuation(.untilEnd)),
        Instruction("WHILE", 0xe8, 8, .continuation(.whileLoop)),
        Instruction("WHILEEND", 0xe9, 8, .continuation(.whileEnd)),
        Instruction("AGAIN", 0xea, 8, .continuation(.again)),
        Instruction("AGAINEND", 0xeb, 8, .continuation(.againEnd)),
        Instruction("REPEATBRK", 0xe314, 16, .continuation(.repeatBreak)),
        Instruction("REPEATENDBRK", 0xe315, 16, .continuation(.repeatEndBreak)),
        Instruction("UNTILBRK", 0xe316, 16, .continuation(.untilBreak)),
        Instruction("UNTILENDBRK", 0xe317, 16, .continuation(.untilEndBreak)),
        Instruction("WHILEBRK", 0xe318, 16, .continuation(.whileBreak)),
        Instruction("WHILEENDBRK", 0xe319, 16, .continuation(.whileEndBreak)),
        Instruction("AGAINBRK", 0xe31a, 16, .continuation(.againBreak)),
        Instruction("AGAINENDBRK", 0xe31b, 16, .continuation(.againEndBreak)),
    ]

    private static let closures: [Instruction] = [
        Instruction("SETCONTARGS", 0xec, 8, .continuation(.setArguments), operand: 8, form: .numbers2MinusOne),
        Instruction("RETURNARGS", 0xed0, 12, .continuation(.putAside), operand: 4, form: .number(adding: 0)),
        Instruction("RETURNVARARGS", 0xed10, 16, .continuation(.putAsideVariable)),
        Instruction("SETCONTVARARGS", 0xed11, 16, .continuation(.setArgumentsVariable)),
        Instruction("SETNUMVARARGS", 0xed12, 16, .continuation(.setCountVariable)),
        Instruction("BLESS", 0xed1e, 16, .continuation(.bless)),
        Instruction("BLESSVARARGS", 0xed1f, 16, .continuation(.blessVariable)),
        Instruction("BLESSARGS", 0xee, 8, .continuation(.blessArguments), operand: 8, form: .numbers2MinusOne),
    ]

    /// The rows of an instruction on a control register: there is no c6.
    private static func rows(_ name: String, _ prefix: UInt32, _ operation: Self) -> [Instruction] {
        [0...5, 7...7].map { range in
            Instruction(
                name, prefix, 12, .continuation(operation), operand: 4, range: range, form: .controlRegister)
        }
    }

    private static let registers: [Instruction] =
        rows("PUSHCTR", 0xed4, .pushRegister) + rows("POPCTR", 0xed5, .popRegister)
        + rows("SETCONTCTR", 0xed6, .setInContinuation) + rows("SETRETCTR", 0xed7, .setInReturn)
        + rows("SETALTCTR", 0xed8, .setInAlternative) + rows("POPSAVE", 0xed9, .popSaving)
        + rows("SAVECTR", 0xeda, .saveInReturn) + rows("SAVEALTCTR", 0xedb, .saveInAlternative)
        + rows("SAVEBOTHCTR", 0xedc, .saveInBoth) + [
            Instruction("PUSHCTRX", 0xede0, 16, .continuation(.pushRegisterVariable)),
            Instruction("POPCTRX", 0xede1, 16, .continuation(.popRegisterVariable)),
            Instruction("SETCONTCTRX", 0xede2, 16, .continuation(.setInContinuationVariable)),
            Instruction(
                "SETCONTCTRMANY", 0xede3, 16, .continuation(.setMany), operand: 8, form: .number(adding: 0), since: 9),
            Instruction("SETCONTCTRMANYX", 0xede4, 16, .continuation(.setManyVariable), since: 9),
            Instruction("BOOLAND", 0xedf0, 16, .continuation(.composeAnd)),
            Instruction("BOOLOR", 0xedf1, 16, .continuation(.composeOr)),
            Instruction("COMPOSBOTH", 0xedf2, 16, .continuation(.composeBoth)),
            Instruction("ATEXIT", 0xedf3, 16, .continuation(.atExit)),
            Instruction("ATEXITALT", 0xedf4, 16, .continuation(.atExitAlternative)),
            Instruction("SETEXITALT", 0xedf5, 16, .continuation(.setExitAlternative)),
            Instruction("THENRET", 0xedf6, 16, .continuation(.thenReturn)),
            Instruction("THENRETALT", 0xedf7, 16, .continuation(.thenReturnAlternative)),
            Instruction("INVERT", 0xedf8, 16, .continuation(.invert)),
            Instruction("BOOLEVAL", 0xedf9, 16, .continuation(.evaluateFlag)),
            Instruction("SAMEALT", 0xedfa, 16, .continuation(.sameAlternative)),
            Instruction("SAMEALTSAVE", 0xedfb, 16, .continuation(.sameAlternativeSaving)),
        ]

    private static let methods: [Instruction] = [
        Instruction("CALLDICT", 0xf0, 8, .continuation(.callMethod), operand: 8, form: .number(adding: 0)),
        Instruction("CALLDICT", 0xf10 >> 2, 10, .continuation(.callMethod), operand: 14, form: .number(adding: 0)),
        Instruction("JMPDICT", 0xf14 >> 2, 10, .continuation(.jumpToMethod), operand: 14, form: .number(adding: 0)),
        Instruction(
            "PREPAREDICT", 0xf18 >> 2, 10, .continuation(.prepareMethod), operand: 14, form: .number(adding: 0)),
    ]

    private static let exceptions: [Instruction] = [
        Instruction("THROW", 0xf20 >> 2, 10, .continuation(.throwNumber), operand: 6, form: .number(adding: 0)),
        Instruction("THROWIF", 0xf24 >> 2, 10, .continuation(.throwIf), operand: 6, form: .number(adding: 0)),
        Instruction("THROWIFNOT", 0xf28 >> 2, 10, .continuation(.throwIfNot), operand: 6, form: .number(adding: 0)),
        Instruction("THROW", 0xf2c0 >> 3, 13, .continuation(.throwNumber), operand: 11, form: .number(adding: 0)),
        Instruction("THROWARG", 0xf2c8 >> 3, 13, .continuation(.throwArgument), operand: 11, form: .number(adding: 0)),
        Instruction("THROWIF", 0xf2d0 >> 3, 13, .continuation(.throwIf), operand: 11, form: .number(adding: 0)),
        Instruction(
            "THROWARGIF", 0xf2d8 >> 3, 13, .continuation(.throwArgumentIf), operand: 11, form: .number(adding: 0)),
        Instruction("THROWIFNOT", 0xf2e0 >> 3, 13, .continuation(.throwIfNot), operand: 11, form: .number(adding: 0)),
        Instruction(
            "THROWARGIFNOT", 0xf2e8 >> 3, 13, .continuation(.throwArgumentIfNot), operand: 11, form: .number(adding: 0)),
        Instruction("THROWANY", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 0...0),
        Instruction("THROWARGANY", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 1...1),
        Instruction("THROWANYIF", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 2...2),
        Instruction("THROWARGANYIF", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 3...3),
        Instruction("THROWANYIFNOT", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 4...4),
        Instruction("THROWARGANYIFNOT", 0xf2f0 >> 3, 13, .continuation(.throwAny), operand: 3, range: 5...5),
        Instruction("TRY", 0xf2ff, 16, .continuation(.attempt)),
        Instruction("TRYARGS", 0xf3, 8, .continuation(.attemptArguments), operand: 8, form: .numbers2(adding: 0, 0)),
        Instruction("SETCP", 0xff, 8, .continuation(.setCodePage), operand: 8, range: 0...0xef, form: .codePage),
        Instruction("SETCPX", 0xfff0, 16, .continuation(.setCodePageVariable)),
        Instruction("SETCP", 0xff, 8, .continuation(.setCodePage), operand: 8, range: 0xf1...0xff, form: .codePage),
    ]
}
