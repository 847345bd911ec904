public import TONBlocks
public import TONCells
import TONCrypto
public import TONVM

/// Accounts that are executed one message after another, under prices like those of the main network.
public struct WalletNetwork {
    /// The unix time of all transactions.
    public var now: UInt32 = 1_800_000_000
    /// What can be loaded by its hash.
    public var libraries: [Cell] = []
    /// All accounts that messages have reached, or that were made.
    public var accounts: [AccountAddress: ShardAccount] = [:]

    private var lt: UInt64 = 1_000_000
    private let executor: TransactionExecutor
    /// The network's configuration.
    public let parameters: NetworkConfiguration

    /// Makes a network without accounts, of global version 15.
    public init() throws {
        var parameters = try NetworkConfiguration.withMainNetworkPrices(globalVersion: 15)
        try parameters.set(.fundamentalContracts(try TypedHashmapE([(key: .zero, value: EmptyValue())])), for: 31)
        self.parameters = parameters
        executor = TransactionExecutor(configuration: try ExecutionConfiguration(parameters))
    }

    /// Makes an account with code and data, or one that has only coins where there is no state.
    public mutating func add(_ address: AccountAddress, _ state: StateInit?, nanoTON: UInt64) throws {
        let storage = AccountStorage(
            lastTransactionLT: lt, balance: CurrencyCollection(coins: Coins(nanoTON: nanoTON)),
            state: state.map { .active($0) } ?? .uninitialized)
        let account = Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: now, duePayment: nil),
                storage: storage))
        accounts[address] = ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: .zero, lastTransactionLT: lt - 1)
    }

    /// Executes a message, and keeps the account after it. Throws where it isn't accepted; nothing has changed then.
    @discardableResult
    public mutating func send(_ message: Cell) throws -> ExecutionResult {
        guard case .standard(let address, _) = try Message(cell: message).info.destination else {
            throw CellError.outOfRange("expected the address of an account")
        }
        let account =
            try accounts[address]
            ?? ShardAccount(
                accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
        let result = try executor.execute(
            message, on: account,
            in: ExecutionEnvironment(now: now, lt: lt + 7, randomSeed: .zero, libraries: libraries))
        lt = (result.endLT / 1_000_000 + 1) * 1_000_000
        accounts[address] = result.account
        return result
    }

    /// Executes a message, and all that come of it, to the end.
    @discardableResult
    public mutating func sendAll(_ message: Cell, limit: Int = 100) throws -> [ExecutionResult] {
        var queue = [message]
        var results: [ExecutionResult] = []
        while let next = queue.first {
            queue.removeFirst()
            guard results.count < limit else { throw CellError.outOfRange("more than \(limit) transactions") }
            guard case .standard = try Message(cell: next).info.destination else { continue }
            let result = try send(next)
            queue += result.outMessages
            results.append(result)
        }
        return results
    }

    /// The exit code with which a message from outside is refused; nil where it is accepted.
    public mutating func refusal(of message: Cell) throws -> Int32? {
        do {
            try send(message)
            return nil
        } catch ExecutionError.externalNotAccepted(let end) {
            return end.exitCode
        }
    }

    /// The present data of an account.
    public func data(of address: AccountAddress) throws -> Cell? {
        guard case .existing(let account)? = try accounts[address]?.account(),
            case .active(let state) = account.storage.state
        else { return nil }
        return state.data
    }

    /// What an account has, in nanoTON.
    public func balance(of address: AccountAddress) throws -> UInt128 {
        try accounts[address]?.account().balance.coins.nanoTON ?? 0
    }
}
