import TONBlocks
import TONCells
import TONCrypto

// The account after the transaction.
extension TransactionRun {
    /// The account's new cell, and what it is now.
    func newAccount() throws(ExecutionError) -> (cell: Cell, status: AccountStatus) {
        if status == .uninitialized, !wasActivated, balance.isZero { status = .nonexistent }
        if status == .deleted, !balance.isZero { status = .uninitialized }
        if status == .nonexistent || status == .deleted {
            guard balance.isZero else { throw .impossible("the account is gone and its balance isn't") }
            return (try making { () throws(CellError) in try Account.nonexistent.cell() }, .nonexistent)
        }
        var storage = CellBuilder()
        let balance = try self.balance.collection()
        let references = try making { () throws(CellError) in
            try storage.store(endLT)
            try storage.store(balance)
            return try storeState(in: &storage)
        }
        let (used, dictionaryHash) = try storageUsed(bits: UInt64(storage.bitCount), references)
        let due = try coinsUnlessZero(duePayment)
        let cell = try making { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(bit: true)
            try builder.store(version >= 10 ? myAddress : account.storedAddress)
            try builder.store(
                StorageInfo(
                    used: used, extra: dictionaryHash.map { .info(dictionaryHash: $0) } ?? .none, lastPaid: lastPaid,
                    duePayment: due))
            try builder.store(storage)
            return try builder.build()
        }
        return (cell, accountStatus)
    }

    private var accountStatus: AccountStatus {
        switch status {
        case .nonexistent, .deleted: .nonexistent
        case .uninitialized: .uninitialized
        case .frozen: .frozen
        case .active: .active
        }
    }

    /// Writes `AccountState`, and returns the cells that it refers to.
    private func storeState(in builder: inout CellBuilder) throws(CellError) -> [Cell] {
        let prefix = version >= 10 ? fixedPrefixLength : account.rewriteLength ?? 0
        let state = StateInit(
            code: code, data: data, library: library,
            fixedPrefixLength: prefix == 0 ? nil : UInt8(truncatingIfNeeded: prefix),
            special: special.tick || special.tock ? special : nil)
        switch status {
        case .active:
            try builder.store(AccountState.active(state))
            var references: [Cell] = []
            for case let cell? in [code, data, library] { references.append(cell) }
            return references
        case .frozen:
            let hash = wasFrozen ? try state.cell().hash : account.stateHash
            if hash == account.originalHash {
                // The address says it already.
                try builder.store(AccountState.uninitialized)
                if version >= 13 { status = .uninitialized }
            } else {
                try builder.store(AccountState.frozen(stateHash: hash))
            }
            return []
        case .uninitialized, .nonexistent, .deleted:
            try builder.store(AccountState.uninitialized)
            return []
        }
    }

    // MARK: - What it takes

    /// What the account's storage takes, and the hash of the dictionary of its cells where it is kept.
    private func storageUsed(
        bits: UInt64, _ stateReferences: [Cell]
    ) throws(ExecutionError) -> (StorageUsed, Hash256?) {
        // Other currencies count until version 10.
        var references = stateReferences
        if version < 10, let root = balance.other.root { references.insert(root, at: 0) }
        let old = account.hasStorage ? account.storageReferences(countingCurrencies: version < 10) : []
        let keepsHash = version >= 11 && !account.isMasterchain
        let isChanged = !account.hasStorage || old != references
        guard isChanged || (keepsHash && account.dictionaryHash == nil && account.used.cells > 25) else {
            statisticsAfter = known
            let used = StorageUsed(
                cells: account.used.cells, bits: account.used.bits &- account.storageBits &+ bits)
            return (used, keepsHash ? account.dictionaryHash : nil)
        }
        var counted: StorageStatistics
        if !stateReferences.isEmpty, let kept = statistics.take() {
            counted = kept
            if references.count > stateReferences.count { counted.add(references[0]) }
        } else {
            counted = statistics(of: references)
        }
        // The cell of the storage itself counts, but has no entry in the dictionary.
        let used = StorageUsed(cells: counted.cells + 1, bits: counted.bits + bits)
        var dictionaryHash: Hash256?
        if keepsHash, used.cells >= configuration.limits.stateCellsForStorageDictionary {
            dictionaryHash = try making { () throws(CellError) in try counted.dictionaryHash() }
        }
        if version >= 10 { statisticsAfter = AccountStatistics(counted, roots: references) }
        return (used, dictionaryHash)
    }
}
