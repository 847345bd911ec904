import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// The network of `fixtures/chain`, executed again: all messages from outside as they were, all that follows from them as
/// the codes have it. With Silk's codes in place of those that were recorded, at the same addresses.
final class RecordedSchedule {
    struct Recorded: Decodable {
        struct Run: Decodable {
            let account: String
            let ltParam: UInt64
            let now: UInt32
            let blockLt: UInt64
            let randSeed: String
            let inMsg: String
            let hash: String
        }

        let config: String
        let genesis: [String: String]
        let transactions: [Run]
    }

    private struct Route: Hashable {
        let source: AccountAddress
        let destination: AccountAddress
    }

    let recorded: Recorded
    private let executor: TransactionExecutor
    /// What takes a code's place, by that code's hash.
    private let replacements: [Hash256: Cell]
    private let observe: (ShardAccount, Message, ExecutionResult, UInt32) throws -> Void
    private(set) var accounts: [AccountAddress: ShardAccount] = [:]
    private var waiting: [Route: [Cell]] = [:]
    private var expected: [Route: Int] = [:]
    /// Recorded messages that nobody sent this time, and messages that were not recorded.
    private(set) var missing = 0
    private(set) var additional = 0
    private(set) var refusedExternals = 0
    private(set) var hashesThatAgree = 0
    private var issued: UInt128 = 0
    private var fees: UInt128 = 0

    /// `observe` gets every transaction: the account before, the message, the result and the time.
    init(
        replacing replacements: [Hash256: Cell], version: UInt32,
        observe: @escaping (ShardAccount, Message, ExecutionResult, UInt32) throws -> Void
    ) throws {
        recorded = try Self.json(Recorded.self, "chain/replay.json")
        var parameters = NetworkConfiguration(
            root: try Cell(boc: try RecordedFixtures.bytes("chain/\(recorded.config)"), reading: .reference))
        var global = try #require(try parameters.globalVersion())
        global.version = version
        try parameters.set(.globalVersion(global), for: 8)
        executor = TransactionExecutor(configuration: try ExecutionConfiguration(parameters))
        self.replacements = replacements
        self.observe = observe
        for (hash, bag) in recorded.genesis {
            let account = try ShardAccount(cell: Self.cell(bag))
            accounts[AccountAddress(hash: try #require(Hash256(hex: hash)))] = account
            issued += try account.account().balance.coins.nanoTON
        }
        for run in recorded.transactions {
            if let route = try Self.route(try Message(cell: try Self.cell(run.inMsg))) {
                expected[route, default: 0] += 1
            }
        }
    }

    /// A recorded JSON file whose names are in snake_case.
    static func json<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try RecordedFixtures.bytes(path)))
    }

    private static func cell(_ base64: String) throws -> Cell {
        try Cell(boc: try #require(Base64.decode(base64)), reading: .reference)
    }

    private static func route(_ message: Message) throws -> Route? {
        guard message.info.internalInfo != nil else { return nil }
        return Route(
            source: try #require(message.info.source.account),
            destination: try #require(message.info.destination.account))
    }

    func run() throws {
        for run in recorded.transactions {
            let cell = try Self.cell(run.inMsg)
            guard let route = try Self.route(try Message(cell: cell)) else {
                try process(cell, run)
                continue
            }
            expected[route, default: 0] -= 1
            guard var queue = waiting[route], !queue.isEmpty else {
                missing += 1
                continue
            }
            let next = queue.removeFirst()
            waiting[route] = queue
            try process(next, run)
        }
        let left = waiting.values.map(\.count).reduce(0, +)
        #expect(left == 0)
        var found = fees
        for account in accounts.values { found += try account.account().balance.coins.nanoTON }
        #expect(found == issued)
    }

    /// Processes a message at the time of a recorded one, and what was never recorded right behind it.
    private func process(_ cell: Cell, _ run: Recorded.Run) throws {
        let message = try Message(cell: cell)
        let address = try #require(message.info.destination.account)
        let before = try prepared(address, message, run.now)
        let environment = ExecutionEnvironment(
            now: run.now, lt: run.ltParam, blockLT: run.blockLt,
            randomSeed: try #require(Hash256(hex: run.randSeed)))
        guard let result = try execute(cell, before, address, environment) else {
            refusedExternals += 1
            return
        }
        accounts[address] = result.account
        fees += result.totalFees.coins.nanoTON + (message.info.internalInfo?.forwardFee.nanoTON ?? 0)
        if result.transaction.hash.hex == run.hash { hashesThatAgree += 1 }
        try observe(before, message, result, run.now)
        for sent in result.outMessages {
            guard let route = try Self.route(try Message(cell: sent)) else { continue }
            waiting[route, default: []].append(sent)
        }
        for sent in result.outMessages {
            guard let route = try Self.route(try Message(cell: sent)), var queue = waiting[route],
                queue.count > expected[route, default: 0]
            else { continue }
            let next = queue.removeFirst()
            waiting[route] = queue
            additional += 1
            try process(next, run)
        }
    }

    /// Nil where a contract doesn't accept a message from outside.
    private func execute(
        _ cell: Cell, _ account: ShardAccount, _ address: AccountAddress, _ environment: ExecutionEnvironment
    ) throws -> ExecutionResult? {
        do {
            return try executor.execute(cell, on: account, address: address, in: environment)
        } catch {
            guard case .externalNotAccepted = error else { throw error }
            return nil
        }
    }

    /// The account with the code that it is to run: what a message deploys is put in place ahead of it, since another
    /// code would have another address.
    private func prepared(_ address: AccountAddress, _ message: Message, _ now: UInt32) throws -> ShardAccount {
        let entry =
            try accounts[address]
            ?? ShardAccount(
                accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
        var state: StateInit
        var storage: AccountStorage
        var info: StorageInfo
        if let existing = try entry.account().existing {
            (storage, info) = (existing.storage, existing.storageInfo)
        } else {
            storage = AccountStorage(lastTransactionLT: 0, balance: .zero, state: .uninitialized)
            info = StorageInfo(used: StorageUsed(cells: 0, bits: 0), lastPaid: now, duePayment: nil)
        }
        switch storage.state {
        case .active(let active): state = active
        case .uninitialized:
            guard let deployed = message.stateInit, try deployed.address() == address else { return entry }
            state = deployed
        case .frozen: return entry
        }
        guard let code = state.code, let replacement = replacements[code.hash] else { return entry }
        state.code = replacement
        storage.state = .active(state)
        // Counts as before the account's last transaction.
        storage.lastTransactionLT = max(storage.lastTransactionLT, entry.lastTransactionLT + 1)
        let account = Account.existing(
            ExistingAccount(address: .standard(address, anycast: nil), storageInfo: info, storage: storage))
        return ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: entry.lastTransactionHash,
            lastTransactionLT: entry.lastTransactionLT)
    }

    // MARK: - Results

    func data(_ address: AccountAddress) throws -> Cell? {
        guard case .active(let state)? = try accounts[address]?.account().existing?.storage.state else { return nil }
        return state.data
    }

    func coins(_ address: AccountAddress) throws -> UInt128 {
        try accounts[address]?.account().balance.coins.nanoTON ?? 0
    }
}
