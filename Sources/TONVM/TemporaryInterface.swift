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

    /// Knows PUSHREF, POP c4 and c5, ACCEPT, COMMIT and THROW alone.
    public func run() -> RunResult {
        var slice = code.exoticSlice()
        var gas = gas
        var used: Int64 = 0
        var steps = 0
        var (c4, c5, top) = (data, Cell.empty, Cell.empty)
        var committed: (Cell, Cell)?
        var exitCode: Int32 = 0
        while slice.remainingBits >= 8, exitCode == 0 {
            steps += 1
            let opcode = (try? slice.loadUInt(bits: 8)) ?? 0
            if opcode == 0x88, let cell = try? slice.loadReference() {
                top = cell
                used += 18
                continue
            }
            used += 26
            switch opcode << 8 | ((try? slice.loadUInt(bits: 8)) ?? 0) {
            case 0xed54: c4 = top
            case 0xed55: c5 = top
            case 0xf80f: committed = (c4, c5)
            case 0xf800:
                gas.limit = gas.maximum
                gas.credit = 0
            case let other where other & 0xffc0 == 0xf200:
                exitCode = Int32(other & 0x3f)
                used += 50
                steps += 1
            default: exitCode = 6
            }
        }
        if exitCode == 0 {
            used += 5
            steps += 1
            committed = (c4, c5)
        }
        return RunResult(
            exitCode: exitCode, exitArgument: nil, gasUsed: used, gas: gas, steps: steps, data: committed?.0,
            actions: committed?.1, missingLibrary: nil)
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
