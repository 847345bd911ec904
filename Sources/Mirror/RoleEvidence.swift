import Cocoon
import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// What the mirrored tables say for an account's role, weighed.
struct RoleEvidence {
    private let database: Database
    private let store: LedgerStore

    init(_ database: Database, _ store: LedgerStore) {
        self.database = database
        self.store = store
    }

    /// The strongest that can be said of an account.
    func bestContract(at address: AccountAddress, known: Contract?) throws -> Contract? {
        if let origin = known?.origin {
            return Contract(
                address: address, origin: origin, proof: try isDerived(origin, at: address) ? .derived : .origin)
        }
        guard let account = try store.accounts.knownIdentifier(of: address) else { return nil }
        return try announcedContract(at: address, account) ?? attestedContract(at: address, account)
            ?? claimedContract(at: address, account)
    }

    private func isDerived(_ origin: ContractOrigin, at address: AccountAddress) throws -> Bool {
        switch origin.data {
        case .worker, .client:
            guard let proxy = origin.data.proxy, case .proxy(let data) = try store.contract(at: proxy)?.origin?.data
            else { return false }
            return data.derivedOrigin(of: address, role: origin.data.role, owner: origin.data.owner, proxy: proxy)
                != nil
        case .proxy(let data):
            guard let root = try store.accounts.knownIdentifier(of: data.root) else { return false }
            let statement = try database.cachedStatement(sql: "SELECT params FROM params_history WHERE account_id = ?")
            return try Data.fetchAll(statement, arguments: [root]).contains { bag in
                data.isDerived(at: address, rootParams: try Params(cell: try Cell(boc: bag)))
            }
        case .root, .wallet:
            return false
        }
    }

    /// A worker or client that told a proxy of its owner; claimed, if the proxy's own code and params aren't known.
    private func announcedContract(at address: AccountAddress, _ account: Int64) throws -> Contract? {
        let statement = try database.cachedStatement(
            sql: "SELECT message, proxy_id, lt, body FROM requests WHERE child_id = ? ORDER BY lt")
        var claimed: Contract?
        var tried: Set<[AccountAddress]> = []
        let rows = try Row.fetchCursor(statement, arguments: [account])
        while let row = try rows.next() {
            let proxy = try store.accounts.address(of: row[1])
            let message = LedgerMessage(
                hash: try Hash256(stored: row[0], "requests"), source: address, destination: proxy, value: .zero,
                createdLT: UInt64(row[2] as Int64), isBounced: false, stateInit: nil,
                body: try Cell(boc: row[3] as Data).slice())
            guard let request = ChildRequest(message), tried.insert([proxy, request.owner]).inserted else { continue }
            if case .proxy(let data) = try store.contract(at: proxy)?.origin?.data,
                let origin = data.derivedOrigin(of: address, role: request.role, owner: request.owner, proxy: proxy)
            {
                return Contract(address: address, origin: origin, proof: .derived)
            }
            claimed =
                claimed
                ?? Contract(
                    address: address, role: request.role, proof: .claimed, owner: request.owner, proxy: proxy,
                    origin: nil)
        }
        return claimed
    }

    /// A worker or client that a proxy's key signed a payload for.
    private func attestedContract(at address: AccountAddress, _ account: Int64) throws -> Contract? {
        let hints = try Row.fetchAll(
            try database.cachedStatement(sql: "SELECT role, body FROM role_hints WHERE account_id = ? ORDER BY role"),
            arguments: [account])
        for hint in hints {
            guard let role = ContractRole(rawValue: hint[0]), role == .worker || role == .client,
                let message = try? CocoonMessage.decode(try Cell(boc: hint[1] as Data).slice()),
                let envelope = message.signedEnvelope, envelope.payload.expectedAddress == address
            else { continue }
            for proxy in try proxies() where envelope.isSignatureValid(by: proxy.key) {
                return Contract(
                    address: address, role: role, proof: .attested, owner: nil, proxy: proxy.address, origin: nil)
            }
        }
        return nil
    }

    private func proxies() throws -> [(address: AccountAddress, key: Hash256)] {
        let statement = try database.cachedStatement(
            sql: "SELECT address FROM accounts WHERE role = 'proxy' ORDER BY address")
        return try Data.fetchAll(statement).compactMap { bytes in
            guard let address = AccountAddress(storedBytes: bytes),
                case .proxy(let data) = try store.contract(at: address)?.origin?.data
            else { return nil }
            return (address, data.proxyKey)
        }
    }

    /// What the messages that an account took suggest.
    private func claimedContract(at address: AccountAddress, _ account: Int64) throws -> Contract? {
        let isProxy = try Bool.fetchOne(
            try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM requests WHERE proxy_id = ?)"),
            arguments: [account])
        if isProxy == true {
            return Contract(address: address, role: .proxy, proof: .claimed, owner: nil, proxy: nil, origin: nil)
        }
        // A receipt alone says nothing: anyone can send one anywhere. Claims of a served record are taken as such.
        let hint = try String.fetchOne(
            try database.cachedStatement(
                sql: """
                    SELECT role FROM role_hints JOIN claimed_transactions USING (account_id, lt)
                    WHERE account_id = ? ORDER BY role LIMIT 1
                    """),
            arguments: [account])
        guard let role = hint.flatMap(ContractRole.init) else { return nil }
        return Contract(address: address, role: role, proof: .claimed, owner: nil, proxy: nil, origin: nil)
    }
}
