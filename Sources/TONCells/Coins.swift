/// An amount of TON in integer nanoTON: TL-B `Coins` (`VarUInteger 16`), 0 to 2^120 − 1.
///
/// Arithmetic is checked: a sum or difference outside the range is an error, never wrapped and never clamped.
/// Text is exact: what has more than nine decimals or doesn't fit is an error.
public struct Coins: Hashable, Sendable {
    /// The amount in nanoTON.
    public let nanoTON: UInt128

    /// No coins.
    public static let zero = Coins(unchecked: 0)
    /// The largest amount that the layout holds: 2^120 − 1 nanoTON.
    public static let maximum = Coins(unchecked: (1 << 120) - 1)

    private init(unchecked nanoTON: UInt128) {
        self.nanoTON = nanoTON
    }

    /// Makes an amount that always fits.
    public init(nanoTON: UInt64) {
        self.nanoTON = UInt128(nanoTON)
    }

    /// Makes an amount; nil where it is 2^120 or more.
    public init?(exactly nanoTON: UInt128) {
        guard nanoTON <= Self.maximum.nanoTON else { return nil }
        self.nanoTON = nanoTON
    }

    /// The sum. Throws where it is 2^120 nanoTON or more.
    public func adding(_ other: Coins) throws(CellError) -> Coins {
        guard let sum = Coins(exactly: nanoTON + other.nanoTON) else {
            throw .outOfRange("\(self) + \(other) TON is more than Coins can hold")
        }
        return sum
    }

    /// The difference. Throws where `other` is more.
    public func subtracting(_ other: Coins) throws(CellError) -> Coins {
        guard other.nanoTON <= nanoTON else { throw .outOfRange("\(self) TON is less than \(other) TON") }
        return Coins(unchecked: nanoTON - other.nanoTON)
    }

    /// The difference, or no coins where `other` is more.
    public func subtractingOrZero(_ other: Coins) -> Coins {
        other.nanoTON < nanoTON ? Coins(unchecked: nanoTON - other.nanoTON) : .zero
    }

    /// The amount as often as `factor` says: a price for one token times a number of tokens. Throws where it is
    /// 2^120 nanoTON or more.
    public func multiplied(by factor: UInt64) throws(CellError) -> Coins {
        let (product, overflow) = nanoTON.multipliedReportingOverflow(by: UInt128(factor))
        guard !overflow, let coins = Coins(exactly: product) else {
            throw .outOfRange("\(factor) times \(self) TON is more than Coins can hold")
        }
        return coins
    }
}

extension Coins: Comparable {
    /// Orders by amount.
    public static func < (left: Coins, right: Coins) -> Bool { left.nanoTON < right.nanoTON }
}

extension Coins: CustomStringConvertible {
    /// TON in decimal, exact, without trailing zeros: `1.5`, `0.000000001`, `15`.
    public var description: String {
        let (whole, rest) = nanoTON.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return "\(whole)" }
        var digits = "\(rest)"
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    /// Reads TON in decimal: digits, and up to nine more after a point. Throws for anything else.
    public init(ton text: some StringProtocol) throws(CellError) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : ""
        guard let first = parts.first, !first.isEmpty, parts.count == 1 || !decimals.isEmpty, decimals.utf8.count <= 9
        else {
            throw .outOfRange("expected an amount of TON with at most nine decimals, found “\(text)”")
        }
        let padded = String(first) + String(decimals) + String(repeating: "0", count: 9 - decimals.utf8.count)
        try self.init(nanoTON: padded, original: String(text))
    }

    /// Reads nanoTON in decimal digits. Throws for anything else.
    public init(nanoTON text: some StringProtocol) throws(CellError) {
        try self.init(nanoTON: String(text), original: String(text))
    }

    private init(nanoTON digits: String, original: String) throws(CellError) {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let value = UInt128(digits), let coins = Coins(exactly: value)
        else {
            throw .outOfRange("expected a decimal amount below 2^120 nanoTON, found “\(original)”")
        }
        self = coins
    }
}

extension Coins: TLBCodable {
    /// Reads `nanograms$_ amount:(VarUInteger 16) = Grams`.
    public init(from slice: inout CellSlice) throws(CellError) {
        self.init(unchecked: try slice.loadVarUInteger(below: 16))
    }

    /// Appends the amount in as few bytes as it needs.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(varUInteger: nanoTON, below: 16)
    }
}

extension CellSlice {
    /// Reads `VarUInteger n`: a byte count below `limit` in ⌈log2 n⌉ bits, then that many bytes.
    ///
    /// Throws where the bytes start with a zero byte, which a shorter count would have saved and the reference
    /// refuses, or where the value has more than 128 bits.
    public mutating func loadVarUInteger(below limit: Int) throws(CellError) -> UInt128 {
        guard limit >= 1 else { throw .outOfRange("there is no VarUInteger \(limit)") }
        let start = bitPosition
        do throws(CellError) {
            let count = Int(truncatingIfNeeded: try loadUInt(bits: varUIntegerLengthBits(limit)))
            guard count < limit, count <= 16 else {
                throw .outOfRange("expected a VarUInteger \(limit) of at most 16 bytes, found \(count) bytes")
            }
            // Most amounts fit a word.
            let value =
                count <= 8 ? UInt128(try loadUInt(bits: count * 8)) : try loadUInt128(bits: count * 8)
            guard count == 0 || value >> UInt128((count - 1) * 8) != 0 else {
                throw .outOfRange("a VarUInteger of \(count) bytes starts with a zero byte")
            }
            return value
        } catch {
            bitPosition = start
            throw error
        }
    }
}

extension CellBuilder {
    /// Appends `VarUInteger n` in as few bytes as the value needs. Throws where that is `limit` or more.
    public mutating func store(varUInteger value: UInt128, below limit: Int) throws(CellError) {
        let count = (128 - value.leadingZeroBitCount + 7) / 8
        guard count < limit else { throw .outOfRange("\(value) does not fit in a VarUInteger \(limit)") }
        let lengthBits = varUIntegerLengthBits(limit)
        guard remainingBits >= lengthBits + count * 8 else {
            throw .cellFull(bits: bitCount + lengthBits + count * 8, references: referenceCount)
        }
        try store(UInt64(count), bits: lengthBits)
        try store(wide: value, bits: count * 8)
    }
}

/// Bits of the length field of `VarUInteger n`: ⌈log2 n⌉.
private func varUIntegerLengthBits(_ limit: Int) -> Int {
    Int.bitWidth - (limit - 1).leadingZeroBitCount
}
