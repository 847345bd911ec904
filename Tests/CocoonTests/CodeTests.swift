import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("Operations, codes and roles")
struct CodeTests {
    @Test("operations have distinct numbers and names")
    func opcodes() {
        #expect(Opcode.known.count == 50)
        #expect(Set(Opcode.known).count == 50)
        #expect(Set(Opcode.known.compactMap(\.name)).count == 50)
        for opcode in Opcode.known { #expect(opcode.name.flatMap { Opcode(name: $0) } == opcode) }
        #expect(Opcode(name: "no_such_operation") == nil)
        #expect(Opcode.clientTopUp.description == "f172e6c2 ext_client_top_up")
        #expect(Opcode(rawValue: 0x1).description == "00000001")
        #expect(Opcode.clientTopUp.receiver == .client)
        #expect(Opcode.excesses.receiver == nil)
    }

    private struct RecordedNames: Decodable {
        let opcodes: [String: String]
        let errors: [String: Int32]
    }

    @Test("names are those of the sources", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recordedNames() throws {
        let names = try RecordedFixtures.json(RecordedNames.self, "cocoon/opcodes.json")
        for (name, hex) in names.opcodes {
            #expect(Opcode(name: name)?.rawValue == UInt32(hex.dropFirst(2), radix: 16))
        }
        for (name, code) in names.errors { #expect(ExitCode(rawValue: code).name == name) }
    }

    @Test("codes are named and explained")
    func exitCodes() {
        let own = (1000...1015).map { Int32($0) } + [2000] + (1030...1035).map { Int32($0) } + [1040, 1041]
        let machine = (-1...14).map { $0 == -1 ? -14 : Int32($0) }
        #expect(Set(ExitCode.known.map(\.rawValue)) == Set(own + machine))
        for code in ExitCode.known { #expect(code.name != nil && code.meaning != nil) }
        #expect(ExitCode(rawValue: 1007).description == "1007 bad_signature")
        #expect(ExitCode(rawValue: 77).description == "77")
        #expect(ExitCode(rawValue: 1).isSuccess)
        #expect(ActionResultCode(rawValue: 37).description == "37 not_enough_coins")
        #expect(!ActionResultCode(rawValue: 37).isSuccess)
        #expect(ActionResultCode.known.first?.isSuccess == true)
    }

    @Test("known code hashes are hints of roles")
    func codeHashes() throws {
        #expect(CodeHashes.all.count == 8)
        let worker = try required(
            Hash256(hex: "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c"))
        #expect(CodeHashes.hint(for: worker)?.role == .worker)
        #expect(CodeHashes.hint(for: .zero) == nil)
    }

    @Test(
        "recorded codes have the hashes", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"),
        arguments: RecordedFixtures.names(in: "cocoon/codes", suffix: ".boc"))
    func recordedCodes(name: String) throws {
        let code = try Cell(boc: try RecordedFixtures.bytes("cocoon/codes/\(name)"))
        let hint = try required(CodeHashes.hint(for: code.hash))
        #expect(name.hasPrefix(hint.role.rawValue))
        #expect(hint.structVersions.contains(4))
    }
}
