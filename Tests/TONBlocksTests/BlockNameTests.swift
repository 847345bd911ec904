import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Blocks as people name them.
struct BlockNameTests {
    private static let root = String(repeating: "ab", count: 32)
    private static let file = String(repeating: "01", count: 32)
    private static let rootBase64 = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
    private static let fileBase64 = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"

    @Test(
        "a masterchain block's full name, in any form",
        arguments: [
            "(-1,8000000000000000,17):\(root):\(file)", "(-1:8000000000000000, 17, \(root), \(file))",
            "-1:8000000000000000:17:\(root):\(file)", "-1,-9223372036854775808,17,\(rootBase64),\(fileBase64)",
            "  -1 8000000000000000 17 \(root.uppercased()) \(file)\n",
        ])
    func full(_ text: String) throws {
        let block = try #require(try BlockName(text).identifier)
        #expect(block.shardIdentifier == .masterchain && block.seqno == 17)
        #expect(block.rootHash.hex == Self.root && block.fileHash.hex == Self.file)
    }

    @Test("a block's own description names it")
    func description() throws {
        let block = BlockIdentifier(
            shardIdentifier: try ShardIdentifier(workchain: 0, shard: 0xa000_0000_0000_0000), seqno: .max,
            rootHash: try #require(Hash256(hex: Self.root)), fileHash: try #require(Hash256(hex: Self.file)))
        #expect(try BlockName(block.description).identifier == block)
    }

    @Test("a number is a masterchain block, a place any")
    func places() throws {
        let number = try BlockName("50000000")
        #expect(number.shard == .masterchain && number.seqno == 50_000_000 && number.identifier == nil)
        let place = try BlockName("(0,a000000000000000,3)")
        #expect(place.shard == (try ShardIdentifier(workchain: 0, shard: 0xa000_0000_0000_0000)) && place.seqno == 3)
        #expect(place.identifier == nil)
        #expect(try BlockName("(0,6917529027641081856,3)").shard.shard == 0x6000_0000_0000_0000)
    }

    @Test(
        "anything else is refused, with what is wrong",
        arguments: [
            ("", BlockNameError.form), ("1,2", .form), ("(-1,8000000000000000,17):\(root)", .form),
            ("x", .seqno("x")), ("4294967296", .seqno("4294967296")), ("(-1,8000000000000000,-3)", .seqno("-3")),
            ("(q,8000000000000000,1)", .workchain("q")), ("(0,0,1)", .shard("0")),
            ("(0,0000000000000000,1)", .shard("0000000000000000")), ("(0,zz,1)", .shard("zz")),
            ("(0,8000000000000001,1)", .shard("8000000000000001")),
            ("(-1,8000000000000000,17):\(root):abc", .hash("abc")),
        ])
    func refused(_ text: String, _ error: BlockNameError) {
        #expect(throws: error) { try BlockName(text) }
    }
}
