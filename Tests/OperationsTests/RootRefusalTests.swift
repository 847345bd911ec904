import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// What no plan does, each with its reason.
@Suite("Refusals of plans of a root")
struct RootRefusalTests {
    private typealias Fixture = RootFixture
    private typealias Text = ManifestText

    private static func refusals(_ body: () async throws -> Void) async throws -> [PlanRefusal] {
        do {
            try await body()
        } catch PlanError.refused(let refusals) {
            return refusals
        }
        return []
    }

    private static func refusals(
        _ fixture: RootFixture, _ keys: [String: String], _ adjust: (inout RootPlanner) -> Void = { _ in }
    ) async throws -> [PlanRefusal] {
        try await refusals {
            _ = try await fixture.plan({ text in for (key, value) in keys { text[key] = value } }, adjust)
        }
    }

    @Test("a sender who isn't the owner")
    func owner() async throws {
        let fixture = try await Fixture()
        let found = try await Self.refusals(fixture, [:]) { $0.sender = LedgerFixture.stranger }
        #expect(found == [.notTheOwner(sender: LedgerFixture.stranger, owner: fixture.sender.address)])
    }

    @Test("another network, another root, another workchain")
    func place() async throws {
        let fixture = try await Fixture()
        #expect(
            try await Self.refusals(fixture, ["network": Text.quoted("testnet")])
                == [.wrongNetwork(expected: .testnet, found: .devnet)])
        let other = LedgerFixture.root
        #expect(
            try await Self.refusals(fixture, ["root": Text.quoted(other.raw)])
                == [.wrongRoot(expected: other, found: fixture.root)])
        let master = AccountAddress(workchain: -1, hash: LedgerFixture.hash(1))
        #expect(try await Self.refusals(fixture, ["owner": Text.quoted(master.raw)]) == [.workchain(master)])
        // A root elsewhere, whether the manifest names it or not.
        for named in [true, false] {
            var text = fixture.manifest
            text["root"] = named ? Text.quoted(master.raw) : nil
            let planner = try fixture.planner()
            let found = try await Self.refusals {
                _ = try await planner.plan(
                    try Fixture.read(text), for: master, on: .devnet, stage: fixture.ledger.stage,
                    identifiers: QueryIdentifiers(first: 1))
            }
            #expect(found == [.workchain(master)])
        }
    }

    @Test("an address that is for test networks alone, on the main network, and nowhere else")
    func testOnly() async throws {
        let address = "\(FriendlyAddress(address: LedgerFixture.stranger, isBounceable: false, isTestOnly: true))"
        let mainnet = try await Fixture(network: .mainnet)
        #expect(try await Self.refusals(mainnet, ["owner": Text.quoted(address)]) == [.testOnlyAddress(address)])
        let devnet = try await Fixture()
        #expect(try await Self.refusals(devnet, ["owner": Text.quoted(address)]) == [])
    }

    @Test("an address without a root")
    func noRoot() async throws {
        let fixture = try await Fixture()
        for address in [LedgerFixture.stranger, fixture.sender.address] {
            let planner = try fixture.planner()
            var text = fixture.manifest
            text["root"] = nil
            await #expect {
                _ = try await planner.plan(
                    try Fixture.read(text), for: address, on: .devnet, stage: fixture.ledger.stage,
                    identifiers: QueryIdentifiers(first: 1))
            } throws: { error in
                if case .notARoot(address, _) = error as? PlanError { true } else { false }
            }
        }
    }

    // MARK: - Codes

    @Test(
        "a code of which nothing is known, in each place",
        arguments: [.root, .proxy, .worker, .client] as [ContractRole])
    func unknownCode(role: ContractRole) async throws {
        let fixture = try await Fixture()
        let folder = try TemporaryFolder()
        let code = try Fixture.delayed(try Fixture.code(role))
        try folder.write("code.boc", code.boc())
        let key = ["code.\(role)": Text.quoted(folder.path("code.boc"))]
        #expect(try await Self.refusals(fixture, key) == [.unknownCode(role, code.hash)])
        // The whole state is no way around it.
        let whole = key.merging(["params.is_test": "true"]) { $1 }
        #expect(
            try await Self.refusals(fixture, whole) { $0.rules.allowsFullUpgrade = true }
                == [.unknownCode(role, code.hash)])
        // Nor is a new root.
        var text = Text.full
        text["code.\(role)"] = key["code.\(role)"]
        let manifest = try Fixture.read(text)
        let state = try manifest.initialState(owner: fixture.sender.address)
        var rules = RootRules()
        rules.artifacts = try Fixture.artifacts()
        #expect(rules.refusals(ofNew: state, manifest: manifest, on: .devnet) == [.unknownCode(role, code.hash)])
    }

    @Test(
        "a proxy's code as a worker's, and any as the root's", arguments: [.root, .worker, .client] as [ContractRole])
    func otherRole(role: ContractRole) async throws {
        let fixture = try await Fixture()
        let path = Fixture.artifactPath("proxy.boc")
        let found = try await Self.refusals(fixture, ["code.\(role)": Text.quoted(path)])
        #expect(
            found == [
                .layoutDiffers(role, codeHash: try Fixture.code(.proxy).hash, reason: "it is a proxy's")
            ])
    }

    @Test("a root's code that reads version 3 alone, under data of version 4")
    func rootLayout() async throws {
        let folder = try TemporaryFolder()
        let artifact = try #require(try Fixture.artifacts().artifact(for: .root))
        let lines = artifact.manifest.storage.filter { !$0.hasPrefix("key_manager") && !$0.hasPrefix("net_addr") }.map {
            $0.replacingOccurrences(of: "(=3|4)", with: "(=3)")
                .replacingOccurrences(of: " [struct_version >= 4: ^key_manager]", with: "")
        }
        let store = try Fixture.varied(in: folder, storage: [.root: lines])
        let code = try #require(store.artifact(for: .root)).codeHash
        let key = ["code.root": Text.quoted(folder.path("root.boc"))]
        for keys in [key, key.merging(["params.is_test": "true"]) { $1 }] {
            let found = try await Self.refusals(try await Fixture(), keys) { planner in
                planner.rules.artifacts = store
                planner.rules.allowsFullUpgrade = true
            }
            #expect(
                found.contains { refusal in
                    if case .layoutDiffers(.root, code, _) = refusal { true } else { false }
                })
        }
    }

    @Test("codes for children that keep another version of the params than the root")
    func childLayout() async throws {
        // The artifacts' children know version 4 alone.
        let manifest = try Fixture.read(.withoutKeys)
        var rules = RootRules()
        rules.artifacts = try Fixture.artifacts()
        let state = try manifest.initialState(owner: LedgerFixture.stranger)
        let found = rules.refusals(ofNew: state, manifest: manifest, on: .devnet)
        #expect(
            found.map { refusal in
                guard case .layoutDiffers(let role, _, let reason) = refusal else { return "" }
                return "\(role): \(reason)"
            } == ["proxy", "worker", "client"].map { "\($0): it keeps \($0)/4, and the root's struct_version is 3" })
    }

    // MARK: - The whole state

    @Test(
        "the whole state is replaced only where that is allowed",
        arguments: [
            ("params.is_test", "true", "is_test"), ("params.unique_id", "1", "unique_id"),
            ("params.prompt_multiplier", "1", "prompt_multiplier"),
            ("params.cached_multiplier", "1", "cached_multiplier"),
            ("params.completion_multiplier", "1", "completion_multiplier"),
            ("params.reasoning_multiplier", "1", "reasoning_multiplier"), ("version", "9", "version"),
            ("params.params_version", "9", "params_version"), ("registry.last_proxy_seqno", "9", "last_proxy_seqno"),
        ])
    func fullUpgrade(key: String, toml: String, name: String) async throws {
        #expect(try await Self.refusals(try await Fixture(), [key: toml]) == [.fullUpgrade([name])])
    }

    @Test("a new code that doesn't answer", arguments: [true, false])
    func silentCode(whole: Bool) async throws {
        let folder = try TemporaryFolder()
        var nothing = CellBuilder()
        try nothing.store(UInt8(0))
        // It takes every message, and does nothing.
        let store = try Fixture.varied(in: folder, codes: [.root: try nothing.build()])
        var keys = ["code.root": Text.quoted(folder.path("root.boc"))]
        if whole { keys["params.is_test"] = "true" }
        let found = try await Self.refusals(try await Fixture(), keys) { planner in
            planner.rules.artifacts = store
            planner.rules.allowsFullUpgrade = true
        }
        #expect(found.contains(.brokenUpgrade("get_cocoon_data gives 1 values, expected 10")))
    }

    @Test("counters don't go down, nor does the layout's version")
    func smaller() async throws {
        var fixture = try await Fixture()
        for queryID in 1...2 as ClosedRange<UInt64> {
            try await fixture.perform(
                .rootChangeFees(
                    RootChangeFees(
                        queryID: queryID, pricePerToken: Coins(nanoTON: 20), workerFeePerToken: Coins(nanoTON: 19))))
        }
        let keys = ["version": "1", "params.params_version": "0", "registry.last_proxy_seqno": "0"]
        #expect(
            try await Self.refusals(fixture, keys) == [
                .smaller("version", present: 2, wanted: 1), .smaller("params_version", present: 2, wanted: 0),
                .smaller("last_proxy_seqno", present: 1, wanted: 0),
            ])
        for key in ["public_key", "image_hash", "address", "keys"] {
            #expect(fixture.manifest["key_manager.\(key)"] != nil)
        }
        var text = fixture.manifest
        for key in ["public_key", "image_hash", "address", "keys"] { text["key_manager.\(key)"] = nil }
        text["params.struct_version"] = "3"
        let found = try await Self.refusals {
            _ = try await fixture.plan(text) { $0.rules.allowsFullUpgrade = true }
        }
        #expect(found.contains(.smaller("struct_version", present: 4, wanted: 3)))
        // What is there is no less.
        #expect(try await fixture.plan { $0["version"] = "2" }.isEmpty)
    }

    // MARK: - Money

    @Test("a worker fee above the price, whichever of them changes")
    func fee() async throws {
        let fixture = try await Fixture()
        let (price, fee) = (Coins(nanoTON: 20), Coins(nanoTON: 19))
        #expect(
            try await Self.refusals(fixture, ["params.worker_fee_per_token": Text.quoted("21 nanoTON")])
                == [.feeAbovePrice(fee: Coins(nanoTON: 21), price: price)])
        var text = Text.empty
        text["params.price_per_token"] = Text.quoted("18 nanoTON")
        let found = try await Self.refusals { _ = try await fixture.plan(text) }
        #expect(found == [.feeAbovePrice(fee: fee, price: Coins(nanoTON: 18))])
        #expect(
            try await Self.refusals(fixture, ["params.worker_fee_per_token": Text.quoted("20 nanoTON")]) == [])
        var new = Text.full
        new["params.worker_fee_per_token"] = Text.quoted("21 nanoTON")
        let manifest = try Fixture.read(new)
        var rules = RootRules()
        rules.artifacts = try Fixture.artifacts()
        #expect(
            rules.refusals(
                ofNew: try manifest.initialState(owner: LedgerFixture.stranger), manifest: manifest, on: .devnet)
                == [.feeAbovePrice(fee: Coins(nanoTON: 21), price: price)])
    }

    @Test("a message that carries more than the cap")
    func cap() async throws {
        let fixture = try await Fixture()
        let keys = ["registry.worker_hashes": Text.hashes(0x20, 0x21, 0x77)]
        let plan = try await fixture.plan { for (key, value) in keys { $0[key] = value } }
        let value = try #require(plan.waves.first?.messages.first).value
        func found(_ cap: UInt128) async throws -> [PlanRefusal] {
            try await Self.refusals(
                fixture, keys.merging(["limits.value_cap": Text.quoted("\(cap) nanoTON")]) { $1 })
        }
        #expect(try await found(value.nanoTON) == [])
        let cap = try #require(Coins(exactly: value.nanoTON - 1))
        #expect(try await found(cap.nanoTON) == [.valueAboveCap(value, cap: cap)])
    }

    // MARK: - Lists

    @Test(
        "a set of hashes that would be empty",
        arguments: [
            ("registry.proxy_hashes", .proxy), ("registry.worker_hashes", .worker), ("registry.models", .model),
        ]
            as [(String, RootChange.HashList)])
    func empty(key: String, list: RootChange.HashList) async throws {
        let fixture = try await Fixture()
        #expect(try await Self.refusals(fixture, [key: "[]"]) { $0.prunes = true } == [.emptyHashes(list)])
        #expect(
            try await Self.refusals(fixture, [key: "[]"]) { planner in
                planner.prunes = true
                planner.rules.allowsEmptyHashes = true
            } == [])
        // Another one in its place.
        #expect(try await Self.refusals(fixture, [key: Text.hashes(0x77)]) { $0.prunes = true } == [])
        #expect(try await Self.refusals(fixture, [key: "[]"]) == [])
    }

    @Test(
        "a proxy's text that COCOON's programs skip",
        arguments: [
            "", "10.0.0.1", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.256:80", "10.0.0:80", "host:80", "10.0.0.1:80 ",
            "10.0.0.1:80  10.0.0.1:80", "10.0.0.01:80", "[::1]:80", "10.0.0.1:80 10.0.0.1:80 10.0.0.1:80",
            "10.0.0.1:+80",
        ])
    func proxyText(text: String) async throws {
        let fixture = try await Fixture()
        for proxies in [Text.proxies((nil, text)), Text.proxies((1, text))] {
            let found = try await Self.refusals(fixture, ["registry.proxies": proxies])
            #expect(found.count == 1)
            guard case .proxyText(let reason)? = found.first else {
                Issue.record("found \(found)")
                continue
            }
            #expect(reason.contains("IPv4"))
        }
        var new = Text.full
        new["registry.proxies"] = Text.proxies((nil, text))
        let manifest = try Fixture.read(new)
        var rules = RootRules()
        rules.artifacts = try Fixture.artifacts()
        let state = try manifest.initialState(owner: LedgerFixture.stranger)
        #expect(rules.refusals(ofNew: state, manifest: manifest, on: .devnet).count == 1)
    }

    @Test("everything that is wrong is said at once")
    func all() async throws {
        let found = try await Self.refusals(
            try await Fixture(),
            [
                "params.worker_fee_per_token": Text.quoted("1 TON"), "params.is_test": "true", "registry.models": "[]",
                "registry.proxies": Text.proxies((nil, "nowhere")),
            ]
        ) { $0.prunes = true }
        #expect(found.count == 4)
        for refusal in found { #expect(!"\(refusal)".isEmpty) }
    }
}
