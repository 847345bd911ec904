import TONBlocks
import TONCells
import TONCrypto

/// How the compute phase went.
struct ComputeOutcome {
    var skipReason: ComputeSkipReason?
    var isSuccessful = false
    var isAccepted = false
    /// Nil where the contract didn't run.
    var gasFees: Int128?
    /// What is paid for.
    var gasUsed: UInt64 = 0
    /// What the machine used.
    var gasConsumed: UInt64 = 0
    var gasMaximum: UInt64 = 0
    var gasLimit: UInt64 = 0
    var gasCredit: UInt64 = 0
    var exitCode: Int32 = 0
    var exitArgument: Int32 = 0
    var steps: UInt32 = 0
    var precompiledGas: UInt64?
    var newData: Cell?
    var actions: Cell?
    var missingLibrary: Hash256?
}

// The compute phase.
extension TransactionRun {
    /// Runs the contract, or finds why it can't run.
    func computePhase() throws(ExecutionError) {
        if version >= 9 {
            if let messageBalance {
                originalBalance = Self.difference(balance, messageBalance)
            } else {
                originalBalance = balance
            }
        } else if originalBalance != nil {
            originalBalance?.amount -= totalFees
            if account.balance.amount < totalFees { originalBalance = nil }
        }
        guard balance.amount > 0 else {
            compute.skipReason = .noGas
            return
        }
        computeGasLimits()
        guard compute.gasLimit > 0 || compute.gasCredit > 0 else {
            compute.skipReason = .noGas
            return
        }
        if let reason = try prepareState() {
            compute.skipReason = reason
            return
        }
        if version >= 10 { myAddress = account.exactAddress }
        var gas = GasLimits(
            maximum: Int64(clamping: compute.gasMaximum), limit: Int64(clamping: compute.gasLimit),
            credit: Int64(clamping: compute.gasCredit))
        if isOrdinary, let code, let usage = configuration.contract.precompiledGas(codeHash: code.hash) {
            compute.precompiledGas = usage
            guard usage <= compute.gasLimit else {
                compute.skipReason = .noGas
                return
            }
            let limit = Int64(clamping: account.isSpecial ? gasPrices.specialLimit : gasPrices.limit)
            gas = GasLimits(maximum: limit, limit: limit, credit: gas.credit == 0 ? 0 : limit)
        }
        try run(gas)
    }

    static func difference(_ left: Funds, _ right: Funds) -> Funds? {
        guard left.amount >= right.amount,
            let other = ExtraCurrencies.subtracting(right.other, from: left.other)
        else { return nil }
        return Funds(amount: left.amount - right.amount, other: other)
    }

    private func run(_ gas: GasLimits) throws(ExecutionError) {
        guard let code else {
            // A machine without code ends at once, with what lay on top of the stack.
            compute.exitCode = Self.fatal
            compute.exitArgument = isOrdinary ? (inbound?.isExternal == true ? -1 : 0) : -2
            compute.isAccepted = gas.credit == 0
            try finishRun(isCommitted: false)
            return
        }
        var request = RunRequest(
            code: code, data: data ?? .empty, stack: initialStack(), c7: [try smartContractInfo()], gas: gas,
            libraries: libraries(), globalVersion: version)
        request.signatureChecks = environment.signatureChecks
        request.maximumDataDepth = configuration.limits.maximumVMDataDepth
        request.maximumLibraryLoads = configuration.limits.maximumTransactionLibraryLoads
        request.observer = observer
        let result = request.run()
        compute.exitCode = result.exitCode
        compute.gasConsumed = UInt64(clamping: result.gasUsed)
        // What the last instruction wanted beyond the limit isn't paid, nor what was lent and not accepted.
        compute.gasUsed = UInt64(clamping: min(result.gasUsed, result.gas.limit))
        compute.steps = UInt32(clamping: result.steps)
        compute.isAccepted = result.gas.credit == 0
        compute.missingLibrary = result.missingLibrary
        compute.exitArgument = result.exitArgument ?? 0
        if let usage = compute.precompiledGas {
            guard result.exitCode != Self.outOfGas else {
                throw .impossible("a contract of a fixed amount of gas ran out of it")
            }
            compute.gasUsed = usage
            compute.steps = 0
        }
        if compute.isAccepted, result.isCommitted {
            compute.newData = result.data
            compute.actions = result.actions
        }
        try finishRun(isCommitted: result.isCommitted)
    }

    private static let outOfGas: Int32 = -14
    private static let fatal: Int32 = -13

    private func finishRun(isCommitted: Bool) throws(ExecutionError) {
        compute.isSuccessful = compute.isAccepted && isCommitted
        if compute.isSuccessful { compute.exitArgument = 0 }
        guard compute.isAccepted else { return }
        if usesMessageState {
            wasActivated = true
            status = .active
        }
        let fees = account.isSpecial ? 0 : gasPrices.fee(of: compute.gasUsed)
        compute.gasFees = fees
        totalFees += fees
        balance.amount -= fees
        guard balance.amount >= 0 else { throw .impossible("the account can't pay for the gas that it used") }
    }

    // MARK: - Gas

    private func computeGasLimits() {
        compute.gasMaximum = account.isSpecial ? gasPrices.specialLimit : gas(boughtFor: balance.amount)
        if !isOrdinary || (account.isSpecial && version >= 5) {
            compute.gasLimit = compute.gasMaximum
        } else {
            // Until the message is accepted only its own value is spent.
            compute.gasLimit = min(gas(boughtFor: messageBalance?.amount ?? 0), compute.gasMaximum)
        }
        compute.gasCredit = inbound?.isExternal == true ? min(gasPrices.credit, compute.gasMaximum) : 0
    }

    private func gas(boughtFor amount: Int128) -> UInt64 {
        let override = GasLimitOverride.limit(of: account.address, version: version, now: environment.now)
        return gasPrices.gas(boughtFor: amount, limit: override ?? gasPrices.limit)
    }

    // MARK: - What the machine gets

    private func initialStack() -> [StackEntry] {
        let owner = StackEntry.integer(unsigned: account.address.hash)
        guard let inbound else {
            return [
                .amount(balance.amount), owner, .integer(Int257(kind == .tock ? -1 : 0)), .integer(Int257(-2)),
            ]
        }
        return [
            .amount(balance.amount), .amount(messageBalance?.amount ?? 0), .cell(inbound.cell), .slice(inbound.body),
            .integer(Int257(inbound.isExternal ? -1 : 0)),
        ]
    }

    private func libraries() -> LibraryCollection {
        var roots: [Cell] = []
        if version < 15 {
            if let messageLibrary { roots.append(messageLibrary) }
            if let library { roots.append(library) }
        }
        return LibraryCollection(roots + environment.libraries)
    }
}
