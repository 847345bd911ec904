import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What a proxy does of itself, against both codes.
@Suite("Proxies")
struct ProxyTests {
    static let stranger = CocoonWorld.person(0x02)
    static let worker = CocoonWorld.person(0x10)
    static let client = CocoonWorld.person(0x20)

    @Test("revenue goes to the owner, whoever asks", arguments: ContractCodes.both)
    func revenue(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.worker, 50_000_000)
        #expect(try world.proxyData().balance.nanoTON == 50_000_000)
        let coins = try world.network.coins(world.proxy)
        let done = try world.send(
            world.plain(.proxyPayoutRequest, excessesTo: Self.stranger), from: Self.stranger, to: world.proxy,
            value: 200_000_000)
        #expect(done.count == 1 && done[0].isDone)
        #expect(try world.payouts(to: world.proxyOwner) == [50_000_000])
        #expect(try world.proxyData().balance == .zero)
        #expect(try world.network.coins(world.proxy) == coins - 50_000_000)
    }

    @Test("a close pays revenue and stake, and leaves what clients are owed", arguments: ContractCodes.both)
    func close(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.client, 7 * CocoonWorld.ton)
        try world.charge(Self.client, 50_000_000)
        try world.claim(Self.worker, 50_000_000)
        let done = try world.send(
            try world.signed(.proxyCloseRequestSigned, for: world.proxy), from: Self.stranger, to: world.proxy)
        #expect(done.count == 1 && done[0].isDone)
        #expect(try world.proxyData().state == .closing && world.proxyData().unlockTime == 0)
        let coins = try world.network.coins(world.proxy)
        #expect(try world.completeClose().allSatisfy(\.isDone))
        #expect(try world.payouts(to: world.proxyOwner) == [5_050_000_000])
        let data = try world.proxyData()
        #expect(data.state == .closed && data.balance == .zero && data.stake == .zero && data.unlockTime == 0)
        #expect(try world.network.coins(world.proxy) == coins - 5_050_000_000)
        // Still a place for a top-up, and a refund in full.
        #expect(try world.topUp(Self.client, CocoonWorld.ton).allSatisfy(\.isDone))
        #expect(try world.grantRefund(Self.client, 50_000_000).allSatisfy(\.isDone))
        #expect(try world.payouts(to: Self.client) == [7_000_000_000])
    }

    @Test("text c closes", arguments: ContractCodes.both)
    func textClose(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        #expect(try world.send(.textCommand(.close), from: world.proxyOwner, to: world.proxy).allSatisfy(\.isDone))
        #expect(try world.proxyData().state == .closing)
    }

    @Test("a heartbeat with coins is ignored, without is skipped", arguments: ContractCodes.both)
    func heartbeat(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        let before = try world.proxyData()
        let message = CocoonMessage.doNotProcess(
            DoNotProcess(queryID: 1, content: .saveState(ProxySaveState(seqno: 1, hash: .zero))))
        #expect(try world.send(message, from: Self.stranger, to: world.proxy, value: 1).first?.exitCode == nil)
        let done = try world.send(message, from: Self.stranger, to: world.proxy, value: 50_000_000)
        #expect(done.map(\.exitCode) == [0] && done[0].result.outMessages.isEmpty)
        #expect(try world.proxyData() == before)
    }

    private static func request(
        _ op: Opcode, by sender: AccountAddress = stranger, value: UInt64 = CocoonWorld.envelope
    ) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            try world.send(world.plain(op, excessesTo: stranger), from: sender, to: world.proxy, value: value)
        }
    }

    private static func text(
        _ command: TextCommand, by sender: AccountAddress, value: UInt64 = CocoonWorld.envelope
    ) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in try world.send(.textCommand(command), from: sender, to: world.proxy, value: value) }
    }

    private static func signed(
        _ op: Opcode, value: UInt64 = CocoonWorld.envelope, by signer: Ed25519.PrivateKey? = nil,
        for other: AccountAddress? = nil
    ) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            try world.send(
                try world.signed(op, for: other ?? world.proxy, by: signer), from: stranger, to: world.proxy,
                value: value)
        }
    }

    private static func stake(value: UInt64) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            try world.send(
                .proxyIncreaseStake(
                    Deposit(
                        op: .proxyIncreaseStake, queryID: world.queryID(), amount: Coins(nanoTON: CocoonWorld.ton),
                        sendExcessesTo: stranger)),
                from: stranger, to: world.proxy, value: value)
        }
    }

    private static func bytes(_ bytes: [UInt8]) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            var body = CellBuilder()
            try body.store(bytes: bytes)
            try world.network.post(
                from: world.proxyOwner, to: world.proxy, value: CocoonWorld.envelope, body: try body.build())
            return try world.network.settle()
        }
    }

    private static func asChild(
        _ message: @escaping @Sendable (CocoonWorld) throws -> CocoonMessage, by sender: AccountAddress = stranger
    ) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in try world.send(try message(world), from: sender, to: world.proxy) }
    }

    private static func workerRequest(
        owner: AccountAddress, payout: UInt64
    ) -> @Sendable (CocoonWorld) throws -> CocoonMessage {
        { world in
            .workerProxyRequest(
                WorkerProxyRequest(
                    queryID: world.queryID(), owner: owner, state: .normal, tokens: 1,
                    payload: WorkerProxyPayout(
                        workerPart: Coins(nanoTON: payout), proxyPart: .zero, sendExcessesTo: owner)))
        }
    }

    private static func clientRequest(
        owner: AccountAddress, _ payload: ClientProxyPayload
    ) -> @Sendable (CocoonWorld) throws -> CocoonMessage {
        { world in
            .clientProxyRequest(
                ClientProxyRequest(
                    queryID: world.queryID(), owner: owner,
                    client: ClientProxyState(
                        state: .normal, balance: .zero, stake: .zero, tokensUsed: 0, secretHash: .zero),
                    payload: payload))
        }
    }

    static let amount = ClientProxyAmount(amount: Coins(nanoTON: CocoonWorld.ton), sendExcessesTo: stranger)

    static let refusals: [Refusal] = [
        Refusal("revenue with too little", 1003, send: request(.proxyPayoutRequest, value: 99_999_999)),
        Refusal("a stake with too little", 1003, send: stake(value: 1_099_999_999)),
        Refusal("a close with too little", 1003, send: request(.ownerProxyClose, value: 99_999_999)),
        Refusal("a close by a stranger", 1010, send: request(.ownerProxyClose)),
        Refusal("a signed close with too little", 1003, send: signed(.proxyCloseRequestSigned, value: 99_999_999)),
        Refusal(
            "another key's close", 1007,
            send: signed(.proxyCloseRequestSigned, by: Ed25519.PrivateKey(seed: .zero))),
        Refusal("another proxy's close", 1015, send: signed(.proxyCloseRequestSigned, for: stranger)),
        Refusal("a completion before the close", 1006, send: signed(.proxyCloseCompleteSigned)),
        Refusal("text c by a stranger", 1010, send: text(.close, by: stranger)),
        Refusal("text c with too little", 1003, send: text(.close, by: CocoonWorld.person(1), value: 99_999_999)),
        Refusal("text w by a stranger", 1010, send: text(.withdraw, by: stranger)),
        Refusal("text w with too little", 1003, send: text(.withdraw, by: CocoonWorld.person(1), value: 99_999_999)),
        Refusal("another letter", 1013, send: bytes([0, 0, 0, 0, 0x78])),
        Refusal("two letters", 9, send: bytes([0, 0, 0, 0, 0x63, 0x63])),
        Refusal("an unknown operation", 1012, send: bytes([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0])),
        Refusal("an operation without a query id", 9, send: bytes([0x76, 0x10, 0xe6, 0xeb])),
        Refusal("a stranger as a worker", 1014, send: asChild(workerRequest(owner: stranger, payout: 1))),
        Refusal(
            "a stranger as a client, refunded", 1014,
            send: asChild(clientRequest(owner: stranger, .refundGranted(amount)))),
        Refusal(
            "a stranger as a client, forcing", 1014, send: asChild(clientRequest(owner: stranger, .refundForce(amount)))
        ),
        Refusal(
            "a stranger as a client, topping up", 1014, send: asChild(clientRequest(owner: stranger, .topUp(amount)))),
        Refusal("revenue of a closed proxy", 1006) { world in
            try world.closeProxy()
            try world.completeClose()
            return try request(.proxyPayoutRequest)(world)
        },
        Refusal("a stake of a closed proxy", 1006) { world in
            try world.closeProxy()
            try world.completeClose()
            return try stake(value: 2_000_000_000)(world)
        },
        Refusal("a second completion", 1006) { world in
            try world.closeProxy()
            try world.completeClose()
            return try world.completeClose()
        },
        Refusal("text w of a closed proxy", 1006) { world in
            try world.closeProxy()
            try world.completeClose()
            return try text(.withdraw, by: world.proxyOwner)(world)
        },
        Refusal("a second close", 1006) { world in
            try world.closeProxy()
            return try world.closeProxy()
        },
        Refusal("text c of a closing proxy", 1006) { world in
            try world.closeProxy()
            return try text(.close, by: world.proxyOwner)(world)
        },
        Refusal("a signed close of a closing proxy", 1006) { world in
            try world.closeProxy()
            return try signed(.proxyCloseRequestSigned)(world)
        },
    ]

    @Test("refusals", arguments: ContractCodes.both, refusals)
    func refusal(codes: ContractCodes, refusal: Refusal) throws {
        let world = try CocoonWorld(codes)
        let done = try refusal.send(world)
        #expect(done.map(\.exitCode) == [refusal.exitCode])
        #expect(done.first?.isDone == false && done.first?.result.description.bouncePhase != nil)
    }

    @Test("what a proxy can't cover fails as a whole", arguments: ContractCodes.both)
    func shortOfCoins(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        // The worker's claim leaves less than stake and revenue.
        try world.claim(Self.worker, 200_000_000)
        let before = try world.proxyData()
        #expect(before.balance.nanoTON == 200_000_000)
        try world.closeProxy()
        let done = try world.completeClose()
        #expect(done.map(\.exitCode) == [5])
        #expect(try world.proxyData().state == .closing && world.proxyData().stake == before.stake)
    }

    @Test("unknown payloads of real children", arguments: ContractCodes.both)
    func unknownPayload(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        // A person in the place of a worker: whoever has the address is believed.
        let impostor = try world.worker(Self.worker)
        var payload = CellBuilder()
        try payload.store(0x1234_5678 as UInt32)
        var body = CellBuilder()
        try body.store(Opcode.workerProxyRequest.rawValue)
        try body.store(1 as UInt64)
        try body.store(Self.worker)
        try body.store(0, bits: 2)
        try body.store(0 as UInt64)
        try body.store(maybeReference: try payload.build())
        try world.network.post(from: impostor, to: world.proxy, value: CocoonWorld.envelope, body: try body.build())
        #expect(try world.network.step()?.exitCode == 1012)
    }
}
