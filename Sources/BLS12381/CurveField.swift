/// What curves need of the field of their coordinates: ``Fp`` for G1, ``Fp2`` for G2.
protocol CurveField: Equatable, Sendable {
    static var zero: Self { get }
    static var one: Self { get }

    /// Bytes of an encoded element.
    static var byteCount: Int { get }

    /// Reads exactly ``byteCount`` bytes. Nil for any other number, and where a part isn't below p.
    init?(canonical bytes: some Collection<UInt8>)

    /// ``byteCount`` bytes.
    var bytes: [UInt8] { get }

    var isZero: Bool { get }
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
    var negated: Self { get }
    var doubled: Self { get }
    var squared: Self { get }

    /// 1 over the element; zero for zero.
    var inverted: Self { get }

    /// A square root, if the element is a square.
    var squareRoot: Self? { get }

    /// sgn0 of RFC 9380, section 4.1.
    var isOdd: Bool { get }

    /// Whether the element comes after its negative in the order that encodings of points go by.
    var isLarger: Bool { get }
}

extension Fp: CurveField {}
extension Fp2: CurveField {}
