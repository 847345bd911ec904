/// Why points could not be read or joined: where the TVM's instruction ends with its exception "unknown error" (11).
///
/// The functions that only answer yes or no answer no instead.
public enum BLSError: Error, Hashable, Sendable {
    /// An encoding, or a field element, of a wrong length.
    case byteCount(expected: Int, found: Int)
    /// The highest bit of an encoding is clear: it claims to be uncompressed, which has another length.
    case uncompressed
    /// An encoding of infinity with further bits set.
    case malformedInfinity
    /// A coordinate that isn't below the field's modulus.
    case coordinateTooLarge
    /// No point of the curve has that x.
    case notOnCurve
    /// The point lies on the curve but outside the subgroup of order r, where one inside is wanted.
    case notInSubgroup
    /// An aggregate of no signatures.
    case noSignatures
}

extension BLSError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .byteCount(let expected, let found): "expected \(expected) bytes, found \(found)"
        case .uncompressed: "expected a compressed point, but its highest bit is clear"
        case .malformedInfinity: "expected zeros behind the bits that say infinity"
        case .coordinateTooLarge: "a coordinate isn't below the modulus"
        case .notOnCurve: "no point of the curve has that x"
        case .notInSubgroup: "the point isn't in the subgroup of order r"
        case .noSignatures: "expected at least one signature"
        }
    }
}
