import TONBlocks
import TONCells
import TONCrypto

/// A machine that runs a program: the state of one run, and the loop that steps through it.
///
/// Families of instructions extend it in `Instructions/`: `execute(_:_:)` takes the operation and the operand bits, with
/// the code already moved past both. What lies in code behind the operand (references, slices in line) they take from
/// ``code``. An instruction that fails throws; what it took from the stack by then doesn't matter, for an exception
/// clears the stack.
///
/// Reference: "TVM" whitepaper, and `crypto/vm` of the C++ implementation for what changed with global versions.
struct VirtualMachine {
    /// What is left of the code.
    var code: CellSlice
    var stack: Stack
    var registers: ControlRegisters
    var gas: Gas
    let globalVersion: Int
    /// Steps so far: instructions, implicit ones and exceptions among them.
    var steps = 0
    /// The exit code, once the program has ended.
    var exitCode: Int32?

    /// The data and actions that stay even where the program fails afterwards.
    var committed: (data: Cell, actions: Cell)?

    var libraries: LibraryCollection
    /// The cells loaded so far: another load of them is cheaper.
    var loadedCells = CellHashSet()
    /// The libraries asked for so far, up to a limit.
    var loadedLibraries = CellHashSet()
    var maximumLibraryLoads: Int?
    /// The last library that no collection had.
    var missingLibrary: Hash256?
    /// The last pruned branch that was to be read, where the state is only a part.
    var prunedBranch: Hash256?
    /// How deep data and actions may be.
    var maximumDataDepth = 512

    /// Which signatures pass.
    var signatureChecks = SignatureChecks.strict
    /// Whether accepting a message ends the run.
    var stopsOnAccept = false

    /// How often a signature was checked, and an extra balance read: the first times are free or cheap.
    var signatureCount = 0
    var extraBalanceReads = 0
    /// Gas for what was free: charged where gas is isolated in a child.
    var freeGas: Int64 = 0

    /// The machines that wait for this one.
    var parents: [SuspendedMachine] = []
    /// Continuations to use again: calls and loops need no memory then.
    var spareContinuations: [Continuation] = []
    /// Called before each step.
    var observer: ((borrowing VirtualMachine) -> Void)?

    private let firstOpcodes: UnsafeMutablePointer<UInt16>
    private let secondOpcodes: UnsafeMutablePointer<UInt16>
    private let entries: UnsafeMutablePointer<InstructionTable.Entry>

    /// The code page that all code has: no other is there.
    static let codePage: Int16 = 0
    static let emptySlice = Cell.empty.exoticSlice()

    enum GasPrice {
        static let instruction: Int64 = 10
        static let cellLoad: Int64 = 100
        static let cellReload: Int64 = 25
        static let cellCreation: Int64 = 500
        static let exception: Int64 = 50
        static let implicitJump: Int64 = 10
        static let implicitReturn: Int64 = 5
        static let freeStackDepth = 32
        static let freeNestedJumps = 8
        static let child: Int64 = 40
    }

    init(
        code: CellSlice, data: Cell, stack: Stack, c7: Tuple?, gas: GasLimits, libraries: LibraryCollection,
        version: Int
    ) {
        self.code = code
        self.stack = stack
        self.gas = Gas(gas)
        self.libraries = libraries
        globalVersion = version
        let table = InstructionTable.shared
        firstOpcodes = table.first
        secondOpcodes = table.second
        entries = table.entries
        registers = ControlRegisters()
        registers.c0 = Self.quitNormally
        registers.c1 = Self.quitAlternatively
        registers.c2 = Self.quitWithException
        registers.c3 = Continuation(.quit, number: 11)
        registers.c4 = data
        registers.c5 = .empty
        registers.c7 = c7 ?? Tuple()
    }

    // MARK: - Gas

    /// Uses gas. Throws where none is left; before version 4 only at the end of the step.
    @inline(__always)
    mutating func consume(_ amount: Int64) throws(VMException) {
        gas.remaining &-= amount
        if gas.remaining < 0, globalVersion >= 4 { throw .outOfGas }
    }

    /// Uses gas, and throws in any version where none is left.
    @inline(__always)
    mutating func consumeChecked(_ amount: Int64) throws(VMException) {
        gas.remaining &-= amount
        if gas.remaining < 0 { throw .outOfGas }
    }

    /// Uses gas for a stack that was copied.
    mutating func consumeForStack(of depth: Int) throws(VMException) {
        try consume(Int64(max(depth, GasPrice.freeStackDepth) - GasPrice.freeStackDepth))
    }

