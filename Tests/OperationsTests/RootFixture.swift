import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONWallets

/// A made network with an owner's wallet and a root that follows from a manifest: all that a lone clone has.
struct RootFixture {
    /// Whose wallet owns the root.
    enum Owner: CaseIterable {
        /// 4 messages a request.
        case v4r2
        /// 255.
        case v5r1

        func wallet(_ key: Ed25519.PublicKey) -> any WalletContract {
            switch self {
            case .v4r2: WalletV4R2(publicKey: key)
            case .v5r1: WalletV5R1(publicKey: key, network: NetworkIdentity.devnet.globalID)
            }
        }
    }

    static let now: UInt32 = 1_780_000_000
    /// Made for tests, and so that it is found wherever it shows.
    static let seed = SHA256.hash(Array("the seed of a wallet that owns a made root".utf8))

    var ledger: LocalLedger
    let pair: Ed25519.KeyPair
    let sender: WalletSender
    let root: AccountAddress
    /// What the root was made from.
    let manifest: ManifestText
    var identifiers = QueryIdentifiers(first: 1)

    static func artifacts() throws -> ArtifactStore {
        try ArtifactStore(
            folder: RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts", isDirectory: true))
    }

    static func artifactPath(_ name: String) -> String {
        RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts/\(name)").path
    }

    static func code(_ role: ContractRole) throws -> Cell {
        guard let artifact = try artifacts().artifact(for: role) else { throw CocoaError(.fileNoSuchFile) }
        return artifact.code
    }

    /// The artifacts with a step more that does nothing in each code, or with other codes or layouts.
    static func varied(
        in folder: TemporaryFolder, codes: [ContractRole: Cell] = [:], storage: [ContractRole: [String]] = [:]
    ) throws -> ArtifactStore {
        let store = try artifacts()
        let file = store.folder.appendingPathComponent(ArtifactManifest.fileName)
        guard var manifest = try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any],
            var contracts = manifest["contracts"] as? [[String: Any]]
        else { throw CocoaError(.fileReadCorruptFile) }
        for index in contracts.indices {
            guard let role = (contracts[index]["contract"] as? String).flatMap(ContractRole.init(rawValue:)),
                let name = contracts[index]["code"] as? String
            else { throw CocoaError(.fileReadCorruptFile) }
            let code = try codes[role] ?? delayed(try Self.code(role))
            let size = CodeSize(of: code)
            contracts[index]["code_hash"] = code.hash.hex
            contracts[index]["cells"] = size.cells
            contracts[index]["bits"] = size.bits
            contracts[index]["depth"] = size.depth
            if let lines = storage[role] { contracts[index]["storage"] = lines }
            try folder.write(name, code.boc())
        }
        manifest["contracts"] = contracts
        try folder.write(
            ArtifactManifest.fileName, Array(try JSONSerialization.data(withJSONObject: manifest)))
        return try ArtifactStore(folder: folder.url)
    }

