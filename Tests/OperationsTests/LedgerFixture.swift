import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// A made network: one proxy, one worker, one client, and their owners.
struct LedgerFixture {
    /// Whose codes the contracts have.
    enum Codes: CaseIterable {
        /// The main network's own, version 4.
        case mainnet
        /// Those of `Contracts/`.
        case silk

        func code(_ name: String, _ recorded: String) throws -> Cell {
            switch self {
            case .mainnet: return try LedgerFixture.code(recorded)
            case .silk: return try LedgerFixture.artifact(name)
            }
        }
    }

    static let now: UInt32 = 1_780_000_000
    static let proxyKey = Ed25519.PrivateKey(seed: hash(0x51))
    static let proxyOwner = AccountAddress(hash: hash(0xa1))
    static let workerOwner = AccountAddress(hash: hash(0xa2))
    static let clientOwner = AccountAddress(hash: hash(0xa3))
    static let stranger = AccountAddress(hash: hash(0xa4))
    static let root = AccountAddress(hash: hash(0xa5))

    var ledger: LocalLedger
    let proxy: AccountAddress
    let worker: AccountAddress
    let client: AccountAddress
    let proxyState: StateInit
    let workerState: StateInit
    let clientState: StateInit
    var identifiers = QueryIdentifiers(first: 1)

    static func hash(_ byte: UInt8) -> Hash256 { Hash256([UInt8](repeating: byte, count: 32)) ?? .zero }
    static func ton(_ tenths: UInt64) -> Coins { Coins(nanoTON: tenths * 100_000_000) }

    static func configuration() throws -> NetworkConfiguration {
        NetworkConfiguration(
            root: try Cell(boc: try RecordedFixtures.bytes("chain/blockchain-config.boc"), reading: .reference))
    }

    static func code(_ name: String) throws -> Cell {
        try Cell(boc: try RecordedFixtures.bytes("cocoon/codes/\(name).boc"), reading: .reference)
    }

    /// A code of `Contracts/`, as compiled.
    static func artifact(_ name: String) throws -> Cell {
        let file = RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts/\(name).boc")
        return try Cell(boc: Array(try Data(contentsOf: file)))
    }

    init(path: String? = nil, codes: Codes = .mainnet) throws {
        let configuration = try Self.configuration()
        ledger =
            try path.map { try LocalLedger.create(path: $0, configuration: configuration, now: Self.now) }
            ?? LocalLedger(configuration: configuration, now: Self.now)
        let states = try RecordedFixtures.names(in: "chain/states", suffix: ".json").map { name in
            try Self.recorded(String(name.dropLast(5)))
        }
        // The params of a recorded proxy, with the codes that it has its workers and clients made of.
        let recorded = try states.compactMap { account -> ProxyData? in
            guard case .active(let state)? = try account.account().existing?.storage.state, let data = state.data,
                state.code?.hash.hex == "279a4a96d50e93018f20fecac379712afd0052597cbe93fffec32be68c9787fd"
            else { return nil }
            let proxy = try ProxyData(cell: data)
            return proxy.params.pricePerToken.nanoTON == 20 ? proxy : nil
        }.first
        guard var params = recorded?.params else { throw CocoaError(.fileReadCorruptFile) }
        params.workerCode = try codes.code("worker", "worker_b100aead")
        params.clientCode = try codes.code("client", "client_b81f091a")
        let key = try Self.proxyKey.publicKey().bytes
        proxyState = try ContractDerivation.proxyState(
            owner: Self.proxyOwner, proxyKey: key, root: Self.root, rootParams: params,
            code: try codes.code("proxy", "proxy_279a4a96"))
        proxy = try proxyState.address()
        workerState = try ContractDerivation.workerState(
            owner: Self.workerOwner, proxy: proxy, proxyKey: key, proxyParams: params)
        worker = try workerState.address()
        clientState = try ContractDerivation.clientState(
            owner: Self.clientOwner, proxy: proxy, proxyKey: key, proxyParams: params)
        client = try clientState.address()
    }

    /// An account of the recorded chain as it stands at the end.
    static func recorded(_ hash: String) throws -> ShardAccount {
        struct Recorded: Decodable {
            struct Result: Decodable {
                let shardAccount: String

                enum CodingKeys: String, CodingKey {
                    case shardAccount = "shard_account_boc"
                }
            }

            let result: Result
        }
        let state = try RecordedFixtures.json(Recorded.self, "chain/states/\(hash).json")
        guard let bytes = Data(base64Encoded: state.result.shardAccount)
        else { throw CocoaError(.fileReadCorruptFile) }
        return try ShardAccount(cell: try Cell(boc: Array(bytes), reading: .reference))
    }

    // MARK: - Steps

    /// Prepares, checks and sends an operation.
    @discardableResult
    mutating func perform(_ operation: ContractOperation, from sender: AccountAddress) async throws -> PreparedOperation
    {
        let prepared = try await operation.prepared(from: sender, on: ledger.stage)
        if let failure = prepared.rehearsal.failure { throw Unexpected(reason: "\(failure)") }
        let tree = try await ledger.send(prepared.message)
        // What was rehearsed is what happens, to the last hash.
        let hashes = [tree, prepared.rehearsal.tree].map { $0.transactions.map { $0.result?.transaction.hash } }
        guard hashes[0] == hashes[1] else { throw Unexpected(reason: "the rehearsal was another") }
        return prepared
    }

    struct Unexpected: Error { let reason: String }

    mutating func deployProxy() async throws {
        try await perform(
            .increaseProxyStake(
                of: proxy, by: Self.ton(150), queryID: identifiers.next(), excessesTo: Self.proxyOwner
            ).deploying(proxyState), from: Self.proxyOwner)
    }

    mutating func deployClient(topUp: Coins) async throws {
        try await perform(
            .registerClient(client, nonce: 7, queryID: identifiers.next(), excessesTo: Self.clientOwner)
                .deploying(clientState), from: Self.clientOwner)
        try await perform(
            .topUp(client, by: topUp, queryID: identifiers.next(), excessesTo: Self.clientOwner),
            from: Self.clientOwner)
    }

    mutating func deployWorker() async throws {
        try await perform(
            .registerWorker(worker, queryID: identifiers.next(), excessesTo: Self.workerOwner).deploying(workerState),
            from: Self.workerOwner)
    }

    mutating func envelope(
        _ op: Opcode, _ tokens: UInt64?, to address: AccountAddress, excessesTo: AccountAddress
    ) throws -> SignedEnvelope {
        try SignedPayload(op: op, queryID: identifiers.next(), tokens: tokens, expectedAddress: address)
            .makeSigned(privateKey: Self.proxyKey, sendExcessesTo: excessesTo)
    }

    // MARK: - Looking

    func data<T: TLBDecodable>(_ address: AccountAddress, as type: T.Type = T.self) throws -> T {
        guard case .active(let state)? = try ledger.account(address).account().existing?.storage.state,
            let data = state.data
        else { throw CocoaError(.fileNoSuchFile) }
        return try T(cell: data)
    }

    func coins(_ address: AccountAddress) throws -> UInt128 {
        try ledger.account(address).account().balance.coins.nanoTON
    }
}
