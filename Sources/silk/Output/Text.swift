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
    ///
    /// A proxy skips the compute phase of mere notifications: only where something was lost is that a failure.
    var failureText: String {
        if let own = Self.failureText(exitCode: exitCode, actionCode: actionCode, skipReason: skipReason) { return own }
        let hasLost = (lost ?? .zero) > .zero
        guard let half = settlement,
            let text = Self.failureText(
                exitCode: half.exitCode, actionCode: half.actionCode, skipReason: hasLost ? half.skipReason : nil)
        else { return "" }
        return "at the proxy: \(text)"
    }

    private static func failureText(exitCode: Int32?, actionCode: Int32?, skipReason: String?) -> String? {
        if let skipReason { return "skipped: \(skipReason)" }
        if let exit = exitCode.map(ExitCode.init(rawValue:)), !exit.isSuccess { return "\(exit)" }
        if let action = actionCode.map(ActionResultCode.init(rawValue:)), !action.isSuccess {
            return "action \(action)"
        }
        return nil
    }
}
