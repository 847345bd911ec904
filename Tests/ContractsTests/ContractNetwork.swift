import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Accounts and messages under the main network's prices, with people outside who only take what they are sent.
///
/// Counts every coin: after each transaction all that was ever put in must lie in an account, be on its way, have reached
/// a person, or have been taken as a fee.
final class ContractNetwork {
    /// A transaction, and the message that it processed.
    struct Executed {
        let address: AccountAddress
        let message: Message
        let result: ExecutionResult

        var exitCode: Int32? { result.exitCode }
        var actionCode: Int32? { result.actionResultCode }
        /// Whether the contract ran and all its actions were done.
        var isDone: Bool { !result.description.isAborted }
        var isBounced: Bool { message.info.internalInfo?.bounced ?? false }
    }

    let executor: TransactionExecutor
    var now: UInt32 = 1_800_000_000
    private var lt: UInt64 = 70_000_000_000_000
    private(set) var accounts: [AccountAddress: ShardAccount] = [:]
    private(set) var waiting: [Cell] = []
    private(set) var people: [AccountAddress: UInt128] = [:]
    /// What people were sent, in order.
    private(set) var received: [(to: AccountAddress, message: Message)] = []
    private(set) var transactions: [Executed] = []
    private var issued: UInt128 = 0
    private var fees: UInt128 = 0

    init(version: UInt32 = 15) throws {
        executor = TransactionExecutor(
            configuration: try ExecutionConfiguration(.withMainNetworkPrices(globalVersion: version)))
    }

    // MARK: - Accounts

    func account(_ address: AccountAddress) throws -> Account {
        try accounts[address]?.account() ?? .nonexistent
    }

    func coins(_ address: AccountAddress) throws -> UInt128 { try account(address).balance.coins.nanoTON }

    func state(_ address: AccountAddress) throws -> StateInit {
        guard case .active(let state)? = try account(address).existing?.storage.state else {
            throw CellError.outOfRange("\(address) isn't active")
        }
        return state
    }

    func data<T: TLBDecodable>(_ address: AccountAddress) throws -> T {
        try T(cell: try #require(try state(address).data))
    }

    /// Puts a contract in place as it is, with coins.
    func place(_ state: StateInit, at address: AccountAddress, coins: UInt64) throws {
        let storage = AccountStorage(
            lastTransactionLT: lt, balance: CurrencyCollection(coins: Coins(nanoTON: coins)), state: .active(state))
        let account = Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: try Self.used(by: storage.cell()), lastPaid: now, duePayment: nil),
                storage: storage))
        #expect(accounts[address] == nil)
        accounts[address] = ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: .zero, lastTransactionLT: lt - 1)
        issued += UInt128(coins)
    }

    /// What a tree of cells takes, each cell counted once.
    private static func used(by root: Cell) throws -> StorageUsed {
        var seen: Set<Hash256> = []
        var bits: UInt64 = 0
        var waiting = [root]
        while let cell = waiting.popLast() {
            guard seen.insert(cell.hash).inserted else { continue }
            var slice = try cell.slice()
            bits += UInt64(slice.remainingBits)
            while slice.remainingReferences > 0 { waiting.append(try slice.loadReference()) }
        }
        return StorageUsed(cells: UInt64(seen.count), bits: bits)
    }

    /// Somebody outside, who executes nothing.
    func addPerson(_ address: AccountAddress) { people[address, default: 0] += 0 }

    // MARK: - Messages

    /// A person sends a message; it waits to be processed.
    func post(
        from source: AccountAddress, to destination: AccountAddress, value: UInt64, body: Cell = .empty,
        stateInit: StateInit? = nil, bounce: Bool = true, bounced: Bool = false
    ) throws {
        lt += 1
        let info = InternalMessageInfo(
            bounce: bounce, bounced: bounced, source: .standard(source, anycast: nil),
            destination: .standard(destination, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: value)), createdLT: lt, createdAt: now)
        waiting.append(try Message(info: .internal(info), stateInit: stateInit, body: body).cell())
        issued += UInt128(value)
    }

    /// A message from outside. Throws where the contract refuses it.
    @discardableResult
    func external(to destination: AccountAddress, body: Cell) throws -> Executed {
        let info = ExternalInMessageInfo(destination: .standard(destination, anycast: nil))
        return try process(try Message(info: .externalIn(info), body: body).cell())
    }

    /// Processes messages until none waits, and returns the transactions.
    @discardableResult
    func settle() throws -> [Executed] {
        var done: [Executed] = []
        while !waiting.isEmpty {
            if let executed = try step() { done.append(executed) }
            try #require(done.count < 1000)
        }
        return done
    }

    /// Processes one of the waiting messages: nil where a person took it. Of the messages between two accounts the first
    /// is always first.
    @discardableResult
    func step(_ choice: Int = 0) throws -> Executed? {
        try #require(!waiting.isEmpty)
        let chosen = try Message(cell: waiting[choice % waiting.count])
        let index = try waiting.firstIndex { cell in
            let info = try Message(cell: cell).info
            return info.source == chosen.info.source && info.destination == chosen.info.destination
        }
        let cell = waiting.remove(at: try #require(index))
        let message = try Message(cell: cell)
        let destination = try #require(message.info.destination.account)
        guard people[destination] != nil else { return try process(cell) }
        let info = try #require(message.info.internalInfo)
        people[destination, default: 0] += info.value.coins.nanoTON
        fees += info.forwardFee.nanoTON
        received.append((to: destination, message: message))
        return nil
    }

    private func process(_ cell: Cell) throws -> Executed {
        lt += 1_000_000 - lt % 1_000_000
        let message = try Message(cell: cell)
        let destination = try #require(message.info.destination.account)
        let before = try accounts[destination] ?? Self.nonexistent()
        let environment = ExecutionEnvironment(now: now, lt: lt, randomSeed: .zero)
        let result = try executor.execute(cell, on: before, address: destination, in: environment)
        accounts[destination] = result.account
        lt = result.endLT
        waiting += result.outMessages
        fees += result.totalFees.coins.nanoTON + (message.info.internalInfo?.forwardFee.nanoTON ?? 0)
        let executed = Executed(address: destination, message: message, result: result)
        transactions.append(executed)
        try checkCoins()
        return executed
    }

    private static func nonexistent() throws -> ShardAccount {
        ShardAccount(accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
    }

    /// No coin appeared, none vanished.
    private func checkCoins() throws {
        var found = fees
        for account in accounts.values { found += try account.account().balance.coins.nanoTON }
        for amount in people.values { found += amount }
        for cell in waiting {
            guard let info = try Message(cell: cell).info.internalInfo else { continue }
            found += info.value.coins.nanoTON + info.forwardFee.nanoTON
        }
        try #require(found == issued)
    }
}
