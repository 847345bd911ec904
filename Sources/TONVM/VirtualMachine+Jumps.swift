import TONCells

/// Calls, jumps and returns.
///
/// Reference: "TVM" whitepaper, 4.1–4.4; from version 9 on a jump through many continuations costs gas.
extension VirtualMachine {
    // MARK: - Continuations

    /// An ordinary continuation; one that is no longer needed is used again.
    @inline(__always)
    mutating func makeContinuation(code: CellSlice) -> Continuation {
        guard let spare = spareContinuations.popLast() else {
            return Continuation(code: code, codePage: Self.codePage)
        }
        spare.code = code
        return spare
    }

    /// Keeps a continuation for later, if nobody else refers to it and it is empty but for code.
    @inline(__always)
    mutating func reuse(_ continuation: consuming Continuation) {
        var continuation = consume continuation
        guard isKnownUniquelyReferenced(&continuation), continuation.kind == .ordinary, spareContinuations.count < 32
        else { return }
        continuation.code = nil
        guard continuation.stack == nil, continuation.argumentCount < 0, continuation.saved.isEmpty else { return }
        spareContinuations.append(continuation)
    }

    /// The continuation of what is left of the code, with c0 saved in it.
    @inline(__always)
    private mutating func returnContinuation() -> Continuation {
        let continuation = makeContinuation(code: code)
        continuation.saved.c0 = registers.c0.take()
        return continuation
    }

    /// Something that control data can be written to: the continuation itself where nobody else refers to it, a copy,
    /// or an envelope around one that has none.
    static func withControlData(_ continuation: consuming Continuation) -> Continuation {
        var continuation = consume continuation
        guard continuation.hasControlData else { return Continuation(.envelope, next: continuation) }
        return isKnownUniquelyReferenced(&continuation) ? continuation : Continuation(copying: continuation)
    }

    /// Takes what is left of the code, and registers, as a continuation.
    ///
    /// - Parameters:
    ///   - savedRegisters: how many of c0, c1 and c2 are saved in it, from c0 on: bits 1, 2, 4.
    ///   - stackCopy: how many values stay on the stack: the rest goes into the continuation; nil for all.
    ///   - argumentCount: how many values it takes; −1 for all.
    mutating func extractCurrent(
        saving savedRegisters: Int = 1, stackCopy: Int? = nil, argumentCount: Int = -1
    ) throws(VMException) -> Continuation {
        let continuation: Continuation
        if let stackCopy, stackCopy != stack.depth {
            try stack.require(stackCopy)
            let kept = stack.splitTop(stackCopy)
            if stackCopy > 0 { try consumeForStack(of: stackCopy) }
            continuation = makeContinuation(code: code)
            continuation.stack = stack.entries
            stack.entries = kept
        } else {
            continuation = makeContinuation(code: code)
        }
        continuation.argumentCount = Int32(argumentCount)
        if savedRegisters & 1 != 0 {
            continuation.saved.c0 = registers.c0.take()
            registers.c0 = Self.quitNormally
        }
        if savedRegisters & 2 != 0 {
            continuation.saved.c1 = registers.c1.take()
            registers.c1 = Self.quitAlternatively
        }
        if savedRegisters & 4 != 0 { continuation.saved.c2 = registers.c2 }
        return continuation
    }

    // MARK: - Calls

    /// Calls a continuation with the whole stack.
    @inline(__always)
    mutating func call(_ continuation: consuming Continuation) throws(VMException) {
        if continuation.hasControlData {
            // A call of what says itself where it returns to is a jump.
            if continuation.saved.c0 != nil { return try jump(to: consume continuation) }
            if continuation.isClosure { return try call(consume continuation, passing: nil, returning: -1) }
        }
        registers.c0 = returnContinuation()
        try enter(consume continuation)
    }

