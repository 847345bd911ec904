import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What the root's owner does, with Silk's code and with another that was written by the same facts.
@Suite("Root")
struct RootTests {
    static let owner = CocoonWorld.person(0x30)
    private static let stranger = CocoonWorld.person(0x02)
    private static let address = CocoonWorld.person(0x90)
    private static let managerKey = Ed25519.PrivateKey(seed: CocoonWorld.person(0x65).hash)
    /// What real owners attach.
    private static let value: UInt64 = 10_000_000

    /// A root like the main network's.
    static func data(_ codes: ContractCodes, structVersion: UInt8 = 4) throws -> RootData {
        let params = Params(
            structVersion: structVersion, paramsVersion: 17, uniqueID: 239, isTest: false,
            pricePerToken: Coins(nanoTON: 20), workerFeePerToken: Coins(nanoTON: 19), promptMultiplier: 10_000,
            cachedMultiplier: 1_000, completionMultiplier: 80_000, reasoningMultiplier: 80_000, proxyDelay: 86_400,
            clientDelay: 43_200, minimumProxyStake: Coins(nanoTON: 15 * CocoonWorld.ton),
            minimumClientStake: Coins(nanoTON: 15 * CocoonWorld.ton), proxyCode: codes.proxy,
            workerCode: codes.worker, clientCode: codes.client)
        let first = try #require(NetworkAddress("91.108.4.13:8888 91.108.4.13:8889"))
        let registry = RootRegistry(
            proxyHashes: HashSet256(keys: [hash(0x61)]),
            registeredProxies: SortedDictionary([(1 as UInt32, first), (3 as UInt32, first)]), lastProxySeqno: 3,
            workerHashes: HashSet256(keys: [hash(0x62)]), modelHashes: HashSet256(keys: [hash(0x63)]))
        let manager = KeyManager(
            publicKeys: SortedDictionary([(hash(0x64), KeyManager.KeyRecord(type: 1, expireAt: 2_000))]),
            publicKey: try managerKey.publicKey().bytes, imageHash: hash(0x66),
            address: try #require(NetworkAddress("91.108.4.9:9000")))
        return RootData(
            owner: owner, version: 87, registry: registry, params: params,
            keyManager: structVersion >= 4 ? manager : nil)
    }

    private static func hash(_ byte: UInt8) -> Hash256 { CocoonWorld.person(byte).hash }

    private static func network(
        _ codes: ContractCodes, structVersion: UInt8 = 4, coins: UInt64 = CocoonWorld.ton
    ) throws -> ContractNetwork {
        let network = try ContractNetwork()
        for byte in 1...0x80 { network.addPerson(CocoonWorld.person(UInt8(byte))) }
        let state = StateInit(code: codes.root, data: try data(codes, structVersion: structVersion).cell())
        try network.place(state, at: address, coins: coins)
        return network
    }

    private static func send(
        _ body: Cell, _ network: ContractNetwork, from sender: AccountAddress = owner, value: UInt64 = value
    ) throws -> [ContractNetwork.Executed] {
        try network.post(from: sender, to: address, value: value, body: body)
        return try network.settle()
    }

    // MARK: - Changes

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: @Sendable (ContractCodes) throws -> CocoonMessage
        let apply: @Sendable (inout RootRegistry, inout Params) throws -> Void

        init(
            _ description: String, _ message: @escaping @Sendable (ContractCodes) throws -> CocoonMessage,
            apply: @escaping @Sendable (inout RootRegistry, inout Params) throws -> Void
        ) {
            testDescription = description
            self.message = message
            self.apply = apply
        }
    }

    private static func change(_ op: Opcode, _ byte: UInt8) -> RootHashChange {
        RootHashChange(op: op, queryID: 5, hash: hash(byte))
    }

