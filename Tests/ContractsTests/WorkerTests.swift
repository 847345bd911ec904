import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Claims of workers, against both codes.
@Suite("Workers")
struct WorkerTests {
    static let owner = CocoonWorld.person(0x10)

    @Test("a claim pays the worker's part and books the proxy's", arguments: ContractCodes.both)
    func claim(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes, stake: 20 * CocoonWorld.ton)
        let coins = try world.network.coins(world.proxy)
        let done = try world.claim(Self.owner, 199_630_509)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        // A payout of the main network: 199,630,509 tokens at 19 nanoTON.
        #expect(try world.payouts(to: Self.owner) == [3_792_979_671])
        #expect(try world.workerData(Self.owner).tokens == 199_630_509)
        #expect(try world.workerData(Self.owner).state == .normal)
        #expect(try world.proxyData().balance.nanoTON == 199_630_509)
        #expect(try world.network.coins(world.proxy) == coins - 3_792_979_671)
        #expect(try world.network.coins(try world.worker(Self.owner)) == 110_000_000)

        try world.claim(Self.owner, 199_630_519)
        #expect(try world.payouts(to: Self.owner) == [3_792_979_671, 190])
        #expect(try world.proxyData().balance.nanoTON == 199_630_519)
    }

    @Test("the last payout closes the worker, even with nothing new", arguments: ContractCodes.both)
    func lastPayout(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.owner, 1000)
        let done = try world.claim(Self.owner, 1000, isLast: true)
        #expect(done.count == 2 && done.allSatisfy(\.isDone))
        #expect(try world.payouts(to: Self.owner) == [19_000, 0])
        #expect(try world.workerData(Self.owner).state == .closed)
        #expect(try world.network.coins(try world.worker(Self.owner)) == 10_000_000)
        #expect(try world.claim(Self.owner, 2000).map(\.exitCode) == [1006])
    }

    @Test("a registration changes nothing, and leaves a message for the record", arguments: ContractCodes.both)
    func register(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.know(try world.workerState(Self.owner))
        let done = try world.send(
            world.plain(.ownerWorkerRegister, excessesTo: Self.owner), from: Self.owner,
            to: try world.worker(Self.owner), value: CocoonWorld.ton)
        #expect(done.count == 2 && done[0].isDone)
        #expect(done[1].address == world.proxy && done[1].result.description.computePhase?.skipReason == .noGas)
        #expect(done[1].message.info.internalInfo?.value.coins.nanoTON == 1)
        let body = try CocoonMessage.decode(try done[1].message.bodySlice, receiver: .proxy)
        guard case .workerProxyRequest(let request) = body else {
            Issue.record("\(body)")
            return
        }
        #expect(request.owner == Self.owner && request.tokens == 0 && request.payload == nil)
        #expect(try world.workerData(Self.owner).tokens == 0)
    }

    static let refusals: [Refusal] = [
        Refusal("an old counter", 1000) { try $0.claim(owner, 100) },
        Refusal("an older counter, last", 1000) { try $0.claim(owner, 99, isLast: true) },
        Refusal("0.1 TON to a claim", 1003) { world in
            try world.send(
                try world.signed(.workerPayoutSigned, tokens: 200, for: try world.worker(owner)), from: world.stranger,
                to: try world.worker(owner), value: 100_000_000)
        },
        Refusal("0.1 TON to a registration", 1003) { world in
            try world.send(
                world.plain(.ownerWorkerRegister, excessesTo: owner), from: owner, to: try world.worker(owner),
                value: 100_000_000)
        },
        Refusal("another query id inside", 1005) { world in
            try world.send(
                try world.signed(.workerPayoutSigned, tokens: 200, for: try world.worker(owner), innerQueryID: 1),
                from: owner, to: try world.worker(owner))
        },
        Refusal("another operation inside", 1005) { world in
            try world.send(
                try world.signed(
                    .workerPayoutSigned, tokens: 200, for: try world.worker(owner), innerOp: .clientChargeSigned),
                from: owner, to: try world.worker(owner))
        },
        Refusal("another key's signature", 1007) { world in
            try world.send(
                try world.signed(
                    .workerPayoutSigned, tokens: 200, for: try world.worker(owner),
                    by: Ed25519.PrivateKey(seed: .zero)),
                from: owner, to: try world.worker(owner))
        },
        Refusal("a registration by a stranger", 1010) { world in
            try world.send(
                world.plain(.ownerWorkerRegister, excessesTo: owner), from: world.stranger,
                to: try world.worker(owner))
        },
        Refusal("an operation of clients", 1012) { world in
            try world.send(
                world.plain(.ownerClientWithdraw, excessesTo: owner), from: owner, to: try world.worker(owner))
        },
        Refusal("the receipt of another worker", 1015) { world in
            try world.send(
                try world.signed(
                    .workerPayoutSigned, tokens: 200, for: try world.worker(CocoonWorld.person(0x11))),
                from: owner, to: try world.worker(owner))
        },
        Refusal("a body that ends early", 9) { world in
            var body = CellBuilder()
            try body.store(Opcode.workerPayoutSigned.rawValue)
            try world.network.post(
                from: owner, to: try world.worker(owner), value: CocoonWorld.envelope, body: try body.build())
            return try world.network.settle()
        },
        Refusal("a body with something left over", 9) { world in
            var body = CellBuilder()
            try body.store(world.plain(.ownerWorkerRegister, excessesTo: owner))
            try body.store(bit: true)
            try world.network.post(
                from: owner, to: try world.worker(owner), value: CocoonWorld.envelope, body: try body.build())
            return try world.network.settle()
        },
    ]

    @Test("refusals", arguments: ContractCodes.both, refusals)
    func refusal(codes: ContractCodes, refusal: Refusal) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.owner, 100)
        let before = try world.workerData(Self.owner)
        let done = try refusal.send(world)
        #expect(done.map(\.exitCode) == [refusal.exitCode])
        #expect(done.first?.isDone == false && done.first?.result.description.bouncePhase != nil)
        #expect(try world.workerData(Self.owner) == before)
        #expect(try world.payouts(to: Self.owner) == [1900])
    }

    @Test("data of another layout", arguments: ContractCodes.both)
    func damagedData(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        var params = world.params
        params.structVersion = 5
        let state = try ContractDerivation.workerState(
            owner: Self.owner, proxy: world.proxy, proxyKey: world.proxyKey, proxyParams: params)
        try world.network.place(state, at: try state.address(), coins: CocoonWorld.ton)
        let done = try world.send(
            try world.signed(.workerPayoutSigned, tokens: 1, for: try state.address()), from: Self.owner,
            to: try state.address())
        #expect(done.map(\.exitCode) == [1008])
    }

    @Test("empty messages, messages to ignore, and what is no bounce of ours", arguments: ContractCodes.both)
    func ignored(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.owner, 100)
        let before = try world.workerData(Self.owner)
        try world.network.post(from: world.stranger, to: try world.worker(Self.owner), value: CocoonWorld.ton)
        let done = try world.network.settle()
        #expect(done.map(\.exitCode) == [0] && done[0].result.outMessages.isEmpty)
        let heartbeat = CocoonMessage.doNotProcess(
            DoNotProcess(queryID: 1, content: .saveState(ProxySaveState(seqno: 1, hash: .zero))))
        #expect(
            try world.send(heartbeat, from: world.stranger, to: try world.worker(Self.owner)).map(\.exitCode) == [0])
        #expect(try world.workerData(Self.owner) == before)
    }
}
