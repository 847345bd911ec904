/// Why a document of offline signing is refused.
public enum OfflineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No document of this kind.
    case notADocument(expected: String, String)
    /// A field shows something else than what is signed.
    case tampered(String)
    /// The wallet or the request can't be made of it.
    case wallet(WalletError)

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .notADocument(let expected, let reason): "expected a document \(expected): \(reason)"
        case .tampered(let field):
            "the document was changed: its field \(field) doesn't say what would be signed; sign nothing of it"
        case .wallet(let error): error.description
        }
    }
}
