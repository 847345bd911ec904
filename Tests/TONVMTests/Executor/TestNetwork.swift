import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// A network with prices that are easy to reckon with: a nanoTON for a unit of gas and for a bit of a message, a
/// hundred for a cell of one, a thousand for any; a third goes to the sender's validators. Storage costs a nanoTON for a
/// bit and ten for a cell each second, and twice that from time 2000 on.
struct TestNetwork {
    var parameters = NetworkConfiguration()
    var now: UInt32 = 1000
    let lt: UInt64 = 5_000_007
    var libraries: [Cell] = []

    static let unit: UInt64 = 1 << 16
    static let address = AccountAddress(hash: hash(0xaa))
    static let sender = AccountAddress(hash: hash(0xbb))
    static let masterchainAddress = AccountAddress(workchain: -1, hash: hash(0xcc))
    /// Pays for no gas and storage.
    static let specialAddress = AccountAddress(workchain: -1, hash: hash(0x33))

    static func hash(_ byte: UInt8) -> Hash256 { Hash256([UInt8](repeating: byte, count: 32)) ?? .zero }

    init(version: UInt32 = 15, capabilities: UInt64 = 4) throws {
        try parameters.set(
            .globalVersion(GlobalVersion(version: version, capabilities: capabilities)), for: 8)
        let workchain = WorkchainDescription(
            enabledSince: 0, monitorMinimumSplit: 0, minimumSplit: 0, maximumSplit: 4, isActive: true,
            acceptsMessages: true, zerostateRootHash: .zero, zerostateFileHash: .zero, version: 0,
            format: .basic(vmVersion: -1, vmMode: 0))
        try parameters.set(.workchains(try TypedHashmapE([(key: 0 as Int32, value: workchain)])), for: 12)
        let prices = [0, 2000].map { (since: UInt32) in
            let factor: UInt64 = since == 0 ? Self.unit : 2 * Self.unit
            return StoragePrices(
                validSince: since, bitPrice: factor, cellPrice: 10 * factor, masterchainBitPrice: 5 * factor,
                masterchainCellPrice: 50 * factor)
        }
        try parameters.set(.storagePrices(try TypedHashmapE(prices.map { (key: $0.validSince, value: $0) })), for: 18)
        for number: Int32 in [20, 21] {
            try parameters.set(
                .gasPrices(
                    GasLimitsPrices(
                        flat: GasLimitsPrices.FlatGas(limit: 40, price: 40), gasPrice: Self.unit,
                        gasLimit: 1_000_000, specialGasLimit: 2_000_000, gasCredit: 10_000,
                        blockGasLimit: 10_000_000, freezeDueLimit: 100_000, deleteDueLimit: 1_000_000)),
                for: number)
        }
        for number: Int32 in [24, 25] {
            let factor: UInt64 = number == 24 ? 10 : 1
            try parameters.set(
                .messageForwardPrices(
                    MessageForwardPrices(
                        lumpPrice: 1000 * factor, bitPrice: Self.unit * factor, cellPrice: 100 * Self.unit * factor,
                        ihrPriceFactor: 98304, firstFraction: 21845, nextFraction: 21845)),
                for: number)
        }
        try parameters.set(
            .fundamentalContracts(
                try TypedHashmapE([(key: Self.specialAddress.hash, value: EmptyValue())])), for: 31)
    }

    // MARK: - Contracts

    /// A contract that puts a list of actions in place and ends: PUSHREF, POP c5. Takes 49 gas in three steps.
    static func code(_ actions: Cell) throws -> Cell {
        try code([0x88, 0xed, 0x55], references: [actions])
    }

    static func code(_ actions: [OutAction]) throws -> Cell { try code(try OutActions(actions).cell()) }

