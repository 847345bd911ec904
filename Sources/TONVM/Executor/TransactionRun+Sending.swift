import TONBlocks
import TONCells
import TONCrypto

/// A message on its way out: what is decided about it so far.
private struct Sending {
    var mode: UInt8
    var message: RequestedMessage
    /// Whether a failure is passed over.
    let ignoresErrors: Bool
    var source: MessageAddress
    var destination: MessageAddress
    var value: Funds
    var forwardFee: Int128 = 0
    var hypercubeFee: Int128 = 0
    var ihrDisabled: Bool
    var prices: ForwardPrices
    var size: StorageStatistics
    /// The fine if it fails.
    var fine: Int128 = 0
}

/// Why a message isn't sent.
private enum SendingFailure: Error {
    /// The action fails; one that ignores errors doesn't.
    case code(Int32)
    /// The action fails whatever it ignores.
    case always(Int32)
    /// It doesn't fit its cell, and is to be tried with parts in cells of their own.
    case doesNotFit
}

// Actions that send messages.
extension TransactionRun {
    /// How a message is tried: as it is, with code and data in a cell of their own, and the body as well.
    private static let attempts = 0...2

    /// Sends a message. Returns 0, or why the action failed.
    func send(_ message: RequestedMessage, mode: UInt8, _ phase: inout ActionOutcome) throws(ExecutionError) -> Int32 {
        for attempt in Self.attempts {
            let ignoresErrors = mode & MessageMode.ignoresErrors != 0
            do throws(SendingFailure) {
                try attemptToSend(message, mode: mode, attempt: attempt, &phase)
                return 0
            } catch {
                switch error {
                case .doesNotFit: continue
                case .always(let code): return code
                case .code(let code):
                    guard ignoresErrors else { return code }
                    if version >= 8 { phase.skippedActions += 1 }
                    return 0
                }
            }
        }
        return ActionFailure.messageDoesNotFit
    }

    private func attemptToSend(
        _ message: RequestedMessage, mode: UInt8, attempt: Int, _ phase: inout ActionOutcome
    ) throws(SendingFailure) {
        var mode = mode
        if mode & MessageMode.bouncesOnFailure != 0, version >= 4 {
            mode &= ~MessageMode.bouncesOnFailure
            phase.bouncesOnFailure = true
        }
        let carried = MessageMode.carriesMessageValue | MessageMode.carriesBalance
        let known =
            MessageMode.paysFees | MessageMode.ignoresErrors | MessageMode.deletesIfEmpty | carried
        guard mode & ~known == 0, mode & carried != carried, message.hasValidLibraries else {
            throw version >= 13 ? .code(ActionFailure.invalidAction) : .always(ActionFailure.invalidAction)
        }
        var attempt = attempt
        var message = message
        do throws(CellError) {
            if attempt >= 1 {
                if message.hasWideStateInit { try message.moveStateInit() } else { attempt = 2 }
            }
            if attempt >= 2 { try message.moveBody() }
        } catch {
            throw .always(ActionFailure.invalidAction)
        }
        var sending = try prepare(message, mode: mode, phase)
        try measure(&sending, &phase)
        do throws(SendingFailure) {
            if message.isExternal {
                try sendOutside(sending, &phase)
            } else {
                try sendInside(&sending, &phase)
            }
        } catch {
            // On the last attempt there is nothing more to move.
            guard case .doesNotFit = error, attempt >= 2 else { throw error }
            collectFine(of: sending, &phase)
            throw .code(ActionFailure.messageDoesNotFit)
        }
    }

    // MARK: - Checks

    private func prepare(
        _ message: RequestedMessage, mode: UInt8, _ phase: ActionOutcome
    ) throws(SendingFailure) -> Sending {
        var funds = Funds.zero
        var (forwardFee, hypercubeFee): (Int128, Int128) = (0, 0)
        if message.isExternal {
            guard mode & ~(MessageMode.paysFees | MessageMode.ignoresErrors) == 0 else {
                throw .always(ActionFailure.invalidAction)
            }
        } else {
            guard let value = message.value?.funds else { throw .always(ActionFailure.invalidAction) }
            funds = value
            if version < 8 {
                // What the contract wants to pay counts, if it is more than it must.
                guard let fee = message.forwardFee?.value, let hypercube = message.extraFlags?.value else {
                    throw .always(ActionFailure.invalidAction)
                }
                (forwardFee, hypercubeFee) = (fee, hypercube)
            }
            if version >= 12 {
                guard let flags = message.extraFlags?.value, flags & 3 == flags else {
                    throw .code(ActionFailure.invalidExtraFlags)
                }
            }
        }
        guard let source = ownAddress(for: message.source) else {
            throw version >= 13 ? .code(ActionFailure.invalidSource) : .always(ActionFailure.invalidSource)
        }
        guard let destination = acceptable(message.destination, allowsAnycast: version < 10) else {
            throw .code(ActionFailure.invalidDestination)
        }
        if !message.isExternal, version >= 10 {
            let limit = configuration.limits.maximumMessageExtraCurrencies
            guard let other = ExtraCurrencies.withoutZeros(funds.other, limit: limit) else {
                throw .code(ActionFailure.tooManyCurrencies)
            }
            funds.other = other
        }
        let prices = configuration.forward(isMasterchain: destination.isMasterchain || account.isMasterchain)
        let limit = try cellLimit(message, mode: mode, funds, prices, phase)
        var sending = Sending(
            mode: mode, message: message, ignoresErrors: mode & MessageMode.ignoresErrors != 0, source: source,
            destination: destination.address, value: funds,
            ihrDisabled: message.ihrDisabled || version >= 11, prices: prices,
            size: StorageStatistics(cellLimit: limit))
        sending.forwardFee = forwardFee
        sending.hypercubeFee = hypercubeFee
        return sending
    }

