import TONBlocks
import TONCells

/// How the storage phase went.
struct StorageOutcome {
    var collected: Int128 = 0
    var due: Int128 = 0
    var statusChange = AccountStatusChange.unchanged
}

// The storage phase, and the credit phase.
extension TransactionRun {
    /// Takes fees for the time since the last transaction.
    func storagePhase(adjustsMessageValue: Bool) throws(ExecutionError) {
        // A transaction at the end of all time would have no room for its messages.
        guard startLT < UInt64.max - 0x1_0000 else { throw .impossible("the logical time \(startLT) is the last") }
        let now = environment.now
        guard now >= account.lastPaid else { throw .timeWentBack(lastPaid: account.lastPaid, now: now) }
        let toPay = try storageFee(now: now) + duePayment
        var outcome = StorageOutcome()
        lastPaid = account.isSpecial ? 0 : now
        if toPay <= balance.amount {
            outcome.collected = toPay
            balance.amount -= toPay
            if version >= 7 || toPay == 0 { duePayment = 0 }
        } else {
            outcome.collected = balance.amount
            outcome.due = toPay - balance.amount
            balance.amount = 0
            if !account.isSpecial {
                freezeOrDelete(&outcome)
                if version >= 4 { duePayment = outcome.due }
            }
        }
        if adjustsMessageValue, let value = messageBalance, value.amount > balance.amount {
            messageBalance?.amount = balance.amount
        }
        totalFees += outcome.collected
        storageOutcome = outcome
    }

    private func freezeOrDelete(_ outcome: inout StorageOutcome) {
        switch status {
        case .uninitialized, .frozen:
            // Other currencies keep an account from being deleted.
            guard outcome.due > gasPrices.deleteDueLimit, balance.other.isEmpty else { return }
            outcome.statusChange = .deleted
            if version >= 13 { wasDeleted = true }
            status = .deleted
        case .active:
            guard outcome.due > gasPrices.freezeDueLimit else { return }
            outcome.statusChange = .frozen
            wasFrozen = true
            status = .frozen
        case .nonexistent, .deleted: break
        }
    }

    /// What storage costs since the last payment, by the prices of each time.
    private func storageFee(now: UInt32) throws(ExecutionError) -> Int128 {
        let prices = configuration.storagePrices
        guard now > account.lastPaid, account.lastPaid != 0, !account.isSpecial, let first = prices.first,
            now > first.validSince
        else { return 0 }
        let start = max(0, (prices.lastIndex { $0.validSince <= account.lastPaid } ?? 0))
        var upTo = max(account.lastPaid, first.validSince)
        var total: UInt128 = 0
        for index in start..<prices.count where upTo < now {
            let validUntil = index + 1 < prices.count ? min(now, prices[index + 1].validSince) : now
            if upTo < validUntil {
                total = try Self.adding(
                    total, prices[index], used: account.used, seconds: validUntil - upTo,
                    isMasterchain: account.isMasterchain)
            }
            upTo = validUntil
        }
        let fee = (total >> 16) + (total & 0xffff == 0 ? 0 : 1)
        return Int128(try storageCoins(fee).nanoTON)
    }

    private func storageCoins(_ fee: UInt128) throws(ExecutionError) -> Coins {
        guard let coins = Coins(exactly: fee) else { throw .impossible("storage costs more than Coins can hold") }
        return coins
    }

    /// Cells and bits, each by its price, by the seconds, on top of a total.
    private static func adding(
        _ total: UInt128, _ prices: StoragePrices, used: StorageUsed, seconds: UInt32, isMasterchain: Bool
    ) throws(ExecutionError) -> UInt128 {
        let cellPrice = isMasterchain ? prices.masterchainCellPrice : prices.cellPrice
        let bitPrice = isMasterchain ? prices.masterchainBitPrice : prices.bitPrice
        // Both are below 2^48, so that the sum of the products has 113 bits.
        let second = UInt128(used.cells) * UInt128(cellPrice) + UInt128(used.bits) * UInt128(bitPrice)
        let (payment, overflow) = second.multipliedReportingOverflow(by: UInt128(seconds))
        let (sum, carry) = total.addingReportingOverflow(payment)
        guard !overflow, !carry else { throw .impossible("storage costs more than Coins can hold") }
        return sum
    }

    /// Adds what the message carries.
    func creditPhase() throws(ExecutionError) {
        guard let value = messageBalance else { return }
        credit = value
        balance.amount += value.amount
        balance.other = try making { () throws(CellError) in
            // The sum of the other currencies is that of collections without coins.
            try CurrencyCollection(coins: .zero, other: balance.other)
                .adding(CurrencyCollection(coins: .zero, other: value.other)).other
        }
    }
}
