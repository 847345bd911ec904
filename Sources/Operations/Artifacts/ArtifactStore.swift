public import Cocoon
public import Foundation
import TONCells
public import TONCrypto

/// The compiled contracts of a folder, each checked against the folder's manifest.
///
/// ```swift
/// let store = try ArtifactStore(path: "Contracts/artifacts")
/// let worker = store.artifact(for: .worker)
/// ```
/// What the manifest says of sources isn't checked here: see ``ArtifactVerification``.
public struct ArtifactStore: Hashable, Sendable {
    /// The folder.
    public let folder: URL
    /// All artifacts, in the manifest's order.
    public let artifacts: [Artifact]
    /// The manifest.
    public let manifest: ArtifactManifest

    /// Reads a folder's manifest and all codes that it names. Throws for the first that is missing, damaged, or not the
    /// one that the manifest describes.
    public init(folder: URL) throws(ArtifactError) {
        let manifest = try ArtifactManifest(folder: folder)
        var artifacts: [Artifact] = []
        for contract in manifest.contracts {
            let file = folder.appendingPathComponent(contract.codeFile)
            let code = try ArtifactStore.code(in: file)
            for check in contract.checks(of: code) where !check.agrees {
                throw .mismatch(
                    path: file.path, what: check.subject, expected: check.expected ?? "none",
                    found: check.found ?? "none")
            }
            let layout: StorageLayout
            do throws(StorageLayoutError) {
                layout = try StorageLayout(role: contract.role, lines: contract.storage, evidence: .sources)
            } catch {
                let path = folder.appendingPathComponent(ArtifactManifest.fileName).path
                throw .layout(path: path, contract: contract.role, error)
            }
            artifacts.append(
                Artifact(
                    manifest: contract, code: code, layout: layout, language: manifest.language,
                    compiler: manifest.compiler, flags: manifest.flags))
        }
        self.folder = folder
        self.artifacts = artifacts
        self.manifest = manifest
    }

    /// Reads the folder at a path.
    public init(path: String) throws(ArtifactError) {
        try self.init(folder: URL(fileURLWithPath: path, isDirectory: true))
    }

    /// The code of a role; nil where the folder has none.
    public func artifact(for role: ContractRole) -> Artifact? { artifacts.first { $0.role == role } }

    /// The artifact of a code; nil where the folder has none.
    public func artifact(codeHash: Hash256) -> Artifact? { artifacts.first { $0.codeHash == codeHash } }

    /// Reads a code's file.
    static func code(in file: URL) throws(ArtifactError) -> Cell {
        let bytes = try ArtifactFile.bytes(of: file)
        do throws(BagOfCellsError) {
            return try Cell(boc: bytes)
        } catch {
            throw .bag(path: file.path, error)
        }
    }
}

extension ArtifactManifest.Contract {
    /// What the manifest says of the code, against the code.
    func checks(of code: Cell) -> [ArtifactVerification.Check] {
        let found = CodeSize(of: code)
        return [
            .init("code hash", expected: codeHash.hex, found: code.hash.hex),
            .init("number of cells", expected: "\(size.cells)", found: "\(found.cells)"),
            .init("number of bits", expected: "\(size.bits)", found: "\(found.bits)"),
            .init("depth", expected: "\(size.depth)", found: "\(found.depth)"),
        ]
    }
}
