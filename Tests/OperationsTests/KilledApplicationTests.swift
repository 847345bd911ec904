import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A process that carries out a plan is killed at each of its calls to the network, and another one goes on.
@Suite("Killed while carrying out a plan")
struct KilledApplicationTests {
    /// The executable beside the tests.
    private static func executable() throws -> URL {
        for bundle in [Bundle.main] + Bundle.allBundles {
            var folder: URL? = bundle.bundleURL
            for _ in 0..<5 {
                if let candidate = folder?.appendingPathComponent("apply-process"),
                    FileManager.default.isExecutableFile(atPath: candidate.path)
                {
                    return candidate
                }
                folder = folder?.deletingLastPathComponent()
            }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    /// A ledger's file, a plan's and a seed's, to be copied for each run.
    private struct Setting {
        let fixture: RootFixture
        let plan: RootPlan
        let folder: TemporaryFolder

        init() async throws {
            folder = try TemporaryFolder()
            fixture = try await RootFixture(path: folder.path("ledger"))
            plan = try await RootApplicationTests.plan(fixture)
            try folder.write("plan", try plan.document())
            try folder.write("seed", Array(RootFixture.seed.hex.utf8))
        }

        /// Where a run has its own ledger and journal.
        struct Run {
            let folder: TemporaryFolder
            var ledger: String { folder.path("ledger") }
            var journal: String { folder.path("journal") }
        }

        func fresh() throws -> Run {
            let run = Run(folder: try TemporaryFolder())
            try FileManager.default.copyItem(atPath: folder.path("ledger"), toPath: run.ledger)
            return run
        }

        /// Whether the process was killed; false where it came to its end.
        func apply(_ run: Run, diesBefore: Bool, call: Int) async throws -> Bool {
            let process = Process()
            process.executableURL = try KilledApplicationTests.executable()
            process.arguments = [
                run.ledger, folder.path("plan"), run.journal, folder.path("seed"), diesBefore ? "before" : "after",
                "\(call)",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
            if process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL { return true }
            try #require(process.terminationStatus == 0)
            return false
        }
    }

    @Test("whichever call it dies at, the end is the same, to the last transaction", arguments: [true, false])
    func killed(diesBefore: Bool) async throws {
        let setting = try await Setting()
        let whole = try setting.fresh()
        #expect(try await !setting.apply(whole, diesBefore: true, call: .max))
        let expected = try LocalLedger.open(path: whole.ledger)
        #expect(try setting.fixture.state(expected) == setting.plan.end)
        // The deployment; then 6 messages in 2 requests.
        #expect(setting.plan.waves.map(\.messages.count) == [4, 2])
        #expect(setting.fixture.rootTransactionCount(expected) == 1 + 6)
        let requests = try expected.transactions.count { entry in
            try entry.address == setting.fixture.sender.address
                && Transaction(cell: entry.transaction).inMessage?.message.info.internalInfo == nil
        }
        #expect(requests == 1 + 2)

        var call = 1
        var middle = 0
        while true {
            let run = try setting.fresh()
            guard try await setting.apply(run, diesBefore: diesBefore, call: call) else { break }
            let left = try LocalLedger.open(path: run.ledger)
            let count = setting.fixture.rootTransactionCount(left)
            #expect([1, 5, 7].contains(count))
            if count == 5 { middle += 1 }
            #expect(try await !setting.apply(run, diesBefore: true, call: .max), "after call \(call)")
            let ledger = try LocalLedger.open(path: run.ledger)
            #expect(ledger.transactions == expected.transactions, "after call \(call)")
            #expect(ledger.accounts == expected.accounts, "after call \(call)")
            #expect(try RootFixture.journal(setting.plan, run.journal).isDone, "after call \(call)")
            call += 1
        }
        // Two waves of at least a state, a message and its transactions each.
        #expect(call > 12 && middle >= 4)
    }

    @Test("killed again and again, one call further each time")
    func killedAgain() async throws {
        let setting = try await Setting()
        let whole = try setting.fresh()
        #expect(try await !setting.apply(whole, diesBefore: true, call: .max))
        let run = try setting.fresh()
        var kills = 0
        while try await setting.apply(run, diesBefore: kills.isMultiple(of: 2), call: 1 + kills / 2) { kills += 1 }
        #expect(kills > 10)
        #expect(
            try LocalLedger.open(path: run.ledger).transactions == LocalLedger.open(path: whole.ledger).transactions)
        #expect(try RootFixture.journal(setting.plan, run.journal).isDone)
    }
}
