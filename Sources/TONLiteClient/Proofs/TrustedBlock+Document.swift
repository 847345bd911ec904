public import FoundationEssentials
import TONBlocks
import TONCrypto

/// The document in which a trusted block is kept.
///
/// ```json
/// {
///   "format": "ton-trusted-block",
///   "version": 1,
///   "origin": "init_block",
///   "anchor": {"workchain": -1, "shard": "8000000000000000", "seqno": 46894135, "root_hash": "…", "file_hash": "…"},
///   "start": {…},
///   "newest": {…},
///   "generated_at": 1689699158
/// }
/// ```
extension TrustedBlock: Codable {
    private static let format = "ton-trusted-block"
    private static let version = 1

    private enum CodingKeys: String, CodingKey {
        case format, version, origin, anchor, start, newest
        case generatedAt = "generated_at"
    }

    /// Reads the document. Throws where its version is another.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let format = try container.decode(String.self, forKey: .format)
        let version = try container.decode(Int.self, forKey: .version)
        guard format == Self.format, version == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: container,
                debugDescription: "expected \(Self.format) of version \(Self.version), found \(format) of \(version)")
        }
        let name = try container.decode(String.self, forKey: .origin)
        guard let origin = Origin(rawValue: name) else {
            throw DecodingError.dataCorruptedError(
                forKey: .origin, in: container, debugDescription: "no origin is called \(name)")
        }
        try self.init(
            origin: origin, anchor: try container.decode(BlockDocument.self, forKey: .anchor).block,
            start: try container.decode(BlockDocument.self, forKey: .start).block,
            newest: try container.decode(BlockDocument.self, forKey: .newest).block,
            generatedAt: try container.decodeIfPresent(UInt32.self, forKey: .generatedAt))
    }

    /// Writes the document.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(Self.version, forKey: .version)
        try container.encode(origin.rawValue, forKey: .origin)
        try container.encode(BlockDocument(block: anchor), forKey: .anchor)
        try container.encode(BlockDocument(block: start), forKey: .start)
        try container.encode(BlockDocument(block: newest), forKey: .newest)
        try container.encodeIfPresent(generatedAt, forKey: .generatedAt)
    }

    /// Reads the document from its bytes.
    public init(document: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: document)
    }

    /// The bytes of the document; the same ones for equal values.
    public func document() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

/// A block's full name as the document has it.
private struct BlockDocument: Codable {
    let block: BlockIdentifier

    private enum CodingKeys: String, CodingKey {
        case workchain, shard, seqno
        case rootHash = "root_hash"
        case fileHash = "file_hash"
    }

    init(block: BlockIdentifier) {
        self.block = block
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func hash(_ key: CodingKeys) throws -> Hash256 {
            guard let hash = Hash256(hex: try container.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "expected 64 hexadecimal digits")
            }
            return hash
        }
        let digits = try container.decode(String.self, forKey: .shard)
        guard digits.utf8.count == 16, let number = UInt64(digits, radix: 16) else {
            throw DecodingError.dataCorruptedError(
                forKey: .shard, in: container, debugDescription: "expected 16 hexadecimal digits, found \(digits)")
        }
        block = BlockIdentifier(
            shardIdentifier: try ShardIdentifier(
                workchain: try container.decode(Int32.self, forKey: .workchain), shard: number),
            seqno: try container.decode(UInt32.self, forKey: .seqno), rootHash: try hash(.rootHash),
            fileHash: try hash(.fileHash))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(block.workchain, forKey: .workchain)
        let digits = String(block.shard, radix: 16)
        try container.encode(String(repeating: "0", count: 16 - digits.count) + digits, forKey: .shard)
        try container.encode(block.seqno, forKey: .seqno)
        try container.encode(block.rootHash.hex, forKey: .rootHash)
        try container.encode(block.fileHash.hex, forKey: .fileHash)
    }
}
