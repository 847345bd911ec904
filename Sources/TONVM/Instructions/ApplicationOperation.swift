/// Instructions on what surrounds a contract: gas, randomness, parameters, fees, addresses and actions.
enum ApplicationOperation: Hashable, Sendable {
    case accept, setGasLimit, gasConsumed, commit
    case random, randomBelow, setSeed, mixSeed
    /// The operand is the number of the parameter.
    case parameter, messageParameter
    case configuration, configurationParameter, configurationParameterOrNull
    /// The operand is the number of the list of blocks.
    case previousBlocks
    case globalID, gasFee, storageFee, forwardFee, precompiledGas, originalForwardFee, gasFeeSimple, forwardFeeSimple
    case global, globalVariable, setGlobal, setGlobalVariable
    case extraBalance
    case cellSize, cellSizeQuiet, sliceSize, sliceSizeQuiet
    case loadCoins, loadSigned16, storeCoins, storeSigned16
    case loadUnsigned32, loadSigned32, storeUnsigned32, storeSigned32
    case loadAddress, loadAddressQuiet, parseAddress, parseAddressQuiet
    case rewriteStandard, rewriteStandardQuiet, rewriteVariable, rewriteVariableQuiet
    case loadStandard, loadStandardQuiet, loadOptional, loadOptionalQuiet
    case storeStandard, storeStandardQuiet, storeOptional, storeOptionalQuiet
    case sendRaw, send, reserve, reserveExtra, setCode, setLibrary, changeLibrary

    static let instructions: [Instruction] = gas + parameters + fees + globals + sizes + addresses + actions

    private static let gas: [Instruction] = [
        Instruction("ACCEPT", 0xf800, 16, .application(.accept)),
        Instruction("SETGASLIMIT", 0xf801, 16, .application(.setGasLimit)),
        Instruction("GASCONSUMED", 0xf807, 16, .application(.gasConsumed), since: 4),
        Instruction("COMMIT", 0xf80f, 16, .application(.commit)),
        Instruction("RANDU256", 0xf810, 16, .application(.random)),
        Instruction("RAND", 0xf811, 16, .application(.randomBelow)),
        Instruction("SETRAND", 0xf814, 16, .application(.setSeed)),
        Instruction("ADDRAND", 0xf815, 16, .application(.mixSeed)),
    ]

    private static let parameters: [Instruction] =
        [parameter("GETPARAM", 0...2)]
        + [
            "NOW", "BLOCKLT", "LTIME", "RANDSEED", "BALANCE", "MYADDR", "CONFIGROOT", "MYCODE", "INCOMINGVALUE",
            "STORAGEFEES", "PREVBLOCKSINFOTUPLE", "UNPACKEDCONFIGTUPLE", "DUEPAYMENT",
        ].enumerated().map { parameter($1, UInt32($0 + 3)...UInt32($0 + 3)) }
        + [
            Instruction("CONFIGDICT", 0xf830, 16, .application(.configuration)),
            Instruction("CONFIGPARAM", 0xf832, 16, .application(.configurationParameter)),
            Instruction("CONFIGOPTPARAM", 0xf833, 16, .application(.configurationParameterOrNull)),
            Instruction("PREVMCBLOCKS", 0xf834, 16, .application(.previousBlocks), operand: 8, range: 0...0, since: 4),
            Instruction("PREVKEYBLOCK", 0xf834, 16, .application(.previousBlocks), operand: 8, range: 1...1, since: 4),
            Instruction(
                "PREVMCBLOCKS_100", 0xf834, 16, .application(.previousBlocks), operand: 8, range: 2...2, since: 9),
            longParameter("GETPARAMLONG", 0...0x10, .number(adding: 0)),
            longParameter("INMSGPARAMS", 0x11...0x11, .none),
            longParameter("GETPARAMLONG", 0x12...0xfe, .number(adding: 0)),
        ]
        + [
            "INMSG_BOUNCE", "INMSG_BOUNCED", "INMSG_SRC", "INMSG_FWDFEE", "INMSG_LT", "INMSG_UTIME", "INMSG_ORIGVALUE",
            "INMSG_VALUE", "INMSG_VALUEEXTRA", "INMSG_STATEINIT",
        ].enumerated().map { messageParameter($1, UInt32($0)...UInt32($0)) }
        + [messageParameter("INMSGPARAM", 10...15)]

    private static func parameter(_ name: String, _ range: ClosedRange<UInt32>) -> Instruction {
        Instruction(
            name, 0xf82, 12, .application(.parameter), operand: 4, range: range,
            form: range.count > 1 ? .number(adding: 0) : .none)
    }

    private static func longParameter(
        _ name: String, _ range: ClosedRange<UInt32>, _ form: OperandForm
    ) -> Instruction {
        Instruction(name, 0xf881, 16, .application(.parameter), operand: 8, range: range, form: form, since: 11)
    }

    private static func messageParameter(_ name: String, _ range: ClosedRange<UInt32>) -> Instruction {
        Instruction(
            name, 0xf89, 12, .application(.messageParameter), operand: 4, range: range,
            form: range.count > 1 ? .number(adding: 0) : .none, since: 11)
    }

