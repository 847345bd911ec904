import TONBlocks
import TONCells

/// A machine that waits for another, which it started with `RUNVM`.
struct SuspendedMachine {
    /// Its state; the machines that wait for it in turn are with the running one.
    var machine: VirtualMachine
    let returnsData: Bool
    let returnsActions: Bool
    let returnsGas: Bool
    let isolatesGas: Bool
    /// How many values it wants back; nil for all.
    let returnedValues: Int?
}

extension VirtualMachine {
    private struct ChildMode: OptionSet {
        let rawValue: Int
        /// c3 is the child's code.
        static let setsC3 = ChildMode(rawValue: 1)
        /// A zero is pushed first.
        static let pushesZero = ChildMode(rawValue: 2)
        /// c4 comes from the stack, and goes back.
        static let data = ChildMode(rawValue: 4)
        /// The gas limit comes from the stack, and the gas that was used goes back.
        static let gas = ChildMode(rawValue: 8)
        /// c7 comes from the stack.
        static let c7 = ChildMode(rawValue: 16)
        /// c5 goes back.
        static let actions = ChildMode(rawValue: 32)
        /// The hard gas limit comes from the stack.
        static let maximumGas = ChildMode(rawValue: 64)
        /// Cells that the parent loaded aren't cheaper.
        static let isolatedGas = ChildMode(rawValue: 128)
        /// How many values go back comes from the stack.
        static let count = ChildMode(rawValue: 256)
    }

    /// Starts a machine within the machine, and waits for it.
    ///
    /// Reference: `RUNVM`, from version 4 on.
    mutating func runChild(mode rawMode: Int) throws(VMException) {
        guard rawMode < 512 else { throw .rangeCheck }
        let mode = ChildMode(rawValue: rawMode)
        try consume(GasPrice.child)
        var maximum = mode.contains(.maximumGas) ? try stack.popInteger(in: 0...Int.max) : Int.max
        var limit = mode.contains(.gas) ? try stack.popInteger(in: 0...Int.max) : Int.max
        maximum = mode.contains(.maximumGas) ? max(maximum, limit) : limit
        let c7 = mode.contains(.c7) ? try stack.popTuple(count: 0...Int.max) : nil
        let data = mode.contains(.data) ? try stack.popCell() : nil
        let returned = mode.contains(.count) ? try stack.popInteger(in: 0...1 << 30) : nil
        let childCode = try stack.popSlice()
        try stack.require(1)
        let size = try stack.popInteger(in: 0...stack.depth - 1)
        let values = stack.splitTop(size)
        try consumeForStack(of: size)
        maximum = min(maximum, Int(gas.remaining))
        limit = min(limit, Int(gas.remaining))

        var child = VirtualMachine(
            code: childCode, data: data ?? .empty, stack: Stack(values), c7: c7,
            gas: GasLimits(maximum: Int64(maximum), limit: Int64(limit)), libraries: .empty, version: globalVersion)
        child.signatureChecks = signatureChecks
        if mode.contains(.setsC3) {
            child.registers.c3 = Continuation(code: childCode, codePage: Self.codePage)
            if mode.contains(.pushesZero) { child.stack.push(.zero) }
        }
        child.maximumLibraryLoads = maximumLibraryLoads
        child.maximumDataDepth = maximumDataDepth
        if mode.contains(.isolatedGas) {
            // May be the end of this machine, which must then still have all that it has.
            try consume(freeGas)
            signatureCount = 0
            extraBalanceReads = 0
            freeGas = 0
        } else {
            child.loadedCells = loadedCells
            loadedCells = CellHashSet()
        }
        child.libraries = libraries
        child.loadedLibraries = loadedLibraries
        child.missingLibrary = missingLibrary
        child.prunedBranch = prunedBranch
        child.observer = observer
        child.signatureChecks = signatureChecks
        child.freeGas = freeGas
        child.extraBalanceReads = extraBalanceReads
        if globalVersion >= 10 {
            // What the isolation cost is gone too.
            child.gas = Gas(
                GasLimits(
                    maximum: min(child.gas.limits.maximum, gas.remaining),
                    limit: min(child.gas.limits.limit, gas.remaining)))
        }
        child.parents = parents
        child.spareContinuations = spareContinuations
        parents = []
        spareContinuations = []
        child.parents.append(
            SuspendedMachine(
                machine: self, returnsData: mode.contains(.data), returnsActions: mode.contains(.actions),
                returnsGas: mode.contains(.gas), isolatesGas: mode.contains(.isolatedGas), returnedValues: returned))
        self = child
    }

    /// Goes on with a machine that waited for this one, which ended with an exit code.
    mutating func resume(_ suspended: SuspendedMachine, with code: Int32) throws(VMException) {
        let child = self
        self = suspended.machine
        parents = child.parents
        spareContinuations = child.spareContinuations
        loadedLibraries = child.loadedLibraries
        missingLibrary = child.missingLibrary
        prunedBranch = child.prunedBranch
        steps += child.steps
        if !suspended.isolatesGas { loadedCells = child.loadedCells }
        signatureCount = child.signatureCount
        extraBalanceReads = child.extraBalanceReads
        freeGas = child.freeGas

        try consume(min(child.gas.consumed, child.gas.limits.limit.addingReportingOverflow(1).partialValue))
        var code = code
        var count: Int
        if code == 0 || code == 1 {
            count = suspended.returnedValues ?? child.stack.depth
            if count > child.stack.depth {
                count = 0
                code = ~VMException.stackUnderflow.rawValue
                stack.push(.zero)
            }
        } else {
            count = min(child.stack.depth, 1)
        }
        try consumeForStack(of: count)
        stack.entries.append(contentsOf: child.stack.entries.suffix(count))
        stack.push(Int(code))
        let isCommitted = child.committed != nil || globalVersion < 11
        if suspended.returnsData { stack.push(maybe: isCommitted ? child.committed?.data : nil) }
        if suspended.returnsActions { stack.push(maybe: isCommitted ? child.committed?.actions : nil) }
        if suspended.returnsGas { stack.push(Int(child.gas.consumed)) }
    }
}
