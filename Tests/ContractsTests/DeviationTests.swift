import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Where the main network's contracts lose money and Silk's don't: both are shown. `Contracts/README.md` lists these tests
/// by their names.
@Suite("Deviations", .enabled(if: ContractCodes.both.count == 2, "the main network's codes are not there"))
struct DeviationTests {
    private static let worker = CocoonWorld.person(0x10)
    private static let client = CocoonWorld.person(0x20)
    private static let other = CocoonWorld.person(0x21)
    private static let ton = CocoonWorld.ton

    /// What the stranger or a person was sent in all.
    private static func got(_ person: AccountAddress, _ world: CocoonWorld) -> UInt128 {
        world.network.people[person] ?? 0
    }

    // MARK: - Payouts

    @Test("a payout that the proxy can't cover leaves the counter", arguments: [12, 13, 14, 15] as [UInt32])
    func payoutThatCannotBeCovered(version: UInt32) throws {
        let mainnet = try CocoonWorld(try .mainnet(), stake: Self.ton, version: version)
        #expect(try mainnet.claim(Self.worker, 100_000_000).map(\.exitCode) == [0, 5, 0])
        #expect(try mainnet.workerData(Self.worker).tokens == 100_000_000)
        #expect(try mainnet.topUp(Self.client, 10 * Self.ton).allSatisfy(\.isDone))
        #expect(try mainnet.claim(Self.worker, 100_000_000).map(\.exitCode) == [1000])
        #expect(try mainnet.payouts(to: Self.worker) == [])

        let silk = try CocoonWorld(try .silk(), stake: Self.ton, version: version)
        #expect(try silk.claim(Self.worker, 100_000_000).map(\.exitCode) == [0, 5, 0])
        #expect(try silk.workerData(Self.worker).tokens == 0)
        #expect(try silk.proxyData().balance == .zero)
        #expect(try silk.network.coins(try silk.worker(Self.worker)) == 110_000_000)
        // What was attached came back, but for fees and what the worker keeps.
        let attached = UInt128(CocoonWorld.envelope)
        #expect(Self.got(Self.worker, silk) > attached - 110_000_000 - 15_000_000)
        #expect(try silk.topUp(Self.client, 10 * Self.ton).allSatisfy(\.isDone))
        #expect(try silk.claim(Self.worker, 100_000_000).allSatisfy(\.isDone))
        #expect(try silk.payouts(to: Self.worker) == [1_900_000_000])
        #expect(try silk.workerData(Self.worker).tokens == 100_000_000)
    }

    @Test("a last payout that the proxy can't cover leaves the worker open")
    func lastPayoutThatCannotBeCovered() throws {
        let mainnet = try CocoonWorld(try .mainnet(), stake: Self.ton)
        try mainnet.claim(Self.worker, 100_000_000, isLast: true)
        #expect(try mainnet.workerData(Self.worker).state == .closed)

        let silk = try CocoonWorld(try .silk(), stake: Self.ton)
        try silk.claim(Self.worker, 100_000_000, isLast: true)
        #expect(try silk.workerData(Self.worker).state == .normal && silk.workerData(Self.worker).tokens == 0)
        try silk.topUp(Self.client, 10 * Self.ton)
        try silk.claim(Self.worker, 100_000_000, isLast: true)
        #expect(try silk.payouts(to: Self.worker) == [1_900_000_000])
        #expect(try silk.workerData(Self.worker).state == .closed)
    }

    /// A worker and its own claims, the second of which is paid before it hears that the first wasn't.
    @Test("a payout that was paid meanwhile stays paid")
    func interleavedPayouts() throws {
        let silk = try CocoonWorld(try .silk(), stake: Self.ton)
        try silk.claim(Self.worker, 10)
        let worker = try silk.worker(Self.worker)
        for tokens: UInt64 in [100_000_010, 100_000_020] {
            try silk.post(
                try silk.signed(.workerPayoutSigned, tokens: tokens, for: worker), from: silk.stranger, to: worker)
        }
        try silk.network.settle()
        // 10 tokens of the second were paid, the 100 million of the first are owed.
        #expect(try silk.payouts(to: Self.worker) == [190, 190])
        #expect(try silk.workerData(Self.worker).tokens == 20)
        try silk.topUp(Self.client, 10 * Self.ton)
        try silk.claim(Self.worker, 100_000_020)
        #expect(try silk.payouts(to: Self.worker) == [190, 190, 1_900_000_000])
    }

