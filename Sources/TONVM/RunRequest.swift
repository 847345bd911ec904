import TONBlocks
public import TONCells
public import TONCrypto

/// A program to run, and what it finds.
public struct RunRequest {
    /// The contract's code: it also becomes c3, as code of contracts finds its own methods there.
    public var code: Cell
    /// c4, the contract's data.
    public var data: Cell
    /// The stack, the top last.
    public var stack: [StackEntry]
    /// The values of c7's tuple: the first is the tuple of the contract's surroundings.
    public var c7: [StackEntry]
    /// How much gas it may use.
    public var gas: GasLimits
    /// Where library cells are looked up.
    public var libraries: LibraryCollection
    /// The network's global version, whose rules apply.
    public var globalVersion: Int
    /// Which signatures pass.
    public var signatureChecks = SignatureChecks.strict
    /// Whether accepting the message ends the run.
    public var stopsOnAccept = false
    /// How many different libraries may be loaded; nil for any number.
    public var maximumLibraryLoads: Int?
    /// How deep the data and actions may be that are kept.
    public var maximumDataDepth = 512
    /// Whether code that is a library cell is looked up beforehand, as for transactions; otherwise the program begins with
    /// a jump to it, and pays for that, as get-methods do.
    public var resolvesCode = true
    /// Whether c3 is the code itself, as contracts have it.
    public var setsC3 = true
    /// Whether a zero is pushed first, as the reference's trials have it.
    public var pushesZero = false
    /// Called before each step.
    public var observer: ((TraceStep) -> Void)?

    /// Makes one.
    public init(
        code: Cell, data: Cell, stack: [StackEntry], c7: [StackEntry], gas: GasLimits,
        libraries: LibraryCollection = .empty,
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

    /// Runs the program to its end.
    public func run() -> RunResult {
        var machine = VirtualMachine(
            code: VirtualMachine.emptySlice, data: data, stack: Stack(stack), c7: Tuple(c7), gas: gas,
            libraries: libraries, version: globalVersion)
        machine.signatureChecks = signatureChecks
        machine.stopsOnAccept = stopsOnAccept
        machine.maximumLibraryLoads = maximumLibraryLoads
        machine.maximumDataDepth = maximumDataDepth
        machine.start(with: code, resolving: resolvesCode)
        if setsC3 {
            machine.registers.c3 = Continuation(code: machine.code, codePage: VirtualMachine.codePage)
            if pushesZero { machine.stack.push(.zero) }
        }
        if let observer { machine.observer = { observer(TraceStep($0)) } }
        return machine.runToResult()
    }
}

extension VirtualMachine {
    /// Runs to the end. The machine has no stack then.
    fileprivate mutating func runToResult() -> RunResult {
        let exitCode = run()
        var entries: [StackEntry] = []
        swap(&entries, &stack.entries)
        var argument: Int32?
        if case .integer(let integer)? = entries.last, let small = integer.smallValue {
            argument = Int32(exactly: small)
        }
        return RunResult(
            exitCode: exitCode, exitArgument: argument, gasUsed: gas.consumed, gas: gas.limits,
            isGasSufficient: gas.remaining >= gas.limits.credit, steps: steps, stack: entries,
            data: committed?.data, actions: committed?.actions, missingLibrary: missingLibrary,
            prunedBranch: prunedBranch)
    }

    /// The code of a contract as it starts: a library's content, free of charge from version 9 on; any other exotic cell
    /// is code that jumps to it, and so fails where it is loaded.
    mutating func start(with cell: Cell, resolving: Bool) {
        code = cell.isExotic ? exoticCode(cell, resolving: resolving) : cell.exoticSlice()
    }

    private func exoticCode(_ cell: Cell, resolving: Bool) -> CellSlice {
        if resolving, globalVersion >= 9, cell.type == .libraryReference, let hash = try? Self.libraryHash(of: cell),
            let library = libraries.content(hash), !library.isExotic
        {
            return library.exoticSlice()
        }
        var builder = CellBuilder()
        guard (try? builder.store(reference: cell)) != nil, let wrapped = try? builder.build() else {
            return Self.emptySlice
        }
        return wrapped.exoticSlice()
    }
}

/// How a run ended.
public struct RunResult {
    /// 0 and 1 are success; −14 is a lack of gas.
    public let exitCode: Int32
    /// The top of the stack where it is a number of 32 bits, as transactions record it.
    public let exitArgument: Int32?
    /// The gas that was used: beyond the limit where the last instruction was too much.
    public let gasUsed: Int64
    /// The limits at the end: accepting a message changes them.
    public let gas: GasLimits
    /// Whether what was used on credit is covered, as an accepted message is.
    public let isGasSufficient: Bool
    /// Steps, implicit ones and exceptions among them.
    public let steps: Int
    /// The stack at the end, the top last.
    public let stack: [StackEntry]
    /// The contract's data as they stay; nil where nothing was committed.
    public let data: Cell?
    /// The list of actions; nil where nothing was committed.
    public let actions: Cell?
    /// A library that was needed and isn't there.
    public let missingLibrary: Hash256?
    /// A pruned branch that was read: the state is only a part.
    public let prunedBranch: Hash256?

    /// Whether data and actions stay.
    public var isCommitted: Bool { data != nil }
}

/// Where a machine stands before a step.
public struct TraceStep {
    /// What is left of the code.
    public let code: CellSlice
    /// The stack, the top last.
    public let stack: [StackEntry]
    /// The gas that is left.
    public let gasRemaining: Int64
    /// Steps done.
    public let steps: Int

    init(_ machine: borrowing VirtualMachine) {
        code = machine.code
        stack = machine.stack.entries
        gasRemaining = machine.gas.remaining
        steps = machine.steps
    }
}
