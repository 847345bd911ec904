import Foundation
import LiteServerTestSupport
import Mirror
import SilkTestSupport
import TONBlocks
import TONCells
import Testing

/// `silk sync` against made lite-servers that listen on this machine.
@Suite(.serialized, .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct SyncTests {
    private struct Setup {
        let network: LoopbackNetwork
        let folder: TemporaryFolder
        let arguments: [String]

        init(_ plans: [FaultPlan] = [.none]) async throws {
            network = try await LoopbackNetwork.start(try SyncTests.chain.get(), plans, remembersAnswers: true)
            folder = try TemporaryFolder()
            let file = try folder.write("global.config.json", network.configurationFile())
            struct Role: Decodable {
                let friendly: String
                let role: String
            }
            let named = try RecordedFixtures.json([Role].self, "chain/accounts.json")
                .filter { ["root", "proxy"].contains($0.role) }.flatMap { ["--account", $0.friendly] }
            arguments = ["sync", "--profile", "devnet", "--global-config", file.path] + named
        }

        func mirror(_ name: String) -> String { folder.path(name + ".sqlite") }
    }

    private static let chain = Result {
        try SyntheticChain(
            SyntheticChain.Plan(
                seed: 21, history: try ChainHistory.recorded(), consensus: .simplexAfterFirstKeyBlock,
                keyBlockInterval: 60))
    }

    @Test("one pass brings everything, the next one nothing")
    func once() async throws {
        let setup = try await Setup()
        let mirror = setup.mirror("whole")
        let first = try await SilkProcess.run(setup.arguments + ["--json"], mirror: mirror)
        #expect(first.exitCode == 0, "\(first.error)")
        let tip = try #require(first.json?["tip"] as? [String: Any])
        #expect(tip["proof"] as? String == "proven")
        #expect(tip["seqno"] as? Int == Int(setup.network.chain.lastSeqno))
        #expect((first.json?["problems"] as? [Any])?.isEmpty == true)
        let second = try await SilkProcess.run(setup.arguments, mirror: mirror)
        #expect(second.exitCode == 0)
        #expect(second.output.contains("new transactions: 0\n"))
        let status = try await SilkProcess.run(["status", "--json"], mirror: mirror)
        #expect(status.json?["transactions"] as? Int == first.json?["transactions"] as? Int)
        // Another network's mirror.
        let other = try await SilkProcess.run(
            setup.arguments.map { $0 == "devnet" ? "testnet" : $0 }, mirror: mirror)
        #expect(other.exitCode == 65 && other.error.contains("follows the network devnet"))
        await setup.network.stop()
    }

    @Test("killed at any moment, the next run ends with the same mirror")
    func killed() async throws {
        let setup = try await Setup()
        let whole = setup.mirror("whole")
        #expect(try await SilkProcess.run(setup.arguments, mirror: whole).exitCode == 0)
        let mirror = setup.mirror("killed")
        var random = SeededGenerator(seed: 77)
        var kills = 0
        for _ in 0..<60 where kills < 8 {
            let process = try SilkProcess.start(setup.arguments, mirror: mirror)
            try await Task.sleep(for: .milliseconds(Int.random(in: 10...400, using: &random)))
            if process.isRunning {
                kill(process.processIdentifier, SIGKILL)
                kills += 1
                process.waitUntilExit()
            } else {
                // Through already: begin again, there are kills to come.
                for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: mirror + suffix) }
            }
        }
        #expect(kills > 0)
        #expect(try await SilkProcess.run(setup.arguments, mirror: mirror).exitCode == 0)
        let digests = [
            try await SilkProcess.run(["mirror", "digest"], mirror: whole).output,
            try await SilkProcess.run(["mirror", "digest"], mirror: mirror).output,
        ]
        #expect(digests[0] == digests[1] && digests[0].count == 65)
        await setup.network.stop()
    }

    @Test("where no server answers, or all lie, it says so and exits with 9")
    func failures() async throws {
        let liars = try await Setup([FaultPlan([.forgedSignatures]), FaultPlan([.tooFewSignatures])])
        let lied = try await SilkProcess.run(liars.arguments, mirror: liars.mirror("lied"))
        #expect(lied.exitCode == 9)
        for endpoint in liars.network.endpoints { #expect(lied.error.contains("\(endpoint)")) }
        await liars.network.stop()
        let gone = try await SilkProcess.run(liars.arguments, mirror: liars.mirror("gone"))
        #expect(gone.exitCode == 9 && gone.error.contains("the network can't be reached"))
    }

    @Test("following stops at a signal, and leaves a whole mirror", arguments: [SIGINT, SIGTERM])
    func following(signal: Int32) async throws {
        let setup = try await Setup()
        let mirror = setup.mirror("followed")
        let whole = try await SilkProcess.run(setup.arguments + ["--json"], mirror: setup.mirror("whole"))
        let count = try #require(whole.json?["accounts"] as? Int)
        let process = try SilkProcess.start(setup.arguments + ["--follow"], mirror: mirror)
        let deadline = ContinuousClock.now + .seconds(120)
        var isComplete = false
        while !isComplete, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
            let followed = (try? Mirror(path: mirror, access: .readOnly).followedAccounts()) ?? []
            isComplete = followed.count == count && followed.allSatisfy { $0.masterchainSeqno != nil }
        }
        #expect(isComplete && process.isRunning)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        let again = try await SilkProcess.run(setup.arguments + ["--json"], mirror: mirror)
        #expect(again.json?["transactions"] as? Int == 0)
        await setup.network.stop()
    }
}
