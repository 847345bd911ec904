import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction that makes closures, or works on control registers.
    mutating func executeRegister(_ operation: ContinuationOperation, _ operand: UInt32) throws(VMException) {
        let (first, second) = (Int(operand >> 4 & 15), Int(operand & 15))
        let secondOrAll = second == 15 ? -1 : second
        switch operation {
        case .setArguments: try setArguments(copying: first, more: secondOrAll)
        case .setArgumentsVariable:
            try stack.require(2)
            let more = try stack.popInteger(in: -1...255)
            try setArguments(copying: try stack.popInteger(in: 0...255), more: more)
        case .setCountVariable:
            try stack.require(2)
            try setArguments(copying: 0, more: try stack.popInteger(in: -1...255))
        case .putAside: try putAside(keeping: second)
        case .putAsideVariable: try putAside(keeping: try stack.popInteger(in: 0...255))
        case .bless: stack.push(makeContinuation(code: try stack.popSlice()))
        case .blessVariable:
            try stack.require(2)
            let more = try stack.popInteger(in: -1...255)
            try bless(copying: try stack.popInteger(in: 0...255), more: more)
        case .blessArguments: try bless(copying: first, more: secondOrAll)
        case .pushRegister: stack.push(registers[second])
        case .popRegister:
            guard registers.set(second, to: try stack.pop()) else { throw .typeCheck }
        case .setInContinuation:
            try stack.require(2)
            try setInContinuation(second)
        case .setInReturn:
            registers.c0 = try defining(second, as: try stack.pop(), in: registers.c0)
        case .setInAlternative:
            registers.c1 = try defining(second, as: try stack.pop(), in: registers.c1)
        case .saveInReturn: registers.c0 = try defining(second, as: registers[second], in: registers.c0)
        case .saveInAlternative: registers.c1 = try defining(second, as: registers[second], in: registers.c1)
        case .saveInBoth:
            let value = registers[second]
            registers.c0 = try Self.withSaved(second, value, in: registers.c0)
            registers.c1 = try Self.withSaved(second, value, in: registers.c1)
        case .popSaving: try popSaving(second)
        case .pushRegisterVariable:
            let value = registers[try stack.popInteger(in: 0...16)]
            guard !value.isNull else { throw .rangeCheck }
            stack.push(value)
        case .popRegisterVariable:
            try stack.require(2)
            let index = try stack.popInteger(in: 0...16)
            guard ControlRegisters.isValid(index) else { throw .rangeCheck }
            guard registers.set(index, to: try stack.pop()) else { throw .typeCheck }
        case .setInContinuationVariable:
            try stack.require(3)
            let index = try stack.popInteger(in: 0...16)
            guard ControlRegisters.isValid(index) else { throw .rangeCheck }
            try setInContinuation(index)
        case .setMany: try setMany(Int(operand))
        case .setManyVariable:
            try stack.require(2)
            try setMany(try stack.popInteger(in: 0...255))
        default: try executeComposition(operation)
        }
    }

    // MARK: - Closures

    /// Puts values into a continuation, and limits how many more it takes.
    private mutating func setArguments(copying count: Int, more: Int) throws(VMException) {
        try stack.require(count + 1)
        var continuation = try stack.popContinuation()
        if count > 0 || more >= 0 {
            continuation = Self.withControlData(continuation)
            if count > 0 {
                try Self.put(stack.splitTop(count), into: continuation)
                try consumeForStack(of: continuation.stack?.count ?? 0)
                if continuation.argumentCount >= 0 { continuation.argumentCount -= Int32(count) }
            }
            if more >= 0 {
                if continuation.argumentCount > more {
                    // More than any stack has: it fails when it is run.
                    continuation.argumentCount = 0x4000_0000
                } else if continuation.argumentCount < 0 {
                    continuation.argumentCount = Int32(more)
                }
            }
        }
        stack.push(continuation)
    }

    private static func put(_ values: [StackEntry], into continuation: Continuation) throws(VMException) {
        if continuation.argumentCount >= 0, continuation.argumentCount < values.count { throw .stackOverflow }
        if continuation.stack == nil {
            continuation.stack = values
        } else {
            continuation.stack?.append(contentsOf: values)
        }
    }

    /// Puts all but the topmost values into c0, which finds them there.
    private mutating func putAside(keeping count: Int) throws(VMException) {
        try stack.require(count)
        guard stack.depth > count else { return }
        let kept = stack.splitTop(count)
        guard let current = registers.c0.take() else { throw .fatal }
        let continuation = Self.withControlData(current)
        registers.c0 = continuation
        let moved = stack.depth
        // The register must stay as it was where this fails: so nothing is put before it is known to fit.
        try Self.put(stack.entries, into: continuation)
        stack.entries = kept
        try consumeForStack(of: continuation.stack?.count ?? 0)
        if continuation.argumentCount >= 0 { continuation.argumentCount -= Int32(moved) }
    }

    private mutating func bless(copying count: Int, more: Int) throws(VMException) {
        try stack.require(count + 1)
        let slice = try stack.popSlice()
        let values = stack.splitTop(count)
        try consumeForStack(of: count)
        let continuation = makeContinuation(code: slice)
        continuation.stack = values
        continuation.argumentCount = Int32(more)
        stack.push(continuation)
    }

    // MARK: - Registers

    /// A continuation with a register saved in it, unless it is there already; throws `typeCheck` where the value has the
    /// wrong type, and before version 14 where it is there.
    private mutating func defining(
        _ index: Int, as value: StackEntry, in continuation: Continuation?
    ) throws(VMException) -> Continuation {
        guard let continuation else { throw .fatal }
        // A copy, since the original is still in its register should this fail.
        let result = Self.withControlData(continuation)
        guard result.saved.define(index, as: value, passingOver: globalVersion >= 14) else { throw .typeCheck }
        return result
    }

    /// A continuation with a register saved in it, if that can be.
    private static func withSaved(
        _ index: Int, _ value: StackEntry, in continuation: Continuation?
    ) throws(VMException) -> Continuation {
        guard let continuation else { throw .fatal }
        let result = Self.withControlData(continuation)
        _ = result.saved.define(index, as: value, passingOver: false)
        return result
    }

    private mutating func setInContinuation(_ index: Int) throws(VMException) {
        let continuation = try stack.popContinuation()
        stack.push(try defining(index, as: try stack.pop(), in: continuation))
    }

    private mutating func setMany(_ mask: Int) throws(VMException) {
        guard mask & 1 << 6 == 0 else { throw .rangeCheck }
        var continuation = try stack.popContinuation()
        for index in 0..<8 where mask & 1 << index != 0 {
            continuation = try defining(index, as: registers[index], in: continuation)
        }
        stack.push(continuation)
    }

    private mutating func popSaving(_ index: Int) throws(VMException) {
        let value = try stack.pop()
        if index == 0 {
            guard case .continuation = value else { throw .typeCheck }
        }
        let c0 = try Self.withSaved(index, registers[index], in: registers.c0)
        if index == 0 {
            // c0 itself is what was popped.
            guard registers.set(0, to: value) else { throw .typeCheck }
        } else {
            guard registers.set(index, to: value) else { throw .typeCheck }
            registers.c0 = c0
        }
    }

    // MARK: - Composition

    private mutating func executeComposition(_ operation: ContinuationOperation) throws(VMException) {
        switch operation {
        case .composeAnd, .composeOr, .composeBoth:
            try stack.require(2)
            let after = try stack.popContinuation()
            let continuation = Self.withControlData(try stack.popContinuation())
            if operation != .composeOr, continuation.saved.c0 == nil { continuation.saved.c0 = after }
            if operation != .composeAnd, continuation.saved.c1 == nil { continuation.saved.c1 = after }
            stack.push(continuation)
        case .invert:
            let c0 = registers.c0
            registers.c0 = registers.c1
            registers.c1 = c0
        case .evaluateFlag:
            let continuation = try stack.popContinuation()
            let current = try extractCurrent(saving: 3)
            registers.c0 = Continuation(.pushInteger, number: -1, next: current)
            registers.c1 = Continuation(.pushInteger, number: 0, next: current)
            try jump(to: continuation)
        case .sameAlternative: registers.c1 = registers.c0
        case .sameAlternativeSaving:
            let c0 = try Self.withSaved(1, registers[1], in: registers.c0)
            registers.c0 = c0
            registers.c1 = c0
        default:
            let continuation = Self.withControlData(try stack.popContinuation())
            switch operation {
            case .atExit, .thenReturn, .setExitAlternative:
                if continuation.saved.c0 == nil { continuation.saved.c0 = registers.c0 }
            case .thenReturnAlternative:
                if continuation.saved.c0 == nil { continuation.saved.c0 = registers.c1 }
            default: break
            }
            switch operation {
            case .atExitAlternative, .setExitAlternative:
                if continuation.saved.c1 == nil { continuation.saved.c1 = registers.c1 }
            default: break
            }
            switch operation {
            case .atExit: registers.c0 = continuation
            case .atExitAlternative, .setExitAlternative: registers.c1 = continuation
            default: stack.push(continuation)
            }
        }
    }
}