    /// A code that does the same after a `NOP`.
    static func delayed(_ code: Cell) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt8(0))
        try builder.store(try code.slice())
        return try builder.build()
    }

    static func configuration(_ network: NetworkIdentity = .devnet) throws -> NetworkConfiguration {
        try .withMainNetworkPrices(globalVersion: 13, globalID: network.globalID)
    }

    /// A wallet with coins, and the root of a manifest, deployed by it.
    init(
        _ owner: Owner = .v4r2, path: String? = nil, network: NetworkIdentity = .devnet, coins: UInt64 = 100,
        from manifest: ManifestText = .full
    ) async throws {
        pair = try Ed25519.KeyPair(Ed25519.PrivateKey(seed: Self.seed))
        sender = try WalletSender(owner.wallet(pair.publicKey))
        let configuration = try Self.configuration(network)
        ledger =
            try path.map { try LocalLedger.create(path: $0, configuration: configuration, now: Self.now) }
            ?? LocalLedger(configuration: configuration, now: Self.now)
        var manifest = manifest
        manifest["network"] = ManifestText.quoted("\(network)")
        let state = try Self.read(manifest).initialState(owner: sender.address).stateInit()
        root = try state.address()
        manifest["root"] = ManifestText.quoted(root.friendly(isBounceable: true))
        self.manifest = manifest
        try await give(coins, to: sender.address)
        let deployment = try await sender.prepare(
            [.deploy(.root, state, coins: LedgerFixture.ton(10), queryID: identifiers.next())], on: ledger.stage)
        try await ledger.send(try deployment.external(signedBy: pair).cell)
    }

    static func read(_ text: ManifestText, _ store: ArtifactStore? = nil) throws -> RootManifest {
        try RootManifest(bytes: text.bytes, folder: "/", artifacts: try store ?? artifacts())
    }

    // MARK: - Messages of others

    /// A message from an account that has no contract here.
    static func message(
        to address: AccountAddress, nanoTON: UInt64, body: Cell = .empty, from source: AccountAddress? = nil
    ) throws -> Cell {
        try Message(
            info: .internal(
                InternalMessageInfo(
                    bounce: false, source: MessageAddress(source ?? LedgerFixture.stranger),
                    destination: MessageAddress(address),
                    value: CurrencyCollection(coins: Coins(nanoTON: nanoTON)))), body: body
        ).cell()
    }

    mutating func give(_ coins: UInt64, to address: AccountAddress) async throws {
        try await ledger.send(try Self.message(to: address, nanoTON: coins * 1_000_000_000))
    }

    /// The owner's wallet used for something else: a request with the present number.
    func otherRequest() async throws -> Cell {
        let transfer = try WalletMessage.transfer(
            to: LedgerFixture.stranger, amount: LedgerFixture.ton(1), bounces: false)
        let request = WalletRequest(
            try sender.replayProtection(on: ledger.stage, lifetime: 3600), messages: [transfer])
        return try await sender.prepare(request, on: ledger.stage).external(signedBy: pair).cell
    }

    /// The owner sends an operation, by itself.
    mutating func perform(_ message: CocoonMessage) async throws {
        let prepared = try await sender.prepare([try .root(root, message)], on: ledger.stage)
        guard prepared.rehearsal.isSuccess else { throw CocoaError(.featureUnsupported) }
        try await ledger.send(try prepared.external(signedBy: pair).cell)
    }

    /// Puts an account in place that the ledger knows nothing of.
    mutating func place(_ state: StateInit, at address: AccountAddress, nanoTON: UInt64) throws {
        let account = Account.existing(
            ExistingAccount(
                address: MessageAddress(address),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: ledger.now),
                storage: AccountStorage(
                    lastTransactionLT: 0, balance: CurrencyCollection(coins: Coins(nanoTON: nanoTON)),
                    state: .active(state))))
        try ledger.setAccount(
            ShardAccount(accountCell: try account.cell(), lastTransactionHash: .zero, lastTransactionLT: 0),
            at: address)
    }

    // MARK: - Plans

    /// The planner of the owner's wallet, which allows nothing.
    func planner() throws -> RootPlanner {
        var planner = RootPlanner(messagesPerRequest: sender.maximumMessageCount, sender: sender.address)
        planner.rules.artifacts = try Self.artifacts()
        return planner
    }

    /// The plan for the root's own manifest, changed.
    func plan(
        _ change: (inout ManifestText) -> Void = { _ in }, _ adjust: (inout RootPlanner) -> Void = { _ in }
    ) async throws -> RootPlan {
        var text = manifest
        change(&text)
        return try await plan(text, adjust)
    }

    /// The plan for another manifest.
    func plan(_ text: ManifestText, _ adjust: (inout RootPlanner) -> Void = { _ in }) async throws -> RootPlan {
        var planner = try planner()
        adjust(&planner)
        return try await planner.plan(
            try Self.read(text, planner.rules.artifacts), for: root, on: try NetworkIdentity(ledger.configuration),
            stage: ledger.stage,
            identifiers: QueryIdentifiers(first: 1000))
    }

    /// A plan's journal.
    static func journal(_ plan: RootPlan, _ path: String) throws -> PlanJournal {
        try PlanJournal(path: path, planHash: try plan.hash(), root: plan.root)
    }

    /// Signs with the owner's key.
    static func sign(_ request: UnsignedRequest) throws(WalletError) -> RequestSignature {
        let pair: Ed25519.KeyPair
        do throws(Ed25519.SigningError) {
            pair = try Ed25519.KeyPair(Ed25519.PrivateKey(seed: seed))
        } catch {
            throw .signing(error)
        }
        return try request.sign(with: pair)
    }

    /// Carries a plan out on a network.
    @discardableResult
    func apply<Network: OperationNetwork>(
        _ plan: RootPlan, on network: Network, journal: String,
        _ signing: RootApplication<Network>.Signing = .here(Self.sign)
    ) async throws -> RootApplication<Network>.Outcome {
        try await RootApplication(plan, on: network, from: sender, journal: try Self.journal(plan, journal))
            .run(signing)
    }

    /// Carries a plan out, on the ledger itself.
    mutating func apply(_ plan: RootPlan, journal: String) async throws {
        let network = LedgerNetwork(ledger)
        try await apply(plan, on: network, journal: journal)
        ledger = await network.ledger
    }

    // MARK: - Looking

    func state(_ ledger: LocalLedger? = nil) throws -> RootState {
        try RootState(try (ledger ?? self.ledger).account(root), at: root)
    }

    /// How many transactions the root has had.
    func rootTransactionCount(_ ledger: LocalLedger) -> Int {
        ledger.transactions.count { $0.address == root }
    }
}

extension RootPlan {
    /// The operations of all messages, wave by wave, in eight hexadecimal digits.
    func operations() throws -> [[String]] {
        try waves.map { wave in try wave.messages.map { try $0.decoded().opcode.map { Self.digits($0) } ?? "" } }
    }

    private static func digits(_ opcode: Opcode) -> String {
        let text = String(opcode.rawValue, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    /// The changes in their order.
    func changes() throws -> [RootChange] { try waves.flatMap { try $0.messages.map { try $0.change() } } }
}
