import Cocoon
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Long random schedules: messages of all kinds, good and bad, processed in a random order.
///
/// After every transaction no coin has appeared or vanished (``ContractNetwork``), the contract did what the model says,
/// nobody but the owner or the proxy's key moved money, and, of Silk's codes, all that is owed is accounted for.
@Suite("Random schedules")
struct RandomScheduleTests {
    private static let owners = (0x10...0x13).map { CocoonWorld.person(UInt8($0)) }
    private static let stepsPerSchedule = 400

    /// One schedule of one seed.
    private final class Schedule {
        let world: CocoonWorld
        let isSilk: Bool
        let model: ContractModel
        var random: SeededGenerator
        private var roles: [AccountAddress: ContractRole] = [:]
        private var modelled = 0
        /// Of the proxy's books: what charges took from balances, what tokens were paid for, and what forced refunds took
        /// from the stake, all in nanoTON.
        private var charged: Int128 = 0
        private var paidTokens: Int128 = 0
        private var forced: Int128 = 0

        init(_ codes: ContractCodes, isSilk: Bool, seed: UInt64) throws {
            random = SeededGenerator(seed: seed)
            self.isSilk = isSilk
            // Sometimes with a stake that soon falls short.
            world = try CocoonWorld(codes, stake: random.next() % 3 == 0 ? 1 : 5 * CocoonWorld.ton)
            model = ContractModel(rules: isSilk ? .silk : .mainnet)
            roles[world.proxy] = .proxy
            for owner in RandomScheduleTests.owners {
                try world.know(try world.workerState(owner))
                try world.know(try world.clientState(owner))
                roles[try world.worker(owner)] = .worker
                roles[try world.client(owner)] = .client
            }
        }

        private func chance(_ part: UInt64) -> Bool { random.next() % part == 0 }

        private func pick<T>(_ list: [T]) -> T { list[Int(random.next() % UInt64(list.count))] }

        // MARK: - Messages

        /// Posts a message of a random kind: now and then from the wrong sender, with too little, or wrongly signed.
        func postSomething() throws {
            let owner = pick(RandomScheduleTests.owners)
            let sender = chance(6) ? world.stranger : owner
            let worker = try world.worker(owner)
            let client = try world.client(owner)
            let amount = Coins(nanoTON: random.next() % (8 * CocoonWorld.ton))
            let value = chance(12) ? random.next() % 200_000_000 : CocoonWorld.envelope
            let rich = value + UInt64(amount.nanoTON)
            switch random.next() % 17 {
            case 0, 1, 2:
                let tokens = counter(try workerTokens(owner), chance(3) ? 900_000_000 : 90_000_000)
                try world.post(try receipt(.workerPayoutSigned, tokens, worker), from: sender, to: worker, value: value)
            case 3:
                let tokens = counter(try workerTokens(owner), 10_000_000)
                let op: Opcode = chance(3) ? .workerLastPayoutSigned : .workerPayoutSigned
                try world.post(try receipt(op, tokens, worker), from: sender, to: worker, value: value)
            case 4, 5, 6:
                try world.post(
                    .clientTopUp(
                        Deposit(op: .clientTopUp, queryID: world.queryID(), amount: amount, sendExcessesTo: sender)),
                    from: sender, to: client, value: rich)
            case 7, 8:
                let tokens = counter(try clientTokens(owner), 150_000_000)
                try world.post(try receipt(.clientChargeSigned, tokens, client), from: sender, to: client, value: value)
            case 9:
                let tokens = counter(try clientTokens(owner), 10_000_000)
                let op: Opcode = chance(3) ? .clientGrantRefundSigned : .clientChargeSigned
                try world.post(try receipt(op, tokens, client), from: sender, to: client, value: value)
            case 10:
                try world.post(
                    world.plain(.ownerClientWithdraw, excessesTo: sender), from: sender, to: client, value: value)
            case 11, 16:
                try world.post(
                    world.plain(.ownerClientRequestRefund, excessesTo: sender), from: sender, to: client, value: value)
            case 12:
                try world.post(
                    .ownerClientIncreaseStake(
                        OwnerClientIncreaseStake(
                            queryID: world.queryID(), newStake: amount, sendExcessesTo: sender)),
                    from: sender, to: client, value: value)
            case 13:
                try world.post(
                    .proxyIncreaseStake(
                        Deposit(
                            op: .proxyIncreaseStake, queryID: world.queryID(), amount: amount, sendExcessesTo: sender)),
                    from: sender, to: world.proxy, value: rich)
            case 14:
                let by = chance(3) ? world.stranger : world.proxyOwner
                let message: CocoonMessage =
                    chance(2) ? .textCommand(.withdraw) : world.plain(.proxyPayoutRequest, excessesTo: by)
                try world.post(message, from: by, to: world.proxy, value: value)
            default:
                try postToProxy(sender, value)
            }
        }

