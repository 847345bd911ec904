import Foundation
import SilkTestSupport
import TONCells
import Testing

@testable import TONVM

@Suite(
    "A wallet's source and its code",
    .enabled(if: RecordedFixtures.isPresent, Comment(rawValue: RecordedFixtures.absence)))
struct WalletSourceTests {
    private struct Wallet: Decodable {
        let name, code: String
        enum CodingKeys: String, CodingKey { case name, code = "boc_b64" }
    }

    private func code() throws -> Cell {
        let wallets = try RecordedFixtures.json([Wallet].self, "wallets/wallet_codes.json")
        let wallet = try #require(wallets.first { $0.name == "wallet_v3r2" })
        return try BagOfCells(Array(try #require(Data(base64Encoded: wallet.code)))).singleRoot()
    }

    /// As published with the Fift assembler's examples, words as they stand there.
    private static let source = """
        <{ SETCP0 DUP IFNOTRET // return if recv_internal
           DUP 85143 INT EQUAL OVER 78748 INT EQUAL OR IFJMP:<{ // "seqno" and "get_public_key"
             1 INT AND c4 PUSHCTR CTOS 32 LDU 32 LDU NIP 256 PLDU CONDSEL
           }>
           INC 32 THROWIF
           9 PUSHPOW2 LDSLICEX DUP 32 LDU 32 LDU 32 LDU
           NOW s1 s3 XCHG LEQ 35 THROWIF
           c4 PUSH CTOS 32 LDU 32 LDU 256 LDU ENDS
           s3 s2 XCPU EQUAL 33 THROWIFNOT
           s4 s4 XCPU EQUAL 34 THROWIFNOT
           s0 s4 XCHG HASHSU
           s0 s5 s5 XC2PU
           CHKSIGNU 35 THROWIFNOT
           ACCEPT
           WHILE:<{
             DUP SREFS
           }>DO<{
             8 LDU LDREF s0 s2 XCHG
             SENDRAWMSG
           }>
           ENDS SWAP INC
           NEWC 32 STU 32 STU 256 STU ENDC c4 POP
        }>c
        """

    @Test("the source gives the code")
    func assembling() throws {
        #expect(try Assembler().cell(of: Self.source) == code())
    }

    @Test("the code reads as the source does, a word a line")
    func disassembling() throws {
        let text = try Disassembler().text(of: code())
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(
            lines.prefix(20) == [
                "<{", "SETCP0", "DUP", "IFNOTRET", "DUP", "85143 PUSHINT", "EQUAL", "OVER", "78748 PUSHINT", "EQUAL",
                "OR", "IFJMP:<{", "1 PUSHINT", "AND", "c4 PUSHCTR", "CTOS", "32 LDU", "32 LDU", "NIP", "256 PLDU",
            ])
        #expect(
            lines.suffix(19) == [
                "WHILE:<{", "DUP", "SREFS", "}>DO<{", "8 LDU", "LDREF", "s0 s2 XCHG", "SENDRAWMSG", "}>", "ENDS",
                "SWAP",
                "INC", "NEWC", "32 STU", "32 STU", "256 STU", "ENDC", "c4 POPCTR", "}>c",
            ])
        #expect(text.contains("\n  IFJMP:<{\n    1 PUSHINT\n"))
    }
}
