import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import Testing

@testable import TONVM

@Suite("Assembling")
struct AssemblerTests {
    /// Bits by hand from the Fift assembler's definitions.
    @Test(
        "instructions and what else the Fift assembler calls them",
        arguments: [
            ("", "x{}"), ("NOP", "x{00}"), ("SWAP", "x{01}"), ("s0 s1 XCHG", "x{01}"), ("s1 XCHG0", "x{01}"),
            ("s1 s0 XCHG", "x{01}"), ("XCHG s1,s2", "x{12}"), ("XCHG s2, s1", "x{12}"), ("s2 s5 XCHG", "x{1025}"),
            ("s5 s2 XCHG", "x{1025}"), ("s0 s16 XCHG", "x{1110}"), ("s3 s3 XCHG", "x{}"),
            ("s3 s20 XCHG", "x{03111403}"), ("DUP", "x{20}"), ("s15 PUSH", "x{2F}"), ("s16 PUSH", "x{5610}"),
            ("c4 PUSH", "x{ED44}"), ("c4 POP", "x{ED54}"), ("c7 PUSHCTR", "x{ED47}"), ("NIP", "x{31}"),
            ("s1 s2 s3 XCHG3", "x{4123}"), ("s1 s2 s3 XCHG3_l", "x{540123}"), ("s2 s(-1) PUXC", "x{5220}"),
            ("2 4 BLKSWAP", "x{5513}"), ("3 ROLL", "x{5502}"), ("3 -ROLL", "x{5520}"), ("0 ROLL", "x{}"),
            ("ROLLX", "x{61}"), ("5 2 REVERSE", "x{5E32}"), ("2 BLKDROP", "x{5F02}"), ("1 2 BLKPUSH", "x{5F12}"),
            ("CADDR", "x{6FD4}"), ("0 1 2 INDEX3", "x{6FC6}"), ("0 INT", "x{70}"), ("-5 PUSHINT", "x{7B}"),
            ("PUSHINT 10", "x{7A}"), ("11 PUSHINT", "x{800B}"), ("-128 INT", "x{8080}"), ("0x80 INT", "x{810080}"),
            ("-0x8000 INT", "x{818000}"), ("32768 INT", "x{82008000}"),
            ("-32769 INT", "x{82077FFF}"), ("TRUE", "x{7F}"), ("5 ADDCONST", "x{A605}"), ("5 SUBCONST", "x{A6FB}"),
            ("200 ADDCONST", "x{8100C8A0}"), ("3 LEQINT", "x{C104}"), ("3 GEQINT", "x{C202}"),
            ("256 LSHIFT#", "x{AAFF}"), ("7 RSHIFTR#", "x{A93506}"), ("7 RSHIFT#MOD", "x{A93C06}"),
            ("7 MULRSHIFTC#MOD", "x{A9BE06}"), ("QMULDIVMODR", "x{B7A98D}"), ("6 QFITS", "x{B7B405}"),
            ("x{} SLICE", "x{8B08}"), ("x{5} PUSHSLICE", "x{8B1580}"), ("b{0101} PUSHSLICE", "x{8B1580}"),
            ("x{5_} PUSHSLICE", "x{8B05}"),
            ("256 STU", "x{CBFF}"), ("8 STU_l", "x{CF0907}"), ("STZERO", "x{CF81}"), ("STONE", "x{CF83}"),
            ("255 INTX", "x{8407}"), ("256 INTX", "x{8307}"), ("-256 INTX", "x{8507}"), ("300 INTX", "x{81012C}"),
            ("0x30000000 INTX", "x{73AA1B}"), ("\"a\" LOGSTR", "x{FEF10061}"),
            ("x{1234567890ABCDEF} SDBEGINS", "x{D7284091A2B3C4855E6F7C}"),
            ("x{ABC} STSLICECONST", "x{CF8AAF20}"),
            ("64 PLDUZ", "x{D711}"), ("3 PLDREFIDX", "x{D74F}"), ("PLDREF", "x{D74C}"),
            ("2 -1 CALLXARGS", "x{DB02}"), ("2 3 CALLXARGS", "x{DA23}"), ("2 -1 CALLCCARGS", "x{DB362F}"),
            ("7 IFBITJMP", "x{E387}"), ("3 SETNUMARGS", "x{EC03}"), ("1 -1 BLESSARGS", "x{EE1F}"),
            ("200 CALLDICT", "x{F0C8}"), ("300 CALL", "x{F1012C}"), ("16383 JMPDICT", "x{F17FFF}"),
            ("16384 CALLDICT", "x{814000ED43D8}"), ("5 PREPARE", "x{F18005}"), ("63 THROW", "x{F23F}"),
            ("64 THROW", "x{F2C040}"), ("64 THROWIFNOT", "x{F2E040}"), ("11 THROWARG", "x{F2C80B}"),
            ("NOW", "x{F823}"), ("3 GETPARAM", "x{F823}"), ("17 GETPARAMLONG", "x{F88111}"),
            ("1 GETGLOB", "x{F841}"), ("HASHEXT_KECCAK256", "x{F90403}"), ("2 HASHEXTR", "x{F90502}"),
            ("SETCP0", "x{FF00}"), ("-3 SETCP", "x{FFFD}"), ("DUMPSTK", "x{FE00}"), ("s3 DUMP", "x{FE23}"),
            ("\"ab\" DEBUGSTR", "x{FEF16162}"), ("<{ }> PUSHCONT", "x{90}"), ("<{ DUP }> CONT", "x{9120}"),
            ("CONT:<{ DUP }>", "x{9120}"), ("IF:<{ DUP }>", "x{9120DE}"), ("<{ DUP }>IF", "x{9120DE}"),
            ("IF:<{ DUP }>ELSE<{ DROP }>", "x{91209130E2}"), ("IFNOT:<{ DUP }>ELSE<{ DROP }>", "x{91309120E2}"),
            ("IF:<{ }>", "x{30}"), ("IFJMP:<{ }>", "x{DC}"), ("IF:<{ }>ELSE<{ DUP }>", "x{9120DF}"),
            ("WHILE:<{ DUP }>DO<{ DEC }>", "x{912091A5E8}"), ("REPEAT:<{ INC }>", "x{91A4E4}"),
            ("TRY:<{ 1 THROW }>CATCH<{ 2DROP }>", "x{92F201915BF2FF}"),
            ("x{F4B} s, 3 5 u, -1 3 i, // a comment", "x{F4B1F}"), ("5 PUSHINT@80", "x{8005}"),
            ("5 PUSHINT@81 /* longer */ s0 s1 XCHG@10", "x{8100051001}"),
        ])
    func instructions(text: String, bits: String) throws {
        let cell = try Assembler().cell(of: text)
        #expect(cell.exoticSlice().bitString().description == bits)
        #expect(cell.referenceCount == 0)
    }

