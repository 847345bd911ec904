public import TONBlocks
public import TONCells
import TONCrypto

extension LedgerTransaction {
    /// Reads a raw transaction's cell.
    ///
    /// The workchain isn't in the cell: it is the one of the account that the chain belongs to. Throws where the cell
    /// is no transaction.
    public init(raw cell: Cell, workchain: Int8, proof: Proof) throws(CellError) {
        try self.init(try Transaction(cell: cell), cell: cell, workchain: workchain, proof: proof)
    }

    /// Takes what settlement needs of a transaction that was read already.
    public init(
        _ transaction: Transaction, cell: Cell, workchain: Int8, proof: Proof
    ) throws(CellError) {
        let compute: Compute =
            switch transaction.description.computePhase {
            case nil: .absent
            case .skipped(let reason): .skipped(reason.name)
            case .executed(let execution):
                .executed(isSuccess: execution.isSuccessful, exitCode: execution.exitCode)
            }
        var outMessages: [LedgerMessage] = []
        outMessages.reserveCapacity(transaction.outMessages.count)
        for message in transaction.outMessages { outMessages.append(try LedgerMessage(message)) }
        self.init(
            account: AccountAddress(workchain: workchain, hash: transaction.accountHash), lt: transaction.lt,
            hash: cell.hash, time: transaction.now, originalStatus: transaction.originalStatus,
            endStatus: transaction.endStatus,
            inMessage: try transaction.inMessage.map { message throws(CellError) in try LedgerMessage(message) },
            outMessages: outMessages, compute: compute, actionCode: transaction.actionResultCode,
            hasActionFailure: transaction.description.actionPhase.map { !$0.isSuccessful } ?? false, proof: proof)
    }
}

extension LedgerMessage {
    /// Takes what settlement needs of a message.
    public init(_ message: MessageCell) throws(CellError) {
        let info = message.message.info
        let internalInfo = info.internalInfo
        self.init(
            hash: message.hash, source: info.source.account, destination: info.destination.account,
            value: internalInfo?.value.coins ?? .zero, createdLT: info.createdLT ?? 0,
            isBounced: internalInfo?.bounced ?? false, stateInit: message.message.stateInit,
            body: message.message.body.plainSlice)
    }
}

extension MessageBody {
    /// The body, to be read; nil for an exotic cell.
    fileprivate var plainSlice: CellSlice? {
        switch self {
        case .inline(let slice): slice
        case .reference(let cell): cell.isExotic ? nil : cell.exoticSlice()
        }
    }
}

extension ComputeSkipReason {
    /// The TL-B constructor without `cskip_`.
    var name: String {
        switch self {
        case .noState: "no_state"
        case .badState: "bad_state"
        case .noGas: "no_gas"
        case .suspended: "suspended"
        }
    }
}

extension Transaction {
    /// By how much it changed the account's balance, in nanoTON.
    ///
    /// What came in, less all fees that went to validators, less what its messages carry away: their values, and the
    /// forwarding and delivery fees that are still in them. Source: the value flow of a block balances by this rule.
    /// Nil where a sum is beyond what coins can be, which no real transaction reaches.
    public var balanceChange: Int128? {
        var change: Int128 = 0
        func add(_ coins: Coins, sign: Int128) -> Bool {
            // Coins have at most 120 bits, so only the running sum can overflow.
            let (sum, overflow) = change.addingReportingOverflow(sign * Int128(coins.nanoTON))
            change = sum
            return !overflow
        }
        if let message = inMessage?.message.info.internalInfo {
            guard add(message.value.coins, sign: 1), add(message.deliveryFee, sign: 1) else { return nil }
        }
        guard add(totalFees.coins, sign: -1) else { return nil }
        for message in outMessages {
            guard let info = message.message.info.internalInfo else { continue }
            guard add(info.value.coins, sign: -1), add(info.forwardFee, sign: -1), add(info.deliveryFee, sign: -1)
            else { return nil }
        }
        return change
    }
}

extension InternalMessageInfo {
    /// The IHR fee where the field holds one: messages with IHR disabled keep extra flags there.
    fileprivate var deliveryFee: Coins { ihrDisabled ? .zero : ihrFee }
}
