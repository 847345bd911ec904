/// Why a library could not compute something that it was asked for with good arguments: it has no memory, or its policy
/// forbids the algorithm.
public struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was to be computed.
    public let algorithm: String
    /// The library's call that failed.
    public let call: String

    /// Makes one.
    public init(algorithm: String, call: String) {
        self.algorithm = algorithm
        self.call = call
    }

    /// Names both.
    public var description: String { "\(algorithm): \(call) failed" }
}
