/// Sums of points times scalars.
enum MultiExponentiation {
    /// The sum of each point times its scalar below r, of two pairs or more.
    ///
    /// Up to 31 pairs blst (0.3.15, which the TVM calls) brings tables of multiples to affine form by one shared
    /// inversion. An infinite point among them makes it an inversion of zero: then of every table only the point
    /// itself is left, so that of all digits only 1 and -1 count. That is followed here.
    static func sum<Field: CurveField>(_ terms: [(point: AffinePoint<Field>, scalar: Words256)]) -> JacobianPoint<Field>
    {
        guard terms.count < 32 else { return sumByBuckets(terms) }
        let onlyOnes = terms.contains { $0.point.isInfinity }
        return sumByTables(terms, onlyOnes: onlyOnes)
    }

    /// Straus: four bits of all scalars at a time, with tables of the first eight multiples.
    private static func sumByTables<Field: CurveField>(
        _ terms: [(point: AffinePoint<Field>, scalar: Words256)], onlyOnes: Bool
    ) -> JacobianPoint<Field> {
        let tables = terms.map { term in
            var multiples = [JacobianPoint(term.point)]
            if !onlyOnes { for _ in 1..<8 { multiples.append(multiples[multiples.count - 1] + term.point) } }
            return multiples
        }
        var result = JacobianPoint<Field>.infinity
        for position in stride(from: 252, through: 0, by: -4) {
            for _ in 0..<4 { result = result.doubled }
            for (table, term) in zip(tables, terms) {
                let digit = term.scalar.digit(at: position, width: 4)
                guard digit != 0, digit.magnitude <= table.count else { continue }
                let multiple = table[Int(digit.magnitude) - 1]
                result = result + (digit < 0 ? multiple.negated : multiple)
            }
        }
        return result
    }

    /// Pippenger: for each window the points of a digit are summed first, then the sums times their digits.
    private static func sumByBuckets<Field: CurveField>(
        _ terms: [(point: AffinePoint<Field>, scalar: Words256)]
    ) -> JacobianPoint<Field> {
        // About the best width for so many points; more than ten bits pays only from thousands on.
        let width = min(10, max(4, Int.bitWidth - terms.count.leadingZeroBitCount - 2))
        var result = JacobianPoint<Field>.infinity
        // Scalars have 255 bits: the window at the highest position isn't full, so its digit isn't negative.
        for position in stride(from: 255 / width * width, through: 0, by: -width) {
            for _ in 0..<width { result = result.doubled }
            var buckets = [JacobianPoint<Field>](repeating: .infinity, count: 1 << (width - 1))
            for term in terms {
                let digit = term.scalar.digit(at: position, width: width)
                guard digit != 0 else { continue }
                let point = digit < 0 ? term.point.negated : term.point
                buckets[Int(digit.magnitude) - 1] = buckets[Int(digit.magnitude) - 1] + point
            }
            var running = JacobianPoint<Field>.infinity
            for bucket in buckets.reversed() {
                running = running + bucket
                result = result + running
            }
        }
        return result
    }
}
