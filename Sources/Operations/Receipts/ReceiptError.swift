public import Cocoon
public import TONCells

/// Why a receipt can't be read or kept.
public enum ReceiptError: Error, Hashable, Sendable {
    /// The operation isn't that of a receipt.
    case noReceipt(Opcode)
    /// The bytes are no signed envelope.
    case unreadable(String)
    /// The file can't be read or written.
    case file(path: String, reason: String)
    /// The file has another contract's receipt.
    case otherContract(stored: AccountAddress, given: AccountAddress)
    /// The file has a receipt with a higher counter.
    case worthLess(stored: UInt64, given: UInt64)
}

extension ReceiptError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .noReceipt(let opcode): "expected a receipt of a worker or client, found \(opcode)"
        case .unreadable(let reason): "expected a signed envelope: \(reason)"
        case .file(let path, let reason): "\(path): \(reason)"
        case .otherContract(let stored, let given):
            "expected a receipt of \(stored), as the file has one already, found one of \(given)"
        case .worthLess(let stored, let given):
            "expected a counter from \(stored) on, as the file has one already, found \(given)"
        }
    }
}
