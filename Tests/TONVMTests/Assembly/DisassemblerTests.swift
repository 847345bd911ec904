import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

@Suite("Disassembling")
struct DisassemblerTests {
    private func cell(_ bits: String, _ references: Cell...) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(try Assembler().cell(of: "x{\(bits)} s,").slice())
        for reference in references { try builder.store(reference: reference) }
        return try builder.build()
    }

    @Test("encodings that the assembler doesn't choose, and bits that are no instruction, are told")
    func unusual() throws {
        let code = try cell("800581000510018210000001", try cell("70"), try cell("71"))
        let text = """
            <{
              5 PUSHINT@80
              5 PUSHINT@81
              s0 s1 XCHG@10
              x{8210000001} s,
              <{
                0 PUSHINT
              }>c ref,
              <b x{71} s, b> ref,
            }>c

            """
        #expect(try Disassembler().text(of: code) == text)
        #expect(try Assembler().cell(of: text) == code)
    }

    @Test("methods have their names, and code that goes on in a reference follows")
    func program() throws {
        let text = """
            PROGRAM{
              85143 DECLMETHOD seqno
              recv_internal PROC:<{
                DROP
                @|
                <{
                  1 PUSHINT
                }>c CALLREF
              }>
              recv_external PROCREF:<{
                ACCEPT
              }>
              7 PROC:<{
              }>
              seqno PROC:<{
                c4 PUSHCTR
                CTOS
                32 PLDU
              }>
            }END>c

            """
        let code = try Assembler().cell(of: text)
        #expect(code.exoticSlice().bitString().fiftHex == "FF00F4A413F4BCF2C80B")
        #expect(try Disassembler().text(of: code) == text)
        // The same dictionary in other code.
        var slice = try code.slice()
        let other = try cell("F4A413F4A0", try slice.loadReference())
        let unfolded = try Disassembler().text(of: other)
        #expect(unfolded.hasPrefix("<{\n  19 METHODS{\n    recv_internal PROC:<{\n"))
        #expect(unfolded.contains("85143 PROC:<{ // seqno"))
        #expect(unfolded.hasSuffix("  }END>c 19 DICTPUSHCONST\n  DICTIGETJMP\n}>c\n"))
        #expect(try Assembler().cell(of: unfolded) == other)
    }

    @Test("one instruction by itself, with what it takes")
    func lines() throws {
        let one = try cell("70")
        func line(_ code: Cell) throws -> Disassembler.Line? { Disassembler.instruction(at: try code.slice()) }
        #expect(try line(cell("01")) == .init(text: "SWAP", bits: 8, references: 0))
        #expect(try line(cell("8210000001")) == nil)
        #expect(try line(cell("820000000070")) == .init(text: "0 PUSHINT@82", bits: 32, references: 0))
        #expect(try line(cell("82080000000000")) == .init(text: "0 PUSHINT@82", bits: 40, references: 0))
        #expect(try line(cell("92202070")) == .init(text: "x{2020} PUSHCONT", bits: 24, references: 0))
        #expect(try line(cell("DB3C70", one)) == .init(text: "cell{\(one.hash)} CALLREF", bits: 16, references: 1))
        #expect(try line(cell("DB3C70")) == nil)
        #expect(try line(.empty) == nil)
    }

    // MARK: - Hostile cells

    @Test(
        "cells that unfold without end are written once each", .timeLimit(.minutes(1)),
        arguments: ["", "70", "DB3CDB3C", "F4A413F4BC"])
    func shared(bits: String) throws {
        // 2^400 paths, and further down than is written in place.
        var node = try cell("8100010203040506070809")
        for level in 0..<400 {
            var builder = CellBuilder()
            try builder.store(try Assembler().cell(of: "x{\(bits)} s,").slice())
            try builder.store(UInt64(level), bits: 16)
            try builder.store(reference: node)
            try builder.store(reference: node)
            node = try builder.build()
        }
        let text = try Disassembler().text(of: node)
        #expect(text.utf8.count < 1_000_000)
        #expect(try Assembler().cell(of: text) == node)
    }

    @Test("methods that call each other's dictionaries are written once each", .timeLimit(.minutes(1)))
    func sharedMethods() throws {
        var code = try cell("8100010203040506070809")
        for _ in 0..<200 {
            var value = CellBuilder()
            try value.store(try code.slice())
            let methods = try HashmapE(
                keyBits: 19, entries: [0, 1, 2].map { (BitString(UInt64($0), bits: 19), value) })
            code = try cell("F4A413F4BC", try #require(methods.root))
        }
        let text = try Disassembler().text(of: code)
        #expect(text.utf8.count < 1_000_000)
        #expect(try Assembler().cell(of: text) == code)
    }

    @Test("the deepest cells, in line and by reference", arguments: ["", "DB3C", "8A"])
    func deep(bits: String) throws {
        var node = Cell.empty
        for _ in 0..<1024 { node = try cell(bits, node) }
        let text = try Disassembler().text(of: node)
        #expect(try Assembler().cell(of: text) == node)
    }

    @Test("continuations within each other, as many as there is room for")
    func nestedInLine() throws {
        var code = try cell("")
        while code.bitCount + 16 <= 1023 {
            var builder = CellBuilder()
            let bytes = code.bitCount / 8
            if bytes < 16 {
                try builder.store(UInt64(0x90 | bytes), bits: 8)
            } else {
                try builder.store(UInt64(0x8e00 | bytes), bits: 16)
            }
            try builder.store(try code.slice())
            code = try builder.build()
        }
        let text = try Disassembler().text(of: code)
        #expect(try Assembler().cell(of: text) == code)
    }

    @Test("text beyond the limit is an error")
    func limit() throws {
        #expect(throws: DisassemblerError.tooLong(limit: 10)) {
            _ = try Disassembler(maximumLength: 10).text(of: cell("70717273"))
        }
    }

    @Test(
        "the names of methods are those whose numbers compilers make",
        arguments: [
            ("seqno", 85143), ("get_public_key", 78748), ("get_wallet_data", 97026), ("get_jetton_data", 106029),
        ])
    func names(name: String, number: Int) {
        #expect(MethodName.number(of: name) == number)
        #expect(MethodName.name(of: number) == name)
    }

    @Test("no two known names have the same number")
    func distinctNames() {
        #expect(Set(MethodName.known.map(MethodName.number)).count == MethodName.known.count)
    }
}