        private func postToProxy(_ sender: AccountAddress, _ value: UInt64) throws {
            if chance(2) {
                try postGarbage(sender, value)
            } else if chance(12) {
                try world.post(
                    try receipt(.proxyCloseRequestSigned, nil, world.proxy), from: sender, to: world.proxy,
                    value: value)
            } else if chance(6) {
                try world.post(
                    try receipt(.proxyCloseCompleteSigned, nil, world.proxy), from: sender, to: world.proxy,
                    value: value)
            } else {
                // Somebody who says that he is a worker.
                try world.post(
                    .workerProxyRequest(
                        WorkerProxyRequest(
                            queryID: world.queryID(), owner: sender, state: .normal, tokens: 1,
                            payload: WorkerProxyPayout(
                                workerPart: Coins(nanoTON: CocoonWorld.ton), proxyPart: .zero,
                                sendExcessesTo: sender))),
                    from: sender, to: world.proxy, value: value)
            }
        }

        /// An operation with anything behind it.
        private func postGarbage(_ sender: AccountAddress, _ value: UInt64) throws {
            var body = CellBuilder()
            try body.store(pick(Opcode.known).rawValue)
            try body.store(random.next())
            for _ in 0..<random.next() % 90 { try body.store(random.next() & 0xff, bits: 8) }
            if chance(2) { try body.store(reference: .empty) }
            try world.network.post(
                from: sender, to: pick(roles.keys.sorted()), value: value, body: try body.build())
        }

        private func receipt(_ op: Opcode, _ tokens: UInt64?, _ address: AccountAddress) throws -> CocoonMessage {
            let signer = chance(10) ? Ed25519.PrivateKey(seed: .zero) : nil
            return try world.signed(
                op, tokens: tokens, for: chance(15) ? world.stranger : address, by: signer,
                excessesTo: pick(RandomScheduleTests.owners))
        }

        /// A counter above one, or an old one.
        private func counter(_ tokens: UInt64, _ limit: UInt64) -> UInt64 {
            chance(10) ? tokens / 2 : tokens &+ random.next() % limit
        }

        private func workerTokens(_ owner: AccountAddress) throws -> UInt64 {
            guard try world.network.account(try world.worker(owner)).status == .active else { return 0 }
            return try world.workerData(owner).tokens
        }

        private func clientTokens(_ owner: AccountAddress) throws -> UInt64 {
            guard try world.network.account(try world.client(owner)).status == .active else { return 0 }
            return try world.clientData(owner).tokensUsed
        }

        // MARK: - Steps

        func run() throws -> [ContractNetwork.Executed] {
            for _ in 0..<RandomScheduleTests.stepsPerSchedule {
                if chance(16) { world.network.now += UInt32(random.next() % 3000) }
                if world.network.waiting.isEmpty || chance(3) { try postSomething() }
                try step(Int(random.next() % 1000))
            }
            while !world.network.waiting.isEmpty { try step(0) }
            #expect(modelled > RandomScheduleTests.stepsPerSchedule / 4)
            return world.network.transactions
        }

