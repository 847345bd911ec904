public import TONCrypto

/// Why there is no explanation.
public enum ExplanationError: Error, Hashable, Sendable {
    /// No number, name or hash that is known; `near` has what comes close.
    case unknown(text: String, near: [String])
    /// The hash of no known code.
    case unknownCode(Hash256)
}

extension ExplanationError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .unknown(let text, let near):
            "expected an exit code, an operation or a code's hash that is known, found \(text.debugDescription)"
                + (near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?")
        case .unknownCode(let hash):
            "no contract of COCOON is known to have the code \(hash)"
        }
    }
}