    /// Uses gas for a tuple of so many values.
    mutating func consumeForTuple(of count: Int) throws(VMException) { try consume(Int64(count)) }

    // MARK: - Cells

    /// Loads a cell as data: pays for it, and goes on to the library that it stands for. Throws `cellUnderflow` for
    /// other exotic cells.
    mutating func load(_ cell: Cell) throws(VMException) -> CellSlice {
        try payForLoad(of: cell)
        return cell.isExotic ? try contentOfLibrary(cell) : cell.exoticSlice()
    }

    /// What an exotic cell that was paid for stands for.
    mutating func contentOfLibrary(_ cell: Cell) throws(VMException) -> CellSlice {
        guard cell.type == .libraryReference else {
            if cell.type == .prunedBranch { prunedBranch = cell.hash(level: 0) }
            throw .cellUnderflow
        }
        guard var library = try library(of: cell) else { throw .cellUnderflow }
        // From version 5 on a library is paid for once, and is no library itself.
        while globalVersion < 5 {
            try payForLoad(of: library)
            guard library.isExotic else { break }
            guard library.type == .libraryReference, let next = try self.library(of: library) else {
                throw .cellUnderflow
            }
            library = next
        }
        guard !library.isExotic else { throw .cellUnderflow }
        return library.exoticSlice()
    }

    /// Loads a cell of any kind, as it is.
    mutating func loadExotic(_ cell: Cell) throws(VMException) -> CellSlice {
        try payForLoad(of: cell)
        return cell.exoticSlice()
    }

    mutating func payForLoad(of cell: Cell) throws(VMException) { try payForLoad(of: cell.hash) }

    /// Pays for a cell with a hash.
    @inline(__always)
    mutating func payForLoad(of hash: Hash256) throws(VMException) {
        let isNew = loadedCells.insert(hash)
        try consume(isNew ? GasPrice.cellLoad : GasPrice.cellReload)
    }

    /// The cell that a library cell stands for; nil where it isn't found.
    mutating func library(of cell: Cell) throws(VMException) -> Cell? {
        let hash = try Self.libraryHash(of: cell)
        if let maximumLibraryLoads {
            if loadedLibraries.count >= maximumLibraryLoads {
                guard loadedLibraries.contains(hash) else { return nil }
            } else {
                _ = loadedLibraries.insert(hash)
            }
        }
        guard let found = libraries.content(hash) else {
            missingLibrary = hash
            return nil
        }
        return found
    }

    /// The hash that a library cell names.
    static func libraryHash(of cell: Cell) throws(VMException) -> Hash256 {
        var slice = cell.exoticSlice()
        slice.advance(bits: 8)
        do { return try slice.loadHash() } catch { throw .cellUnderflow }
    }

    /// Makes a cell of a builder, and pays for it.
    mutating func build(_ builder: CellBuilder) throws(VMException) -> Cell {
        try consume(GasPrice.cellCreation)
        return try Self.cellOverflow { () throws(CellError) in try builder.build() }
    }

    /// Turns what goes wrong in reading into an exception of the machine.
    @inline(__always)
    static func cellUnderflow<Value>(_ body: () throws(CellError) -> Value) throws(VMException) -> Value {
        do { return try body() } catch { throw .cellUnderflow }
    }

    /// Turns what goes wrong in writing into an exception of the machine.
    @inline(__always)
    static func cellOverflow<Value>(_ body: () throws(CellError) -> Value) throws(VMException) -> Value {
        do { return try body() } catch { throw .cellOverflow }
    }

    /// The builder itself where nobody else refers to it, else a copy: what is changed then may be pushed.
    static func writable(_ builder: consuming BuilderReference) -> BuilderReference {
        var builder = consume builder
        guard !isKnownUniquelyReferenced(&builder) else { return builder }
        return BuilderReference(builder.builder)
    }

    /// The tuple itself where nobody else refers to it, else a copy.
    static func writable(_ tuple: consuming Tuple) -> Tuple {
        var tuple = consume tuple
        guard !isKnownUniquelyReferenced(&tuple) else { return tuple }
        return Tuple(tuple.entries)
    }

    // MARK: - Running

    /// Runs to the end, children among it, and returns the exit code.
    mutating func run() -> Int32 {
        var code = runAlone()
        while let parent = parents.popLast() {
            do throws(VMException) {
                try resume(parent, with: code)
                code = runAlone()
            } catch {
                code = endWithoutGas()
            }
        }
        return code
    }