    /// Code of these bytes.
    static func code(_ bytes: [UInt8], references: [Cell] = []) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(bytes: bytes)
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }

    /// A cell of some bytes.
    static func data(_ bytes: [UInt8]) throws -> Cell { try code(bytes) }

    // MARK: - Accounts

    /// An account that exists, last paid for at the time of the test.
    func account(
        _ state: AccountState, balance: CurrencyCollection, at address: AccountAddress = address,
        lastPaid: UInt32? = nil, due: Coins? = nil, used: StorageUsed = StorageUsed(cells: 1, bits: 100)
    ) throws -> ShardAccount {
        let account = Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: used, lastPaid: lastPaid ?? now, duePayment: due),
                storage: AccountStorage(lastTransactionLT: 4_000_002, balance: balance, state: state)))
        return ShardAccount(
            accountCell: try account.cell(), lastTransactionHash: Self.hash(0xee), lastTransactionLT: 4_000_001)
    }

    func account(
        code: Cell, coins: UInt64, at address: AccountAddress = address, lastPaid: UInt32? = nil
    ) throws -> ShardAccount {
        try account(
            .active(StateInit(code: code, data: .empty)),
            balance: CurrencyCollection(coins: Coins(nanoTON: coins)), at: address, lastPaid: lastPaid)
    }

    static func nonexistent() throws -> ShardAccount {
        ShardAccount(
            accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
    }

    // MARK: - Messages

    /// An internal message to the account, made at logical time 4,500,000 and unix time 999.
    static func message(
        _ coins: UInt64, bounce: Bool = true, flags: UInt64 = 0, to destination: AccountAddress = address,
        stateInit: StateInit? = nil, body: Cell = .empty, other: HashmapE = HashmapE(keyBits: 32)
    ) throws -> Cell {
        let info = InternalMessageInfo(
            bounce: bounce, source: .standard(sender, anycast: nil), destination: .standard(destination, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: coins), other: other), ihrFee: Coins(nanoTON: flags),
            createdLT: 4_500_000, createdAt: 999)
        return try Message(info: .internal(info), stateInit: stateInit, body: body).cell()
    }

    /// A message from outside.
    static func external(
        to destination: AccountAddress = address, stateInit: StateInit? = nil, body: Cell = .empty
    ) throws -> Cell {
        let info = ExternalInMessageInfo(destination: .standard(destination, anycast: nil))
        return try Message(info: .externalIn(info), stateInit: stateInit, body: body).cell()
    }

    /// A message that a contract sends: coins to the sender, unless told otherwise.
    static func outgoing(
        _ coins: UInt64, to destination: MessageAddress = .standard(sender, anycast: nil),
        from source: MessageAddress = .none, flags: UInt64 = 0, body: Cell = .empty,
        other: HashmapE = HashmapE(keyBits: 32)
    ) throws -> Lazy<Message> {
        let info = InternalMessageInfo(
            bounce: false, source: source, destination: destination,
            value: CurrencyCollection(coins: Coins(nanoTON: coins), other: other), ihrFee: Coins(nanoTON: flags))
        return try Lazy(try Message(info: .internal(info), body: body))
    }

    /// Amounts of other currencies.
    static func currencies(_ amounts: [UInt32: UInt128]) throws -> HashmapE {
        try CurrencyCollection(coins: .zero, extraCurrencies: amounts.mapValues { ExtraCurrencyAmount($0) }).other
    }

    // MARK: - Running

    func execute(
        _ message: Cell, on account: ShardAccount, address: AccountAddress? = nil
    ) throws -> ExecutionResult {
        try TransactionExecutor(configuration: try ExecutionConfiguration(parameters)).execute(
            message, on: account, address: address, in: environment)
    }

    func execute(tock: Bool, on account: ShardAccount) throws -> ExecutionResult {
        try TransactionExecutor(configuration: try ExecutionConfiguration(parameters)).execute(
            tock: tock, on: account, in: environment)
    }

    private var environment: ExecutionEnvironment {
        ExecutionEnvironment(now: now, lt: lt, randomSeed: Self.hash(0x77), libraries: libraries)
    }

    /// Runs a contract that asks for actions, with a million nanoTON of its own and a message of a hundred thousand.
    func run(
        _ actions: [OutAction], coins: UInt64 = 1_000_000, value: UInt64 = 100_000,
        other: HashmapE = HashmapE(keyBits: 32), at address: AccountAddress = address
    ) throws -> ExecutionResult {
        try run(list: try OutActions(actions).cell(), coins: coins, value: value, other: other, at: address)
    }

    func run(
        list: Cell, coins: UInt64 = 1_000_000, value: UInt64 = 100_000, other: HashmapE = HashmapE(keyBits: 32),
        at address: AccountAddress = address
    ) throws -> ExecutionResult {
        let account = try account(
            .active(StateInit(code: try Self.code(list), data: .empty)),
            balance: CurrencyCollection(coins: Coins(nanoTON: coins), other: other), at: address)
        return try execute(try Self.message(value, to: address), on: account)
    }
}

extension ExecutionResult {
    /// The account's balance in nanoTON.
    var coins: UInt128 {
        get throws { try account.account().balance.coins.nanoTON }
    }

    /// A message that it sent.
    func sent(_ number: Int) throws -> Message {
        try #require(outMessages.indices.contains(number))
        return try Message(cell: outMessages[number])
    }

    var ordinary: OrdinaryDescription? {
        if case .ordinary(let description) = description { description } else { nil }
    }
}
