/// An unsigned integer of 256 bits.
struct Words256: Hashable, Sendable {
    var high: UInt128
    var low: UInt128

    /// The `width` bits from `position` on, with the bit below them as the lowest of the result.
    func window(at position: Int, width: Int) -> UInt64 {
        let mask = UInt64(1) << UInt64(width + 1) &- 1
        if position == 0 { return UInt64(truncatingIfNeeded: low << 1) & mask }
        let shift = position - 1
        let bits = shift >= 128 ? high >> (shift - 128) : low >> shift | high << (128 - shift)
        return UInt64(truncatingIfNeeded: bits) & mask
    }

    /// A window of Booth's recoding: from -2^(width - 1) to 2^(width - 1).
    ///
    /// The sum of a number's digits, each shifted to its position, is the number: a window whose highest bit is set
    /// counts as negative, and the window above it, which sees that bit, as one more.
    func digit(at position: Int, width: Int) -> Int {
        let window = window(at: position, width: width)
        let value = Int((window + 1) >> 1)
        return window >> UInt64(width) != 0 ? value - (1 << width) : value
    }
}
