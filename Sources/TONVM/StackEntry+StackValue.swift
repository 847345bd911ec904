public import TONBlocks
public import TONCells

extension StackEntry {
    /// Takes a value as it goes over a network. Throws where a continuation's layout is broken.
    public init(_ value: StackValue) throws(CellError) { try self.init(value, nesting: 0) }

    private init(_ value: StackValue, nesting: Int) throws(CellError) {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("tuples inside one another, deeper than \(StackValues.maximumNesting)")
        }
        switch value {
        case .null: self = .null
        case .integer(let integer): self = .integer(integer)
        case .notANumber: self = .integer(.notANumber)
        case .cell(let cell): self = .cell(cell)
        case .slice(let cell): self = .slice(try cell.slice())
        case .builder(let cell):
            var builder = CellBuilder()
            try builder.store(try cell.slice())
            self = .builder(BuilderReference(builder))
        case .continuation(let cell):
            var slice = cell.exoticSlice()
            self = .continuation(try Continuation(from: &slice, nesting: nesting + 1))
        case .tuple(let values):
            var entries: [StackEntry] = []
            for value in values { entries.append(try StackEntry(value, nesting: nesting + 1)) }
            self = .tuple(Tuple(entries))
        }
    }
}

extension StackValue {
    /// Takes a value from a machine's stack. Throws where it nests too deeply to be written down.
    public init(_ entry: StackEntry) throws(CellError) { try self.init(entry, nesting: 0) }

    fileprivate init(_ entry: StackEntry, nesting: Int) throws(CellError) {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("tuples inside one another, deeper than \(StackValues.maximumNesting)")
        }
        switch entry {
        case .null: self = .null
        case .integer(let integer): self = integer.isNotANumber ? .notANumber : .integer(integer)
        case .cell(let cell): self = .cell(cell)
        case .slice(let slice): self = .slice(try slice.cell())
        case .builder(let builder): self = .builder(try builder.builder.build())
        case .continuation(let continuation):
            var builder = CellBuilder()
            try continuation.store(in: &builder, nesting: nesting + 1)
            self = .continuation(try builder.build())
        case .tuple(let tuple):
            var values: [StackValue] = []
            for entry in tuple.entries { values.append(try StackValue(entry, nesting: nesting + 1)) }
            self = .tuple(values)
        }
    }
}

