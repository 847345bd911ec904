import Cocoon
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// The root's operations on a recorded root, and the wallet's on mainnet's own code.
@Suite("Operations of root and wallet", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RootAndWalletTests {
    private typealias Fixture = LedgerFixture

    private static let root = "4fb8c0b7a5fc2d561f947b12e87580fe30988009aaaa9438b4bb3e51fd117c17"

    private static func withRoot() throws -> (fixture: LedgerFixture, root: AccountAddress, owner: AccountAddress) {
        var fixture = try Fixture()
        // The recorded chain ends later than that.
        try fixture.ledger.advance(bySeconds: 90 * 86_400)
        let address = AccountAddress(hash: try #require(Hash256(hex: root)))
        try fixture.ledger.setAccount(try Fixture.recorded(root), at: address)
        return (fixture, address, try fixture.data(address, as: RootData.self).owner)
    }

    @Test("every operation of the root's owner does what it says")
    func root() async throws {
        var (fixture, root, owner) = try Self.withRoot()
        let start = try fixture.data(root, as: RootData.self)
        func perform(_ message: CocoonMessage) async throws -> RootData {
            let prepared = try await fixture.perform(try .root(root, message), from: owner)
            #expect(prepared.value.nanoTON < 100_000_000 && prepared.isBounceable)
            return try fixture.data(root, as: RootData.self)
        }
        let hash = Fixture.hash(0x77)
        func change(_ op: Opcode) -> RootHashChange { RootHashChange(op: op, queryID: 1, hash: hash) }
        var data = try await perform(.rootAddWorkerType(change(.rootAddWorkerType)))
        #expect(data.registry?.workerHashes.contains(hash) == true)
        data = try await perform(.rootDeleteWorkerType(change(.rootDeleteWorkerType)))
        #expect(data.registry?.workerHashes == start.registry?.workerHashes)
        data = try await perform(.rootAddModelType(change(.rootAddModelType)))
        #expect(data.registry?.modelHashes.contains(hash) == true)
        data = try await perform(.rootDeleteModelType(change(.rootDeleteModelType)))
        #expect(data.registry?.modelHashes == start.registry?.modelHashes)
        data = try await perform(.rootAddProxyType(change(.rootAddProxyType)))
        #expect(data.registry?.proxyHashes.contains(hash) == true)
        data = try await perform(.rootDeleteProxyType(change(.rootDeleteProxyType)))
        #expect(data.registry?.proxyHashes == start.registry?.proxyHashes)
        #expect(data.version == start.version + 6)

        data = try await perform(
            .rootChangeFees(
                RootChangeFees(
                    queryID: 2, pricePerToken: Coins(nanoTON: 30), workerFeePerToken: Coins(nanoTON: 25))))
        #expect(data.params.pricePerToken.nanoTON == 30 && data.params.workerFeePerToken.nanoTON == 25)
        data = try await perform(
            .rootChangeParams(
                RootChangeParams(
                    queryID: 3, pricePerToken: Coins(nanoTON: 31), workerFeePerToken: Coins(nanoTON: 26),
                    proxyDelay: 100, clientDelay: 200, minimumProxyStake: Fixture.ton(10),
                    minimumClientStake: Fixture.ton(20))))
        #expect(data.params.clientDelay == 200 && data.params.minimumClientStake == Fixture.ton(20))
        #expect(data.params.paramsVersion == start.params.paramsVersion + 2)
        data = try await perform(
            .rootAddPublicKey(RootAddPublicKey(queryID: 4, publicKey: hash, type: 1, expireAt: 2_000_000_000)))
        data = try await perform(.rootChangeOwner(RootChangeOwner(queryID: 5, newOwner: Fixture.stranger)))
        #expect(data.owner == Fixture.stranger)
        await #expect(throws: OperationError.notTheOwner(sender: owner, owner: Fixture.stranger)) {
            try await perform(.rootReset(RootReset(queryID: 6)))
        }
    }

    @Test("proxies, codes, keys and the whole state of a root")
    func rootsContent() async throws {
        var (fixture, root, owner) = try Self.withRoot()
        let start = try fixture.data(root, as: RootData.self)
        func perform(_ message: CocoonMessage, from sender: AccountAddress) async throws -> RootData {
            try await fixture.perform(try .root(root, message), from: sender)
            return try fixture.data(root, as: RootData.self)
        }
        let number = try #require(start.registry?.lastProxySeqno) + 1
        let addresses = [try #require(NetworkAddress("1.2.3.4:5")), try #require(NetworkAddress("1.2.3.4:6"))]
        var data = try await perform(
            .rootRegisterProxy(RootRegisterProxy(queryID: 1, address: addresses[0])), from: owner)
        #expect(data.registry?.registeredProxies[number] == addresses[0] && data.registry?.lastProxySeqno == number)
        data = try await perform(
            .rootUpdateProxy(RootUpdateProxy(queryID: 2, seqno: number, address: addresses[1])), from: owner)
        #expect(data.registry?.registeredProxies[number] == addresses[1])
        data = try await perform(.rootUnregisterProxy(RootUnregisterProxy(queryID: 3, seqno: number)), from: owner)
        #expect(data.registry?.registeredProxies == start.registry?.registeredProxies)
        let unknown = try await ContractOperation.root(
            root, .rootUpdateProxy(RootUpdateProxy(queryID: 4, seqno: 999, address: addresses[1]))
        ).prepared(from: owner, on: fixture.ledger.stage)
        #expect(unknown.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 2000)))

        let code = try Fixture.code("client_b81f091a")
        data = try await perform(
            .rootUpgradeContracts(
                RootUpgradeContracts(queryID: 5, proxyCode: code, workerCode: code, clientCode: code)), from: owner)
        #expect(data.params.proxyCode == code && data.params.workerCode == code && data.params.clientCode == code)

        let key = Ed25519.PrivateKey(seed: Fixture.hash(0x62))
        data = try await perform(
            .rootChangeKeyManager(
                RootChangeKeyManager(
                    queryID: 6, publicKey: try key.publicKey().bytes, imageHash: Fixture.hash(8),
                    address: addresses[0])), from: owner)
        #expect(data.keyManager?.value?.imageHash == Fixture.hash(8))

        // Anyone may send what the key manager signed. The recorded root is a stand-in that doesn't know it.
        let payload = RootAddPublicKeySigned.Payload(
            queryID: 9, publicKey: Fixture.hash(7), type: 2, expireAt: 2_000_000_000)
        let signed = try ContractOperation.root(
            root,
            .rootAddPublicKeySigned(
                RootAddPublicKeySigned(
                    queryID: 9, sendExcessesTo: owner, signature: try key.signature(for: try payload.cell().hash.bytes),
                    payload: payload)))
        let preview = try await signed.prepared(from: Fixture.stranger, on: fixture.ledger.stage).preview()
        #expect(preview.fields.first { $0.name == "payload.publicKey" }?.value == Fixture.hash(7).hex)

        // Back to how it was, all at once.
        guard case .active(let state)? = try fixture.ledger.account(root).account().existing?.storage.state else {
            Issue.record("the root is gone")
            return
        }
        data = try await perform(
            .rootUpgradeFull(
                RootUpgradeFull(queryID: 7, data: try start.cell(), code: try #require(state.code))), from: owner)
        #expect(data.params == start.params && data.registry == start.registry)
        data = try await perform(.rootUpgradeCode(RootUpgradeCode(queryID: 10, code: code)), from: owner)
        guard case .active(let upgraded)? = try fixture.ledger.account(root).account().existing?.storage.state else {
            Issue.record("the root is gone")
            return
        }
        let cell = try data.cell()
        #expect(upgraded.code == code && upgraded.data == cell)
    }

    @Test("a root is deployed, and takes a key that its key manager signed from anyone")
    func signedKey() async throws {
        var (fixture, recorded, owner) = try Self.withRoot()
        let key = Ed25519.PrivateKey(seed: Fixture.hash(0x62))
        let state = StateInit(
            code: try Fixture.artifact("root"), data: try fixture.data(recorded, as: RootData.self).cell())
        let root = try state.address()
        let change = RootChangeKeyManager(
            queryID: 1, publicKey: try key.publicKey().bytes, imageHash: Fixture.hash(8),
            address: try #require(NetworkAddress("1.2.3.4:5")))
        try await fixture.perform(try .root(root, .rootChangeKeyManager(change)).deploying(state), from: owner)
        let payload = RootAddPublicKeySigned.Payload(
            queryID: 2, publicKey: Fixture.hash(7), type: 2, expireAt: 2_000_000_000)
        var message = RootAddPublicKeySigned(
            queryID: 2, sendExcessesTo: owner, signature: try key.signature(for: try payload.cell().hash.bytes),
            payload: payload)
        try await fixture.perform(try .root(root, .rootAddPublicKeySigned(message)), from: Fixture.stranger)
        let data = try fixture.data(root, as: RootData.self)
        #expect(data.keyManager?.value?.publicKeys[Fixture.hash(7)]?.type == 2)
        message.signature[0] ^= 1
        let forged = try await ContractOperation.root(root, .rootAddPublicKeySigned(message)).prepared(
            from: Fixture.stranger, on: fixture.ledger.stage)
        #expect(forged.rehearsal.failure?.reason == .compute(ExitCode(rawValue: 1007)))
    }

    @Test("a reset empties the registry, and the last number stays")
    func reset() async throws {
        var (fixture, root, owner) = try Self.withRoot()
        let start = try fixture.data(root, as: RootData.self)
        try await fixture.perform(try .root(root, .rootReset(RootReset(queryID: 8))), from: owner)
        let data = try fixture.data(root, as: RootData.self)
        #expect(start.registry?.registeredProxies.isEmpty == false && data.registry?.registeredProxies.isEmpty == true)
        #expect(data.registry?.lastProxySeqno == start.registry?.lastProxySeqno)
    }

    @Test("the root knows no operation of another role")
    func otherRoles() throws {
        let close = PlainRequest(op: .ownerProxyClose, queryID: 1, sendExcessesTo: nil)
        #expect(throws: OperationError.self) {
            try ContractOperation.root(Fixture.root, .ownerProxyClose(close))
        }
    }

    @Test("a wallet sends, relays, is blocked, and says why it refuses")
    func wallet() async throws {
        var fixture = try Fixture()
        let key = Ed25519.PrivateKey(seed: Fixture.hash(0x61))
        // A recorded wallet: what the COCOON wallet sends its owner would come back from an account without code.
        let ownersHash = "0293d833f3d45660e1c466d4560a8f13f773f1434caed21db5e002b6ee8e63a4"
        let owner = AccountAddress(hash: try #require(Hash256(hex: ownersHash)))
        try fixture.ledger.advance(bySeconds: 90 * 86_400)
        try fixture.ledger.setAccount(try Fixture.recorded(ownersHash), at: owner)
        let state = try ContractDerivation.walletState(
            publicKey: try key.publicKey().bytes, owner: owner, code: try Fixture.code("wallet_7a48f05c"))
        let wallet = try state.address()
        func transfer(_ nanoTON: UInt64) throws -> OutgoingMessage {
            OutgoingMessage(
                mode: 3,
                message: try Message(
                    info: .internal(
                        InternalMessageInfo(
                            bounce: false, destination: MessageAddress(Fixture.stranger),
                            value: CurrencyCollection(coins: Coins(nanoTON: nanoTON))))
                ).cell())
        }
        // Coins first: it needs more than 2 TON.
        let funding = try Message(
            info: .internal(
                InternalMessageInfo(
                    bounce: false, source: MessageAddress(owner), destination: MessageAddress(wallet),
                    value: CurrencyCollection(coins: Fixture.ton(50)))), stateInit: state
        ).cell()
        try await fixture.ledger.send(funding)
        func external(seqno: UInt32, validUntil: UInt32 = .max) throws -> ContractOperation {
            .external(
                try WalletExternal.Payload(
                    validUntil: validUntil, seqno: seqno, messages: [try transfer(1_000_000_000)]
                ).makeSigned(privateKey: key), to: wallet)
        }
        func code(_ operation: ContractOperation) async throws -> Rehearsal.Reason? {
            try await operation.prepared(from: owner, on: fixture.ledger.stage).rehearsal.failure?.reason
        }
        #expect(try await code(try external(seqno: 1)) == .compute(ExitCode(rawValue: 1032)))
        #expect(try await code(try external(seqno: 0, validUntil: 5)) == .compute(ExitCode(rawValue: 1030)))
        let sent = try await fixture.perform(try external(seqno: 0), from: owner)
        #expect(sent.sender == nil && !sent.isBounceable && sent.value == .zero)
        #expect(try fixture.data(wallet, as: WalletData.self).seqno == 1)
        let first = try fixture.coins(Fixture.stranger)
        #expect(first > 999_000_000 && first <= 1_000_000_000)
        // The way costs the owner what he relays as well.
        try await fixture.perform(
            .relay(try transfer(500_000_000), through: wallet, queryID: 3).carrying(Fixture.ton(1)), from: owner)
        #expect(try fixture.coins(Fixture.stranger) > first + 499_000_000)
        try await fixture.perform(.walletText(.block, to: wallet), from: owner)
        #expect(try fixture.data(wallet, as: WalletData.self).isBlocked)
        #expect(try await code(try external(seqno: 1)) == .compute(ExitCode(rawValue: 1031)))
        try await fixture.perform(.walletText(.unblock, to: wallet), from: owner)
        try await fixture.perform(.walletText(.withdraw, to: wallet), from: owner)
        #expect(try await code(try external(seqno: 1)) == .compute(ExitCode(rawValue: 1035)))
        await #expect(throws: OperationError.notTheOwner(sender: Fixture.stranger, owner: owner)) {
            try await ContractOperation.walletText(.block, to: wallet).prepared(
                from: Fixture.stranger, on: fixture.ledger.stage)
        }
    }

    @Test("the preview names every field of what is sent")
    func preview() async throws {
        var fixture = try Fixture()
        try await fixture.deployProxy()
        let operation = ContractOperation.increaseProxyStake(
            of: fixture.proxy, by: Fixture.ton(50), queryID: 9, excessesTo: Fixture.proxyOwner
        ).carrying(Fixture.ton(52))
        let preview = try await operation.prepared(from: Fixture.stranger, on: fixture.ledger.stage).preview()
        #expect(preview.sender == Fixture.stranger && preview.receiver == fixture.proxy && preview.role == .proxy)
        #expect(preview.message.opcode == .proxyIncreaseStake && preview.value == Fixture.ton(52))
        #expect(preview.fields.first { $0.name == "amount" }?.value == "5 TON")
        #expect(preview.fields.first { $0.name == "queryID" }?.value == "9")
        #expect(preview.fields.first { $0.name == "sendExcessesTo" }?.value == Fixture.proxyOwner.raw)
        let close = try fixture.envelope(
            .proxyCloseRequestSigned, nil, to: fixture.proxy, excessesTo: Fixture.stranger)
        let signed = try await ContractOperation.signed(close).prepared(
            from: Fixture.stranger, on: fixture.ledger.stage
        ).preview()
        let payload = signed.fields.filter { $0.name.hasPrefix("payload.") }
        #expect(payload.map(\.name) == ["payload.op", "payload.queryID", "payload.tokens", "payload.expectedAddress"])
        #expect(payload.last?.value == fixture.proxy.raw)
        #expect(signed.fields.first { $0.name == "signature" }?.value.count == 128)
        #expect("\(signed)".contains("payload.tokens: none"))
    }
}
