/// A point by its two coordinates. Infinity is (0, 0), which lies on neither curve.
struct AffinePoint<Field: CurveField>: Equatable, Sendable {
    var x: Field
    var y: Field

    static var infinity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

    var isInfinity: Bool { x.isZero && y.isZero }

    var negated: AffinePoint { AffinePoint(x: x, y: y.negated) }
}