/// The layout of continuations.
///
/// ```
/// _ cregs:(HashmapE 4 VmStackValue) = VmSaveList;
/// vm_ctl_data$_ nargs:(Maybe uint13) stack:(Maybe VmStack) save:VmSaveList cp:(Maybe int16) = VmControlData;
/// vmc_std$00 cdata:VmControlData code:VmCellSlice = VmCont;
/// vmc_envelope$01 cdata:VmControlData next:^VmCont = VmCont;
/// vmc_quit$1000 exit_code:int32 = VmCont;
/// vmc_quit_exc$1001 = VmCont;
/// vmc_repeat$10100 count:uint63 body:^VmCont after:^VmCont = VmCont;
/// vmc_until$110000 body:^VmCont after:^VmCont = VmCont;
/// vmc_again$110001 body:^VmCont = VmCont;
/// vmc_while_cond$110010 cond:^VmCont body:^VmCont after:^VmCont = VmCont;
/// vmc_while_body$110011 cond:^VmCont body:^VmCont after:^VmCont = VmCont;
/// vmc_pushint$1111 value:int32 next:^VmCont = VmCont;
/// ```
extension Continuation {
    convenience init(from slice: inout CellSlice, nesting: Int) throws(CellError) {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("continuations inside one another, deeper than \(StackValues.maximumNesting)")
        }
        func inner() throws(CellError) -> Continuation {
            var part = try slice.loadReference().slice()
            let continuation = try Continuation(from: &part, nesting: nesting + 1)
            try part.end()
            return continuation
        }
        let first = try slice.loadUInt(bits: 2)
        switch first {
        case 0, 1:
            self.init(first == 0 ? .ordinary : .envelope)
            try loadControlData(from: &slice, nesting: nesting)
            if first == 0 {
                code = try slice.loadVMCellSlice()
            } else {
                next = try inner()
            }
        case 2:
            // 1000, 1001, 10100
            guard try slice.loadBit() else {
                if try slice.loadBit() {
                    self.init(.quitException)
                } else {
                    self.init(.quit, number: try slice.loadInt(bits: 32))
                }
                return
            }
            guard try slice.loadUInt(bits: 2) == 0 else { throw .unknownTag(type: "VmCont", found: 0b101, bits: 3) }
            self.init(.repeating, number: Int64(bitPattern: try slice.loadUInt(bits: 63)))
            body = try inner()
            next = try inner()
        default:
            guard try slice.loadBit() == false else {
                guard try slice.loadBit() else { throw .unknownTag(type: "VmCont", found: 0b1110, bits: 4) }
                self.init(.pushInteger, number: try slice.loadInt(bits: 32))
                next = try inner()
                return
            }
            let kind = try slice.loadUInt(bits: 3)
            switch kind {
            case 0:
                self.init(.until)
                body = try inner()
                next = try inner()
            case 1:
                self.init(.again)
                body = try inner()
            case 2, 3:
                self.init(kind == 2 ? .whileCondition : .whileBody)
                condition = try inner()
                body = try inner()
                next = try inner()
            default: throw .unknownTag(type: "VmCont", found: 0b110 << 3 | kind, bits: 6)
            }
        }
    }

    private func loadControlData(from slice: inout CellSlice, nesting: Int) throws(CellError) {
        if try slice.loadBit() { argumentCount = Int32(try slice.loadUInt(bits: 13)) }
        if try slice.loadBit() {
            var values: [StackEntry] = []
            for value in try StackValues(prefixOf: &slice).values { values.append(try StackEntry(value)) }
            stack = values
        }
        let dictionary = try HashmapE(keyBits: 4, from: &slice)
        for entry in try dictionary.entries(limit: 16) {
            var content = entry.value
            let value = try StackEntry(try StackValues.value(from: &content))
            try content.end()
            let index = Int(entry.key.bytes.first ?? 0) >> 4
            guard saved.set(index, to: value) else { throw .outOfRange("a value of another type in c\(index)") }
        }
        if try slice.loadBit() { codePage = Int16(truncatingIfNeeded: try slice.loadInt(bits: 16)) }
    }

    func store(in builder: inout CellBuilder, nesting: Int) throws(CellError) {
        guard nesting <= StackValues.maximumNesting else {
            throw .outOfRange("continuations inside one another, deeper than \(StackValues.maximumNesting)")
        }
        func append(_ continuation: Continuation?) throws(CellError) {
            guard let continuation else { throw .outOfRange("a continuation without its inner one") }
            var inner = CellBuilder()
            try continuation.store(in: &inner, nesting: nesting + 1)
            try builder.store(reference: try inner.build())
        }
        switch kind {
        case .ordinary:
            try builder.store(0, bits: 2)
            try storeControlData(in: &builder, nesting: nesting)
            try builder.store(vmCellSlice: code ?? VirtualMachine.emptySlice)
        case .envelope:
            try builder.store(1, bits: 2)
            try storeControlData(in: &builder, nesting: nesting)
            try append(next)
        case .quit:
            try builder.store(0b1000, bits: 4)
            try builder.store(signed: number, bits: 32)
        case .quitException: try builder.store(0b1001, bits: 4)
        case .repeating:
            try builder.store(0b10100, bits: 5)
            try builder.store(UInt64(max(number, 0)), bits: 63)
            try append(body)
            try append(next)
        case .until:
            try builder.store(0b110000, bits: 6)
            try append(body)
            try append(next)
        case .again:
            try builder.store(0b110001, bits: 6)
            try append(body)
        case .whileCondition, .whileBody:
            try builder.store(kind == .whileCondition ? 0b110010 : 0b110011, bits: 6)
            try append(condition)
            try append(body)
            try append(next)
        case .pushInteger:
            try builder.store(0b1111, bits: 4)
            try builder.store(signed: number, bits: 32)
            try append(next)
        }
    }

    private func storeControlData(in builder: inout CellBuilder, nesting: Int) throws(CellError) {
        try builder.store(bit: argumentCount >= 0)
        // Closures that can never run take more than any stack has, which has no layout: the most that fits stands for it.
        if argumentCount >= 0 { try builder.store(UInt64(min(argumentCount, 0x1fff)), bits: 13) }
        try builder.store(bit: stack != nil)
        if let stack {
            var values: [StackValue] = []
            for entry in stack { values.append(try StackValue(entry, nesting: nesting + 1)) }
            try StackValues(values).store(in: &builder)
        }
        var dictionary = HashmapE(keyBits: 4)
        for index in 0..<8 where !saved[index].isNull {
            var value = CellBuilder()
            try StackValues.store(try StackValue(saved[index], nesting: nesting + 1), in: &value)
            try dictionary.set(value, for: BitString(UInt64(index), bits: 4))
        }
        try builder.store(maybeReference: dictionary.root)
        try builder.store(bit: kind == .ordinary)
        if kind == .ordinary { try builder.store(signed: Int64(codePage), bits: 16) }
    }
}

extension CellBuilder {
    fileprivate mutating func store(vmCellSlice slice: CellSlice) throws(CellError) {
        let cell = try slice.cell()
        try store(reference: cell)
        try store(0, bits: 10)
        try store(UInt64(cell.bitCount), bits: 10)
        try store(0, bits: 3)
        try store(UInt64(cell.referenceCount), bits: 3)
    }
}