    /// Calls a continuation with the topmost values, and takes back so many; nil and −1 stand for all.
    mutating func call(
        _ continuation: consuming Continuation, passing passed: Int?, returning returned: Int
    ) throws(VMException) {
        var copied = passed
        var skipped = 0
        if continuation.hasControlData {
            if continuation.saved.c0 != nil { return try jump(to: continuation, passing: passed) }
            try check(continuation, passing: passed)
            let wanted = Int(continuation.argumentCount)
            if wanted >= 0 {
                if let passed { skipped = passed - wanted }
                copied = wanted
            }
        } else if let passed {
            try stack.require(passed)
        }
        var entries: [StackEntry]
        // Where the whole stack goes along, nothing is put aside: no stack, which isn't an empty one.
        var leavesStack = true
        if continuation.hasControlData, let inside = continuation.stack, !inside.isEmpty {
            let count = copied ?? stack.depth
            entries = inside
            entries.append(contentsOf: stack.splitTop(count))
            if skipped > 0 { stack.drop(skipped) }
            try consumeForStack(of: entries.count)
        } else if let copied {
            entries = stack.splitTop(copied, dropping: skipped)
            try consumeForStack(of: entries.count)
        } else {
            entries = stack.splitTop(stack.depth)
            leavesStack = false
        }
        let back = returnContinuation()
        swap(&entries, &stack.entries)
        back.stack = leavesStack ? entries : nil
        back.argumentCount = Int32(returned)
        registers.c0 = back
        try enter(consume continuation)
    }

    // MARK: - Jumps

    /// Jumps to a continuation with the whole stack.
    @inline(__always)
    mutating func jump(to continuation: consuming Continuation) throws(VMException) {
        if continuation.hasControlData, continuation.isClosure {
            try prepare(continuation, passing: nil)
        }
        try enter(consume continuation)
    }

    /// Jumps to a continuation with the topmost values; nil for all.
    mutating func jump(to continuation: consuming Continuation, passing passed: Int?) throws(VMException) {
        try prepare(continuation, passing: passed)
        try enter(consume continuation)
    }

    /// Makes the stack that a continuation finds.
    private mutating func prepare(_ continuation: Continuation, passing passed: Int?) throws(VMException) {
        guard continuation.hasControlData else {
            guard let passed else { return }
            try stack.require(passed)
            if passed < stack.depth {
                stack.entries = stack.splitTop(passed)
                try consumeForStack(of: passed)
            }
            return
        }
        try check(continuation, passing: passed)
        let wanted = Int(continuation.argumentCount)
        let copied = wanted >= 0 ? wanted : passed
        if let inside = continuation.stack, !inside.isEmpty {
            let top = stack.splitTop(copied ?? stack.depth)
            stack.entries = inside
            stack.entries.append(contentsOf: top)
            try consumeForStack(of: stack.depth)
        } else if let copied, copied < stack.depth {
            stack.entries = stack.splitTop(copied)
            try consumeForStack(of: copied)
        }
    }

    private func check(_ continuation: Continuation, passing passed: Int?) throws(VMException) {
        let wanted = Int(continuation.argumentCount)
        try stack.require(max(passed ?? 0, wanted, 0))
        if let passed, wanted > passed { throw .stackUnderflow }
    }

    /// Sets registers and code as a continuation and those that it leads to say.
    @inline(__always)
    mutating func enter(_ continuation: consuming Continuation) throws(VMException) {
        guard continuation.kind == .ordinary else { return try enterSpecial(consume continuation) }
        enterOrdinary(consume continuation)
    }

    @inline(__always)
    private mutating func enterOrdinary(_ continuation: consuming Continuation) {
        var continuation = consume continuation
        if let slice = continuation.code { code = slice }
        if isKnownUniquelyReferenced(&continuation) {
            if let value = continuation.saved.c0.take() { registers.c0 = value }
            if let value = continuation.saved.c1.take() { registers.c1 = value }
            if let value = continuation.saved.c2.take() { registers.c2 = value }
            if let value = continuation.saved.c3.take() { registers.c3 = value }
            if let value = continuation.saved.c4.take() { registers.c4 = value }
            if let value = continuation.saved.c5.take() { registers.c5 = value }
            if let value = continuation.saved.c7.take() { registers.c7 = value }
            continuation.code = nil
            continuation.stack = nil
            continuation.argumentCount = -1
            if spareContinuations.count < 32 { spareContinuations.append(continuation) }
        } else {
            registers.apply(continuation.saved)
        }
    }

