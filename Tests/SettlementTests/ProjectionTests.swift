import Cocoon
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Transactions made by hand, and the events that they come to.
struct ProjectionTests {
    private func payout(
        _ world: World, tokens: UInt64, part: Coins, half: LedgerTransaction.Compute?, paid: Bool = true,
        halfProof: Proof = .linked
    ) throws -> Event {
        let request = try world.workerRequest(tokens: tokens, part: part, proxyPart: Coins(nanoTON: 3), lt: 11)
        let receipt = try World.message(
            from: World.stranger, to: world.worker.address, lt: 9,
            World.signed(.workerPayoutSigned, tokens: tokens, to: world.worker.address))
        let own = World.transaction(on: world.worker.address, lt: 10, taking: receipt, sending: [request])
        var ledger = StubLedger(contracts: [world.worker, world.proxy])
        if let half {
            var builder = CellBuilder()
            try builder.store(UInt64(Opcode.payout.rawValue), bits: 32)
            let payment = try World.message(
                from: World.proxy, to: World.owner, value: UInt64(clamping: part.nanoTON), lt: 21, builder.build())
            ledger.transactions = [
                World.transaction(
                    on: World.proxy, lt: 20, taking: request, sending: paid ? [payment] : [], half, proof: halfProof)
            ]
        }
        let projection = try Projection(of: own, contract: world.worker, reader: ledger)
        #expect(projection.events.count == 1)
        return try #require(projection.events.first)
    }

    @Test("a payout whose half at the proxy isn't known is pending")
    func pendingPayout() throws {
        let world = try World()
        let event = try payout(world, tokens: 100, part: Coins(nanoTON: 1900), half: nil)
        #expect(event.kind == .payout)
        #expect(event.settlement == nil)
        #expect(event.paid == nil && event.lost == nil)
        #expect(event.tokensBefore == 0 && event.tokensAfter == 100)
        var books = WorkerBooks(contract: world.worker)
        try books.enter(event)
        #expect(books.pendingPayouts == 1 && books.pending == Coins(nanoTON: 1900) && books.payouts == 0)
    }

    @Test("a payout that arrived, and one whose half failed")
    func settledPayouts() throws {
        let world = try World()
        let good = try payout(
            world, tokens: 100, part: Coins(nanoTON: 1900), half: .executed(isSuccess: true, exitCode: 0))
        #expect(good.kind == .payout && good.paid == Coins(nanoTON: 1900) && good.lost == nil)
        for half in [LedgerTransaction.Compute.executed(isSuccess: false, exitCode: 5), .skipped("no_gas")] {
            let lost = try payout(world, tokens: 100, part: Coins(nanoTON: 1900), half: half)
            #expect(lost.kind == .lostPayout && lost.paid == .zero && lost.lost == Coins(nanoTON: 1900))
            var books = WorkerBooks(contract: world.worker)
            try books.enter(lost)
            #expect(books.lostTokens == 100 && books.lost == Coins(nanoTON: 1900) && books.paid == .zero)
        }
    }

    @Test("what only a claim tells of a payment is claimed")
    func claimedHalf() throws {
        let world = try World()
        for proof in Proof.allCases {
            let event = try payout(
                world, tokens: 100, part: Coins(nanoTON: 1900), half: .executed(isSuccess: true, exitCode: 0),
                halfProof: proof)
            #expect(event.paid == Coins(nanoTON: 1900))
            #expect(event.proof == min(proof, .linked))
        }
    }

    @Test("a counter of 2^64 - 1")
    func largestCounter() throws {
        let world = try World()
        let part = try Coins(nanoTON: 19).multiplied(by: .max)
        let event = try payout(
            world, tokens: .max, part: part, half: .executed(isSuccess: false, exitCode: 5), paid: false)
        #expect(event.tokensAfter == .max && event.tokensBefore == 0 && event.tokensMoved == .max)
        var books = WorkerBooks(contract: world.worker)
        try books.enter(event)
        try books.enter(event)
        #expect(books.lostTokens == .max)
        #expect(books.lost.nanoTON == part.nanoTON * 2)
    }

