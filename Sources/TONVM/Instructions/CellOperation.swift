/// Instructions on cells, slices and builders.
///
/// Where a row's operand is one number alone, its bits say which of several forms of the instruction it is.
enum CellOperation: Hashable, Sendable {
    case pushReference, pushReferenceSlice, pushReferenceContinuation
    case pushSlice, pushSliceWithReferences, pushLongSlice, pushContinuation, pushLongContinuation
    case isEmpty, isDataEmpty, hasNoReferences, firstBit, compareData, equalData
    case isPrefix, hasPrefix, isProperPrefix, hasProperPrefix, isSuffix, hasSuffix, isProperSuffix, hasProperSuffix
    case countLeadingZeros, countLeadingOnes, countTrailingZeros, countTrailingOnes
    case newBuilder, endCell, endExoticCell, builderToSlice
    case storeSigned, storeUnsigned, storeSignedReversed, storeUnsignedReversed
    case storeSignedQuiet, storeUnsignedQuiet, storeSignedReversedQuiet, storeUnsignedReversedQuiet
    /// Bits of the operand: unsigned, reversed, quiet.
    case storeVariable
    case storeReference, storeReferenceReversed, storeReferenceQuiet, storeReferenceReversedQuiet
    case storeBuilderReference, storeBuilderReferenceReversed, storeBuilderReferenceQuiet
    case storeBuilderReferenceReversedQuiet
    case storeSlice, storeSliceReversed, storeSliceQuiet, storeSliceReversedQuiet
    case storeBuilder, storeBuilderReversed, storeBuilderQuiet, storeBuilderReversedQuiet
    case storeConstantReference, storeConstantReferences2, storeConstantSlice
    /// Bits of the operand: unsigned, eight bytes.
    case storeLittleEndian
    case builderDepth, builderBits, builderReferences, builderBitsAndReferences
    case builderRemainingBits, builderRemainingReferences, builderRemainingBitsAndReferences
    case checkBuilderBits, checkBuilderBitsQuiet
    /// Bits of the operand: bits, references, quiet.
    case checkBuilder
    case storeZeros, storeOnes, storeSame
    case cellToSlice, endSlice, exoticCellToSlice, loadExoticCell, loadExoticCellQuiet
    case loadSigned, loadUnsigned, preloadSigned, preloadUnsigned
    case loadSignedQuiet, loadUnsignedQuiet, preloadSignedQuiet, preloadUnsignedQuiet
    /// Bits of the operand: unsigned, stays, quiet.
    case loadVariable
    case preloadFilled
    case loadReference, loadReferenceAsSlice, preloadReference, preloadReferenceVariable
    case loadSlice, preloadSlice, loadSliceQuiet, preloadSliceQuiet
    /// Bits of the operand: stays, quiet.
    case loadSliceVariable
    case keepFirstBits, skipFirstBits, keepLastBits, skipLastBits, substring
    case begins, beginsQuiet, beginsConstant, beginsConstantQuiet
    case keepFirst, skipFirst, keepLast, skipLast, subslice, split, splitQuiet
    /// Bits of the operand: bits, references, quiet.
    case checkSlice
    case sliceBits, sliceReferences, sliceBitsAndReferences
    /// Bits of the operand: unsigned, eight bytes, stays, quiet.
    case loadLittleEndian
    case loadZeros, loadOnes, loadSame
    case sliceDepth, cellDepth, level, levelMask
    case hashAtLevel, depthAtLevel, hashAtLevelVariable, depthAtLevelVariable

    static let instructions: [Instruction] = constants + comparisons + building + reading + properties

    private static let constants: [Instruction] = [
        Instruction("PUSHREF", 0x88, 8, .cell(.pushReference), form: .reference),
        Instruction("PUSHREFSLICE", 0x89, 8, .cell(.pushReferenceSlice), form: .reference),
        Instruction("PUSHREFCONT", 0x8a, 8, .cell(.pushReferenceContinuation), form: .reference),
        Instruction(
            "PUSHSLICE", 0x8b, 8, .cell(.pushSlice), operand: 4,
            form: .inlineSlice(referenceBits: 0, addedReferences: 0, addedBits: 4)),
        Instruction(
            "PUSHSLICE", 0x8c, 8, .cell(.pushSliceWithReferences), operand: 7,
            form: .inlineSlice(referenceBits: 2, addedReferences: 1, addedBits: 1)),
        Instruction(
            "PUSHSLICE", 0x8d, 8, .cell(.pushLongSlice), operand: 10, range: 0...0x27f,
            form: .inlineSlice(referenceBits: 3, addedReferences: 0, addedBits: 6)),
        Instruction("PUSHCONT", 0x8e >> 1, 7, .cell(.pushLongContinuation), operand: 9, form: .longInlineContinuation),
        Instruction("PUSHCONT", 0x9, 4, .cell(.pushContinuation), operand: 4, form: .inlineContinuation),
    ]

