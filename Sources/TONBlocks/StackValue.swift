public import TONCells

/// A value on the stack of the TVM, as it goes to a server and comes back.
public indirect enum StackValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// An integer.
    case integer(Int257)
    /// The result of an arithmetic that has none.
    case notANumber
    /// A cell.
    case cell(Cell)
    /// A slice: what is left of it, as a cell of its own.
    case slice(Cell)
    /// A builder: what was stored, as a cell.
    case builder(Cell)
    /// A continuation: its layout (`VmCont`), unread.
    case continuation(Cell)
    /// A tuple.
    case tuple([StackValue])
}

/// The values on a stack of the TVM.
///
/// ```
/// vm_stack#_ depth:(## 24) stack:(VmStackList depth) = VmStack;
/// vm_stk_cons#_ {n:#} rest:^(VmStackList n) tos:VmStackValue = VmStackList (n + 1);
/// vm_stk_nil#_ = VmStackList 0;
/// ```
public struct StackValues: Hashable, Sendable {
    /// The values, the top of the stack last.
    public var values: [StackValue]

    /// Most values that are read, those inside tuples among them: shared cells could stand for billions.
    public static let maximumCount = 100_000
    /// How deep tuples may lie inside one another.
    public static let maximumNesting = 100

    /// Makes one.
    public init(_ values: [StackValue]) {
        self.values = values
    }
}

extension StackValues: TLBCodable {
    /// Reads the layout. Throws where there are more than ``maximumCount`` values.
    public init(from slice: inout CellSlice) throws(CellError) {
        try self.init(prefixOf: &slice)
    }

    /// Reads the layout where something else follows in the same cell. Throws where there are more than ``maximumCount``
    /// values.
    public init(prefixOf slice: inout CellSlice) throws(CellError) {
        var reader = StackReader(left: Self.maximumCount)
        self.values = try reader.stack(from: &slice)
    }

    /// Reads one value.
    public static func value(from slice: inout CellSlice) throws(CellError) -> StackValue {
        var reader = StackReader(left: maximumCount)
        return try reader.value(from: &slice, nesting: 0)
    }

    /// Appends one value.
    public static func store(_ value: StackValue, in builder: inout CellBuilder) throws(CellError) {
        try builder.store(value, nesting: 0)
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        guard values.count < 1 << 24 else { throw .outOfRange("a stack of \(values.count) values") }
        var rest = try CellBuilder().build()
        for value in values.dropLast() {
            var list = CellBuilder()
            try list.store(reference: rest)
            try list.store(value, nesting: 0)
            rest = try list.build()
        }
        try builder.store(UInt64(values.count), bits: 24)
        if let top = values.last {
            try builder.store(reference: rest)
            try builder.store(top, nesting: 0)
        }
    }
}

/// Reads values, up to a number of them.
private struct StackReader {
    var left: Int

    /// The top of a stack lies in the slice, what is below it in cells of their own.
    mutating func stack(from slice: inout CellSlice) throws(CellError) -> [StackValue] {
        let depth = Int(try slice.loadUInt(bits: 24))
        guard depth > 0 else { return [] }
        guard depth <= left else { throw .outOfRange("a stack of \(depth) values") }
        var rest = try slice.loadReference()
        var values = [try value(from: &slice, nesting: 0)]
        while values.count < depth {
            var list = try rest.slice()
            rest = try list.loadReference()
            values.append(try value(from: &list, nesting: 0))
            try list.end()
        }
        try rest.slice().end()
        return values.reversed()
    }

    /// ```
    /// vm_stk_null#00 = VmStackValue;
    /// vm_stk_tinyint#01 value:int64 = VmStackValue;
    /// vm_stk_int#0201_ value:int257 = VmStackValue;
    /// vm_stk_nan#02ff = VmStackValue;
    /// vm_stk_cell#03 cell:^Cell = VmStackValue;
    /// vm_stk_slice#04 _:VmCellSlice = VmStackValue;
    /// vm_stk_builder#05 cell:^Cell = VmStackValue;
    /// vm_stk_cont#06 cont:VmCont = VmStackValue;
    /// vm_stk_tuple#07 len:(## 16) data:(VmTuple len) = VmStackValue;
    /// ```
    mutating func value(from slice: inout CellSlice, nesting: Int) throws(CellError) -> StackValue {
        left -= 1
        guard left >= 0 else { throw .outOfRange("more than \(StackValues.maximumCount) values") }
        let tag = try slice.loadUInt(bits: 8)
        switch tag {
        case 0x00: return .null
        case 0x01:
            return .integer(Int257(try slice.loadInt(bits: 64)))
        case 0x02:
            if slice.remainingBits >= 8, try slice.peekUInt(bits: 8) == 0xff {
                _ = try slice.loadUInt(bits: 8)
                return .notANumber
            }
            let rest = try slice.loadUInt(bits: 7)
            guard rest == 0 else { throw .unknownTag(type: "VmStackValue", found: tag << 7 | rest, bits: 15) }
            return .integer(try slice.loadInt257(bits: 257))
        case 0x03: return .cell(try slice.loadReference())
        case 0x04: return .slice(try part(from: &slice))
        case 0x05: return .builder(try slice.loadReference())
        case 0x06:
            // A continuation ends where its cell does.
            let cell = try slice.cell()
            slice = try slice.loadSlice(bits: 0)
            return .continuation(cell)
        case 0x07: return .tuple(try tuple(from: &slice, nesting: nesting + 1))
        default: break
        }
        throw .unknownTag(type: "VmStackValue", found: tag, bits: 8)
    }