    /// Whether failed messages cost a fine.
    private var hasFines: Bool { version >= 4 && !account.isSpecial }

    /// How many cells may be looked at: as many as could be paid for if the message failed.
    private func cellLimit(
        _ message: RequestedMessage, mode: UInt8, _ value: Funds, _ prices: ForwardPrices, _ phase: ActionOutcome
    ) throws(SendingFailure) -> UInt64 {
        let most = configuration.limits.maximumMessageCells
        guard hasFines else { return most }
        let finePerCell = Int128(prices.finePerCell)
        var funds = phase.remaining.amount
        if !message.isExternal, mode & (MessageMode.carriesBalance | MessageMode.paysFees) == 0 {
            var own = value.amount
            if mode & MessageMode.carriesMessageValue != 0 {
                own += (messageBalance?.amount ?? 0) - (compute.gasFees ?? 0) - phase.fine
                guard own >= 0 else { throw .code(ActionFailure.notEnoughCoins) }
            }
            funds = min(funds, own)
        }
        guard finePerCell > 0, funds < Int128(most) * finePerCell else { return most }
        return UInt64(clamping: funds / finePerCell)
    }

    /// Counts the message's cells, and from them the fees.
    private func measure(_ sending: inout Sending, _ phase: inout ActionOutcome) throws(SendingFailure) {
        sending.size.add(referencesOf: sending.message.stateInit)
        sending.size.add(referencesOf: sending.message.body)
        if !sending.message.isExternal, version < 10, let root = sending.value.other.root { sending.size.add(root) }
        let size = sending.size
        let most = size.limit
        if hasFines { sending.fine = Int128(sending.prices.finePerCell) * Int128(min(most, size.cells)) }
        guard size.cells <= most, size.bits <= configuration.limits.maximumMessageBits,
            size.merkleDepth <= ExecutionLimits.maximumMerkleDepth
        else {
            collectFine(of: sending, &phase)
            throw .code(ActionFailure.messageTooLarge)
        }
        guard !account.isSpecial else { return }
        let fee = sending.prices.fee(cells: size.cells, bits: size.bits)
        sending.forwardFee = max(sending.forwardFee, Int128(fee))
        if !sending.ihrDisabled {
            sending.hypercubeFee = max(sending.hypercubeFee, Int128(sending.prices.hypercubeFee(of: fee)))
        }
    }

    private func collectFine(of sending: Sending, _ phase: inout ActionOutcome) {
        let fine = min(sending.fine, phase.remaining.amount)
        phase.fine += fine
        phase.remaining.amount -= fine
    }

    /// Fails with the fine taken.
    private func failure(
        _ code: Int32, _ sending: Sending, _ phase: inout ActionOutcome
    ) -> SendingFailure {
        collectFine(of: sending, &phase)
        return .code(code)
    }

    // MARK: - To accounts

    private func sendInside(_ sending: inout Sending, _ phase: inout ActionOutcome) throws(SendingFailure) {
        if sending.ihrDisabled { sending.hypercubeFee = 0 }
        var mode = sending.mode
        var value = sending.value
        if mode & MessageMode.carriesBalance != 0 {
            value = version >= 10 ? Funds(amount: phase.remaining.amount, other: value.other) : phase.remaining
            mode &= ~MessageMode.paysFees
        } else if mode & MessageMode.carriesMessageValue != 0 {
            value = try carryingMessageValue(value, mode: mode, sending, &phase)
        }
        let fees = sending.forwardFee + sending.hypercubeFee
        var gross = value.amount
        if mode & MessageMode.paysFees != 0 {
            gross += fees
        } else {
            guard value.amount >= fees else { throw failure(ActionFailure.notEnoughCoins, sending, &phase) }
            value.amount -= fees
        }
        guard phase.remaining.amount >= gross else { throw failure(ActionFailure.notEnoughCoins, sending, &phase) }
        if version >= 10 {
            let limit = configuration.limits.maximumMessageExtraCurrencies
            guard ExtraCurrencies.hasAtMost(limit, value.other) else { throw .code(ActionFailure.tooManyCurrencies) }
        }
        guard let other = ExtraCurrencies.subtracting(value.other, from: phase.remaining.other) else {
            throw failure(ActionFailure.notEnoughCurrency, sending, &phase)
        }
        let ownPart = sending.prices.firstPart(of: sending.forwardFee)
        sending.value = value
        let cell = try internalMessage(sending, forwardFee: sending.forwardFee - ownPart, lt: phase.endLT)
        try checkTotals(cell, sending, &phase)
        if mode & (MessageMode.carriesBalance | MessageMode.carriesMessageValue) != 0 {
            messageBalance?.amount = 0
            if version < 10 { messageBalance?.other = HashmapE(keyBits: 32) }
        }
        phase.remaining = Funds(amount: phase.remaining.amount - gross, other: other)
        finish(cell, sending, collected: ownPart, total: fees, &phase)
        let deletes = MessageMode.carriesBalance | MessageMode.deletesIfEmpty
        if mode & deletes == deletes {
            phase.deletesAccount = version >= 10 ? phase.reserved.amount == 0 : phase.reserved.isZero
        }
    }

