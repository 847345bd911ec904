import SilkTestSupport
import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

/// Bytes that other implementations' tests state.
@Suite("TL vectors", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct TLVectorTests {
    private struct Vector: Decodable {
        let name: String
        let hex: String?
    }

    private static let vectors: [Vector] =
        (try? RecordedFixtures.json([Vector].self, "liteserver/tl_vectors.json")) ?? []

    private static func bytes(_ name: String) throws -> [UInt8] {
        let vector = try #require(vectors.first { $0.name.contains(name) })
        return try #require(Hex.decode(vector.hex ?? ""))
    }

    private static func hash(_ byte: UInt8) throws -> Hash256 {
        try #require(Hash256([UInt8](repeating: byte, count: 32)))
    }

    private static func masterchainBlock(_ seqno: UInt32, _ root: UInt8, _ file: UInt8) throws -> BlockIdentifier {
        BlockIdentifier(
            shardIdentifier: .masterchain, seqno: seqno, rootHash: try hash(root), fileHash: try hash(file))
    }

    @Test(
        "queries of other clients",
        arguments: [
            ("liteServer.query(getTime)", "35263e6c95d6fecb497dfd0aa5f031e7d412986b5ce720496db512052e8f2d10", true),
            (
                "liteServer.query(getMasterchainInfo)",
                "77c1545b96fa136b8e01cc08338bec47e8a43215492dda6d4d7e286382bb00c4", false
            ),
        ])
    func queries(name: String, identifier: String, isTime: Bool) throws {
        let function = isTime ? LiteAPI.GetTime().tlBytes : LiteAPI.GetMasterchainInfo().tlBytes
        let message = ADNLMessage.query(
            identifier: try #require(Hash256(hex: identifier)), query: LiteAPI.Query(data: function).tlBytes)
        let bytes = try Self.bytes(name)
        #expect(message.tlBytes == bytes)
        #expect(try ADNLMessage(tl: bytes) == message)
    }

    /// A function, and the vector that it must be.
    private func check<F: LiteServerFunction>(_ function: F, _ name: String) throws {
        let bytes = try Self.bytes(name)
        #expect(function.tlBytes == bytes)
        #expect(try F(tl: bytes) == function)
    }

    @Test("functions of another implementation's tests")
    func functions() throws {
        try check(
            LiteAPI.GetConfigurationAll(block: try Self.masterchainBlock(10, 0x11, 0x22), mode: 0x8155),
            "GET_CONFIG_ALL_HEX")
        try check(
            LiteAPI.GetConfigurationParameters(
                block: try Self.masterchainBlock(11, 0x33, 0x44), parameters: [0, 1, 1000], mode: 0x203),
            "GET_CONFIG_PARAMS_HEX")
        try check(
            LiteAPI.GetDispatchQueueMessages(
                block: try Self.masterchainBlock(12, 0x55, 0x66), account: try Self.hash(0x77),
                afterLT: 0x11f_71fb_04cb, maximumMessages: 17, wantsProof: true, wantsMessages: true),
            "GET_DISPATCH_QUEUE_MESSAGES_HEX")
        try check(
            LiteAPI.LookupBlockWithProof(
                block: LiteAPI.BlockPosition(.masterchain, seqno: 13),
                masterchainBlock: try Self.masterchainBlock(14, 0x88, 0x99), lt: 42, time: 1_700_000_000),
            "LOOKUP_BLOCK_WITH_PROOF_HEX")
    }

    @Test("a key is named by the hash of its TL form")
    func shortIdentifier() throws {
        struct Exchange: Decodable {
            let steps: [Step]

            struct Step: Decodable {
                let `var`: String
                let hex: String
            }
        }
        // The first 32 bytes of a handshake name the server's key.
        let session = try RecordedFixtures.json([Exchange].self, "liteserver/adnl_tcp.json")
        let steps = Dictionary(session[0].steps.map { ($0.var, $0.hex) }) { first, _ in first }
        let key = Ed25519.PublicKey(try #require(Hash256(hex: steps["remote_public"] ?? "")))
        let packet = try #require(steps["expected_handshake"])
        #expect(ADNLPublicKey.ed25519(key).shortIdentifier.hash.hex == packet.prefix(64))
    }
}
