public import TONBlocks
public import TONCells
public import TONCrypto

// Stands in for the machine until it is there.

public final class BuilderReference: Sendable {}

public final class Continuation: Sendable {}

public enum StackEntry: Sendable {
    case null, integer(Int257), cell(Cell), slice(CellSlice), builder(BuilderReference), continuation(Continuation)
    case tuple(Tuple)
}

public final class Tuple: Sendable {
    public let entries: [StackEntry]

    public init(_ entries: [StackEntry]) { self.entries = entries }
}

public struct GasLimits: Hashable, Sendable {
    public var maximum: Int64
    public var limit: Int64
    public var credit: Int64

    public init(maximum: Int64, limit: Int64, credit: Int64) {
        self.maximum = maximum
        self.limit = limit
        self.credit = credit
    }
}

public struct LibraryCollection: Sendable {
    let roots: [Cell]

    public init(_ roots: [Cell]) { self.roots = roots }
}

public struct RunRequest: Sendable {
    public var code: Cell
    public var data: Cell
    public var stack: [StackEntry]
    public var c7: [StackEntry]
    public var gas: GasLimits
    public var libraries: LibraryCollection
    public var globalVersion: Int
    public var ignoresSignatures = false
    public var maximumLibraryLoads: Int?
    public var maximumDataDepth = 512

    public init(
        code: Cell, data: Cell, stack: [StackEntry], c7: [StackEntry], gas: GasLimits, libraries: LibraryCollection,
        globalVersion: Int
    ) {
        self.code = code
        self.data = data
        self.stack = stack
        self.c7 = c7
        self.gas = gas
        self.libraries = libraries
        self.globalVersion = globalVersion
    }

    public func run() -> RunResult {
        RunResult(
            exitCode: 6, exitArgument: nil, gasUsed: 0, gas: gas, steps: 0, data: nil, actions: nil,
            missingLibrary: nil)
    }
}

public struct RunResult: Sendable {
    public let exitCode: Int32
    public let exitArgument: Int32?
    public let gasUsed: Int64
    public let gas: GasLimits
    public let steps: Int
    public let data: Cell?
    public let actions: Cell?
    public let missingLibrary: Hash256?

    public var isCommitted: Bool { data != nil }
}
