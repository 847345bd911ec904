import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction that jumps, calls, loops or throws.
    @inline(__always)
    mutating func execute(_ operation: ContinuationOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .execute: try call(try stack.popContinuation())
        case .jump: try jump(to: try stack.popContinuation())
        case .ifReturn: if try stack.popFlag() { try jumpToC0() }
        case .ifNotReturn: if try !stack.popFlag() { try jumpToC0() }
        case .ifCall: try callIf(true)
        case .ifNotCall: try callIf(false)
        case .ifJump: try jumpIf(true)
        case .ifNotJump: try jumpIf(false)
        case .ifElse:
            try stack.require(3)
            let otherwise = try stack.popContinuation()
            let then = try stack.popContinuation()
            if try stack.popFlag() {
                reuse(consume otherwise)
                try call(consume then)
            } else {
                reuse(consume then)
                try call(consume otherwise)
            }
        case .callMethod:
            stack.push(Int(operand))
            guard let methods = registers.c3 else { throw .fatal }
            try call(methods)
        case .throwNumber: try throwException(Int(operand))
        case .throwIf: if try stack.popFlag() { try throwException(Int(operand)) }
        case .throwIfNot: if try !stack.popFlag() { try throwException(Int(operand)) }
        default: try executeLessOften(operation, operand)
        }
    }

    private mutating func callIf(_ wanted: Bool) throws(VMException) {
        try stack.require(2)
        let continuation = try stack.popContinuation()
        if try stack.popFlag() == wanted { try call(consume continuation) } else { reuse(consume continuation) }
    }

    private mutating func jumpIf(_ wanted: Bool) throws(VMException) {
        try stack.require(2)
        let continuation = try stack.popContinuation()
        if try stack.popFlag() == wanted { try jump(to: consume continuation) } else { reuse(consume continuation) }
    }

    private mutating func executeLessOften(_ operation: ContinuationOperation, _ operand: UInt32) throws(VMException) {
        let (first, second) = (Int(operand >> 4 & 15), Int(operand & 15))
        // In pairs of this form 15 stands for −1, which stands for "all".
        let secondOrAll = second == 15 ? -1 : second
        switch operation {
        case .callArguments: try call(try stack.popContinuation(), passing: first, returning: second)
        case .callArgumentsAll: try call(try stack.popContinuation(), passing: second, returning: -1)
        case .jumpArguments: try jump(to: try stack.popContinuation(), passing: second)
        case .returnArguments: try jumpToC0(passing: second)
        case .returnNormally: try jumpToC0()
        case .returnAlternatively: try jumpToC1()
        case .returnByFlag: if try stack.popFlag() { try jumpToC0() } else { try jumpToC1() }
        case .callWithCurrent:
            let continuation = try stack.popContinuation()
            stack.push(try extractCurrent(saving: 3))
            try jump(to: continuation)
        case .jumpWithData:
            let continuation = try stack.popContinuation()
            stack.push(code)
            try jump(to: continuation)
        case .callWithCurrentArguments:
            try stack.require(first + 1)
            try callWithCurrent(passing: first, returning: secondOrAll)
        case .callVariable:
            try stack.require(3)
            let returned = try stack.popInteger(in: -1...254)
            let passed = try popAllOrCount()
            try call(try stack.popContinuation(), passing: passed, returning: returned)
        case .returnVariable: try jumpToC0(passing: try popAllOrCount())
        case .jumpVariable:
            try stack.require(2)
            let passed = try popAllOrCount()
            try stack.require((passed ?? -1) + 1)
            try jump(to: try stack.popContinuation(), passing: passed)
        case .callWithCurrentVariable:
            try stack.require(3)
            let returned = try stack.popInteger(in: -1...254)
            let passed = try popAllOrCount()
            try stack.require((passed ?? -1) + 1)
            try callWithCurrent(passing: passed, returning: returned)
        case .callReference: try call(try referenceContinuation())
        case .jumpReference: try jump(to: try referenceContinuation())
        case .jumpReferenceWithData:
            let continuation = try referenceContinuation()
            stack.push(code)
            try jump(to: continuation)
        case .returnWithData:
            stack.push(code)
            try jumpToC0()
        case .runChild: try runChild(mode: Int(operand))
        case .runChildVariable: try runChild(mode: try stack.popInteger(in: 0...4095))
        case .jumpToMethod:
            stack.push(Int(operand))
            guard let methods = registers.c3 else { throw .fatal }
            try jump(to: methods)
        case .prepareMethod:
            stack.push(Int(operand))
            guard let methods = registers.c3 else { throw .fatal }
            stack.push(methods)
        case .throwArgument, .throwArgumentIf, .throwArgumentIfNot:
            try throwArgument(Int(operand), operation)
        case .throwAny: try throwAny(operand)
        case .attempt: try attempt(passing: nil, returning: -1)
        case .attemptArguments: try attempt(passing: first, returning: second)
        case .setCodePage:
            let page = operand >= 0xf0 ? Int(operand) - 256 : Int(operand)
            guard page == Self.codePage else { throw .invalidOpcode }
        case .setCodePageVariable:
            guard try stack.popInteger(in: -0x8000...0x7fff) == Self.codePage else { throw .invalidOpcode }
        case .ifReference, .ifNotReference, .ifJumpReference, .ifNotJumpReference, .ifReferenceElse, .ifElseReference,
            .ifReferenceElseReference, .ifBitJump, .ifNotBitJump, .ifBitJumpReference, .ifNotBitJumpReference, .select,
            .selectChecked, .ifReturnAlternatively, .ifNotReturnAlternatively:
            try executeCondition(operation, operand)
        case .repeating, .repeatEnd, .until, .untilEnd, .whileLoop, .whileEnd, .again, .againEnd, .repeatBreak,
            .repeatEndBreak, .untilBreak, .untilEndBreak, .whileBreak, .whileEndBreak, .againBreak, .againEndBreak:
            try executeLoop(operation)
        default: try executeRegister(operation, operand)
        }
    }

    /// A count from the stack, up to 254; nil for −1, which stands for all.
    private mutating func popAllOrCount() throws(VMException) -> Int? {
        let count = try stack.popInteger(in: -1...254)
        return count < 0 ? nil : count
    }

    /// The code in the next reference, as a continuation.
    private mutating func referenceContinuation() throws(VMException) -> Continuation {
        makeContinuation(code: try load(try nextCodeReference()))
    }

    private mutating func callWithCurrent(passing passed: Int?, returning returned: Int) throws(VMException) {
        let continuation = try stack.popContinuation()
        stack.push(try extractCurrent(saving: 3, stackCopy: passed, argumentCount: returned))
        try jump(to: continuation)
    }

    // MARK: - Conditions

    private mutating func executeCondition(_ operation: ContinuationOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .ifReference, .ifNotReference:
            let cell = try nextCodeReference()
            guard try stack.popFlag() == (operation == .ifReference) else { return }
            try call(makeContinuation(code: try load(cell)))
        case .ifJumpReference, .ifNotJumpReference:
            let cell = try nextCodeReference()
            guard try stack.popFlag() == (operation == .ifJumpReference) else { return }
            try jump(to: makeContinuation(code: try load(cell)))
        case .ifReferenceElse, .ifElseReference:
            let cell = try nextCodeReference()
            try stack.require(2)
            let continuation = try stack.popContinuation()
            if try stack.popFlag() == (operation == .ifReferenceElse) {
                try call(makeContinuation(code: try load(cell)))
            } else {
                try call(continuation)
            }
        case .ifReferenceElseReference:
            guard code.remainingReferences >= 2 else { throw .invalidOpcode }
            let (then, otherwise) = (try nextCodeReference(), try nextCodeReference())
            try call(makeContinuation(code: try load(try stack.popFlag() ? then : otherwise)))
        case .ifBitJump, .ifNotBitJump:
            try stack.require(2)
            let continuation = try stack.popContinuation()
            guard try testBit(Int(operand)) == (operation == .ifBitJump) else { return }
            try jump(to: continuation)
        case .ifBitJumpReference, .ifNotBitJumpReference:
            let cell = try nextCodeReference()
            guard try testBit(Int(operand)) == (operation == .ifBitJumpReference) else { return }
            try jump(to: makeContinuation(code: try load(cell)))
        case .ifReturnAlternatively: if try stack.popFlag() { try jumpToC1() }
        case .ifNotReturnAlternatively: if try !stack.popFlag() { try jumpToC1() }
        default:
            try stack.require(3)
            let otherwise = try stack.pop()
            let then = try stack.pop()
            if operation == .selectChecked, then.typeCode != otherwise.typeCode { throw .typeCheck }
            stack.push(try stack.popFlag() ? then : otherwise)
        }
    }

    /// Whether a bit of the integer on top is set; the integer stays.
    private mutating func testBit(_ bit: Int) throws(VMException) -> Bool {
        let integer = try stack.popFiniteInteger()
        stack.push(integer)
        return integer.bit(bit)
    }

    // MARK: - Loops

    private mutating func executeLoop(_ operation: ContinuationOperation) throws(VMException) {
        switch operation {
        case .repeating, .repeatBreak:
            try stack.require(2)
            let body = try stack.popContinuation()
            let count = try stack.popInteger(in: -0x8000_0000...0x7fff_ffff)
            guard count > 0 else { return }
            let after = envelope(try extractCurrent(), if: operation == .repeatBreak)
            try startRepeat(body, after, count)
        case .repeatEnd, .repeatEndBreak:
            let count = try stack.popInteger(in: -0x8000_0000...0x7fff_ffff)
            guard count > 0 else { return try jumpToC0() }
            let body = try extractCurrent(saving: 0)
            try startRepeat(body, envelope(try c0(), if: operation == .repeatEndBreak), count)
        case .until, .untilBreak:
            let body = try stack.popContinuation()
            try startUntil(body, envelope(try extractCurrent(), if: operation == .untilBreak))
        case .untilEnd, .untilEndBreak:
            let body = try extractCurrent(saving: 0)
            try startUntil(body, envelope(try c0(), if: operation == .untilEndBreak))
        case .whileLoop, .whileBreak:
            try stack.require(2)
            let body = try stack.popContinuation()
            let condition = try stack.popContinuation()
            try startWhile(condition, body, envelope(try extractCurrent(), if: operation == .whileBreak))
        case .whileEnd, .whileEndBreak:
            let condition = try stack.popContinuation()
            let body = try extractCurrent(saving: 0)
            try startWhile(condition, body, envelope(try c0(), if: operation == .whileEndBreak))
        case .again, .againBreak:
            if operation == .againBreak { registers.c1 = try extractCurrent(saving: 3) }
            try startAgain(try stack.popContinuation())
        default:
            if operation == .againEndBreak { try saveC1(in: \.c0, saving: true) }
            try startAgain(try extractCurrent(saving: 0))
        }
    }

    private func c0() throws(VMException) -> Continuation {
        guard let continuation = registers.c0 else { throw .fatal }
        return continuation
    }

    private func c1() throws(VMException) -> Continuation {
        guard let continuation = registers.c1 else { throw .fatal }
        return continuation
    }

    /// Makes what comes after a loop what `RETALT` breaks out to, where that is asked for.
    private mutating func envelope(_ continuation: Continuation, if breaks: Bool) -> Continuation {
        guard breaks else { return continuation }
        let result = Self.withControlData(continuation)
        if result.saved.c1 == nil { result.saved.c1 = registers.c1 }
        if result.saved.c0 == nil { result.saved.c0 = registers.c0 }
        registers.c1 = result
        return result
    }

    /// Makes c0 what `RETALT` goes to, and saves c1 in it.
    private mutating func saveC1(
        in register: WritableKeyPath<ControlRegisters, Continuation?>, saving: Bool
    ) throws(VMException) {
        guard let continuation = registers[keyPath: register].take() else { throw .fatal }
        guard saving else {
            registers[keyPath: register] = continuation
            registers.c1 = continuation
            return
        }
        let result = Self.withControlData(continuation)
        if result.saved.c1 == nil { result.saved.c1 = registers.c1 }
        registers[keyPath: register] = result
        registers.c1 = result
    }

    private mutating func startRepeat(_ body: Continuation, _ after: Continuation, _ count: Int) throws(VMException) {
        let loop = Continuation(.repeating, number: Int64(count), next: after)
        loop.body = body
        try jump(to: loop)
    }

    private mutating func startUntil(_ body: Continuation, _ after: Continuation) throws(VMException) {
        if !body.hasC0 {
            let loop = Continuation(.until, next: after)
            loop.body = body
            registers.c0 = loop
        }
        try jump(to: body)
    }

    private mutating func startWhile(
        _ condition: Continuation, _ body: Continuation, _ after: Continuation
    ) throws(VMException) {
        if !condition.hasC0 {
            let loop = Continuation(.whileCondition, next: after)
            loop.condition = condition
            loop.body = body
            registers.c0 = loop
        }
        try jump(to: condition)
    }

    private mutating func startAgain(_ body: Continuation) throws(VMException) {
        let loop = Continuation(.again)
        loop.body = body
        try jump(to: loop)
    }

    // MARK: - Exceptions

    private mutating func throwArgument(_ number: Int, _ operation: ContinuationOperation) throws(VMException) {
        let isConditional = operation != .throwArgument
        try stack.require(isConditional ? 2 : 1)
        let isThrown = isConditional ? try stack.popFlag() == (operation == .throwArgumentIf) : true
        let argument = try stack.pop()
        if isThrown { try throwException(number, argument: argument) }
    }

    private mutating func throwAny(_ operand: UInt32) throws(VMException) {
        let (hasArgument, isConditional, wanted) = (operand & 1 != 0, operand & 6 != 0, operand & 2 != 0)
        try stack.require(1 + (isConditional ? 1 : 0) + (hasArgument ? 1 : 0))
        let flag = isConditional ? try stack.popFlag() : wanted
        let number = try stack.popInteger(in: 0...0xffff)
        let argument = hasArgument ? try stack.pop() : .falseValue
        if flag == wanted { try throwException(number, argument: argument) }
    }

    private mutating func attempt(passing passed: Int?, returning returned: Int) throws(VMException) {
        try stack.require((passed ?? 0) + 2)
        let handler = Self.withControlData(try stack.popContinuation())
        let body = try stack.popContinuation()
        let oldHandler = registers.c2
        let current = try extractCurrent(saving: 7, stackCopy: passed, argumentCount: returned)
        if handler.saved.c2 == nil { handler.saved.c2 = oldHandler }
        if handler.saved.c0 == nil { handler.saved.c0 = current }
        registers.c0 = current
        registers.c2 = handler
        try jump(to: body)
    }
}