    /// The value with what is left of the inbound message's; where the message pays its own fees, those of this
    /// transaction go off.
    private func carryingMessageValue(
        _ value: Funds, mode: UInt8, _ sending: Sending, _ phase: inout ActionOutcome
    ) throws(SendingFailure) -> Funds {
        var value = value
        guard let carried = messageBalance else {
            // In a turn there is no message. The reference then reckons with no number, and finds it too small.
            if version < 10 { throw failure(ActionFailure.notEnoughCoins, sending, &phase) }
            throw .always(ActionFailure.invalidAction)
        }
        if version >= 10 {
            value.amount += carried.amount
        } else if let sum = try? sum(value, carried) {
            value = sum
        } else {
            throw failure(ActionFailure.notEnoughCoins, sending, &phase)
        }
        guard mode & MessageMode.paysFees == 0 else { return value }
        value.amount -= phase.fine + (compute.gasFees ?? 0)
        guard value.amount >= 0 else { throw failure(ActionFailure.notEnoughCoins, sending, &phase) }
        return value
    }

    private func internalMessage(
        _ sending: Sending, forwardFee: Int128, lt: UInt64
    ) throws(SendingFailure) -> Cell {
        let message = sending.message
        let flags = version >= 12 ? message.extraFlags ?? PaddedAmount(0) : PaddedAmount(sending.hypercubeFee)
        do throws(CellError) {
            var builder = CellBuilder()
            try builder.store(bit: false)
            try builder.store(bit: sending.ihrDisabled)
            try builder.store(bit: message.bounce)
            try builder.store(bit: false)
            try builder.store(sending.source)
            try builder.store(sending.destination)
            try PaddedAmount(sending.value.amount).store(in: &builder)
            try builder.store(sending.value.other)
            try flags.store(in: &builder)
            try PaddedAmount(forwardFee).store(in: &builder)
            try builder.store(lt)
            try builder.store(environment.now)
            try builder.store(message.stateInit)
            try builder.store(message.body)
            return try builder.build()
        } catch {
            throw .doesNotFit
        }
    }

    // MARK: - To the outside

    private func sendOutside(_ sending: Sending, _ phase: inout ActionOutcome) throws(SendingFailure) {
        guard phase.remaining.amount >= sending.forwardFee else {
            throw failure(ActionFailure.notEnoughCoins, sending, &phase)
        }
        let cell: Cell
        do throws(CellError) {
            var builder = CellBuilder()
            try builder.store(0b11, bits: 2)
            try builder.store(sending.source)
            try builder.store(sending.destination)
            try builder.store(phase.endLT)
            try builder.store(environment.now)
            try builder.store(sending.message.stateInit)
            try builder.store(sending.message.body)
            cell = try builder.build()
        } catch {
            throw .doesNotFit
        }
        try checkTotals(cell, sending, &phase)
        phase.remaining.amount -= sending.forwardFee
        finish(cell, sending, collected: sending.forwardFee, total: sending.forwardFee, &phase)
    }

    // MARK: - Both

    private func checkTotals(
        _ cell: Cell, _ sending: Sending, _ phase: inout ActionOutcome
    ) throws(SendingFailure) {
        guard version >= 15 else { return }
        let bits = phase.messageBits + sending.size.bits + UInt64(cell.bitCount)
        let cells = phase.messageCells + sending.size.cells + 1
        guard bits <= configuration.limits.maximumTotalMessageBits,
            cells <= configuration.limits.maximumTotalMessageCells
        else { throw failure(ActionFailure.totalMessagesTooLarge, sending, &phase) }
    }

    private func finish(
        _ cell: Cell, _ sending: Sending, collected: Int128, total: Int128, _ phase: inout ActionOutcome
    ) {
        phase.messagesCreated += 1
        phase.endLT += 1
        phase.messages.append(cell)
        phase.totalActionFees += collected
        phase.totalForwardFees += total
        phase.messageBits += sending.size.bits + UInt64(cell.bitCount)
        phase.messageCells += sending.size.cells + 1
        if version >= 15 { phase.fineOnFailure += sending.fine }
    }
}
