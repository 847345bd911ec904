/// Instructions.
enum CryptoOperation: Hashable, Sendable {
    case none

    static let instructions: [Instruction] = []
}

extension VirtualMachine {
    mutating func execute(_ operation: CryptoOperation, _ operand: UInt32) throws(VMException) {}
}