    /// ```
    /// _ cell:^Cell st_bits:(## 10) end_bits:(## 10) { st_bits <= end_bits }
    ///   st_ref:(#<= 4) end_ref:(#<= 4) { st_ref <= end_ref } = VmCellSlice;
    /// ```
    func part(from slice: inout CellSlice) throws(CellError) -> Cell {
        let cell = try slice.loadReference()
        let (startBits, endBits) = (Int(try slice.loadUInt(bits: 10)), Int(try slice.loadUInt(bits: 10)))
        let (startReferences, endReferences) = (Int(try slice.loadUInt(bits: 3)), Int(try slice.loadUInt(bits: 3)))
        guard startBits <= endBits, startReferences <= endReferences else {
            throw .outOfRange("a slice that ends before it starts")
        }
        var content = try cell.slice()
        _ = try content.loadSlice(bits: startBits, references: startReferences)
        return try content.loadSlice(bits: endBits - startBits, references: endReferences - startReferences).cell()
    }

    /// ```
    /// vm_tuple_nil$_ = VmTuple 0;
    /// vm_tuple_tcons$_ {n:#} head:(VmTupleRef n) tail:^VmStackValue = VmTuple (n + 1);
    /// vm_tupref_nil$_ = VmTupleRef 0;
    /// vm_tupref_single$_ entry:^VmStackValue = VmTupleRef 1;
    /// vm_tupref_any$_ {n:#} ref:^(VmTuple (n + 2)) = VmTupleRef (n + 2);
    /// ```
    private mutating func tuple(from slice: inout CellSlice, nesting: Int) throws(CellError) -> [StackValue] {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("tuples inside one another, deeper than \(StackValues.maximumNesting)")
        }
        let count = Int(try slice.loadUInt(bits: 16))
        guard count <= left else { throw .outOfRange("more than \(StackValues.maximumCount) values") }
        guard count > 0 else { return [] }
        let head = count > 1 ? try slice.loadReference() : nil
        var values = [try self.value(in: try slice.loadReference(), nesting: nesting)]
        guard var head else { return values }
        while values.count < count - 1 {
            var part = try head.slice()
            head = try part.loadReference()
            values.append(try value(in: try part.loadReference(), nesting: nesting))
            try part.end()
        }
        values.append(try value(in: head, nesting: nesting))
        return values.reversed()
    }

    private mutating func value(in cell: Cell, nesting: Int) throws(CellError) -> StackValue {
        var slice = try cell.slice()
        let value = try value(from: &slice, nesting: nesting)
        try slice.end()
        return value
    }
}

extension CellSlice {
    /// Reads a slice of another cell (`VmCellSlice`).
    public mutating func loadVMCellSlice() throws(CellError) -> CellSlice {
        try StackReader(left: 0).part(from: &self).exoticSlice()
    }
}

extension CellBuilder {
    fileprivate mutating func store(_ value: StackValue, nesting: Int) throws(CellError) {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("tuples inside one another, deeper than \(StackValues.maximumNesting)")
        }
        switch value {
        case .null: try store(0x00, bits: 8)
        case .integer(.notANumber), .notANumber: try store(0x02ff, bits: 16)
        case .integer(let integer):
            if let small = integer.smallValue {
                try store(0x01, bits: 8)
                try store(signed: small, bits: 64)
            } else {
                try store(0x0200 >> 1, bits: 15)
                try store(integer, signedBits: 257)
            }
        case .cell(let cell):
            try store(0x03, bits: 8)
            try store(reference: cell)
        case .slice(let cell):
            try store(0x04, bits: 8)
            try store(reference: cell)
            try store(0, bits: 10)
            try store(UInt64(cell.bitCount), bits: 10)
            try store(0, bits: 3)
            try store(UInt64(cell.referenceCount), bits: 3)
        case .builder(let cell):
            try store(0x05, bits: 8)
            try store(reference: cell)
        case .continuation(let cell):
            try store(0x06, bits: 8)
            try store(cell.exoticSlice())
        case .tuple(let values):
            guard values.count < 1 << 16 else { throw .outOfRange("a tuple of \(values.count) values") }
            try store(0x07, bits: 8)
            try store(UInt64(values.count), bits: 16)
            try store(tuple: values, nesting: nesting + 1)
        }
    }

    private mutating func store(tuple values: [StackValue], nesting: Int) throws(CellError) {
        guard let first = values.first, let last = values.last else { return }
        var head = try Self.cell(first, nesting)
        guard values.count > 1 else {
            try store(reference: head)
            return
        }
        for value in values.dropFirst().dropLast() {
            var part = CellBuilder()
            try part.store(reference: head)
            try part.store(reference: try Self.cell(value, nesting))
            head = try part.build()
        }
        try store(reference: head)
        try store(reference: try Self.cell(last, nesting))
    }

    private static func cell(_ value: StackValue, _ nesting: Int) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(value, nesting: nesting)
        return try builder.build()
    }
}
