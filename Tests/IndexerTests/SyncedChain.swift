import Foundation
import Indexer
import LiteServerTestSupport
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// The recorded chain in blocks, what of it a synchronisation follows, and the mirror that it must end with.
struct SyncedChain: Sendable {
    let chain: SyntheticChain
    /// The root and the proxies, which are named; the others must be found.
    let named: [AccountAddress]
    /// Root, proxies, and the workers and clients that ever sent a proxy a message: of others no proxy can tell.
    let followed: Set<AccountAddress>

    static func recorded() throws -> SyncedChain { try shared.get() }

    private static let shared = Result { try SyncedChain() }

    private init() throws {
        struct Role: Decodable {
            let address: String
            let role: String
        }
        let roles = try RecordedFixtures.json([Role].self, "chain/accounts.json")
        func addresses(_ wanted: Set<String>) throws -> [AccountAddress] {
            try roles.filter { wanted.contains($0.role) }.map { try AccountAddress($0.address) }
        }
        chain = try SyntheticChain(
            SyntheticChain.Plan(
                seed: 11, history: try ChainHistory.recorded(), consensus: .simplexAfterFirstKeyBlock,
                keyBlockInterval: 60))
        named = try addresses(["root", "proxy"])
        let proxies = Set(try addresses(["proxy"]))
        let children = Set(try addresses(["worker", "client"]))
        let known = chain.plan.history.accounts.filter { account in
            children.contains(account.address)
                && account.transactions.contains { entry in
                    entry.transaction.outMessages.contains { message in
                        message.message.info.destination.account.map { proxies.contains($0) } ?? false
                    }
                }
        }
        followed = Set(named).union(known.map(\.address))
    }

    /// A chain of made accounts, whose states are known after every block; all are named.
    static func made(seed: UInt64) throws -> SyncedChain {
        let history = try ChainHistory.made(
            ChainHistory.Plan(seed: seed, accountCount: 9, transactionsPerAccount: 1...60))
        return SyncedChain(
            chain: try SyntheticChain(
                SyntheticChain.Plan(
                    seed: seed, history: history, masterchainBlockCount: 40, keyBlockInterval: 9,
                    blocksPerSplitOrMerge: 3)),
            accounts: history.accounts.map(\.address))
    }

    private init(chain: SyntheticChain, accounts: [AccountAddress]) {
        self.chain = chain
        named = accounts
        followed = Set(accounts)
    }

    /// All followed transactions and states, proven, taken at once.
    func expectedMirror() throws -> TemporaryMirror {
        let temporary = try TemporaryMirror()
        var deliveries: [Delivery] = []
        for account in chain.plan.history.accounts where followed.contains(account.address) {
            guard let last = account.transactions.last else { continue }
            deliveries.append(
                .page(
                    try TransactionPage(
                        verifying: account.transactions.reversed().map(\.cell), head: account.head,
                        account: account.address, proof: .proven)))
            let hash = last.transaction.stateUpdate.newHash
            guard let cell = account.states[hash], let state = try Account(cell: cell).existing else { continue }
            let stateInit: StateInit? = if case .active(let content) = state.storage.state { content } else { nil }
            deliveries.append(
                .state(
                    AccountSnapshot(
                        account: account.address, last: account.head, stateHash: hash,
                        balance: state.storage.balance.coins, code: stateInit?.code, data: stateInit?.data,
                        isProven: true)))
        }
        _ = try temporary.mirror.ingest(deliveries)
        return temporary
    }

    /// The digest of that mirror.
    static let expectedDigest = Result {
        let expected = try recorded().expectedMirror()
        return try expected.mirror.contentDigest()
    }

    /// Several servers of the chain over loopback, each with its faults.
    func servers(_ plans: [FaultPlan], head: ChainHead? = nil) async throws -> [LoopbackServer] {
        var servers: [LoopbackServer] = []
        for (number, plan) in plans.enumerated() {
            servers.append(
                try await LoopbackServer.start(
                    FaultyServer(SyntheticLiteServer(chain, head: head), plan), seed: UInt64(100 + number)))
        }
        return servers
    }

    /// A source that asks these servers, and trusts the chain's first state alone.
    func source(_ servers: [LoopbackServer]) throws -> LiteServerSource {
        var configuration = LiteServerPool.Configuration()
        // No answer is withheld here, and a busy machine may take its time.
        configuration.connection.queryTimeout = .seconds(20)
        return LiteServerSource(
            pool: LiteServerPool(servers.map(\.endpoint), configuration: configuration),
            trusted: try TrustedBlock(chain.firstState.identifier, origin: .zeroState))
    }

    /// A synchronisation of a mirror from these servers.
    func sync(_ mirror: Mirror, from source: any ChainSource, children: ChainSync.Plan.Children = .stale) -> ChainSync {
        ChainSync(
            source: source, mirror: mirror,
            plan: ChainSync.Plan(network: "made", accounts: named, children: children))
    }
}
