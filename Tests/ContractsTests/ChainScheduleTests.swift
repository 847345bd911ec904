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
            let shard_account_boc: String
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

    @Test("the main network's codes do what was recorded, and what the model says")
    func mainnet() throws {
        let run = try Self.run(replacing: [:], rules: .mainnet, version: 13)
        #expect(run.schedule.hashesThatAgree == 2734)
        #expect(run.schedule.missing == 0 && run.schedule.additional == 0)
        print("modelled", run.modelled)
    }

    @Test("Silk's codes end with the same books, but for the deviations")
    func silk() throws {
        let mainnet = try ContractCodes.mainnet()
        let silk = try ContractCodes.silk()
        let replacements = [
            mainnet.worker.hash: silk.worker, mainnet.client.hash: silk.client, mainnet.proxy.hash: silk.proxy,
            mainnet.wallet.hash: silk.wallet, RecordedSchedule.recordedRoot: try #require(silk.root),
        ]
        let run = try Self.run(replacing: replacements, rules: .silk, version: 13)
        print("modelled", run.modelled, run.schedule.missing, run.schedule.additional, run.schedule.refusedExternals)
        let accounts = try RecordedFixtures.json([Account].self, "chain/accounts.json")
        for account in accounts {
            let address = try AccountAddress(account.address)
            let recorded = try RecordedFixtures.json(State.self, "chain/states/\(address.hash.hex).json")
            let before = try ShardAccount(cell: try Cell(boc: try #require(Base64.decode(recorded.result.shard_account_boc))))
            var data: Cell?
            if case .active(let state)? = try before.account().existing?.storage.state { data = state.data }
            let coins = try before.account().balance.coins.nanoTON
            let same = try run.schedule.data(address) == data
            if !same || account.role != "wallet" {
                print(account.name, account.role, same ? "same" : "DIFFERENT", Int128(try run.schedule.coins(address)) - Int128(coins))
            }
        }
    }
}
