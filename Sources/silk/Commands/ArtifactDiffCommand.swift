import ArgumentParser
import Cocoon
import Foundation
import Operations
import TONCrypto

/// Compares compiled contracts.
struct ArtifactDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show in what compiled contracts differ.",
        discussion: """
            Both are folders of artifacts; or the first is a contract's role, to be compared with the same contract of \
            a folder, with the hash of a code (64 hexadecimal digits), or with a code in a bag of cells: hexadecimal, \
            base64, @file, or a path with a dot.

            Layouts are compared by what is stored, not by the words. The last lines say \
            which code reads all data that the other may have written: where it doesn't, or isn't known to, it must \
            not take the other's place.

            Exits with 2 where anything differs.

            EXAMPLES:
              silk artifact diff Contracts/artifacts ../before/Contracts/artifacts
              silk artifact diff worker deployed.boc --json
              silk artifact diff worker \\
                  b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c
            """
    )

    @Argument(help: ArgumentHelp("A folder of artifacts, or a contract's role.", valueName: "a"))
    var before: String

    @Argument(help: ArgumentHelp("Another folder, or a code or its hash.", valueName: "b"))
    var after: String

    @OptionGroup var artifacts: ArtifactOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let differences = try differences()
        if output.json {
            try StandardOutput.write(json: FieldsDocument(differences))
        } else {
            try StandardOutput.write(differences.map(\.text).joined())
        }
        if differences.contains(where: { !$0.changes.isEmpty }) {
            throw ArgumentParser.ExitCode(Failure.Code.different.rawValue)
        }
    }

    private func differences() throws -> [ArtifactDifference] {
        guard let role = RoleArgument(argument: before) else {
            return ArtifactDifference.all(from: try ArtifactStore(path: before), to: try ArtifactStore(path: after))
        }
        let store = try artifacts.store()
        let artifact = try store.required(role)
        if let hash = Hash256(hex: after) {
            return [ArtifactDifference(from: artifact, to: .init(hash: hash, in: store))]
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: after, isDirectory: &isFolder), isFolder.boolValue {
            let other = try ArtifactStore(path: after).required(role)
            return [ArtifactDifference(role: role.role, from: artifact, to: other)]
        }
        return [ArtifactDifference(from: artifact, to: .init(try BagInput(after).rootOfLevelZero(), in: store))]
    }
}
