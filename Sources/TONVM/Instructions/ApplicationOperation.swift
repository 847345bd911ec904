/// Instructions.
enum ApplicationOperation: Hashable, Sendable {
    case none

    static let instructions: [Instruction] = []
}

extension VirtualMachine {
    mutating func execute(_ operation: ApplicationOperation, _ operand: UInt32) throws(VMException) {}
}
