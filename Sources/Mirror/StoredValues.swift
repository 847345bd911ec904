import Foundation
import TONCells
import TONCrypto

// How values look in the tables: hashes and addresses as bytes, money and tokens as decimal text.

extension Hash256 {
    var storedBytes: Data { withUnsafeBytes { Data($0) } }

    init(stored: Data?, _ column: String) throws {
        guard let stored, let hash = Hash256(stored) else {
            throw MirrorError.damagedRow(table: column, reason: "expected 32 bytes, found \(stored?.count ?? 0)")
        }
        self = hash
    }
}

extension AccountAddress {
    var storedBytes: Data { Data([UInt8(bitPattern: workchain)]) + hash.storedBytes }

    init?(storedBytes: Data) {
        guard storedBytes.count == 1 + Hash256.byteCount, let workchain = storedBytes.first,
            let hash = Hash256(storedBytes.dropFirst())
        else { return nil }
        self.init(workchain: Int8(bitPattern: workchain), hash: hash)
    }
}

extension Coins {
    var storedText: String { "\(nanoTON)" }

    init(stored: String, _ column: String) throws {
        do {
            try self.init(nanoTON: stored)
        } catch {
            throw MirrorError.damagedRow(table: column, reason: "\(error)")
        }
    }
}
