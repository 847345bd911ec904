public import TONCells
public import TONCrypto

/// A key of a dictionary: a value of a fixed number of bits.
public protocol HashmapKey: Hashable, Sendable {
    /// How many bits every key has.
    static var hashmapKeyBits: Int { get }

    /// Takes the key from its bits, as many as ``hashmapKeyBits``. Throws where they stand for no such key.
    init(hashmapKey: BitString) throws(CellError)

    /// The bits.
    var hashmapKey: BitString { get }
}

extension HashmapKey where Self: FixedWidthInteger {
    /// The integer's own width.
    public static var hashmapKeyBits: Int { bitWidth }

    /// Takes the integer, highest bit first.
    public init(hashmapKey: BitString) throws(CellError) {
        guard let value = hashmapKey.unsignedValue, hashmapKey.count == Self.bitWidth else {
            throw .outOfRange("expected a key of \(Self.bitWidth) bits, found \(hashmapKey.count)")
        }
        self.init(truncatingIfNeeded: value)
    }

    /// The integer, highest bit first.
    public var hashmapKey: BitString { BitString(UInt64(truncatingIfNeeded: self), bits: Self.bitWidth) }
}

extension UInt8: HashmapKey {}
extension UInt16: HashmapKey {}
extension UInt32: HashmapKey {}
extension UInt64: HashmapKey {}
extension Int32: HashmapKey {}

extension Hash256: HashmapKey {
    /// 256.
    public static var hashmapKeyBits: Int { 256 }

    /// Takes all 256 bits.
    public init(hashmapKey: BitString) throws(CellError) {
        guard let hash = hashmapKey.hashValue256 else {
            throw .outOfRange("expected a key of 256 bits, found \(hashmapKey.count)")
        }
        self = hash
    }

    /// All 256 bits.
    public var hashmapKey: BitString { BitString(self) }
}

/// A key made of several fields of whole bytes, which are read and written as a cell's are.
protocol CompositeHashmapKey: HashmapKey, TLBCodable {}

extension CompositeHashmapKey {
    /// Takes the fields in their order.
    public init(hashmapKey: BitString) throws(CellError) {
        var builder = CellBuilder()
        try builder.store(hashmapKey)
        try self.init(cell: try builder.build())
    }

    /// The fields in their order.
    public var hashmapKey: BitString {
        var builder = CellBuilder()
        // Fields of fixed width always fit; bits of a wrong number would be refused by the dictionary.
        guard (try? store(in: &builder)) != nil, let cell = try? builder.build() else { return .empty }
        return cell.exoticSlice().bitString()
    }
}
