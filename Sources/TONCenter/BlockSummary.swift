public import TONBlocks
import TONCells
import TONCrypto

/// What a server says of a block.
public struct BlockSummary: Hashable, Sendable {
    /// Its full identifier.
    public let identifier: BlockIdentifier
    /// Unix seconds.
    public let time: UInt32
    /// The first logical time in it.
    public let startLT: UInt64
    /// The last.
    public let endLT: UInt64
    /// Whether it is a key block.
    public let isKeyBlock: Bool
}

/// The newest masterchain block that a server knows.
public struct MasterchainInformation: Hashable, Sendable {
    /// The newest block.
    public let last: BlockIdentifier
    /// Version 2: the zerostate. Version 3: the oldest block that the server has indexed.
    public let first: BlockIdentifier
}

/// How a version writes a shard's number.
protocol ShardNumberFormat {
    static func number(_ text: String) -> UInt64?
}

/// Version 2: signed, in decimal.
enum SignedDecimalShard: ShardNumberFormat {
    static func number(_ text: String) -> UInt64? { Int64(text).map { UInt64(bitPattern: $0) } }
}

/// Version 3: unsigned, in hexadecimal, without leading zeros.
enum HexadecimalShard: ShardNumberFormat {
    static func number(_ text: String) -> UInt64? { UInt64(text, radix: 16) }
}

/// The fields that name a block.
struct BlockIdentifierField<Format: ShardNumberFormat>: Decodable {
    let identifier: BlockIdentifier

    private enum Key: String, CodingKey {
        case workchain, shard, seqno
        case rootHash = "root_hash"
        case fileHash = "file_hash"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let workchain = try container.decode(DecimalField<Int32>.self, forKey: .workchain).value
        let seqno = try container.decode(DecimalField<UInt32>.self, forKey: .seqno).value
        let text = try container.decode(String.self, forKey: .shard)
        // The zerostate comes with shard 0, which no shard has: it is of the whole workchain.
        let number = Format.number(text).map { $0 == 0 && seqno == 0 ? ShardIdentifier.wholeWorkchain : $0 }
        guard let number, let identifier = try? ShardIdentifier(workchain: workchain, shard: number) else {
            throw DecodingError.dataCorruptedError(
                forKey: .shard, in: container, debugDescription: "“\(text.prefix(100))” is no shard")
        }
        self.identifier = BlockIdentifier(
            shardIdentifier: identifier, seqno: seqno,
            rootHash: try container.decode(HashField.self, forKey: .rootHash).hash,
            fileHash: try container.decode(HashField.self, forKey: .fileHash).hash)
    }
}

/// Version 2 `getMasterchainInfo`.
struct MasterchainInformationV2: Decodable {
    private let last: BlockIdentifierField<SignedDecimalShard>
    private let `init`: BlockIdentifierField<SignedDecimalShard>

    var information: MasterchainInformation {
        MasterchainInformation(last: last.identifier, first: `init`.identifier)
    }
}

/// Version 3 `masterchainInfo`.
struct MasterchainInformationV3: Decodable {
    private let last: BlockIdentifierField<HexadecimalShard>
    private let first: BlockIdentifierField<HexadecimalShard>

    var information: MasterchainInformation {
        MasterchainInformation(last: last.identifier, first: first.identifier)
    }
}

/// Version 2 `getBlockHeader`.
struct BlockHeaderV2: Decodable {
    let summary: BlockSummary

    private enum Key: String, CodingKey {
        case id
        case time = "gen_utime"
        case startLT = "start_lt"
        case endLT = "end_lt"
        case isKeyBlock = "is_key_block"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        summary = BlockSummary(
            identifier: try container.decode(BlockIdentifierField<SignedDecimalShard>.self, forKey: .id).identifier,
            time: try container.decode(DecimalField<UInt32>.self, forKey: .time).value,
            startLT: try container.decode(DecimalField<UInt64>.self, forKey: .startLT).value,
            endLT: try container.decode(DecimalField<UInt64>.self, forKey: .endLT).value,
            isKeyBlock: try container.decode(Bool.self, forKey: .isKeyBlock))
    }
}

/// Version 2 `getShards`.
struct ShardsV2: Decodable {
    let shards: [BlockIdentifierField<SignedDecimalShard>]
}
