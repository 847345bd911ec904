import TONBlocks
import TONCells

/// Instructions that write builders.
extension VirtualMachine {
    /// Makes a cell of a builder from the stack, and pays for it.
    @inline(__always)
    mutating func build(_ reference: consuming BuilderReference) throws(VMException) -> Cell {
        var reference = reference
        guard isKnownUniquelyReferenced(&reference) else { return try build(reference.builder) }
        // Nobody sees the builder any more, so its references needn't be copied.
        return try build(taking: &reference.builder)
    }

    /// Makes a cell of a builder that isn't used afterwards, and pays for it.
    @inline(__always)
    mutating func build(taking builder: inout CellBuilder) throws(VMException) -> Cell {
        try consume(GasPrice.cellCreation)
        do { return try builder.takeCell() } catch { throw .cellOverflow }
    }

    /// `STU`, without regard to forms that are reversed or quiet.
    @inline(__always)
    mutating func storeUnsigned(bits: Int) throws(VMException) {
        try stack.require(2)
        let builder = Self.writable(try stack.popBuilder())
        let value = try stack.popInteger()
        guard builder.builder.remainingBits >= bits else { throw .cellOverflow }
        if bits <= 64, let small = value.smallValue, small >= 0 {
            guard bits == 64 || small >> Int64(bits) == 0 else { throw .rangeCheck }
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(UInt64(small), bits: bits) }
        } else {
            guard value.fits(unsignedBits: bits) else { throw .rangeCheck }
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(value, unsignedBits: bits) }
        }
        stack.push(builder)
    }

    /// Stores an integer; the quiet forms say 0 for success, −1 for too little room and 1 for too large a number.
    private mutating func storeInteger(
        bits: Int, isUnsigned: Bool = false, isReversed: Bool = false, isQuiet: Bool = false
    ) throws(VMException) {
        try stack.require(2)
        let value: Int257
        let reference: BuilderReference
        if isReversed {
            value = try stack.popInteger()
            reference = try stack.popBuilder()
        } else {
            reference = try stack.popBuilder()
            value = try stack.popInteger()
        }
        let hasRoom = reference.builder.remainingBits >= bits
        guard hasRoom, isUnsigned ? value.fits(unsignedBits: bits) : value.fits(signedBits: bits) else {
            guard isQuiet else { throw hasRoom ? .rangeCheck : .cellOverflow }
            if !isReversed { stack.push(value) }
            stack.push(reference)
            if isReversed { stack.push(value) }
            return stack.push(hasRoom ? 1 : -1)
        }
        let builder = Self.writable(reference)
        try Self.cellOverflow { () throws(CellError) in
            if isUnsigned {
                try builder.builder.store(value, unsignedBits: bits)
            } else {
                try builder.builder.store(value, signedBits: bits)
            }
        }
        stack.push(builder)
        if isQuiet { stack.push(0) }
    }

    @inline(__always)
    mutating func storeReference(isReversed: Bool, isQuiet: Bool) throws(VMException) {
        try stack.require(2)
        let cell: Cell
        let reference: BuilderReference
        if isReversed {
            cell = try stack.popCell()
            reference = try stack.popBuilder()
        } else {
            reference = try stack.popBuilder()
            cell = try stack.popCell()
        }
        guard reference.builder.remainingReferences > 0 else {
            return try failToStore(.cell(cell), in: reference, isReversed: isReversed, isQuiet: isQuiet)
        }
        let builder = Self.writable(reference)
        try Self.cellOverflow { () throws(CellError) in try builder.builder.store(reference: cell) }
        stack.push(builder)
        if isQuiet { stack.push(0) }
    }

    private mutating func failToStore(
        _ entry: StackEntry, in builder: BuilderReference, isReversed: Bool, isQuiet: Bool
    ) throws(VMException) {
        guard isQuiet else { throw .cellOverflow }
        if !isReversed { stack.push(entry) }
        stack.push(builder)
        if isReversed { stack.push(entry) }
        stack.push(-1)
    }

    /// Stores a builder's cell as a reference.
    private mutating func storeBuilderReference(isReversed: Bool = false, isQuiet: Bool = false) throws(VMException) {
        try stack.require(2)
        let top = try stack.popBuilder()
        let below = try stack.popBuilder()
        let (reference, inner) = isReversed ? (below, top) : (top, below)
        guard reference.builder.remainingReferences > 0 else {
            return try failToStore(.builder(inner), in: reference, isReversed: isReversed, isQuiet: isQuiet)
        }
        let cell = try build(inner.builder)
        let builder = Self.writable(reference)
        try Self.cellOverflow { () throws(CellError) in try builder.builder.store(reference: cell) }
        stack.push(builder)
        if isQuiet { stack.push(0) }
    }

    private mutating func storeSlice(isReversed: Bool = false, isQuiet: Bool = false) throws(VMException) {
        try stack.require(2)
        let slice: CellSlice
        let reference: BuilderReference
        if isReversed {
            slice = try stack.popSlice()
            reference = try stack.popBuilder()
        } else {
            reference = try stack.popBuilder()
            slice = try stack.popSlice()
        }
        guard
            reference.builder.hasRoom(bits: slice.remainingBits, references: slice.remainingReferences)
        else { return try failToStore(.slice(slice), in: reference, isReversed: isReversed, isQuiet: isQuiet) }
        let builder = Self.writable(reference)
        try Self.cellOverflow { () throws(CellError) in try builder.builder.store(slice) }
        stack.push(builder)
        if isQuiet { stack.push(0) }
    }

    private mutating func storeBuilder(isReversed: Bool = false, isQuiet: Bool = false) throws(VMException) {
        try stack.require(2)
        let top = try stack.popBuilder()
        let below = try stack.popBuilder()
        let (reference, inner) = isReversed ? (below, top) : (top, below)
        guard
            reference.builder.hasRoom(bits: inner.builder.bitCount, references: inner.builder.referenceCount)
        else { return try failToStore(.builder(inner), in: reference, isReversed: isReversed, isQuiet: isQuiet) }
        let content = inner.builder
        let builder = reference === inner ? BuilderReference(content) : Self.writable(reference)
        try Self.cellOverflow { () throws(CellError) in try builder.builder.store(content) }
        stack.push(builder)
        if isQuiet { stack.push(0) }
    }

    mutating func executeBuilding(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        let bits = Int(operand) + 1
        switch operation {
        case .storeSigned: try storeInteger(bits: bits)
        case .storeSignedReversed: try storeInteger(bits: bits, isReversed: true)
        case .storeUnsignedReversed: try storeInteger(bits: bits, isUnsigned: true, isReversed: true)
        case .storeSignedQuiet: try storeInteger(bits: bits, isQuiet: true)
        case .storeUnsignedQuiet: try storeInteger(bits: bits, isUnsigned: true, isQuiet: true)
        case .storeSignedReversedQuiet: try storeInteger(bits: bits, isReversed: true, isQuiet: true)
        case .storeUnsignedReversedQuiet:
            try storeInteger(bits: bits, isUnsigned: true, isReversed: true, isQuiet: true)
        case .storeVariable:
            try stack.require(3)
            let isUnsigned = operand & 1 != 0
            let bits = try stack.popInteger(in: 0...(isUnsigned ? 256 : 257))
            try storeInteger(
                bits: bits, isUnsigned: isUnsigned, isReversed: operand & 2 != 0, isQuiet: operand & 4 != 0)
        case .storeReferenceReversed: try storeReference(isReversed: true, isQuiet: false)
        case .storeReferenceQuiet: try storeReference(isReversed: false, isQuiet: true)
        case .storeReferenceReversedQuiet: try storeReference(isReversed: true, isQuiet: true)
        case .storeBuilderReference: try storeBuilderReference()
        case .storeBuilderReferenceReversed: try storeBuilderReference(isReversed: true)
        case .storeBuilderReferenceQuiet: try storeBuilderReference(isQuiet: true)
        case .storeBuilderReferenceReversedQuiet: try storeBuilderReference(isReversed: true, isQuiet: true)
        case .storeSlice: try storeSlice()
        case .storeSliceReversed: try storeSlice(isReversed: true)
        case .storeSliceQuiet: try storeSlice(isQuiet: true)
        case .storeSliceReversedQuiet: try storeSlice(isReversed: true, isQuiet: true)
        case .storeBuilder: try storeBuilder()
        case .storeBuilderReversed: try storeBuilder(isReversed: true)
        case .storeBuilderQuiet: try storeBuilder(isQuiet: true)
        case .storeBuilderReversedQuiet: try storeBuilder(isReversed: true, isQuiet: true)
        case .storeConstantReference: try storeConstantReferences(1)
        case .storeConstantReferences2: try storeConstantReferences(2)
        case .storeConstantSlice:
            let slice = try loadConstant(bits: Int(operand & 7) * 8 + 2, references: Int(operand >> 3 & 3))
            let builder = Self.writable(try stack.popBuilder())
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(slice) }
            stack.push(builder)
        case .storeLittleEndian: try storeLittleEndian(operand)
        case .storeZeros: try storeSame(false)
        case .storeOnes: try storeSame(true)
        case .storeSame:
            try stack.require(3)
            try storeSame(try stack.popInteger(in: 0...1) != 0)
        case .endExoticCell:
            try stack.require(2)
            let isExotic = try stack.popFlag()
            let builder = try stack.popBuilder().builder
            try consume(GasPrice.cellCreation)
            stack.push(
                try Self.cellOverflow { () throws(CellError) in
                    isExotic ? try builder.buildExotic() : try builder.build()
                })
        case .builderToSlice:
            let builder = try stack.popBuilder().builder
            stack.push(try Self.cellOverflow { () throws(CellError) in try builder.build() }.exoticSlice())
        case .checkBuilderBits, .checkBuilderBitsQuiet:
            let hasRoom = try stack.popBuilder().builder.remainingBits >= bits
            try report(hasRoom, isQuiet: operation == .checkBuilderBitsQuiet)
        case .checkBuilder:
            try stack.require(operand & 3 == 3 ? 3 : 2)
            let references = operand & 2 == 0 ? 0 : try stack.popInteger(in: 0...7)
            let bits = operand & 1 == 0 ? 0 : try stack.popInteger(in: 0...1023)
            let hasRoom = try stack.popBuilder().builder.hasRoom(bits: bits, references: references)
            try report(hasRoom, isQuiet: operand & 4 != 0)
        default: pushProperty(operation, of: try stack.popBuilder())
        }
    }

    private mutating func report(_ hasRoom: Bool, isQuiet: Bool) throws(VMException) {
        guard !isQuiet else { return stack.push(hasRoom) }
        guard hasRoom else { throw .cellOverflow }
    }

    private mutating func pushProperty(_ operation: CellOperation, of reference: BuilderReference) {
        switch operation {
        case .builderDepth: stack.push(reference.builder.depth)
        case .builderBits: stack.push(reference.builder.bitCount)
        case .builderReferences: stack.push(reference.builder.referenceCount)
        case .builderBitsAndReferences:
            stack.push(reference.builder.bitCount)
            stack.push(reference.builder.referenceCount)
        case .builderRemainingBits: stack.push(reference.builder.remainingBits)
        case .builderRemainingReferences: stack.push(reference.builder.remainingReferences)
        default:
            stack.push(reference.builder.remainingBits)
            stack.push(reference.builder.remainingReferences)
        }
    }

    private mutating func storeConstantReferences(_ count: Int) throws(VMException) {
        guard code.remainingReferences >= count else { throw .invalidOpcode }
        let first = try nextCodeReference()
        let second = count > 1 ? try nextCodeReference() : nil
        let builder = Self.writable(try stack.popBuilder())
        guard builder.builder.remainingReferences >= count else { throw .cellOverflow }
        try Self.cellOverflow { () throws(CellError) in
            try builder.builder.store(reference: first)
            if let second { try builder.builder.store(reference: second) }
        }
        stack.push(builder)
    }

    private mutating func storeLittleEndian(_ form: UInt32) throws(VMException) {
        try stack.require(2)
        let builder = Self.writable(try stack.popBuilder())
        let value = try stack.popInteger()
        let isUnsigned = form & 1 != 0
        let bits = form & 2 != 0 ? 64 : 32
        guard builder.builder.remainingBits >= bits else { throw .cellOverflow }
        guard isUnsigned ? value.fits(unsignedBits: bits) : value.fits(signedBits: bits) else { throw .rangeCheck }
        // The low bits are the same with a sign and without.
        let word = value.moduloPowerOf2(bits: 64).exactly(as: UInt64.self) ?? 0
        try Self.cellOverflow { () throws(CellError) in
            if bits == 64 {
                try builder.builder.store(word.byteSwapped)
            } else {
                try builder.builder.store(UInt32(truncatingIfNeeded: word).byteSwapped)
            }
        }
        stack.push(builder)
    }

    private mutating func storeSame(_ bit: Bool) throws(VMException) {
        try stack.require(2)
        let bits = try stack.popInteger(in: 0...1023)
        let builder = Self.writable(try stack.popBuilder())
        guard builder.builder.remainingBits >= bits else { throw .cellOverflow }
        var left = bits
        while left > 0 {
            let count = min(left, 64)
            let word = bit ? ~0 &>> UInt64(64 - count) : 0 as UInt64
            try Self.cellOverflow { () throws(CellError) in try builder.builder.store(word, bits: count) }
            left -= count
        }
        stack.push(builder)
    }
}

extension CellBuilder {
    fileprivate func hasRoom(bits: Int, references: Int) -> Bool {
        remainingBits >= bits && remainingReferences >= references
    }
}
