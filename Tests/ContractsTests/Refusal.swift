import Testing

/// A message that a contract refuses, and the exit code that it refuses it with.
struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let exitCode: Int32
    /// Sends the message, and returns what followed from it.
    let send: @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]

    init(
        _ description: String, _ exitCode: Int32,
        send: @escaping @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    ) {
        testDescription = description
        self.exitCode = exitCode
        self.send = send
    }
}