    private func charge(_ world: World, used: UInt64, before: Coins, after: Coins) throws -> Event {
        let prior = try world.clientRequest(world.state(balance: before), nil, lt: 5)
        let request = try world.clientRequest(world.state(balance: after, used: used), nil, lt: 11)
        let receipt = try World.message(
            from: World.stranger, to: world.client.address, lt: 9,
            World.signed(.clientChargeSigned, tokens: used, to: world.client.address))
        let own = World.transaction(on: world.client.address, lt: 10, taking: receipt, sending: [request])
        let ledger = StubLedger(
            contracts: [world.client], prior: .request(try #require(ChildRequest(prior))))
        let projection = try Projection(of: own, contract: world.client, reader: ledger)
        return try #require(projection.events.first { $0.kind == .charge })
    }

    @Test("a charge within the balance, at it, and beyond")
    func charges() throws {
        let world = try World()
        for (used, before, charged) in [(10, 1000, 200), (50, 1000, 1000), (51, 1000, 1000)]
            as [(UInt64, UInt64, UInt64)]
        {
            let event = try charge(
                world, used: used, before: Coins(nanoTON: before), after: Coins(nanoTON: before - charged))
            #expect(event.charged == Coins(nanoTON: charged))
            #expect(event.cost == Coins(nanoTON: used * 20))
            #expect(event.debtVanished == Coins(nanoTON: used * 20 - charged))
        }
    }

    @Test("a charge that costs more than coins can be takes the whole balance")
    func enormousCharge() throws {
        let world = try World(price: .maximum, fee: .zero)
        let event = try charge(world, used: .max, before: Coins(nanoTON: 1000), after: .zero)
        #expect(event.charged == Coins(nanoTON: 1000))
        #expect(event.cost == nil && event.debtVanished == nil)
        var books = ClientBooks(contract: world.client)
        try books.enter(event)
        #expect(books.charged == Coins(nanoTON: 1000) && books.charges == 1)
    }

    @Test("a forced refund that the proxy pays in part")
    func forcedShortfall() throws {
        let world = try World()
        let amount = Coins(nanoTON: 1000)
        let request = try world.clientRequest(
            world.state(.closed, stake: 0),
            .refundForce(ClientProxyRefundForce(amount: amount, sendExcessesTo: World.owner)), lt: 11)
        let demand = try World.message(
            from: World.owner, to: world.client.address, lt: 9,
            OwnerClientRequestRefund(queryID: 7, sendExcessesTo: World.owner).cell())
        let own = World.transaction(on: world.client.address, lt: 10, taking: demand, sending: [request])
        var builder = CellBuilder()
        try builder.store(UInt64(Opcode.payout.rawValue), bits: 32)
        let payment = try World.message(from: World.proxy, to: World.owner, value: 400, lt: 21, builder.build())
        for (sent, paid) in [([payment], 400), ([], 0)] as [([LedgerMessage], UInt64)] {
            let half = World.transaction(on: World.proxy, lt: 20, taking: request, sending: sent)
            let ledger = StubLedger(contracts: [world.client], transactions: [half])
            let event = try #require(
                try Projection(of: own, contract: world.client, reader: ledger).events.first)
            #expect(event.kind == .refundForced && event.amount == amount)
            #expect(event.paid == Coins(nanoTON: paid) && event.lost == Coins(nanoTON: 1000 - paid))
            var books = ClientBooks(contract: world.client)
            try books.enter(event)
            #expect(books.forfeited == Coins(nanoTON: 1000 - paid) && books.refundLost == .zero)
        }
        // Where the half fails, nothing is forfeited: it is lost.
        let failed = World.transaction(
            on: World.proxy, lt: 20, taking: request, .executed(isSuccess: false, exitCode: 5))
        let ledger = StubLedger(contracts: [world.client], transactions: [failed])
        let event = try #require(try Projection(of: own, contract: world.client, reader: ledger).events.first)
        var books = ClientBooks(contract: world.client)
        try books.enter(event)
        #expect(books.refundLost == amount && books.forfeited == .zero && books.refunded == .zero)
    }

    @Test("a bounce changes nothing, whatever it carries")
    func bounce() throws {
        let world = try World()
        for contract in [world.worker, world.client, world.proxy] {
            let bounced = try World.message(
                from: World.proxy, to: contract.address, value: 500, lt: 9, isBounced: true,
                World.signed(.workerPayoutSigned, tokens: 5, to: contract.address))
            let transaction = World.transaction(on: contract.address, lt: 10, taking: bounced)
            let projection = try Projection(of: transaction, contract: contract, reader: StubLedger())
            #expect(projection.events.isEmpty && projection.stakes.isEmpty)
        }
    }

    @Test("a notification that the proxy skips is a skipped event, and the client's own event says so")
    func skippedNotification() throws {
        let world = try World()
        let request = try world.clientRequest(world.state(balance: .zero, used: 0), nil, lt: 11)
        let half = World.transaction(on: World.proxy, lt: 20, taking: request, .skipped("no_gas"))
        let ledger = StubLedger(contracts: [world.client, world.proxy], transactions: [half])
        let events = try Projection(of: half, contract: world.proxy, reader: ledger).events
        let skipped = try #require(events.first { $0.kind == .skipped })
        #expect(skipped.child == world.client.address && skipped.skipReason == "no_gas")
        #expect(skipped.anchor == World.proxy)
    }

    @Test("compute success with a failed action phase is no success")
    func actionFailure() throws {
        let world = try World()
        let message = try World.message(
            from: World.stranger, to: world.worker.address, lt: 9,
            World.signed(.workerPayoutSigned, tokens: 5, to: world.worker.address))
        let transaction = World.transaction(
            on: world.worker.address, lt: 10, taking: message, hasActionFailure: true)
        let event = try #require(
            try Projection(of: transaction, contract: world.worker, reader: StubLedger()).events.first)
        #expect(event.kind == .failed && event.actionCode == 37 && event.tokensClaimed == 5)
    }
}
