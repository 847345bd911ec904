/// A point (x / z², y / z³) of a curve y² = x³ + b, with z = 0 for infinity.
///
/// The formulas are those of https://www.hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-0.html, completed for equal and
/// opposite points and for infinity.
struct JacobianPoint<Field: CurveField>: Sendable {
    var x: Field
    var y: Field
    var z: Field

    static var infinity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

    init(x: Field, y: Field, z: Field) {
        self.x = x
        self.y = y
        self.z = z
    }

    init(_ point: AffinePoint<Field>) {
        self = point.isInfinity ? .infinity : JacobianPoint(x: point.x, y: point.y, z: .one)
    }

    var isInfinity: Bool { z.isZero }

    var affine: AffinePoint<Field> {
        guard !isInfinity else { return .infinity }
        let inverse = z.inverted
        let square = inverse.squared
        return AffinePoint(x: x * square, y: y * square * inverse)
    }

    var negated: JacobianPoint { JacobianPoint(x: x, y: y.negated, z: z) }

    var doubled: JacobianPoint {
        let a = x.squared
        let b = y.squared
        let c = b.squared
        let d = ((x + b).squared - a - c).doubled
        let e = a.doubled + a
        let x3 = e.squared - d.doubled
        return JacobianPoint(x: x3, y: e * (d - x3) - c.doubled.doubled.doubled, z: (y * z).doubled)
    }

    static func + (left: JacobianPoint, right: JacobianPoint) -> JacobianPoint {
        if left.isInfinity { return right }
        if right.isInfinity { return left }
        let leftSquare = left.z.squared
        let rightSquare = right.z.squared
        let u1 = left.x * rightSquare
        let h = right.x * leftSquare - u1
        let s1 = left.y * rightSquare * right.z
        let r = right.y * leftSquare * left.z - s1
        return sum(u1: u1, s1: s1, h: h, r: r, z: left.z * right.z, equal: left)
    }

    static func + (left: JacobianPoint, right: AffinePoint<Field>) -> JacobianPoint {
        if left.isInfinity { return JacobianPoint(right) }
        if right.isInfinity { return left }
        let square = left.z.squared
        let h = right.x * square - left.x
        let r = right.y * square * left.z - left.y
        return sum(u1: left.x, s1: left.y, h: h, r: r, z: left.z, equal: left)
    }

    /// The sum of (u1, s1) and (u1 + h, s1 + r), both over the same z.
    @inline(__always)
    private static func sum(
        u1: Field, s1: Field, h: Field, r: Field, z: Field, equal point: JacobianPoint
    ) -> JacobianPoint {
        if h.isZero { return r.isZero ? point.doubled : .infinity }
        let hh = h.squared
        let hhh = h * hh
        let v = u1 * hh
        let x3 = r.squared - hhh - v.doubled
        return JacobianPoint(x: x3, y: r * (v - x3) - s1 * hhh, z: z * h)
    }

    /// Whether both are the same point.
    static func == (left: JacobianPoint, right: JacobianPoint) -> Bool {
        (left + right.negated).isInfinity
    }

    /// The product with |z|, the number 0xd201000000010000 that the curve is made from (its z is negative).
    var timesParameter: JacobianPoint {
        var result = self
        // Behind the leading one.
        for index in stride(from: 62, through: 0, by: -1) {
            result = result.doubled
            if curveParameter >> UInt64(index) & 1 != 0 { result = result + self }
        }
        return result
    }
}

/// |z|, where z = -0xd201000000010000 makes the field's modulus, the order and the curve.
var curveParameter: UInt64 { 0xd201_0000_0001_0000 }
