import Foundation
import SilkTestSupport
import Testing

/// The commands of the README, as a newcomer types them.
@Suite("The README's walkthrough")
struct WalkthroughTests {
    /// FunC, which the step from a contract's source needs: `Tools/contracts` installs it, and CI runs that before.
    private static let python = RecordedFixtures.packageFolder.appendingPathComponent(".venv/bin/python")

    /// The script between the two marks.
    private static func script() throws -> String {
        let file = RecordedFixtures.packageFolder.appendingPathComponent("README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.components(separatedBy: "<!-- walkthrough: ")
        let block = try #require(parts.count == 3 ? parts[1] : nil)
        let lines = try #require(block.components(separatedBy: "```bash\n").last).components(separatedBy: "```")[0]
        return lines
    }

    @Test(
        "every command succeeds, and every nanoTON is found again",
        .enabled(if: FileManager.default.isExecutableFile(atPath: python.path), "there is no FunC: run Tools/contracts")
    )
    func walkthrough() async throws {
        let folder = try TemporaryFolder()
        let package = RecordedFixtures.packageFolder
        // A copy, since commands change it.
        try FileManager.default.copyItem(
            at: package.appendingPathComponent("Contracts"), to: URL(fileURLWithPath: folder.path("Contracts")))
        for name in ["Tools", ".venv"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(name), withDestinationPath: package.appendingPathComponent(name).path)
        }
        let silk = try SilkProcess.location()
        let script = "set -euo pipefail\ncd '\(folder.path("."))'\n" + (try Self.script())
        try folder.write("walkthrough.sh", Array(script.utf8))
        let result = try await SilkProcess.run(
            [folder.path("walkthrough.sh")], of: URL(fileURLWithPath: "/bin/bash"),
            environment: [
                "PATH": silk.deletingLastPathComponent().path + ":/usr/local/bin:/usr/bin:/bin",
                "HOME": folder.path("."),
            ])
        let text = result.output
        #expect(result.exitCode == 0, "\(result.error.suffix(4000))")
        #expect(text.contains("books.missing      0 TON"), "\(text.suffix(4000))")
        #expect(text.contains("no change"))
        // The proxy's code, and the client's, are asked for in the same message.
        #expect(text.contains("upgrade codes of proxies to"))
    }
}
