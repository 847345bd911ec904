import Foundation
import GRDB
import TONCells
import TONCrypto

/// The ids of accounts, in both directions, with what was looked up once kept in memory.
final class AccountTable {
    private let database: Database
    private var identifiers: [AccountAddress: Int64] = [:]
    private var addresses: [Int64: AccountAddress] = [:]

    init(_ database: Database) {
        self.database = database
    }

    /// The id of an account, given one where it has none.
    func identifier(of address: AccountAddress) throws -> Int64 {
        if let known = try knownIdentifier(of: address) { return known }
        try database.cachedStatement(sql: "INSERT INTO accounts(address) VALUES (?)")
            .execute(arguments: [address.storedBytes])
        let identifier = database.lastInsertedRowID
        remember(address, identifier)
        return identifier
    }

    /// The id of an optional account.
    func identifier(ofOptional address: AccountAddress?) throws -> Int64? {
        guard let address else { return nil }
        return try identifier(of: address)
    }

    /// The id of an account, if it has one.
    func knownIdentifier(of address: AccountAddress) throws -> Int64? {
        if let known = identifiers[address] { return known }
        let statement = try database.cachedStatement(sql: "SELECT id FROM accounts WHERE address = ?")
        guard let identifier = try Int64.fetchOne(statement, arguments: [address.storedBytes]) else { return nil }
        remember(address, identifier)
        return identifier
    }

    /// The account of an id.
    func address(of identifier: Int64) throws -> AccountAddress {
        if let known = addresses[identifier] { return known }
        let statement = try database.cachedStatement(sql: "SELECT address FROM accounts WHERE id = ?")
        guard let bytes = try Data.fetchOne(statement, arguments: [identifier]),
            let address = AccountAddress(storedBytes: bytes)
        else { throw MirrorError.damagedRow(table: "accounts", reason: "no address with id \(identifier)") }
        remember(address, identifier)
        return address
    }

    private func remember(_ address: AccountAddress, _ identifier: Int64) {
        identifiers[address] = identifier
        addresses[identifier] = address
    }
}
