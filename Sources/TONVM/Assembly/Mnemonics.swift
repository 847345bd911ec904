/// Other names of instructions, as the Fift assembler has them: the table knows one name for each.
enum Mnemonics {
    /// Names for the same, with the same operands. One of each group is in the table.
    private static let groups: [[String]] = [
        ["PUSHNULL", "NULL", "NEWDICT"], ["ISNULL", "DICTEMPTY"], ["PUSHINT", "INT"], ["PUSHSLICE", "SLICE"],
        ["PUSHCONT", "CONT"], ["PICK", "PUSHX"], ["ROLLREVX", "-ROLLX"], ["ROTREV", "-ROT"], ["2SWAP", "SWAP2"],
        ["2DROP", "DROP2"], ["2DUP", "DUP2"], ["2OVER", "OVER2"], ["TPUSH", "COMMA"], ["EXECUTE", "CALLX"],
        ["RET", "RETTRUE"], ["RETALT", "RETFALSE"], ["RETBOOL", "BRANCH"], ["IFRET", "IFNOT:"], ["IFNOTRET", "IF:"],
        ["REPEATEND", "REPEAT:"], ["UNTILEND", "UNTIL:"], ["AGAINEND", "AGAIN:"], ["UNTILENDBRK", "UNTILBRK:"],
        ["AGAINENDBRK", "AGAINBRK:"], ["SETCONTCTR", "SETCONT"], ["POPSAVE", "POPCTRSAVE"], ["SAVECTR", "SAVE"],
        ["SAVEALTCTR", "SAVEALT"], ["SAVEBOTHCTR", "SAVEBOTH"], ["SETCONTCTRMANY", "SETCONTMANY"],
        ["SETCONTCTRMANYX", "SETCONTMANYX"], ["BOOLAND", "COMPOS"], ["BOOLOR", "COMPOSALT"], ["CALLDICT", "CALL"],
        ["JMPDICT", "JMP"], ["PREPAREDICT", "PREPARE"], ["STDICT", "STOPTREF"], ["SKIPDICT", "SKIPOPTREF"],
        ["LDDICT", "LDOPTREF"], ["PLDDICT", "PLDOPTREF"], ["PFXDICTSWITCH", "PFXDICTCONSTGETJMP"],
        ["ADDRAND", "RANDOMIZE"], ["LDGRAMS", "LDVARUINT16"], ["STGRAMS", "STVARUINT16"], ["STBREFR", "ENDCST"],
        ["STBR", "BCONCAT"], ["STBRQ", "BCONCATQ"], ["MINMAX", "INTSORT2"], ["ADDCONST", "ADDINT"],
        ["MULCONST", "MULINT"], ["STSLICE", "STDICTS"], ["DEBUGSTR", "DUMPTOSFMT"],
    ]

