import FoundationEssentials
import SilkTestSupport
import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

/// What is trusted between runs.
@Suite("Trusted blocks")
struct TrustedBlockTests {
    static func block(_ seqno: UInt32, _ salt: UInt8 = 0) -> BlockIdentifier {
        BlockIdentifier(
            shardIdentifier: .masterchain, seqno: seqno,
            rootHash: SHA256.hash([UInt8(truncatingIfNeeded: seqno), salt]),
            fileHash: SHA256.hash([salt, UInt8(truncatingIfNeeded: seqno)]))
    }

    @Test("the document is what it says, and reads back")
    func document() throws {
        let text = """
            {
              "anchor" : {
                "file_hash" : "b520746f6e5b791345087df5c3f8debc5119140f9416b3d18e8e871830dcb98f",
                "root_hash" : "761599df86a72e93476ded55f8a6073b03fd1f2ad25f50a130347a08420803ba",
                "seqno" : 0,
                "shard" : "8000000000000000",
                "workchain" : -1
              },
              "format" : "ton-trusted-block",
              "newest" : {
                "file_hash" : "b520746f6e5b791345087df5c3f8debc5119140f9416b3d18e8e871830dcb98f",
                "root_hash" : "761599df86a72e93476ded55f8a6073b03fd1f2ad25f50a130347a08420803ba",
                "seqno" : 0,
                "shard" : "8000000000000000",
                "workchain" : -1
              },
              "origin" : "zero_state",
              "start" : {
                "file_hash" : "b520746f6e5b791345087df5c3f8debc5119140f9416b3d18e8e871830dcb98f",
                "root_hash" : "761599df86a72e93476ded55f8a6073b03fd1f2ad25f50a130347a08420803ba",
                "seqno" : 0,
                "shard" : "8000000000000000",
                "workchain" : -1
              },
              "version" : 1
            }
            """
        let trusted = try TrustedBlock(document: Data(text.utf8))
        #expect(trusted.origin == .zeroState && trusted.anchor.seqno == 0 && trusted.generatedAt == nil)
        #expect(trusted.start == trusted.anchor && trusted.newest == trusted.anchor)
        #expect(String(decoding: try trusted.document(), as: UTF8.self) == text)
        for (from, to) in [
            ("\"version\" : 1", "\"version\" : 2"), ("ton-trusted-block", "another"), ("zero_state", "somebody"),
            ("\"seqno\" : 0", "\"seqno\" : -1"), ("8000000000000000", "8000"), ("761599", "76159"),
            ("\"workchain\" : -1", "\"workchain\" : 0"),
        ] {
            let changed = text.replacing(from, with: to)
            #expect(changed != text)
            #expect(throws: (any Error).self, "\(to)") { try TrustedBlock(document: Data(changed.utf8)) }
        }
    }

    @Test("a document whose newest block is older than where proofs start is refused")
    func order() throws {
        let later = try TrustedBlock(
            origin: .pinned, anchor: Self.block(1), start: Self.block(5), newest: Self.block(9), generatedAt: 7)
        #expect(try TrustedBlock(document: try later.document()) == later)
        #expect(throws: ProofError.self) {
            try TrustedBlock(
                origin: .pinned, anchor: Self.block(1), start: Self.block(9), newest: Self.block(5), generatedAt: nil)
        }
        #expect(throws: ProofError.self) {
            try TrustedBlock(
                origin: .pinned, anchor: Self.block(1), start: Self.block(1, 1), newest: Self.block(5), generatedAt: nil
            )
        }
    }

    @Test("a block of a shard can't be trusted")
    func shard() throws {
        var block = Self.block(1)
        block.shardIdentifier = try ShardIdentifier(workchain: 0, shard: ShardIdentifier.wholeWorkchain)
        #expect(throws: ProofError.self) { try TrustedBlock(block, origin: .pinned) }
    }

    @Test(
        "networks' configuration files name where to start",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func anchors() throws {
        func configuration(_ network: String) throws -> GlobalConfiguration {
            try GlobalConfiguration(json: try RecordedFixtures.bytes("liteserver/global_config_\(network).json"))
        }
        let trusted = try TrustedBlock(try configuration("mainnet"))
        #expect(trusted.origin == .initBlock && trusted.start.seqno == 46_894_135)
        #expect(
            trusted.start.rootHash.hex == "3048e69a12cf946ebc99b4cf9ca61c3ff4b3fcc88c4015763ac01204ecc1bf9f")
        var without = try configuration("testnet")
        without.initialBlock = nil
        let first = try TrustedBlock(without)
        #expect(first.origin == .zeroState && first.anchor == without.zeroState && first.anchor.seqno == 0)
    }

    @Test(
        "it moves forward along proofs, and never back",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func advance() throws {
        func chain(_ label: String) throws -> ProvenBlockChain {
            let exchange = try RecordedExchange.labelled(label)
            let question = try #require(try LiteAPI.Request(exchange.query).function as? LiteAPI.GetBlockProof)
            return try question.proven(by: try LiteAPI.PartialBlockProof(tl: exchange.answer))
        }
        let forward = try chain("block proof: zerostate to last known")
        let back = try chain("block proof: end back to start")
        let home = try chain("block proof: end back to zerostate")
        let middle = try chain("block proof: middle to end")
        var trusted = try TrustedBlock(forward.source, origin: .zeroState)
        // A chain from elsewhere.
        #expect(
            throws: ProofError(
                block: forward.source, step: .trustedBlock,
                reason: .otherBlock(expected: forward.source, found: middle.source))
        ) { try trusted.advance(along: middle) }
        #expect(try trusted.advance(along: forward))
        #expect(trusted.newest == forward.destination && trusted.newest.seqno == 104)
        // There has been no key block since the first state.
        #expect(trusted.start == forward.source)
        let saved = trusted
        for chain in [forward, back, home] {
            #expect(try !trusted.advance(along: chain))
            #expect(trusted == saved)
        }
        #expect(home.destination == forward.source && home.lastKeyBlock?.block == forward.source)
        // One that is pinned has to be on the chain.
        var other = forward.destination
        other.fileHash = .zero
        var forked = try TrustedBlock(
            origin: .zeroState, anchor: forward.source, start: forward.source, newest: other, generatedAt: nil)
        #expect(
            throws: ProofError(
                block: other, step: .trustedBlock,
                reason: .otherBlock(expected: other, found: forward.destination))
        ) { try forked.advance(along: forward) }
        trusted.reset()
        #expect(trusted == (try TrustedBlock(forward.source, origin: .zeroState)))
        // From the middle there, over the last key block.
        var pinned = try TrustedBlock(middle.source, origin: .pinned)
        #expect(try pinned.advance(along: middle))
        #expect(pinned.newest.seqno == 104 && pinned.start == middle.source)
    }
}
