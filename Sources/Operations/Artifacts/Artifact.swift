public import Cocoon
public import TONCells
public import TONCrypto

/// A contract's compiled code, and what is known of it.
public struct Artifact: Hashable, Sendable {
    /// What the manifest says of it; code hash and size were found to be true.
    public let manifest: ArtifactManifest.Contract
    /// The code.
    public let code: Cell
    /// What the code stores.
    public let layout: StorageLayout
    /// The language of the sources.
    public let language: String
    /// The compiler and its version.
    public let compiler: String
    /// The compiler's flags.
    public let flags: [String]

    /// What the contract is.
    public var role: ContractRole { manifest.role }
    /// The representation hash of the code.
    public var codeHash: Hash256 { manifest.codeHash }
    /// How large the code is.
    public var size: CodeSize { manifest.size }
    /// The global version of the network from which on all works.
    public var lowestGlobalVersion: UInt32 { manifest.lowestGlobalVersion }
    /// What the main network runs, or ran, in the same place.
    public var predecessor: Hash256 { manifest.predecessor }
    /// The SHA-256 of each source, by path from the folder of the contracts.
    public var sources: [String: Hash256] { manifest.sources }
    /// The operations that the code knows, by their names in the sources.
    public var opcodes: [String: Opcode] { manifest.opcodes }
    /// The exit codes that the code may end with of itself, by their names in the sources.
    public var exitCodes: [String: ExitCode] { manifest.exitCodes }
}
