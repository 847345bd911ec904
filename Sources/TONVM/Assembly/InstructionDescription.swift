/// An instruction that the machine knows, for listings and for tools that make code.
public struct InstructionDescription: Hashable, Sendable {
    /// The Fift assembler's mnemonic.
    public let name: String
    /// Which codes are the instruction's: the first 24 bits of code, whatever follows a shorter instruction.
    public let opcodes: ClosedRange<UInt32>
    /// How many bits it takes, with its operands, but without data in line.
    public let bits: Int
    /// The global version that introduced it.
    public let sinceVersion: Int

    /// All instructions, by ascending opcodes.
    public static let all: [InstructionDescription] = InstructionTable.shared.instructions.map {
        InstructionDescription(
            name: $0.name, opcodes: $0.opcodes, bits: $0.totalBits, sinceVersion: $0.sinceVersion)
    }.sorted { $0.opcodes.lowerBound < $1.opcodes.lowerBound }
}
