/// Instructions that move values on the stack.
enum StackOperation: Hashable, Sendable {
    case nothing, exchange, exchangeTop, exchangeSecond, push, pop
    case exchange2, exchangePush, pushExchange, push2
    case exchange3, exchange2Push, exchangePushExchange, exchangePush2, pushExchange2, pushExchangePush
    case push2Exchange, push3
    case blockSwap, rotate, rotateReverse, swap2, drop2, duplicate2, over2, reverse
    case blockDrop, blockPush, blockDrop2
    case pick, roll, rollReverse, blockSwapVariable, reverseVariable, dropVariable, tuck, exchangeVariable
    case depth, checkDepth, onlyTop, only
    /// Prints what a debugger would: nothing here.
    case debug, debugText

    static let instructions: [Instruction] = [
        Instruction("NOP", 0x00, 8, .stack(.nothing)),
        Instruction("XCHG", 0x0, 4, .stack(.exchangeTop), operand: 4, range: 1...15, form: .topAndStackRegister),
        Instruction("XCHG", 0x10, 8, .stack(.exchange), operand: 8, form: .stackRegisters2(0, 0)),
        Instruction("XCHG", 0x11, 8, .stack(.exchangeTop), operand: 8, form: .topAndStackRegister),
        Instruction("XCHG", 0x1, 4, .stack(.exchangeSecond), operand: 4, range: 2...15, form: .secondStackRegister),
        Instruction("PUSH", 0x2, 4, .stack(.push), operand: 4, form: .stackRegister),
        Instruction("POP", 0x3, 4, .stack(.pop), operand: 4, form: .stackRegister),
        Instruction("XCHG3", 0x4, 4, .stack(.exchange3), operand: 12, form: .stackRegisters3(0, 0, 0)),
        Instruction("XCHG2", 0x50, 8, .stack(.exchange2), operand: 8, form: .stackRegisters2(0, 0)),
        Instruction("XCPU", 0x51, 8, .stack(.exchangePush), operand: 8, form: .stackRegisters2(0, 0)),
        Instruction("PUXC", 0x52, 8, .stack(.pushExchange), operand: 8, form: .stackRegisters2(0, 1)),
        Instruction("PUSH2", 0x53, 8, .stack(.push2), operand: 8, form: .stackRegisters2(0, 0)),
        Instruction("XCHG3_l", 0x540, 12, .stack(.exchange3), operand: 12, form: .stackRegisters3(0, 0, 0)),
        Instruction("XC2PU", 0x541, 12, .stack(.exchange2Push), operand: 12, form: .stackRegisters3(0, 0, 0)),
        Instruction("XCPUXC", 0x542, 12, .stack(.exchangePushExchange), operand: 12, form: .stackRegisters3(0, 0, 1)),
        Instruction("XCPU2", 0x543, 12, .stack(.exchangePush2), operand: 12, form: .stackRegisters3(0, 0, 0)),
        Instruction("PUXC2", 0x544, 12, .stack(.pushExchange2), operand: 12, form: .stackRegisters3(0, 1, 1)),
        Instruction("PUXCPU", 0x545, 12, .stack(.pushExchangePush), operand: 12, form: .stackRegisters3(0, 1, 1)),
        Instruction("PU2XC", 0x546, 12, .stack(.push2Exchange), operand: 12, form: .stackRegisters3(0, 1, 2)),
        Instruction("PUSH3", 0x547, 12, .stack(.push3), operand: 12, form: .stackRegisters3(0, 0, 0)),
        Instruction("BLKSWAP", 0x55, 8, .stack(.blockSwap), operand: 8, form: .numbers2(adding: 1, 1)),
        Instruction("PUSH", 0x56, 8, .stack(.push), operand: 8, form: .stackRegister),
        Instruction("POP", 0x57, 8, .stack(.pop), operand: 8, form: .stackRegister),
        Instruction("ROT", 0x58, 8, .stack(.rotate)),
        Instruction("ROTREV", 0x59, 8, .stack(.rotateReverse)),
        Instruction("2SWAP", 0x5a, 8, .stack(.swap2)),
        Instruction("2DROP", 0x5b, 8, .stack(.drop2)),
        Instruction("2DUP", 0x5c, 8, .stack(.duplicate2)),
        Instruction("2OVER", 0x5d, 8, .stack(.over2)),
        Instruction("REVERSE", 0x5e, 8, .stack(.reverse), operand: 8, form: .numbers2(adding: 2, 0)),
        Instruction("BLKDROP", 0x5f0, 12, .stack(.blockDrop), operand: 4, form: .number(adding: 0)),
        Instruction(
            "BLKPUSH", 0x5f, 8, .stack(.blockPush), operand: 8, range: 0x10...0xff, form: .numbers2(adding: 0, 0)),
        Instruction("PICK", 0x60, 8, .stack(.pick)),
        Instruction("ROLLX", 0x61, 8, .stack(.roll)),
        Instruction("ROLLREVX", 0x62, 8, .stack(.rollReverse)),
        Instruction("BLKSWX", 0x63, 8, .stack(.blockSwapVariable)),
        Instruction("REVX", 0x64, 8, .stack(.reverseVariable)),
        Instruction("DROPX", 0x65, 8, .stack(.dropVariable)),
        Instruction("TUCK", 0x66, 8, .stack(.tuck)),
        Instruction("XCHGX", 0x67, 8, .stack(.exchangeVariable)),
        Instruction("DEPTH", 0x68, 8, .stack(.depth)),
        Instruction("CHKDEPTH", 0x69, 8, .stack(.checkDepth)),
        Instruction("ONLYTOPX", 0x6a, 8, .stack(.onlyTop)),
        Instruction("ONLYX", 0x6b, 8, .stack(.only)),
        Instruction(
            "BLKDROP2", 0x6c, 8, .stack(.blockDrop2), operand: 8, range: 0x10...0xff, form: .numbers2(adding: 0, 0)),
        Instruction("DEBUG", 0xfe, 8, .stack(.debug), operand: 8, range: 0...0xef, form: .number(adding: 0)),
        Instruction("DEBUGSTR", 0xfef, 12, .stack(.debugText), operand: 4, form: .inlineText),
    ]
}
