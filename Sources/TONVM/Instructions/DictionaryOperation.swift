/// Instructions on dictionaries.
///
/// A row's operand is one number alone, whose bits say which form of the instruction it is.
enum DictionaryOperation: Hashable, Sendable {
    case store, skip, loadSlice, preloadSlice, load, preload, loadQuiet, preloadQuiet
    /// Bits of the operand: reference, unsigned, integer key.
    case get, set, setGet, replace, replaceGet, add, addGet, deleteGet
    /// Bits of the operand: unsigned, integer key.
    case setBuilder, setGetBuilder, replaceBuilder, replaceGetBuilder, addBuilder, addGetBuilder
    case delete, getOptional, setGetOptional
    /// Bits of the operand: or equal, previous, unsigned, integer key.
    case getNear
    /// Bits of the operand: reference, unsigned, integer key, maximum, removing.
    case getExtreme
    /// Bits of the operand: unsigned, call, keeping the key.
    case getExecute
    case pushConstant
    case prefixSet, prefixReplace, prefixAdd, prefixDelete
    case prefixGetQuiet, prefixGet, prefixGetJump, prefixGetCall, prefixSwitch
    /// Bits of the operand: unsigned, integer key, without the prefix.
    case subdictionary

    static let instructions: [Instruction] =
        serialization + three("GET", 0xf408, .get) + three("SET", 0xf410, .set) + three("SETGET", 0xf418, .setGet)
        + three("REPLACE", 0xf420, .replace) + three("REPLACEGET", 0xf428, .replaceGet) + three("ADD", 0xf430, .add)
        + three("ADDGET", 0xf438, .addGet) + two("SETB", 0xf440, .setBuilder)
        + two("SETGETB", 0xf444, .setGetBuilder) + two("REPLACEB", 0xf448, .replaceBuilder)
        + two("REPLACEGETB", 0xf44c, .replaceGetBuilder) + two("ADDB", 0xf450, .addBuilder)
        + two("ADDGETB", 0xf454, .addGetBuilder) + two("DEL", 0xf458, .delete) + three("DELGET", 0xf460, .deleteGet)
        + two("GETOPTREF", 0xf468, .getOptional) + two("SETGETOPTREF", 0xf46c, .setGetOptional) + prefixes + near
        + extremes + rest

    /// The forms of an instruction that takes values or references: with keys of bits, signed and unsigned.
    private static func three(_ name: String, _ opcode: UInt32, _ operation: Self) -> [Instruction] {
        (2...7).map { (form: UInt32) in
            let key = form & 4 == 0 ? "" : form & 2 == 0 ? "I" : "U"
            return Instruction(
                "DICT\(key)\(name)\(form & 1 == 0 ? "" : "REF")", opcode >> 3, 13, .dictionary(operation), operand: 3,
                range: form...form)
        }
    }

    /// The forms of an instruction with keys of bits, signed and unsigned.
    private static func two(_ name: String, _ opcode: UInt32, _ operation: Self) -> [Instruction] {
        (1...3).map { (form: UInt32) in
            Instruction(
                "DICT\(["", "", "I", "U"][Int(form)])\(name)", opcode >> 2, 14, .dictionary(operation), operand: 2,
                range: form...form)
        }
    }

    private static let near: [Instruction] = (4...15).map { (form: UInt32) in
        let key = form & 8 == 0 ? "" : form & 4 == 0 ? "I" : "U"
        return Instruction(
            "DICT\(key)GET\(form & 2 == 0 ? "NEXT" : "PREV")\(form & 1 == 0 ? "" : "EQ")", 0xf470 >> 4, 12,
            .dictionary(.getNear), operand: 4, range: form...form)
    }

    private static let extremes: [Instruction] = (0...31 as ClosedRange<UInt32>).filter { $0 & 7 >= 2 }.map { form in
        let key = form & 4 == 0 ? "" : form & 2 == 0 ? "I" : "U"
        let name = (form & 16 == 0 ? "" : "REM") + (form & 8 == 0 ? "MIN" : "MAX") + (form & 1 == 0 ? "" : "REF")
        return Instruction(
            "DICT\(key)\(name)", 0xf480 >> 5, 11, .dictionary(.getExtreme), operand: 5, range: form...form)
    }

    private static let serialization: [Instruction] = [
        Instruction("STDICT", 0xf400, 16, .dictionary(.store)),
        Instruction("SKIPDICT", 0xf401, 16, .dictionary(.skip)),
        Instruction("LDDICTS", 0xf402, 16, .dictionary(.loadSlice)),
        Instruction("PLDDICTS", 0xf403, 16, .dictionary(.preloadSlice)),
        Instruction("LDDICT", 0xf404, 16, .dictionary(.load)),
        Instruction("PLDDICT", 0xf405, 16, .dictionary(.preload)),
        Instruction("LDDICTQ", 0xf406, 16, .dictionary(.loadQuiet)),
        Instruction("PLDDICTQ", 0xf407, 16, .dictionary(.preloadQuiet)),
    ]

    private static let prefixes: [Instruction] = [
        Instruction("PFXDICTSET", 0xf470, 16, .dictionary(.prefixSet)),
        Instruction("PFXDICTREPLACE", 0xf471, 16, .dictionary(.prefixReplace)),
        Instruction("PFXDICTADD", 0xf472, 16, .dictionary(.prefixAdd)),
        Instruction("PFXDICTDEL", 0xf473, 16, .dictionary(.prefixDelete)),
        Instruction("PFXDICTGETQ", 0xf4a8, 16, .dictionary(.prefixGetQuiet)),
        Instruction("PFXDICTGET", 0xf4a9, 16, .dictionary(.prefixGet)),
        Instruction("PFXDICTGETJMP", 0xf4aa, 16, .dictionary(.prefixGetJump)),
        Instruction("PFXDICTGETEXEC", 0xf4ab, 16, .dictionary(.prefixGetCall)),
        Instruction(
            "PFXDICTSWITCH", 0xf4a8 >> 3, 13, .dictionary(.prefixSwitch), operand: 11, range: 0x400...0x7ff,
            form: .dictionary),
    ]

    private static let rest: [Instruction] = [
        Instruction("DICTIGETJMP", 0xf4a0 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 0...0),
        Instruction("DICTUGETJMP", 0xf4a0 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 1...1),
        Instruction("DICTIGETEXEC", 0xf4a0 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 2...2),
        Instruction("DICTUGETEXEC", 0xf4a0 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 3...3),
        Instruction("DICTIGETJMPZ", 0xf4b8 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 4...4),
        Instruction("DICTUGETJMPZ", 0xf4b8 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 5...5),
        Instruction("DICTIGETEXECZ", 0xf4b8 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 6...6),
        Instruction("DICTUGETEXECZ", 0xf4b8 >> 3, 13, .dictionary(.getExecute), operand: 3, range: 7...7),
        Instruction(
            "DICTPUSHCONST", 0xf4a0 >> 3, 13, .dictionary(.pushConstant), operand: 11, range: 0x400...0x7ff,
            form: .dictionary),
        Instruction("SUBDICTGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 1...1),
        Instruction("SUBDICTIGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 2...2),
        Instruction("SUBDICTUGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 3...3),
        Instruction("SUBDICTRPGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 5...5),
        Instruction("SUBDICTIRPGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 6...6),
        Instruction("SUBDICTURPGET", 0xf4b0 >> 3, 13, .dictionary(.subdictionary), operand: 3, range: 7...7),
    ]
}