    @Test("a payout from a closed proxy leaves the counter")
    func payoutFromClosedProxy() throws {
        let mainnet = try CocoonWorld(try .mainnet())
        try mainnet.claim(Self.worker, 1000)
        try mainnet.topUp(Self.client, Self.ton)
        try mainnet.closeProxy()
        try mainnet.completeClose()
        #expect(try mainnet.claim(Self.worker, 2000).map(\.exitCode) == [0, 1006, 0])
        #expect(try mainnet.workerData(Self.worker).tokens == 2000)

        let silk = try CocoonWorld(try .silk())
        try silk.claim(Self.worker, 1000)
        try silk.topUp(Self.client, Self.ton)
        try silk.closeProxy()
        try silk.completeClose()
        #expect(try silk.claim(Self.worker, 2000).map(\.exitCode) == [0, 1006, 0])
        #expect(try silk.workerData(Self.worker).tokens == 1000)
    }

    @Test("a payout from a proxy that isn't there leaves the counter")
    func payoutFromMissingProxy() throws {
        let mainnet = try CocoonWorld(try .mainnet(), stake: nil)
        try mainnet.claim(Self.worker, 1000)
        #expect(try mainnet.workerData(Self.worker).tokens == 1000)

        let silk = try CocoonWorld(try .silk(), stake: nil)
        try silk.claim(Self.worker, 1000)
        #expect(try silk.workerData(Self.worker).tokens == 0)
        // A counter that nobody could ever pay for.
        let rich = try CocoonWorld(try .silk(), stake: 100 * Self.ton)
        try rich.claim(Self.worker, .max)
        #expect(try rich.workerData(Self.worker).tokens == 0)
        try rich.claim(Self.worker, 1000)
        #expect(try rich.payouts(to: Self.worker) == [19_000])
    }

    /// A fresh worker keeps 0.11 TON of the value: the proxy gets too little to execute anything, and nothing comes back.
    @Test("a claim that leaves the proxy too little is refused")
    func poorClaim() throws {
        func claim(_ codes: ContractCodes, value: UInt64) throws -> CocoonWorld {
            let world = try CocoonWorld(codes)
            try world.know(try world.workerState(Self.worker))
            let worker = try world.worker(Self.worker)
            try world.send(
                try world.signed(.workerPayoutSigned, tokens: 1000, for: worker), from: world.stranger, to: worker,
                value: value)
            return world
        }
        let mainnet = try claim(try .mainnet(), value: 115_500_000)
        #expect(mainnet.network.transactions.last?.exitCode == -14)
        #expect(try mainnet.workerData(Self.worker).tokens == 1000 && mainnet.payouts(to: Self.worker) == [])

        for value: UInt64 in [115_500_000, 159_999_999] {
            let silk = try claim(try .silk(), value: value)
            #expect(silk.network.transactions.last?.exitCode == 1001)
            #expect(try silk.workerData(Self.worker).tokens == 0)
        }
        #expect(try claim(try .silk(), value: 160_000_000).payouts(to: Self.worker) == [19_000])
        // Where it can't be covered, even this little comes back in time.
        let short = try CocoonWorld(try .silk(), stake: Self.ton)
        try short.know(try short.workerState(Self.worker))
        try short.send(
            try short.signed(.workerPayoutSigned, tokens: 1_000_000_000, for: try short.worker(Self.worker)),
            from: short.stranger, to: try short.worker(Self.worker), value: 160_000_000)
        #expect(try short.workerData(Self.worker).tokens == 0)
    }

    /// The owner lies in a workchain that isn't there.
    @Test("a payout that can't be sent leaves the counter")
    func payoutThatCannotBeSent() throws {
        let unreachable = AccountAddress(workchain: 5, hash: Self.worker.hash)
        func claim(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try CocoonWorld(codes)
            try world.know(try world.workerState(unreachable))
            let worker = try world.worker(unreachable)
            let receipt = try world.signed(.workerPayoutSigned, tokens: 1000, for: worker)
            let done = try world.send(receipt, from: world.stranger, to: worker)
            #expect(done[1].exitCode == 0 && done[1].actionCode == 36)
            return world
        }
        let mainnet = try claim(try .mainnet())
        #expect(try mainnet.workerData(unreachable).tokens == 1000)
        #expect(Self.got(mainnet.stranger, mainnet) == 0)

        let silk = try claim(try .silk())
        #expect(try silk.workerData(unreachable).tokens == 0)
        #expect(Self.got(silk.stranger, silk) > 570_000_000)
        #expect(try silk.proxyData().balance == .zero)
    }

