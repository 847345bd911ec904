/// Why the compute phase of a transaction ended: 0 and 1 are success.
///
/// Codes from 1000 on are the contracts' own, 1030 to 1041 those of the wallet, the others the TVM's.
public struct ExitCode: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: Int32

    /// Takes any number, known or not.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Whether the compute phase succeeded. The action phase may still fail (``ActionResultCode``).
    public var isSuccess: Bool { rawValue == 0 || rawValue == 1 }

    /// The name in snake_case; nil for an unknown code.
    public var name: String? { Self.table[rawValue]?.name }

    /// What it means, in one line; nil for an unknown code.
    public var meaning: String? { Self.table[rawValue]?.meaning }

    /// All known codes, ascending.
    public static let known: [ExitCode] = table.keys.sorted().map(ExitCode.init(rawValue:))

    private static let table: [Int32: (name: String, meaning: String)] = [
        -14: ("out_of_gas", "the gas limit was reached"),
        0: ("ok", "success"),
        1: ("ok_alternative", "success by the alternative exit"),
        2: ("stack_underflow", "an instruction found too few values on the stack"),
        3: ("stack_overflow", "the stack grew too large"),
        4: ("integer_overflow", "a number left 257 bits, or a division by zero"),
        5: ("range_check", "a number outside its range; in a proxy, mostly too few coins for the reserve"),
        6: ("invalid_opcode", "an unknown instruction"),
        7: ("type_check", "an instruction found a value of the wrong type"),
        8: ("cell_overflow", "more bits or references than a cell holds"),
        9: ("cell_underflow", "a message or the data ended too early, or something was left over"),
        10: ("dictionary_error", "a dictionary is malformed"),
        11: ("unknown_error", "an error that the TVM doesn't name"),
        12: ("fatal_error", "an error inside the TVM"),
        13: ("out_of_gas_caught", "the gas limit was reached"),
        14: ("virtualization_error", "a pruned cell was read"),
        1000: ("old_message", "the receipt's counter is not above the stored one"),
        1001: ("low_smc_balance", "the contract's own coins don't suffice"),
        1002: ("low_balance", "the balance that the contract keeps for its owner doesn't suffice"),
        1003: ("low_msg_value", "the message carries too few coins"),
        1004: ("msg_format_mismatch", "the message is malformed"),
        1005: ("signed_msg_format_mismatch", "the signed payload doesn't fit its envelope"),
        1006: ("closed", "the contract is closed, or closing"),
        1007: ("bad_signature", "the signature is not the proxy's"),
        1008: ("stored_data_damaged", "the contract's data has a layout that its code doesn't know"),
        1009: ("expected_owner", "the sender is not the owner"),
        1010: ("expected_message_from_owner", "the sender is not the owner"),
        1011: ("not_unlocked_yet", "the delay before closing is not over"),
        1012: ("unknown_op", "the contract doesn't know the operation"),
        1013: ("unknown_text_op", "the contract doesn't know the text command"),
        1014: ("contract_address_mismatch", "the sender is no worker or client of this proxy"),
        1015: ("expected_my_address", "the receipt is made out to another contract"),
        1030: ("wallet_expired", "the wallet's external message came after its time"),
        1031: ("wallet_blocked", "the wallet's owner has blocked it"),
        1032: ("wallet_wrong_seqno", "the wallet's external message has another sequence number"),
        1033: ("wallet_wrong_subwallet", "the wallet's external message names another subwallet"),
        1034: ("wallet_bad_signature", "the wallet's external message is not signed by its key"),
        1035: ("wallet_low_balance", "the wallet holds less than 2 TON"),
        1040: ("wallet_expected_owner", "the sender is not the wallet's owner"),
        1041: ("wallet_unknown_text_op", "the wallet doesn't know the text command"),
        2000: ("unknown_proxy_type", "the root lists no proxy of this number"),
    ]
}

extension ExitCode: CustomStringConvertible {
    /// The number, and the name where it is known.
    public var description: String { name.map { "\(rawValue) \($0)" } ?? "\(rawValue)" }
}
