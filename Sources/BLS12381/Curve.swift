/// One of the two curves that points of G1 and G2 lie on, y² = x³ + b.
protocol Curve {
    associatedtype Field: CurveField
    typealias Affine = AffinePoint<Field>
    typealias Jacobian = JacobianPoint<Field>

    static var b: Field { get }

    /// Whether a point of the curve has order r (or is infinity).
    static func isInSubgroup(_ point: JacobianPoint<Field>) -> Bool

    /// The product with a number below r, computed as blst does: see ``SplitMultiplication``.
    static func multiply(_ point: JacobianPoint<Field>, by scalar: Words256) -> JacobianPoint<Field>
}

extension Curve {
    /// Bytes of an encoded point.
    static var byteCount: Int { Field.byteCount }

    static func contains(_ point: Affine) -> Bool {
        point.isInfinity || point.y.squared == point.x.squared * point.x + b
    }

    /// Reads a compressed point, by the rules of ZCash's encoding as blst follows them.
    ///
    /// The first three bits say: compressed (must be set), infinity (nothing else may be set then), and that y is the
    /// larger of the two. The rest is x. A point with x = 0 is refused, since neither is in a subgroup of order r.
    /// Nothing else says that the point is in that subgroup.
    static func decode(_ bytes: some Collection<UInt8>) throws(BLSError) -> Affine {
        var bytes = Array(bytes)
        guard bytes.count == byteCount, let first = bytes.first else {
            throw .byteCount(expected: byteCount, found: bytes.count)
        }
        guard first & 0x80 != 0 else { throw .uncompressed }
        bytes[0] = first & 0x1f
        guard first & 0x40 == 0 else {
            guard first == 0xc0, bytes.allSatisfy({ $0 == 0 }) else { throw .malformedInfinity }
            return .infinity
        }
        guard let x = Field(canonical: bytes) else { throw .coordinateTooLarge }
        guard let y = (x.squared * x + b).squareRoot else { throw .notOnCurve }
        guard !x.isZero else { throw .notInSubgroup }
        return Affine(x: x, y: y.isLarger == (first & 0x20 != 0) ? y : y.negated)
    }

    /// The compressed form of a point.
    static func encode(_ point: Jacobian) -> [UInt8] {
        let affine = point.affine
        guard !affine.isInfinity else { return encodedInfinity }
        var bytes = affine.x.bytes
        bytes[0] |= affine.y.isLarger ? 0xa0 : 0x80
        return bytes
    }

    /// The compressed form of infinity.
    static var encodedInfinity: [UInt8] { [0xc0] + [UInt8](repeating: 0, count: byteCount - 1) }
}