    @Test("a program has the prologue and the dictionary that the Fift assembler makes")
    func program() throws {
        let text = """
            PROGRAM{
              DECLPROC recv_internal
              85143 DECLMETHOD seqno
              DECLPROC unused
              DECLPROC used
              recv_internal PROC:<{ used CALLDICT }>
              unused PROC:<{ 1 INT }>
              used PROCINLINE:<{ DUP }>
              seqno PROCREF:<{ used INLINECALLDICT 7 INT }>
            }END>c
            """
        var values: [(key: BitString, value: CellBuilder)] = []
        func add(_ number: UInt64, _ bits: UInt64, _ count: Int, inReference: Bool = false) throws {
            var value = CellBuilder()
            try value.store(bits, bits: count)
            if inReference {
                let cell = try value.build()
                value = CellBuilder()
                try value.store(reference: cell)
            }
            values.append((BitString(number, bits: 19), value))
        }
        try add(0, 0xf002, 16)
        try add(2, 0x20, 8)
        try add(85143, 0x2077, 16, inReference: true)
        var code = CellBuilder()
        try code.store(0xff00_f4a4_13f4_bcf2, bits: 64)
        try code.store(0xc80b, bits: 16)
        try code.store(reference: try #require(try HashmapE(keyBits: 19, entries: values).root))
        #expect(try Assembler().cell(of: text) == code.build())
    }

    @Test("methods within a method have nothing to do with those around")
    func innerMethods() throws {
        let inner = "19 METHODS{ 1 PROC:<{ DUP }> }END>c PUSHREF"
        let text = "PROGRAM{ DECLPROC foo 0 PROC:<{ \(inner) }> foo PROC:<{ DROP }> }END>c"
        let without = "PROGRAM{ 0 PROC:<{ \(inner) }> }END>c"
        #expect(try Assembler().cell(of: text) == Assembler().cell(of: without))
    }

    @Test("code that is too long for a cell goes on in the next")
    func splitting() throws {
        // 62 times 16 bits, 16 and 8 are 1016; another 8 would be beyond 1023.
        let one = Array(repeating: "100 PUSHINT", count: 62).joined(separator: " ")
        let cell = try Assembler().cell(of: "\(one) 100 PUSHINT DUP DUP")
        #expect(cell.bitCount == 1016)
        #expect(cell.reference(at: 0)?.bitCount == 8)
        // A continuation for which there is no more room is referred to.
        let long = try Assembler().cell(of: "\(one) CONT:<{ 1000 PUSHINT 1000 PUSHINT }>")
        #expect(long.bitCount == 992 + 8)
        #expect(long.reference(at: 0)?.bitCount == 48)
        let condition = try Assembler().cell(of: "\(one) IF:<{ 1000 PUSHINT 1000 PUSHINT }>")
        #expect(condition.bitCount == 992 + 16)
        #expect(condition.reference(at: 0)?.bitCount == 48)
        // Five references: three, and the fourth leads on.
        let references = try Assembler().cell(of: String(repeating: "<{ DUP }>c CALLREF ", count: 5))
        #expect(references.referenceCount == 4 && references.reference(at: 3)?.referenceCount == 2)
        let four = try Assembler().cell(of: String(repeating: "<{ DUP }>c CALLREF ", count: 4))
        #expect(four.referenceCount == 4 && four.bitCount == 64)
        let forced = try Assembler().cell(of: "DUP @| DROP")
        #expect(forced.bitCount == 8 && forced.reference(at: 0)?.bitCount == 8)
    }

    @Test(
        "errors tell where, and what was expected",
        arguments: [
            ("DUP\n  FOO", 2, 3, "unknown word “FOO”"),
            ("16 BLKDROP", 1, 4, "BLKDROP takes a number from 0 to 15, not the number 16"),
            ("BLKDROP", 1, 1, "BLKDROP takes a number from 0 to 15, not nothing"),
            ("5 DUP", 1, 3, "DUP takes nothing, not the number 5"),
            ("s0 ADD", 1, 4, "ADD takes nothing, not the register s0"),
            ("s300 PUSH", 1, 1, "“s300” is not a register s(-2) to s255"),
            ("c9 PUSHCTR", 1, 1, "“c9” is not a register c0 to c7"),
            ("c6 PUSHCTR", 1, 4, "PUSHCTR takes a control register, c0 to c5 or c7, not the register c6"),
            ("x{12G} PUSHSLICE", 1, 1, "“x{12G}” is not bits in hexadecimal, x{9C_}"),
            ("IF:<{ DUP", 1, 10, "the text ended: expected }> or }>ELSE<{"),
            ("DUP }>", 1, 5, "unknown word “}>”"),
            ("5", 1, 2, "the text ended: expected an instruction"),
            ("DUP 5", 1, 6, "the text ended: expected an instruction for the operands"),
            ("\"ab", 1, 4, "the text ended: expected a closing quotation mark on the same line"),
            ("PROGRAM{ 1 PROC:<{ }> 1 PROC:<{ }> }END>c", 1, 25, "method 1 is there twice"),
            (
                "PROGRAM{ foo PROC:<{ }> }END>c", 1, 10,
                "“foo” has no place here: expected a method's number or declared name and PROC:<{, or }END>c"
            ),
            ("cell{00}", 1, 1, "“cell{00}” is not a hash of 64 hexadecimal digits"),
            (
                "\(Int257.maximum.decimal)0 PUSHINT", 1, 1,
                "“\(Int257.maximum.decimal)0” is not a number of 257 bits"
            ),
            ("B{00} B>boc CALLREF", 1, 7, "“B{…}” is not a bag of one root cell"),
        ])
    func errors(text: String, line: Int, column: Int, reason: String) {
        #expect {
            _ = try Assembler().cell(of: text)
        } throws: { error in
            guard let error = error as? AssemblerError else { return false }
            #expect((error.line, error.column) == (line, column), "\(error)")
            #expect("\(error.reason)" == reason)
            return true
        }
    }

