import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Code that is run, assembled and written as text.
@Suite("Code from the command line")
struct VMCommandTests {
    private func run(_ arguments: String..., input: [UInt8] = []) async throws -> SilkProcess.Result {
        try await SilkProcess.run(arguments, input: input)
    }

    @Test("a program's result, gas and stack are printed")
    func running() async throws {
        let text = try await run("vm", "run", "--asm", "ADD", "2", "-3", "x{0F4_}", "--trace")
        #expect(text.exitCode == 5 && text.error == "silk: the code failed with exit code 7 type_check\n", "\(text)")
        let fine = try await run(
            "vm", "run", "--asm", "10 PUSHINT REPEAT:<{ INC }>", "0", "--trace", "--trace-limit", "4")
        #expect(fine.exitCode == 0 && fine.error == "")
        try ExpectedOutput.compare(fine.output, with: "VM/run.txt")

        let json = try #require(try await run("vm", "run", "--asm", "2 TUPLE", "null", "[1, C{8_}]", "--json").json)
        #expect(json["schema"] as? String == "silk.vm_run/1" && json["exit_code"] as? Int == 0)
        // Ten for the instruction and sixteen for its bits, one for each value of the tuple, five for the return.
        #expect(json["gas_used"] as? Int == 26 + 2 + 5 && json["steps"] as? Int == 2)
        let stack = try #require(json["stack"] as? [[String: Any]])
        #expect(stack.count == 1 && stack[0]["type"] as? String == "tuple")
        let values = try #require(stack[0]["value"] as? [[String: Any]])
        #expect(values.map { $0["type"] as? String } == ["null", "tuple"])
    }

    @Test("c7, data, gas, version and a whole stack are as given")
    func surroundings() async throws {
        let address = "0:" + String(repeating: "ab", count: 32)
        let about = try await run(
            "vm", "run", "--asm", "NOW MYADDR BALANCE c4 PUSH", "--now", "1700000000", "--address", address,
            "--balance",
            "12", "--data", "te6ccgEBAQEAAwAAAkI=")
        #expect(about.output.contains("  1700000000\n  address EQCrq6ur"), "\(about)")
        #expect(about.output.contains("  [12, null]\n  C{42}\n"))
        let gas = try await run("vm", "run", "--asm", "AGAIN:<{ NOP }>", "--gas", "500", "--json")
        #expect(gas.exitCode == 5 && gas.json?["exit_code"] as? Int == -14)
        let forgiven = try await run("vm", "run", "--asm", "77 THROW", "--allow-failure")
        #expect(forgiven.exitCode == 0 && forgiven.output.contains("exit_code        77"))
        // GASCONSUMED came with version 4.
        for (version, code) in [("3", 6), ("4", 0)] {
            let json = try await run("vm", "run", "--asm", "GASCONSUMED", "--global-version", version, "--json").json
            #expect(json?["exit_code"] as? Int == code, "version \(version)")
        }
        // A VmStack of 7 and 8, and a c7 whose one value is 9.
        let stack = "te6ccgEBAwEAHQABGAAAAgEAAAAAAAAACAEBEgEAAAAAAAAABwIAAA=="
        let c7 = "te6ccgEBAgEAEQABBgcAAQEAEgEAAAAAAAAACQ=="
        let given = try await run("vm", "run", "--asm", "c7 PUSH 0 INDEX", "--stack", stack, "--c7", c7)
        #expect(given.output.hasSuffix("  7\n  8\n  9\n"), "\(given)")
    }

    @Test("tuples that share their values for billions are cut off", arguments: [[], ["--json"]])
    func sharedTuples(options: [String]) async throws {
        let result = try await SilkProcess.run(
            ["vm", "run", "--asm", "90 PUSHINT REPEAT:<{ DUP PAIR }>", "7", "--trace"] + options)
        #expect(result.exitCode == 0 && !result.output.isEmpty)
        #expect(result.output.utf8.count < 16 << 20 && result.error.utf8.count < 1 << 20)
        if !options.isEmpty { #expect(result.output.contains("left_out") && result.json != nil) }
    }

    @Test("text becomes code, and code the same text")
    func assembling() async throws {
        let source = "<{\n  DUP\n  IFJMP:<{\n    DROP\n    85143 PUSHINT\n  }>\n  ADD\n}>c\n"
        let folder = try TemporaryFolder()
        let file = try folder.write("code.fif", Array(source.utf8)).path
        let assembled = try await run("vm", "assemble", file)
        // DUP, PUSHCONT of five bytes, IFJMP, ADD.
        let cell = try Cell(boc: try #require(Base64.decode(assembled.output.filter { !$0.isWhitespace })))
        #expect(Hex.encode(cell.exoticSlice().bitString().bytes) == "20953082014c97e0a0")
        #expect(try await run("vm", "assemble", "-", input: Array(source.utf8)).output == assembled.output)
        let written = try await run("vm", "assemble", source, "-o", folder.path("code.boc"))
        #expect(written.exitCode == 0 && written.output == "")
        for input in [folder.path("code.boc"), assembled.output.filter { !$0.isWhitespace }] {
            let text = try await run("disasm", input)
            #expect(text.output == source, "\(text)")
        }
        let json = try await run("disasm", folder.path("code.boc"), "--json").json
        #expect(json?["text"] as? String == source && json?["code_hash"] as? String == cell.hash.hex)
    }

    @Test(
        "wrong input is named",
        arguments: [
            (["vm", "run", "--asm", "NOP", "foo"], 64, "found “foo”"), (["vm", "run", "zz"], 65, "expected a bag"),
            (["vm", "run", "--asm", "NOPE"], 65, "line 1, column 1: unknown word “NOPE”"),
            (["vm", "run", "--asm", "NOP", "--gas=-1"], 64, "--gas"),
            (["vm", "run", "--asm", "NOP", "--global-version", "99"], 64, "--global-version"),
            (["vm", "run", "--asm", "NOP", "--c7", "te6ccgEBAQEAAwAAAkI="], 65, "silk:"),
            (["vm", "run", "--asm", "NOP", "--trace-limit", "0"], 64, "--trace-limit"),
            (["vm", "assemble", "<{ 1"], 65, "line 1"), (["vm", "assemble", "absent.fif"], 65, "can't be read"),
            (["disasm", "nothing"], 65, "expected a bag of cells"),
            (["get", "0:12", "seqno"], 65, "silk:"), (["emulate", "zz"], 65, "expected a bag"),
            (["emulate", "te6ccgEBAQEAAwAAAkI=", "--before", "3"], 64, "--from mirror"),
            (["replay", "--mirror", "/absent.sqlite"], 65, "/absent.sqlite"),
        ] as [([String], Int32, String)])
    func wrong(arguments: [String], code: Int32, text: String) async throws {
        let result = try await SilkProcess.run(arguments)
        #expect(result.exitCode == code && result.output == "", "\(result)")
        #expect(result.error.contains(text), "\(result.error)")
    }
}
