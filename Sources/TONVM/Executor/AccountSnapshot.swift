import TONBlocks
import TONCells
import TONCrypto

/// An account before a transaction, taken apart.
struct AccountSnapshot {
    let status: AccountStatus
    /// The key in the shard's accounts: with the prefix that anycast asks for.
    let address: AccountAddress
    /// The address of the first code and data: other than the key only where there is anycast.
    let originalHash: Hash256
    /// How many bits anycast rewrites; nil where that is still open.
    let rewriteLength: Int?
    let isSpecial: Bool
    let lastPaid: UInt32
    let used: StorageUsed
    let dictionaryHash: Hash256?
    let duePayment: Int128
    let balance: Funds
    /// More than the logical time of the last transaction.
    let endLT: UInt64
    let code: Cell?
    let data: Cell?
    let library: Cell?
    let special: TickTock
    let fixedPrefixLength: Int
    /// The hash of the code and data before they were frozen; of the address where there never were any; zero where the
    /// account is active.
    let stateHash: Hash256
    /// Whether there is an `AccountStorage`.
    let hasStorage: Bool
    let storageBits: UInt64
    let entry: ShardAccount

    var isMasterchain: Bool { address.workchain == -1 }

    /// The address without anycast.
    var exactAddress: MessageAddress { .standard(address, anycast: nil) }

    /// The address as the account has it.
    var storedAddress: MessageAddress {
        guard let rewriteLength, rewriteLength > 0 else { return exactAddress }
        return Self.address(address, rewriting: rewriteLength, original: originalHash)
    }

    /// An address with anycast: the prefix of the key, and the bits that it replaces.
    static func address(_ key: AccountAddress, rewriting length: Int, original: Hash256) -> MessageAddress {
        let prefix = BitString(bytes: key.hash.bytes, count: length)
        let hash = key.hash.replacingPrefix(length, by: original)
        return .standard(
            AccountAddress(workchain: key.workchain, hash: hash), anycast: Anycast(rewritePrefix: prefix))
    }

    /// Takes an account apart. `expected` is whose transaction it is to be; nil: that of an account that exists.
    init(
        _ entry: ShardAccount, expected: AccountAddress?, configuration: ExecutionConfiguration
    ) throws(ExecutionError) {
        let account: Account
        do {
            account = try entry.account()
        } catch {
            throw .unusableAccount("\(error)")
        }
        if let existing = account.existing {
            try self.init(existing, entry, expected: expected, configuration)
        } else {
            guard let expected else { throw .unusableAccount("it doesn't exist, and no address was given") }
            self.init(nonexistent: entry, expected)
        }
    }

    private init(
        _ existing: ExistingAccount, _ entry: ShardAccount, expected: AccountAddress?,
        _ configuration: ExecutionConfiguration
    ) throws(ExecutionError) {
        self.entry = entry
        guard case .standard(let stored, let anycast) = existing.address else {
            throw .unusableAccount("its address isn't a standard one")
        }
        let storage = existing.storage
        let prefix = anycast?.rewritePrefix
        let hash = prefix.map { stored.hash.replacingPrefix($0.count, by: $0.bytes) } ?? stored.hash
        let address = AccountAddress(workchain: stored.workchain, hash: hash)
        if let expected, expected != address {
            throw .unusableAccount("it is \(address), expected \(expected)")
        }
        guard max(storage.lastTransactionLT, 1) > entry.lastTransactionLT else {
            throw .unusableAccount("its last transaction comes after its logical time")
        }
        self.address = address
        isSpecial = configuration.isSpecial(address)
        lastPaid = existing.storageInfo.lastPaid
        used = existing.storageInfo.used
        duePayment = Int128(existing.storageInfo.duePayment?.nanoTON ?? 0)
        if case .info(let dictionaryHash) = existing.storageInfo.extra {
            self.dictionaryHash = dictionaryHash
        } else {
            dictionaryHash = nil
        }
        balance = Funds(storage.balance)
        endLT = storage.lastTransactionLT
        status = storage.state.status
        var state = StateInit(code: nil, data: nil)
        switch storage.state {
        case .uninitialized:
            stateHash = address.hash
            originalHash = address.hash
            rewriteLength = nil
        case .frozen(let hash):
            stateHash = hash
            originalHash = stored.hash
            rewriteLength = prefix?.count ?? 0
        case .active(let active):
            state = active
            stateHash = .zero
            originalHash = stored.hash
            rewriteLength = prefix?.count ?? 0
        }
        code = state.code
        data = state.data
        library = state.library
        special = state.special ?? TickTock(tick: false, tock: false)
        fixedPrefixLength = Int(state.fixedPrefixLength ?? 0)
        hasStorage = true
        storageBits = Self.bits(of: storage)
    }

    private init(nonexistent entry: ShardAccount, _ address: AccountAddress) {
        self.entry = entry
        self.address = address
        status = .nonexistent
        originalHash = address.hash
        rewriteLength = nil
        // The configuration isn't asked about accounts that aren't there: not even by who makes the blocks.
        isSpecial = false
        lastPaid = 0
        used = StorageUsed(cells: 0, bits: 0)
        dictionaryHash = nil
        duePayment = 0
        balance = .zero
        endLT = 0
        (code, data, library) = (nil, nil, nil)
        special = TickTock(tick: false, tock: false)
        fixedPrefixLength = 0
        stateHash = address.hash
        hasStorage = false
        storageBits = 0
    }

    /// Bits of an `AccountStorage`: its time, its balance, its state.
    private static func bits(of storage: AccountStorage) -> UInt64 {
        let amount = storage.balance.coins.nanoTON
        var bits = 64 + 4 + (128 - amount.leadingZeroBitCount + 7) / 8 * 8 + 1
        switch storage.state {
        case .uninitialized: bits += 2
        case .frozen: bits += 2 + 256
        case .active(let state):
            bits += 1 + (state.fixedPrefixLength == nil ? 1 : 6) + (state.special == nil ? 1 : 3) + 3
        }
        return UInt64(bits)
    }

    /// The cells that an `AccountStorage` refers to.
    func storageReferences(countingCurrencies: Bool) -> [Cell] {
        var references: [Cell] = []
        if countingCurrencies, let root = balance.other.root { references.append(root) }
        for case let cell? in [code, data, library] { references.append(cell) }
        return references
    }
}

extension Hash256 {
    /// The hash with its first bits replaced by those of another.
    func replacingPrefix(_ count: Int, by other: Hash256) -> Hash256 {
        replacingPrefix(count, by: other.bytes)
    }

    /// The hash with its first bits replaced by those of bytes, of which there must be enough.
    func replacingPrefix(_ count: Int, by prefix: [UInt8]) -> Hash256 {
        var bytes = bytes
        for index in 0..<min((count + 7) / 8, prefix.count, bytes.count) {
            let kept = max(0, (index + 1) * 8 - count)
            let mask = UInt8(truncatingIfNeeded: 0xff << kept)
            bytes[index] = prefix[index] & mask | bytes[index] & ~mask
        }
        return Hash256(bytes) ?? self
    }
}
