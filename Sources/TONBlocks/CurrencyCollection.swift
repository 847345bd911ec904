public import TONCells

/// TON, and any amounts of other currencies.
///
/// ```
/// currencies$_ grams:Grams other:ExtraCurrencyCollection = CurrencyCollection;
/// extra_currencies$_ dict:(HashmapE 32 (VarUInteger 32)) = ExtraCurrencyCollection;
/// ```
public struct CurrencyCollection: Hashable, Sendable {
    /// The amount of TON.
    public var coins: Coins
    /// The other currencies: 32-bit identifier → `VarUInteger 32`, kept as the tree that it is.
    public var other: HashmapE

    /// Nothing at all.
    public static let zero = CurrencyCollection(coins: .zero)

    /// Makes one; `other` must have keys of 32 bits.
    public init(coins: Coins, other: HashmapE = HashmapE(keyBits: 32)) {
        self.coins = coins
        self.other = other
    }

    /// Makes one of decoded amounts. Throws where the dictionary can't be made.
    public init(coins: Coins, extraCurrencies: [UInt32: ExtraCurrencyAmount]) throws(CellError) {
        var other = HashmapE(keyBits: 32)
        for (identifier, amount) in extraCurrencies {
            var value = CellBuilder()
            try value.store(amount)
            try other.set(value, for: BitString(UInt64(identifier), bits: 32))
        }
        self.init(coins: coins, other: other)
    }

    /// Most other currencies that ``extraCurrencies(limit:)`` decodes unless told otherwise.
    public static let defaultCurrencyLimit = 1024

    /// The other currencies, decoded.
    ///
    /// Throws where the tree is malformed or has more than `limit` entries: a few cells that refer to each other
    /// can pose as billions.
    public func extraCurrencies(
        limit: Int = defaultCurrencyLimit
    ) throws(CellError) -> [UInt32: ExtraCurrencyAmount] {
        var amounts: [UInt32: ExtraCurrencyAmount] = [:]
        guard !other.isEmpty else { return amounts }
        for entry in try other.entries(limit: limit) {
            var value = entry.value
            let amount = try value.load(ExtraCurrencyAmount.self)
            try value.end()
            guard let key = entry.key.unsignedValue, let identifier = UInt32(exactly: key) else {
                throw .malformedDictionary("a currency identifier of \(entry.key.count) bits, expected 32")
            }
            amounts[identifier] = amount
        }
        return amounts
    }
}

extension CurrencyCollection: TLBCodable {
    /// Reads the layout; entries of `other` are read when asked for.
    public init(from slice: inout CellSlice) throws(CellError) {
        coins = try slice.load()
        other = try HashmapE(keyBits: 32, from: &slice)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard other.keyBits == 32 else {
            throw .outOfRange("a currency identifier has 32 bits, this dictionary's keys have \(other.keyBits)")
        }
        try builder.store(coins)
        try builder.store(other)
    }
}

/// An amount of a currency other than TON, in its smallest unit: `VarUInteger 32`, 0 to 2^248 − 1.
public struct ExtraCurrencyAmount: Hashable, Sendable {
    /// The amount, highest byte first, without leading zero bytes: 0 to 31 of them.
    public let bytes: [UInt8]

    /// Makes an amount.
    public init(_ value: UInt128) {
        let count = (UInt128.bitWidth - value.leadingZeroBitCount + 7) / 8
        bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt128(8 * (count - 1 - $0))) }
    }

    /// Makes an amount of bytes, highest first; nil where more than 31 are significant.
    public init?(bytes: some Collection<UInt8>) {
        let significant = bytes.drop { $0 == 0 }
        guard significant.count <= 31 else { return nil }
        self.bytes = Array(significant)
    }

    /// The amount as a number; nil where it is 2^128 or more.
    public var value: UInt128? {
        bytes.count > 16 ? nil : bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }
}

extension ExtraCurrencyAmount: TLBCodable {
    /// Reads the layout. Throws where the bytes start with a zero, which a shorter count would have saved.
    public init(from slice: inout CellSlice) throws(CellError) {
        let count = Int(try slice.loadUInt(bits: 5))
        bytes = try slice.loadBytes(count)
        guard bytes.first != 0 else { throw .outOfRange("a VarUInteger of \(count) bytes starts with a zero byte") }
    }

    /// Appends the amount in as few bytes as it needs.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(UInt64(bytes.count), bits: 5)
        try builder.store(bytes: bytes)
    }
}
