public import FoundationEssentials
public import TONBlocks
import TONCrypto

/// The blocks that a network's configuration file (`global.config.json`) says to start from.
public struct GlobalConfigurationAnchors: Hashable, Sendable {
    /// The first state.
    public let zeroState: BlockIdentifier
    /// A later key block; nil where the file names none.
    public let initBlock: BlockIdentifier?

    /// Reads the part `validator` of the file; others, such as the servers, aren't looked at.
    public init(document: Data) throws {
        let validator = try JSONDecoder().decode(Document.self, from: document).validator
        zeroState = try validator.zeroState.block()
        initBlock = try validator.initBlock?.block()
    }

    /// What to trust first: the later block, else the first state.
    public func trustedBlock() throws(ProofError) -> TrustedBlock {
        guard let initBlock, initBlock.seqno > 0 else { return try TrustedBlock(zeroState, origin: .zeroState) }
        return try TrustedBlock(initBlock, origin: .initBlock)
    }

    private struct Document: Decodable {
        let validator: Validator
    }

    private struct Validator: Decodable {
        let zeroState: Block
        let initBlock: Block?

        enum CodingKeys: String, CodingKey {
            case zeroState = "zero_state"
            case initBlock = "init_block"
        }
    }

    private struct Block: Decodable {
        let workchain: Int32
        let shard: Int64
        let seqno: UInt32
        let rootHash: String
        let fileHash: String

        enum CodingKeys: String, CodingKey {
            case workchain, shard, seqno
            case rootHash = "root_hash"
            case fileHash = "file_hash"
        }

        func block() throws -> BlockIdentifier {
            func hash(_ text: String) throws -> Hash256 {
                guard let bytes = Base64.decode(text), let hash = Hash256(bytes) else {
                    throw DecodingError.dataCorrupted(
                        .init(codingPath: [], debugDescription: "expected a hash in base64, found \(text)"))
                }
                return hash
            }
            return BlockIdentifier(
                shardIdentifier: try ShardIdentifier(workchain: workchain, shard: UInt64(bitPattern: shard)),
                seqno: seqno, rootHash: try hash(rootHash), fileHash: try hash(fileHash))
        }
    }
}
