import Cocoon
import Foundation
public import Mirror
import TONBlocks
public import TONCells
import TONCrypto
import TONLiteClient

/// Reads every block of the masterchain and of all shards, none left out, and finds contracts of COCOON when they are
/// deployed.
///
/// Proxies stand in no list on chain: whoever doesn't know their addresses meets them here, by their code, which is a
/// hint, or as the proxy that a worker's or client's first data names. What is found is followed from then on, and proved
/// by its own chain.
public struct BlockScan: Sendable {
    private let source: LiteServerSource
    private let mirror: Mirror

    /// How blocks are told of while they are scanned.
    public struct Progress: Hashable, Sendable {
        /// The masterchain block that was read last.
        public var seqno: UInt32
        /// Blocks of all kinds.
        public var blocks = 0
        /// Transactions in them.
        public var transactions = 0
        /// Contracts that were found.
        public var found: Set<AccountAddress> = []
    }

    /// Makes a scan that goes on where the mirror's checkpoint is.
    public init(source: LiteServerSource, mirror: Mirror) {
        self.source = source
        self.mirror = mirror
    }

    /// Scans up to a block. What was found and the checkpoint go into the mirror together, after each masterchain block.
    ///
    /// - Parameters:
    ///   - tip: The last block; must be proven.
    ///   - start: Behind which masterchain block to start where the mirror has no checkpoint; nil for the tip itself.
    ///   - progress: Called after each masterchain block.
    public func run(
        upTo tip: ChainTip, from start: UInt32? = nil,
        progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws(SyncError) -> Progress {
        var follower = BlockFollower(from: try await checkpoint(tip, start))
        var state = Progress(seqno: follower.checkpoint.masterchainBlock.seqno)
        while follower.checkpoint.masterchainBlock.seqno < tip.block.seqno {
            guard !Task.isCancelled else { throw .cancelled }
            let step = try await step(&follower, upTo: tip)
            for block in step { try scan(block, &state) }
            state.seqno = follower.checkpoint.masterchainBlock.seqno
            let found = state.found
            let document = try CheckpointDocument(follower.checkpoint).data()
            _ = try accessing(mirror) {
                try mirror.ingest(
                    [], documents: [.checkpoint: document],
                    followed: found.map { Mirror.FollowedAccount(address: $0, reason: .code) })
            }
            progress(state)
        }
        return state
    }

    // MARK: - Blocks

    /// The next masterchain block and all blocks of shards that are new with it.
    private func step(
        _ follower: inout BlockFollower, upTo tip: ChainTip
    ) async throws(SyncError) -> [ProvenBlock] {
        let seqno = follower.checkpoint.masterchainBlock.seqno + 1
        let next = try await masterchainBlock(seqno, tip)
        var blocks = [next]
        do {
            try follower.begin(try FollowedBlock(next))
            while !follower.wanted.isEmpty {
                // As many at once as servers are there for.
                let wanted = follower.wanted
                let read = try await withThrowingTaskGroup(of: ProvenBlock.self) { group in
                    for identifier in wanted { group.addTask { try await self.block(identifier) } }
                    var read: [ProvenBlock] = []
                    for try await block in group { read.append(block) }
                    return read
                }
                for block in read { try follower.add(try FollowedBlock(block)) }
                blocks += read
            }
            _ = try follower.finish()
        } catch let error as SyncError {
            follower.cancel()
            throw error
        } catch {
            follower.cancel()
            throw .trust("block \(seqno) of the masterchain: \(error)")
        }
        return blocks
    }

    private func masterchainBlock(_ seqno: UInt32, _ tip: ChainTip) async throws(SyncError) -> ProvenBlock {
        guard seqno < tip.block.seqno else { return try await block(tip.block) }
        let question = LiteAPI.LookupBlockWithProof(
            block: LiteAPI.BlockPosition(.masterchain, seqno: seqno), masterchainBlock: tip.block,
            otherFlags: LiteAPI.LookupBlock.bySeqno)
        let header = try await ask { (pool) throws(LiteServerPoolError) in try await pool.proven(question) }
        return try await block(header.identifier)
    }

    private func block(_ identifier: BlockIdentifier) async throws(SyncError) -> ProvenBlock {
        try await ask { (pool) throws(LiteServerPoolError) in
            try await pool.proven(LiteAPI.GetBlock(block: identifier))
        }
    }

    private func checkpoint(
        _ tip: ChainTip, _ start: UInt32?
    ) async throws(SyncError) -> BlockFollower.Checkpoint {
        if let kept = try accessing(mirror, { try mirror.document(.checkpoint) }) {
            return try CheckpointDocument(kept).checkpoint()
        }
        let block =
            if let start, start < tip.block.seqno { try await masterchainBlock(start, tip) } else {
                try await block(tip.block)
            }
        do throws(BlockProofError) {
            return BlockFollower.Checkpoint(
                masterchainBlock: block.identifier, shards: try FollowedBlock(block).shards)
        } catch {
            throw .trust("block \(block.identifier): \(error)")
        }
    }

    private func ask<R>(
        _ body: (LiteServerPool) async throws(LiteServerPoolError) -> R
    ) async throws(SyncError) -> R {
        do throws(LiteServerPoolError) {
            return try await body(source.pool)
        } catch {
            throw SyncError(error)
        }
    }

    // MARK: - Contracts

    private func scan(_ block: ProvenBlock, _ state: inout Progress) throws(SyncError) {
        state.blocks += 1
        guard let workchain = Int8(exactly: block.identifier.workchain) else { return }
        do throws(CellError) {
            for account in try block.block.extra.load().accountBlocks.load().entries() {
                for entry in try account.value.transactions.entries() {
                    state.transactions += 1
                    let transaction = try Transaction(cell: entry.value.cell)
                    guard transaction.originalStatus != .active, transaction.endStatus == .active else { continue }
                    state.found.formUnion(
                        Self.contracts(
                            deployedBy: transaction, at: AccountAddress(workchain: workchain, hash: account.key)))
                }
            }
        } catch {
            throw .trust("block \(block.identifier): \(error)")
        }
    }

    /// What a deploying transaction leads to: a root or proxy itself, the proxy of a worker or client.
    static func contracts(deployedBy transaction: Transaction, at address: AccountAddress) -> [AccountAddress] {
        guard let stateInit = transaction.inMessage?.message.stateInit, let code = stateInit.code,
            let data = stateInit.data, let role = CodeHashes.hint(for: code.hash)?.role
        else { return [] }
        switch role {
        case .root, .proxy: return [address]
        case .worker: return (try? WorkerData(cell: data)).map { [$0.proxy] } ?? []
        case .client: return (try? ClientData(cell: data)).map { [$0.proxy] } ?? []
        case .wallet: return []
        }
    }
}

/// The document in which a scan keeps where it goes on.
private struct CheckpointDocument: Codable {
    private var format = "silk-checkpoint"
    private var version = 1
    private var masterchainBlock: String
    private var shards: [String]

