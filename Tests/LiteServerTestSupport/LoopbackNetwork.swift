public import TONBlocks
import TONCrypto
public import TONLiteClient

/// A made chain that grows, and lite-servers over it that listen on this machine, each with faults of its own.
///
/// ```swift
/// let network = try await LoopbackNetwork.start(chain, [.none, FaultPlan([.notReady], oneIn: 4)], head: 10)
/// let pool = LiteServerPool(network.endpoints)
/// network.head.advance(to: 20)
/// ```
public final class LoopbackNetwork: Sendable {
    /// The chain.
    public let chain: SyntheticChain
    /// How far all servers know it.
    public let head: ChainHead
    /// The servers, in the order of their plans.
    public let servers: [LoopbackServer]

    private init(chain: SyntheticChain, head: ChainHead, servers: [LoopbackServer]) {
        self.chain = chain
        self.head = head
        self.servers = servers
    }

    /// Starts a server for each plan.
    ///
    /// - Parameters:
    ///   - chain: What they serve.
    ///   - plans: Their faults.
    ///   - head: Up to which masterchain block; nil for all.
    ///   - remembersAnswers: Whether servers keep answers that stay the same, so that asking again costs little.
    public static func start(
        _ chain: SyntheticChain, _ plans: [FaultPlan], head: UInt32? = nil, remembersAnswers: Bool = false
    ) async throws -> LoopbackNetwork {
        let head = ChainHead(head ?? chain.lastSeqno)
        var servers: [LoopbackServer] = []
        for (number, plan) in plans.enumerated() {
            let server = FaultyServer(
                SyntheticLiteServer(chain, head: head), plan, remembersAnswers: remembersAnswers)
            servers.append(try await LoopbackServer.start(server, seed: UInt64(number)))
        }
        return LoopbackNetwork(chain: chain, head: head, servers: servers)
    }

    /// Where clients find the servers.
    public var endpoints: [LiteServerEndpoint] { servers.map(\.endpoint) }

    /// What a client trusts first: the first state, or a key block.
    public func configuration(startingAt initialBlock: BlockIdentifier? = nil) -> GlobalConfiguration {
        GlobalConfiguration(
            liteServers: endpoints, zeroState: chain.firstState.identifier, initialBlock: initialBlock)
    }

    /// The same as the JSON file that clients of the network are given.
    public func configurationFile(startingAt initialBlock: BlockIdentifier? = nil) -> [UInt8] {
        func block(_ block: BlockIdentifier) -> String {
            """
            {"workchain": \(block.workchain), "shard": \(Int64(bitPattern: block.shard)), "seqno": \(block.seqno), \
            "root_hash": "\(Base64.encode(block.rootHash.bytes))", "file_hash": "\(Base64.encode(block.fileHash.bytes))"}
            """
        }
        // 127.0.0.1, as a number.
        let servers = endpoints.map {
            """
            {"ip": 2130706433, "port": \($0.port), \
            "id": {"@type": "pub.ed25519", "key": "\(Base64.encode($0.key.bytes.bytes))"}}
            """
        }
        let anchor = initialBlock.map { ", \"init_block\": \(block($0))" } ?? ""
        let text = """
            {"@type": "config.global", "liteservers": [\(servers.joined(separator: ", "))], \
            "validator": {"@type": "validator.config.global", \
            "zero_state": \(block(chain.firstState.identifier))\(anchor)}}
            """
        return Array(text.utf8)
    }

    /// How often each fault was put in, by all servers together.
    public var injected: [Fault: Int] {
        servers.reduce(into: [:]) { sum, server in sum.merge(server.server.injected, uniquingKeysWith: +) }
    }

    /// The faults of each server, for a test to print.
    public var report: String { servers.map(\.server.report).joined(separator: "; ") }

    /// Stops all servers.
    public func stop() async {
        for server in servers { await server.stop() }
    }
}
