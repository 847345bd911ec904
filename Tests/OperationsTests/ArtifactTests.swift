import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// A copy of `Contracts/` that a test may spoil.
struct ContractsCopy {
    let temporary: TemporaryFolder
    var folder: URL { temporary.url.appendingPathComponent("Contracts", isDirectory: true) }
    var artifacts: URL { folder.appendingPathComponent("artifacts", isDirectory: true) }

    init() throws {
        temporary = try TemporaryFolder()
        try FileManager.default.copyItem(
            at: RecordedFixtures.packageFolder.appendingPathComponent("Contracts"), to: folder)
    }

    /// Replaces the first occurrence of a text in a file, which must have it.
    func replace(_ old: String, with new: String, in path: String) throws {
        let file = folder.appendingPathComponent(path)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let range = try #require(text.range(of: old), "\(path) has no \(old)")
        try Data(text.replacingCharacters(in: range, with: new).utf8).write(to: file)
    }

    func verification() throws -> ArtifactVerification { try ArtifactVerification(folder: artifacts) }

    /// What differs at a contract.
    func subjects(_ role: ContractRole) throws -> [String] {
        try verification().reports.first { $0.role == role }?.differences.map(\.subject) ?? []
    }
}

/// The compiled contracts as a folder of files, whole and spoilt.
@Suite("Artifacts on disk")
struct ArtifactTests {
    @Test("the project's artifacts are read, and are what their manifest says")
    func store() throws {
        let copy = try ContractsCopy()
        let store = try ArtifactStore(folder: copy.artifacts)
        #expect(store.artifacts.map(\.role) == [.root, .proxy, .worker, .client, .wallet])
        let worker = try #require(store.artifact(for: .worker))
        #expect(worker.code == (try LedgerFixture.artifact("worker")))
        #expect(worker.lowestGlobalVersion == 12)
        #expect(worker.opcodes["ext_worker_payout_request_signed"] == .workerPayoutSigned)
        #expect(worker.exitCodes["old_message"] == ExitCode(rawValue: 1000))
        #expect(worker.layout.name == "worker/4")
        #expect(store.artifact(codeHash: worker.codeHash) == worker)
        #expect(store.artifact(codeHash: .zero) == nil)
        #expect(store.artifact(for: .root)?.layout.name == "root/3|4")
    }