    static let second = NetworkAddress("10.0.0.1:1")
    static let changes: [Change] = [
        Change("a worker's hash") { _ in
            .rootAddWorkerType(change(.rootAddWorkerType, 0x51))
        } apply: { registry, _ in
            registry.workerHashes.insert(hash(0x51))
        },
        Change("a worker's hash that is there") { _ in
            .rootAddWorkerType(change(.rootAddWorkerType, 0x62))
        } apply: { _, _ in
        },
        Change("no worker's hash") { _ in
            .rootDeleteWorkerType(change(.rootDeleteWorkerType, 0x62))
        } apply: {
            registry, _ in
            registry.workerHashes.remove(hash(0x62))
        },
        Change("no worker's hash that isn't there") { _ in
            .rootDeleteWorkerType(change(.rootDeleteWorkerType, 1))
        } apply: { _, _ in
        },
        Change("a model's hash") { _ in
            .rootAddModelType(change(.rootAddModelType, 0x51))
        } apply: { registry, _ in
            registry.modelHashes.insert(hash(0x51))
        },
        Change("no model's hash") { _ in
            .rootDeleteModelType(change(.rootDeleteModelType, 0x63))
        } apply: {
            registry, _ in
            registry.modelHashes.remove(hash(0x63))
        },
        Change("a proxy's hash") { _ in
            .rootAddProxyType(change(.rootAddProxyType, 0x51))
        } apply: { registry, _ in
            registry.proxyHashes.insert(hash(0x51))
        },
        Change("no proxy's hash") { _ in
            .rootDeleteProxyType(change(.rootDeleteProxyType, 0x61))
        } apply: {
            registry, _ in
            registry.proxyHashes.remove(hash(0x61))
        },
        Change("a proxy") { _ in
            .rootRegisterProxy(RootRegisterProxy(queryID: 5, address: try #require(second)))
        } apply: { registry, _ in
            registry.lastProxySeqno = 4
            registry.registeredProxies[4] = second
        },
        Change("no proxy") { _ in
            .rootUnregisterProxy(RootUnregisterProxy(queryID: 5, seqno: 1))
        } apply: {
            registry, _ in
            registry.registeredProxies[1] = nil
        },
        Change("another address of a proxy") { _ in
            .rootUpdateProxy(RootUpdateProxy(queryID: 5, seqno: 3, address: try #require(second)))
        } apply: { registry, _ in
            registry.registeredProxies[3] = second
        },
        Change("prices") { _ in
            .rootChangeFees(
                RootChangeFees(
                    queryID: 5, pricePerToken: Coins(nanoTON: 25), workerFeePerToken: Coins(nanoTON: 21)))
        } apply: { _, params in
            params.paramsVersion = 18
            params.pricePerToken = Coins(nanoTON: 25)
            params.workerFeePerToken = Coins(nanoTON: 21)
        },
        Change("prices, delays and stakes") { _ in
            .rootChangeParams(
                RootChangeParams(
                    queryID: 5, pricePerToken: Coins(nanoTON: 25), workerFeePerToken: Coins(nanoTON: 21),
                    proxyDelay: 1, clientDelay: 2, minimumProxyStake: Coins(nanoTON: 3),
                    minimumClientStake: Coins(nanoTON: 4)))
        } apply: { _, params in
            params.paramsVersion = 18
            params.pricePerToken = Coins(nanoTON: 25)
            params.workerFeePerToken = Coins(nanoTON: 21)
            params.proxyDelay = 1
            params.clientDelay = 2
            params.minimumProxyStake = Coins(nanoTON: 3)
            params.minimumClientStake = Coins(nanoTON: 4)
        },
        Change("codes") { codes in
            .rootUpgradeContracts(
                RootUpgradeContracts(
                    queryID: 5, proxyCode: codes.client, workerCode: codes.proxy, clientCode: codes.worker))
        } apply: { _, params in
            params.paramsVersion = 18
            (params.proxyCode, params.workerCode, params.clientCode) =
                (params.clientCode, params.proxyCode, params.workerCode)
        },
        Change("a reset") { _ in
            .rootReset(RootReset(queryID: 5))
        } apply: { registry, _ in
            registry = RootRegistry(lastProxySeqno: 3)
        },
    ]

    /// A message to a root of version 4.
    static func executed(
        _ message: CocoonMessage, _ codes: ContractCodes, from sender: AccountAddress = owner, value: UInt64 = value
    ) throws -> [ContractNetwork.Executed] {
        try send(try message.cell(), try network(codes), from: sender, value: value)
    }

    /// What changes neither registry nor params, with who may send it.
    static func otherOperations(_ codes: ContractCodes) throws -> [(CocoonMessage, AccountAddress)] {
        let address = try #require(NetworkAddress("1.2.3.4:5"))
        return [
            (.rootChangeOwner(RootChangeOwner(queryID: 5, newOwner: stranger)), owner),
            (.rootUpgradeCode(RootUpgradeCode(queryID: 5, code: codes.wallet)), owner),
            (.rootUpgradeFull(RootUpgradeFull(queryID: 5, data: .empty, code: codes.wallet)), owner),
            (
                .rootAddPublicKey(RootAddPublicKey(queryID: 5, publicKey: hash(0x50), type: 3, expireAt: 7)), owner
            ),
            (
                .rootChangeKeyManager(
                    RootChangeKeyManager(queryID: 5, publicKey: .zero, imageHash: .zero, address: address)), owner
            ),
            (try signed(), stranger),
        ]
    }

    @Test("a change of the registry or of the params", arguments: ContractCodes.both, changes)
    func change(codes: ContractCodes, change: Change) throws {
        for structVersion: UInt8 in [3, 4] {
            let network = try Self.network(codes, structVersion: structVersion)
            let done = try Self.send(try change.message(codes).cell(), network)
            #expect(done.count == 1 && done[0].isDone)
            var expected = try Self.data(codes, structVersion: structVersion)
            var registry = try #require(expected.registry)
            try change.apply(&registry, &expected.params)
            expected.data = .known(registry)
            expected.version = 88
            #expect(try network.data(Self.address) as RootData == expected)
            // What the owner didn't use went back.
            let excesses = try #require(network.received.last)
            #expect(excesses.to == Self.owner)
            #expect(
                try CocoonMessage.decode(try excesses.message.bodySlice) == .excesses(Excesses(queryID: 5)))
            #expect(try network.coins(Self.address) == 1_000_000_000)
        }
    }

    @Test("a new owner", arguments: ContractCodes.both)
    func owner(codes: ContractCodes) throws {
        let network = try Self.network(codes)
        let message = CocoonMessage.rootChangeOwner(RootChangeOwner(queryID: 5, newOwner: Self.stranger))
        #expect(try Self.send(try message.cell(), network).allSatisfy(\.isDone))
        let data: RootData = try network.data(Self.address)
        #expect(data.owner == Self.stranger && data.version == 88)
        #expect(try Self.send(try message.cell(), network).map(\.exitCode) == [1010])
    }

    @Test("new code, and new data with it", arguments: ContractCodes.both)
    func upgrade(codes: ContractCodes) throws {
        let network = try Self.network(codes, structVersion: 3)
        let code = CocoonMessage.rootUpgradeCode(RootUpgradeCode(queryID: 5, code: codes.wallet))
        #expect(try Self.send(try code.cell(), network).allSatisfy(\.isDone))
        #expect(try network.state(Self.address).code == codes.wallet)
        #expect(try (network.data(Self.address) as RootData).version == 87)

        let other = try Self.network(codes, structVersion: 3)
        let whole = CocoonMessage.rootUpgradeFull(
            RootUpgradeFull(queryID: 5, data: try Self.data(codes, structVersion: 4).cell(), code: codes.root))
        #expect(try Self.send(try whole.cell(), other).allSatisfy(\.isDone))
        #expect(try other.data(Self.address) as RootData == (try Self.data(codes, structVersion: 4)))
    }

    // MARK: - Keys

    private static func signed(
        _ key: Ed25519.PrivateKey = managerKey, innerQueryID: UInt64 = 5
    ) throws -> CocoonMessage {
        let payload = RootAddPublicKeySigned.Payload(
            queryID: innerQueryID, publicKey: hash(0x51), type: 2, expireAt: 99)
        return .rootAddPublicKeySigned(
            RootAddPublicKeySigned(
                queryID: 5, sendExcessesTo: stranger, signature: try key.signature(for: try payload.cell().hash.bytes),
                payload: payload))
    }

    @Test("keys, by the owner and by the key manager's key")
    func keys() throws {
        let codes = try ContractCodes.silk()
        let network = try Self.network(codes)
        let add = CocoonMessage.rootAddPublicKey(
            RootAddPublicKey(queryID: 5, publicKey: Self.hash(0x50), type: 3, expireAt: 7))
        #expect(try Self.send(try add.cell(), network).allSatisfy(\.isDone))
        let sent = try Self.send(try Self.signed().cell(), network, from: Self.stranger, value: CocoonWorld.ton)
        #expect(sent.count == 1 && sent[0].isDone)
        #expect(network.received.last?.to == Self.stranger)
        let address = try #require(NetworkAddress("1.2.3.4:5"))
        let manager = CocoonMessage.rootChangeKeyManager(
            RootChangeKeyManager(
                queryID: 5, publicKey: Self.hash(0x52), imageHash: Self.hash(0x53), address: address))
        #expect(try Self.send(try manager.cell(), network).allSatisfy(\.isDone))
        let expected = KeyManager(
            publicKeys: SortedDictionary([
                (Self.hash(0x64), KeyManager.KeyRecord(type: 1, expireAt: 2_000)),
                (Self.hash(0x50), KeyManager.KeyRecord(type: 3, expireAt: 7)),
                (Self.hash(0x51), KeyManager.KeyRecord(type: 2, expireAt: 99)),
            ]),
            publicKey: Self.hash(0x52), imageHash: Self.hash(0x53), address: address)
        let data: RootData = try network.data(Self.address)
        #expect(data.keyManager?.value == expected && data.version == 90)
    }

    // MARK: - Refusals

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let exitCode: Int32
        let sender: AccountAddress
        let structVersion: UInt8
        let body: @Sendable () throws -> Cell

        init(
            _ description: String, _ exitCode: Int32, from sender: AccountAddress = owner, structVersion: UInt8 = 4,
            body: @escaping @Sendable () throws -> Cell
        ) {
            testDescription = description
            self.exitCode = exitCode
            self.sender = sender
            self.structVersion = structVersion
            self.body = body
        }
    }

    private static func bytes(_ op: UInt32, _ rest: [UInt8] = []) throws -> Cell {
        var body = CellBuilder()
        try body.store(op)
        try body.store(5 as UInt64)
        try body.store(bytes: rest)
        return try body.build()
    }

    static let refusals: [Refused] = [
        Refused("a stranger", 1010, from: stranger) {
            try CocoonMessage.rootAddWorkerType(change(.rootAddWorkerType, 1)).cell()
        },
        Refused("a stranger's reset", 1010, from: stranger) {
            try CocoonMessage.rootReset(RootReset(queryID: 5)).cell()
        },
        Refused("a declared operation that none handles", 1012) { try bytes(Opcode.rootChangeParamsFull.rawValue) },
        Refused("an unknown operation", 1012) { try bytes(0x1234_5678) },
        Refused("an unknown proxy", 2000) {
            try CocoonMessage.rootUpdateProxy(
                RootUpdateProxy(queryID: 5, seqno: 2, address: try #require(second))
            ).cell()
        },
        Refused("an address of an unknown kind", 1004) {
            try bytes(Opcode.rootRegisterProxy.rawValue, [0x81, 0x31])
        },
        Refused("an address that is too short", 9) { try bytes(Opcode.rootRegisterProxy.rawValue, [0x02, 0x31]) },
        Refused("an address that is too long", 9) {
            try bytes(Opcode.rootRegisterProxy.rawValue, [0x01, 0x31, 0x32])
        },
        Refused("a hash that is too short", 9) { try bytes(Opcode.rootAddModelType.rawValue, [1, 2, 3]) },
        Refused("something behind a reset", 9) { try bytes(Opcode.rootReset.rawValue, [1]) },
        Refused("no query id", 9) {
            var body = CellBuilder()
            try body.store(Opcode.rootReset.rawValue)
            return try body.build()
        },
    ]

    @Test("refusals", arguments: ContractCodes.both, refusals)
    func refusal(codes: ContractCodes, refusal: Refused) throws {
        let network = try Self.network(codes, structVersion: refusal.structVersion)
        let done = try Self.send(try refusal.body(), network, from: refusal.sender, value: CocoonWorld.ton)
        #expect(done.map(\.exitCode) == [refusal.exitCode])
        #expect(done.first?.result.description.bouncePhase != nil)
        #expect(try network.data(Self.address) as RootData == Self.data(codes))
    }

    static let keyRefusals: [Refused] = [
        Refused("another key's signature", 1007, from: stranger) {
            try signed(Ed25519.PrivateKey(seed: .zero)).cell()
        },
        Refused("another query id inside", 1005, from: stranger) { try signed(innerQueryID: 6).cell() },
        Refused("a key by a stranger", 1010, from: stranger) {
            try CocoonMessage.rootAddPublicKey(
                RootAddPublicKey(queryID: 5, publicKey: .zero, type: 3, expireAt: 7)
            ).cell()
        },
        Refused("a key in version 3", 1012, structVersion: 3) {
            try CocoonMessage.rootAddPublicKey(
                RootAddPublicKey(queryID: 5, publicKey: .zero, type: 3, expireAt: 7)
            ).cell()
        },
        Refused("a signed key in version 3", 1010, from: stranger, structVersion: 3) { try signed().cell() },
    ]

    @Test("refusals of keys", arguments: keyRefusals)
    func keyRefusal(refusal: Refused) throws {
        let codes = try ContractCodes.silk()
        let network = try Self.network(codes, structVersion: refusal.structVersion)
        let done = try Self.send(try refusal.body(), network, from: refusal.sender, value: CocoonWorld.ton)
        #expect(done.map(\.exitCode) == [refusal.exitCode])
        #expect(
            try network.data(Self.address) as RootData == Self.data(codes, structVersion: refusal.structVersion))
    }

    @Test("data of a later layout")
    func damagedData() throws {
        let codes = try ContractCodes.silk()
        let network = try ContractNetwork()
        network.addPerson(Self.owner)
        var data = try Self.data(codes)
        data.params.structVersion = 5
        let state = StateInit(code: codes.root, data: try data.cell())
        try network.place(state, at: Self.address, coins: CocoonWorld.ton)
        let reset = CocoonMessage.rootReset(RootReset(queryID: 5))
        #expect(try Self.send(try reset.cell(), network).map(\.exitCode) == [1008])
    }

    /// A deviation: of the main network's, the actions fail, nothing bounces, and the value is swallowed.
    @Test("too little for what the root keeps is refused", arguments: [0, 1_000_000, 3_000_000] as [UInt64])
    func poorRoot(coins: UInt64) throws {
        let codes = try ContractCodes.silk()
        let network = try Self.network(codes, coins: coins)
        let add = CocoonMessage.rootAddWorkerType(Self.change(.rootAddWorkerType, 0x51))
        let done = try Self.send(try add.cell(), network)
        #expect(done.map(\.exitCode) == [1003])
        #expect(done[0].result.description.bouncePhase != nil)
        #expect(network.received.last?.to == Self.owner)
        #expect(try network.data(Self.address) as RootData == Self.data(codes))
        #expect(try network.coins(Self.address) == UInt128(coins))
        // With enough for its storage it works.
        #expect(try Self.send(try add.cell(), network, value: 30_000_000).allSatisfy(\.isDone))
        #expect(try network.coins(Self.address) == 10_000_000)

        guard coins == 0, let other = ContractCodes.both.dropFirst().first else { return }
        let swallowing = try Self.network(other, coins: 0)
        let failed = try Self.send(try add.cell(), swallowing)
        #expect(failed.map(\.actionCode) == [37] && failed[0].result.description.bouncePhase == nil)
        #expect(try swallowing.coins(Self.address) > 6_000_000)
    }
}
