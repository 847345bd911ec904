import Cocoon
import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// The committed artifacts: their manifest, against codes, sources and what the `Cocoon` module knows.
@Suite("Artifacts")
struct ArtifactTests {
    private struct Manifest: Decodable {
        struct Contract: Decodable {
            let contract: String
            let code: String
            let codeHash: String
            let cells: Int
            let depth: UInt16
            let predecessor: String
            let sources: [String: String]
            let storage: [String]
            let storageSha256: String
            let opcodes: [String: String]
            let exitCodes: [String: Int32]
        }

        let schema: String
        let compiler: String
        let contracts: [Contract]
    }

    private static let folder = RecordedFixtures.packageFolder.appendingPathComponent("Contracts", isDirectory: true)

    private static func manifest() throws -> Manifest {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: folder.appendingPathComponent("artifacts/manifest.json"))
        return try decoder.decode(Manifest.self, from: data)
    }

    @Test("all contracts are there, and the codes are what the manifest says")
    func codes() throws {
        let manifest = try Self.manifest()
        #expect(manifest.schema == "silk.artifacts/1")
        #expect(Set(manifest.contracts.map(\.contract)) == ["root", "proxy", "worker", "client", "wallet"])
        for contract in manifest.contracts {
            let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent("artifacts/\(contract.code)")))
            let cell = try Cell(boc: bytes)
            #expect(cell.hash.hex == contract.codeHash)
            #expect(cell.depth == contract.depth)
            #expect(CodeHashes.all.contains { $0.hash.hex == contract.predecessor })
        }
    }

    @Test("the sources are those that were compiled")
    func sources() throws {
        for contract in try Self.manifest().contracts {
            #expect(contract.sources["\(contract.contract).fc"] != nil)
            for (path, digest) in contract.sources {
                let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(path)))
                #expect(SHA256.hash(bytes).hex == digest, "\(path): run Tools/contracts")
            }
            let layout = contract.storage.map { $0 + "\n" }.joined()
            #expect(SHA256.hash(Array(layout.utf8)).hex == contract.storageSha256)
        }
    }

    @Test("operations and exit codes are those that the library knows")
    func names() throws {
        var used: Set<String> = []
        for contract in try Self.manifest().contracts {
            for (name, number) in contract.opcodes where name != "text" {
                let opcode = try #require(UInt32(number, radix: 16))
                #expect(Opcode(name: name)?.rawValue == opcode, "\(name)")
                used.insert(name)
            }
            for (name, number) in contract.exitCodes where name != "short_of_coins" {
                #expect(ExitCode(rawValue: number).name == name)
            }
        }
        let handled = Opcode.known.filter { $0.receiver != nil }.compactMap(\.name)
        for name in handled { #expect(used.contains(name), "\(name)") }
    }

    /// Says what is skipped where the recorded data is absent.
    @Test(
        "the main network's codes are there too",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func mainnet() throws {
        let codes = try ContractCodes.mainnet()
        for (role, code) in [
            (ContractRole.proxy, codes.proxy), (.worker, codes.worker), (.client, codes.client),
            (.wallet, codes.wallet),
        ] { #expect(CodeHashes.hint(for: code.hash)?.role == role) }
        #expect(ContractCodes.both.count == 2)
    }
}