    private static let comparisons: [Instruction] = [
        Instruction("SEMPTY", 0xc700, 16, .cell(.isEmpty)),
        Instruction("SDEMPTY", 0xc701, 16, .cell(.isDataEmpty)),
        Instruction("SREMPTY", 0xc702, 16, .cell(.hasNoReferences)),
        Instruction("SDFIRST", 0xc703, 16, .cell(.firstBit)),
        Instruction("SDLEXCMP", 0xc704, 16, .cell(.compareData)),
        Instruction("SDEQ", 0xc705, 16, .cell(.equalData)),
        Instruction("SDPFX", 0xc708, 16, .cell(.isPrefix)),
        Instruction("SDPFXREV", 0xc709, 16, .cell(.hasPrefix)),
        Instruction("SDPPFX", 0xc70a, 16, .cell(.isProperPrefix)),
        Instruction("SDPPFXREV", 0xc70b, 16, .cell(.hasProperPrefix)),
        Instruction("SDSFX", 0xc70c, 16, .cell(.isSuffix)),
        Instruction("SDSFXREV", 0xc70d, 16, .cell(.hasSuffix)),
        Instruction("SDPSFX", 0xc70e, 16, .cell(.isProperSuffix)),
        Instruction("SDPSFXREV", 0xc70f, 16, .cell(.hasProperSuffix)),
        Instruction("SDCNTLEAD0", 0xc710, 16, .cell(.countLeadingZeros)),
        Instruction("SDCNTLEAD1", 0xc711, 16, .cell(.countLeadingOnes)),
        Instruction("SDCNTTRAIL0", 0xc712, 16, .cell(.countTrailingZeros)),
        Instruction("SDCNTTRAIL1", 0xc713, 16, .cell(.countTrailingOnes)),
    ]

