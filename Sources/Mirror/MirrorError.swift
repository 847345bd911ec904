public import TONCells
public import TONCrypto

/// Why a mirror can't be opened, or why it refuses what it was given.
public enum MirrorError: Error, Hashable, Sendable {
    /// There is no mirror at a path where one is to be read.
    case notFound(path: String)
    /// The file is no mirror, or is damaged.
    case notAMirror(path: String, reason: String)
    /// The mirror was made by a newer version.
    case newerVersion(path: String)
    /// The file or its folder can't be written.
    case notWritable(path: String, reason: String)
    /// The file can't be read where it lies.
    case notReadable(path: String, reason: String)
    /// Another process is writing.
    case busy(path: String)
    /// A page doesn't agree with what is mirrored of the same account.
    case conflict(account: AccountAddress, lt: UInt64, expected: Hash256?, found: Hash256?)
    /// A logical time beyond what can be stored.
    case logicalTimeTooLarge(account: AccountAddress, lt: UInt64)
    /// Transactions whose amounts add up to more than can be stored, and more than all coins that there are.
    case amountsTooLarge(account: AccountAddress)
    /// An account's state that isn't what its last transaction left.
    case stateMismatch(account: AccountAddress, lt: UInt64, expected: Hash256, found: Hash256)
    /// A state that doesn't name its account, after a transaction that isn't mirrored.
    case unknownAccount(lt: UInt64, hash: Hash256)
    /// A stored row that can't be read back: the file was changed from outside.
    case damagedRow(table: String, reason: String)
}

extension MirrorError: CustomStringConvertible {
    /// What was expected, what came, and where.
    public var description: String {
        func text(_ hash: Hash256?) -> String { hash?.hex ?? "no transaction" }
        switch self {
        case .notFound(let path): return "there is no mirror at \(path): run `silk mirror import` first"
        case .notAMirror(let path, let reason): return "\(path) is no mirror: \(reason)"
        case .newerVersion(let path): return "the mirror at \(path) was made by a newer version of silk"
        case .notWritable(let path, let reason): return "can't write the mirror at \(path): \(reason)"
        case .notReadable(let path, let reason):
            return "can't read the mirror at \(path): \(reason); SQLite's log needs a folder that can be written"
        case .busy(let path): return "the mirror at \(path) is being written by another process"
        case .conflict(let account, let lt, let expected, let found):
            return "account \(account), lt \(lt): the mirror has \(text(expected)), the page has \(text(found))"
        case .logicalTimeTooLarge(let account, let lt):
            return "account \(account): the logical time \(lt) can't be stored"
        case .amountsTooLarge(let account):
            return "account \(account): the amounts of its transactions add up to more than can be stored"
        case .stateMismatch(let account, let lt, let expected, let found):
            return "account \(account): its transaction at lt \(lt) left the state \(expected), found \(found)"
        case .unknownAccount(let lt, let hash):
            return "the state names no account, and its last transaction (lt \(lt), hash \(hash)) isn't mirrored"
        case .damagedRow(let table, let reason):
            return "the mirror is damaged: a row of \(table) can't be read: \(reason)"
        }
    }
}

extension MirrorError {
    /// Whether it is about one delivery, and the mirror goes on without it.
    public var isRefusal: Bool {
        switch self {
        case .conflict, .logicalTimeTooLarge, .amountsTooLarge, .stateMismatch, .unknownAccount: true
        case .notFound, .notAMirror, .newerVersion, .notWritable, .notReadable, .busy, .damagedRow: false
        }
    }
}
