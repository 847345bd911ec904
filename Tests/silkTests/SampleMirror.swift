import Foundation
import SilkTestSupport
import Testing

/// A mirror that the command itself has filled, once for all tests.
final class SampleMirror: Sendable {
    private let folder: TemporaryFolder
    /// Where it is.
    var path: String { folder.path("mirror.sqlite") }

    private init(_ source: String) async throws {
        folder = try TemporaryFolder()
        let result = try await SilkProcess.run(["mirror", "import", source, "--json"], mirror: path)
        try #require(result.exitCode == 0, "\(result.error)")
    }

    /// The folder of the small made network.
    static let demoFolder = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/demo").path

    private static let demoTask = Task { try await SampleMirror(demoFolder) }
    private static let largestTask = Task {
        if let folder = RecordedFixtures.folder?.appendingPathComponent("chain").path,
            FileManager.default.fileExists(atPath: folder + "/transactions")
        {
            // Beside the transactions lie files of other kinds.
            let mirror = try await SampleMirror(folder + "/transactions")
            let states = try await SilkProcess.run(["mirror", "import", folder + "/states"], mirror: mirror.path)
            try #require(states.exitCode == 0, "\(states.error)")
            return mirror
        }
        return try await SampleMirror.demo
    }

    /// A mirror of the small made network.
    static var demo: SampleMirror {
        get async throws { try await demoTask.value }
    }

    /// A mirror of the whole recorded chain, or of the small network where that is absent.
    static var largest: SampleMirror {
        get async throws { try await largestTask.value }
    }

    /// Runs `silk` on it.
    func run(_ arguments: [String]) async throws -> SilkProcess.Result {
        try await SilkProcess.run(arguments, mirror: path)
    }

    /// Runs `silk` on it and reads the answer, which must come alone.
    func document(_ arguments: [String]) async throws -> [String: Any] {
        let result = try await run(arguments + ["--json"])
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        return try #require(result.json)
    }

    /// The rows of a listing.
    func rows(_ name: String, _ arguments: [String]) async throws -> [[String: Any]] {
        let document = try await document([name, "list", "--limit", "100000"] + arguments)
        #expect(document["next"] is NSNull)
        return try #require(document[name] as? [[String: Any]])
    }
}

/// A worker of the small network that lost payouts, with its owner, proxy and root.
enum Demo {
    static let worker = "EQDjmeXAawiOp2QQwZaQs4tLjbqhMlmmeTj_3sFtF72jsj0L"
    static let proxy = "EQChtqZ2RYkcdAhoo0iRkNf3QQn8QTNMkuPYzxzCidzGNPSJ"
    static let root = "EQBPuMC3pfwtVh-UexLodYD-MJiACaqqlDi0uz5R_RF8FzLI"
}
