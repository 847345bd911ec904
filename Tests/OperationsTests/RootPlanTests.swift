import Cocoon
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// From a manifest to messages, and to what they lead to.
@Suite("Plans of a root")
struct RootPlanTests {
    private typealias Fixture = RootFixture
    private typealias Text = ManifestText

    private static func hash(_ byte: UInt8) -> Hash256 { LedgerFixture.hash(byte) }

    /// What the manifest says, and in which wave of a v4 wallet which operations follow.
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let keys: [String: String]
        let operations: [[String]]
        var prunes = false
        /// By how much the root's version and that of its params grow.
        var grows: (version: UInt32, params: UInt32)?

        var testDescription: String { name }
    }

    private static let stranger = Text.quoted(LedgerFixture.stranger.friendly(isBounceable: false))

    /// The table of the operations' page, row by row.
    static let rows: [Row] = [
        Row(
            name: "a proxy hash", keys: ["registry.proxy_hashes": Text.hashes(0x10, 0x77)],
            operations: [["71860e80"]], grows: (1, 0)),
        Row(
            name: "a worker hash", keys: ["registry.worker_hashes": Text.hashes(0x20, 0x21, 0x77)],
            operations: [["e34b1c60"]], grows: (1, 0)),
        Row(
            name: "a model", keys: ["registry.models": Text.list(["demo@1:2", "other@3:4"])],
            operations: [["c146134d"]], grows: (1, 0)),
        Row(
            name: "another proxy hash, the old one pruned", keys: ["registry.proxy_hashes": Text.hashes(0x77)],
            operations: [["71860e80", "3c41d0b2"]], prunes: true, grows: (2, 0)),
        Row(
            name: "a worker hash less", keys: ["registry.worker_hashes": Text.hashes(0x20)],
            operations: [["8d94a79a"]], prunes: true, grows: (1, 0)),
        Row(
            name: "another model", keys: ["registry.models": Text.list(["other@3:4"])],
            operations: [["c146134d", "92b11c18"]], prunes: true, grows: (2, 0)),
        Row(
            name: "a proxy more",
            keys: ["registry.proxies": Text.proxies((nil, "10.0.0.1:80 10.0.0.2:81"), (nil, "10.0.0.3:80"))],
            operations: [["927c7cb5"]], grows: (1, 0)),
        Row(
            name: "a proxy's new address", keys: ["registry.proxies": Text.proxies((1, "10.0.0.3:80"))],
            operations: [["9c7924ba"]], grows: (1, 0)),
        Row(
            name: "a proxy less", keys: ["registry.proxies": "[]"], operations: [["6d49eaf2"]], prunes: true,
            grows: (1, 0)),
        Row(
            name: "the price alone", keys: ["params.price_per_token": Text.quoted("21 nanoTON")],
            operations: [["c52ed8d4"]], grows: (1, 1)),
        Row(
            name: "the fee alone", keys: ["params.worker_fee_per_token": Text.quoted("20 nanoTON")],
            operations: [["c52ed8d4"]], grows: (1, 1)),
        Row(
            name: "a delay, which covers the price",
            keys: ["params.proxy_delay": "5", "params.price_per_token": Text.quoted("21 nanoTON")],
            operations: [["022fa189"]], grows: (1, 1)),
        Row(
            name: "the other delay", keys: ["params.client_delay": "5"], operations: [["022fa189"]], grows: (1, 1)),
        Row(
            name: "both stakes",
            keys: [
                "params.min_proxy_stake": Text.quoted("0.5 TON"), "params.min_client_stake": Text.quoted("1 gram"),
            ], operations: [["022fa189"]], grows: (1, 1)),
        Row(
            name: "a key", keys: ["key_manager.keys": Text.keys((0x42, 1), (0x43, 2))], operations: [["6e5a646a"]],
            grows: (1, 0)),
        Row(
            name: "a key's type", keys: ["key_manager.keys": Text.keys((0x42, 9))], operations: [["6e5a646a"]],
            grows: (1, 0)),
        Row(
            name: "the key manager", keys: ["key_manager.image_hash": Text.quoted(hash(0x77).hex)],
            operations: [["b01c0fe9"]], grows: (1, 0)),
        Row(name: "the owner", keys: ["owner": stranger], operations: [["c4a1ae54"]], grows: (1, 0)),
        Row(
            name: "a multiplier", keys: ["params.prompt_multiplier": "20000"], operations: [["4f7c5789"]],
            grows: (1, 1)),
        Row(name: "is_test", keys: ["params.is_test": "true"], operations: [["4f7c5789"]], grows: (1, 1)),
        Row(
            name: "unique_id and params in one",
            keys: [
                "params.unique_id": "7", "params.price_per_token": Text.quoted("21 nanoTON"), "params.proxy_delay": "5",
            ], operations: [["4f7c5789"]], grows: (1, 1)),
        Row(
            name: "the last number of a proxy", keys: ["registry.last_proxy_seqno": "9"],
            operations: [["4f7c5789"]], grows: (1, 1)),
        Row(name: "the version", keys: ["version": "50"], operations: [["4f7c5789"]], grows: (50, 1)),
        Row(
            name: "the params' version", keys: ["params.params_version": "50"], operations: [["4f7c5789"]],
            grows: (1, 50)),
        Row(
            name: "additions before the whole state",
            keys: [
                "registry.worker_hashes": Text.hashes(0x20, 0x21, 0x77), "params.is_test": "true",
                "registry.proxies": Text.proxies((nil, "10.0.0.3:80")),
                "key_manager.keys": Text.keys((0x43, 2)),
            ], operations: [["e34b1c60", "6e5a646a", "927c7cb5", "4f7c5789"], ["6d49eaf2"]], prunes: true,
            grows: (5, 1)),
        Row(
            name: "all at once, in the order of the page",
            keys: [
                "registry.proxy_hashes": Text.hashes(0x11), "registry.worker_hashes": Text.hashes(0x20, 0x22),
                "registry.models": Text.list(["other@3:4"]),
                "registry.proxies": Text.proxies((nil, "10.0.0.3:80")), "params.client_delay": "7",
                "owner": stranger,
            ],
            operations: [
                ["71860e80", "e34b1c60", "c146134d", "927c7cb5"], ["022fa189", "3c41d0b2", "8d94a79a", "92b11c18"],
                ["6d49eaf2"], ["c4a1ae54"],
            ], prunes: true, grows: (10, 1)),
    ]

    private static func plan(_ row: Row, _ fixture: RootFixture) async throws -> RootPlan {
        try await fixture.plan({ text in for (key, value) in row.keys { text[key] = value } }) { planner in
            planner.prunes = row.prunes
            planner.rules.allowsFullUpgrade = true
            planner.rules.allowsEmptyHashes = true
        }
    }

    @Test("each row of the table gives its messages, and leads where it says", arguments: rows)
    func table(row: Row) async throws {
        var fixture = try await Fixture()
        let before = try fixture.state().data
        let plan = try await Self.plan(row, fixture)
        #expect(try plan.operations() == row.operations)
        #expect(!plan.isEmpty && plan.unmanaged.isEmpty)
        for message in plan.waves.flatMap(\.messages) {
            #expect(message.gas > 5_000 && message.gas < 40_000)
            #expect(message.fees > .zero && message.value > .zero && message.isBounceable)
        }
        let folder = try TemporaryFolder()
        try await fixture.apply(plan, journal: folder.path("journal"))
        let after = try fixture.state()
        #expect(after == plan.end)
        #expect(try plan.differences(on: fixture.ledger.stage).isEmpty)
        let grows = try #require(row.grows)
        #expect(after.data.version == before.version + grows.version)
        #expect(after.data.params.paramsVersion == before.params.paramsVersion + grows.params)
        let impact = try #require(plan.impact)
        #expect(impact.movesAddresses == (grows.params > 0))
        #expect(impact.bumpCount == (grows.params > 0 ? 1 : 0))
        // What was wanted is there: nothing is left to be done, whoever owns it now.
        let again = try await Self.plan(row, fixture, sender: nil)
        #expect(again.isEmpty && again.end == after)
    }

    private static func plan(
        _ row: Row, _ fixture: RootFixture, sender: AccountAddress?
    ) async throws -> RootPlan {
        try await fixture.plan({ text in for (key, value) in row.keys { text[key] = value } }) { planner in
            planner.prunes = row.prunes
            planner.sender = sender
        }
    }

    @Test("a wallet of version 5 takes all in one wave, but for the owner", arguments: rows)
    func oneWave(row: Row) async throws {
        let fixture = try await Fixture(.v5r1)
        let plan = try await Self.plan(row, fixture)
        let all = row.operations.flatMap { $0 }
        let last = all.last == "c4a1ae54" ? [["c4a1ae54"]] : []
        let first = all.filter { $0 != "c4a1ae54" }
        #expect(try plan.operations() == (first.isEmpty ? last : [first] + last))
    }

    @Test("after its deployment a root is as its manifest says", arguments: RootFixture.Owner.allCases)
    func noChange(owner: RootFixture.Owner) async throws {
        let fixture = try await Fixture(owner)
        let plan = try await fixture.plan()
        #expect(plan.isEmpty && plan.unmanaged.isEmpty && plan.impact?.movesAddresses == false)
        // What a manifest doesn't speak of, it has no opinion about.
        #expect(try await fixture.plan(.empty).isEmpty)
    }

    @Test("a message's body is what its operation's layout says, bit by bit")
    func bodies() async throws {
        let fixture = try await Fixture()
        let plan = try await fixture.plan { text in
            text["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x77)
            text["params.price_per_token"] = Text.quoted("256 nanoTON")
        }
        let messages = plan.waves.flatMap(\.messages)
        func cell(_ hex: String) throws -> Cell {
            var builder = CellBuilder()
            try builder.store(bytes: try #require(Hex.decode(hex)))
            return try builder.build()
        }
        // Query ids count up from 1000.
        #expect(messages[0].body == (try cell("e34b1c60" + "00000000000003e8" + String(repeating: "77", count: 32))))
        // Two amounts of Coins: 2 bytes 0100, 1 byte 13, that is 20100 113, in whole bytes.
        #expect(messages[1].body == (try cell("c52ed8d4" + "00000000000003e9" + "20100113")))
        #expect(plan.base.time == Fixture.now && plan.expiresAt == Fixture.now + 86_400)
    }

    @Test("the value is one and a half times the least, in whole milliTON")
    func values() async throws {
        let fixture = try await Fixture()
        let plan = try await fixture.plan { $0["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x77) }
        let message = try #require(plan.waves.first?.messages.first)
        #expect(message.value.nanoTON % 1_000_000 == 0)
        let stage = fixture.ledger.stage
        let operation = try ContractOperation.root(fixture.root, try message.decoded())
        func failure(_ nanoTON: UInt128) async throws -> Rehearsal.Reason? {
            try await operation.carrying(try #require(Coins(exactly: nanoTON)))
                .prepared(from: fixture.sender.address, on: stage).rehearsal.failure?.reason
        }
        let prepared = try await operation.prepared(from: fixture.sender.address, on: stage)
        let least = try #require(prepared.leastValue).nanoTON
        // Excesses that are too few for the wallet's gas are a failure too, so that there may be more than one least.
        #expect(try await failure(least) == nil)
        #expect(try await failure(least - 1_000) != nil)
        #expect((least * 3 / 2..<least * 3 / 2 + 1_000_000 + 1).contains(message.value.nanoTON))
        #expect(try await failure(message.value.nanoTON) == nil)
    }

    @Test("more operations than half the transactions of a block's limit go in one wave of a wallet of version 5")
    func manyMessages() async throws {
        var fixture = try await Fixture(.v5r1)
        let hashes = (0..<200).map { SHA256.hash([UInt8($0)]).hex }
        let plan = try await fixture.plan(
            { $0["registry.worker_hashes"] = Text.list(hashes) }, { $0.prunes = true })
        #expect(plan.waves.count == 1 && plan.waves.first?.messages.count == 202)
        let folder = try TemporaryFolder()
        try await fixture.apply(plan, journal: folder.path("journal"))
        #expect(try fixture.state().data.registry?.workerHashes.keys == hashes.compactMap { Hash256(hex: $0) }.sorted())
    }

    // MARK: - Codes

    @Test("codes go in one message with all three, the root's own in another")
    func codes() async throws {
        let folder = try TemporaryFolder()
        let store = try Fixture.varied(in: folder)
        var fixture = try await Fixture()
        let before = try fixture.state()
        let worker = try #require(store.artifact(for: .worker)).code
        let plan = try await fixture.plan({
            $0["code.proxy"] = nil; $0["code.client"] = nil; $0["code.root"] = nil
        }) {
            $0.rules.artifacts = store
        }
        #expect(try plan.operations() == [["a2370f61"]])
        guard case .upgradeContracts(let proxy, worker, let client)? = try plan.changes().first else {
            Issue.record("expected the codes, found \(try plan.changes())")
            return
        }
        #expect(proxy == before.data.params.proxyCode && client == before.data.params.clientCode)
        try await fixture.apply(plan, journal: folder.path("first"))
        #expect(try fixture.state().data.params.workerCode == worker)

        let next = try await fixture.plan({ $0["code.worker"] = nil }) { $0.rules.artifacts = store }
        #expect(try next.operations() == [["a2370f61", "11aefd51"]])
        #expect(next.impact?.bumpCount == 1)
        try await fixture.apply(next, journal: folder.path("second"))
        let after = try fixture.state()
        #expect(after.code == store.artifact(for: .root)?.code && after.code != before.code)
        // The root's own code doesn't count as a change.
        #expect(after.data.version == before.data.version + 2)
        #expect(try await fixture.plan({ _ in }, { $0.rules.artifacts = store }).isEmpty)
    }

    @Test("version 3 becomes version 4 with keys, and keeps what it had", arguments: RootFixture.Owner.allCases)
    func keys(owner: RootFixture.Owner) async throws {
        var fixture = try await Fixture(owner, from: .withoutKeys)
        let before = try fixture.state()
        #expect(before.data.params.structVersion == 3 && before.data.keyManager == nil)
        var text = ManifestText.full
        text["root"] = fixture.manifest["root"]
        text["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x77)
        let plan = try await fixture.plan(text) { $0.rules.allowsFullUpgrade = true }
        #expect(try plan.operations() == [["e34b1c60", "4f7c5789"]])
        let folder = try TemporaryFolder()
        try await fixture.apply(plan, journal: folder.path("journal"))
        let after = try fixture.state().data
        #expect(after.params.structVersion == 4 && after.version == before.data.version + 2)
        let keys = try #require(after.keyManager?.value)
        #expect(keys.publicKey == Self.hash(0x40) && keys.imageHash == Self.hash(0x41))
        #expect(keys.publicKeys.keys == [Self.hash(0x42)] && keys.address.description == "10.0.0.9:90")
        #expect(after.registry?.proxyHashes == before.data.registry?.proxyHashes)
        #expect(after.registry?.modelHashes == before.data.registry?.modelHashes)
        #expect(after.registry?.registeredProxies == before.data.registry?.registeredProxies)
        #expect(after.registry?.workerHashes.keys == [0x20, 0x21, 0x77].map(Self.hash))
        #expect(try await fixture.plan(text).isEmpty)
    }

    @Test("version 4 needs the keys, and keys need version 4")
    func missingKeys() async throws {
        let fixture = try await Fixture(from: .withoutKeys)
        await #expect(throws: PlanError.self) {
            try await fixture.plan({ $0["params.struct_version"] = "4" }, { $0.rules.allowsFullUpgrade = true })
        }
        await #expect(throws: PlanError.incomplete("keys need struct_version 4, the root has 3")) {
            try await fixture.plan { $0["key_manager.keys"] = Text.keys((0x43, 2)) }
        }
        var text = ManifestText.full
        text["params.struct_version"] = "3"
        #expect(throws: PlanError.incomplete("keys need struct_version 4, the new root has 3")) {
            try Fixture.read(text).initialState(owner: fixture.sender.address)
        }
    }

    @Test(
        "a new root needs what every root has",
        arguments: [
            "code.root", "code.client", "params.unique_id", "params.price_per_token", "params.worker_fee_per_token",
            "params.proxy_delay", "params.client_delay", "params.min_proxy_stake", "params.min_client_stake",
            "key_manager.public_key", "key_manager.image_hash", "key_manager.address",
        ])
    func incomplete(key: String) throws {
        var text = ManifestText.full
        text[key] = nil
        #expect {
            try Fixture.read(text).initialState(owner: LedgerFixture.stranger)
        } throws: { error in
            guard case .incomplete(let reason) = error as? PlanError else { return false }
            return reason.contains(key.hasPrefix("code.") ? "code" : key)
        }
    }

    // MARK: - Proxies

    @Test("proxies are known by their text, each entry once, whatever number they have")
    func proxies() async throws {
        var fixture = try await Fixture()
        let address = try #require(NetworkAddress("10.0.0.3:80"))
        for queryID in 1...2 as ClosedRange<UInt64> {
            try await fixture.perform(.rootRegisterProxy(RootRegisterProxy(queryID: queryID, address: address)))
        }
        // Numbers 2 and 3 have the same text. One in the manifest stands for one of them.
        func plan(_ proxies: String, prunes: Bool = true) async throws -> RootPlan {
            try await fixture.plan({ $0["registry.proxies"] = proxies }) { $0.prunes = prunes }
        }
        let first = "10.0.0.1:80 10.0.0.2:81"
        let one = try await plan(Text.proxies((nil, first), (nil, "10.0.0.3:80")))
        #expect(try one.changes() == [.unregisterProxy(seqno: 3)])
        #expect(try await plan(Text.proxies((nil, first), (nil, "10.0.0.3:80"), (nil, "10.0.0.3:80"))).isEmpty)
        // A third one is registered, and gets the next number.
        let third = try await plan(
            Text.proxies((nil, first), (nil, "10.0.0.3:80"), (nil, "10.0.0.3:80"), (nil, "10.0.0.3:80")))
        #expect(try third.changes() == [.registerProxy(address)])
        #expect(third.end.data.registry?.registeredProxies[4] == address)
        // A number says which of them.
        let numbered = try await plan(Text.proxies((3, "10.0.0.3:80"), (nil, first)))
        #expect(try numbered.changes() == [.unregisterProxy(seqno: 2)])
        let moved = try await plan(Text.proxies((nil, "10.0.0.3:80"), (3, "10.0.0.4:80"), (1, first)))
        #expect(try moved.changes() == [.updateProxy(seqno: 3, try #require(NetworkAddress("10.0.0.4:80")))])
        let kept = try await plan(Text.proxies((nil, "10.0.0.3:80")), prunes: false)
        #expect(kept.isEmpty && kept.unmanaged == ["proxy 1, \(first)", "proxy 3, 10.0.0.3:80"])
        await #expect(throws: PlanError.self) { try await plan(Text.proxies((9, "10.0.0.3:80"))) }
    }

    @Test("what a manifest doesn't have stays, and is listed")
    func unmanaged() async throws {
        let fixture = try await Fixture()
        let plan = try await fixture.plan { text in
            text["registry.proxy_hashes"] = Text.hashes(0x11)
            text["registry.models"] = "[]"
            text["registry.worker_hashes"] = nil
        }
        #expect(try plan.changes() == [.addHash(.proxy, Self.hash(0x11))])
        let model = SHA256.hash(Array("demo@1:2".utf8))
        #expect(plan.unmanaged == ["proxy hash \(Self.hash(0x10).hex)", "model hash \(model.hex)"])
        #expect(plan.end.data.registry?.proxyHashes.keys == [0x10, 0x11].map(Self.hash))
    }

    @Test("nothing makes a plan reset a root, whatever is to be deleted")
    func reset() async throws {
        let fixture = try await Fixture(.v5r1)
        let plan = try await fixture.plan({ text in
            for list in ["proxy_hashes", "worker_hashes", "models", "proxies"] { text["registry.\(list)"] = "[]" }
        }) { planner in
            planner.prunes = true
            planner.rules.allowsEmptyHashes = true
        }
        #expect(try plan.operations() == [["3c41d0b2", "8d94a79a", "8d94a79a", "92b11c18", "6d49eaf2"]])
    }

    // MARK: - Addresses

    @Test("a plan shows where each proxy would lie before and after")
    func impact() async throws {
        var fixture = try await Fixture()
        let params = try fixture.state().data.params
        let proxyOwner = LedgerFixture.proxyOwner
        let state = try ContractDerivation.proxyState(
            owner: proxyOwner, proxyKey: Self.hash(0x50), root: fixture.root, rootParams: params)
        let proxy = try state.address()
        try fixture.place(state, at: proxy, nanoTON: 1_000_000_000)
        // One of another root, and one that doesn't lie where it should.
        let other = try ContractDerivation.proxyState(
            owner: proxyOwner, proxyKey: Self.hash(0x50), root: LedgerFixture.root, rootParams: params)
        try fixture.place(other, at: try other.address(), nanoTON: 1_000_000_000)
        try fixture.place(state, at: AccountAddress(hash: Self.hash(0x51)), nanoTON: 1_000_000_000)

        let plan = try await fixture.plan { $0["params.price_per_token"] = Text.quoted("21 nanoTON") }
        var next = params
        next.pricePerToken = Coins(nanoTON: 21)
        next.paramsVersion += 1
        let moved = try ContractDerivation.proxyState(
            owner: proxyOwner, proxyKey: Self.hash(0x50), root: fixture.root, rootParams: next
        ).address()
        let impact = try #require(plan.impact)
        #expect(impact.presentVersion == 0 && impact.nextVersion == 1 && impact.bumpCount == 1)
        #expect(impact.proxies.map(\.address) == [proxy] && impact.proxies.first?.owner == proxyOwner)
        #expect(impact.proxies.first?.present == proxy && impact.proxies.first?.next == moved && moved != proxy)
        // Hashes move nothing.
        let hashes = try await fixture.plan { $0["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x77) }
        #expect(hashes.impact?.movesAddresses == false && hashes.impact?.proxies.first?.next == proxy)
    }

    @Test("prices, delays and codes at once take as few numbers of the params as there are messages")
    func bumps() async throws {
        let folder = try TemporaryFolder()
        let store = try Fixture.varied(in: folder)
        let fixture = try await Fixture()
        func plan(_ change: (inout ManifestText) -> Void, allows: Bool = false) async throws -> RootPlan {
            try await fixture.plan(change) { planner in
                planner.rules.artifacts = store
                planner.rules.allowsFullUpgrade = allows
            }
        }
        let two = try await plan { text in
            text["params.price_per_token"] = Text.quoted("21 nanoTON")
            text["params.client_delay"] = "9"
        }
        #expect(try two.operations() == [["022fa189", "a2370f61", "11aefd51"]])
        #expect(two.impact?.bumpCount == 2 && two.impact?.nextVersion == 2)
        // The whole state has it all.
        let one = try await plan({ $0["params.is_test"] = "true" }, allows: true)
        #expect(try one.operations() == [["4f7c5789"]])
        #expect(one.impact?.bumpCount == 1 && one.impact?.nextVersion == 1)
    }
}
