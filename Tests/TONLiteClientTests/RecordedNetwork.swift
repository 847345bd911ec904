import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// The recorded network, as far as it was proven from its first state.
struct RecordedNetwork {
    struct Unproven: Error {}

    private struct Document: Decodable {
        struct Name: Decodable {
            let rootHash: String
            let fileHash: String

            enum CodingKeys: String, CodingKey {
                case rootHash = "root_hash"
                case fileHash = "file_hash"
            }
        }

        let zerostate: Name
    }

    /// The first state.
    let zeroState: BlockIdentifier
    /// The block that a chain of proofs leads to from there.
    let newest: BlockIdentifier
    /// Every block that is certain: before the newest one, or in a shard of one that is.
    private(set) var known: Set<BlockIdentifier>

    init() throws {
        let name = try RecordedFixtures.json(Document.self, "liteserver/localnet_exchanges.json").zerostate
        zeroState = BlockIdentifier(
            shardIdentifier: .masterchain, seqno: 0, rootHash: try #require(Hash256(hex: name.rootHash)),
            fileHash: try #require(Hash256(hex: name.fileHash)))
        var trusted = try TrustedBlock(zeroState, origin: .zeroState)
        let exchange = try RecordedExchange.labelled("block proof: zerostate to last known")
        let question = try #require(try LiteAPI.Request(exchange.query).function as? LiteAPI.GetBlockProof)
        #expect(question.knownBlock == zeroState)
        let chain = try question.proven(by: try LiteAPI.PartialBlockProof(tl: exchange.answer))
        #expect(try trusted.advance(along: chain))
        newest = trusted.newest
        #expect(newest == question.targetBlock)

        // Whole blocks name those before them and those of the shards.
        var files: [BlockIdentifier: RecordedExchange] = [:]
        for exchange in RecordedExchange.all where exchange.method == "liteServer.getBlock" {
            let question = try LiteAPI.Request(exchange.query).function as? LiteAPI.GetBlock
            files[try #require(question).block] = exchange
        }
        known = [newest, zeroState]
        var pending = [newest]
        while let block = pending.popLast() {
            guard let exchange = files[block] else { continue }
            let answer = try LiteAPI.BlockData(tl: exchange.answer)
            let proven = try LiteAPI.GetBlock(block: block).proven(by: answer)
            var named = try proven.previousBlocks()
            if block.shardIdentifier.isMasterchain { named += try proven.shards().all().map(\.block) }
            for name in named where known.insert(name).inserted { pending.append(name) }
        }
    }

    /// What an answer proves in this network; nil where nothing is used of it but the server's word.
    func proven(_ function: any LiteServerFunction, by answer: [UInt8]) throws -> AnyHashable? {
        switch function {
        case is LiteAPI.GetVersion, is LiteAPI.GetTime: return nil
        case is LiteAPI.GetMasterchainInfo:
            return try confirmed(try LiteAPI.MasterchainInfo(tl: answer).claimedBlock(in: zeroState))
        case is LiteAPI.GetMasterchainInfoExt:
            return try confirmed(try LiteAPI.MasterchainInfoExt(tl: answer).claimedBlock(in: zeroState))
        case let provable as any ProvableFunction: return try verified(provable, by: answer)
        default: throw Unproven()
        }
    }

    private func verified<F: ProvableFunction>(_ function: F, by answer: [UInt8]) throws -> AnyHashable {
        let proven = try function.proven(by: try F.Answer(tl: answer))
        // What the server only claims is used once it is confirmed.
        if let claim = proven as? ClaimedBlock { _ = try confirmed(claim.header.identifier) }
        if let claim = proven as? ProvenShardBlock { _ = try confirmed(claim.masterchainBlock) }
        return AnyHashable(proven)
    }

    private func confirmed(_ claim: BlockIdentifier) throws -> AnyHashable {
        guard known.contains(claim) else { throw Unproven() }
        return claim
    }
}
