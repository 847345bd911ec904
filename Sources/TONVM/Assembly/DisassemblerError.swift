/// Why code can't be written as text.
public enum DisassemblerError: Error, Hashable, Sendable {
    /// The text would be longer than the limit, in bytes.
    case tooLong(limit: Int)
}

extension DisassemblerError: CustomStringConvertible {
    /// A sentence.
    public var description: String {
        switch self {
        case .tooLong(let limit): "the text of this code would be longer than \(limit) bytes"
        }
    }
}
