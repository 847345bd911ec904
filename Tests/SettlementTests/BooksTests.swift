import Cocoon
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// The arithmetic of books.
struct BooksTests {
    private func event(_ kind: EventKind, _ contract: Contract, lt: UInt64 = 1) -> Event {
        Event(
            kind: kind, operation: .transfer, account: contract.address, role: contract.role,
            anchor: contract.address, lt: lt, hash: .zero, time: 0, proof: .linked)
    }

    @Test("proofs are ordered by strength")
    func proofs() {
        #expect(Proof.allCases.sorted() == [.claimed, .linked, .proven])
        #expect(RoleProof.allCases.sorted() == [.claimed, .attested, .origin, .derived])
        #expect(min(Proof.linked, .claimed) == .claimed)
        for left in Proof.allCases { for right in Proof.allCases { #expect(!(left < right && right < left)) } }
    }

    @Test("signed coins add exactly, and stay at the end of their range")
    func signedCoins() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            let left = Int128(Int64.random(in: .min ... .max, using: &random))
            let right = Int128(Int64.random(in: .min ... .max, using: &random))
            #expect((SignedCoins(nanoTON: left) + SignedCoins(nanoTON: right)).nanoTON == left + right)
            #expect((SignedCoins(nanoTON: left) - SignedCoins(nanoTON: right)).nanoTON == left - right)
            #expect((SignedCoins(nanoTON: left) < SignedCoins(nanoTON: right)) == (left < right))
        }
        let (low, high) = (SignedCoins(nanoTON: .min), SignedCoins(nanoTON: .max))
        #expect(high + high == high)
        #expect(low + low == low)
        #expect(low - high == low)
        #expect(high - low == high)
        #expect(SignedCoins.zero - low == high)
        #expect(low.coins == nil && high.coins == nil)
        #expect(SignedCoins(.maximum).coins == .maximum)
        #expect("\(SignedCoins(nanoTON: -1_500_000_000))" == "-1.5")
        #expect("\(low)" == "\(Int128.min) nanoTON")
    }

    @Test("a worker's four numbers stay apart, in whatever order")
    func workerBooks() throws {
        let world = try World()
        var paid = event(.payout, world.worker, lt: 3)
        (paid.tokensBefore, paid.tokensAfter) = (10, 30)
        (paid.amount, paid.paid) = (Coins(nanoTON: 380), Coins(nanoTON: 380))
        var lost = event(.lostPayout, world.worker, lt: 2)
        (lost.tokensBefore, lost.tokensAfter, lost.lost) = (0, 10, Coins(nanoTON: 190))
        var pending = event(.lastPayout, world.worker, lt: 5)
        pending.amount = Coins(nanoTON: 19)
        let events = [paid, lost, pending, event(.workerRegister, world.worker), event(.failed, world.worker)]
        var random = SeededGenerator(seed: 9)
        for _ in 0..<10 {
            var books = WorkerBooks(contract: world.worker)
            for event in events.shuffled(using: &random) { try books.enter(event) }
            books.tokens = 31
            #expect(books.payouts == 1 && books.paidTokens == 20 && books.paid == Coins(nanoTON: 380))
            #expect(books.lostPayouts == 1 && books.lostTokens == 10 && books.lost == Coins(nanoTON: 190))
            #expect(books.pendingPayouts == 1 && books.pending == Coins(nanoTON: 19))
            #expect(books.claimed == SignedCoins(nanoTON: 589))
            #expect(books.earned == Coins(nanoTON: 31 * 19))
            #expect(books.registrations == 1 && books.failures == 1 && books.lastPayout?.lt == 5)
        }
    }

    @Test("a sum beyond coins is an error, and none is wrapped")
    func overflow() throws {
        let world = try World(price: .maximum, fee: .maximum)
        var lost = event(.lostPayout, world.worker)
        lost.lost = .maximum
        var books = WorkerBooks(contract: world.worker)
        try books.enter(lost)
        #expect(throws: CellError.self) { try books.enter(lost) }
        books.tokens = .max
        #expect(books.earned == nil)
        var charge = event(.charge, world.client)
        charge.charged = .maximum
        var client = ClientBooks(contract: world.client)
        try client.enter(charge)
        #expect(throws: CellError.self) { try client.enter(charge) }
    }

    @Test("a client's money: brought, charged, refunded, forfeited, lost")
    func clientBooks() throws {
        let world = try World()
        var books = ClientBooks(contract: world.client)
        var topUp = event(.clientTopUp, world.client)
        topUp.amount = Coins(nanoTON: 1000)
        var charge = event(.charge, world.client)
        (charge.charged, charge.cost) = (Coins(nanoTON: 300), Coins(nanoTON: 350))
        var withdraw = event(.withdraw, world.client)
        (withdraw.paid, withdraw.lost) = (.zero, Coins(nanoTON: 100))
        var forced = event(.refundForced, world.client)
        (forced.paid, forced.lost) = (Coins(nanoTON: 400), Coins(nanoTON: 200))
        forced.settlement = Event.Half(lt: 2, hash: .zero, exitCode: 0, actionCode: 0, skipReason: nil)
        for event in [topUp, charge, withdraw, forced] { try books.enter(event) }
        #expect(books.toppedUp == Coins(nanoTON: 1000) && books.charged == Coins(nanoTON: 300))
        #expect(books.debtVanished == Coins(nanoTON: 50))
        #expect(books.refunded == Coins(nanoTON: 400) && books.forfeited == Coins(nanoTON: 200))
        #expect(books.refundLost == Coins(nanoTON: 100))
        forced.settlement?.actionCode = 37
        try books.enter(forced)
        #expect(books.forfeited == Coins(nanoTON: 200) && books.refundLost == Coins(nanoTON: 300))
    }

    @Test("a proxy's residual is what nothing explains")
    func proxyBooks() throws {
        let params = try World().params
        let origin = try ProxyData(
            owner: World.owner, proxyKey: .zero, root: World.stranger, state: .normal, balance: .zero, stake: .zero,
            unlockTime: 0, params: params
        ).initialState(code: CellBuilder().build())
        let address = try origin.address()
        let contract = Contract(
            address: address, origin: try #require(ContractOrigin(origin, of: address)), proof: .origin)
        var books = ProxyBooks(contract: contract)
        #expect(books.owed == nil && books.residual == nil && books.isCovered == nil)
        guard case .proxy(var data) = contract.origin?.data else { return }
        data.stake = Coins(nanoTON: 500)
        data.balance = Coins(nanoTON: 10)
        books.data = data
        books.clientBalances = Coins(nanoTON: 700)
        books.balance = SignedCoins(nanoTON: 1215)
        var charge = event(.charge, contract)
        charge.charged = Coins(nanoTON: 300)
        try books.enter(charge)
        var payout = event(.payout, contract)
        (payout.tokensBefore, payout.tokensAfter) = (0, 15)
        (payout.paid, payout.proxyPart) = (Coins(nanoTON: 285), Coins(nanoTON: 15))
        try books.enter(payout)
        #expect(books.owed == SignedCoins(nanoTON: 1210) && books.isCovered == true)
        #expect(books.residual == SignedCoins(nanoTON: 5))
        // Workers claim before clients are charged: the proxy lies short by what is still to be charged.
        try books.enter(payout)
        #expect(books.residual == SignedCoins(nanoTON: 305))
        books.balance = SignedCoins(nanoTON: 1209)
        #expect(books.isCovered == false)
    }
}
