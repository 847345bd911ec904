import TONBlocks
import TONCells

// Actions that set coins aside.
extension TransactionRun {
    private enum Mode {
        /// All but the amount.
        static let allBut: UInt8 = 1
        /// At most what there is.
        static let atMost: UInt8 = 2
        /// On top of the original balance.
        static let addsOriginal: UInt8 = 4
        /// The original balance without the amount.
        static let negates: UInt8 = 8
        static let bouncesOnFailure: UInt8 = 16
    }

    /// Sets an amount aside. Returns 0, or why the action failed.
    func reserve(
        _ requested: RequestedValue, mode: UInt8, _ phase: inout ActionOutcome
    ) throws(ExecutionError) -> Int32 {
        var mode = mode
        if mode & Mode.bouncesOnFailure != 0, version >= 4 {
            mode &= ~Mode.bouncesOnFailure
            phase.bouncesOnFailure = true
        }
        guard mode & ~15 == 0, let amount = requested.funds, version < 10 || amount.other.isEmpty,
            var reserve = try combined(amount, mode: mode), reserve.amount >= 0
        else { return ActionFailure.invalidAction }
        if mode & Mode.atMost != 0 {
            reserve.amount = min(reserve.amount, phase.remaining.amount)
            if version >= 9 {
                guard let other = ExtraCurrencies.clamped(reserve.other, to: phase.remaining.other) else {
                    return ActionFailure.invalidAction
                }
                reserve.other = other
            }
        }
        guard reserve.amount <= phase.remaining.amount else { return ActionFailure.notEnoughCoins }
        guard let other = ExtraCurrencies.subtracting(reserve.other, from: phase.remaining.other) else {
            return ActionFailure.notEnoughCurrency
        }
        var rest = Funds(amount: phase.remaining.amount - reserve.amount, other: other)
        if mode & Mode.allBut != 0 {
            if version >= 10 { swap(&rest.amount, &reserve.amount) } else { swap(&rest, &reserve) }
        }
        phase.remaining = rest
        phase.reserved = try sum(phase.reserved, reserve)
        phase.specialActions += 1
        return 0
    }

    /// The amount with the original balance, if that is asked for; nil where there is no such mode or amount.
    private func combined(_ amount: Funds, mode: UInt8) throws(ExecutionError) -> Funds? {
        guard mode & Mode.addsOriginal != 0 else { return mode & Mode.negates == 0 ? amount : nil }
        guard let original = originalBalance else { return nil }
        if version >= 10 {
            let sign: Int128 = mode & Mode.negates == 0 ? 1 : -1
            return Funds(amount: original.amount + sign * amount.amount, other: amount.other)
        }
        return mode & Mode.negates == 0 ? try sum(amount, original) : Self.difference(original, amount)
    }
}
