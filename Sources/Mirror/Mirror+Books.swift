public import Cocoon
import Foundation
import GRDB
public import Settlement
public import TONCells
public import TONCrypto

extension Mirror {
    /// What is known of an account; nil where it isn't a known contract.
    public func contract(at address: AccountAddress) throws -> Contract? {
        try read { database in try LedgerStore(database).contract(at: address) }
    }

    /// The known contracts of a role, ordered by address.
    public func contracts(_ role: ContractRole) throws -> [Contract] {
        try read { database in try BooksReader(database).contracts(role, of: nil) }
    }

    /// Whether nothing was ever accepted.
    public var isEmpty: Bool {
        get throws {
            try read { database in
                let tables = ["transactions", "claimed_transactions", "snapshots"]
                return try tables.allSatisfy { table in
                    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(table))") == false
                }
            }
        }
    }

    /// Whether anything of an account is mirrored: it has transactions, a role, or was named by another.
    public func isKnown(_ address: AccountAddress) throws -> Bool {
        try read { database in try AccountTable(database).knownIdentifier(of: address) != nil }
    }

    /// The books of a worker, or of every worker of an owner, ordered by address.
    public func workerBooks(of address: AccountAddress) throws -> [WorkerBooks] {
        try read { database in
            let reader = try BooksReader(database)
            return try reader.contracts(.worker, of: address).map { contract in
                var books = WorkerBooks(contract: contract)
                try reader.eachEvent(column: "worker_id", of: contract.address) { try books.enter($0) }
                if case .worker(let data) = contract.origin?.data { books.state = data.state }
                if case .worker(let request) = try reader.lastRequest(of: contract.address)?.content {
                    books.state = request.state
                    books.tokens = request.tokens
                }
                (books.balance, books.bounced) = try reader.balance(of: contract.address)
                return books
            }
        }
    }

    /// The books of a client, or of every client of an owner, ordered by address.
    public func clientBooks(of address: AccountAddress) throws -> [ClientBooks] {
        try read { database in
            let reader = try BooksReader(database)
            return try reader.contracts(.client, of: address).map { contract in
                var books = ClientBooks(contract: contract)
                try reader.eachEvent(column: "client_id", of: contract.address) { try books.enter($0) }
                if case .client(let data) = contract.origin?.data {
                    books.state = data.state
                    books.stake = data.stake
                    books.secretHash = data.secretHash
                }
                if case .client(let request) = try reader.lastRequest(of: contract.address)?.content {
                    books.take(request.client)
                }
                (books.contractBalance, books.bounced) = try reader.balance(of: contract.address)
                return books
            }
        }
    }

    /// The books of a proxy, of every proxy of an owner, or of all, ordered by address.
    public func proxyBooks(of address: AccountAddress? = nil) throws -> [ProxyBooks] {
        try read { database in
            let reader = try BooksReader(database)
            return try reader.contracts(.proxy, of: address).map { contract in
                var books = ProxyBooks(contract: contract)
                try reader.eachEvent(column: "proxy_id", of: contract.address) { try books.enter($0) }
                for stake in try reader.stakes(of: contract.address) { try books.enter(stake) }
                for child in try reader.children(of: contract.address) {
                    if child.role == .worker { books.workers += 1 }
                    guard child.role == .client else { continue }
                    books.clients += 1
                    if case .client(let request) = try reader.lastRequest(of: child.address)?.content {
                        books.clientBalances = try books.clientBalances.adding(request.client.balance)
                    }
                }
                if case .proxy(let data) = try reader.runningState(of: contract) { books.data = data }
                books.balance = try reader.balance(of: contract.address).0
                return books
            }
        }
    }

    /// The data of a root as it must stand after its last mirrored transaction; nil where its history is incomplete.
    public func rootData(of address: AccountAddress) throws -> RootData? {
        try read { database in
            let reader = try BooksReader(database)
            guard let contract = try reader.store.contract(at: address),
                case .root(let data) = try reader.runningState(of: contract)
            else { return nil }
            return data
        }
    }

    /// Every set of params that a root had, newest first.
    public func paramsHistory(of root: AccountAddress) throws -> [ParamsRecord] {
        try read { database in
            let accounts = AccountTable(database)
            guard let identifier = try accounts.knownIdentifier(of: root) else { return [] }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM params_history WHERE account_id = ? ORDER BY lt DESC",
                arguments: [identifier]
            ).map { row in
                ParamsRecord(
                    root: root, lt: UInt64(clamping: row["lt"] as Int64),
                    hash: try Hash256(stored: row["hash"], "params_history"), time: row["time"],
                    version: row["version"], params: try Params(cell: try Cell(boc: row["params"] as Data)))
            }
        }
    }

    /// The balance of any account: of the state that its newest mirrored transaction left, or the sum of its whole
    /// history; nil where neither is mirrored.
    public func balance(of address: AccountAddress) throws -> SignedCoins? {
        try read { database in try BooksReader(database).balance(of: address).0 }
    }

    /// What the mirror holds.
    public func status() throws -> MirrorStatus {
        try read { database in
            let store = try LedgerStore(database)
            var status = MirrorStatus()
            func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            status.transactions = try count("SELECT count(*) FROM transactions")
            status.claimedTransactions = try count("SELECT count(*) FROM claimed_transactions")
            status.accounts = try count("SELECT count(*) FROM accounts WHERE transaction_count > 0")
            status.incompleteAccounts = try count(
                """
                SELECT count(*) FROM (SELECT account_id FROM segments GROUP BY account_id
                HAVING count(*) > 1 OR min(below_lt) > 0)
                """)
            status.events = try count("SELECT count(*) FROM events")
            status.jobs = try count("SELECT count(*) FROM jobs")
            for row in try Row.fetchAll(
                database, sql: "SELECT role, role_proof, count(*) FROM accounts WHERE role IS NOT NULL GROUP BY 1, 2")
            {
                guard let role = ContractRole(rawValue: row[0]), let proof = RoleProof(rawValue: row[1]) else {
                    continue
                }
                status.contracts.append(MirrorStatus.Contracts(role: role, proof: proof, count: row[2]))
            }
            let span = """
                SELECT min(time), max(time), max(lt) FROM (
                    SELECT time, lt FROM transactions UNION ALL SELECT time, lt FROM claimed_transactions)
                """
            if let row = try Row.fetchOne(database, sql: span) {
                status.firstTime = row[0]
                status.lastTime = row[1]
                status.lastLT = (row[2] as Int64?).map { UInt64(clamping: $0) }
            }
            status.findings = try BooksReader(database, store).findings()
            return status
        }
    }
}

