import TONBlocks
import TONCells

/// Instructions that read slices.
extension VirtualMachine {
    /// `LDU`, without regard to forms that stay or are quiet.
    @inline(__always)
    mutating func loadUnsigned(bits: Int) throws(VMException) {
        var slice = try stack.popSlice()
        guard slice.remainingBits >= bits else { throw .cellUnderflow }
        stack.push(try Self.cellUnderflow { () throws(CellError) in try slice.loadUInt256(bits: bits) })
        stack.push(slice)
    }

    /// Reads an integer: `LDI`, `LDU` and the forms that stay where they are, or say whether there are enough bits.
    mutating func loadInteger(
        bits: Int, isUnsigned: Bool = false, stays: Bool = false, isQuiet: Bool = false
    ) throws(VMException) {
        var slice = try stack.popSlice()
        guard slice.remainingBits >= bits else { return try failToRead(slice, stays: stays, isQuiet: isQuiet) }
        stack.push(
            try Self.cellUnderflow { () throws(CellError) in
                isUnsigned ? try slice.loadUInt256(bits: bits) : try slice.loadInt257(bits: bits)
            })
        if !stays { stack.push(slice) }
        if isQuiet { stack.push(true) }
    }

    /// Reads a slice of so many bits.
    private mutating func loadSlice(bits: Int, stays: Bool = false, isQuiet: Bool = false) throws(VMException) {
        var slice = try stack.popSlice()
        guard slice.remainingBits >= bits else { return try failToRead(slice, stays: stays, isQuiet: isQuiet) }
        stack.push(try Self.cellUnderflow { () throws(CellError) in try slice.loadSlice(bits: bits) })
        if !stays { stack.push(slice) }
        if isQuiet { stack.push(true) }
    }

    private mutating func failToRead(_ slice: CellSlice, stays: Bool, isQuiet: Bool) throws(VMException) {
        guard isQuiet else { throw .cellUnderflow }
        if !stays { stack.push(slice) }
        stack.push(false)
    }

    mutating func executeReading(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        let bits = Int(operand) + 1
        switch operation {
        case .preloadSigned: try loadInteger(bits: bits, stays: true)
        case .preloadUnsigned: try loadInteger(bits: bits, isUnsigned: true, stays: true)
        case .loadSignedQuiet: try loadInteger(bits: bits, isQuiet: true)
        case .loadUnsignedQuiet: try loadInteger(bits: bits, isUnsigned: true, isQuiet: true)
        case .preloadSignedQuiet: try loadInteger(bits: bits, stays: true, isQuiet: true)
        case .preloadUnsignedQuiet: try loadInteger(bits: bits, isUnsigned: true, stays: true, isQuiet: true)
        case .loadVariable:
            try stack.require(2)
            let isUnsigned = operand & 1 != 0
            let bits = try stack.popInteger(in: 0...(isUnsigned ? 256 : 257))
            try loadInteger(bits: bits, isUnsigned: isUnsigned, stays: operand & 2 != 0, isQuiet: operand & 4 != 0)
        case .preloadFilled:
            let slice = try stack.popSlice()
            var reading = slice
            let wanted = bits * 32
            let found = min(wanted, slice.remainingBits)
            let value = try Self.cellUnderflow { () throws(CellError) in try reading.loadUInt256(bits: found) }
            stack.push(slice)
            stack.push(value.shiftLeft(bits: wanted - found))
        case .loadSlice: try loadSlice(bits: bits)
        case .preloadSlice: try loadSlice(bits: bits, stays: true)
        case .loadSliceQuiet: try loadSlice(bits: bits, isQuiet: true)
        case .preloadSliceQuiet: try loadSlice(bits: bits, stays: true, isQuiet: true)
        case .loadSliceVariable:
            try stack.require(2)
            let bits = try stack.popInteger(in: 0...1023)
            try loadSlice(bits: bits, stays: operand & 1 != 0, isQuiet: operand & 2 != 0)
        case .loadReferenceAsSlice:
            var slice = try stack.popSlice()
            let cell = try Self.cellUnderflow { () throws(CellError) in try slice.loadReference() }
            stack.push(slice)
            stack.push(try load(cell))
        case .preloadReference: try preloadReference(Int(operand))
        case .preloadReferenceVariable:
            try stack.require(2)
            try preloadReference(try stack.popInteger(in: 0...3))
        case .loadLittleEndian: try loadLittleEndian(operand)
        case .loadZeros: try loadSame(false)
        case .loadOnes: try loadSame(true)
        default:
            try stack.require(2)
            try loadSame(try stack.popInteger(in: 0...1) != 0)
        }
    }

    private mutating func preloadReference(_ position: Int) throws(VMException) {
        guard let cell = try stack.popSlice().reference(at: position) else { throw .cellUnderflow }
        stack.push(cell)
    }

    private mutating func loadLittleEndian(_ form: UInt32) throws(VMException) {
        var slice = try stack.popSlice()
        let (isUnsigned, stays, isQuiet) = (form & 1 != 0, form & 4 != 0, form & 8 != 0)
        let bits = form & 2 != 0 ? 64 : 32
        guard slice.remainingBits >= bits else { return try failToRead(slice, stays: stays, isQuiet: isQuiet) }
        let word = try Self.cellUnderflow { () throws(CellError) in try slice.loadUInt(bits: bits) }
        if bits == 64 {
            stack.push(isUnsigned ? Int257(word.byteSwapped) : Int257(Int64(bitPattern: word.byteSwapped)))
        } else {
            let value = UInt32(truncatingIfNeeded: word).byteSwapped
            stack.push(isUnsigned ? Int(value) : Int(Int32(bitPattern: value)))
        }
        if !stays { stack.push(slice) }
        if isQuiet { stack.push(true) }
    }

