import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONWallets
import Testing

/// A plan is carried out once and whole, whatever the network, the disk and others do meanwhile.
@Suite("Carrying out plans of a root")
struct RootApplicationTests {
    private typealias Fixture = RootFixture
    private typealias Text = ManifestText

    /// Two waves of a v4 wallet: four hashes, then one and the price.
    static func plan(_ fixture: RootFixture) async throws -> RootPlan {
        try await fixture.plan { text in
            text["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x71, 0x72, 0x73, 0x74, 0x75)
            text["params.price_per_token"] = Text.quoted("21 nanoTON")
        }
    }

    /// A plan of two waves, and where its journal is.
    struct Setting {
        let fixture: RootFixture
        let plan: RootPlan
        let folder: TemporaryFolder
        var path: String { folder.path("journal") }

        init(_ owner: RootFixture.Owner = .v4r2) async throws {
            fixture = try await RootFixture(owner)
            plan = try await RootApplicationTests.plan(fixture)
            folder = try TemporaryFolder()
        }

        func run(_ network: ScriptedNetwork) async throws {
            try await fixture.apply(plan, on: network, journal: path)
        }

        func records() throws -> [PlanJournal.Record] { try RootFixture.journal(plan, path).records }

        /// The kinds of the journal's lines.
        func events() throws -> [String] {
            try records().map { record in
                switch record {
                case .plan: "plan"
                case .attempt(let attempt): "attempt \(attempt.wave)"
                case .received(let wave, let reception): "\(reception) \(wave)"
                case .result(let result): "\(result.failure == nil ? "done" : "failed") \(result.wave)"
                case .done: "done"
                }
            }
        }

        /// All is as planned, and each message arrived once.
        func expectDone(_ network: ScriptedNetwork) async throws {
            let ledger = await network.ledger
            #expect(try fixture.state(ledger) == plan.end)
            let count = plan.waves.reduce(0) { $0 + $1.messages.count }
            #expect(fixture.rootTransactionCount(ledger) == 1 + count)
            #expect(try events().last == "done" && events().count { $0 == "done" } == 1)
        }

        func expectNothing(_ network: ScriptedNetwork, sent: Int = 0) async throws {
            #expect(await network.sent.count == sent)
            #expect(try events().count { $0.hasPrefix("attempt") } == sent)
        }
    }

    private static func isStale(_ error: any Error) -> Bool {
        if case .stale = error as? ApplicationError { true } else { false }
    }

    static let twoWaves = [
        "plan", "attempt 0", "accepted 0", "done 0", "attempt 1", "accepted 1", "done 1", "done",
    ]

    @Test("waves lead to the planned state, and another run has nothing to do", arguments: RootFixture.Owner.allCases)
    func done(owner: RootFixture.Owner) async throws {
        let setting = try await Setting(owner)
        let network = ScriptedNetwork(setting.fixture.ledger)
        #expect(setting.plan.waves.count == (owner == .v4r2 ? 2 : 1))
        try await setting.run(network)
        try await setting.expectDone(network)
        #expect(try setting.events() == (owner == .v4r2 ? Self.twoWaves : Array(Self.twoWaves[..<4]) + ["done"]))
        try await setting.run(network)
        try await setting.expectDone(network)
        #expect(await network.sent.count == setting.plan.waves.count)
        // What is noted is what happened.
        let ledger = await network.ledger
        let results = try setting.records().compactMap { record -> PlanJournal.Result? in
            if case .result(let result) = record { result } else { nil }
        }
        #expect(results.last?.rootTransaction == (try ledger.account(setting.fixture.root).lastTransactionHash))
        for result in results {
            #expect(ledger.transactions.contains { $0.transaction.hash == result.transaction })
        }
    }

    @Test("a plan without messages is carried out, and sends nothing")
    func empty() async throws {
        let setting = try await Setting()
        let plan = try await setting.fixture.plan()
        let network = ScriptedNetwork(setting.fixture.ledger)
        try await setting.fixture.apply(plan, on: network, journal: setting.path)
        #expect(await network.sent.isEmpty)
        let other = ScriptedNetwork(setting.fixture.ledger)
        try await other.happen(.message(try Fixture.message(to: setting.fixture.root, nanoTON: 1_000)))
        await #expect {
            try await setting.fixture.apply(plan, on: other, journal: setting.folder.path("other"))
        } throws: {
            Self.isStale($0)
        }
    }

    // MARK: - Others

