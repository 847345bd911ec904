/// How a wallet sends a message: the mode of TVM's `SENDRAWMSG`.
///
/// Source: the TVM's documentation of `SENDRAWMSG`, and crypto/block/transaction.cpp of the reference.
public struct SendMode: OptionSet, Hashable, Sendable {
    /// The mode as it is stored.
    public let rawValue: UInt8

    /// Takes a mode as it is stored, known or not.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The fees for forwarding are paid by the wallet, not out of the message's value.
    public static let paysFeesSeparately = SendMode(rawValue: 1)
    /// A failure to send this message doesn't undo the whole transaction.
    public static let ignoresErrors = SendMode(rawValue: 2)
    /// A failure bounces the message that caused the transaction.
    public static let bouncesOnFailure = SendMode(rawValue: 16)
    /// The wallet is destroyed if nothing is left in it.
    public static let destroysWhenEmpty = SendMode(rawValue: 32)
    /// The message carries what is left of the value that came in, too.
    public static let carriesIncomingValue = SendMode(rawValue: 64)
    /// The message carries all that the wallet has; its own value isn't looked at.
    public static let carriesBalance = SendMode(rawValue: 128)

    /// What wallets use: 3.
    public static let standard: SendMode = [.paysFeesSeparately, .ignoresErrors]
}

extension SendMode: CustomStringConvertible {
    /// The number and what its bits say.
    public var description: String {
        let names: [(SendMode, String)] = [
            (.paysFeesSeparately, "pays fees separately"), (.ignoresErrors, "ignores errors"),
            (.bouncesOnFailure, "bounces on failure"), (.destroysWhenEmpty, "destroys the wallet when empty"),
            (.carriesIncomingValue, "carries the incoming value"), (.carriesBalance, "carries the whole balance"),
        ]
        var rest = self
        var parts: [String] = []
        for (mode, name) in names where contains(mode) {
            parts.append(name)
            rest.remove(mode)
        }
        if !rest.isEmpty { parts.append("unknown bits \(rest.rawValue)") }
        return parts.isEmpty ? "\(rawValue)" : "\(rawValue) (\(parts.joined(separator: ", ")))"
    }
}