    /// Only the network says that a message came back, and only from where it went to; the contracts look all the same.
    @Test("what comes back from anyone but the proxy, or can't be read, changes nothing")
    func foreignBounces() throws {
        let silk = try CocoonWorld(try .silk())
        try silk.claim(Self.worker, 1000)
        try silk.topUp(Self.client, Self.ton)
        let request = WorkerProxyRequest(
            queryID: 1, owner: Self.worker, state: .normal, tokens: 1000,
            payload: WorkerProxyPayout(
                workerPart: Coins(nanoTON: 19_000), proxyPart: Coins(nanoTON: 1000), sendExcessesTo: Self.worker))
        let refund = ClientProxyRequest(
            queryID: 1, owner: Self.client,
            client: ClientProxyState(
                state: .normal, balance: .zero, stake: .zero, tokensUsed: 0, secretHash: .zero),
            payload: .refundGranted(
                ClientProxyAmount(amount: Coins(nanoTON: Self.ton), sendExcessesTo: Self.client)))
        func back(_ body: Cell, from source: AccountAddress, to destination: AccountAddress) throws -> Int32? {
            let bounce = NewBounceBody(
                originalBody: body,
                originalInfo: NewBounceOriginalInfo(value: .zero, createdLT: 1, createdAt: 1), bouncedByPhase: 1,
                exitCode: 5)
            try silk.network.post(
                from: source, to: destination, value: Self.ton, body: try bounce.cell(), bounce: false, bounced: true)
            return try silk.network.settle().first?.exitCode
        }
        let (worker, client) = (try silk.worker(Self.worker), try silk.client(Self.client))
        let (workerBefore, clientBefore) = (try silk.workerData(Self.worker), try silk.clientData(Self.client))
        #expect(try back(try request.cell(), from: silk.stranger, to: worker) == 1014)
        #expect(try back(try refund.cell(), from: silk.stranger, to: client) == 1014)
        #expect(try back(try refund.cell(), from: silk.proxy, to: worker) == 1012)
        #expect(try back(try request.cell(), from: silk.proxy, to: client) == 1012)
        #expect(try back(.empty, from: silk.proxy, to: worker) == 0)
        // The older format, with the first 256 bits: no telling what it was.
        var old = CellBuilder()
        try old.store(Opcode.bounced.rawValue)
        try old.store(Opcode.workerProxyRequest.rawValue)
        for address in [worker, client] {
            try silk.network.post(
                from: silk.proxy, to: address, value: Self.ton, body: try old.build(), bounce: false, bounced: true)
            #expect(try silk.network.settle().map(\.exitCode) == [0])
        }
        #expect(try silk.workerData(Self.worker) == workerBefore && silk.clientData(Self.client) == clientBefore)
    }

    /// A limit, not a deviation: before global version 12 nothing whole comes back.
    @Test("under global version 11 a payout is lost as on the main network")
    func olderNetwork() throws {
        let silk = try CocoonWorld(try .silk(), stake: Self.ton, version: 11)
        #expect(try silk.claim(Self.worker, 100_000_000).map(\.exitCode) == [0, 5, 0])
        #expect(try silk.workerData(Self.worker).tokens == 100_000_000)
    }

    // MARK: - Coins in

    @Test("a top-up that doesn't reach the proxy comes back")
    func topUpOfMissingProxy() throws {
        let mainnet = try CocoonWorld(try .mainnet(), stake: nil)
        try mainnet.topUp(Self.client, 7 * Self.ton)
        #expect(try mainnet.clientData(Self.client).balance.nanoTON == 7_000_000_000)
        #expect(Self.got(Self.client, mainnet) == 0)

        let silk = try CocoonWorld(try .silk(), stake: nil)
        try silk.topUp(Self.client, 7 * Self.ton)
        #expect(try silk.clientData(Self.client).balance == .zero)
        #expect(Self.got(Self.client, silk) > 7_500_000_000)
    }