        private func step(_ choice: Int) throws {
            // Which account it will be shows only afterwards: all are few.
            var before: [AccountAddress: (account: Account, cell: Cell?)] = [:]
            for address in roles.keys {
                let account = try world.network.account(address)
                var data: Cell?
                if case .active(let state)? = account.existing?.storage.state { data = state.data }
                before[address] = (account, data)
            }
            guard let executed = try world.network.step(choice), let role = roles[executed.address],
                let previous = before[executed.address]
            else { return }
            guard let data = previous.cell ?? executed.message.stateInit?.data else { return }
            let isModelled = try model.check(
                role, data, coinsBefore: previous.account.balance.coins.nanoTON, message: executed.message,
                result: executed.result, now: world.network.now)
            if isModelled { modelled += 1 }
            try checkAuthority(executed, role, data)
            try book(executed, role, data)
            try checkObligations()
        }

        private func after(_ executed: ContractNetwork.Executed) throws -> Cell? {
            guard case .active(let state)? = try executed.result.account.account().existing?.storage.state else {
                return nil
            }
            return state.data
        }

        /// Money moves only where the owner asks, the proxy's key signed, or a child of the proxy asks for it.
        private func checkAuthority(
            _ executed: ContractNetwork.Executed, _ role: ContractRole, _ data: Cell
        ) throws {
            guard let after = try after(executed), after != data, !executed.isBounced else { return }
            let sender = try #require(executed.message.info.source.account)
            let message = try CocoonMessage.decode(try executed.message.bodySlice, receiver: role)
            let isSigned = message.signedEnvelope?.isSignatureValid(by: world.proxyKey) ?? false
            switch role {
            case .worker:
                #expect(isSigned)
            case .client:
                let (old, new) = (try ClientData(cell: data), try ClientData(cell: after))
                let isOwner = sender == old.owner
                if case .clientTopUp = message {
                    #expect(new.balance >= old.balance && new.stake == old.stake && new.state == old.state)
                } else {
                    #expect(isSigned || isOwner)
                }
            case .proxy:
                switch message {
                case .workerProxyRequest, .clientProxyRequest:
                    #expect(roles[sender] == .worker || roles[sender] == .client)
                case .proxyIncreaseStake(let deposit):
                    let (old, new) = (try ProxyData(cell: data), try ProxyData(cell: after))
                    #expect(try old.stake.adding(deposit.amount) == new.stake && old.balance == new.balance)
                case .proxyPayoutRequest:
                    // Anyone may ask: it goes to the owner.
                    for cell in executed.result.outMessages {
                        let sent = try Message(cell: cell)
                        guard case .payout? = try? CocoonMessage.decode(try sent.bodySlice) else { continue }
                        #expect(sent.info.destination.account == world.proxyOwner)
                    }
                default:
                    #expect(isSigned || sender == world.proxyOwner)
                }
            case .root, .wallet:
                Issue.record("there are none here")
            }
        }

        /// Follows what was charged, paid for, and forced.
        private func book(_ executed: ContractNetwork.Executed, _ role: ContractRole, _ data: Cell) throws {
            guard executed.isDone, !executed.isBounced, let after = try after(executed) else { return }
            let message = try? CocoonMessage.decode(try executed.message.bodySlice, receiver: role)
            switch (role, message) {
            case (.client, .clientChargeSigned?), (.client, .clientGrantRefundSigned?):
                let (old, new) = (try ClientData(cell: data), try ClientData(cell: after))
                charged += Int128(new.tokensUsed - old.tokensUsed) * Int128(world.params.pricePerToken.nanoTON)
            case (.proxy, .workerProxyRequest(let request)?):
                guard let payload = request.payload else { return }
                paidTokens += Int128(payload.workerPart.nanoTON + payload.proxyPart.nanoTON)
            case (.proxy, .clientProxyRequest(let request)?):
                guard case .refundForce? = request.payload else { return }
                let (old, new) = (try ProxyData(cell: data), try ProxyData(cell: after))
                forced += Int128(old.stake.nanoTON) - Int128(new.stake.nanoTON)
            default: break
            }
        }

