/// Why an instruction failed: an exception that the program may catch, but for ``outOfGas``.
///
/// Reference: "TVM" whitepaper, 4.5.7.
public enum VMException: Int32, Error, Sendable {
    /// Fewer values on the stack than are needed.
    case stackUnderflow = 2
    /// More values than fit.
    case stackOverflow = 3
    /// An integer beyond 257 bits, or a NaN where a number is needed.
    case integerOverflow = 4
    /// An integer outside the range that is allowed.
    case rangeCheck = 5
    /// No instruction of this version.
    case invalidOpcode = 6
    /// A value of another type than is needed.
    case typeCheck = 7
    /// A cell would hold too much.
    case cellOverflow = 8
    /// A cell holds too little, or can't be read.
    case cellUnderflow = 9
    /// A dictionary that isn't one.
    case dictionaryError = 10
    /// Not known.
    case unknown = 11
    /// Nothing that a program could do.
    case fatal = 12
    /// The gas is used up. No program can catch it.
    case outOfGas = 13
}

extension VMException: CustomStringConvertible {
    /// The whitepaper's short name.
    public var description: String {
        switch self {
        case .stackUnderflow: "stack underflow"
        case .stackOverflow: "stack overflow"
        case .integerOverflow: "integer overflow"
        case .rangeCheck: "integer out of range"
        case .invalidOpcode: "invalid opcode"
        case .typeCheck: "type check error"
        case .cellOverflow: "cell overflow"
        case .cellUnderflow: "cell underflow"
        case .dictionaryError: "dictionary error"
        case .unknown: "unknown error"
        case .fatal: "fatal error"
        case .outOfGas: "out of gas"
        }
    }
}