    @Test("an excesses address that is none undoes nothing")
    func noExcessesAddress() throws {
        func topUp(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try CocoonWorld(codes)
            try world.know(try world.clientState(Self.client))
            try world.send(
                .clientTopUp(
                    Deposit(
                        op: .clientTopUp, queryID: 1, amount: Coins(nanoTON: Self.ton), sendExcessesTo: nil)),
                from: Self.client, to: try world.client(Self.client), value: 2 * Self.ton)
            return world
        }
        let mainnet = try topUp(try .mainnet())
        let failed = try #require(mainnet.network.transactions.last)
        #expect(failed.address == mainnet.proxy)
        #expect(failed.actionCode == 34)
        #expect(!failed.isDone)

        let silk = try topUp(try .silk())
        let done = try #require(silk.network.transactions.last)
        #expect(done.address == silk.proxy && done.isDone)
        #expect(try silk.clientData(Self.client).balance.nanoTON == 1_000_000_000)
        // And none that came back is kept from the owner.
        let lonely = try CocoonWorld(try .silk(), stake: nil)
        try lonely.know(try lonely.clientState(Self.client))
        try lonely.send(
            .clientTopUp(
                Deposit(op: .clientTopUp, queryID: 1, amount: Coins(nanoTON: Self.ton), sendExcessesTo: nil)),
            from: lonely.stranger, to: try lonely.client(Self.client), value: 2 * Self.ton)
        #expect(try lonely.clientData(Self.client).balance == .zero)
        #expect(Self.got(Self.client, lonely) > 1_800_000_000)
    }

    // MARK: - Refunds

    @Test("a forced refund is paid in full")
    func forcedRefund() throws {
        func force(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try CocoonWorld(codes, stake: Self.ton)
            try world.topUp(Self.client, 3 * Self.ton)
            try world.requestRefund(Self.client)
            world.network.now += 3601
            #expect(try world.requestRefund(Self.client).allSatisfy(\.isDone))
            return world
        }
        let mainnet = try force(try .mainnet())
        #expect(try mainnet.payouts(to: Self.client) == [1_000_000_000])
        #expect(try mainnet.clientData(Self.client).balance == .zero)
        #expect(try mainnet.proxyData().stake == .zero)

        let silk = try force(try .silk())
        #expect(try silk.payouts(to: Self.client) == [3_000_000_000])
        #expect(try silk.clientData(Self.client).balance == .zero)
        #expect(try silk.proxyData().stake == .zero)
    }

    /// A client with 3 TON of a proxy whose coins a worker took.
    private static func short(_ codes: ContractCodes) throws -> CocoonWorld {
        let world = try CocoonWorld(codes, stake: 2 * ton)
        try world.topUp(client, 3 * ton)
        try world.claim(worker, 200_000_000)
        return world
    }

    @Test("a forced refund that can't be covered stays owed")
    func forcedRefundThatCannotBeCovered() throws {
        func force(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try Self.short(codes)
            try world.requestRefund(Self.client)
            world.network.now += 3601
            try world.requestRefund(Self.client)
            return world
        }
        let mainnet = try force(try .mainnet())
        #expect(try mainnet.payouts(to: Self.client) == [] && mainnet.clientData(Self.client).balance == .zero)
        #expect(try mainnet.requestRefund(Self.client).map(\.exitCode) == [1006])

        let silk = try force(try .silk())
        let data = try silk.clientData(Self.client)
        #expect(data.state == .closed && data.balance.nanoTON == 3_000_000_000)
        #expect(try silk.payouts(to: Self.client) == [] && silk.proxyData().stake.nanoTON == 2_000_000_000)
        try silk.topUp(Self.other, 5 * Self.ton)
        #expect(try silk.requestRefund(Self.client).allSatisfy(\.isDone))
        #expect(try silk.payouts(to: Self.client) == [3_000_000_000])
        #expect(try silk.clientData(Self.client).balance == .zero)
        #expect(try silk.requestRefund(Self.client).map(\.exitCode) == [1006])
    }

