/// Instructions.
enum ArithmeticOperation: Hashable, Sendable {
    case none

    static let instructions: [Instruction] = []
}

extension VirtualMachine {
    mutating func execute(_ operation: ArithmeticOperation, _ operand: UInt32) throws(VMException) {}
}
