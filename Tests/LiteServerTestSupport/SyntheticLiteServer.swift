import Synchronization
import TONBlocks
import TONCells
import TONCrypto
public import TONLiteClient

/// An honest lite-server over a chain that a test made: a pure function from a question to its answer.
///
/// Limits and texts are the node software's, where those were recorded. It runs no get-methods and keeps no queues.
public final class SyntheticLiteServer: AnsweringServer {
    /// What it serves.
    public let chain: SyntheticChain
    /// How far it has got.
    public let head: ChainHead
    private let messages = Mutex<[[UInt8]]>([])

    /// Makes one. Without a head it knows the whole chain.
    public init(_ chain: SyntheticChain, head: ChainHead? = nil) {
        self.chain = chain
        self.head = head ?? ChainHead(chain.lastSeqno)
    }

    /// External messages that it took, oldest first.
    public var sentMessages: [[UInt8]] { messages.withLock { $0 } }

    /// The last masterchain block that it knows.
    public var last: SyntheticBlock { chain.masterchain[Int(min(head.seqno, chain.lastSeqno))] }

    /// The server's clock: a second after its last block.
    var now: UInt32 { last.generatedAt + 1 }

    static let version: Int32 = 0x101
    static let capabilities: UInt64 = 15

    /// Answers a question with what its function asks for.
    public func answer(to function: any LiteServerFunction) throws(LiteAPI.ErrorAnswer) -> any TLObject {
        do {
            return try unguarded(function)
        } catch let error as LiteAPI.ErrorAnswer {
            throw error
        } catch {
            throw LiteAPI.ErrorAnswer(code: 0, message: "\(error)")
        }
    }

    private func unguarded(_ function: any LiteServerFunction) throws -> any TLObject {
        switch function {
        case is LiteAPI.GetMasterchainInfo: masterchainInfo()
        case let query as LiteAPI.GetMasterchainInfoExt: masterchainInfo(query)
        case is LiteAPI.GetTime: LiteAPI.CurrentTime(now: now)
        case is LiteAPI.GetVersion:
            LiteAPI.Version(version: Self.version, capabilities: Self.capabilities, now: now, mode: 0)
        case let query as LiteAPI.GetBlock: try block(query)
        case let query as LiteAPI.GetState: try state(query)
        case let query as LiteAPI.GetBlockHeader: try header(query)
        case let query as LiteAPI.LookupBlock: try lookup(query)
        case let query as LiteAPI.LookupBlockWithProof: try lookup(query)
        case let query as LiteAPI.GetShardBlockProof: try shardBlockProof(query)
        case let query as LiteAPI.GetShardInfo: try shardInfo(query)
        case let query as LiteAPI.GetAllShardsInfo: try allShards(query)
        case let query as LiteAPI.GetAccountState: try accountState(query.block, query.account, isPruned: false)
        case let query as LiteAPI.GetAccountStatePruned: try accountState(query.block, query.account, isPruned: true)
        case let query as LiteAPI.GetTransactions: try transactions(query)
        case let query as LiteAPI.GetOneTransaction: try transaction(query)
        case let query as LiteAPI.ListBlockTransactions: try list(query)
        case let query as LiteAPI.ListBlockTransactionsExt: try list(query)
        case let query as LiteAPI.GetBlockProof: try blockProof(query)
        case let query as LiteAPI.GetConfigurationAll: try configuration(query.block, nil, mode: query.mode)
        case let query as LiteAPI.GetConfigurationParameters:
            try configuration(query.block, query.parameters, mode: query.mode)
        case let query as LiteAPI.GetLibraries: libraries(query)
        case let query as LiteAPI.GetLibrariesWithProof: try libraries(query)
        case let query as LiteAPI.SendMessage: try send(query)
        default:
            throw LiteAPI.ErrorAnswer(
                code: 0, message: "\(type(of: function).constructor.name) isn't served by this test")
        }
    }

    // MARK: - The chain as a whole

    private var zeroState: LiteAPI.ZeroStateIdentifier {
        let first = chain.firstState.identifier
        return LiteAPI.ZeroStateIdentifier(
            workchain: first.workchain, rootHash: first.rootHash, fileHash: first.fileHash)
    }

    private func masterchainInfo() -> LiteAPI.MasterchainInfo {
        LiteAPI.MasterchainInfo(last: last.identifier, stateRootHash: last.stateHash, zeroState: zeroState)
    }

    private func masterchainInfo(_ query: LiteAPI.GetMasterchainInfoExt) -> LiteAPI.MasterchainInfoExt {
        LiteAPI.MasterchainInfoExt(
            version: Self.version, capabilities: Self.capabilities, last: last.identifier,
            lastTime: last.generatedAt, now: now, stateRootHash: last.stateHash, zeroState: zeroState,
            mode: query.mode)
    }

    private func send(_ query: LiteAPI.SendMessage) throws -> LiteAPI.SendMessageStatus {
        guard query.message.count <= 65_535 else {
            throw LiteAPI.ErrorAnswer(code: 0, message: "external message too large")
        }
        let root: Cell
        do {
            root = try Cell(boc: query.message)
            _ = try MessageCell(cell: root)
        } catch {
            throw LiteAPI.ErrorAnswer(code: 0, message: "cannot deserialize external message: \(error)")
        }
        guard root.depth(level: 0) < 512 else {
            throw LiteAPI.ErrorAnswer(code: 0, message: "external message is too deep")
        }
        let isNew = messages.withLock { messages in
            guard !messages.contains(query.message) else { return false }
            messages.append(query.message)
            return true
        }
        guard isNew else {
            throw LiteAPI.ErrorAnswer(code: 0, message: "cannot send external message : duplicate message")
        }
        return LiteAPI.SendMessageStatus(status: 1)
    }

    // MARK: - Finding blocks

    /// A block that the server has. A masterchain block without hashes and with the highest number is the last one.
    func find(_ identifier: BlockIdentifier) throws(LiteAPI.ErrorAnswer) -> SyntheticBlock {
        if identifier.shardIdentifier.isMasterchain, identifier.seqno == .max { return last }
        guard let block = chain.block(identifier), block.masterchainSeqno <= head.seqno else {
            throw LiteAPI.ErrorAnswer(
                code: 651, message: "block handle not in db (last known masterchain block: \(last.seqno))")
        }
        return block
    }

    /// A masterchain block that the server has.
    func findMasterchain(_ identifier: BlockIdentifier) throws(LiteAPI.ErrorAnswer) -> SyntheticBlock {
        guard identifier.shardIdentifier.isMasterchain else {
            throw LiteAPI.ErrorAnswer(code: -400, message: "reference block must belong to the masterchain")
        }
        return try find(identifier)
    }

    /// The state after a block.
    func state(after block: SyntheticBlock) throws(LiteAPI.ErrorAnswer) -> Cell {
        guard let state = block.state else {
            throw LiteAPI.ErrorAnswer(code: 651, message: "state of \(block.identifier) not in db")
        }
        return state
    }
}

extension SyntheticBlock {
    /// The hash of the state after it.
    var stateHash: Hash256 {
        guard info != nil else { return identifier.rootHash }
        return (try? Block(cell: root).readStateUpdate().newHash) ?? .zero
    }
}
