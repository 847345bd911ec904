import Cocoon
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// The schedule of `fixtures/chain`: four months of a COCOON network.
@Suite("A recorded schedule", .enabled(if: ContractCodes.both.count == 2, "\(RecordedFixtures.absence)"))
struct ChainScheduleTests {
    private struct Account: Decodable {
        let address: String
        let name: String
        let role: String
    }

    private struct State: Decodable {
        struct Result: Decodable {
            let shardAccountBoc: String
        }

        let result: Result
    }

    /// A run of the whole schedule, each transaction of workers, clients and proxies checked against the model.
    private static func run(
        replacing replacements: [Hash256: Cell], rules: ContractModel.Rules, version: UInt32
    ) throws -> (schedule: RecordedSchedule, modelled: Int, payouts: [AccountAddress: UInt128]) {
        let mainnet = try ContractCodes.mainnet()
        var roles: [Hash256: ContractRole] = [
            mainnet.worker.hash: .worker, mainnet.client.hash: .client, mainnet.proxy.hash: .proxy,
        ]
        for (recorded, replacement) in replacements { roles[replacement.hash] = roles[recorded] }
        let model = ContractModel(rules: rules)
        var modelled = 0
        var payouts: [AccountAddress: UInt128] = [:]
        let schedule = try RecordedSchedule(replacing: replacements, version: version) { before, message, result, now in
            let account = try before.account()
            var state = message.stateInit
            if case .active(let active)? = account.existing?.storage.state { state = active }
            guard let code = state?.code, let data = state?.data, let role = roles[code.hash] else { return }
            if try model.check(
                role, data, coinsBefore: account.balance.coins.nanoTON, message: message, result: result, now: now)
            {
                modelled += 1
            }
            guard role == .proxy else { return }
            for cell in result.outMessages {
                let sent = try Message(cell: cell)
                guard case .payout? = try? CocoonMessage.decode(try sent.bodySlice),
                    let info = sent.info.internalInfo, let to = info.destination.account
                else { continue }
                payouts[to, default: 0] += info.value.coins.nanoTON
            }
        }
        try schedule.run()
        return (schedule, modelled, payouts)
    }

    @Test("the main network's codes do what was recorded, and what the model says", arguments: [11, 15] as [UInt32])
    func mainnet(version: UInt32) throws {
        let run = try Self.run(replacing: [:], rules: .mainnet, version: version)
        #expect(run.schedule.hashesThatAgree == 2734)
        #expect(run.schedule.missing == 0 && run.schedule.additional == 0 && run.schedule.refusedExternals == 0)
        #expect(run.modelled == 829)
    }

    /// Whose books end otherwise, and the test of ``DeviationTests`` that says why. All else must be the same.
    private static let otherBooks = [
        "w1.06": "a payout from a closed proxy leaves the counter",
        "w1.07": "a payout from a closed proxy leaves the counter",
        "w2.00": "a payout that the proxy can't cover leaves the counter",
        "w2.02": "a payout that the proxy can't cover leaves the counter",
        "w2.04": "a payout that the proxy can't cover leaves the counter",
        // Its revenue goes with the payouts.
        "proxy2": "a payout that the proxy can't cover leaves the counter",
        "c0.4": "a charge beyond the balance leaves the rest to be charged",
        "c2.1": "a charge beyond the balance leaves the rest to be charged",
        "c2.2": "a charge beyond the balance leaves the rest to be charged",
        "c2.3": "a withdrawal that can't be covered stays in the balance",
    ]

    /// Whose coins differ by more than gas and storage, though its books are the same.
    private static let otherCoins = [
        // What was attached to their lost payouts went back to whoever had claimed.
        "w2.01": "a payout that the proxy can't cover leaves the counter",
        "w2.03": "a payout that the proxy can't cover leaves the counter",
        // What was attached to the text isn't swallowed.
        "proxy0": "text w pays the revenue",
        "proxy1": "a forced refund is paid in full",
        // The operation that failed among the actions was refused, and its value went back.
        "root": "too little for what the root keeps is refused",
    ]

    /// Who was paid more or less in all, in nanoTON. `lost` of expected.json says what w2.01 and w2.03 had lost; what w2.02
    /// and w2.04 lack is owed to them still, since the proxy had paid it to others. The clients' are their forced refunds.
    private static let otherPayouts: [String: Int128] = [
        "w2.01.owner": 7_237_702_640, "w2.02.owner": -9_330_385_320, "w2.03.owner": 5_530_384_260,
        "w2.04.owner": -2_889_791_960, "c1.1.wallet": 3_000_000_000, "c1.2.wallet": 17_980_000_000,
        "c2.0.wallet": 818_924_784,
    ]

    @Test("Silk's codes end with the same books, but for the deviations")
    func silk() throws {
        let mainnet = try ContractCodes.mainnet()
        let silk = try ContractCodes.silk()
        let replacements = [
            mainnet.worker.hash: silk.worker, mainnet.client.hash: silk.client, mainnet.proxy.hash: silk.proxy,
            mainnet.wallet.hash: silk.wallet, mainnet.root.hash: silk.root,
        ]
        let run = try Self.run(replacing: replacements, rules: .silk, version: 15)
        let recorded = try Self.run(replacing: [:], rules: .mainnet, version: 15)
        #expect(run.modelled > 829 && run.schedule.refusedExternals == 0)
        let accounts = try RecordedFixtures.json([Account].self, "chain/accounts.json")
        #expect(accounts.count == 118)
        var names: [AccountAddress: String] = [:]
        for account in accounts { names[try AccountAddress(account.address)] = account.name }

        var books: Set<String> = []
        var coins: Set<String> = []
        var earned: [AccountAddress: UInt128] = [:]
        for account in accounts {
            let address = try AccountAddress(account.address)
            let state = try RecordedSchedule.json(State.self, "chain/states/\(address.hash.hex).json")
            let bag = try #require(Base64.decode(state.result.shardAccountBoc))
            let before = try ShardAccount(cell: try Cell(boc: bag)).account()
            var data: Cell?
            if case .active(let active)? = before.existing?.storage.state { data = active.data }
            let difference =
                Int128(try run.schedule.coins(address)) - Int128(before.balance.coins.nanoTON)
            if try run.schedule.data(address) != data {
                books.insert(account.name)
            } else if ["root", "proxy", "worker", "client"].contains(account.role), difference.magnitude > 1_000_000 {
                coins.insert(account.name)
            }
            if account.role == "worker", let data = try run.schedule.data(address) {
                let worker = try WorkerData(cell: data)
                earned[worker.owner, default: 0] +=
                    UInt128(worker.tokens) * worker.params.workerFeePerToken.nanoTON
            }
        }
        // What the workers' counters say is what their owners were paid, to the nanoTON.
        // Of 26 workers one was never deployed, and two have the same owner.
        #expect(earned.count == 24)
        for (owner, amount) in earned { #expect(run.payouts[owner, default: 0] == amount) }
        #expect(books == Set(Self.otherBooks.keys))
        #expect(coins == Set(Self.otherCoins.keys))

        var payouts: [String: Int128] = [:]
        for to in Set(run.payouts.keys).union(recorded.payouts.keys) {
            let difference = Int128(run.payouts[to, default: 0]) - Int128(recorded.payouts[to, default: 0])
            if difference != 0 { payouts[try #require(names[to])] = difference }
        }
        #expect(payouts == Self.otherPayouts)
    }
}
