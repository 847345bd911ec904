/// The first 32 bits of a message body, which name the operation.
///
/// ```
/// let opcode = Opcode.clientTopUp
/// print(opcode)  // f172e6c2 ext_client_top_up
/// ```
public struct Opcode: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: UInt32

    /// Takes any number, known or not.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The operation of a name such as `ext_client_top_up`; nil for an unknown one.
    public init?(name: some StringProtocol) {
        guard let entry = Self.table.first(where: { $0.name == name }) else { return nil }
        self = entry.opcode
    }

    /// Zero: text follows.
    public static let text = Opcode(rawValue: 0)
    /// All ones: a bounced message follows.
    public static let bounced = Opcode(rawValue: 0xffff_ffff)

    /// All known operations of COCOON.
    public static let known: [Opcode] = table.map(\.opcode)

    /// The name in the contracts' sources; nil for an unknown operation.
    public var name: String? { Self.entries[self]?.name }

    /// The role of the contracts that handle a message of this operation; nil where every contract does, where it
    /// stands only inside other messages, or where nothing is known.
    public var receiver: ContractRole? {
        if case .receiver(let role) = use { role } else { nil }
    }

    /// Where the operation may stand; nil for an unknown one.
    var use: Use? { Self.entries[self]?.use }

    private static let entries: [Opcode: Entry] = Dictionary(
        table.map { ($0.opcode, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Opcode: CustomStringConvertible {
    /// Eight hexadecimal digits, and the name where it is known.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        let hex = String(repeating: "0", count: 8 - digits.count) + digits
        return name.map { "\(hex) \($0)" } ?? hex
    }
}
