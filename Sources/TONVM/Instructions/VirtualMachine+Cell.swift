import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction on cells, slices and builders: those that programs use most come first.
    @inline(__always)
    mutating func execute(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .loadUnsigned: try loadUnsigned(bits: Int(operand) &+ 1)
        case .loadSigned: try loadInteger(bits: Int(operand) &+ 1)
        case .storeUnsigned: try storeUnsigned(bits: Int(operand) &+ 1)
        case .cellToSlice: stack.push(try load(try stack.popCell()))
        case .endSlice: guard try stack.popSlice().isEmpty else { throw .cellUnderflow }
        case .loadReference:
            var slice = try stack.popSlice()
            guard slice.remainingReferences > 0 else { throw .cellUnderflow }
            stack.push(try Self.cellUnderflow { () throws(CellError) in try slice.loadReference() })
            stack.push(slice)
        case .newBuilder: stack.push(BuilderReference(CellBuilder()))
        case .endCell: stack.push(try build(try stack.popBuilder()))
        case .storeReference: try storeReference(isReversed: false, isQuiet: false)
        case .pushContinuation: try pushContinuation(bits: Int(operand & 15) &* 8, references: 0)
        case .pushLongContinuation:
            try pushContinuation(bits: Int(operand & 127) &* 8, references: Int(operand >> 7 & 3))
        default: try executeLessOften(operation, operand)
        }
    }

    private mutating func executeLessOften(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .pushReference, .pushReferenceSlice, .pushReferenceContinuation, .pushSlice, .pushSliceWithReferences,
            .pushLongSlice:
            try executeConstant(operation, operand)
        case .isEmpty, .isDataEmpty, .hasNoReferences, .firstBit, .compareData, .equalData, .isPrefix, .hasPrefix,
            .isProperPrefix, .hasProperPrefix, .isSuffix, .hasSuffix, .isProperSuffix, .hasProperSuffix,
            .countLeadingZeros, .countLeadingOnes, .countTrailingZeros, .countTrailingOnes:
            try executeComparison(operation)
        case .cellDepth: stack.push(try stack.popMaybeCell()?.depth ?? 0)
        case .level: stack.push(try stack.popCell().level)
        case .levelMask: stack.push(Int(try stack.popCell().levelMask.bits))
        case .hashAtLevel: stack.push(Int257(try stack.popCell().hash(level: Int(operand))))
        case .depthAtLevel: stack.push(try stack.popCell().depth(level: Int(operand)))
        case .hashAtLevelVariable:
            let level = try stack.popInteger(in: 0...3)
            stack.push(Int257(try stack.popCell().hash(level: level)))
        case .depthAtLevelVariable:
            let level = try stack.popInteger(in: 0...3)
            stack.push(try stack.popCell().depth(level: level))
        case .exoticCellToSlice:
            let cell = try stack.popCell()
            stack.push(try loadExotic(cell))
            stack.push(cell.isExotic)
        case .loadExoticCell: try loadExoticCell(isQuiet: false)
        case .loadExoticCellQuiet: try loadExoticCell(isQuiet: true)
        case .loadReferenceAsSlice, .loadVariable, .preloadSigned, .preloadUnsigned, .loadSignedQuiet,
            .loadUnsignedQuiet, .preloadSignedQuiet, .preloadUnsignedQuiet, .preloadFilled, .preloadReference,
            .preloadReferenceVariable, .loadSlice, .preloadSlice, .loadSliceQuiet, .preloadSliceQuiet,
            .loadSliceVariable, .loadLittleEndian, .loadZeros, .loadOnes, .loadSame:
            try executeReading(operation, operand)
        case .keepFirstBits, .skipFirstBits, .keepLastBits, .skipLastBits, .substring, .begins, .beginsQuiet,
            .beginsConstant, .beginsConstantQuiet, .keepFirst, .skipFirst, .keepLast, .skipLast, .subslice, .split,
            .splitQuiet, .checkSlice, .sliceBits, .sliceReferences, .sliceBitsAndReferences, .sliceDepth:
            try executeCutting(operation, operand)
        default: try executeBuilding(operation, operand)
        }
    }

    // MARK: - Constants

    /// Takes so much of what lies in code behind the instruction.
    @inline(__always)
    private mutating func loadCode(bits: Int, references: Int) throws(VMException) -> CellSlice {
        do { return try code.loadSlice(bits: bits, references: references) } catch { throw .invalidOpcode }
    }

    /// Takes a slice in line, which has a completion tag.
    mutating func loadConstant(bits: Int, references: Int) throws(VMException) -> CellSlice {
        try loadCode(bits: bits, references: references).withoutCompletionTag()
    }

    @inline(__always)
    private mutating func pushContinuation(bits: Int, references: Int) throws(VMException) {
        stack.push(makeContinuation(code: try loadCode(bits: bits, references: references)))
    }

    private mutating func executeConstant(_ operation: CellOperation, _ operand: UInt32) throws(VMException) {
        switch operation {
        case .pushReference: stack.push(try nextCodeReference())
        case .pushReferenceSlice: stack.push(try load(try nextCodeReference()))
        case .pushReferenceContinuation: stack.push(makeContinuation(code: try load(try nextCodeReference())))
        case .pushSlice: stack.push(try loadConstant(bits: Int(operand & 15) * 8 + 4, references: 0))
        case .pushSliceWithReferences:
            stack.push(try loadConstant(bits: Int(operand & 31) * 8 + 1, references: Int(operand >> 5 & 3) + 1))
        default: stack.push(try loadConstant(bits: Int(operand & 127) * 8 + 6, references: Int(operand >> 7 & 7)))
        }
    }

    // MARK: - Comparisons

    private mutating func executeComparison(_ operation: CellOperation) throws(VMException) {
        switch operation {
        case .isEmpty: stack.push(try stack.popSlice().isEmpty)
        case .isDataEmpty: stack.push(try stack.popSlice().remainingBits == 0)
        case .hasNoReferences: stack.push(try stack.popSlice().remainingReferences == 0)
        case .firstBit:
            let slice = try stack.popSlice()
            stack.push(slice.remainingBits > 0 && slice.prefetchUInt(bits: 1) != 0)
        case .countLeadingZeros: stack.push(try stack.popSlice().leadingCount(of: false))
        case .countLeadingOnes: stack.push(try stack.popSlice().leadingCount(of: true))
        case .countTrailingZeros: stack.push(try stack.popSlice().trailingCount(of: false))
        case .countTrailingOnes: stack.push(try stack.popSlice().trailingCount(of: true))
        default:
            try stack.require(2)
            let second = try stack.popSlice()
            let first = try stack.popSlice()
            switch operation {
            case .compareData: stack.push(first.compareBits(second))
            case .equalData: stack.push(first.compareBits(second) == 0)
            case .isPrefix: stack.push(first.isPrefix(of: second))
            case .hasPrefix: stack.push(second.isPrefix(of: first))
            case .isProperPrefix: stack.push(first.isShorter(than: second) && first.isPrefix(of: second))
            case .hasProperPrefix: stack.push(second.isShorter(than: first) && second.isPrefix(of: first))
            case .isSuffix: stack.push(first.isSuffix(of: second))
            case .hasSuffix: stack.push(second.isSuffix(of: first))
            case .isProperSuffix: stack.push(first.isShorter(than: second) && first.isSuffix(of: second))
            default: stack.push(second.isShorter(than: first) && second.isSuffix(of: first))
            }
        }
    }

    // MARK: - Exotic cells

    /// Goes on to the cell that a library cell stands for; before version 5 does nothing.
    private mutating func loadExoticCell(isQuiet: Bool) throws(VMException) {
        var cell = try stack.popCell()
        if globalVersion >= 5 {
            try payForLoad(of: cell)
            if cell.isExotic {
                if cell.type == .prunedBranch { prunedBranch = cell.hash(level: 0) }
                guard cell.type == .libraryReference, let library = try library(of: cell) else {
                    guard isQuiet else { throw .cellUnderflow }
                    return stack.push(false)
                }
                cell = library
            }
        }
        stack.push(cell)
        if isQuiet { stack.push(true) }
    }
}

extension CellSlice {
    fileprivate func isShorter(than other: CellSlice) -> Bool { remainingBits < other.remainingBits }

    /// Whether another slice begins with these bits.
    func isPrefix(of other: CellSlice) -> Bool { commonPrefix(with: other) == remainingBits }

    /// Whether another slice ends with these bits.
    fileprivate func isSuffix(of other: CellSlice) -> Bool {
        var end = other
        guard !other.isShorter(than: self) else { return false }
        end.advance(bits: other.remainingBits - remainingBits)
        return isPrefix(of: end)
    }
}
