import TONBlocks
import TONCells
import TONCrypto

// The transaction's cells.
extension TransactionRun {
    private static let tag: UInt64 = 0b0111
    private static let messageKeyBits = 15

    /// Writes down what happened.
    func finish() throws(ExecutionError) -> ExecutionResult {
        let (accountCell, endStatus) = try newAccount()
        let description = try describe()
        let fees = CurrencyCollection(coins: try coins(totalFees))
        let header = (hash: account.entry.lastTransactionHash, lt: account.entry.lastTransactionLT)
        let cell = try making { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(Self.tag, bits: 4)
            try builder.store(account.address.hash)
            try builder.store(startLT)
            try builder.store(header.hash)
            try builder.store(header.lt)
            try builder.store(environment.now)
            try builder.store(UInt64(outMessages.count), bits: Self.messageKeyBits)
            try builder.store(account.status)
            try builder.store(endStatus)
            var messages = CellBuilder()
            try messages.store(maybeReference: inbound?.cell)
            try messages.store(try messageDictionary())
            try builder.store(reference: try messages.build())
            try builder.store(fees)
            try builder.store(
                referenced: HashUpdate(oldHash: account.entry.accountCell.hash, newHash: accountCell.hash))
            try builder.store(referenced: description)
            return try builder.build()
        }
        return ExecutionResult(
            transaction: cell,
            account: ShardAccount(
                accountCell: accountCell, lastTransactionHash: cell.hash, lastTransactionLT: startLT),
            address: account.address, lt: startLT, endLT: endLT, originalStatus: account.status, endStatus: endStatus,
            description: description, outMessages: outMessages, totalFees: fees, burned: try coins(burned),
            missingLibrary: compute.missingLibrary, statistics: statisticsAfter)
    }

    private func messageDictionary() throws(CellError) -> HashmapE {
        guard !outMessages.isEmpty else { return HashmapE(keyBits: Self.messageKeyBits) }
        let entries = try outMessages.enumerated().map { number, message throws(CellError) in
            var value = CellBuilder()
            try value.store(reference: message)
            return (key: BitString(UInt64(number), bits: Self.messageKeyBits), value: value)
        }
        return try HashmapE(keyBits: Self.messageKeyBits, ascending: entries)
    }

    // MARK: - Description

    private func describe() throws(ExecutionError) -> TransactionDescription {
        let storagePhase = try storageOutcome.map { outcome throws(ExecutionError) in
            StoragePhase(
                feesCollected: try coins(outcome.collected), feesDue: try coinsUnlessZero(outcome.due),
                statusChange: outcome.statusChange)
        }
        let computePhase = try describeCompute()
        let actionPhase = try action.map { outcome throws(ExecutionError) in try outcome.phase() }
        let isAborted = !(compute.isSuccessful && action?.isSuccessful == true)
        if !isOrdinary {
            return .tickTock(
                TickTockDescription(
                    isTock: kind == .tock, storagePhase: storagePhase ?? StoragePhase(feesCollected: .zero),
                    computePhase: computePhase, actionPhase: actionPhase, isAborted: isAborted,
                    isDestroyed: wasDeleted))
        }
        let creditPhase = try credit.map { funds throws(ExecutionError) in
            CreditPhase(credit: try funds.collection())
        }
        return .ordinary(
            OrdinaryDescription(
                isCreditFirst: !isBounceEnabled, storagePhase: storagePhase, creditPhase: creditPhase,
                computePhase: computePhase, actionPhase: actionPhase, isAborted: isAborted, bouncePhase: bounce,
                isDestroyed: wasDeleted))
    }

    private func describeCompute() throws(ExecutionError) -> ComputePhase {
        if let reason = compute.skipReason { return .skipped(reason) }
        return .executed(
            ComputeExecution(
                isSuccessful: compute.isSuccessful, gasFees: try coins(compute.gasFees ?? 0),
                gasUsed: compute.gasUsed, gasLimit: compute.gasLimit,
                gasCredit: compute.gasCredit == 0 ? nil : compute.gasCredit, exitCode: compute.exitCode,
                exitArgument: compute.exitArgument == 0 ? nil : compute.exitArgument, vmSteps: compute.steps))
    }
}
