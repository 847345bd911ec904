import TONBlocks
public import TONCells
public import TONVM

/// Why a local ledger can't be opened, or refuses a change. A refused change leaves memory and file as they were.
public enum LedgerError: Error, Hashable, Sendable {
    /// The file can't be read or written.
    case file(path: String, reason: String)
    /// There is a file already where a new ledger shall be made.
    case exists(path: String)
    /// The file isn't the one any more that was opened or written last: another process changed it.
    case changedElsewhere(path: String)
    /// The file is no ledger, or of another version.
    case version(expected: UInt16, found: UInt16?)
    /// Content that doesn't fit its hashes, or can't be read; says where.
    case damaged(String)
    /// Cells can't be made or read.
    case cell(CellError)
    /// The network would make no transaction of the message.
    case refused(ExecutionError)
    /// The message sets off more transactions than the ledger executes.
    case tooManyTransactions(limit: Int)
    /// The clock can't go back, nor beyond what it can show.
    case time(now: UInt32, asked: UInt64)
    /// The account has a history in the ledger, which a given state would break.
    case hasHistory(AccountAddress)
    /// A given state is not that of the account.
    case wrongAccount(expected: AccountAddress, found: MessageAddress)
    /// No logical times are left.
    case logicalTimesExhausted
}

extension LedgerError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .exists(let path): "\(path): expected no file, there is one"
        case .changedElsewhere(let path): "\(path): expected the ledger as it was left, another process has changed it"
        case .version(let expected, let found):
            "expected a local ledger of version \(expected), found \(found.map { "version \($0)" } ?? "something else")"
        case .damaged(let reason): "the local ledger is damaged: \(reason)"
        case .cell(let error): "\(error)"
        case .refused(let error): "\(error)"
        case .tooManyTransactions(let limit): "the message sets off more than \(limit) transactions"
        case .time(let now, let asked): "expected a time from \(now) to \(UInt32.max), found \(asked)"
        case .hasHistory(let address): "\(address) has transactions in the ledger: its state can't be replaced"
        case .wrongAccount(let expected, let found): "expected the state of \(expected), found that of \(found)"
        case .logicalTimesExhausted: "no logical times are left"
        }
    }
}
