import Cocoon
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

extension Opcode {
    /// Eight hexadecimal digits.
    var digits: String { String(description.prefix(8)) }
}

extension Event {
    /// Why it failed, in its own half or in the proxy's, for a table; empty where it didn't.
    var failureText: String {
        if let text = Self.failureText(exitCode: exitCode, actionCode: actionCode, skipReason: skipReason) {
            return text
        }
        guard let half = settlement,
            let text = Self.failureText(
                exitCode: half.exitCode, actionCode: half.actionCode, skipReason: half.skipReason)
        else { return "" }
        return "at the proxy: \(text)"
    }

    private static func failureText(exitCode: Int32?, actionCode: Int32?, skipReason: String?) -> String? {
        if let skipReason { return "skipped: \(skipReason)" }
        if let exitCode, !ExitCode(rawValue: exitCode).isSuccess { return "\(ExitCode(rawValue: exitCode))" }
        if let actionCode, actionCode != 0 { return "action \(ActionResultCode(rawValue: actionCode))" }
        return nil
    }
}
