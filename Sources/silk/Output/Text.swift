import Foundation
import Settlement
import TONCells

// How values look: the same in every command.

extension AccountAddress {
    /// As a contract: bounceable, `EQ…`.
    var contractText: String { friendly(isBounceable: true) }
    /// As an owner's wallet: non-bounceable, `UQ…`.
    var walletText: String { friendly(isBounceable: false) }
}

extension Coins {
    /// NanoTON in decimal, for documents.
    var nanoText: String { "\(nanoTON)" }
}

extension SignedCoins {
    /// NanoTON in decimal, for documents.
    var nanoText: String { "\(nanoTON)" }
}

extension Optional where Wrapped == Coins {
    /// TON for a table; empty where there is no amount.
    var tableText: String { map { "\($0)" } ?? "" }
}

extension Optional where Wrapped: BinaryInteger {
    /// Digits for a table; empty where there is no number.
    var tableText: String { map { "\($0)" } ?? "" }
}

/// A moment in unix seconds.
struct Moment {
    let unix: UInt32

    init(_ unix: UInt32) {
        self.unix = unix
    }

    /// ISO-8601 in UTC: `2026-04-01T00:11:16Z`.
    var text: String {
        Date(timeIntervalSince1970: TimeInterval(unix)).formatted(.iso8601)
    }
}
