import TONBlocks
import TONCells
import TONCrypto

// The action phase.
extension TransactionRun {
    /// What the account goes back to where it would become too large.
    private struct OldState {
        let code: Cell?
        let data: Cell?
        let library: Cell?
    }

    /// Does what the contract asked for, or nothing of it.
    func actionPhase() throws(ExecutionError) {
        guard let list = compute.actions else { return }
        var phase = ActionOutcome(listHash: list.hash, remaining: balance, endLT: endLT)
        defer { action = phase }
        guard let cells = Self.actionCells(list, &phase), let actions = validated(cells, &phase) else { return }
        phase.isValid = true
        let messageBalanceBefore = messageBalance
        let old = OldState(code: code, data: data, library: library)
        for (number, action) in actions.enumerated() {
            guard let action else { continue }
            phase.resultArgument = Int32(truncatingIfNeeded: number)
            phase.bouncesOnFailure = false
            let code = try perform(action, &phase)
            guard code != 0 else { continue }
            fail(code, old, &phase)
            if version >= 14 { messageBalance = messageBalanceBefore }
            collectFine(&phase)
            if phase.bouncesOnFailure { phase.needsBounce = true }
            return
        }
        if version >= 4 { phase.totalActionFees += phase.fine }
        endLT = phase.endLT
        if let newCode = phase.newCode { code = newCode }
        data = compute.newData
        guard isWithinStateLimits(old, &phase) else {
            if version >= 14 { messageBalance = messageBalanceBefore }
            if version >= 10 {
                phase.endLT = startLT + 1
                endLT = phase.endLT
                collectFine(&phase)
            }
            return
        }
        try succeed(&phase)
    }

    private func succeed(_ phase: inout ActionOutcome) throws(ExecutionError) {
        phase.resultArgument = 0
        phase.resultCode = 0
        phase.remaining = try sum(phase.remaining, phase.reserved)
        if phase.deletesAccount {
            phase.statusChange = .deleted
            // Other currencies stay behind on an account without code.
            status = phase.remaining.isZero ? .deleted : .uninitialized
            wasDeleted = true
        }
        phase.isSuccessful = true
        outMessages = phase.messages
        totalFees += phase.totalActionFees
        balance = phase.remaining
    }

    func sum(_ left: Funds, _ right: Funds) throws(ExecutionError) -> Funds {
        guard !right.other.isEmpty else { return Funds(amount: left.amount + right.amount, other: left.other) }
        let other = try making { () throws(CellError) in
            try CurrencyCollection(coins: .zero, other: left.other)
                .adding(CurrencyCollection(coins: .zero, other: right.other)).other
        }
        return Funds(amount: left.amount + right.amount, other: other)
    }

    private func fail(_ code: Int32, _ old: OldState, _ phase: inout ActionOutcome) {
        phase.resultCode = code
        phase.endLT = endLT
        phase.isOutOfFunds =
            code == ActionFailure.notEnoughCoins || code == ActionFailure.notEnoughCurrency
        // Changes of libraries stay even so, and are all that changed.
        _ = isWithinStateLimits(old, &phase)
    }

    private func collectFine(_ phase: inout ActionOutcome) {
        guard version >= 4 else { return }
        phase.fine = min(phase.fine + phase.fineOnFailure, balance.amount)
        phase.totalActionFees = phase.fine
        balance.amount -= phase.fine
        totalFees += phase.fine
    }

    /// Whether the account is as small as it must be. If not, it is as it was before, and the phase failed.
    private func isWithinStateLimits(_ old: OldState, _ phase: inout ActionOutcome) -> Bool {
        guard !account.isSpecial else { return true }
        let limit = configuration.limits.maximumPublicLibraries
        if isWithinLimits(publicLibraries: limit, keepsStatistics: true) { return true }
        statistics = nil
        code = old.code
        data = old.data
        library = old.library
        phase.resultCode = ActionFailure.stateTooLarge
        phase.exceedsStateLimits = true
        return false
    }

    // MARK: - The list

    /// The cells of the list, the first action first; nil where it isn't a list.
    private static func actionCells(_ list: Cell, _ phase: inout ActionOutcome) -> [Cell]? {
        var cells: [Cell] = []
        var next = list
        func fail(_ code: Int32) -> [Cell]? {
            phase.resultCode = code
            phase.resultArgument = Int32(truncatingIfNeeded: cells.count)
            return nil
        }
        while true {
            guard !next.isExotic else { return fail(ActionFailure.listInvalid) }
            guard next.bitCount > 0 || next.referenceCount > 0 else { break }
            guard let previous = next.reference(at: 0) else { return fail(ActionFailure.listInvalid) }
            cells.append(next)
            guard cells.count <= ExecutionLimits.maximumActions else { return fail(ActionFailure.tooManyActions) }
            next = previous
        }
        phase.totalActions = cells.count
        return cells.reversed()
    }

    /// The actions, nil for those that may fail silently and can't be read; nil where another can't be read.
    private func validated(_ cells: [Cell], _ phase: inout ActionOutcome) -> [RequestedAction?]? {
        var actions: [RequestedAction?] = []
        actions.reserveCapacity(cells.count)
        for (number, cell) in cells.enumerated() {
            phase.resultArgument = Int32(truncatingIfNeeded: number)
            if let action = try? RequestedAction(cell) {
                actions.append(action)
                continue
            }
            if version >= 8, let mode = RequestedAction.modeOfMessage(in: cell) {
                if mode & MessageMode.ignoresErrors != 0 {
                    phase.skippedActions += 1
                    actions.append(nil)
                    continue
                }
                if mode & MessageMode.bouncesOnFailure != 0 { phase.needsBounce = true }
            }
            phase.resultCode = ActionFailure.invalidAction
            return nil
        }
        return actions
    }

    /// Does one action. Returns 0, or why it failed.
    private func perform(_ action: RequestedAction, _ phase: inout ActionOutcome) throws(ExecutionError) -> Int32 {
        switch action {
        case .sendMessage(let mode, let message):
            return try send(message, mode: mode, &phase)
        case .setCode(let code):
            phase.newCode = code
            phase.specialActions += 1
            return 0
        case .reserve(let mode, let amount):
            return try reserve(amount, mode: mode, &phase)
        case .changeLibrary(let mode, let reference):
            return changeLibrary(reference, mode: mode, &phase)
        }
    }
}
