extension BLS {
    /// The group G2: points of order r of the curve y² = x³ + 4 (1 + u) over the quadratic extension, compressed to 96
    /// bytes.
    ///
    /// Where a function doesn't say so, a point needs only lie on the curve. Then a product isn't that of the
    /// curve's points: the scalar is split over the curve's endomorphism, as if the point were in the group.
    public enum G2 {
        /// Bytes of a point.
        public static let byteCount = 96

        /// Infinity, the sum of no points: BLS_G2_ZERO.
        public static let zero = E2.encodedInfinity

        /// The sum: BLS_G2_ADD. `right` must be in the group.
        ///
        /// - Throws: ``BLSError`` where an encoding is refused or `right` isn't in the group.
        public static func add(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
            try E2.add(left, right)
        }

        /// The difference: BLS_G2_SUB. `left` must be in the group.
        ///
        /// - Throws: ``BLSError`` where an encoding is refused or `left` isn't in the group.
        public static func subtract(_ left: [UInt8], _ right: [UInt8]) throws(BLSError) -> [UInt8] {
            try E2.subtract(left, right)
        }

        /// The opposite point: BLS_G2_NEG.
        ///
        /// - Throws: ``BLSError`` where the encoding is refused.
        public static func negate(_ point: [UInt8]) throws(BLSError) -> [UInt8] {
            try E2.negate(point)
        }

        /// The point times an integer: BLS_G2_MUL. Times zero it is infinity, whatever the bytes of the point are.
        ///
        /// - Throws: ``BLSError`` where the encoding is refused.
        public static func multiply(_ point: [UInt8], by scalar: Scalar) throws(BLSError) -> [UInt8] {
            try E2.multiply(point, by: scalar)
        }

        /// The sum of points, each times an integer: BLS_G2_MULTIEXP. One term alone is multiplied as by
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
            try E2.multiExponentiate(terms)
        }

        /// The point for a field element: BLS_MAP_TO_G2; map_to_curve and clear_cofactor of RFC 9380.
        ///
        /// - Parameter element: two integers of 48 bytes, the most significant first, c0 and c1 of c0 + c1 u; each is
        ///   reduced modulo the field's modulus. The order is the opposite of that in encoded points.
        /// - Throws: ``BLSError`` for another number of bytes.
        public static func mapToGroup(_ element: [UInt8]) throws(BLSError) -> [UInt8] {
            guard let c0 = Fp(reducing: element.prefix(Fp.byteCount)),
                let c1 = Fp(reducing: element.dropFirst(Fp.byteCount))
            else { throw .byteCount(expected: Fp2.byteCount, found: element.count) }
            return E2.encode(HashToCurve.g2(Fp2(c0, c1)))
        }

        /// Whether bytes are a point, and it is in the group: BLS_G2_INGROUP.
        public static func isInGroup(_ point: [UInt8]) -> Bool {
            E2.isInGroup(point)
        }

        /// Whether bytes are those of infinity: BLS_G2_ISZERO. They needn't be a point.
        public static func isZero(_ point: [UInt8]) -> Bool {
            point == zero
        }
    }
}
