public import TONCells
import TONCrypto

/// A shard: a workchain, and the first bits of the accounts in it.
///
/// `shard_ident$00 shard_pfx_bits:(#<= 60) workchain_id:int32 shard_prefix:uint64 = ShardIdent;`
public struct ShardIdentifier: Hashable, Sendable {
    /// The workchain: 0 for the base chain, −1 for the masterchain.
    public let workchain: Int32
    /// The prefix, then a 1, then zeros: what names the shard everywhere but in `shard_ident` itself.
    public let shard: UInt64

    /// The longest prefix: 60 bits.
    public static let maximumPrefixLength = 60
    /// The number that names the shard with all accounts of a workchain.
    public static let wholeWorkchain: UInt64 = 1 << 63
    /// The masterchain, which has one shard.
    public static let masterchain = ShardIdentifier(unchecked: -1, wholeWorkchain)

    private init(unchecked workchain: Int32, _ shard: UInt64) {
        self.workchain = workchain
        self.shard = shard
    }

    /// Takes the number that names the shard. Throws where it has no 1 that ends the prefix within 60 bits.
    public init(workchain: Int32, shard: UInt64) throws(CellError) {
        guard shard != 0, shard.trailingZeroBitCount >= 63 - Self.maximumPrefixLength else {
            throw .outOfRange("no shard has the number \(Self.hex(shard))")
        }
        self.init(unchecked: workchain, shard)
    }

    /// Takes the prefix: the high `prefixLength` bits of `prefix`, the others being zero.
    public init(workchain: Int32, prefix: UInt64, prefixLength: Int) throws(CellError) {
        guard (0...Self.maximumPrefixLength).contains(prefixLength) else {
            throw .outOfRange("a shard's prefix has 0 to 60 bits, not \(prefixLength)")
        }
        let end: UInt64 = 1 << UInt64(63 - prefixLength)
        guard prefix & (end | (end - 1)) == 0 else {
            throw .outOfRange("a shard's prefix \(Self.hex(prefix)) has more than \(prefixLength) bits")
        }
        self.init(unchecked: workchain, prefix | end)
    }

    /// How many bits of an address decide whether an account is in the shard: 0…60.
    public var prefixLength: Int { 63 - shard.trailingZeroBitCount }

    /// Those bits, and zeros behind them.
    public var prefix: UInt64 { shard & ~lowestBit }

    /// Whether it is the masterchain.
    public var isMasterchain: Bool { workchain == -1 }

    private var lowestBit: UInt64 { 1 << UInt64(shard.trailingZeroBitCount) }

    // MARK: - Accounts and other shards

    /// Whether accounts that start with these 64 bits are in the shard.
    public func contains(addressPrefix: UInt64) -> Bool {
        (addressPrefix ^ shard) & ~(lowestBit | (lowestBit - 1)) == 0
    }

    /// Whether an account is in the shard.
    public func contains(_ address: AccountAddress) -> Bool {
        Int32(address.workchain) == workchain && contains(addressPrefix: address.hash.leadingBits)
    }

    /// Whether every account of the other shard is in this one; so it is for the shard itself.
    public func contains(_ other: ShardIdentifier) -> Bool {
        other.workchain == workchain && other.prefixLength >= prefixLength && contains(addressPrefix: other.shard)
    }

    /// The shard that it was split from, or would merge into; nil for a whole workchain.
    public var parent: ShardIdentifier? {
        guard prefixLength > 0 else { return nil }
        let end = lowestBit << 1
        return ShardIdentifier(unchecked: workchain, shard & ~lowestBit & ~end | end)
    }

    /// The two shards that it would be split into; nil where their prefixes would be too long.
    public var children: (left: ShardIdentifier, right: ShardIdentifier)? {
        guard prefixLength < Self.maximumPrefixLength else { return nil }
        let end = lowestBit >> 1
        return (
            ShardIdentifier(unchecked: workchain, shard & ~lowestBit | end),
            ShardIdentifier(unchecked: workchain, shard | end)
        )
    }

    /// The other half of its parent; nil for a whole workchain.
    public var sibling: ShardIdentifier? {
        prefixLength > 0 ? ShardIdentifier(unchecked: workchain, shard ^ lowestBit << 1) : nil
    }

    fileprivate static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ShardIdentifier: CustomStringConvertible {
    /// Workchain, and the number of the shard in 16 hexadecimal digits: `0:8000000000000000`.
    public var description: String { "\(workchain):\(Self.hex(shard))" }
}

extension ShardIdentifier: TLBCodable {
    private static let tag: UInt64 = 0b00

    /// Reads the layout. Throws where bits are set behind the prefix.
    public init(from slice: inout CellSlice) throws(CellError) {
        let (identifier, isTerminated) = try Self.load(from: &slice)
        guard !isTerminated else {
            throw .outOfRange("a shard's prefix \(Self.hex(identifier.shard)) goes on behind its end")
        }
        self = identifier
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try store(in: &builder, isTerminated: false)
    }

    /// Reads the layout, and whether the 1 that ends the prefix stands there too, as it does in some first states.
    static func load(from slice: inout CellSlice) throws(CellError) -> (ShardIdentifier, isTerminated: Bool) {
        try slice.loadTag(tag, bits: 2, of: "ShardIdent")
        let prefixLength = Int(try slice.loadUInt(bits: 6))
        let workchain = try slice.loadInt32()
        let prefix: UInt64 = try slice.load()
        let end: UInt64 = prefixLength < 64 ? 1 << UInt64(63 - prefixLength) : 0
        let identifier = try ShardIdentifier(
            workchain: workchain, prefix: prefix & ~end, prefixLength: prefixLength)
        return (identifier, prefix & end != 0)
    }

    /// Appends the layout, with or without the 1 that ends the prefix.
    func store(in builder: inout CellBuilder, isTerminated: Bool) throws(CellError) {
        try builder.store(Self.tag, bits: 2)
        try builder.store(UInt64(prefixLength), bits: 6)
        try builder.store(int32: workchain)
        try builder.store(isTerminated ? shard : prefix)
    }
}

/// A shard as the key of a dictionary: `workchain:int32 shard:uint64`.
public struct ShardKey: Hashable, Sendable {
    /// The workchain.
    public var workchain: Int32
    /// The number that names the shard.
    public var shard: UInt64

    /// Makes one.
    public init(workchain: Int32, shard: UInt64) {
        self.workchain = workchain
        self.shard = shard
    }
}

extension ShardKey: CompositeHashmapKey {
    /// 96.
    public static var hashmapKeyBits: Int { 96 }

    /// Reads both fields.
    public init(from slice: inout CellSlice) throws(CellError) {
        workchain = try slice.loadInt32()
        shard = try slice.load()
    }

    /// Appends both fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(int32: workchain)
        try builder.store(shard)
    }
}

extension Hash256 {
    /// The first 64 bits.
    var leadingBits: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