        /// A proxy's coins are what it owes: clients' balances, stake and revenue; what was charged and not yet paid for; what
        /// forced refunds took from the stake. What is beyond that are remainders of values.
        private func checkObligations() throws {
            guard isSilk else { return }
            let waiting = try onTheirWay()
            let proxy = try world.proxyData()
            var owed =
                Int128(proxy.balance.nanoTON) + Int128(proxy.stake.nanoTON) + charged - paidTokens + forced
                + waiting.balances
            for owner in RandomScheduleTests.owners {
                guard try world.network.account(try world.client(owner)).status == .active else { continue }
                owed += Int128(try world.clientData(owner).balance.nanoTON)
            }
            let coins = Int128(try world.network.coins(world.proxy))
            // Storage is paid out of it.
            try #require(coins - owed > -10_000_000, "\(coins) of \(owed)")
            try #require(coins - owed < 1_000_000_000, "\(coins) of \(owed)")
            // And the workers' counters say what was paid, but for claims on their way.
            var counted: Int128 = 0
            for owner in RandomScheduleTests.owners {
                counted += Int128(try workerTokens(owner)) * Int128(world.params.pricePerToken.nanoTON)
            }
            try #require(counted == paidTokens + waiting.claims)
        }

        /// What requests that the proxy hasn't seen, and those that come back from it, add to what clients' balances say; and
        /// what they claim for workers.
        private func onTheirWay() throws -> (balances: Int128, claims: Int128) {
            var (balances, claims): (Int128, Int128) = (0, 0)
            for cell in world.network.waiting {
                let message = try Message(cell: cell)
                guard let info = message.info.internalInfo else { continue }
                // Only those that the contracts sent count, not those who say that they are some.
                let child = info.bounced ? info.destination.account : info.source.account
                guard let child, let role = roles[child], role != .proxy else { continue }
                var body = try message.bodySlice
                if info.bounced, let bounce = try? NewBounceBody(cell: try message.bodyCell()) {
                    body = try bounce.originalBody.slice()
                }
                switch try? CocoonMessage.decode(body, receiver: .proxy) {
                case .workerProxyRequest(let request)?:
                    guard let payload = request.payload else { continue }
                    claims += Int128(payload.workerPart.nanoTON + payload.proxyPart.nanoTON)
                case .clientProxyRequest(let request)?:
                    switch request.payload {
                    case .topUp(let amount)?: balances -= Int128(amount.amount.nanoTON)
                    case .refundGranted(let amount)?, .refundForce(let amount)?:
                        balances += Int128(amount.amount.nanoTON)
                    case .register?, nil: break
                    }
                default: break
                }
            }
            return (balances, claims)
        }
    }

    @Test("Silk's contracts keep the rules", arguments: 1...12 as ClosedRange<UInt64>)
    func silk(seed: UInt64) throws {
        _ = try Schedule(try .silk(), isSilk: true, seed: seed).run()
    }

    @Test("the schedules reach what can go wrong")
    func coverage() throws {
        var exitCodes: Set<Int32> = []
        var bounces = 0
        for seed: UInt64 in 101...106 {
            let transactions = try Schedule(try .silk(), isSilk: true, seed: seed).run()
            exitCodes.formUnion(transactions.compactMap(\.exitCode))
            bounces += transactions.count { $0.isBounced && $0.exitCode == 0 }
        }
        let expected: Set<Int32> = [0, 5, 9, 1000, 1001, 1002, 1003, 1006, 1007, 1009, 1010, 1011, 1012, 1014, 1015]
        #expect(exitCodes.isSuperset(of: expected), "\(expected.subtracting(exitCodes))")
        #expect(bounces > 20)
    }

    @Test(
        "the main network's contracts keep those that they have",
        .enabled(if: ContractCodes.both.count == 2, "\(RecordedFixtures.absence)"),
        arguments: 1...6 as ClosedRange<UInt64>)
    func mainnet(seed: UInt64) throws {
        _ = try Schedule(try .mainnet(), isSilk: false, seed: seed).run()
    }
}
