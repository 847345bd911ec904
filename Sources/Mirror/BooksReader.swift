import Cocoon
import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// Reads what books are made of, on one state of the mirror.
struct BooksReader {
    let database: Database
    let store: LedgerStore

    init(_ database: Database, _ store: LedgerStore? = nil) throws {
        self.database = database
        self.store = try store ?? LedgerStore(database)
    }

    /// The contracts of a role at an address, or of an owner, or all of them; ordered by address.
    func contracts(_ role: ContractRole, of address: AccountAddress?) throws -> [Contract] {
        let rows: [Data]
        if let address {
            guard let identifier = try store.accounts.knownIdentifier(of: address) else { return [] }
            rows = try Data.fetchAll(
                database,
                sql: "SELECT address FROM accounts WHERE role = ? AND (id = ? OR owner_id = ?) ORDER BY address",
                arguments: [role.rawValue, identifier, identifier])
        } else {
            rows = try Data.fetchAll(
                database, sql: "SELECT address FROM accounts WHERE role = ? ORDER BY address",
                arguments: [role.rawValue])
        }
        return try rows.compactMap { bytes in
            try AccountAddress(storedBytes: bytes).flatMap { try store.contract(at: $0) }
        }
    }

    /// The workers and clients of a proxy.
    func children(of proxy: AccountAddress) throws -> [(address: AccountAddress, role: ContractRole)] {
        guard let identifier = try store.accounts.knownIdentifier(of: proxy) else { return [] }
        return try Row.fetchAll(
            database, sql: "SELECT address, role FROM accounts WHERE proxy_id = ? ORDER BY address",
            arguments: [identifier]
        ).compactMap { row in
            guard let address = AccountAddress(storedBytes: row[0]), let role = ContractRole(rawValue: row[1]) else {
                return nil
            }
            return (address, role)
        }
    }

    /// Calls `body` with the events of a contract, oldest first.
    func eachEvent(column: String, of address: AccountAddress, _ body: (Event) throws -> Void) throws {
        guard let identifier = try store.accounts.knownIdentifier(of: address) else { return }
        let events = EventTable(database, store.accounts)
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM events WHERE \(column) = ? ORDER BY lt, hash, ordinal",
            arguments: [identifier])
        while let row = try rows.next() { try body(try events.event(row)) }
    }

    /// The changes of a contract's stake, oldest first.
    func stakes(of address: AccountAddress) throws -> [StakeChange] {
        guard let identifier = try store.accounts.knownIdentifier(of: address) else { return [] }
        let events = EventTable(database, store.accounts)
        return try Row.fetchAll(
            database, sql: "SELECT * FROM stakes WHERE account_id = ? ORDER BY lt", arguments: [identifier]
        ).map { try events.stake($0) }
    }

    /// What a worker or client told its proxy last; claims count only where no raw transaction tells of it.
    func lastRequest(of child: AccountAddress) throws -> ChildRequest? {
        guard let identifier = try store.accounts.knownIdentifier(of: child),
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT message, proxy_id, lt, body FROM requests WHERE child_id = ?
                    ORDER BY is_claimed, lt DESC LIMIT 1
                    """,
                arguments: [identifier])
        else { return nil }
        return try store.request(row, child)
    }

    /// Data worked out from the whole history, if it covers the newest transaction.
    func runningState(of contract: Contract) throws -> RunningState? {
        guard let identifier = try store.accounts.knownIdentifier(of: contract.address),
            let row = try Row.fetchOne(
                database, sql: "SELECT lt, data FROM running_states WHERE account_id = ?", arguments: [identifier]),
            try store.segments.segments(of: identifier).first?.highLT == row[0] as Int64
        else { return nil }
        return try RunningState(data: try Cell(boc: row[1] as Data), role: contract.role)
    }

    /// An account's balance, and the coins that came back to it as bounces.
    func balance(of address: AccountAddress) throws -> (SignedCoins?, bounced: SignedCoins) {
        guard let identifier = try store.accounts.knownIdentifier(of: address),
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT flow, bounced, snapshots.lt, snapshots.balance FROM accounts
                    LEFT JOIN snapshots ON account_id = id AND state_hash IS NOT NULL WHERE id = ?
                    """, arguments: [identifier]),
            let flow = Int128(row[0] as String), let bounced = Int128(row[1] as String)
        else { return (nil, .zero) }
        let segments = try store.segments.segments(of: identifier)
        let returned = SignedCoins(nanoTON: bounced)
        // Only a state that its transaction confirms counts: one without it is what somebody says.
        if let lt = row[2] as Int64?, let text = row[3] as String?, lt == segments.first?.highLT {
            return (SignedCoins(try Coins(stored: text, "snapshots")), returned)
        }
        guard try isWhole(identifier, segments) else { return (nil, returned) }
        return (SignedCoins(nanoTON: flow), returned)
    }

    /// Whether an account's history is mirrored from its first transaction, before which it held nothing.
    private func isWhole(_ account: Int64, _ segments: [SegmentTable.Segment]) throws -> Bool {
        guard segments.count == 1, let segment = segments.first, segment.reachesBeginning else { return false }
        let first = try store.transaction(LedgerStore.Key(account: account, lt: segment.lowLT))
        return first?.originalStatus == .nonexistent
    }

    /// Compares what is worked out with the states that the chain left.
    func findings() throws -> [Finding] {
        var findings: [Finding] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT address, accounts.id, flow, snapshots.lt, balance, data, snapshots.proof FROM snapshots
                JOIN accounts ON accounts.id = account_id ORDER BY address
                """)
        while let row = try rows.next() {
            guard let address = AccountAddress(storedBytes: row[0]) else { continue }
            let segments = try store.segments.segments(of: row[1])
            let stateLT: Int64 = row[3]
            if let high = segments.first?.highLT, high < stateLT {
                findings.append(
                    Finding(
                        account: address,
                        description: "its state is of lt \(stateLT), transactions are mirrored up to lt \(high)"))
            }
            guard segments.first?.highLT == stateLT else { continue }
            if try isWhole(row[1], segments), row[2] as String != row[4] as String {
                findings.append(
                    Finding(
                        account: address,
                        description:
                            "its transactions add up to \(row[2] as String) nanoTON, its state holds \(row[4] as String)"
                    ))
            }
            guard let contract = try store.contract(at: address), let data = row[5] as Data?,
                let state = try runningState(of: contract)
            else { continue }
            let expected = try state.data()
            let found = try Cell(boc: data)
            if expected != found {
                findings.append(
                    Finding(
                        account: address,
                        description: "its operations lead to data \(expected.hash), its state holds \(found.hash)"))
            }
        }
        return findings
    }
}