    private enum CodingKeys: String, CodingKey {
        case format, version, shards
        case masterchainBlock = "masterchain_block"
    }

    /// Blocks are kept as bags of cells, in base64.
    init(_ checkpoint: BlockFollower.Checkpoint) throws(SyncError) {
        func text(_ block: BlockIdentifier) throws(SyncError) -> String {
            do throws(CellError) {
                return Base64.encode(try block.cell().boc())
            } catch {
                throw .trust("the checkpoint can't be written: \(error)")
            }
        }
        masterchainBlock = try text(checkpoint.masterchainBlock)
        shards = try checkpoint.shards.map { block throws(SyncError) in try text(block) }.sorted()
    }

    init(_ data: Data) throws(SyncError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw .trust("the kept checkpoint can't be read: \(error)")
        }
        guard format == "silk-checkpoint", version == 1 else {
            throw .trust(
                "the kept checkpoint is \(format) of version \(version), expected silk-checkpoint of version 1")
        }
    }

    func data() throws(SyncError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            return try encoder.encode(self)
        } catch {
            throw .trust("the checkpoint can't be written: \(error)")
        }
    }

    func checkpoint() throws(SyncError) -> BlockFollower.Checkpoint {
        func block(_ text: String) throws(SyncError) -> BlockIdentifier {
            guard let bytes = Base64.decode(text), let cell = try? Cell(boc: bytes),
                let block = try? BlockIdentifier(cell: cell)
            else { throw .trust("the kept checkpoint names a block “\(text.prefix(40))”, which can't be read") }
            return block
        }
        return BlockFollower.Checkpoint(
            masterchainBlock: try block(masterchainBlock),
            shards: try shards.map { text throws(SyncError) in try block(text) })
    }
}
