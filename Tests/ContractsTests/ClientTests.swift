import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What clients do, against both codes.
@Suite("Clients")
struct ClientTests {
    static let owner = CocoonWorld.person(0x20)
    static let secret = CocoonWorld.person(0x77).hash

    @Test("a top-up moves coins to the proxy", arguments: ContractCodes.both)
    func topUp(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        let coins = try world.network.coins(world.proxy)
        let done = try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.clientData(Self.owner).balance.nanoTON == 7_000_000_000)
        #expect(try world.clientData(Self.owner).stake.nanoTON == 3_000_000_000)
        #expect(try world.network.coins(world.proxy) == coins + 7_000_000_000)
        #expect(try world.network.coins(try world.client(Self.owner)) == 110_000_000)
    }

    @Test("registration, secret and stake are shown to the proxy", arguments: ContractCodes.both)
    func information(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.know(try world.clientState(Self.owner))
        let client = try world.client(Self.owner)
        let messages: [CocoonMessage] = [
            .ownerClientRegister(
                OwnerClientRegister(queryID: world.queryID(), nonce: 5, sendExcessesTo: Self.owner)),
            .ownerClientChangeSecretHash(
                OwnerClientChangeSecretHash(
                    queryID: world.queryID(), secretHash: Self.secret, sendExcessesTo: Self.owner)),
            .ownerClientIncreaseStake(
                OwnerClientIncreaseStake(
                    queryID: world.queryID(), newStake: Coins(nanoTON: 4_000_000_000), sendExcessesTo: Self.owner)),
        ]
        for message in messages {
            let done = try world.send(message, from: Self.owner, to: client, value: CocoonWorld.ton)
            #expect(done.count == 2 && done[0].isDone)
            #expect(done[1].result.description.computePhase?.skipReason == .noGas)
            let shown = try CocoonMessage.decode(try done[1].message.bodySlice, receiver: .proxy)
            guard case .clientProxyRequest(let request) = shown else {
                Issue.record("\(shown)")
                return
            }
            let data = try world.clientData(Self.owner)
            #expect(request.owner == Self.owner && request.client.stake == data.stake)
            #expect(request.client.secretHash == data.secretHash && request.client.state == .normal)
        }
        #expect(try world.clientData(Self.owner).secretHash == Self.secret)
        #expect(try world.clientData(Self.owner).stake.nanoTON == 4_000_000_000)
    }

    @Test("a secret and a top-up in one", arguments: ContractCodes.both)
    func secretAndTopUp(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.know(try world.clientState(Self.owner))
        let message = CocoonMessage.ownerClientChangeSecretHashAndTopUp(
            OwnerClientChangeSecretHashAndTopUp(
                queryID: world.queryID(), amount: Coins(nanoTON: 2_000_000_000), secretHash: Self.secret,
                sendExcessesTo: Self.owner))
        let done = try world.send(
            message, from: Self.owner, to: try world.client(Self.owner), value: 2 * CocoonWorld.ton + 700_000_000)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.clientData(Self.owner).secretHash == Self.secret)
        #expect(try world.clientData(Self.owner).balance.nanoTON == 2_000_000_000)
    }

    @Test("a charge that the balance pays for", arguments: ContractCodes.both)
    func charge(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        let coins = try world.network.coins(world.proxy)
        try world.charge(Self.owner, 1_000_000)
        #expect(try world.clientData(Self.owner).balance.nanoTON == 6_980_000_000)
        #expect(try world.clientData(Self.owner).tokensUsed == 1_000_000)
        // No coins but the nanoTON of the message.
        #expect(try world.network.coins(world.proxy) == coins + 1)
        // To the last nanoTON.
        try world.charge(Self.owner, 350_000_000)
        #expect(try world.clientData(Self.owner).balance == .zero)
        #expect(try world.clientData(Self.owner).tokensUsed == 350_000_000)
    }

    @Test("a withdrawal pays what is above the stake", arguments: ContractCodes.both)
    func withdraw(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        let coins = try world.network.coins(world.proxy)
        let done = try world.send(
            world.plain(.ownerClientWithdraw, excessesTo: Self.owner), from: Self.owner,
            to: try world.client(Self.owner))
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.clientData(Self.owner).balance.nanoTON == 3_000_000_000)
        #expect(try world.payouts(to: Self.owner) == [4_000_000_000])
        #expect(try world.network.coins(world.proxy) == coins - 4_000_000_000)
    }

    @Test("a refund in two steps, the second granted", arguments: ContractCodes.both)
    func grantedRefund(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        try world.requestRefund(Self.owner)
        #expect(try world.clientData(Self.owner).state == .closing)
        #expect(try world.clientData(Self.owner).unlockTime == world.network.now + 3600)
        #expect(try world.payouts(to: Self.owner) == [4_000_000_000])
        let done = try world.grantRefund(Self.owner, 50_000_000)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.payouts(to: Self.owner) == [4_000_000_000, 2_000_000_000])
        let data = try world.clientData(Self.owner)
        #expect(data.state == .closed && data.balance == .zero && data.unlockTime == 0)
        #expect(data.tokensUsed == 50_000_000)
        #expect(try world.network.coins(try world.client(Self.owner)) == 10_000_000)
        #expect(try world.grantRefund(Self.owner, 50_000_000).map(\.exitCode) == [1006])
    }

    @Test("a refund with nothing above the stake, forced, that the stake covers", arguments: ContractCodes.both)
    func forcedRefund(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 2 * CocoonWorld.ton)
        let first = try world.requestRefund(Self.owner)
        #expect(first.last?.result.description.computePhase?.skipReason == .noGas)
        // The delay must be over, not just reached.
        world.network.now += 3600
        #expect(try world.requestRefund(Self.owner).map(\.exitCode) == [1011])
        world.network.now += 1
        let done = try world.requestRefund(Self.owner)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.payouts(to: Self.owner) == [2_000_000_000])
        #expect(try world.clientData(Self.owner).state == .closed)
        #expect(try world.proxyData().stake.nanoTON == 3_000_000_000)
    }

    @Test("a forced refund of a closed proxy's client is paid in full", arguments: ContractCodes.both)
    func forcedFromClosedProxy(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 2 * CocoonWorld.ton)
        try world.requestRefund(Self.owner)
        try world.closeProxy()
        try world.completeClose()
        #expect(try world.proxyData().state == .closed)
        world.network.now += 3601
        #expect(try world.requestRefund(Self.owner).allSatisfy(\.isDone))
        #expect(try world.payouts(to: Self.owner) == [2_000_000_000])
    }

    // MARK: - Refusals

    private static func request(_ op: Opcode, by sender: AccountAddress = owner, value: UInt64 = CocoonWorld.envelope)
        -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    {
        { world in
            try world.send(
                world.plain(op, excessesTo: owner), from: sender, to: try world.client(owner), value: value)
        }
    }

    private static func secret(by sender: AccountAddress = owner, value: UInt64 = CocoonWorld.envelope)
        -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    {
        { world in
            try world.send(
                .ownerClientChangeSecretHash(
                    OwnerClientChangeSecretHash(queryID: world.queryID(), secretHash: .zero, sendExcessesTo: owner)),
                from: sender, to: try world.client(owner), value: value)
        }
    }

    private static func stake(_ amount: UInt64, by sender: AccountAddress = owner)
        -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    {
        { world in
            try world.send(
                .ownerClientIncreaseStake(
                    OwnerClientIncreaseStake(
                        queryID: world.queryID(), newStake: Coins(nanoTON: amount), sendExcessesTo: owner)),
                from: sender, to: try world.client(owner))
        }
    }

    private static func register(by sender: AccountAddress)
        -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    {
        { world in
            try world.send(
                .ownerClientRegister(OwnerClientRegister(queryID: world.queryID(), nonce: 1, sendExcessesTo: owner)),
                from: sender, to: try world.client(owner))
        }
    }

    private static func secretAndTopUp(by sender: AccountAddress, value: UInt64)
        -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]
    {
        { world in
            try world.send(
                .ownerClientChangeSecretHashAndTopUp(
                    OwnerClientChangeSecretHashAndTopUp(
                        queryID: world.queryID(), amount: Coins(nanoTON: CocoonWorld.ton), secretHash: .zero,
                        sendExcessesTo: owner)),
                from: sender, to: try world.client(owner), value: value)
        }
    }

    private static func topUp(value: UInt64) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            try world.send(
                .clientTopUp(
                    Deposit(
                        op: .clientTopUp, queryID: world.queryID(), amount: Coins(nanoTON: CocoonWorld.ton),
                        sendExcessesTo: owner)),
                from: owner, to: try world.client(owner), value: value)
        }
    }

    private static func receipt(
        _ op: Opcode, _ tokens: UInt64, value: UInt64 = CocoonWorld.envelope, by signer: Ed25519.PrivateKey? = nil,
        innerQueryID: UInt64? = nil, to other: AccountAddress? = nil
    ) -> @Sendable (CocoonWorld) throws -> [ContractNetwork.Executed] {
        { world in
            try world.send(
                try world.signed(
                    op, tokens: tokens, for: try world.client(other ?? owner), by: signer, innerQueryID: innerQueryID),
                from: world.stranger, to: try world.client(owner), value: value)
        }
    }

    static let stranger = CocoonWorld.person(0x02)
    static let otherKey = Ed25519.PrivateKey(seed: .zero)

    /// Of a client with 7 TON and a stake of 3, charged for 1000 tokens.
    static let refusals: [Refusal] = [
        Refusal("a charge with an old counter", 1000, send: receipt(.clientChargeSigned, 1000)),
        Refusal("a grant with an older counter", 1000, send: receipt(.clientGrantRefundSigned, 999)),
        Refusal("a charge with too little", 1003, send: receipt(.clientChargeSigned, 2000, value: 99_999_999)),
        Refusal("a grant with too little", 1003, send: receipt(.clientGrantRefundSigned, 2000, value: 99_999_999)),
        Refusal("another query id inside", 1005, send: receipt(.clientChargeSigned, 2000, innerQueryID: 1)),
        Refusal("another key's signature", 1007, send: receipt(.clientChargeSigned, 2000, by: otherKey)),
        Refusal("another key's grant", 1007, send: receipt(.clientGrantRefundSigned, 2000, by: otherKey)),
        Refusal("a charge of another client", 1015, send: receipt(.clientChargeSigned, 2000, to: stranger)),
        Refusal("a grant of another client", 1015, send: receipt(.clientGrantRefundSigned, 2000, to: stranger)),
        Refusal("a top-up with too little", 1003, send: topUp(value: 1_099_999_999)),
        Refusal("a secret and top-up with too little", 1003, send: secretAndTopUp(by: owner, value: 1_099_999_999)),
        Refusal("a secret and top-up by a stranger", 1010, send: secretAndTopUp(by: stranger, value: 2_000_000_000)),
        Refusal("a secret with too little", 1003, send: secret(value: 99_999_999)),
        Refusal("a secret by a stranger", 1010, send: secret(by: stranger)),
        Refusal("a registration by a stranger", 1010, send: register(by: stranger)),
        Refusal("a stake by a stranger", 1010, send: stake(9_000_000_000, by: stranger)),
        Refusal("the same stake", 1003, send: stake(3_000_000_000)),
        Refusal("a smaller stake", 1003, send: stake(1)),
        Refusal("a withdrawal by a stranger", 1009, send: request(.ownerClientWithdraw, by: stranger)),
        Refusal("a withdrawal with too little", 1003, send: request(.ownerClientWithdraw, value: 99_999_999)),
        Refusal("a refund by a stranger", 1009, send: request(.ownerClientRequestRefund, by: stranger)),
        Refusal("a refund with too little", 1003, send: request(.ownerClientRequestRefund, value: 99_999_999)),
        Refusal("a withdrawal with nothing above the stake", 1001) { world in
            _ = try stake(7_000_000_000)(world)
            return try request(.ownerClientWithdraw)(world)
        },
        Refusal("a withdrawal while closing", 1006) { world in
            try world.requestRefund(owner)
            return try request(.ownerClientWithdraw)(world)
        },
        Refusal("a top-up while closing", 1006) { world in
            try world.requestRefund(owner)
            return try topUp(value: 2_000_000_000)(world)
        },
        Refusal("a force before its time", 1011) { world in
            try world.requestRefund(owner)
            return try request(.ownerClientRequestRefund)(world)
        },
        Refusal("an operation of proxies", 1012, send: request(.ownerProxyClose)),
        Refusal("a declared operation that none handles", 1012) { world in
            var body = CellBuilder()
            try body.store(Opcode.ownerClientTopUpReopen.rawValue)
            try body.store(7 as UInt64)
            try world.network.post(
                from: owner, to: try world.client(owner), value: CocoonWorld.envelope, body: try body.build())
            return try world.network.settle()
        },
        Refusal("a body that ends early", 9) { world in
            var body = CellBuilder()
            try body.store(Opcode.clientTopUp.rawValue)
            try body.store(7 as UInt64)
            try world.network.post(
                from: owner, to: try world.client(owner), value: CocoonWorld.envelope, body: try body.build())
            return try world.network.settle()
        },
    ]

    @Test("refusals", arguments: ContractCodes.both, refusals)
    func refusal(codes: ContractCodes, refusal: Refusal) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        try world.charge(Self.owner, 1000)
        let done = try refusal.send(world)
        #expect(done.map(\.exitCode) == [refusal.exitCode])
        #expect(done.first?.isDone == false && done.first?.result.description.bouncePhase != nil)
    }

    @Test("a closed client refuses everything", arguments: ContractCodes.both)
    func closed(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        try world.grantRefund(Self.owner, 0)
        let before = try world.clientData(Self.owner)
        let messages: [@Sendable (CocoonWorld) throws -> [ContractNetwork.Executed]] = [
            Self.topUp(value: 2_000_000_000), Self.secret(), Self.stake(9_000_000_000),
            Self.secretAndTopUp(by: Self.owner, value: 2_000_000_000), Self.register(by: Self.owner),
            Self.request(.ownerClientWithdraw), Self.request(.ownerClientRequestRefund),
            Self.receipt(.clientChargeSigned, 9), Self.receipt(.clientGrantRefundSigned, 9),
        ]
        for send in messages { #expect(try send(world).map(\.exitCode) == [1006]) }
        #expect(try world.clientData(Self.owner) == before)
    }

    @Test("a fresh client with too little fails, and is there all the same", arguments: ContractCodes.both)
    func poorDeployment(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.know(try world.clientState(Self.owner))
        let message = CocoonMessage.ownerClientRegister(
            OwnerClientRegister(queryID: world.queryID(), nonce: 1, sendExcessesTo: Self.owner))
        let done = try world.send(message, from: Self.owner, to: try world.client(Self.owner), value: 200_000_000)
        #expect(done.map(\.exitCode) == [1001])
        #expect(try world.network.account(try world.client(Self.owner)).status == .active)
    }

    @Test("data of another layout", arguments: ContractCodes.both)
    func damagedData(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        var params = world.params
        params.structVersion = 5
        let state = try ContractDerivation.clientState(
            owner: Self.owner, proxy: world.proxy, proxyKey: world.proxyKey, proxyParams: params)
        try world.network.place(state, at: try state.address(), coins: CocoonWorld.ton)
        let done = try world.send(
            try world.signed(.clientChargeSigned, tokens: 1, for: try state.address()), from: Self.owner,
            to: try state.address())
        #expect(done.map(\.exitCode) == [1008])
    }

    @Test("while it closes, secret, stake, charge and the other top-up still work", arguments: ContractCodes.both)
    func closing(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 7 * CocoonWorld.ton)
        try world.requestRefund(Self.owner)
        #expect(try Self.secret()(world).first?.isDone == true)
        #expect(try Self.stake(9_000_000_000)(world).first?.isDone == true)
        #expect(try Self.secretAndTopUp(by: Self.owner, value: 2_000_000_000)(world).allSatisfy(\.isDone))
        try world.charge(Self.owner, 1000)
        #expect(try world.clientData(Self.owner).balance.nanoTON == 3_999_980_000)
    }
}