    private mutating func enterSpecial(_ first: consuming Continuation) throws(VMException) {
        var next: Continuation? = consume first
        var jumps = 0
        while let continuation = next.take() {
            next = try pass(consume continuation)
            jumps += 1
            guard globalVersion >= 9 else { continue }
            if jumps > GasPrice.freeNestedJumps { try consume(1) }
            if let next, next.hasControlData, next.isClosure { try prepare(next, passing: nil) }
        }
    }

    /// Does what one continuation stands for, and returns the one that comes then.
    private mutating func pass(_ continuation: consuming Continuation) throws(VMException) -> Continuation? {
        switch continuation.kind {
        case .ordinary:
            enterOrdinary(consume continuation)
            return nil
        case .envelope:
            registers.apply(continuation.saved)
            return continuation.next
        case .quit:
            exitCode = Int32(truncatingIfNeeded: continuation.number)
            return nil
        case .quitException:
            do {
                exitCode = Int32(try stack.popInteger(in: 0...0xffff))
            } catch {
                exitCode = error.rawValue
            }
            return nil
        case .pushInteger:
            stack.push(Int(continuation.number))
            return continuation.next
        case .repeating:
            guard continuation.number > 0 else { return continuation.next }
            guard let body = continuation.body, !body.hasC0 else { return continuation.body }
            let round = Self.alone(consume continuation)
            round.number -= 1
            registers.c0 = round
            return body
        case .again:
            guard let body = continuation.body, !body.hasC0 else { return continuation.body }
            registers.c0 = consume continuation
            return body
        case .until:
            if try stack.popFlag() { return continuation.next }
            guard let body = continuation.body, !body.hasC0 else { return continuation.body }
            registers.c0 = consume continuation
            return body
        case .whileCondition:
            guard try stack.popFlag() else { return continuation.next }
            guard let body = continuation.body, !body.hasC0 else { return continuation.body }
            let round = Self.alone(consume continuation)
            round.kind = .whileBody
            registers.c0 = round
            return body
        case .whileBody:
            guard let condition = continuation.condition, !condition.hasC0 else { return continuation.condition }
            let round = Self.alone(consume continuation)
            round.kind = .whileCondition
            registers.c0 = round
            return condition
        }
    }

    /// The continuation itself where nobody else refers to it, else a copy.
    private static func alone(_ continuation: consuming Continuation) -> Continuation {
        var continuation = consume continuation
        return isKnownUniquelyReferenced(&continuation) ? continuation : Continuation(copying: continuation)
    }

    // MARK: - Returns

    /// Returns to c0, which becomes the end of the program.
    @inline(__always)
    mutating func jumpToC0(passing passed: Int? = nil) throws(VMException) {
        guard let continuation = registers.c0.take() else { throw .fatal }
        registers.c0 = Self.quitNormally
        guard let passed else { return try jump(to: consume continuation) }
        try jump(to: consume continuation, passing: passed)
    }

    /// Returns to c1, which becomes the end of the program.
    mutating func jumpToC1(passing passed: Int? = nil) throws(VMException) {
        guard let continuation = registers.c1.take() else { throw .fatal }
        registers.c1 = Self.quitAlternatively
        guard let passed else { return try jump(to: consume continuation) }
        try jump(to: consume continuation, passing: passed)
    }

    /// The end with exit code 0. Shared: nobody changes what others refer to.
    static let quitNormally = Continuation(.quit, number: 0)
    /// The end with the exit code on the stack.
    static let quitWithException = Continuation(.quitException)
    /// The end with exit code 1.
    static let quitAlternatively = Continuation(.quit, number: 1)
}
