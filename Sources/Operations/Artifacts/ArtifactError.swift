public import Cocoon
public import TONCells

/// Why artifacts can't be used. Nothing was changed.
public enum ArtifactError: Error, Hashable, Sendable {
    /// A file can't be read.
    case file(path: String, reason: String)
    /// A file is longer than any that belongs to artifacts.
    case tooLarge(path: String, limit: Int)
    /// The manifest is of another schema.
    case schema(path: String, expected: String, found: String?)
    /// The manifest isn't what its schema says.
    case manifest(path: String, place: String, reason: String)
    /// A code isn't a bag of cells with one root.
    case bag(path: String, BagOfCellsError)
    /// A code isn't the one that the manifest describes.
    case mismatch(path: String, what: String, expected: String, found: String)
    /// The compiler can't be run.
    case compiler(path: String, reason: String)
    /// A contract's layout of storage can't be read.
    case layout(path: String, contract: ContractRole, StorageLayoutError)
}

extension ArtifactError: CustomStringConvertible {
    /// What was expected, what came, and in which file.
    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path) can't be read: \(reason)"
        case .tooLarge(let path, let limit): "expected at most \(limit) bytes in \(path), found more"
        case .schema(let path, let expected, let found):
            "expected the schema \(expected) in \(path), found \(found ?? "none")"
        case .manifest(let path, let place, let reason): "\(path), \(place): \(reason)"
        case .bag(let path, let error): "\(path) is no code: \(error)"
        case .mismatch(let path, let what, let expected, let found):
            "\(path): expected the \(what) \(expected), found \(found)"
        case .compiler(let path, let reason): "the compiler \(path) can't be run: \(reason)"
        case .layout(let path, let contract, let error): "\(path), storage of the \(contract): \(error)"
        }
    }
}
