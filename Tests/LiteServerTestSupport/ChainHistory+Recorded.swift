import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

extension ChainHistory {
    /// All accounts of the recorded chain in `fixtures/chain`, with their last states; once in a process.
    ///
    /// States in between aren't recorded. Throws where the recorded data is absent.
    public static func recorded() throws -> ChainHistory { try shared.get() }

    private static let shared = Result { try load() }

    private struct TransactionsAnswer: Decodable {
        struct Entry: Decodable {
            let data: String
        }

        let result: [Entry]
    }

    private struct StateAnswer: Decodable {
        struct State: Decodable {
            let shardAccount: String

            private enum CodingKeys: String, CodingKey {
                case shardAccount = "shard_account_boc"
            }
        }

        let result: State
    }

    private struct Replay: Decodable {
        let genesis: [String: String]
    }

    private static func cell(_ base64: String) throws -> Cell {
        guard let bytes = Base64.decode(base64) else { throw SyntheticChainError.missing("base64") }
        return try Cell(boc: bytes)
    }

    private static func load() throws -> ChainHistory {
        let genesis = try RecordedFixtures.json(Replay.self, "chain/replay.json").genesis
        var accounts: [Account] = []
        for name in RecordedFixtures.names(in: "chain/transactions", suffix: ".json") {
            guard let hash = Hash256(hex: name.dropLast(5)) else { throw SyntheticChainError.missing(name) }
            let transactions = try RecordedFixtures.json(TransactionsAnswer.self, "chain/transactions/\(name)").result
            let state = try RecordedFixtures.json(StateAnswer.self, "chain/states/\(name)").result
            let first = try genesis[hash.hex].map { try ShardAccount(cell: try cell($0)).accountCell }
            accounts.append(
                try Account(
                    address: AccountAddress(hash: hash), firstState: first,
                    transactions: try transactions.reversed().map { try cell($0.data) },
                    states: [try ShardAccount(cell: try cell(state.shardAccount)).accountCell]))
        }
        return ChainHistory(accounts: accounts)
    }
}
