/// Any address that a message may carry: TL-B `MsgAddress`.
public enum MessageAddress: Hashable, Sendable {
    /// `addr_none$00`: nobody.
    case none
    /// `addr_extern$01 len:(## 9) external_address:(bits len)`: somebody outside the chain.
    case external(BitString)
    /// `addr_std$10 anycast:(Maybe Anycast) workchain_id:int8 address:bits256`.
    case standard(AccountAddress, anycast: Anycast?)
    /// `addr_var$11 anycast:(Maybe Anycast) addr_len:(## 9) workchain_id:int32 address:(bits addr_len)`.
    case variable(workchain: Int32, address: BitString, anycast: Anycast?)

    /// A standard address without anycast.
    public init(_ address: AccountAddress?) {
        self = address.map { .standard($0, anycast: nil) } ?? .none
    }

    /// The account, if it is a standard address; anycast is not applied.
    public var account: AccountAddress? {
        if case .standard(let address, _) = self { address } else { nil }
    }
}

/// `anycast_info$_ depth:(#<= 30) { depth >= 1 } rewrite_pfx:(bits depth) = Anycast`.
public struct Anycast: Hashable, Sendable {
    /// 1 to 30 bits that replace the start of the address.
    public let rewritePrefix: BitString

    /// Takes a prefix of 1 to 30 bits; anything else can't be stored.
    public init(rewritePrefix: BitString) {
        self.rewritePrefix = rewritePrefix
    }
}

extension Anycast: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let depth = Int(try slice.loadUInt(bits: 5))
        guard (1...30).contains(depth) else { throw .outOfRange("an anycast prefix has 1 to 30 bits, not \(depth)") }
        rewritePrefix = try slice.loadBits(depth)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard (1...30).contains(rewritePrefix.count) else {
            throw .outOfRange("an anycast prefix has 1 to 30 bits, not \(rewritePrefix.count)")
        }
        try builder.store(UInt64(rewritePrefix.count), bits: 5)
        try builder.store(rewritePrefix)
    }
}

extension MessageAddress: TLBCodable {
    /// Reads any of the four constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 2) {
        case 0b00: self = .none
        case 0b01: self = .external(try slice.loadBits(Int(try slice.loadUInt(bits: 9))))
        case 0b10:
            let anycast = try slice.loadMaybe(Anycast.self)
            let workchain = Int8(truncatingIfNeeded: try slice.loadInt(bits: 8))
            self = .standard(AccountAddress(workchain: workchain, hash: try slice.loadHash()), anycast: anycast)
        default:
            let anycast = try slice.loadMaybe(Anycast.self)
            let count = Int(try slice.loadUInt(bits: 9))
            let workchain = Int32(truncatingIfNeeded: try slice.loadInt(bits: 32))
            self = .variable(workchain: workchain, address: try slice.loadBits(count), anycast: anycast)
        }
    }

    /// Appends the constructor's layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .none:
            try builder.store(0b00, bits: 2)
        case .external(let bits):
            try builder.store(0b01, bits: 2)
            try builder.store(UInt64(bits.count), bits: 9)
            try builder.store(bits)
        case .standard(let address, let anycast):
            try builder.store(0b10, bits: 2)
            try builder.store(maybe: anycast)
            try builder.store(signed: Int64(address.workchain), bits: 8)
            try builder.store(address.hash)
        case .variable(let workchain, let address, let anycast):
            try builder.store(0b11, bits: 2)
            try builder.store(maybe: anycast)
            try builder.store(UInt64(address.count), bits: 9)
            try builder.store(signed: Int64(workchain), bits: 32)
            try builder.store(address)
        }
    }
}

extension CellSlice {
    /// Reads an address that must be `addr_std` without anycast.
    public mutating func loadAccountAddress() throws(CellError) -> AccountAddress {
        guard let address = try loadOptionalAccountAddress() else {
            throw .outOfRange("expected the address of an account, found addr_none")
        }
        return address
    }

    /// Reads an address that must be `addr_std` without anycast, or `addr_none`.
    public mutating func loadOptionalAccountAddress() throws(CellError) -> AccountAddress? {
        let mark = Mark(self)
        do throws(CellError) {
            switch try MessageAddress(from: &self) {
            case .none: return nil
            case .standard(let address, anycast: nil): return address
            case .standard: throw .outOfRange("expected an address without anycast")
            case .external: throw .outOfRange("expected the address of an account, found addr_extern")
            case .variable: throw .outOfRange("expected the address of an account, found addr_var")
            }
        } catch {
            rollBack(to: mark)
            throw error
        }
    }
}

extension CellBuilder {
    /// Appends `addr_std` without anycast, or `addr_none`.
    public mutating func store(_ address: AccountAddress?) throws(CellError) {
        try store(MessageAddress(address))
    }
}

extension MessageAddress: CustomStringConvertible {
    /// The raw form of an account, `none`, or the bits of the others.
    public var description: String {
        switch self {
        case .none: "none"
        case .external(let bits): "external \(bits)"
        case .standard(let address, nil): address.raw
        case .standard(let address, let anycast?): "\(address.raw) anycast \(anycast.rewritePrefix)"
        case .variable(let workchain, let address, _): "\(workchain):\(address)"
        }
    }
}
