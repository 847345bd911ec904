/// Why the action phase of a transaction ended: 0 is success.
///
/// A transaction whose compute phase succeeded has still failed where this is not 0: nothing was sent or stored.
public struct ActionResultCode: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: Int32

    /// Takes any number, known or not.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Whether the action phase succeeded.
    public var isSuccess: Bool { rawValue == 0 }

    /// The name in snake_case; nil for an unknown code.
    public var name: String? { Self.table[rawValue]?.name }

    /// What it means, in one line; nil for an unknown code.
    public var meaning: String? { Self.table[rawValue]?.meaning }

    /// All known codes, ascending.
    public static let known: [ActionResultCode] = table.keys.sorted().map(ActionResultCode.init(rawValue:))

    private static let table: [Int32: (name: String, meaning: String)] = [
        0: ("ok", "success"),
        32: ("invalid_action_list", "the list of actions is malformed"),
        33: ("too_many_actions", "more than 255 actions"),
        34: ("invalid_action", "an action is malformed or not supported"),
        35: ("invalid_source", "a message names a source that is not the contract"),
        36: ("invalid_destination", "a message goes to an address that is none"),
        37: ("not_enough_coins", "too few coins for a message or a reserve"),
        38: ("not_enough_extra_currency", "too few extra coins for a message or a reserve"),
        39: ("message_does_not_fit", "a message doesn't fit a cell once its fees are filled in"),
        40: ("cannot_process_message", "too few coins for the fees of a message, or a message that is too large"),
        41: ("null_library", "a library action without a library"),
        42: ("library_error", "a library can't be changed"),
        43: ("library_too_large", "a library is too large or too deep"),
        50: ("state_too_large", "the account's state would grow over its limit"),
    ]
}

extension ActionResultCode: CustomStringConvertible {
    /// The number, and the name where it is known.
    public var description: String { name.map { "\(rawValue) \($0)" } ?? "\(rawValue)" }
}
