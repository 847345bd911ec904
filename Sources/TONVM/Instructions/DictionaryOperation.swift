/// Instructions.
enum DictionaryOperation: Hashable, Sendable {
    case none

    static let instructions: [Instruction] = []
}

extension VirtualMachine {
    mutating func execute(_ operation: DictionaryOperation, _ operand: UInt32) throws(VMException) {}
}
