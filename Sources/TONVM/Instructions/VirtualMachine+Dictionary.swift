import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction on dictionaries.
    mutating func execute(_ operation: DictionaryOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .get: try getValue(KeyForm(operand >> 1), isReference: operand & 1 != 0)
        case .set: try setValue(operand, where: .any)
        case .replace: try setValue(operand, where: .present)
        case .add: try setValue(operand, where: .absent)
        case .setGet: try setValue(operand, where: .any, returnsOld: true)
        case .replaceGet: try setValue(operand, where: .present, returnsOld: true)
        case .addGet: try setValue(operand, where: .absent, returnsOld: true)
        case .setBuilder: try setValue(operand << 1, where: .any, isBuilder: true)
        case .replaceBuilder: try setValue(operand << 1, where: .present, isBuilder: true)
        case .addBuilder: try setValue(operand << 1, where: .absent, isBuilder: true)
        case .setGetBuilder: try setValue(operand << 1, where: .any, returnsOld: true, isBuilder: true)
        case .replaceGetBuilder: try setValue(operand << 1, where: .present, returnsOld: true, isBuilder: true)
        case .addGetBuilder: try setValue(operand << 1, where: .absent, returnsOld: true, isBuilder: true)
        case .delete: try deleteValue(KeyForm(operand), returnsOld: false, isReference: false)
        case .deleteGet: try deleteValue(KeyForm(operand >> 1), returnsOld: true, isReference: operand & 1 != 0)
        case .getOptional: try getOptional(KeyForm(operand))
        case .setGetOptional: try setGetOptional(KeyForm(operand))
        case .getNear: try getNear(operand)
        case .getExtreme: try getExtreme(operand)
        case .getExecute: try getExecute(operand)
        case .subdictionary: try getSubdictionary(operand)
        case .pushConstant:
            stack.push(try nextCodeReference())
            stack.push(Int(operand & 1023))
        case .prefixSet: try setPrefixValue(where: .any)
        case .prefixReplace: try setPrefixValue(where: .present)
        case .prefixAdd: try setPrefixValue(where: .absent)
        case .prefixDelete: try deletePrefixValue()
        case .prefixGetQuiet, .prefixGet, .prefixGetJump, .prefixGetCall: try getPrefixValue(operation)
        case .prefixSwitch: try switchByPrefix(operand)
        default: try executeSerialization(operation)
        }
    }

    /// What a key is on the stack.
    enum KeyForm {
        case slice, signed, unsigned

        /// By the bits "unsigned" and "integer".
        @inline(__always)
        init(_ form: UInt32) { self = form & 2 == 0 ? .slice : form & 1 == 0 ? .signed : .unsigned }
    }

    private static let keyLimit = 1023

    // MARK: - Serialization

    private mutating func executeSerialization(_ operation: DictionaryOperation) throws(VMException) {
        guard operation != .store else {
            try stack.require(2)
            let builder = Self.writable(try stack.popBuilder())
            let root = try stack.popMaybeCell()
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(maybeReference: root) }
            return stack.push(builder)
        }
        var slice = try stack.popSlice()
        let isQuiet = operation == .loadQuiet || operation == .preloadQuiet
        let stays = operation == .preload || operation == .preloadQuiet || operation == .preloadSlice
        // A bit, and where it is 1 a reference.
        let count = slice.remainingBits > 0 ? Int(slice.prefetchUInt(bits: 1)) : 5
        guard slice.remainingReferences >= count else {
            guard isQuiet else { throw .cellUnderflow }
            if !stays { stack.push(slice) }
            return stack.push(false)
        }
        let part = try Self.cellUnderflow { () throws(CellError) in try slice.loadSlice(bits: 1, references: count) }
        switch operation {
        case .skip: break
        case .loadSlice, .preloadSlice: stack.push(part)
        default: stack.push(maybe: part.reference(at: 0))
        }
        if !stays { stack.push(slice) }
        if isQuiet { stack.push(true) }
    }

    // MARK: - Keys

    /// Takes the number of bits in a key and the dictionary from the stack.
    @inline(__always)
    private mutating func popDictionary(limit: Int = keyLimit) throws(VMException) -> (bits: Int, root: Cell?) {
        let bits = try stack.popInteger(in: 0...limit)
        return (bits, try stack.popMaybeCell())
    }

    /// Takes a key from the stack; false where a slice has too few bits, or an integer doesn't fit. NaN throws.
    @inline(__always)
    private mutating func popKey(
        _ form: KeyForm, bits: Int, to key: UnsafeMutableRawPointer
    ) throws(VMException) -> Bool {
        guard form != .slice else {
            let slice = try stack.popSlice()
            guard slice.remainingBits >= bits else { return false }
            slice.copyBits(bits, to: key)
            return true
        }
        return write(try stack.popFiniteInteger(), form, bits: bits, to: key)
    }

    /// Writes an integer as a key; false where it doesn't fit.
    @inline(__always)
    private func write(_ integer: Int257, _ form: KeyForm, bits: Int, to key: UnsafeMutableRawPointer) -> Bool {
        guard form == .signed ? integer.fits(signedBits: bits) : integer.fits(unsignedBits: bits) else {
            return false
        }
        integer.writeKey(to: key, bits: bits)
        return true
    }

    /// Takes a key to write to; an integer that doesn't fit throws, NaN among them.
    ///
    /// - Returns: whether a slice has enough bits: that fails only after the value was taken from the stack.
    @inline(__always)
    private mutating func popKeyToSet(
        _ form: KeyForm, bits: Int, to key: UnsafeMutableRawPointer
    ) throws(VMException) -> Bool {
        guard form != .slice else { return try popKey(.slice, bits: bits, to: key) }
        guard write(try stack.popInteger(), form, bits: bits, to: key) else { throw .rangeCheck }
        return true
    }

    /// Pushes a key as it was asked for: a slice costs a new cell.
    private mutating func pushKey(_ key: UnsafeRawPointer, _ form: KeyForm, bits: Int) throws(VMException) {
        guard form == .slice else {
            return stack.push(Int257(key: key, bits: bits, signed: form == .signed))
        }
        var builder = CellBuilder()
        try Self.cellOverflow { () throws(CellError) in try builder.store(bits: key, count: bits) }
        stack.push(try build(taking: &builder).exoticSlice())
    }

    /// The reference that a value consists of.
    private func reference(of value: CellSlice) throws(VMException) -> Cell {
        guard value.remainingBits == 0, value.remainingReferences == 1, let cell = value.reference(at: 0) else {
            throw .dictionaryError
        }
        return cell
    }

    // MARK: - Values

    private mutating func getValue(_ form: KeyForm, isReference: Bool) throws(VMException) {
        try stack.require(3)
        let (bits, root) = try popDictionary()
        try withKey { (machine, key) throws(VMException) in
            guard try machine.popKey(form, bits: bits, to: key) else {
                guard form != .slice else { throw .cellUnderflow }
                return machine.stack.push(false)
            }
            guard let value = try machine.lookUp(key, bits: bits, in: root) else { return machine.stack.push(false) }
            if isReference { machine.stack.push(try machine.reference(of: value)) } else { machine.stack.push(value) }
            machine.stack.push(true)
        }
    }

    private mutating func getOptional(_ form: KeyForm) throws(VMException) {
        try stack.require(3)
        let (bits, root) = try popDictionary()
        try withKey { (machine, key) throws(VMException) in
            guard try machine.popKey(form, bits: bits, to: key) else {
                guard form != .slice else { throw .cellUnderflow }
                return machine.stack.pushNull()
            }
            guard let value = try machine.lookUp(key, bits: bits, in: root) else { return machine.stack.pushNull() }
            machine.stack.push(try machine.reference(of: value))
        }
    }

    private mutating func setValue(
        _ operand: UInt32, where condition: DictionaryCondition, returnsOld: Bool = false, isBuilder: Bool = false
    ) throws(VMException) {
        try stack.require(4)
        let (bits, root) = try popDictionary()
        let isReference = !isBuilder && operand & 1 != 0
        try withKey { (machine, key) throws(VMException) in
            let hasKey = try machine.popKeyToSet(KeyForm(operand >> 1), bits: bits, to: key)
            let value: DictionaryValue =
                isBuilder
                ? .builder(try machine.stack.popBuilder())
                : isReference ? .reference(try machine.stack.popCell()) : .slice(try machine.stack.popSlice())
            guard hasKey else { throw .cellUnderflow }
            let (changed, old) = try machine.set(value, for: key, bits: bits, in: root, where: condition)
            guard returnsOld else {
                machine.stack.push(maybe: changed ?? root)
                if condition != .any { machine.stack.push(changed != nil) }
                return
            }
            let entry: StackEntry? =
                if let old { isReference ? .cell(try machine.reference(of: old)) : .slice(old) } else { nil }
            machine.stack.push(maybe: changed ?? root)
            if let entry { machine.stack.push(entry) }
            machine.stack.push((old != nil) == (condition != .absent))
        }
    }

    private mutating func deleteValue(
        _ form: KeyForm, returnsOld: Bool, isReference: Bool
    ) throws(VMException) {
        try stack.require(3)
        let (bits, root) = try popDictionary()
        try withKey { (machine, key) throws(VMException) in
            guard try machine.popKey(form, bits: bits, to: key) else {
                throw form == .slice ? .cellUnderflow : .rangeCheck
            }
            let (changed, old) = try machine.remove(key, bits: bits, from: root)
            let cell = isReference ? try old.map { (old) throws(VMException) in try machine.reference(of: old) } : nil
            machine.stack.push(maybe: changed)
            if returnsOld, let old {
                if let cell { machine.stack.push(cell) } else { machine.stack.push(old) }
            }
            machine.stack.push(old != nil)
        }
    }

    private mutating func setGetOptional(_ form: KeyForm) throws(VMException) {
        try stack.require(4)
        let (bits, root) = try popDictionary()
        try withKey { (machine, key) throws(VMException) in
            let hasKey = try machine.popKeyToSet(form, bits: bits, to: key)
            let value = try machine.stack.popMaybeCell()
            guard hasKey else { throw .cellUnderflow }
            let changed: Cell?
            let old: CellSlice?
            if let value {
                (changed, old) = try machine.set(.reference(value), for: key, bits: bits, in: root, where: .any)
            } else {
                (changed, old) = try machine.remove(key, bits: bits, from: root)
            }
            let cell = try old.map { (old) throws(VMException) in try machine.reference(of: old) }
            machine.stack.push(maybe: changed)
            machine.stack.push(maybe: cell)
        }
    }

    // MARK: - Order

    private mutating func getExtreme(_ operand: UInt32) throws(VMException) {
        try stack.require(2)
        let form = KeyForm(operand >> 1)
        let (bits, root) = try popDictionary(
            limit: form == .slice ? Self.keyLimit : form == .signed ? 257 : 256)
        let removes = operand & 16 != 0
        let isMaximum = operand & 8 != 0
        try withKey { (machine, key) throws(VMException) in
            guard let root else {
                if removes { machine.stack.pushNull() }
                return machine.stack.push(false)
            }
            let value = try machine.lookUpEnd(
                of: root, key, from: 0, bits: bits, isRight: isMaximum, isSigned: form == .signed)
            var changed: Cell?
            if removes {
                // Overwrites the key, which is pushed last of all.
                var copy: InlineArray<20, UInt64> = .init(repeating: 0)
                changed = try withUnsafeMutableBytes(of: &copy) { (bytes) throws(VMException) in
                    guard let base = bytes.baseAddress else { throw .fatal }
                    base.copyMemory(from: key, byteCount: bytes.count)
                    return try machine.remove(base, bits: bits, from: root).root
                }
            }
            let cell = operand & 1 != 0 ? try machine.reference(of: value) : nil
            if removes { machine.stack.push(maybe: changed) }
            if let cell { machine.stack.push(cell) } else { machine.stack.push(value) }
            try machine.pushKey(key, form, bits: bits)
            machine.stack.push(true)
        }
    }

    private mutating func getNear(_ operand: UInt32) throws(VMException) {
        try stack.require(3)
        let form = KeyForm(operand >> 2)
        let (bits, root) = try popDictionary(
            limit: form == .slice ? Self.keyLimit : form == .signed ? 257 : 256)
        let isNext = operand & 2 == 0
        try withKey { (machine, key) throws(VMException) in
            var isBeyond: Bool?
            if form == .slice {
                guard try machine.popKey(.slice, bits: bits, to: key) else { throw .cellUnderflow }
            } else {
                let integer = try machine.stack.popFiniteInteger()
                // Of a number that is no key itself, all keys may be beyond, or none.
                if !machine.write(integer, form, bits: bits, to: key) { isBeyond = integer.isNegative == isNext }
            }
            let value: CellSlice?
            if let isBeyond {
                value =
                    if isBeyond, let root {
                        try machine.lookUpEnd(
                            of: root, key, from: 0, bits: bits, isRight: !isNext, isSigned: form == .signed)
                    } else { nil }
            } else {
                value = try machine.lookUpNearest(
                    key, bits: bits, in: root, isNext: isNext, allowsEqual: operand & 1 != 0,
                    isSigned: form == .signed)
            }
            guard let value else { return machine.stack.push(false) }
            machine.stack.push(value)
            try machine.pushKey(key, form, bits: bits)
            machine.stack.push(true)
        }
    }

    private mutating func getSubdictionary(_ operand: UInt32) throws(VMException) {
        try stack.require(4)
        let form = KeyForm(operand)
        let (bits, root) = try popDictionary()
        let limit = form == .slice ? Self.keyLimit : form == .signed ? 257 : 256
        let prefix = try stack.popInteger(in: 0...min(limit, bits))
        try withKey { (machine, key) throws(VMException) in
            guard try machine.popKey(form, bits: prefix, to: key) else { throw .cellUnderflow }
            machine.stack.push(
                maybe: try machine.subdictionary(
                    of: root, key, prefix: prefix, bits: bits, removesPrefix: operand & 4 != 0))
        }
    }

    // MARK: - Code

    private mutating func getExecute(_ operand: UInt32) throws(VMException) {
        try stack.require(3)
        let (bits, root) = try popDictionary()
        let integer = try stack.popFiniteInteger()
        var found: CellSlice?
        try withKey { (machine, key) throws(VMException) in
            guard machine.write(integer, operand & 1 == 0 ? .signed : .unsigned, bits: bits, to: key) else { return }
            found = try machine.lookUp(key, bits: bits, in: root)
        }
        guard let found else {
            if operand & 4 != 0 { stack.push(integer) }
            return
        }
        let continuation = makeContinuation(code: found)
        if operand & 2 != 0 { try call(continuation) } else { try jump(to: continuation) }
    }

    // MARK: - Prefix dictionaries

    private mutating func setPrefixValue(where condition: DictionaryCondition) throws(VMException) {
        try stack.require(globalVersion >= 9 ? 4 : 3)
        let (limit, root) = try popDictionary()
        let keySlice = try stack.popSlice()
        let value = try stack.popSlice()
        try withKey { (machine, key) throws(VMException) in
            let count = keySlice.remainingBits
            keySlice.copyBits(count, to: key)
            let changed = try machine.setPrefix(
                value, for: key, count: count, limit: limit, in: root, where: condition)
            machine.stack.push(maybe: changed ?? root)
            machine.stack.push(changed != nil)
        }
    }

    private mutating func deletePrefixValue() throws(VMException) {
        try stack.require(globalVersion >= 9 ? 3 : 2)
        let (limit, root) = try popDictionary()
        let keySlice = try stack.popSlice()
        try withKey { (machine, key) throws(VMException) in
            let count = keySlice.remainingBits
            keySlice.copyBits(count, to: key)
            let (isFound, changed) = try machine.removePrefix(key, count: count, limit: limit, from: root)
            machine.stack.push(maybe: changed)
            machine.stack.push(isFound)
        }
    }

    /// Splits the key of a dictionary off a slice: the key, its value, and what follows; nil where there is none.
    private mutating func splitPrefix(
        _ slice: CellSlice, limit: Int, in root: Cell?
    ) throws(VMException) -> (key: CellSlice, value: CellSlice, rest: CellSlice)? {
        var found: (value: CellSlice, count: Int)?
        try withKey { (machine, key) throws(VMException) in
            let count = slice.remainingBits
            slice.copyBits(count, to: key)
            found = try machine.lookUpPrefix(of: key, count: count, limit: limit, in: root)
        }
        guard let found else { return nil }
        var rest = slice
        let key = try Self.cellUnderflow { () throws(CellError) in try rest.loadSlice(bits: found.count) }
        return (key, found.value, rest)
    }

    private mutating func getPrefixValue(_ operation: DictionaryOperation) throws(VMException) {
        try stack.require(3)
        let (limit, root) = try popDictionary()
        let slice = try stack.popSlice()
        guard let (key, value, rest) = try splitPrefix(slice, limit: limit, in: root) else {
            guard operation != .prefixGet, operation != .prefixGetCall else { throw .cellUnderflow }
            stack.push(slice)
            if operation == .prefixGetQuiet { stack.push(false) }
            return
        }
        let isCode = operation == .prefixGetJump || operation == .prefixGetCall
        stack.push(key)
        if !isCode { stack.push(value) }
        stack.push(rest)
        switch operation {
        case .prefixGetQuiet: stack.push(true)
        case .prefixGet: break
        case .prefixGetJump: try jump(to: makeContinuation(code: value))
        default: try call(makeContinuation(code: value))
        }
    }

    private mutating func switchByPrefix(_ operand: UInt32) throws(VMException) {
        let root = try nextCodeReference()
        let slice = try stack.popSlice()
        guard let (key, value, rest) = try splitPrefix(slice, limit: Int(operand & 1023), in: root) else {
            return stack.push(slice)
        }
        stack.push(key)
        stack.push(rest)
        try jump(to: makeContinuation(code: value))
    }
}