    @Test("any message to the root after the plan makes it stale, whenever it comes", arguments: 1...3)
    func stale(number: Int) async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger)
        let transfer = try Fixture.message(to: setting.fixture.root, nanoTON: 1_000)
        // Before the first look at the root, before the request is made, and while it is signed.
        await network.happen(.message(transfer), before: .stage, number: number)
        await #expect { try await setting.run(network) } throws: { Self.isStale($0) }
        try await setting.expectNothing(network)
        // It stays stale.
        await #expect { try await setting.run(network) } throws: { Self.isStale($0) }
        try await setting.expectNothing(network)
    }

    @Test("a message between two waves stops the second", arguments: 4...5)
    func staleBetween(number: Int) async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger)
        let transfer = try Fixture.message(to: setting.fixture.root, nanoTON: 1_000)
        await network.happen(.message(transfer), before: .stage, number: number)
        await #expect { try await setting.run(network) } throws: { Self.isStale($0) }
        try await setting.expectNothing(network, sent: 1)
        #expect(try setting.events().last == "done 0")
    }

    @Test("a message on the way at the same time: what a whole state may have overwritten is said")
    func overtaken() async throws {
        let fixture = try await RootFixture()
        let transfer = try Fixture.message(to: fixture.root, nanoTON: 1_000)
        let folder = try TemporaryFolder()
        for (index, key) in ["params.is_test", "params.client_delay"].enumerated() {
            let plan = try await fixture.plan {
                $0[key] = index == 0 ? "true" : "9"
            } _: {
                $0.rules.allowsFullUpgrade = true
            }
            let network = ScriptedNetwork(fixture.ledger)
            // Behind the last look at the root.
            await network.happen(.message(transfer), before: .send, number: 1)
            let path = folder.path("journal \(index)")
            if index == 0 {
                for _ in 0..<2 {
                    await #expect {
                        try await fixture.apply(plan, on: network, journal: path)
                    } throws: { error in
                        guard case .failed(0, let reason) = error as? ApplicationError else { return false }
                        return reason.contains("somebody else's message came between")
                    }
                }
            } else {
                try await fixture.apply(plan, on: network, journal: path)
            }
            #expect(try fixture.state(await network.ledger) == plan.end)
            #expect(await network.sent.count == 1)
        }
    }

    @Test("a wallet that was used by another between attempt and resumption")
    func walletUsed() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        try await network.happen(.message(try await setting.fixture.otherRequest()))
        await #expect { try await setting.run(network) } throws: { Self.isStale($0) }
        try await setting.expectNothing(network, sent: 1)
    }

    @Test("a message to the root while the own one is lost: it isn't sent again")
    func staleResumption() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        try await network.happen(.message(try Fixture.message(to: setting.fixture.root, nanoTON: 1_000)))
        await #expect { try await setting.run(network) } throws: { Self.isStale($0) }
        try await setting.expectNothing(network, sent: 1)
    }

    // MARK: - The network

    private static func isUnknown(_ error: any Error) -> Bool {
        if case .outcomeUnknown(0, _) = error as? ApplicationError { true } else { false }
    }

    @Test("an answer that was lost: the transaction is found, and nothing sent again")
    func answerLost() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.answerLost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        #expect(try setting.events() == ["plan", "attempt 0"])
        try await setting.run(network)
        try await setting.expectDone(network)
        #expect(await network.sent.count == 2)
    }

    @Test("a message that was lost is sent again, byte by byte")
    func lost() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost, .refused, .lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        await #expect { try await setting.run(network) } throws: { error in
            error as? ApplicationError == .rejected(wave: 0, "no")
        }
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        try await setting.run(network)
        try await setting.expectDone(network)
        let sent = await network.sent
        #expect(sent.count == 5 && Set(sent[..<4]).count == 1)
    }

    @Test("that the network knows a message already is no failure")
    func duplicate() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.duplicate, .refusedCopy])
        try await setting.run(network)
        try await setting.expectDone(network)
        #expect(try setting.events().contains("duplicate 0"))
    }

    @Test("a message that is processed while it is looked for isn't taken for another's")
    func delayed() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        await network.happen(.message(try #require(await network.sent.first)), before: .stage, number: 1)
        try await setting.run(network)
        try await setting.expectDone(network)
        #expect(await network.sent.count == 2)
    }

    @Test("a request that expired is signed again, once, and not a second earlier")
    func expired() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost, .lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        try await network.happen(.time(599))
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        #expect(try setting.events() == ["plan", "attempt 0"])
        try await network.happen(.time(1))
        try await setting.run(network)
        try await setting.expectDone(network)
        let sent = await network.sent
        #expect(sent.count == 4 && sent[0] == sent[1] && sent[1] != sent[2])
        #expect(try setting.events().count { $0 == "attempt 0" } == 2)
    }

    @Test("a plan that expired isn't begun, and one that is begun is finished")
    func planExpired() async throws {
        let setting = try await Setting()
        let expired = ScriptedNetwork(setting.fixture.ledger)
        try await expired.happen(.time(86_400))
        let refusal = ApplicationError.refused([
            .expired(at: Fixture.now + 86_400, now: Fixture.now + 86_400)
        ])
        await #expect(throws: refusal) { try await setting.run(expired) }
        try await setting.expectNothing(expired)
        // A first wave that never arrived is no beginning.
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost, .accepted, .lost])
        await #expect { try await setting.run(network) } throws: { Self.isUnknown($0) }
        let late = ScriptedNetwork(setting.fixture.ledger)
        try await late.happen(.time(86_400))
        await #expect(throws: refusal) { try await setting.run(late) }
        await #expect(throws: ApplicationError.outcomeUnknown(wave: 1, "no answer")) { try await setting.run(network) }
        try await network.happen(.time(86_400))
        try await setting.run(network)
        try await setting.expectDone(network)
    }

    // MARK: - Signing

    @Test("requests are signed elsewhere, one after the other")
    func elsewhere() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.answerLost])
        func step(_ signing: RootApplication<ScriptedNetwork>.Signing) async throws -> UnsignedRequest? {
            switch try await setting.fixture.apply(setting.plan, on: network, journal: setting.path, signing) {
            case .done: return nil
            case .unsigned(let request, _): return request
            }
        }
        let first = try #require(try await step(.later))
        try await setting.expectNothing(network)
        // It goes through a document, as it would.
        let read = try UnsignedRequest(document: try first.document())
        let signature = try Fixture.sign(read)
        await #expect { _ = try await step(.given(read, signature)) } throws: { Self.isUnknown($0) }
        // The same command once more: it arrived, and the next request is handed out.
        let second = try #require(try await step(.given(read, signature)))
        #expect(second.hash != first.hash)
        for hash in [first.hash, second.hash] {
            let wrong = RequestSignature(
                hash: hash, publicKey: signature.publicKey, signature: signature.signature)
            await #expect {
                _ = try await step(.given(second, wrong))
            } throws: { error in
                if case .signer = error as? ApplicationError { true } else { false }
            }
        }
        #expect(await network.sent.count == 1)
        #expect(try await step(.given(second, try Fixture.sign(second))) == nil)
        try await setting.expectDone(network)
    }

    @Test("a signed request for something else isn't sent")
    func otherRequest() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger)
        let transfer = try WalletMessage.transfer(
            to: LedgerFixture.stranger, amount: LedgerFixture.ton(1), bounces: false)
        let other = try UnsignedRequest(
            wallet: setting.fixture.sender.wallet,
            request: WalletRequest(
                try setting.fixture.sender.replayProtection(on: setting.fixture.ledger.stage, lifetime: 60),
                messages: [transfer]))
        let signature = try Fixture.sign(other)
        await #expect(throws: ApplicationError.self) {
            try await setting.fixture.apply(
                setting.plan, on: network, journal: setting.path, .given(other, signature))
        }
        try await setting.expectNothing(network)
    }

    @Test("the signer's refusal and another's key leave the journal without an attempt")
    func signers() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger)
        await #expect(throws: ApplicationError.signer(.foreignMessage("no"))) {
            try await setting.fixture.apply(
                setting.plan, on: network, journal: setting.path,
                .here { _ throws(WalletError) in throw .foreignMessage("no") })
        }
        try await setting.expectNothing(network)
    }

    @Test("a wallet with too few coins: the rehearsal fails, and nothing is sent")
    func tooFewCoins() async throws {
        var fixture = try await RootFixture()
        let plan = try await Self.plan(fixture)
        let balance = try fixture.ledger.account(fixture.sender.address).account().balance.coins.nanoTON
        let transfer = try WalletMessage.transfer(
            to: LedgerFixture.stranger, amount: try #require(Coins(exactly: balance - 20_000_000)), bounces: false)
        let request = WalletRequest(
            try fixture.sender.replayProtection(on: fixture.ledger.stage, lifetime: 60), messages: [transfer])
        let prepared = try await fixture.sender.prepare(request, on: fixture.ledger.stage)
        try await fixture.ledger.send(try prepared.external(signedBy: fixture.pair).cell)
        let folder = try TemporaryFolder()
        let network = ScriptedNetwork(fixture.ledger)
        await #expect {
            try await fixture.apply(plan, on: network, journal: folder.path("journal"))
        } throws: { error in
            if case .rehearsalFailed(0, _) = error as? ApplicationError { true } else { false }
        }
        #expect(await network.sent.isEmpty)
        #expect(try Fixture.journal(plan, folder.path("journal")).records.count == 1)
    }

    @Test("a plan isn't carried out by another wallet, nor on another network")
    func wrongPlace() async throws {
        let setting = try await Setting()
        let other = try await RootFixture(.v5r1)
        let network = ScriptedNetwork(setting.fixture.ledger)
        await #expect(
            throws: ApplicationError.refused([
                .notTheOwner(sender: other.sender.address, owner: setting.fixture.sender.address)
            ])
        ) { try await other.apply(setting.plan, on: network, journal: setting.path) }
        let testnet = ScriptedNetwork(try await RootFixture(network: .testnet).ledger)
        await #expect(
            throws: ApplicationError.refused([.wrongNetwork(expected: .devnet, found: .testnet)])
        ) { try await setting.run(testnet) }
        #expect(await network.sent.isEmpty)
        #expect(await testnet.sent.isEmpty)
    }

    // MARK: - Multisig

    @Test("a multisig that owns the root carries the plan out as one order")
    func multisig() async throws {
        var fixture = try await RootFixture()
        let signers = [LedgerFixture.proxyOwner, LedgerFixture.workerOwner]
        let configuration = try MultisigConfiguration(threshold: 2, signers: signers)
        let multisig = MultisigV2(data: MultisigData(configuration: configuration))
        let address = try multisig.address()
        try fixture.place(try multisig.stateInit(), at: address, nanoTON: 20_000_000_000)
        // The ledger has no public libraries: the order's code lies there itself.
        let order = try MultisigV2.orderAddress(of: address, seqno: 0)
        try fixture.place(
            StateInit(
                code: WalletCode.multisigOrderV2, data: try MultisigOrderData(multisig: address, seqno: 0).cell()),
            at: order, nanoTON: 1_000_000_000)
        try await fixture.perform(.rootChangeOwner(RootChangeOwner(queryID: 1, newOwner: address)))

        let plan = try await fixture.plan { text in
            text["registry.worker_hashes"] = Text.hashes(0x20, 0x21, 0x71, 0x72, 0x73, 0x74, 0x75)
            text["params.client_delay"] = "9"
        } _: { planner in
            planner.sender = address
            planner.messagesPerRequest = 255
        }
        #expect(plan.owner == address && plan.waves.count == 1)
        #expect(try !plan.differences(on: fixture.ledger.stage).isEmpty)
        let proposal = try MultisigV2.proposal(
            of: try plan.order(), to: address, configuration: configuration, by: signers[0],
            expiration: UInt64(fixture.ledger.now) + 3600, amount: LedgerFixture.ton(20))
        let approval = try MultisigV2.approval(
            of: order, signers: signers, by: signers[1], amount: LedgerFixture.ton(10))
        for (message, source) in [(proposal, signers[0]), (approval, signers[1])] {
            let read = try Message(cell: message.message)
            var info = try #require(read.info.internalInfo)
            info.source = MessageAddress(source)
            try await fixture.ledger.send(
                try Message(
                    fitting: .internal(info), stateInit: read.stateInit, stateInitPlacement: read.stateInitPlacement,
                    body: read.body
                ).cell())
        }
        #expect(try plan.differences(on: fixture.ledger.stage).isEmpty)
        #expect(try fixture.state() == plan.end)
    }

    // MARK: - Secrets

    @Test("nothing that is written or said has the seed in it")
    func secrecy() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.lost, .refused])
        var texts: [String] = []
        for _ in 0..<2 {
            do {
                try await setting.run(network)
            } catch {
                texts.append("\(error) \(String(reflecting: error))")
            }
        }
        #expect(texts.count == 2)
        let request = try await setting.fixture.apply(
            setting.plan, on: ScriptedNetwork(setting.fixture.ledger), journal: setting.folder.path("other"), .later)
        guard case .unsigned(let unsigned, 0) = request else {
            Issue.record("expected a request")
            return
        }
        texts.append(String(decoding: try unsigned.document(), as: UTF8.self))
        texts.append(String(decoding: try Fixture.sign(unsigned).document(), as: UTF8.self))
        texts.append(String(decoding: try setting.plan.document(), as: UTF8.self))
        texts.append("\(unsigned) \(setting.fixture.pair) \(setting.fixture.sender)")
        texts.append(String(reflecting: setting.fixture))
        try await setting.run(network)
        try await setting.expectDone(network)
        texts.append(String(decoding: try Data(contentsOf: URL(fileURLWithPath: setting.path)), as: UTF8.self))
        let seed = Fixture.seed.bytes
        let traces =
            [Hex.encode(seed), Hex.encode(seed).uppercased()]
            + (0..<3).map { shift in
                // Whole groups of four letters, wherever the seed starts within three bytes.
                let text = Base64.encode([UInt8](repeating: 0, count: shift) + seed)
                return String(text.dropFirst(shift == 0 ? 0 : 4).prefix(36))
            }
        for text in texts {
            for trace in traces {
                #expect(!text.contains(trace))
                #expect(!text.contains(trace.prefix(24)))
            }
        }
        // The search itself finds what is there.
        #expect(Base64.encode([1] + seed).contains(traces[3]) && Base64.encode([1, 2] + seed).contains(traces[4]))
    }
}
