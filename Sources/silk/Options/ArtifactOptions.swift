import ArgumentParser
import Foundation
import Operations

/// Which compiled contracts are meant.
struct ArtifactOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the compiled contracts and their manifest. Otherwise SILK_ARTIFACTS, or Contracts/artifacts.",
            valueName: "folder"))
    var artifacts: String?

    /// The folder.
    var path: String { artifacts ?? Environment["SILK_ARTIFACTS"] ?? Self.defaultPath }

    /// The folder, as a place.
    var folder: URL { URL(fileURLWithPath: path, isDirectory: true) }

    /// Reads the folder, and checks each code against the manifest.
    func store() throws -> ArtifactStore { try ArtifactStore(folder: folder) }

    /// The same; nil where no folder was named and the usual one isn't there.
    func storeIfPresent() throws -> ArtifactStore? {
        guard
            artifacts != nil || Environment["SILK_ARTIFACTS"] != nil
                || FileManager.default.fileExists(atPath: Self.defaultPath)
        else { return nil }
        return try store()
    }

    private static let defaultPath = "Contracts/artifacts"
}

extension ArtifactStore {
    /// The artifact of a role, which must be there.
    func required(_ role: RoleArgument) throws -> Artifact {
        guard let artifact = artifact(for: role.role) else {
            throw Failure("\(folder.path) has no artifact of a \(role.role)")
        }
        return artifact
    }
}
