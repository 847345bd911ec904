import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction on tuples.
    mutating func execute(_ operation: TupleOperation, _ operand: UInt32) throws(VMException) {
        let count = Int(operand & 15)
        switch operation {
        case .pushNull: stack.pushNull()
        case .isNull:
            let isNull = try stack.pop().isNull
            stack.push(isNull)
        case .make: try makeTuple(count)
        case .makeVariable: try makeTuple(try stack.popInteger(in: 0...255))
        case .index: stack.push(try Self.element(count, of: try stack.popTuple()))
        case .indexVariable:
            try stack.require(2)
            let index = try stack.popInteger(in: 0...254)
            stack.push(try Self.element(index, of: try stack.popTuple()))
        case .indexQuiet: stack.push(Self.quietElement(count, of: try stack.popMaybeTuple()))
        case .indexQuietVariable:
            try stack.require(2)
            let index = try stack.popInteger(in: 0...254)
            stack.push(Self.quietElement(index, of: try stack.popMaybeTuple()))
        case .unpack: try unpack(try stack.popTuple(count: count...count), count)
        case .unpackVariable:
            try stack.require(2)
            let wanted = try stack.popInteger(in: 0...255)
            try unpack(try stack.popTuple(count: wanted...wanted), wanted)
        case .unpackFirst: try unpack(try stack.popTuple(count: count...255), count)
        case .unpackFirstVariable:
            try stack.require(2)
            let wanted = try stack.popInteger(in: 0...255)
            try unpack(try stack.popTuple(count: wanted...255), wanted)
        case .explode: try explode(count)
        case .explodeVariable:
            try stack.require(2)
            try explode(try stack.popInteger(in: 0...255))
        case .setIndex:
            try stack.require(2)
            try setElement(count)
        case .setIndexVariable:
            try stack.require(3)
            try setElement(try stack.popInteger(in: 0...254))
        case .setIndexQuiet:
            try stack.require(2)
            try setElementQuietly(count)
        case .setIndexQuietVariable:
            try stack.require(3)
            try setElementQuietly(try stack.popInteger(in: 0...254))
        case .length:
            let count = try stack.popTuple().entries.count
            stack.push(count)
        case .lengthQuiet:
            let count = try stack.pop().asTuple?.entries.count ?? -1
            stack.push(count)
        case .isTuple:
            let isTuple = try stack.pop().asTuple != nil
            stack.push(isTuple)
        case .last:
            let tuple = try stack.popTuple(count: 1...255)
            stack.push(tuple.entries[tuple.entries.count - 1])
        case .append:
            try stack.require(2)
            let value = try stack.pop()
            let tuple = Self.writable(try stack.popTuple(count: 0...254))
            tuple.entries.append(value)
            try consumeForTuple(of: tuple.entries.count)
            stack.push(tuple)
        case .removeLast:
            let tuple = Self.writable(try stack.popTuple(count: 1...255))
            let value = tuple.entries.removeLast()
            try consumeForTuple(of: tuple.entries.count)
            stack.push(tuple)
            stack.push(value)
        case .nullSwap: try nullSwap(operand)
        case .index2:
            let middle = try Self.element(Int(operand >> 2 & 3), of: try stack.popTuple())
            stack.push(try Self.element(Int(operand & 3), ofNested: middle))
        case .index3:
            let outer = try Self.element(Int(operand >> 4 & 3), of: try stack.popTuple())
            let middle = try Self.element(Int(operand >> 2 & 3), ofNested: outer)
            stack.push(try Self.element(Int(operand & 3), ofNested: middle))
        }
    }

    private mutating func makeTuple(_ count: Int) throws(VMException) {
        try stack.require(count)
        let tuple = Tuple(stack.splitTop(count))
        try consumeForTuple(of: count)
        stack.push(tuple)
    }

    /// An element; throws `rangeCheck` past the last.
    static func element(_ index: Int, of tuple: Tuple) throws(VMException) -> StackEntry {
        guard index < tuple.entries.count else { throw .rangeCheck }
        return tuple.entries[index]
    }

    private static func element(_ index: Int, ofNested entry: StackEntry) throws(VMException) -> StackEntry {
        guard let tuple = entry.asTuple, tuple.entries.count <= 255 else { throw .typeCheck }
        return try Self.element(index, of: tuple)
    }

    private static func quietElement(_ index: Int, of tuple: Tuple?) -> StackEntry {
        guard let tuple, index < tuple.entries.count else { return .null }
        return tuple.entries[index]
    }

    private mutating func unpack(_ tuple: Tuple, _ count: Int) throws(VMException) {
        stack.entries.append(contentsOf: tuple.entries.prefix(count))
        try consumeForTuple(of: count)
    }

    private mutating func explode(_ maximum: Int) throws(VMException) {
        let tuple = try stack.popTuple(count: 0...maximum)
        let count = tuple.entries.count
        try unpack(tuple, count)
        stack.push(count)
    }

    private mutating func setElement(_ index: Int) throws(VMException) {
        let value = try stack.pop()
        let tuple = Self.writable(try stack.popTuple())
        guard index < tuple.entries.count else { throw .rangeCheck }
        tuple.entries[index] = value
        try consumeForTuple(of: tuple.entries.count)
        stack.push(tuple)
    }

    /// Sets an element, in a longer tuple if need be: null stands for an empty tuple and for absent elements.
    private mutating func setElementQuietly(_ index: Int) throws(VMException) {
        let value = try stack.pop()
        let found = try stack.popMaybeTuple()
        guard index < 255 else { throw .rangeCheck }
        if value.isNull, index >= found?.entries.count ?? 0 {
            // Absent elements are null already.
            stack.push(found.map { .tuple($0) } ?? .null)
            return
        }
        let tuple = found.map { Self.writable($0) } ?? Tuple()
        while tuple.entries.count <= index { tuple.entries.append(.null) }
        tuple.entries[index] = value
        try consumeForTuple(of: tuple.entries.count)
        stack.push(tuple)
    }

    private mutating func nullSwap(_ operand: UInt32) throws(VMException) {
        let (negated, depth, count) = (operand & 1 != 0, Int(operand >> 1 & 1), operand & 4 != 0 ? 2 : 1)
        try stack.require(depth + 1)
        let flag = try stack.popFiniteInteger()
        if flag.isZero == negated {
            let place = stack.depth - depth
            for _ in 0..<count { stack.entries.insert(.null, at: place) }
        }
        stack.push(flag)
    }
}
