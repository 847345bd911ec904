import Foundation
import Indexer
import Mirror
import MirrorTestSupport
import SilkTestSupport
import TONCrypto
import Testing

/// An import that is killed again and again leaves whole SQL transactions behind, and the next one goes on.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct KilledImportTests {
    /// The executable beside the tests.
    private static func executable() throws -> URL {
        var folder: URL? = Bundle.main.executableURL ?? Bundle.main.bundleURL
        for bundle in [Bundle.main] + Bundle.allBundles {
            folder = bundle.bundleURL
            for _ in 0..<5 {
                if let candidate = folder?.appendingPathComponent("import-process"),
                    FileManager.default.isExecutableFile(atPath: candidate.path)
                {
                    return candidate
                }
                folder = folder?.deletingLastPathComponent()
            }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    /// How one run ended.
    private enum Ending: Equatable {
        case killed, finished
    }

    private static func run(into path: String, killAfter delay: Duration?) async throws -> Ending {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = [
            path, "20", try RecordedFixtures.url("chain/transactions").path,
            try RecordedFixtures.url("chain/states").path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        if let delay {
            try await Task.sleep(for: delay)
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        if process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL { return .killed }
        try #require(process.terminationStatus == 0)
        return .finished
    }

    @Test("killed at random moments until it gets through")
    func killed() async throws {
        var random = SeededGenerator(seed: 3)
        let folder = try TemporaryFolder()
        let path = folder.path("mirror.sqlite")
        var kills = 0
        var counts: Set<Int> = []
        // Some of them in the middle: with something written, and not everything.
        var middle: Set<Int> { counts.filter { $0 > 0 && $0 < 2734 } }
        // A busy machine gets as far in seconds as an idle one in a fraction: kills that find nothing new come later.
        var longest = 400
        while kills < 20 || (middle.count < 3 && kills < 60) {
            let delay = Duration.milliseconds(Int.random(in: 0...longest, using: &random))
            guard try await Self.run(into: path, killAfter: delay) == .killed else {
                // Through already: begin again, there are kills to come.
                longest = max(longest / 2, 100)
                try? FileManager.default.removeItem(atPath: path)
                for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
                continue
            }
            kills += 1
            guard FileManager.default.fileExists(atPath: path) else { continue }
            // Opened after the kill: it is whole, and everything in it is what its raw transactions say.
            let mirror = try Mirror(path: path)
            let contents = try MirrorContents(path: path)
            let stored = try mirror.status().transactions
            if !counts.insert(stored).inserted { longest = min(longest * 3 / 2, 10_000) }
            #expect(contents.rows["transactions"]?.count == stored)
            let digest = try mirror.contentDigest()
            try mirror.rebuild()
            #expect(try mirror.contentDigest() == digest, "after kill \(kills), with \(stored) transactions")
        }
        #expect(middle.count >= 3, "\(counts.sorted())")
        #expect(try await Self.run(into: path, killAfter: nil) == .finished)
        let expected = try OrderIndependenceTests.whole()
        #expect(try Mirror(path: path).contentDigest() == expected.mirror.contentDigest())
    }
}
