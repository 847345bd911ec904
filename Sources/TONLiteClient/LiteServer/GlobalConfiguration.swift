import FoundationEssentials
public import TONBlocks
import TONCrypto

/// A network, as its global config describes it: lite-servers to ask, and blocks to trust.
///
/// The file is public JSON; whoever chooses it decides what is trusted.
public struct GlobalConfiguration: Hashable, Sendable {
    /// The lite-servers; none in the configs that come with nodes.
    public var liteServers: [LiteServerEndpoint]
    /// The first state of the masterchain.
    public var zeroState: BlockIdentifier
    /// The block that trust starts from; nil to start from the first state.
    public var initialBlock: BlockIdentifier?
    /// Blocks that were declared to follow where validators had come to a halt. Their signatures prove nothing.
    public var hardForks: [BlockIdentifier]

    /// Makes one.
    public init(
        liteServers: [LiteServerEndpoint], zeroState: BlockIdentifier, initialBlock: BlockIdentifier? = nil,
        hardForks: [BlockIdentifier] = []
    ) {
        self.liteServers = liteServers
        self.zeroState = zeroState
        self.initialBlock = initialBlock
        self.hardForks = hardForks
    }

    /// Where the trusted way begins: the initial block, or else the first state.
    public var start: BlockIdentifier { initialBlock ?? zeroState }
}

/// Why a text is no global config.
public struct GlobalConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String
}

extension GlobalConfiguration {
    /// Reads the JSON of a global config. Fields that aren't needed are not looked at.
    public init(json: some Collection<UInt8>) throws(GlobalConfigurationError) {
        do {
            self = try JSONDecoder().decode(Document.self, from: Data(json)).configuration()
        } catch let error as GlobalConfigurationError {
            throw error
        } catch let error as DecodingError {
            throw GlobalConfigurationError(description: "global config: \(Self.text(error))")
        } catch {
            throw GlobalConfigurationError(description: "global config: \(error)")
        }
    }

    private static func text(_ error: DecodingError) -> String {
        func at(_ context: DecodingError.Context, _ text: String) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return path.isEmpty ? text : "\(path.joined(separator: ".")): \(text)"
        }
        switch error {
        case .keyNotFound(let key, let context): return at(context, "expected the field \(key.stringValue)")
        case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
            return at(context, context.debugDescription)
        @unknown default: return "\(error)"
        }
    }

    // The layout of the file, as `liteclient.config.global` of `ton_api.tl` has it.

    private struct Document: Decodable {
        let liteservers: [Server]?
        let validator: Validator

        func configuration() throws -> GlobalConfiguration {
            GlobalConfiguration(
                liteServers: try (liteservers ?? []).map { try $0.endpoint() },
                zeroState: try validator.zeroState.identifier(),
                initialBlock: try validator.initialBlock?.identifier(),
                hardForks: try (validator.hardForks ?? []).map { try $0.identifier() })
        }
    }

    private struct Validator: Decodable {
        let zeroState: Block
        let initialBlock: Block?
        let hardForks: [Block]?

        private enum CodingKeys: String, CodingKey {
            case zeroState = "zero_state"
            case initialBlock = "init_block"
            case hardForks = "hardforks"
        }
    }

    private struct Block: Decodable {
        let workchain: Int32
        let shard: Int64
        let seqno: UInt32
        let rootHash: String
        let fileHash: String

        private enum CodingKeys: String, CodingKey {
            case workchain, shard, seqno
            case rootHash = "root_hash"
            case fileHash = "file_hash"
        }

        func identifier() throws(GlobalConfigurationError) -> BlockIdentifier {
            guard let shard = try? ShardIdentifier(workchain: workchain, shard: UInt64(bitPattern: shard)) else {
                throw GlobalConfigurationError(description: "global config: no shard has the number \(shard)")
            }
            return BlockIdentifier(
                shardIdentifier: shard, seqno: seqno, rootHash: try GlobalConfiguration.hash(rootHash),
                fileHash: try GlobalConfiguration.hash(fileHash))
        }
    }

    private struct Server: Decodable {
        struct Key: Decodable {
            let key: String
        }

        let ip: Int64?
        let hostname: String?
        let port: Int
        let id: Key

        func endpoint() throws(GlobalConfigurationError) -> LiteServerEndpoint {
            guard (1...65535).contains(port) else {
                throw GlobalConfigurationError(description: "global config: there is no port \(port)")
            }
            // A name goes before an address.
            let host: String
            if let hostname, !hostname.isEmpty { host = hostname } else { host = try address() }
            let key = try GlobalConfiguration.hash(id.key)
            return LiteServerEndpoint(host: host, port: port, key: Ed25519.PublicKey(key))
        }

        private func address() throws(GlobalConfigurationError) -> String {
            // Written as a signed number of 32 bits, or by some as an unsigned one.
            let number = ip ?? 0
            guard let address = Int32(exactly: number).map({ UInt32(bitPattern: $0) }) ?? UInt32(exactly: number),
                address != 0
            else { throw GlobalConfigurationError(description: "global config: no server has the ip \(number)") }
            return (0..<4).map { String(address >> UInt32(24 - 8 * $0) & 0xff) }.joined(separator: ".")
        }
    }

    private static func hash(_ text: String) throws(GlobalConfigurationError) -> Hash256 {
        guard let hash = Base64.decode(text).flatMap({ Hash256($0) }) else {
            throw GlobalConfigurationError(
                description: "global config: expected 32 bytes of base64, found \(text.prefix(100))")
        }
        return hash
    }
}