    private static let building: [Instruction] = [
        Instruction("NEWC", 0xc8, 8, .cell(.newBuilder)),
        Instruction("ENDC", 0xc9, 8, .cell(.endCell)),
        Instruction("STI", 0xca, 8, .cell(.storeSigned), operand: 8, form: .number(adding: 1)),
        Instruction("STU", 0xcb, 8, .cell(.storeUnsigned), operand: 8, form: .number(adding: 1)),
        Instruction("STREF", 0xcc, 8, .cell(.storeReference)),
        Instruction("STBREFR", 0xcd, 8, .cell(.storeBuilderReferenceReversed)),
        Instruction("STSLICE", 0xce, 8, .cell(.storeSlice)),
        Instruction("STIX", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 0...0),
        Instruction("STUX", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 1...1),
        Instruction("STIXR", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 2...2),
        Instruction("STUXR", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 3...3),
        Instruction("STIXQ", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 4...4),
        Instruction("STUXQ", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 5...5),
        Instruction("STIXRQ", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 6...6),
        Instruction("STUXRQ", 0xcf00 >> 3, 13, .cell(.storeVariable), operand: 3, range: 7...7),
        Instruction("STI_l", 0xcf08, 16, .cell(.storeSigned), operand: 8, form: .number(adding: 1)),
        Instruction("STU_l", 0xcf09, 16, .cell(.storeUnsigned), operand: 8, form: .number(adding: 1)),
        Instruction("STIR", 0xcf0a, 16, .cell(.storeSignedReversed), operand: 8, form: .number(adding: 1)),
        Instruction("STUR", 0xcf0b, 16, .cell(.storeUnsignedReversed), operand: 8, form: .number(adding: 1)),
        Instruction("STIQ", 0xcf0c, 16, .cell(.storeSignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("STUQ", 0xcf0d, 16, .cell(.storeUnsignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("STIRQ", 0xcf0e, 16, .cell(.storeSignedReversedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("STURQ", 0xcf0f, 16, .cell(.storeUnsignedReversedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("STREF_l", 0xcf10, 16, .cell(.storeReference)),
        Instruction("STBREF", 0xcf11, 16, .cell(.storeBuilderReference)),
        Instruction("STSLICE_l", 0xcf12, 16, .cell(.storeSlice)),
        Instruction("STB", 0xcf13, 16, .cell(.storeBuilder)),
        Instruction("STREFR", 0xcf14, 16, .cell(.storeReferenceReversed)),
        Instruction("STBREFR_l", 0xcf15, 16, .cell(.storeBuilderReferenceReversed)),
        Instruction("STSLICER", 0xcf16, 16, .cell(.storeSliceReversed)),
        Instruction("STBR", 0xcf17, 16, .cell(.storeBuilderReversed)),
        Instruction("STREFQ", 0xcf18, 16, .cell(.storeReferenceQuiet)),
        Instruction("STBREFQ", 0xcf19, 16, .cell(.storeBuilderReferenceQuiet)),
        Instruction("STSLICEQ", 0xcf1a, 16, .cell(.storeSliceQuiet)),
        Instruction("STBQ", 0xcf1b, 16, .cell(.storeBuilderQuiet)),
        Instruction("STREFRQ", 0xcf1c, 16, .cell(.storeReferenceReversedQuiet)),
        Instruction("STBREFRQ", 0xcf1d, 16, .cell(.storeBuilderReferenceReversedQuiet)),
        Instruction("STSLICERQ", 0xcf1e, 16, .cell(.storeSliceReversedQuiet)),
        Instruction("STBRQ", 0xcf1f, 16, .cell(.storeBuilderReversedQuiet)),
        Instruction("STREFCONST", 0xcf20, 16, .cell(.storeConstantReference), form: .reference),
        Instruction("STREF2CONST", 0xcf21, 16, .cell(.storeConstantReferences2), form: .references2),
        Instruction("ENDXC", 0xcf23, 16, .cell(.endExoticCell)),
        Instruction("STILE4", 0xcf28 >> 2, 14, .cell(.storeLittleEndian), operand: 2, range: 0...0),
        Instruction("STULE4", 0xcf28 >> 2, 14, .cell(.storeLittleEndian), operand: 2, range: 1...1),
        Instruction("STILE8", 0xcf28 >> 2, 14, .cell(.storeLittleEndian), operand: 2, range: 2...2),
        Instruction("STULE8", 0xcf28 >> 2, 14, .cell(.storeLittleEndian), operand: 2, range: 3...3),
        Instruction("BDEPTH", 0xcf30, 16, .cell(.builderDepth)),
        Instruction("BBITS", 0xcf31, 16, .cell(.builderBits)),
        Instruction("BREFS", 0xcf32, 16, .cell(.builderReferences)),
        Instruction("BBITREFS", 0xcf33, 16, .cell(.builderBitsAndReferences)),
        Instruction("BREMBITS", 0xcf35, 16, .cell(.builderRemainingBits)),
        Instruction("BREMREFS", 0xcf36, 16, .cell(.builderRemainingReferences)),
        Instruction("BREMBITREFS", 0xcf37, 16, .cell(.builderRemainingBitsAndReferences)),
        Instruction("BCHKBITS#", 0xcf38, 16, .cell(.checkBuilderBits), operand: 8, form: .number(adding: 1)),
        Instruction("BCHKBITS", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 1...1),
        Instruction("BCHKREFS", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 2...2),
        Instruction("BCHKBITREFS", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 3...3),
        Instruction("BCHKBITSQ#", 0xcf3c, 16, .cell(.checkBuilderBitsQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("BCHKBITSQ", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 5...5),
        Instruction("BCHKREFSQ", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 6...6),
        Instruction("BCHKBITREFSQ", 0xcf38 >> 3, 13, .cell(.checkBuilder), operand: 3, range: 7...7),
        Instruction("STZEROES", 0xcf40, 16, .cell(.storeZeros)),
        Instruction("STONES", 0xcf41, 16, .cell(.storeOnes)),
        Instruction("STSAME", 0xcf42, 16, .cell(.storeSame)),
        Instruction("BTOS", 0xcf50, 16, .cell(.builderToSlice), since: 12),
        Instruction(
            "STSLICECONST", 0xcf80 >> 7, 9, .cell(.storeConstantSlice), operand: 5,
            form: .inlineSlice(referenceBits: 2, addedReferences: 0, addedBits: 2)),
    ]

    private static let reading: [Instruction] = [
        Instruction("CTOS", 0xd0, 8, .cell(.cellToSlice)),
        Instruction("ENDS", 0xd1, 8, .cell(.endSlice)),
        Instruction("LDI", 0xd2, 8, .cell(.loadSigned), operand: 8, form: .number(adding: 1)),
        Instruction("LDU", 0xd3, 8, .cell(.loadUnsigned), operand: 8, form: .number(adding: 1)),
        Instruction("LDREF", 0xd4, 8, .cell(.loadReference)),
        Instruction("LDREFRTOS", 0xd5, 8, .cell(.loadReferenceAsSlice)),
        Instruction("LDSLICE", 0xd6, 8, .cell(.loadSlice), operand: 8, form: .number(adding: 1)),
        Instruction("LDIX", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 0...0),
        Instruction("LDUX", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 1...1),
        Instruction("PLDIX", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 2...2),
        Instruction("PLDUX", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 3...3),
        Instruction("LDIXQ", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 4...4),
        Instruction("LDUXQ", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 5...5),
        Instruction("PLDIXQ", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 6...6),
        Instruction("PLDUXQ", 0xd700 >> 3, 13, .cell(.loadVariable), operand: 3, range: 7...7),
        Instruction("LDI_l", 0xd708, 16, .cell(.loadSigned), operand: 8, form: .number(adding: 1)),
        Instruction("LDU_l", 0xd709, 16, .cell(.loadUnsigned), operand: 8, form: .number(adding: 1)),
        Instruction("PLDI", 0xd70a, 16, .cell(.preloadSigned), operand: 8, form: .number(adding: 1)),
        Instruction("PLDU", 0xd70b, 16, .cell(.preloadUnsigned), operand: 8, form: .number(adding: 1)),
        Instruction("LDIQ", 0xd70c, 16, .cell(.loadSignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("LDUQ", 0xd70d, 16, .cell(.loadUnsignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("PLDIQ", 0xd70e, 16, .cell(.preloadSignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("PLDUQ", 0xd70f, 16, .cell(.preloadUnsignedQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("PLDUZ", 0xd710 >> 3, 13, .cell(.preloadFilled), operand: 3, form: .multiple(of: 32)),
        Instruction("LDSLICEX", 0xd718 >> 2, 14, .cell(.loadSliceVariable), operand: 2, range: 0...0),
        Instruction("PLDSLICEX", 0xd718 >> 2, 14, .cell(.loadSliceVariable), operand: 2, range: 1...1),
        Instruction("LDSLICEXQ", 0xd718 >> 2, 14, .cell(.loadSliceVariable), operand: 2, range: 2...2),
        Instruction("PLDSLICEXQ", 0xd718 >> 2, 14, .cell(.loadSliceVariable), operand: 2, range: 3...3),
        Instruction("LDSLICE_l", 0xd71c, 16, .cell(.loadSlice), operand: 8, form: .number(adding: 1)),
        Instruction("PLDSLICE", 0xd71d, 16, .cell(.preloadSlice), operand: 8, form: .number(adding: 1)),
        Instruction("LDSLICEQ", 0xd71e, 16, .cell(.loadSliceQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("PLDSLICEQ", 0xd71f, 16, .cell(.preloadSliceQuiet), operand: 8, form: .number(adding: 1)),
        Instruction("SDCUTFIRST", 0xd720, 16, .cell(.keepFirstBits)),
        Instruction("SDSKIPFIRST", 0xd721, 16, .cell(.skipFirstBits)),
        Instruction("SDCUTLAST", 0xd722, 16, .cell(.keepLastBits)),
        Instruction("SDSKIPLAST", 0xd723, 16, .cell(.skipLastBits)),
        Instruction("SDSUBSTR", 0xd724, 16, .cell(.substring)),
        Instruction("SDBEGINSX", 0xd726, 16, .cell(.begins)),
        Instruction("SDBEGINSXQ", 0xd727, 16, .cell(.beginsQuiet)),
        Instruction(
            "SDBEGINS", 0xd728 >> 2, 14, .cell(.beginsConstant), operand: 7,
            form: .inlineSlice(referenceBits: 0, addedReferences: 0, addedBits: 3)),
        Instruction(
            "SDBEGINSQ", 0xd72c >> 2, 14, .cell(.beginsConstantQuiet), operand: 7,
            form: .inlineSlice(referenceBits: 0, addedReferences: 0, addedBits: 3)),
        Instruction("SCUTFIRST", 0xd730, 16, .cell(.keepFirst)),
        Instruction("SSKIPFIRST", 0xd731, 16, .cell(.skipFirst)),
        Instruction("SCUTLAST", 0xd732, 16, .cell(.keepLast)),
        Instruction("SSKIPLAST", 0xd733, 16, .cell(.skipLast)),
        Instruction("SUBSLICE", 0xd734, 16, .cell(.subslice)),
        Instruction("SPLIT", 0xd736, 16, .cell(.split)),
        Instruction("SPLITQ", 0xd737, 16, .cell(.splitQuiet)),
        Instruction("XCTOS", 0xd739, 16, .cell(.exoticCellToSlice)),
        Instruction("XLOAD", 0xd73a, 16, .cell(.loadExoticCell)),
        Instruction("XLOADQ", 0xd73b, 16, .cell(.loadExoticCellQuiet)),
        Instruction("SCHKBITS", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 1...1),
        Instruction("SCHKREFS", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 2...2),
        Instruction("SCHKBITREFS", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 3...3),
        Instruction("SCHKBITSQ", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 5...5),
        Instruction("SCHKREFSQ", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 6...6),
        Instruction("SCHKBITREFSQ", 0xd740 >> 3, 13, .cell(.checkSlice), operand: 3, range: 7...7),
        Instruction("PLDREFVAR", 0xd748, 16, .cell(.preloadReferenceVariable)),
        Instruction("SBITS", 0xd749, 16, .cell(.sliceBits)),
        Instruction("SREFS", 0xd74a, 16, .cell(.sliceReferences)),
        Instruction("SBITREFS", 0xd74b, 16, .cell(.sliceBitsAndReferences)),
        Instruction("PLDREFIDX", 0xd74c >> 2, 14, .cell(.preloadReference), operand: 2, form: .number(adding: 0)),
        Instruction("LDILE4", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 0...0),
        Instruction("LDULE4", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 1...1),
        Instruction("LDILE8", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 2...2),
        Instruction("LDULE8", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 3...3),
        Instruction("PLDILE4", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 4...4),
        Instruction("PLDULE4", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 5...5),
        Instruction("PLDILE8", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 6...6),
        Instruction("PLDULE8", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 7...7),
        Instruction("LDILE4Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 8...8),
        Instruction("LDULE4Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 9...9),
        Instruction("LDILE8Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 10...10),
        Instruction("LDULE8Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 11...11),
        Instruction("PLDILE4Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 12...12),
        Instruction("PLDULE4Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 13...13),
        Instruction("PLDILE8Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 14...14),
        Instruction("PLDULE8Q", 0xd75, 12, .cell(.loadLittleEndian), operand: 4, range: 15...15),
        Instruction("LDZEROES", 0xd760, 16, .cell(.loadZeros)),
        Instruction("LDONES", 0xd761, 16, .cell(.loadOnes)),
        Instruction("LDSAME", 0xd762, 16, .cell(.loadSame)),
    ]

    private static let properties: [Instruction] = [
        Instruction("SDEPTH", 0xd764, 16, .cell(.sliceDepth)),
        Instruction("CDEPTH", 0xd765, 16, .cell(.cellDepth)),
        Instruction("CLEVEL", 0xd766, 16, .cell(.level), since: 6),
        Instruction("CLEVELMASK", 0xd767, 16, .cell(.levelMask), since: 6),
        Instruction("CHASHI", 0xd768 >> 2, 14, .cell(.hashAtLevel), operand: 2, form: .number(adding: 0), since: 6),
        Instruction("CDEPTHI", 0xd76c >> 2, 14, .cell(.depthAtLevel), operand: 2, form: .number(adding: 0), since: 6),
        Instruction("CHASHIX", 0xd770, 16, .cell(.hashAtLevelVariable), since: 6),
        Instruction("CDEPTHIX", 0xd771, 16, .cell(.depthAtLevelVariable), since: 6),
    ]
}
