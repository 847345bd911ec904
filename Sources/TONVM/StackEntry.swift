public import TONBlocks
public import TONCells

/// A value on the stack of a running machine.
public enum StackEntry: Sendable {
    /// Nothing.
    case null
    /// An integer of 257 bits, or NaN.
    case integer(Int257)
    /// A cell.
    case cell(Cell)
    /// A slice.
    case slice(CellSlice)
    /// A builder.
    case builder(BuilderReference)
    /// A continuation.
    case continuation(Continuation)
    /// A tuple of up to 255 values.
    case tuple(Tuple)

    /// The integer, if it is one.
    public var integer: Int257? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// Minus one, the TVM's true.
    static let trueValue = StackEntry.integer(.minusOne)
    /// Zero, the TVM's false.
    static let falseValue = StackEntry.integer(.zero)

    /// Which case it is, to compare types by.
    var typeCode: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .cell: 2
        case .slice: 3
        case .builder: 4
        case .continuation: 5
        case .tuple: 6
        }
    }

    /// Whether it is nothing.
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The tuple, if it is one.
    var asTuple: Tuple? {
        if case .tuple(let tuple) = self { tuple } else { nil }
    }
}

/// A builder on the stack.
///
/// An object, since a builder is large, and one that several entries of the stack may share: it is changed only where
/// nobody else refers to it.
public final class BuilderReference: @unchecked Sendable {
    // Unchecked: changed only by who holds the one reference, and so by one access at a time.
    @exclusivity(unchecked) var builder: CellBuilder

    init(_ builder: CellBuilder) { self.builder = builder }
}

/// A tuple on the stack: up to 255 values.
public final class Tuple: @unchecked Sendable {
    // Unchecked: changed only by who holds the one reference.
    /// The values, the first first.
    public internal(set) var entries: [StackEntry]

    /// Makes one.
    public init(_ entries: [StackEntry] = []) { self.entries = entries }

    deinit {
        if entries.containsNested { Burial.release(&entries) }
    }
}
