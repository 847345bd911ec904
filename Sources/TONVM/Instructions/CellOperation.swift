/// Instructions.
enum CellOperation: Hashable, Sendable {
    case none

    static let instructions: [Instruction] = []
}

extension VirtualMachine {
    mutating func execute(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {}
}
