import Foundation
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// The transactions of a recorded block, ready to be executed again.
struct BlockReplay {
    private struct Recorded: Decodable {
        struct Account: Decodable {
            let account: String
            let shardAccountBocBase64: String
        }

        struct Configuration: Decodable {
            let configRootBocBase64: String
            let prevBlocksStackBocBase64: String
            let librariesBocBase64: [String]
        }

        struct Run: Decodable {
            let account: String
            let lt: UInt64
            let now: UInt32
            let blockLt: UInt64
        }

        let blockBocBase64: String
        let previousAccounts: [Account]
        let config: Configuration
        let transactionConfigs: [Run]
    }

    private struct Run {
        let address: AccountAddress
        let message: Cell
        let expected: Hash256
        let environment: ExecutionEnvironment
    }

    /// What another implementation needs to do the same.
    struct Input: Encodable {
        let account: String
        let message: String
        let now: UInt32
        let lt: UInt64
        /// The hash of the transaction that the block has.
        let hash: String
    }

    private let executor: TransactionExecutor
    private let accounts: [AccountAddress: ShardAccount]
    private let runs: [Run]
    let inputs: [Input]

    init(_ path: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let recorded = try decoder.decode(Recorded.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        let extra = try Block(cell: try Self.cell(recorded.blockBocBase64)).extra.load()
        let blocks = try extra.accountBlocks.load()
        let configuration = NetworkConfiguration(root: try Self.cell(recorded.config.configRootBocBase64))
        executor = TransactionExecutor(configuration: try ExecutionConfiguration(configuration))
        let libraries = try recorded.config.librariesBocBase64.map { try Self.cell($0) }
        var stack = CellBuilder()
        try stack.store(1, bits: 24)
        try stack.store(reference: .empty)
        try stack.store(try Self.cell(recorded.config.prevBlocksStackBocBase64).slice())
        guard let previous = try StackValues(cell: try stack.build()).values.first else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let previousBlocks = try StackEntry(previous)
        var accounts: [AccountAddress: ShardAccount] = [:]
        for account in recorded.previousAccounts {
            accounts[try AccountAddress(account.account)] = try ShardAccount(
                cell: try Self.cell(account.shardAccountBocBase64))
        }
        self.accounts = accounts
        var inputs: [Input] = []
        runs = try recorded.transactionConfigs.map { run in
            let address = try AccountAddress(run.account)
            guard let lazy = try blocks.value(for: address.hash)?.transactions.value(for: run.lt),
                let message = try lazy.load().inMessage?.cell
            else { throw CocoaError(.fileReadCorruptFile) }
            inputs.append(
                Input(
                    account: run.account, message: Data(message.boc()).base64EncodedString(), now: run.now, lt: run.lt,
                    hash: lazy.cell.hash.hex))
            return Run(
                address: address, message: message, expected: lazy.cell.hash,
                environment: ExecutionEnvironment(
                    now: run.now, lt: run.lt, blockLT: run.blockLt, randomSeed: extra.randomSeed, libraries: libraries,
                    previousBlocks: previousBlocks))
        }
        self.inputs = inputs
    }

    /// Executes all, each account's in order. Throws where a transaction isn't the block's.
    func run() throws {
        var accounts = accounts
        for run in runs {
            guard let account = accounts[run.address] else { throw CocoaError(.fileReadCorruptFile) }
            let result = try executor.execute(run.message, on: account, in: run.environment)
            guard result.transaction.hash == run.expected else { throw CocoaError(.coderInvalidValue) }
            accounts[run.address] = result.account
        }
    }

    private static func cell(_ base64: String) throws -> Cell {
        guard let data = Data(base64Encoded: base64) else { throw CocoaError(.fileReadCorruptFile) }
        return try Cell(boc: Array(data), reading: .reference)
    }
}
