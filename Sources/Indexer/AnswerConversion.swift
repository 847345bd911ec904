import Foundation
import Mirror
import Settlement
import TONBlocks
import TONCells
import TONCenter
import TONCrypto

/// Why an answer's contents are refused, beyond what its own parts say.
enum AnswerError: Error, Hashable, CustomStringConvertible {
    case severalAccounts(AccountAddress, AccountAddress?, at: TransactionIdentifier)
    case noAccount
    case wrongIdentifier(account: AccountAddress, expected: TransactionIdentifier, found: TransactionIdentifier)
    case bag(what: String, BagOfCellsError)
    case cell(what: String, CellError)
    case stateDiffers(account: AccountAddress, what: String)
    case bodyHash(transaction: Hash256, expected: Hash256, found: Hash256)

    var description: String {
        switch self {
        case .severalAccounts(let first, let second, let place):
            "account \(first), lt \(place.lt), hash \(place.hash): a page belongs to one account, "
                + "found a transaction of \(second?.raw ?? "no account")"
        case .noAccount: "the transactions name no account"
        case .wrongIdentifier(let account, let expected, let found):
            "account \(account), lt \(expected.lt): the transaction has hash \(expected.hash), "
                + "the answer calls it lt \(found.lt), hash \(found.hash)"
        case .bag(let what, let error): "\(what): \(error)"
        case .cell(let what, let error): "\(what): \(error)"
        case .stateDiffers(let account, let what):
            "account \(account): the answer's \(what) differs from the one in its shard_account_boc"
        case .bodyHash(let transaction, let expected, let found):
            "transaction \(transaction): the answer states body hash \(expected), the body has \(found)"
        }
    }
}

extension TransactionPage {
    /// Verifies the transactions of a version 2 answer: the head is the first, as the answer names it.
    init(_ records: [RawTransactionRecord]) throws {
        guard let first = records.first, let account = first.account else { throw AnswerError.noAccount }
        for record in records {
            guard record.account == account else {
                throw AnswerError.severalAccounts(
                    account, record.account, at: TransactionIdentifier(lt: record.lt, hash: record.hash))
            }
        }
        try self.init(
            verifying: records.map(\.data), head: TransactionIdentifier(lt: first.lt, hash: first.hash),
            account: account, proof: .linked)
        for (entry, record) in zip(entries, records)
        where entry.transaction.lt != record.lt || entry.transaction.hash != record.hash {
            throw AnswerError.wrongIdentifier(
                account: account,
                expected: TransactionIdentifier(lt: entry.transaction.lt, hash: entry.transaction.hash),
                found: TransactionIdentifier(lt: record.lt, hash: record.hash))
        }
    }
}

extension AccountSnapshot {
    /// Takes a version 2 answer. Where it holds the whole account, everything is taken from there, and what the
    /// answer says beside it must be the same.
    init(_ information: AddressInformation) throws {
        let last = TransactionIdentifier(lt: information.lastLT, hash: information.lastHash)
        let code = try information.code.map { try Self.cell($0, "code") }
        let data = try information.data.map { try Self.cell($0, "data") }
        guard let bag = information.shardAccount else {
            self.init(
                account: nil, last: last, stateHash: nil, balance: information.balance, code: code, data: data)
            return
        }
        let cell = try Self.cell(bag, "shard_account_boc")
        let shardAccount: ShardAccount
        let account: Account
        do throws(CellError) {
            shardAccount = try ShardAccount(cell: cell)
            account = try shardAccount.account()
        } catch {
            throw AnswerError.cell(what: "shard_account_boc", error)
        }
        guard let existing = account.existing, let address = existing.address.account else {
            // An account that doesn't exist has no address to name.
            self.init(
                account: nil, last: last, stateHash: shardAccount.stateHash, balance: information.balance, code: code,
                data: data)
            return
        }
        guard shardAccount.lastTransaction == last else {
            throw AnswerError.stateDiffers(account: address, what: "last transaction")
        }
        guard account.balance.coins == information.balance else {
            throw AnswerError.stateDiffers(account: address, what: "balance")
        }
        let stateInit = existing.storage.state.stateInit
        guard code == stateInit?.code else { throw AnswerError.stateDiffers(account: address, what: "code") }
        guard data == stateInit?.data else { throw AnswerError.stateDiffers(account: address, what: "data") }
        self.init(
            account: address, last: last, stateHash: shardAccount.stateHash, balance: account.balance.coins,
            code: code, data: data)
    }

    private static func cell(_ bag: Data, _ what: String) throws(AnswerError) -> Cell {
        do throws(BagOfCellsError) {
            return try Cell(boc: bag)
        } catch {
            throw .bag(what: what, error)
        }
    }
}

extension AccountState {
    /// Code and data of an active account.
    fileprivate var stateInit: StateInit? {
        if case .active(let stateInit) = self { stateInit } else { nil }
    }
}

extension LedgerTransaction {
    /// Takes a transaction as version 3 serves it, claimed.
    init(claimed record: ClaimedTransactionRecord) throws {
        let compute: Compute =
            if record.isComputeSkipped == true {
                .skipped(record.skipReason ?? "unknown")
            } else if let isSuccess = record.isComputeSuccess {
                .executed(isSuccess: isSuccess, exitCode: record.exitCode ?? 0)
            } else {
                .absent
            }
        // Aborted after a successful compute phase: the action phase failed, even where the record leaves it out.
        let isAbortedLater = record.isAborted == true && record.isComputeSuccess == true
        self.init(
            account: record.account, lt: record.lt, hash: record.hash, time: record.time,
            originalStatus: AccountStatus(name: record.originalStatus),
            endStatus: AccountStatus(name: record.endStatus),
            inMessage: try record.inMessage.map { try LedgerMessage(claimed: $0, of: record.hash) },
            outMessages: try record.outMessages.map { try LedgerMessage(claimed: $0, of: record.hash) },
            compute: compute, actionCode: record.actionCode,
            hasActionFailure: record.isActionSuccess == false || isAbortedLater, proof: .claimed)
    }
}

extension LedgerMessage {
    fileprivate init(claimed record: ClaimedMessageRecord, of transaction: Hash256) throws {
        var body: Cell?
        if let bag = record.body {
            do throws(BagOfCellsError) {
                body = try Cell(boc: bag)
            } catch {
                throw AnswerError.bag(what: "a message body of transaction \(transaction)", error)
            }
        }
        if let body, let stated = record.bodyHash, body.hash != stated {
            throw AnswerError.bodyHash(transaction: transaction, expected: stated, found: body.hash)
        }
        self.init(
            hash: record.hash, source: record.source, destination: record.destination, value: record.value,
            createdLT: record.createdLT, isBounced: record.isBounced,
            stateInit: record.stateInit.flatMap { bag in (try? Cell(boc: bag)).flatMap { try? StateInit(cell: $0) } },
            body: body.flatMap { try? $0.slice() })
    }
}

extension AccountStatus {
    /// A status as version 3 writes it; active where the record doesn't tell.
    fileprivate init(name: String?) {
        self =
            switch name {
            case "nonexist": .nonexistent
            case "uninit": .uninitialized
            case "frozen": .frozen
            default: .active
            }
    }
}
