/// An element c0 + c1 u of the quadratic extension of ``Fp``, where u² = -1.
struct Fp2: Equatable, Sendable {
    var c0: Fp
    var c1: Fp

    @inline(__always)
    init(_ c0: Fp, _ c1: Fp) {
        self.c0 = c0
        self.c1 = c1
    }

    static var zero: Fp2 { Fp2(.zero, .zero) }
    static var one: Fp2 { Fp2(.one, .zero) }

    @inline(__always)
    var isZero: Bool { c0.isZero && c1.isZero }

    @inline(__always)
    static func + (left: Fp2, right: Fp2) -> Fp2 { Fp2(left.c0 + right.c0, left.c1 + right.c1) }

    @inline(__always)
    static func - (left: Fp2, right: Fp2) -> Fp2 { Fp2(left.c0 - right.c0, left.c1 - right.c1) }

    /// The product, by Karatsuba's three multiplications.
    static func * (left: Fp2, right: Fp2) -> Fp2 {
        let low = left.c0 * right.c0
        let high = left.c1 * right.c1
        let cross = (left.c0 + left.c1) * (right.c0 + right.c1)
        return Fp2(low - high, cross - low - high)
    }

    /// The product with an element of ``Fp``.
    static func * (left: Fp2, right: Fp) -> Fp2 { Fp2(left.c0 * right, left.c1 * right) }

    var negated: Fp2 { Fp2(c0.negated, c1.negated) }

    var doubled: Fp2 { self + self }

    var squared: Fp2 { Fp2((c0 + c1) * (c0 - c1), (c0 * c1).doubled) }

    /// The other root's image, which is also the power p.
    var conjugated: Fp2 { Fp2(c0, c1.negated) }

    /// The product with 1 + u, the non-residue that ``Fp6`` is built on.
    @inline(__always)
    var timesNonResidue: Fp2 { Fp2(c0 - c1, c0 + c1) }

    /// 1 over the element; zero for zero.
    var inverted: Fp2 { conjugated * (c0.squared + c1.squared).inverted }

    /// A square root, if the element is a square.
    var squareRoot: Fp2? {
        guard !c1.isZero else {
            // Of a number and its negative one is a square, since -1 isn't.
            if let root = c0.squareRoot { return Fp2(root, .zero) }
            return c0.negated.squareRoot.map { Fp2(.zero, $0) }
        }
        // (x + y u)² has x² + y² = ±|a| and 2xy = c1, so x² is half of c0 ± |a|.
        guard let norm = (c0.squared + c1.squared).squareRoot else { return nil }
        guard let x = ((c0 + norm) * Self.half).squareRoot ?? ((c0 - norm) * Self.half).squareRoot else { return nil }
        let root = Fp2(x, c1 * x.doubled.inverted)
        return root.squared == self ? root : nil
    }

    private static let half = Fp(2).inverted

    /// sgn0 of RFC 9380, section 4.1: the parity of the first part that isn't zero.
    var isOdd: Bool { c0.isZero ? c1.isOdd : c0.isOdd }

    /// Whether the element comes after its negative, where the part with u weighs more.
    var isLarger: Bool { c1.isZero ? c0.isLarger : c1.isLarger }
}

extension Fp2 {
    /// Bytes of an encoded element.
    static let byteCount = 2 * Fp.byteCount

    /// Reads 96 bytes: the part with u, then the other. Nil for any other number of bytes and for a part not below p.
    init?(canonical bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount,
            let c1 = Fp(canonical: bytes.prefix(Fp.byteCount)),
            let c0 = Fp(canonical: bytes.dropFirst(Fp.byteCount))
        else { return nil }
        self.init(c0, c1)
    }

    /// 96 bytes: the part with u, then the other.
    var bytes: [UInt8] { c1.bytes + c0.bytes }
}
