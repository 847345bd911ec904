import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

extension ChainHistory {
    /// Where and when a made history happens.
    public struct Plan: Sendable {
        /// What everything follows from.
        public var seed: UInt64
        /// How many accounts there are.
        public var accountCount: Int
        /// How many transactions each has, one at least.
        public var transactionsPerAccount: ClosedRange<Int>
        /// The workchain.
        public var workchain: Int8
        /// The unix time of the first transactions.
        public var startTime: UInt32
        /// The logical time that the first second starts with; each second has a million.
        public var startLT: UInt64
        /// In how many seconds everything happens.
        public var seconds: UInt32

        /// Makes one.
        public init(
            seed: UInt64, accountCount: Int, transactionsPerAccount: ClosedRange<Int>, workchain: Int8 = 0,
            startTime: UInt32 = 1_700_000_000, startLT: UInt64 = 1_000_000_000, seconds: UInt32 = 40
        ) {
            self.seed = seed
            self.accountCount = accountCount
            self.transactionsPerAccount = transactionsPerAccount
            self.workchain = workchain
            self.startTime = startTime
            self.startLT = startLT
            self.seconds = seconds
        }
    }

    /// Makes accounts that are paid by nobody in particular, from messages of the outside world that do nothing but cost
    /// a fee. Every state is known.
    ///
    /// Each account is active from its first transaction on, with a code of its own, and data that counts its
    /// transactions.
    public static func made(_ plan: Plan) throws -> ChainHistory {
        var random = SeededGenerator(seed: plan.seed)
        return ChainHistory(
            accounts: try (0..<plan.accountCount).map { number in
                try madeAccount(plan, number: number, &random)
            })
    }

    private static func madeAccount(
        _ plan: Plan, number: Int, _ random: inout SeededGenerator
    ) throws -> Account {
        let address = AccountAddress(workchain: plan.workchain, hash: hash(&random))
        var code = CellBuilder()
        try code.store(UInt64(number), bits: 32)
        let codeCell = try code.build()
        let count = Int.random(in: plan.transactionsPerAccount, using: &random)
        let times = (0..<count).map { _ in UInt32.random(in: 0..<max(1, plan.seconds), using: &random) }.sorted()
        var used: [UInt32: UInt64] = [:]
        var transactions: [Cell] = []
        var states: [Cell] = []
        var previous = TransactionIdentifier.none
        var old = try TONBlocks.Account.nonexistent.cell()
        var balance: UInt64 = 0
        for (position, second) in times.enumerated() {
            let lt = plan.startLT + UInt64(second) * 1_000_000 + 1 + used[second, default: 0] * 2
            used[second, default: 0] += 1
            let (value, fee) = (UInt64.random(in: 1_000_000...5_000_000_000, using: &random), UInt64(400_000))
            balance += value - fee
            let state = try accountCell(
                address, balance: balance, code: codeCell, counter: UInt64(position + 1), lt: lt + 1,
                now: plan.startTime + second)
            let cell = try transactionCell(
                address, lt: lt, now: plan.startTime + second, previous: previous, old: old, new: state, value: value,
                fee: fee, source: AccountAddress(hash: hash(&random)))
            transactions.append(cell)
            states.append(state)
            previous = TransactionIdentifier(lt: lt, hash: cell.hash)
            old = state
        }
        return try Account(address: address, transactions: transactions, states: states)
    }

    private static func hash(_ random: inout SeededGenerator) -> Hash256 {
        SHA256.hash((0..<4).flatMap { _ in withUnsafeBytes(of: random.next().bigEndian, Array.init) })
    }

    private static func accountCell(
        _ address: AccountAddress, balance: UInt64, code: Cell, counter: UInt64, lt: UInt64, now: UInt32
    ) throws -> Cell {
        var data = CellBuilder()
        try data.store(counter, bits: 64)
        try data.store(address.hash)
        let storage = AccountStorage(
            lastTransactionLT: lt, balance: CurrencyCollection(coins: Coins(nanoTON: balance)),
            state: .active(StateInit(code: code, data: try data.build())))
        return try TONBlocks.Account.existing(
            ExistingAccount(
                address: .standard(address, anycast: nil),
                storageInfo: StorageInfo(used: StorageUsed(cells: 3, bits: 700), lastPaid: now), storage: storage)
        ).cell()
    }

    private static func transactionCell(
        _ address: AccountAddress, lt: UInt64, now: UInt32, previous: TransactionIdentifier, old: Cell, new: Cell,
        value: UInt64, fee: UInt64, source: AccountAddress
    ) throws -> Cell {
        let amount = CurrencyCollection(coins: Coins(nanoTON: value))
        let message = try Message(
            info: .internal(
                InternalMessageInfo(
                    bounce: false, source: .standard(source, anycast: nil),
                    destination: .standard(address, anycast: nil), value: amount, createdLT: lt - 1, createdAt: now)))
        let isFirst = previous == .none
        let compute = ComputePhase.executed(
            ComputeExecution(
                isSuccessful: true, isMessageStateUsed: isFirst, isAccountActivated: isFirst,
                gasFees: Coins(nanoTON: fee), gasUsed: 1000, gasLimit: 1_000_000, exitCode: 0, vmSteps: 20))
        return try Transaction(
            header: TransactionHeader(
                accountHash: address.hash, lt: lt, previousHash: previous.hash, previousLT: previous.lt, now: now),
            originalStatus: isFirst ? .nonexistent : .active, endStatus: .active, inMessage: try MessageCell(message),
            outMessages: [], totalFees: CurrencyCollection(coins: Coins(nanoTON: fee)),
            stateUpdate: HashUpdate(oldHash: old.hash, newHash: new.hash),
            description: .ordinary(
                OrdinaryDescription(
                    isCreditFirst: true, creditPhase: CreditPhase(credit: amount), computePhase: compute,
                    isAborted: false))
        ).cell()
    }
}
