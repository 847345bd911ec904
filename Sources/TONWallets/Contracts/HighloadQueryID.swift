/// The number of a request to a highload wallet: 8192 rows of 1023 places, each of which is used once while the wallet
/// remembers it.
///
/// `_ shift:uint13 bit_number:(## 10) { bit_number < 1023 } = QueryId;`
public struct HighloadQueryID: Hashable, Sendable, CustomStringConvertible {
    /// The row: 0…8191.
    public let shift: UInt16
    /// The place in it: 0…1022.
    public let bitNumber: UInt16

    /// The highest row.
    public static let maximumShift: UInt16 = 8191
    /// The highest place in a row.
    public static let maximumBitNumber: UInt16 = 1022
    /// The first number.
    public static let first = HighloadQueryID(checkedShift: 0, bitNumber: 0)

    /// Makes one; nil where row or place don't exist.
    public init?(shift: UInt16, bitNumber: UInt16) {
        guard shift <= Self.maximumShift, bitNumber <= Self.maximumBitNumber else { return nil }
        self.init(checkedShift: shift, bitNumber: bitNumber)
    }

    /// Takes the 23 bits of a number; nil where they are none.
    public init?(rawValue: UInt32) {
        guard rawValue < 1 << 23 else { return nil }
        self.init(shift: UInt16(rawValue >> 10), bitNumber: UInt16(rawValue & 0x3ff))
    }

    private init(checkedShift: UInt16, bitNumber: UInt16) {
        shift = checkedShift
        self.bitNumber = bitNumber
    }

    /// Both as one number of 23 bits.
    public var rawValue: UInt32 { UInt32(shift) << 10 | UInt32(bitNumber) }

    /// The number that follows; after the last comes the first again.
    public var next: HighloadQueryID {
        if bitNumber < Self.maximumBitNumber {
            return HighloadQueryID(checkedShift: shift, bitNumber: bitNumber + 1)
        }
        return shift < Self.maximumShift ? HighloadQueryID(checkedShift: shift + 1, bitNumber: 0) : .first
    }

    /// Row and place.
    public var description: String { "\(shift):\(bitNumber)" }
}