/// The params of a root from a transaction on.
public struct ParamsRecord: Hashable, Sendable {
    /// The root.
    public let root: AccountAddress
    /// Logical time of the transaction that set them.
    public let lt: UInt64
    /// Hash of that transaction.
    public let hash: Hash256
    /// Unix seconds.
    public let time: UInt32
    /// The root's version after it.
    public let version: UInt32?
    /// The params.
    public let params: Params
}

/// What a mirror holds.
public struct MirrorStatus: Hashable, Sendable {
    /// Raw transactions.
    public var transactions = 0
    /// Transactions that are only claimed.
    public var claimedTransactions = 0
    /// Accounts with transactions.
    public var accounts = 0
    /// Those whose history has gaps, or doesn't start at the beginning.
    public var incompleteAccounts = 0
    /// Contracts by role and by how that is proved.
    public var contracts: [Contracts] = []
    /// Events.
    public var events = 0
    /// Settled batches of work.
    public var jobs = 0
    /// Time of the first mirrored transaction, unix seconds.
    public var firstTime: UInt32?
    /// Time of the last one.
    public var lastTime: UInt32?
    /// Logical time of the last one.
    public var lastLT: UInt64?
    /// What doesn't add up.
    public var findings: [Finding] = []

    /// How many contracts of a role are proved in a way.
    public struct Contracts: Hashable, Sendable {
        /// The role.
        public let role: ContractRole
        /// How it is proved.
        public let proof: RoleProof
        /// How many.
        public let count: Int
    }
}

/// A difference between what the mirror works out and what the chain says.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The account.
    public let account: AccountAddress
    /// What differs: expected and found.
    public let description: String
}