    private static let fees: [Instruction] = [
        Instruction("GLOBALID", 0xf835, 16, .application(.globalID), since: 4),
        Instruction("GETGASFEE", 0xf836, 16, .application(.gasFee), since: 6),
        Instruction("GETSTORAGEFEE", 0xf837, 16, .application(.storageFee), since: 6),
        Instruction("GETFORWARDFEE", 0xf838, 16, .application(.forwardFee), since: 6),
        Instruction("GETPRECOMPILEDGAS", 0xf839, 16, .application(.precompiledGas), since: 6),
        Instruction("GETORIGINALFWDFEE", 0xf83a, 16, .application(.originalForwardFee), since: 6),
        Instruction("GETGASFEESIMPLE", 0xf83b, 16, .application(.gasFeeSimple), since: 6),
        Instruction("GETFORWARDFEESIMPLE", 0xf83c, 16, .application(.forwardFeeSimple), since: 6),
    ]

    private static let globals: [Instruction] = [
        Instruction("GETGLOBVAR", 0xf840, 16, .application(.globalVariable)),
        Instruction(
            "GETGLOB", 0xf840 >> 5, 11, .application(.global), operand: 5, range: 1...31, form: .number(adding: 0)),
        Instruction("SETGLOBVAR", 0xf860, 16, .application(.setGlobalVariable)),
        Instruction(
            "SETGLOB", 0xf860 >> 5, 11, .application(.setGlobal), operand: 5, range: 1...31, form: .number(adding: 0)),
        Instruction("GETEXTRABALANCE", 0xf880, 16, .application(.extraBalance), since: 10),
    ]

    private static let sizes: [Instruction] = [
        Instruction("CDATASIZEQ", 0xf940, 16, .application(.cellSizeQuiet)),
        Instruction("CDATASIZE", 0xf941, 16, .application(.cellSize)),
        Instruction("SDATASIZEQ", 0xf942, 16, .application(.sliceSizeQuiet)),
        Instruction("SDATASIZE", 0xf943, 16, .application(.sliceSize)),
    ]

    private static let addresses: [Instruction] = [
        Instruction("LDGRAMS", 0xfa00, 16, .application(.loadCoins)),
        Instruction("LDVARINT16", 0xfa01, 16, .application(.loadSigned16)),
        Instruction("STGRAMS", 0xfa02, 16, .application(.storeCoins)),
        Instruction("STVARINT16", 0xfa03, 16, .application(.storeSigned16)),
        Instruction("LDVARUINT32", 0xfa04, 16, .application(.loadUnsigned32)),
        Instruction("LDVARINT32", 0xfa05, 16, .application(.loadSigned32)),
        Instruction("STVARUINT32", 0xfa06, 16, .application(.storeUnsigned32)),
        Instruction("STVARINT32", 0xfa07, 16, .application(.storeSigned32)),
        Instruction("LDMSGADDR", 0xfa40, 16, .application(.loadAddress)),
        Instruction("LDMSGADDRQ", 0xfa41, 16, .application(.loadAddressQuiet)),
        Instruction("PARSEMSGADDR", 0xfa42, 16, .application(.parseAddress)),
        Instruction("PARSEMSGADDRQ", 0xfa43, 16, .application(.parseAddressQuiet)),
        Instruction("REWRITESTDADDR", 0xfa44, 16, .application(.rewriteStandard)),
        Instruction("REWRITESTDADDRQ", 0xfa45, 16, .application(.rewriteStandardQuiet)),
        Instruction("REWRITEVARADDR", 0xfa46, 16, .application(.rewriteVariable)),
        Instruction("REWRITEVARADDRQ", 0xfa47, 16, .application(.rewriteVariableQuiet)),
        Instruction("LDSTDADDR", 0xfa48, 16, .application(.loadStandard), since: 12),
        Instruction("LDSTDADDRQ", 0xfa49, 16, .application(.loadStandardQuiet), since: 12),
        Instruction("LDOPTSTDADDR", 0xfa50, 16, .application(.loadOptional), since: 12),
        Instruction("LDOPTSTDADDRQ", 0xfa51, 16, .application(.loadOptionalQuiet), since: 12),
        Instruction("STSTDADDR", 0xfa52, 16, .application(.storeStandard), since: 12),
        Instruction("STSTDADDRQ", 0xfa53, 16, .application(.storeStandardQuiet), since: 12),
        Instruction("STOPTSTDADDR", 0xfa54, 16, .application(.storeOptional), since: 12),
        Instruction("STOPTSTDADDRQ", 0xfa55, 16, .application(.storeOptionalQuiet), since: 12),
    ]

    private static let actions: [Instruction] = [
        Instruction("SENDRAWMSG", 0xfb00, 16, .application(.sendRaw)),
        Instruction("RAWRESERVE", 0xfb02, 16, .application(.reserve)),
        Instruction("RAWRESERVEX", 0xfb03, 16, .application(.reserveExtra)),
        Instruction("SETCODE", 0xfb04, 16, .application(.setCode)),
        Instruction("SETLIBCODE", 0xfb06, 16, .application(.setLibrary)),
        Instruction("CHANGELIB", 0xfb07, 16, .application(.changeLibrary)),
        Instruction("SENDMSG", 0xfb08, 16, .application(.send), since: 4),
    ]
}