    @Test("a granted refund that can't be covered stays owed")
    func grantedRefundThatCannotBeCovered() throws {
        let mainnet = try Self.short(try .mainnet())
        #expect(try mainnet.grantRefund(Self.client, 0).map(\.exitCode) == [0, 5, 0])
        #expect(try mainnet.clientData(Self.client).balance == .zero)
        #expect(try mainnet.grantRefund(Self.client, 0).map(\.exitCode) == [1006])

        let silk = try Self.short(try .silk())
        #expect(try silk.grantRefund(Self.client, 0).map(\.exitCode) == [0, 5, 0])
        #expect(try silk.clientData(Self.client).balance.nanoTON == 3_000_000_000)
        #expect(try silk.clientData(Self.client).state == .closed)
        try silk.topUp(Self.other, 5 * Self.ton)
        // The owner may ask, and the stake isn't touched: the proxy had granted it.
        #expect(try silk.requestRefund(Self.client).allSatisfy(\.isDone))
        #expect(try silk.payouts(to: Self.client) == [3_000_000_000])
        #expect(try silk.proxyData().stake.nanoTON == 2_000_000_000)
        // So may the proxy, again.
        let again = try Self.short(try .silk())
        try again.grantRefund(Self.client, 0)
        try again.topUp(Self.other, 5 * Self.ton)
        #expect(try again.grantRefund(Self.client, 0).allSatisfy(\.isDone))
        #expect(try again.payouts(to: Self.client) == [3_000_000_000])
    }

    @Test("a withdrawal that can't be covered stays in the balance")
    func withdrawalThatCannotBeCovered() throws {
        func withdraw(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try CocoonWorld(codes, stake: 2 * Self.ton)
            try world.topUp(Self.client, 6 * Self.ton)
            try world.claim(Self.worker, 300_000_000)
            let done = try world.send(
                world.plain(.ownerClientWithdraw, excessesTo: Self.client), from: Self.client,
                to: try world.client(Self.client))
            #expect(done.map(\.exitCode) == [0, 5, 0])
            return world
        }
        #expect(try withdraw(try .mainnet()).clientData(Self.client).balance.nanoTON == 3_000_000_000)
        let silk = try withdraw(try .silk())
        #expect(try silk.clientData(Self.client).balance.nanoTON == 6_000_000_000)
        #expect(try silk.clientData(Self.client).state == .normal)
        // The same where closing starts.
        #expect(try silk.requestRefund(Self.client).map(\.exitCode) == [0, 5, 0])
        #expect(try silk.clientData(Self.client).balance.nanoTON == 6_000_000_000)
        #expect(try silk.clientData(Self.client).state == .closing)
    }

    // MARK: - Charges

    @Test("a charge beyond the balance leaves the rest to be charged")
    func clampedCharge() throws {
        let mainnet = try CocoonWorld(try .mainnet())
        try mainnet.topUp(Self.client, 1_000_000_007)
        try mainnet.charge(Self.client, 80_000_000)
        #expect(try mainnet.clientData(Self.client).balance == .zero)
        #expect(try mainnet.clientData(Self.client).tokensUsed == 80_000_000)

        let silk = try CocoonWorld(try .silk())
        try silk.topUp(Self.client, 1_000_000_007)
        try silk.charge(Self.client, 80_000_000)
        // 50 million tokens at 20 nanoTON.
        #expect(try silk.clientData(Self.client).balance.nanoTON == 7)
        #expect(try silk.clientData(Self.client).tokensUsed == 50_000_000)
        // Nothing can be charged: the receipt waits.
        #expect(try silk.charge(Self.client, 80_000_000).map(\.exitCode) == [1002])
        try silk.topUp(Self.client, 2 * Self.ton)
        try silk.charge(Self.client, 80_000_000)
        #expect(try silk.clientData(Self.client).balance.nanoTON == 1_400_000_007)
        #expect(try silk.clientData(Self.client).tokensUsed == 80_000_000)
    }

    // MARK: - Texts

    @Test("text w pays the revenue")
    func textWithdrawal() throws {
        func withdraw(_ codes: ContractCodes) throws -> CocoonWorld {
            let world = try CocoonWorld(codes)
            try world.claim(Self.worker, 50_000_000)
            try world.send(.textCommand(.withdraw), from: world.proxyOwner, to: world.proxy)
            return world
        }
        let mainnet = try withdraw(try .mainnet())
        #expect(mainnet.network.transactions.last?.actionCode == 37)
        #expect(try mainnet.payouts(to: mainnet.proxyOwner) == [])
        #expect(try mainnet.proxyData().balance.nanoTON == 50_000_000)

        let silk = try withdraw(try .silk())
        #expect(try silk.payouts(to: silk.proxyOwner) == [50_000_000])
        #expect(try silk.proxyData().balance == .zero)
    }
}
