import TONBlocks
import TONCells

/// What a machine goes on with: code, or one of the special continuations that loops and exits are made of.
///
/// Reference: "TVM" whitepaper, 4.1.
public final class Continuation: @unchecked Sendable {
    // Unchecked: changed only by who holds the one reference.

    enum Kind: UInt8 {
        /// Code, with what is saved for it.
        case ordinary
        /// Another continuation, with what is saved for it.
        case envelope
        /// The end, with an exit code.
        case quit
        /// The end, with the exit code on the stack.
        case quitException
        /// Pushes an integer and goes on.
        case pushInteger
        /// Runs the body so many times more.
        case repeating
        /// Runs the body for ever.
        case again
        /// Takes a flag, and ends the loop where it is set.
        case until
        /// Takes a flag, and runs the body where it is set.
        case whileCondition
        /// Runs the condition.
        case whileBody
    }

    var kind: Kind
    var codePage: Int16 = 0
    /// How many values it takes; −1 for all.
    var argumentCount: Int32 = -1
    /// The exit code, the integer to push, or how many rounds are left.
    var number: Int64 = 0
    /// An ordinary one's code.
    var code: CellSlice?
    /// What comes after: an envelope's content, a pushed integer's next, a loop's end.
    var next: Continuation?
    var body: Continuation?
    var condition: Continuation?
    /// The values put aside for it; nil where there is no stack, which isn't the same as an empty one.
    var stack: [StackEntry]?
    /// The registers to set on entering it.
    var saved = ControlRegisters()

    init(_ kind: Kind, number: Int64 = 0, next: Continuation? = nil) {
        self.kind = kind
        self.number = number
        self.next = next
    }

    init(code: CellSlice, codePage: Int16) {
        kind = .ordinary
        self.code = code
        self.codePage = codePage
    }

    /// A copy, for who must not change the original.
    init(copying other: Continuation) {
        kind = other.kind
        codePage = other.codePage
        argumentCount = other.argumentCount
        number = other.number
        code = other.code
        next = other.next
        body = other.body
        condition = other.condition
        stack = other.stack
        saved = other.saved
    }

    /// Whether registers and arguments can be saved in it.
    var hasControlData: Bool { kind == .ordinary || kind == .envelope }

    /// Whether entering it takes more than setting registers.
    var isClosure: Bool { stack != nil || argumentCount >= 0 }

    /// Whether it says itself where it returns to.
    var hasC0: Bool { hasControlData && saved.c0 != nil }

    deinit {
        if next != nil || body != nil || condition != nil || stack != nil || !saved.isEmpty { Burial.release(self) }
    }

    /// Releases everything that may nest.
    func clear() {
        next = nil
        body = nil
        condition = nil
        stack = nil
        saved = ControlRegisters()
    }

    /// Hands over everything that may nest.
    func dismantle(into rest: inout [StackEntry]) {
        for part in [next.take(), body.take(), condition.take()] {
            if let part { rest.append(.continuation(part)) }
        }
        if let values = stack.take() { rest.append(contentsOf: values) }
        saved.dismantle(into: &rest)
    }
}

/// The control registers: of a machine, or those saved in a continuation.
struct ControlRegisters: Sendable {
    var c0: Continuation?
    var c1: Continuation?
    var c2: Continuation?
    var c3: Continuation?
    var c4: Cell?
    var c5: Cell?
    var c7: Tuple?

    var isEmpty: Bool {
        c0 == nil && c1 == nil && c2 == nil && c3 == nil && c4 == nil && c5 == nil && c7 == nil
    }

    static func isValid(_ index: Int) -> Bool { (0...5).contains(index) || index == 7 }

    /// The register as a value; null where it isn't set or there is none.
    subscript(index: Int) -> StackEntry {
        switch index {
        case 0: Self.entry(c0)
        case 1: Self.entry(c1)
        case 2: Self.entry(c2)
        case 3: Self.entry(c3)
        case 4: c4.map { .cell($0) } ?? .null
        case 5: c5.map { .cell($0) } ?? .null
        case 7: c7.map { .tuple($0) } ?? .null
        default: .null
        }
    }

    private static func entry(_ continuation: Continuation?) -> StackEntry {
        continuation.map { .continuation($0) } ?? .null
    }

    /// Sets a register; false where the value has the wrong type or there is no such register.
    mutating func set(_ index: Int, to value: StackEntry) -> Bool {
        switch (index, value) {
        case (0, .continuation(let continuation)): c0 = continuation
        case (1, .continuation(let continuation)): c1 = continuation
        case (2, .continuation(let continuation)): c2 = continuation
        case (3, .continuation(let continuation)): c3 = continuation
        case (4, .cell(let cell)): c4 = cell
        case (5, .cell(let cell)): c5 = cell
        case (7, .tuple(let tuple)): c7 = tuple
        default: return false
        }
        return true
    }

    /// Sets a register that isn't set yet; false where the value has the wrong type, or where the register is set and
    /// that isn't passed over. (c7 is always passed over.)
    mutating func define(_ index: Int, as value: StackEntry, passingOver: Bool) -> Bool {
        guard Self.isValid(index), self[index].isNull else {
            guard Self.isValid(index) else { return false }
            var probe = ControlRegisters()
            return probe.set(index, to: value) && (passingOver || index == 7)
        }
        return set(index, to: value)
    }

    /// Sets all registers that are set in the other.
    mutating func apply(_ other: ControlRegisters) {
        if let value = other.c0 { c0 = value }
        if let value = other.c1 { c1 = value }
        if let value = other.c2 { c2 = value }
        if let value = other.c3 { c3 = value }
        if let value = other.c4 { c4 = value }
        if let value = other.c5 { c5 = value }
        if let value = other.c7 { c7 = value }
    }

    mutating func dismantle(into rest: inout [StackEntry]) {
        for part in [c0.take(), c1.take(), c2.take(), c3.take()] {
            if let part { rest.append(.continuation(part)) }
        }
        if let tuple = c7.take() { rest.append(.tuple(tuple)) }
    }
}
