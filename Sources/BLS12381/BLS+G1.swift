extension BLS {
    /// The group G1: points of order r of the curve y² = x³ + 4, compressed to 48 bytes.
    ///
    /// Where a function doesn't say so, a point needs only lie on the curve. Then a product isn't that of the
    /// curve's points: the scalar is split over the curve's endomorphism, as if the point were in the group.
    public enum G1 {
        /// Bytes of a point.
        public static let byteCount = 48

        /// Infinity, the sum of no points: BLS_G1_ZERO.
        public static let zero = E1.encodedInfinity

        /// The sum: BLS_G1_ADD. `right` must be in the group.
        ///
        /// - Throws: ``BLSError`` where an encoding is refused or `right` isn't in the group.
        public static func add(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
            try E1.add(left, right)
        }

        /// The difference: BLS_G1_SUB. `left` must be in the group.
        ///
        /// - Throws: ``BLSError`` where an encoding is refused or `left` isn't in the group.
        public static func subtract(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
            try E1.subtract(left, right)
        }

        /// The opposite point: BLS_G1_NEG.
        ///
        /// - Throws: ``BLSError`` where the encoding is refused.
        public static func negate(_ point: [UInt8]) throws(BLSError) -> [UInt8] {
            try E1.negate(point)
        }

        /// The point times an integer: BLS_G1_MUL. Times zero it is infinity, whatever the bytes of the point are.
        ///
        /// - Throws: ``BLSError`` where the encoding is refused.
        public static func multiply(_ point: [UInt8], by scalar: Scalar) throws(BLSError) -> [UInt8] {
            try E1.multiply(point, by: scalar)
        }

        /// The sum of points, each times an integer: BLS_G1_MULTIEXP. One term alone is multiplied as by
        /// ``multiply(_:by:)``.
        ///
        /// An infinite point among 2 to 31 terms spoils the sum as it does in blst 0.3.15: of the integers' signed
        /// digits of four bits only those that are 1 or -1 count then.
        ///
        /// - Throws: ``BLSError`` where an encoding is refused.
        /// - Complexity: a multiplication's work for few terms, less each for many; memory grows with the number of
        ///   terms.
        public static func multiExponentiate(
            _ terms: [(point: [UInt8], scalar: Scalar)]
        ) throws(BLSError) -> [UInt8] {
            try E1.multiExponentiate(terms)
        }

        /// The point for a field element: BLS_MAP_TO_G1; map_to_curve and clear_cofactor of RFC 9380.
        ///
        /// - Parameter element: an integer of 48 bytes, the most significant first; it is reduced modulo the field's
        ///   modulus.
        /// - Throws: ``BLSError`` for another number of bytes.
        public static func mapToGroup(_ element: [UInt8]) throws(BLSError) -> [UInt8] {
            guard let value = Fp(reducing: element) else {
                throw .byteCount(expected: Fp.byteCount, found: element.count)
            }
            return E1.encode(HashToCurve.g1(value))
        }

        /// Whether bytes are a point, and it is in the group: BLS_G1_INGROUP.
        public static func isInGroup(_ point: [UInt8]) -> Bool {
            E1.isInGroup(point)
        }

        /// Whether bytes are those of infinity: BLS_G1_ISZERO. They needn't be a point.
        public static func isZero(_ point: [UInt8]) -> Bool {
            point == zero
        }
    }
}