    @Test("deep nesting is an error, not a crash")
    func nesting() {
        for opening in ["<{ ", "IF:<{ ", "<b ", "PROGRAM{ 0 PROC:<{ ", "19 METHODS{ 0 PROC:<{ "] {
            #expect(throws: AssemblerError.self) {
                _ = try Assembler().cell(of: String(repeating: opening, count: 100_000))
            }
        }
    }
}

extension AssemblerTests {
    @Test("text changed at random is code or an error")
    func changedText() throws {
        var random = SeededGenerator(seed: 7)
        let source = """
            PROGRAM{ 85143 DECLMETHOD seqno recv_internal PROC:<{ IF:<{ DUP s1 s2 XCHG }>ELSE<{ x{AB_} PUSHSLICE @| }>
            <{ 5 PUSHINT@80 WHILE:<{ DUP }>DO<{ DEC }> }>c CALLREF <b x{12} s, <b 3 5 u, b> ref, b> <s PUSHSLICE
            "text" DEBUGSTR B{B5EE9C7201010101000300000201} B>boc PUSHREF 19 METHODS{ 0 PROCREF:<{ 1 INT }> }END>c
            19 DICTPUSHCONST DICTIGETJMPZ }> seqno PROC:<{ TRY:<{ 7 THROW }>CATCH<{ 2DROP }> 1 2 BLESSARGS }> }END>c
            """
        let words = source.split { $0 == " " || $0 == "\n" }.map(String.init)
        var made = 0
        for _ in 0..<3000 {
            var changed = words
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: changed.remove(at: position)
                case 1: changed.insert(words.randomElement(using: &random) ?? "", at: position)
                case 2: changed[position] = words.randomElement(using: &random) ?? ""
                default:
                    var letters = Array(changed[position].utf8)
                    letters[Int.random(in: 0..<letters.count, using: &random)] = .random(in: 33...126, using: &random)
                    changed[position] = String(decoding: letters, as: UTF8.self)
                }
            }
            if let cell = try? Assembler().cell(of: changed.joined(separator: " ")) {
                made += 1
                #expect(try Assembler().cell(of: Disassembler().text(of: cell)) == cell)
            }
        }
        #expect(made > 0)
    }
}

@Suite(
    "Assembling recorded programs",
    .enabled(if: RecordedFixtures.isPresent, Comment(rawValue: RecordedFixtures.absence)))
struct RecordedProgramTests {
    private struct Programs: Decodable {
        struct Program: Decodable { let name, asm, code: String }
        let programs: [Program]
    }

    @Test("gives the code that the Fift assembler made of them")
    func programs() throws {
        let programs = try RecordedFixtures.json(Programs.self, "tvm/exec/programs.json").programs
        #expect(programs.count == 250)
        for program in programs {
            let code = try BagOfCells(Array(try #require(Data(base64Encoded: program.code)))).singleRoot()
            // They take the method's number away before they begin.
            let text = "DROP \(program.asm)"
            do {
                let assembled = try Assembler().cell(of: text)
                #expect(assembled == code, "\(program.name): \(program.asm)")
            } catch {
                Issue.record("\(program.name): \(error): \(program.asm)")
            }
        }
    }
}