    /// Counts the like bits at the front, and moves past them.
    private mutating func loadSame(_ bit: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        let count = slice.leadingCount(of: bit)
        slice.advance(bits: count)
        stack.push(count)
        stack.push(slice)
    }

    // MARK: - Cutting

    mutating func executeCutting(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .keepFirstBits, .skipFirstBits, .keepLastBits, .skipLastBits:
            try stack.require(2)
            let bits = try stack.popInteger(in: 0...1023)
            try cut(operation, bits: bits, references: 0)
        case .keepFirst, .skipFirst, .keepLast, .skipLast:
            try stack.require(3)
            let references = try stack.popInteger(in: 0...4)
            let bits = try stack.popInteger(in: 0...1023)
            try cut(operation, bits: bits, references: references)
        case .substring:
            try stack.require(3)
            let bits = try stack.popInteger(in: 0...1023)
            let offset = try stack.popInteger(in: 0...1023)
            try pushSubslice(from: (offset, 0), size: (bits, 0))
        case .subslice:
            try stack.require(5)
            let references = try stack.popInteger(in: 0...4)
            let bits = try stack.popInteger(in: 0...1023)
            let firstReference = try stack.popInteger(in: 0...4)
            let offset = try stack.popInteger(in: 0...1023)
            try pushSubslice(from: (offset, firstReference), size: (bits, references))
        case .begins, .beginsQuiet:
            try stack.require(2)
            try checkBeginning(try stack.popSlice(), isQuiet: operation == .beginsQuiet)
        case .beginsConstant, .beginsConstantQuiet:
            let beginning = try loadConstant(bits: Int(operand & 127) * 8 + 3, references: 0)
            try checkBeginning(beginning, isQuiet: operation == .beginsConstantQuiet)
        case .split, .splitQuiet: try split(isQuiet: operation == .splitQuiet)
        case .checkSlice: try checkSlice(operand)
        case .sliceBits: stack.push(try stack.popSlice().remainingBits)
        case .sliceReferences: stack.push(try stack.popSlice().remainingReferences)
        case .sliceBitsAndReferences:
            let slice = try stack.popSlice()
            stack.push(slice.remainingBits)
            stack.push(slice.remainingReferences)
        default: stack.push(try stack.popSlice().depth)
        }
    }

    /// Keeps or skips so much at one end.
    private mutating func cut(_ operation: CellOperation, bits: Int, references: Int) throws(VMException) {
        var slice = try stack.popSlice()
        let (otherBits, otherReferences) = (slice.remainingBits - bits, slice.remainingReferences - references)
        guard otherBits >= 0, otherReferences >= 0 else { throw .cellUnderflow }
        let isFirst = [.keepFirst, .keepFirstBits, .skipFirst, .skipFirstBits].contains(operation)
        let front = try Self.cellUnderflow { () throws(CellError) in
            try slice.loadSlice(
                bits: isFirst ? bits : otherBits, references: isFirst ? references : otherReferences)
        }
        let keepsFront = [.keepFirst, .keepFirstBits, .skipLast, .skipLastBits].contains(operation)
        stack.push(keepsFront ? front : slice)
    }

    private mutating func pushSubslice(
        from start: (bits: Int, references: Int), size: (bits: Int, references: Int)
    ) throws(VMException) {
        var slice = try stack.popSlice()
        stack.push(
            try Self.cellUnderflow { () throws(CellError) in
                _ = try slice.loadSlice(bits: start.bits, references: start.references)
                return try slice.loadSlice(bits: size.bits, references: size.references)
            })
    }

    private mutating func checkBeginning(_ beginning: CellSlice, isQuiet: Bool) throws(VMException) {
        var slice = try stack.popSlice()
        let begins = beginning.isPrefix(of: slice)
        guard begins || isQuiet else { throw .cellUnderflow }
        if begins { slice.advance(bits: beginning.remainingBits) }
        stack.push(slice)
        if isQuiet { stack.push(begins) }
    }

    private mutating func split(isQuiet: Bool) throws(VMException) {
        try stack.require(3)
        let references = try stack.popInteger(in: 0...4)
        let bits = try stack.popInteger(in: 0...1023)
        var slice = try stack.popSlice()
        guard slice.remainingBits >= bits, slice.remainingReferences >= references else {
            return try failToRead(slice, stays: false, isQuiet: isQuiet)
        }
        stack.push(
            try Self.cellUnderflow { () throws(CellError) in try slice.loadSlice(bits: bits, references: references) })
        stack.push(slice)
        if isQuiet { stack.push(true) }
    }

    /// Checks that there are so many bits and references, as the form says.
    private mutating func checkSlice(_ form: UInt32) throws(VMException) {
        let isPair = form & 3 == 3
        try stack.require(isPair ? 3 : 2)
        let references = form & 2 == 0 ? 0 : try stack.popInteger(in: 0...(isPair ? 4 : 1023))
        let bits = form & 1 == 0 ? 0 : try stack.popInteger(in: 0...1023)
        let slice = try stack.popSlice()
        let isEnough = slice.remainingBits >= bits && slice.remainingReferences >= references
        guard form & 4 == 0 else { return stack.push(isEnough) }
        guard isEnough else { throw .cellUnderflow }
    }
}
