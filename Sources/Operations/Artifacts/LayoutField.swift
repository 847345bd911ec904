/// A part of a layout, as the lines `;;|` of the contracts and the messages' tables write it.
///
///     owner:addr tokens:uint64 type:uint1(=0) balance:coins code:maybe-ref message:ref
///     keys:dict256 keys:dict256->(type:uint8 expire_at:uint32)
///     ^params ^[owner:addr key:uint256] net_addr bytes[len] [struct_version >= 4: ^key_manager]
indirect enum LayoutField: Hashable, Sendable {
    /// A named value.
    case value(name: String, Kind)
    /// As many bytes as another field, before it, says.
    case bytes(name: String, count: String)
    /// What a name stands for: here, or in a cell of its own.
    case named(String, isReferenced: Bool)
    /// A cell of its own.
    case referenced([LayoutField])
    /// Only there from a `struct_version` on.
    case since(version: UInt8, [LayoutField])

    /// What a value is.
    indirect enum Kind: Hashable, Sendable {
        /// A number, with the values that it may have; any where there are none.
        case number(bits: Int, allowed: [UInt64])
        /// Bits that mean nothing here.
        case bits(Int)
        /// `addr_std`.
        case account
        /// Any `MsgAddress`, `addr_none` too.
        case address
        /// `Coins`.
        case coins
        /// Any cell.
        case cell
        /// Any cell, or none.
        case optionalCell
        /// A dictionary, with the layout of its values where that is said.
        case dictionary(keyBits: Int, value: [LayoutField]?)
    }

    /// The field that decides which form of a layout it is.
    static let versionName = "struct_version"

    /// The field as it is written, with one space where there is any.
    var text: String {
        switch self {
        case .value(let name, let kind): "\(name):\(kind.text)"
        case .bytes(let name, let count): "\(name)[\(count)]"
        case .named(let name, let isReferenced): isReferenced ? "^\(name)" : name
        case .referenced(let fields): "^[\(fields.text)]"
        case .since(let version, let fields): "[\(Self.versionName) >= \(version): \(fields.text)]"
        }
    }
}

extension LayoutField.Kind {
    var text: String {
        switch self {
        case .number(let bits, let allowed):
            "uint\(bits)" + (allowed.isEmpty ? "" : "(=\(allowed.map(String.init).joined(separator: "|")))")
        case .bits(let count): "bits\(count)"
        case .account: "addr"
        case .address: "msg-addr"
        case .coins: "coins"
        case .cell: "ref"
        case .optionalCell: "maybe-ref"
        case .dictionary(let bits, let value): "dict\(bits)" + (value.map { "->(\($0.text))" } ?? "")
        }
    }
}

extension [LayoutField] {
    /// All fields as they are written.
    var text: String { map(\.text).joined(separator: " ") }
}
