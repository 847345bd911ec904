public import Cocoon
import Foundation
public import TONCrypto

/// The file `manifest.json` of artifacts: what each compiled code was made from, and what it is.
///
/// Read strictly: a field that is missing, unknown or of the wrong form is an error, since whoever relies on a manifest
/// must not overlook what it says.
public struct ArtifactManifest: Hashable, Sendable {
    /// The schema that is understood.
    public static let schema = "silk.artifacts/1"
    /// The file's name.
    public static let fileName = "manifest.json"

    /// The language of the sources.
    public let language: String
    /// The compiler and its version.
    public let compiler: String
    /// The compiler's flags.
    public let flags: [String]
    /// What is said of each contract, in the manifest's order.
    public let contracts: [Contract]

    /// What a manifest says of one contract.
    public struct Contract: Hashable, Sendable {
        /// What the contract is.
        public let role: ContractRole
        /// The file with the code, beside the manifest.
        public let codeFile: String
        /// The representation hash of the code.
        public let codeHash: Hash256
        /// How large the code is.
        public let size: CodeSize
        /// The global version of the network from which on all works.
        public let lowestGlobalVersion: UInt32
        /// What the main network runs, or ran, in the same place.
        public let predecessor: Hash256
        /// The SHA-256 of the file with the instructions' names.
        public let standardLibraryHash: Hash256
        /// The sources that the code was compiled from, with the SHA-256 of each, by path.
        public let sources: [String: Hash256]
        /// The SHA-256 over all of that.
        public let sourcesHash: Hash256
        /// The definitions of what is stored, `name = fields` each.
        public let storage: [String]
        /// The SHA-256 of those lines.
        public let storageHash: Hash256
        /// The operations that the code knows, by their names in the sources.
        public let opcodes: [String: Opcode]
        /// The exit codes that the code may end with of itself, by their names in the sources.
        public let exitCodes: [String: ExitCode]
    }

    /// Reads a manifest.
    ///
    /// - Parameters:
    ///   - json: Its bytes.
    ///   - path: What errors call it.
    public init(json: [UInt8], path: String = fileName) throws(ArtifactError) {
        let document: Document
        do {
            let schema = try JSONDecoder().decode(Schema.self, from: Data(json)).schema
            guard schema == Self.schema else {
                throw ArtifactError.schema(path: path, expected: Self.schema, found: schema)
            }
            document = try JSONDecoder().decode(Document.self, from: Data(json))
        } catch let error as ArtifactError {
            throw error
        } catch let error as DecodingError {
            throw ArtifactError(error, path: path)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        language = document.language
        compiler = document.compiler
        flags = document.flags
        contracts = document.contracts.map(\.contract)
        var seen: Set<ContractRole> = []
        for (position, contract) in contracts.enumerated() where !seen.insert(contract.role).inserted {
            throw .manifest(path: path, place: "contracts.\(position)", reason: "a second \(contract.role)")
        }
    }

    /// Reads the manifest of a folder.
    init(folder: URL) throws(ArtifactError) {
        let file = folder.appendingPathComponent(Self.fileName)
        try self.init(json: try ArtifactFile.bytes(of: file), path: file.path)
    }
}

extension ArtifactError {
    fileprivate init(_ error: DecodingError, path: String) {
        let context: DecodingError.Context
        var reason: String
        switch error {
        case .typeMismatch(_, let found): (context, reason) = (found, found.debugDescription)
        case .valueNotFound(_, let found): (context, reason) = (found, "expected a value, found null")
        case .keyNotFound(let key, let found): (context, reason) = (found, "expected the field \(key.stringValue)")
        case .dataCorrupted(let found): (context, reason) = (found, found.debugDescription)
        @unknown default: (context, reason) = (.init(codingPath: [], debugDescription: ""), "\(error)")
        }
        if reason.isEmpty { reason = "it isn't JSON" }
        let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        self = .manifest(path: path, place: place.isEmpty ? "the whole" : place, reason: reason)
    }
}