    /// Names for certain operands that are easier to read, and so are what the disassembler writes.
    private static let readable: [String: String] = {
        var names = [
            "SWAP": "s0 s1 XCHG", "DUP": "s0 PUSH", "OVER": "s1 PUSH", "DROP": "s0 POP", "NIP": "s1 POP",
            "ROT2": "2 4 BLKSWAP", "NIL": "0 TUPLE", "SINGLE": "1 TUPLE", "PAIR": "2 TUPLE", "TRIPLE": "3 TUPLE",
            "FIRST": "0 INDEX", "SECOND": "1 INDEX", "THIRD": "2 INDEX", "UNSINGLE": "1 UNTUPLE",
            "UNPAIR": "2 UNTUPLE", "UNTRIPLE": "3 UNTUPLE", "CHKTUPLE": "0 UNPACKFIRST", "SETFIRST": "0 SETINDEX",
            "SETSECOND": "1 SETINDEX", "SETTHIRD": "2 SETINDEX", "FIRSTQ": "0 INDEXQ", "SECONDQ": "1 INDEXQ",
            "THIRDQ": "2 INDEXQ", "SETFIRSTQ": "0 SETINDEXQ", "SETSECONDQ": "1 SETINDEXQ",
            "SETTHIRDQ": "2 SETINDEXQ", "CADR": "1 0 INDEX2", "CDDR": "1 1 INDEX2", "CADDR": "1 1 0 INDEX3",
            "CDDDR": "1 1 1 INDEX3", "CHKBOOL": "1 FITS", "CHKBIT": "1 UFITS", "ISZERO": "0 EQINT",
            "ISNEG": "0 LESSINT", "ISNPOS": "1 LESSINT", "ISPOS": "0 GTINT", "ISNNEG": "-1 GTINT",
            "ISNZERO": "0 NEQINT", "STZERO": "x{4_} STSLICECONST", "STONE": "x{C_} STSLICECONST",
            "PLDREF": "0 PLDREFIDX", "SETCP0": "0 SETCP", "INMSGPARAMS": "17 GETPARAMLONG", "DUMPSTK": "0 DEBUG",
            "HEXDUMP": "16 DEBUG", "HEXPRINT": "17 DEBUG", "BINDUMP": "18 DEBUG", "BINPRINT": "19 DEBUG",
            "STRDUMP": "20 DEBUG", "STRPRINT": "21 DEBUG", "DEBUGOFF": "30 DEBUG", "DEBUGON": "31 DEBUG",
            "LOGFLUSH": "x{00} DEBUGSTR",
        ]
        /// The names of so many numbers in a row.
        func add(_ list: [String], from first: Int, of name: String) {
            for (offset, alias) in list.enumerated() { names[alias] = "\(first + offset) \(name)" }
        }
        add(
            [
                "NOW", "BLOCKLT", "LTIME", "RANDSEED", "BALANCE", "MYADDR", "CONFIGROOT", "MYCODE", "INCOMINGVALUE",
                "STORAGEFEES", "PREVBLOCKSINFOTUPLE", "UNPACKEDCONFIGTUPLE", "DUEPAYMENT",
            ], from: 3, of: "GETPARAM")
        let messageParameters = [
            "BOUNCE", "BOUNCED", "SRC", "FWDFEE", "LT", "UTIME", "ORIGVALUE", "VALUE", "VALUEEXTRA", "STATEINIT",
        ]
        add(messageParameters.map { "INMSG_" + $0 }, from: 0, of: "INMSGPARAM")
        for name in ["HASHEXT", "HASHEXTR", "HASHEXTA", "HASHEXTAR"] {
            let algorithms = ["SHA256", "SHA512", "BLAKE2B", "KECCAK256", "KECCAK512"]
            add(algorithms.map { "\(name)_\($0)" }, from: 0, of: name)
        }
        return names
    }()

    /// Names for certain operands that are only read.
    private static let others = [
        "CONS": "2 TUPLE", "CAR": "0 INDEX", "CDR": "1 INDEX", "UNCONS": "2 UNTUPLE", "CARQ": "0 INDEXQ",
        "CDRQ": "1 INDEXQ", "2ROT": "2 4 BLKSWAP", "ZERO": "0 PUSHINT", "FALSE": "0 PUSHINT", "ONE": "1 PUSHINT",
        "TWO": "2 PUSHINT", "TEN": "10 PUSHINT", "TRUE": "-1 PUSHINT", "PUSHROOT": "c4 PUSHCTR",
        "POPROOT": "c4 POPCTR", "CALLVAR": "c3 PUSHCTR EXECUTE", "JMPVAR": "c3 PUSHCTR JMPX",
        "PREPAREVAR": "c3 PUSHCTR",
    ]

    /// The rows of each name.
    private static let rows: [String: [Instruction]] = {
        var rows = Dictionary(grouping: InstructionTable.shared.instructions, by: \.name)
        for group in groups {
            guard let present = group.first(where: { rows[$0] != nil }), let same = rows[present] else { continue }
            for name in group where rows[name] == nil { rows[name] = same }
        }
        // The shortest encoding is looked for, and among equals that of the lowest opcode.
        for name in rows.keys { rows[name]?.sort { $0.opcodes.lowerBound < $1.opcodes.lowerBound } }
        return rows
    }()

    private static let readableNames = Dictionary(readable.map { ($1, $0) }) { first, second in min(first, second) }

    /// The rows of a name; none where it isn't an instruction's.
    static func rows(of name: some StringProtocol) -> [Instruction] { rows[String(name)] ?? [] }

    /// What a name for certain operands stands for.
    static func expansion(of name: some StringProtocol) -> String? {
        readable[String(name)] ?? others[String(name)]
    }

    /// The better name for an instruction with operands, if there is one.
    static func readableName(for text: String) -> String? { readableNames[text] }
}
