import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// What is known of the storage of codes.
@Suite("Storage layouts")
struct StorageLayoutTests {
    private static func store() throws -> ArtifactStore {
        try ArtifactStore(folder: RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts"))
    }

    @Test("the layouts of the main network's version 4 are ours, in other words")
    func compatible() throws {
        let store = try Self.store()
        for role in [ContractRole.proxy, .worker, .client, .wallet] {
            let artifact = try #require(store.artifact(for: role))
            let theirs = try #require(StorageLayout.known(codeHash: artifact.predecessor, in: store))
            #expect(theirs.evidence == .recordedData)
            #expect(theirs.reads(artifact.layout) && artifact.layout.reads(theirs))
            #expect(theirs == artifact.layout)
            #expect(theirs.hash == artifact.layout.hash)
            #expect(StorageLayout.known(codeHash: artifact.codeHash, in: nil) == nil)
        }
        let root = try #require(store.artifact(for: .root))
        let theirs = try #require(StorageLayout.known(codeHash: root.predecessor, in: store))
        // Ours takes the data over, and theirs doesn't take ours.
        #expect(root.layout.reads(theirs) && !theirs.reads(root.layout))
        #expect(theirs.evidence == .description)
        #expect(StorageLayout.mainnet.count == CodeHashes.all.count)
    }

    @Test("roles and versions don't read each other")
    func apart() throws {
        for (hash, layout) in StorageLayout.mainnet {
            for (otherHash, other) in StorageLayout.mainnet where otherHash != hash { #expect(!layout.reads(other)) }
        }
    }

    @Test("words, order and spaces don't count, names and order of fields do")
    func canonical() throws {
        func layout(_ lines: String...) throws -> StorageLayout {
            try StorageLayout(role: .worker, lines: lines, evidence: .sources)
        }
        let one = try layout("worker = owner:addr ^[a:uint8 b:uint8]", "unused = a:coins")
        #expect(one == (try layout("inner = a:uint8  b:uint8", "worker = owner:addr   ^inner")))
        #expect(one == (try layout("inner = a:uint8 rest", "rest = b:uint8", "worker = owner:addr ^inner")))
        #expect(one != (try layout("worker = owner:addr ^[b:uint8 a:uint8]")))
        #expect(one != (try layout("worker = holder:addr ^[a:uint8 b:uint8]")))
        #expect(one.name == "worker" && one.forms.count == 1)
        let both = try layout("worker = struct_version:uint8(=4|3) [struct_version >= 4: ^more]", "more = x:coins")
        #expect(both.name == "worker/3|4")
        #expect(both.forms.map(\.text) == ["struct_version:uint8(=3)", "struct_version:uint8(=4) ^[x:coins]"])
    }

    @Test(
        "lines that mean nothing are refused",
        arguments: [
            ["worker = owner"], ["worker = ^worker"], ["worker = a:uint0"], ["worker = a:uint300"], ["worker: a"],
            ["worker = ^[a:addr"], ["worker = a:addr]"], ["worker = a:thing"], ["root = a:addr"], [],
            ["worker = a:addr", "worker = b:addr"], ["worker = struct_version:uint8"],
            ["worker = " + String(repeating: "^[", count: 100_000)],
            (["worker = a0"] + (0..<15).map { "a\($0) = ^a\($0 + 1) ^a\($0 + 1) ^a\($0 + 1) ^a\($0 + 1)" } + [
                "a15 = a:addr"
            ]),
        ])
    func refused(_ lines: [String]) throws {
        #expect(throws: StorageLayoutError.self) {
            try StorageLayout(role: .worker, lines: lines, evidence: .sources)
        }
    }

    @Test("data of another layout is refused")
    func wrongData() throws {
        let layout = try #require(try Self.store().artifact(for: .wallet)?.layout)
        let data = WalletData(publicKey: .zero, owner: AccountAddress(hash: .zero))
        #expect(try layout.form(of: try data.cell()).name == "wallet")
        var longer = CellBuilder()
        try longer.store(data)
        try longer.store(bit: true)
        let cell = try longer.build()
        #expect(throws: StorageLayoutError.self) { try layout.form(of: cell) }
        #expect(throws: StorageLayoutError.self) { try layout.form(of: .empty) }
    }
}

/// The data that the main network's codes wrote, read by their layouts.
@Suite(
    "Storage layouts of recorded contracts",
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedStorageLayoutTests {
    private struct State: Decodable {
        struct Result: Decodable {
            let code: String
            let data: String
        }

        let result: Result
    }

    @Test("every recorded state of a contract is of its code's layout")
    func states() throws {
        let store = try ArtifactStore(
            folder: RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts"))
        var counts: [String: Int] = [:]
        for name in RecordedFixtures.names(in: "chain/states", suffix: ".json") {
            let state = try RecordedFixtures.json(State.self, "chain/states/\(name)").result
            guard let codeBytes = Base64.decode(state.code), !codeBytes.isEmpty,
                let dataBytes = Base64.decode(state.data), !dataBytes.isEmpty
            else { continue }
            let code = try Cell(boc: codeBytes)
            guard let layout = StorageLayout.known(codeHash: code.hash, in: store) else { continue }
            let data = try Cell(boc: dataBytes)
            let form = try layout.form(of: data)
            let artifact = try #require(store.artifact(for: layout.role))
            #expect(artifact.layout.reads(form))
            counts[form.name, default: 0] += 1
            // No other role's layout takes it.
            for other in store.artifacts where other.role != layout.role {
                #expect(throws: StorageLayoutError.self) { try other.layout.form(of: data) }
            }
        }
        // One worker of the 26 was never deployed.
        #expect(counts == ["proxy/4": 3, "worker/4": 25, "client/4": 17, "wallet": 19])
    }

    @Test(
        "data from the main network itself has the layouts",
        arguments: [
            ("RootStorageDecode", ContractRole.root, "root/4"), ("ClientStorageDecode", .client, "client/4"),
            ("WalletStorageDecode", .wallet, "wallet"),
        ])
    func mainnet(_ name: String, _ role: ContractRole, _ form: String) throws {
        struct Storage: Decodable {
            let bocHex: String

            enum CodingKeys: String, CodingKey {
                case bocHex = "boc_hex"
            }
        }
        let store = try ArtifactStore(
            folder: RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts"))
        let storage = try RecordedFixtures.json(Storage.self, "cocoon/storage/\(name).json")
        let data = try Cell(boc: try #require(Hex.decode(storage.bocHex)), reading: .reference)
        #expect(try store.artifact(for: role)?.layout.form(of: data).name == form)
    }
}
