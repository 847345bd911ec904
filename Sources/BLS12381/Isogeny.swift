/// A curve y² = x³ + a x + b on which every field element has a point (by the simplified Shallue-van de Woestijne-Ulas
/// map) and a rational map from there to one of the curves of BLS12-381, which has no such map itself.
struct Isogeny<Field: CurveField>: Sendable {
    var a: Field
    var b: Field
    /// The non-square that the map takes its second try from.
    var z: Field
    /// Coefficients by rising power. The y of the image is y times its quotient.
    var xNumerator: [Field]
    var xDenominator: [Field]
    var yNumerator: [Field]
    var yDenominator: [Field]

    /// The point for a field element, on the curve that the map leads to: RFC 9380, sections 6.6.2 and 6.6.3.
    func map(_ element: Field) -> JacobianPoint<Field> {
        image(of: simplifiedSWU(element))
    }

    /// RFC 9380, section 6.6.2.
    private func simplifiedSWU(_ element: Field) -> AffinePoint<Field> {
        let factor = z * element.squared
        let sum = factor.squared + factor
        // The first x is numerator / denominator, and x³ + a x + b there is right / denominator⁴.
        var numerator = b * (sum + .one)
        let denominator = sum.isZero ? a * z : (a * sum).negated
        let square = denominator.squared
        var right = ((numerator.squared + a * square) * numerator + b * square * denominator) * denominator
        var root = right.squareRoot
        if root == nil {
            // The second x is the first times the factor; then the right side is a square.
            numerator = factor * numerator
            right = factor.squared * factor * right
            root = right.squareRoot
        }
        let inverse = denominator.inverted
        let y = (root ?? .zero) * inverse.squared
        return AffinePoint(x: numerator * inverse, y: y.isOdd == element.isOdd ? y : y.negated)
    }

    /// RFC 9380, appendix E. Where a denominator is zero, the image is infinity.
    private func image(of point: AffinePoint<Field>) -> JacobianPoint<Field> {
        let xDivisor = Self.evaluate(xDenominator, at: point.x)
        let yDivisor = Self.evaluate(yDenominator, at: point.x)
        let z = xDivisor * yDivisor
        return JacobianPoint(
            x: Self.evaluate(xNumerator, at: point.x) * yDivisor * z,
            y: Self.evaluate(yNumerator, at: point.x) * point.y * z.squared * xDivisor,
            z: z)
    }

    private static func evaluate(_ coefficients: [Field], at x: Field) -> Field {
        coefficients.reversed().reduce(.zero) { $0 * x + $1 }
    }
}
