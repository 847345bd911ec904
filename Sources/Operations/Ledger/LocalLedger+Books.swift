import TONBlocks
import TONCells

extension LocalLedger {
    /// Where all coins are that ever came into a ledger, in nanoTON.
    public struct Books: Hashable, Sendable {
        /// What came from elsewhere.
        public let issued: UInt128
        /// What lies in accounts.
        public let held: UInt128
        /// What validators got.
        public let fees: UInt128
        /// What is nowhere: 0, unless the configuration has fees burned.
        public var missing: Int128 {
            Int128(truncatingIfNeeded: issued) - Int128(truncatingIfNeeded: held) - Int128(truncatingIfNeeded: fees)
        }
    }

    /// Adds up accounts and fees. Throws where there is more than ever came in, or than can be counted.
    public func books() throws(LedgerError) -> Books {
        var held: UInt128 = 0
        var fees: UInt128 = 0
        for account in accounts.values { try Self.add(try Self.coins(of: account), to: &held) }
        for entry in transactions {
            let transaction: Transaction
            do throws(CellError) {
                transaction = try Transaction(cell: entry.transaction)
            } catch {
                throw .cell(error)
            }
            try Self.add(transaction.totalFees.coins.nanoTON, to: &fees)
            // What is left of the fee for a message's way is due where it arrives.
            guard let message = transaction.inMessage?.message else { continue }
            try Self.add(message.info.internalInfo?.forwardFee.nanoTON ?? 0, to: &fees)
        }
        guard issued <= Self.mostCoins, held <= issued, fees <= issued - held else {
            throw .damaged("expected at most \(issued) nanoTON in accounts and fees, found \(held) and \(fees)")
        }
        return Books(issued: issued, held: held, fees: fees)
    }

    /// No sum may be more: half of what the type holds.
    private static let mostCoins = UInt128.max / 2

    private static func add(_ amount: UInt128, to sum: inout UInt128) throws(LedgerError) {
        let (total, overflows) = sum.addingReportingOverflow(amount)
        guard !overflows else { throw .damaged("its coins are more than can be counted") }
        sum = total
    }
}
