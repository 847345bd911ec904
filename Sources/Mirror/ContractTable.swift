import Cocoon
import Foundation
import GRDB
import Settlement
import TONBlocks
import TONCells

/// Which accounts are contracts, and what they were deployed with.
final class ContractTable {
    private let database: Database
    private let accounts: AccountTable
    private var contracts: [AccountAddress: Contract?] = [:]

    init(_ database: Database, _ accounts: AccountTable) {
        self.database = database
        self.accounts = accounts
    }

    func contract(at address: AccountAddress) throws -> Contract? {
        if let known = contracts[address] { return known }
        let contract = try read(address)
        contracts[address] = .some(contract)
        return contract
    }

    private func read(_ address: AccountAddress) throws -> Contract? {
        let statement = try database.cachedStatement(
            sql:
                "SELECT role, role_proof, owner_id, proxy_id, origin FROM accounts WHERE address = ? AND role IS NOT NULL"
        )
        guard let row = try Row.fetchOne(statement, arguments: [address.storedBytes]) else { return nil }
        guard let role = ContractRole(rawValue: row[0]), let proof = RoleProof(rawValue: row[1]) else {
            throw MirrorError.damagedRow(table: "accounts", reason: "role of \(address)")
        }
        if let origin = row[4] as Data? {
            guard let decoded = ContractOrigin(try StateInit(cell: try Cell(boc: origin)), of: address) else {
                throw MirrorError.damagedRow(table: "accounts", reason: "origin of \(address)")
            }
            return Contract(address: address, origin: decoded, proof: proof)
        }
        return Contract(
            address: address, role: role, proof: proof,
            owner: try (row[2] as Int64?).map { try accounts.address(of: $0) },
            proxy: try (row[3] as Int64?).map { try accounts.address(of: $0) }, origin: nil)
    }

    /// Records what an account is; false where nothing changes.
    func set(_ contract: Contract) throws -> Bool {
        guard try self.contract(at: contract.address) != contract else { return false }
        contracts[contract.address] = .some(contract)
        try database.cachedStatement(
            sql: """
                UPDATE accounts SET role = ?, role_proof = ?, owner_id = ?, proxy_id = ?, origin = ? WHERE id = ?
                """
        ).execute(arguments: [
            contract.role.rawValue, contract.proof.rawValue, try accounts.identifier(ofOptional: contract.owner),
            try accounts.identifier(ofOptional: contract.proxy),
            try contract.origin.map { Data(try $0.stateInit.cell().boc([])) },
            try accounts.identifier(of: contract.address),
        ])
        return true
    }

    /// Records that nothing is known of an account any more.
    func clear(_ address: AccountAddress) throws {
        contracts[address] = .some(nil)
        try database.cachedStatement(
            sql: """
                UPDATE accounts SET role = NULL, role_proof = NULL, owner_id = NULL, proxy_id = NULL, origin = NULL
                WHERE address = ?
                """
        ).execute(arguments: [address.storedBytes])
    }
}
