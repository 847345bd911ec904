import Foundation
public import TONBlocks
import TONCells
import TONCrypto
import TONVM

// A ledger's file: `SILKLDGR`, the SHA-256 of what follows, and a bag of cells with one root:
//
//   version:uint16 now:uint32 lt:uint64 issued:uint128 ^configuration accounts:(HashmapE 267 ^ShardAccount)
//     count:uint32 transactions:(HashmapE 32 ^[ account:addr ^Transaction ])
//
// Accounts stand under their `addr_std`.
extension LocalLedger {
    /// The version of the file's layout.
    public static let version: UInt16 = 2

    private static let magic = Array("SILKLDGR".utf8)
    private static let addressBits = 267
    private static let numberBits = 32

    /// Makes an empty ledger in a new file. Throws where there is one.
    public static func create(
        path: String, configuration: NetworkConfiguration, now: UInt32, lt: UInt64 = 1_000_000
    ) throws(LedgerError) -> LocalLedger {
        guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
        var ledger = try LocalLedger(configuration: configuration, path: path, now: now, lt: lt)
        try ledger.save()
        return ledger
    }

    /// Opens a ledger. Throws unless its version is known, and every hash is right: of the file, of each transaction's
    /// predecessor, of the account's state before and after it, and of the accounts as they stand; and unless no more coins
    /// lie in accounts and fees than ever came in.
    public static func open(path: String) throws(LedgerError) -> LocalLedger {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        let start = magic.count + 32
        guard bytes.count > start, bytes.starts(with: magic) else { throw .version(expected: version, found: nil) }
        let bag = Array(bytes[start...])
        let hash = SHA256.hash(bag)
        guard hash.bytes.elementsEqual(bytes[magic.count..<start]) else {
            throw .damaged("its content doesn't have the hash that stands at its start")
        }
        do {
            var ledger = try read(try Cell(boc: bag), path: path, byteCount: bag.count)
            ledger.savedHash = hash
            return ledger
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .damaged("\(error)")
        }
    }

    /// Writes the file anew, beside the old one, and puts it in its place.
    mutating func save() throws(LedgerError) {
        guard let path else { return }
        if let savedHash, try Self.storedHash(path: path) != savedHash { throw .changedElsewhere(path: path) }
        let bag: [UInt8]
        do throws(CellError) {
            bag = try root().boc()
        } catch {
            throw .cell(error)
        }
        let hash = SHA256.hash(bag)
        do {
            try Data(Self.magic + hash.bytes + bag).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
        savedHash = hash
    }

    /// The hash that stands in a file, unchecked.
    private static func storedHash(path: String) throws(LedgerError) -> Hash256? {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            let start = try file.read(upToCount: magic.count + 32) ?? Data()
            return start.starts(with: magic) ? Hash256(Array(start.dropFirst(magic.count))) : nil
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
    }

    // MARK: - Layout

    private func root() throws(CellError) -> Cell {
        var states = HashmapE(keyBits: Self.addressBits)
        for (address, account) in accounts {
            var key = CellBuilder()
            try key.store(address)
            var value = CellBuilder()
            try value.store(referenced: account)
            try states.set(value, for: key.bitString)
        }
        var history = HashmapE(keyBits: Self.numberBits)
        for (number, entry) in transactions.enumerated() {
            var content = CellBuilder()
            try content.store(entry.address)
            try content.store(reference: entry.transaction)
            var value = CellBuilder()
            try value.store(reference: try content.build())
            try history.set(value, for: BitString(UInt64(number), bits: Self.numberBits))
        }
        guard let configuration = configuration.dictionary.root else {
            throw .outOfRange("the configuration is empty")
        }
        var builder = CellBuilder()
        try builder.store(Self.version)
        try builder.store(now)
        try builder.store(lt)
        try builder.store(wide: issued, bits: 128)
        try builder.store(reference: configuration)
        try builder.store(states)
        try builder.store(UInt32(clamping: transactions.count))
        try builder.store(history)
        return try builder.build()
    }

    private static func read(_ root: Cell, path: String, byteCount: Int) throws -> LocalLedger {
        var slice = try root.slice()
        let found: UInt16 = try slice.load()
        guard found == version else { throw LedgerError.version(expected: version, found: found) }
        let now: UInt32 = try slice.load()
        let lt: UInt64 = try slice.load()
        let issued = try slice.loadUInt128(bits: 128)
        let configuration = NetworkConfiguration(root: try slice.loadReference())
        let states = try HashmapE(keyBits: addressBits, from: &slice)
        let count = Int(try slice.load(UInt32.self))
        let history = try HashmapE(keyBits: numberBits, from: &slice)
        try slice.end()
        var ledger = try LocalLedger(configuration: configuration, path: path, now: now, lt: lt)
        ledger.issued = issued
        // All accounts and transactions differ, so that each has bytes of its own; shared cells could stand for more.
        let limit = byteCount / 32
        guard count <= limit else { throw LedgerError.damaged("\(count) transactions in \(byteCount) bytes") }
        let accounts = try states.entries(limit: limit + 1)
        guard accounts.count <= limit else {
            throw LedgerError.damaged("more than \(limit) accounts in \(byteCount) bytes")
        }
        for entry in accounts {
            var key = CellBuilder()
            try key.store(entry.key)
            var address = try key.build().slice()
            var value = entry.value
            ledger.accounts[try address.loadAccountAddress()] = try value.loadReferenced(ShardAccount.self)
            try value.end()
        }
        let entries = try history.entries(limit: count + 1)
        guard entries.count == count else {
            throw LedgerError.damaged("expected \(count) transactions, found \(entries.count)")
        }
        for entry in entries {
            var value = entry.value
            var content = try value.loadReference().slice()
            try value.end()
            ledger.transactions.append(
                Entry(address: try content.loadAccountAddress(), transaction: try content.loadReference()))
            try content.end()
        }
        try ledger.check()
        _ = try ledger.books()
        return ledger
    }

    /// Follows the chain of each account to the state that it has.
    private func check() throws {
        var last: [AccountAddress: (identifier: TransactionIdentifier, stateHash: Hash256)] = [:]
        for (number, entry) in transactions.enumerated() {
            let transaction = try Transaction(cell: entry.transaction)
            let place = "transaction \(number) of \(entry.address)"
            guard transaction.accountHash == entry.address.hash else {
                throw LedgerError.damaged("\(place) is another account's")
            }
            guard transaction.lt < lt, transaction.now <= now else {
                throw LedgerError.damaged("\(place) lies in the future")
            }
            if let before = last[entry.address] {
                guard transaction.previousHash == before.identifier.hash,
                    transaction.previousLT == before.identifier.lt,
                    transaction.lt > before.identifier.lt, transaction.stateUpdate.oldHash == before.stateHash
                else { throw LedgerError.damaged("\(place) doesn't follow the one before") }
            }
            last[entry.address] = (
                TransactionIdentifier(lt: transaction.lt, hash: entry.transaction.hash),
                transaction.stateUpdate.newHash
            )
        }
        for (address, account) in accounts {
            guard try Self.check(account, at: address) < lt else {
                throw LedgerError.damaged("account \(address) lies in the future")
            }
            guard let end = last.removeValue(forKey: address) else { continue }
            guard account.lastTransaction == end.identifier, account.stateHash == end.stateHash else {
                throw LedgerError.damaged("account \(address) is not as its last transaction left it")
            }
        }
        guard last.isEmpty else { throw LedgerError.damaged("transactions of accounts that aren't there") }
    }
}