    @Test("a damaged or missing file, and a code that isn't the manifest's, are named")
    func damagedFiles() throws {
        let missing = try ContractsCopy()
        try FileManager.default.removeItem(at: missing.artifacts.appendingPathComponent("client.boc"))
        #expect(throws: ArtifactError.self) { try ArtifactStore(folder: missing.artifacts) }

        let damaged = try ContractsCopy()
        let file = damaged.artifacts.appendingPathComponent("proxy.boc")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let error = #expect(throws: ArtifactError.self) { try ArtifactStore(folder: damaged.artifacts) }
        #expect(error?.description.contains("proxy.boc") == true)
        #expect(try damaged.subjects(.proxy).count == 1)

        let exchanged = try ContractsCopy()
        try FileManager.default.removeItem(at: exchanged.artifacts.appendingPathComponent("worker.boc"))
        try FileManager.default.copyItem(
            at: exchanged.artifacts.appendingPathComponent("wallet.boc"),
            to: exchanged.artifacts.appendingPathComponent("worker.boc"))
        let wallet = try LedgerFixture.artifact("wallet").hash.hex
        let worker = try LedgerFixture.artifact("worker").hash.hex
        #expect(
            throws: ArtifactError.mismatch(
                path: exchanged.artifacts.appendingPathComponent("worker.boc").path, what: "code hash",
                expected: worker, found: wallet)
        ) { try ArtifactStore(folder: exchanged.artifacts) }
        #expect(try exchanged.subjects(.worker) == ["code hash", "number of cells", "number of bits", "depth"])
    }

    @Test(
        "a manifest that isn't of its schema is refused, with the place",
        arguments: [
            ("silk.artifacts/1", "silk.artifacts/2", "expected the schema silk.artifacts/1"),
            ("\"cells\": 45", "\"cells\": \"45\"", "contracts.0.cells"),
            ("\"depth\": 12", "\"depths\": 12", "contracts.0: the field depths isn't known"),
            ("\"depth\": 12,", "", "expected the field depth"),
            ("\"root.boc\"", "\"../root.boc\"", "contracts.0.code: expected the name of a file"),
            ("\"root.fc\": \"b", "\"/root.fc\": \"b", "contracts.0"),
            ("\"contract\": \"proxy\"", "\"contract\": \"root\"", "contracts.1: a second root"),
            ("\"contract\": \"proxy\"", "\"contract\": \"miner\"", "one of COCOON's contracts"),
            ("9a1247c0", "9a1247c", "8 hexadecimal digits"), ("{", "", "the whole"),
        ])
    func manifests(_ old: String, _ new: String, _ reason: String) throws {
        let copy = try ContractsCopy()
        try copy.replace(old, with: new, in: "artifacts/manifest.json")
        let error = #expect(throws: ArtifactError.self) { try ArtifactStore(folder: copy.artifacts) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test("a manifest that was changed anywhere is read or refused, and never stops the process")
    func randomManifests() throws {
        let copy = try ContractsCopy()
        let file = copy.artifacts.appendingPathComponent("manifest.json")
        let original = try Data(contentsOf: file)
        var generator = SeededGenerator(seed: 0xa471)
        var refusedCount = 0
        for round in 0..<150 {
            var bytes = original
            let position = Int.random(in: bytes.indices, using: &generator)
            if round.isMultiple(of: 3) {
                bytes = bytes.prefix(position)
            } else {
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            try bytes.write(to: file)
            if (try? ArtifactStore(folder: copy.artifacts)) == nil { refusedCount += 1 }
        }
        #expect(refusedCount > 50)
    }

    @Test("the project's artifacts agree with the project's sources")
    func verified() throws {
        let verification = try ContractsCopy().verification()
        #expect(verification.agrees, "\(verification.reports.flatMap(\.differences))")
        #expect(verification.reports.count == 5)
        for report in verification.reports {
            #expect(report.checks.contains { $0.subject == "source \(report.role).fc" })
            #expect(report.checks.contains { $0.subject == "storage \(report.role)" })
        }
    }

    @Test("what was changed in a source is found, at every contract that includes it")
    func tampered() throws {
        let source = try ContractsCopy()
        try source.replace(
            "const int error::closed = 1006", with: "const int error::closed = 1016", in: "shared/errors.fc")
        #expect(try source.subjects(.worker) == ["source shared/errors.fc", "hash of all sources", "exit code closed"])
        #expect(try source.subjects(.wallet) == ["source shared/errors.fc", "hash of all sources"])

        let storage = try ContractsCopy()
        try storage.replace(";;|  worker = owner:addr", with: ";;|  worker = holder:addr", in: "shared/worker-data.fc")
        let subjects = try storage.subjects(.worker)
        #expect(subjects.contains("storage worker") && subjects.contains("hash of the storage"))

        let included = try ContractsCopy()
        try included.replace("#include \"shared/stdlib.fc\"", with: "#include \"shared/lib.fc\"", in: "wallet.fc")
        #expect(try included.subjects(.wallet).contains("what the sources include"))

        let outside = try ContractsCopy()
        try outside.replace("#include \"shared/stdlib.fc\"", with: "#include \"../secret\"", in: "wallet.fc")
        #expect(try outside.subjects(.wallet).contains("what the sources include"))

        let gone = try ContractsCopy()
        try FileManager.default.removeItem(at: gone.folder.appendingPathComponent("worker.fc"))
        #expect(try gone.subjects(.worker).contains("source worker.fc"))

        let predecessor = try ContractsCopy()
        try predecessor.replace("279a4a96", with: "00b2c57e", in: "artifacts/manifest.json")
        #expect(try predecessor.subjects(.proxy) == ["predecessor"])

        let stranger = try ContractsCopy()
        try Data().write(to: stranger.artifacts.appendingPathComponent("old.boc"))
        #expect(try stranger.verification().strangers == ["old.boc"])
        #expect(try !stranger.verification().agrees)
    }

    @Test("two folders differ in what was changed, and in nothing else")
    func differences() throws {
        let (before, after) = (try ContractsCopy(), try ContractsCopy())
        let old = try ArtifactStore(folder: before.artifacts)
        let equal = ArtifactDifference.all(from: old, to: try ArtifactStore(folder: after.artifacts))
        #expect(equal.count == 5 && equal.allSatisfy { $0.changes.isEmpty && $0.laterReadsEarlier == true })

        try after.replace("\"unknown_op\": 1012", with: "\"unknown_operation\": 1012", in: "artifacts/manifest.json")
        try after.replace("state:uint2 tokens:uint64", with: "tokens:uint64 state:uint2", in: "artifacts/manifest.json")
        let differences = ArtifactDifference.all(from: old, to: try ArtifactStore(folder: after.artifacts))
        let changed = differences.filter { !$0.changes.isEmpty }
        #expect(changed.map(\.role) == [.root, .worker])
        #expect(changed.first?.changes.map(\.subject) == ["exit code unknown_op", "exit code unknown_operation"])
        #expect(changed.last?.changes.map(\.subject) == ["layout worker/4"])
        #expect(changed.last?.laterReadsEarlier == false)

        let proxy = try #require(old.artifact(for: .proxy))
        let predecessor = ArtifactDifference(from: proxy, to: .init(hash: proxy.predecessor, in: old))
        #expect(predecessor.changes.map(\.subject) == ["code hash"])
        #expect(predecessor.laterReadsEarlier == true && predecessor.earlierReadsLater == true)
        #expect(ArtifactDifference(from: proxy, to: .init(.empty, in: old)).laterReadsEarlier == nil)
    }
}