    /// Runs this machine to its end.
    private mutating func runAlone() -> Int32 {
        exitCode = nil
        while exitCode == nil {
            do throws(VMException) {
                try step()
                if gas.remaining < 0 { return endWithoutGas() }
            } catch .outOfGas {
                return endWithoutGas()
            } catch {
                steps += 1
                do throws(VMException) {
                    try throwException(Int(error.rawValue))
                } catch .outOfGas {
                    return endWithoutGas()
                } catch {
                    // An exception while one was handled.
                    return error.rawValue
                }
            }
        }
        let code = exitCode ?? 0
        if code == 0 || code == 1, !commit() {
            stack = Stack([.integer(.zero)])
            return VMException.cellOverflow.rawValue
        }
        return code
    }

    /// The exit code of a program without gas; no program can make it up.
    static let outOfGasExitCode: Int32 = ~VMException.outOfGas.rawValue

    private mutating func endWithoutGas() -> Int32 {
        steps += 1
        stack = Stack([.integer(Int257(Int(gas.consumed)))])
        return Self.outOfGasExitCode
    }

    /// Keeps data and actions as they are now; false where they are too deep or only parts.
    mutating func commit() -> Bool {
        guard let data = registers.c4, let actions = registers.c5, data.depth <= maximumDataDepth,
            actions.depth <= maximumDataDepth, data.level == 0, actions.level == 0
        else { return false }
        committed = (data, actions)
        return true
    }

    /// Carries out the next instruction.
    @inline(__always)
    private mutating func step() throws(VMException) {
        if observer != nil { observe() }
        steps &+= 1
        let bits = code.remainingBits
        guard bits > 0 else {
            try implicitStep()
            return
        }
        let opcode = UInt32(truncatingIfNeeded: code.prefetchUInt(bits: Instruction.maximumBits))
        let row = InstructionTable.row(of: opcode, firstOpcodes, secondOpcodes)
        guard row > 0 else { throw try invalidOpcode() }
        let entry = entries[row &- 1]
        guard globalVersion >= Int(entry.sinceVersion) else { throw try invalidOpcode() }
        let total = Int(entry.totalBits)
        try consume(GasPrice.instruction &+ Int64(total))
        // Fewer bits than the opcode needs are filled up with zeros, and found too short only then.
        guard bits >= total else { throw .invalidOpcode }
        code.advance(bits: total)
        let operand = opcode &>> UInt32(truncatingIfNeeded: Instruction.maximumBits &- total) & entry.operandMask
        switch entry.operation {
        case .stack(let operation): try execute(operation, operand)
        case .tuple(let operation): try execute(operation, operand)
        case .arithmetic(let operation): try execute(operation, operand)
        case .cell(let operation): try execute(operation, operand)
        case .dictionary(let operation): try execute(operation, operand)
        case .continuation(let operation): try execute(operation, operand)
        case .application(let operation): try execute(operation, operand)
        case .crypto(let operation): try execute(operation, operand)
        }
    }

    @inline(never)
    private func observe() { observer?(self) }

    /// Pays for an opcode that is none, and says so.
    private mutating func invalidOpcode() throws(VMException) -> VMException {
        try consume(GasPrice.instruction)
        return .invalidOpcode
    }

    /// What happens at the end of the code: it goes on in the next reference, or returns.
    private mutating func implicitStep() throws(VMException) {
        guard code.remainingReferences > 0 else {
            try consumeChecked(GasPrice.implicitReturn)
            try jumpToC0()
            return
        }
        try consumeChecked(GasPrice.implicitJump)
        code = try load(try nextCodeReference())
    }

    /// Takes the next reference of the code; throws `invalidOpcode` where there is none.
    @inline(__always)
    mutating func nextCodeReference() throws(VMException) -> Cell {
        do { return try code.loadReference() } catch { throw .invalidOpcode }
    }

    // MARK: - Exceptions

    /// Hands control to the exception handler, with the number and an argument alone on the stack.
    mutating func throwException(_ number: Int, argument: StackEntry = .falseValue) throws(VMException) {
        stack.entries.removeAll(keepingCapacity: true)
        stack.push(argument)
        stack.push(number)
        code = Self.emptySlice
        try consumeChecked(GasPrice.exception)
        guard let handler = registers.c2 else { throw .fatal }
        try jump(to: handler)
    }
}
