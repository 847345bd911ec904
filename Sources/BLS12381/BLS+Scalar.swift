extension BLS {
    /// An integer that points are multiplied with: any integer, reduced modulo the order r.
    public struct Scalar: Hashable, Sendable {
        /// The integer modulo r, below r.
        let reduced: Words256

        /// Whether the integer itself is zero, before any reduction. The TVM doesn't look at a point that is
        /// multiplied with zero.
        public let isZero: Bool

        /// The order of G1 and G2, 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001.
        static let order = Words256(
            high: 0x73ed_a753_299d_7d48_3339_d808_09a1_d805, low: 0x53bd_a402_fffe_5bfe_ffff_ffff_0000_0001)

        /// An integer of sign and magnitude.
        ///
        /// - Parameters:
        ///   - magnitude: the absolute value, the most significant byte first, of any length.
        ///   - isNegative: whether the integer is below zero; then it is reduced to a positive one, as by a division
        ///     that rounds down.
        public init(magnitude: some Sequence<UInt8>, isNegative: Bool = false) {
            var remainder = Words256(high: 0, low: 0)
            var isZero = true
            for byte in magnitude {
                if byte != 0 { isZero = false }
                for bit in stride(from: 7, through: 0, by: -1) {
                    remainder = remainder.doubledModuloOrder(adding: byte >> UInt8(bit) & 1)
                }
            }
            if isNegative, remainder != Words256(high: 0, low: 0) { remainder = Self.order.subtracting(remainder) }
            self.reduced = remainder
            self.isZero = isZero
        }

        /// A machine integer.
        public init(_ value: Int) {
            self.init(
                magnitude: (0..<8).map { UInt8(truncatingIfNeeded: value.magnitude >> UInt(56 - 8 * $0)) },
                isNegative: value < 0)
        }

        /// The integer modulo r: 32 bytes, the most significant first.
        public var bytes: [UInt8] {
            [reduced.high, reduced.low].flatMap { word in
                stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt128($0)) }
            }
        }
    }
}

extension Words256 {
    /// Twice a number below r and one bit, modulo r.
    fileprivate func doubledModuloOrder(adding bit: UInt8) -> Words256 {
        // r has 255 bits: nothing is shifted out.
        let twice = Words256(high: high << 1 | low >> 127, low: low << 1 | UInt128(bit))
        return twice < BLS.Scalar.order ? twice : twice.subtracting(BLS.Scalar.order)
    }

    /// The difference from a number that isn't larger.
    fileprivate func subtracting(_ other: Words256) -> Words256 {
        let (low, borrow) = low.subtractingReportingOverflow(other.low)
        return Words256(high: high &- other.high &- (borrow ? 1 : 0), low: low)
    }

    fileprivate static func < (left: Words256, right: Words256) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
