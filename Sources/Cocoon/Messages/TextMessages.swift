public import TONCells

/// A command in one letter: 32 zero bits, then exactly one byte.
///
/// Proxies know `c` and `w`, wallets `w`, `b` and `u`; only the owner may send them.
///
/// ```
/// 00000000:uint32 letter:uint8
/// ```
public enum TextCommand: UInt8, CaseIterable, Hashable, Sendable {
    /// `c`: close the proxy.
    case close = 0x63
    /// `w`: pay the coins out to the owner. Proxies of version 4 always fail at it.
    case withdraw = 0x77
    /// `b`: the wallet refuses external messages from now on.
    case block = 0x62
    /// `u`: the wallet accepts external messages again.
    case unblock = 0x75

    /// The letter.
    public var letter: Character { Character(Unicode.Scalar(rawValue)) }

    /// The roles that know the command.
    public var receivers: [ContractRole] {
        switch self {
        case .close: [.proxy]
        case .withdraw: [.proxy, .wallet]
        case .block, .unblock: [.wallet]
        }
    }
}

extension TextCommand: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let op: UInt32 = try slice.field("op")
        guard op == Opcode.text.rawValue else {
            throw .unknownTag(type: "TextCommand", found: UInt64(op), bits: 32)
        }
        let letter: UInt8 = try slice.field("letter")
        guard let command = TextCommand(rawValue: letter) else {
            throw .unknownTag(type: "TextCommand", found: UInt64(letter), bits: 8)
        }
        self = command
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Opcode.text.rawValue)
        try builder.store(rawValue)
    }
}

/// A text that a person sends along with coins: 32 zero bits, then bytes, continued in a chain of references.
public struct TextComment: Hashable, Sendable {
    /// The bytes of the body's own cell.
    public var bytes: [UInt8]
    /// The cell in which the text goes on.
    public var continuation: Cell?

    /// Makes one.
    public init(bytes: [UInt8], continuation: Cell? = nil) {
        self.bytes = bytes
        self.continuation = continuation
    }

    /// The bytes of the body's own cell as text; nil where they are no UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }
}

extension TextComment: TLBCodable {
    /// Reads the layout, to the end. Throws where the bits don't fill whole bytes or there are two references.
    public init(from slice: inout CellSlice) throws(CellError) {
        let op: UInt32 = try slice.field("op")
        guard op == Opcode.text.rawValue else {
            throw .unknownTag(type: "TextComment", found: UInt64(op), bits: 32)
        }
        bytes = try slice.loadBytes(slice.remainingBits / 8)
        continuation = slice.remainingReferences > 0 ? try slice.loadReference() : nil
        try slice.end()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Opcode.text.rawValue)
        try builder.store(bytes: bytes)
        if let continuation { try builder.store(reference: continuation) }
    }
}

/// The body of a message that came back: 32 one bits, then the first bits, at most 256, of what was sent.
public struct BouncedBody: Hashable, Sendable {
    /// The first bits of the body that bounced.
    public var original: BitString

    /// Makes one.
    public init(original: BitString) {
        self.original = original
    }

    /// The operation of what was sent; nil where fewer than 32 bits came back.
    public var opcode: Opcode? { bits(at: 0, count: 32).map { Opcode(rawValue: UInt32(truncatingIfNeeded: $0)) } }

    /// The query id of what was sent, if it had one in the usual place; nil where fewer than 96 bits came back.
    public var queryID: UInt64? { bits(at: 32, count: 64) }

    private func bits(at start: Int, count: Int) -> UInt64? {
        guard original.count >= start + count else { return nil }
        return BitString(bytes: original.bytes[(start / 8)...], count: count).unsignedValue
    }
}

extension BouncedBody: TLBCodable {
    private static let maximumBitCount = 256

    /// Reads the layout, to the end. Throws for more than 256 bits or any reference.
    public init(from slice: inout CellSlice) throws(CellError) {
        let op: UInt32 = try slice.field("op")
        guard op == Opcode.bounced.rawValue else {
            throw .unknownTag(type: "BouncedBody", found: UInt64(op), bits: 32)
        }
        original = try slice.loadBits(min(slice.remainingBits, Self.maximumBitCount))
        try slice.end()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard original.count <= Self.maximumBitCount else {
            throw .outOfRange("a bounced body has at most 256 bits of the original, not \(original.count)")
        }
        try builder.store(Opcode.bounced.rawValue)
        try builder.store(original)
    }
}
