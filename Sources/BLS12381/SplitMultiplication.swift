/// Sums of multiples of a point's images under an endomorphism, which a scalar was split over.
///
/// blst, which the TVM calls, splits every scalar so, and doesn't ask first whether the point is in the subgroup where
/// that is a multiplication. Outside it the result is another point, and the same here.
enum SplitMultiplication {
    /// Bits of a scalar that are added at once.
    private static let width = 5

    /// The sum of the points, each times its scalar below 2^bitCount, five bits of all scalars at a time.
    ///
    /// Whether the sum so far is infinity is noted apart from the sum, as blst does. For points of small order (11 in
    /// G1, 13 in G2) that note can be wrong, and the result too, in the same way.
    static func sum<Field: CurveField>(
        of points: [JacobianPoint<Field>], times scalars: [UInt128], bitCount: Int
    ) -> JacobianPoint<Field> {
        let tables = points.map { multiples(of: $0) }
        let scalars = scalars.map { Words256(high: 0, low: $0) }
        var result = JacobianPoint<Field>.infinity
        var isNothing = true
        var isFirst = true
        let top = bitCount - bitCount % width
        for position in stride(from: top, through: 0, by: -width) {
            for (table, scalar) in zip(tables, scalars) {
                let digit =
                    position == top
                    ? Int((scalar.window(at: position, width: bitCount % width) + 1) >> 1)
                    : scalar.digit(at: position, width: width)
                let multiple = table[max(Int(digit.magnitude), 1) - 1]
                let row = digit < 0 ? multiple.negated : multiple
                if isFirst {
                    isFirst = false
                    (result, isNothing) = (row, digit == 0)
                    continue
                }
                var rowIsNothing = digit == 0
                if !isNothing, !rowIsNothing { result = result + row }
                if result.isInfinity { (isNothing, rowIsNothing) = (true, true) }
                if isNothing { result = row }
                isNothing = isNothing && rowIsNothing
            }
            guard position > 0 else { break }
            for _ in 0..<width { result = result.doubled }
        }
        return isNothing ? .infinity : result
    }

    /// The point times 1 to 16.
    private static func multiples<Field: CurveField>(of point: JacobianPoint<Field>) -> [JacobianPoint<Field>] {
        var multiples = [point]
        for index in 1..<1 << (width - 1) {
            multiples.append(index % 2 == 0 ? multiples[index - 1] + point : multiples[index / 2].doubled)
        }
        return multiples
    }
}
