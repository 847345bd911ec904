import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import TONWallets
import Testing

/// A local ledger in a folder, keystores beside it, and the command on both.
struct LedgerTrial {
    static let now: UInt32 = 1_780_000_000

    let folder: TemporaryFolder
    var environment: [String: String]

    /// Makes a ledger by the command, and a file with the password of all keystores.
    init(network: String? = nil) async throws {
        folder = try TemporaryFolder()
        environment = [
            "SILK_LEDGER": folder.path("ledger"), "SILK_PASSWORD_FILE": folder.path("password"),
            "SILK_MIRROR": folder.path("none.sqlite"),
            "SILK_ARTIFACTS": RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts").path,
        ]
        try SecretFile.create(path: folder.path("password"), SecretBytes(utf8: "correct horse"))
        let created = try await run(
            ["ledger", "create", "--now", "\(Self.now)"] + (network.map { ["--network", $0] } ?? []))
        #expect(created.exitCode == 0, "\(created)")
    }

    // MARK: - Keys

    /// The key of a name.
    static func pair(_ name: String) throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array(name.utf8))))
    }

    /// The wallet of a name on devnet.
    static func wallet(_ name: String) throws -> AccountAddress {
        try WalletV5R1(publicKey: try pair(name).publicKey, network: NetworkIdentity.devnet.globalID).address()
    }

    /// A keystore with the key of a name.
    func keystore(_ name: String) throws -> String {
        let path = folder.path("\(name).keystore")
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        try Keystore(
            sealing: .seed(try Self.pair(name).privateKey), password: SecretBytes(utf8: "correct horse"),
            cost: Argon2id.Cost(passes: 1, memory: 1 << 20)
        ).create(path: path)
        return path
    }

    // MARK: - Steps

    /// Runs the command on the ledger.
    func run(_ arguments: [String], input: [UInt8] = []) async throws -> SilkProcess.Result {
        try await SilkProcess.run(arguments, input: input, environment: environment)
    }

    /// Runs a command with the keystore of a name; expects an exit code.
    @discardableResult
    func run(
        _ arguments: [String], as name: String, code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> SilkProcess.Result {
        let result = try await run(arguments + ["--keystore", try keystore(name)])
        #expect(result.exitCode == code, "\(arguments): \(result)", sourceLocation: sourceLocation)
        return result
    }

    /// Runs a command with --json; expects success. Returns the document.
    func document(
        _ arguments: [String], as name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: Any] {
        let options = try name.map { ["--keystore", try keystore($0)] } ?? []
        let result = try await run(arguments + options + ["--json"])
        #expect(result.exitCode == 0, "\(arguments): \(result)", sourceLocation: sourceLocation)
        return try #require(result.json, sourceLocation: sourceLocation)
    }

    /// Brings coins to the wallet of a name.
    func fund(_ name: String, _ amount: String) async throws {
        let result = try await run(["ledger", "fund", try Self.wallet(name).raw, amount])
        #expect(result.exitCode == 0, "\(result)")
    }

    // MARK: - The root

    /// A code of `Contracts/`, as compiled.
    static func code(_ name: String) throws -> Cell {
        let file = RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts/\(name).boc")
        return try Cell(boc: Array(try Data(contentsOf: file)))
    }

    static let root = AccountAddress(hash: SHA256.hash(Array("root".utf8)))

    /// Puts a root of an owner in place, with the codes of `Contracts/`.
    func placeRoot(ownedBy name: String) async throws {
        var ledger = try LocalLedger.open(path: folder.path("ledger"))
        let params = Params(
            structVersion: 4, paramsVersion: 1, uniqueID: 7, isTest: true, pricePerToken: Coins(nanoTON: 20),
            workerFeePerToken: Coins(nanoTON: 19), promptMultiplier: 10_000, cachedMultiplier: 1000,
            completionMultiplier: 80_000, reasoningMultiplier: 80_000, proxyDelay: 86_400, clientDelay: 43_200,
            minimumProxyStake: Coins(nanoTON: 15_000_000_000), minimumClientStake: Coins(nanoTON: 15_000_000_000),
            proxyCode: try Self.code("proxy"), workerCode: try Self.code("worker"),
            clientCode: try Self.code("client"))
        let endpoint = try #require(NetworkAddress("1.2.3.4:5"))
        let data = RootData(
            owner: try Self.wallet(name), version: 1, registry: RootRegistry(), params: params,
            keyManager: KeyManager(
                publicKeys: SortedDictionary(), publicKey: try Self.pair("key manager").publicKey.bytes,
                imageHash: .zero, address: endpoint))
        let account = Account.existing(
            ExistingAccount(
                address: MessageAddress(Self.root),
                storageInfo: StorageInfo(used: StorageUsed(cells: 1, bits: 100), lastPaid: Self.now),
                storage: AccountStorage(
                    lastTransactionLT: 0, balance: CurrencyCollection(coins: Coins(nanoTON: 1_000_000_000)),
                    state: .active(StateInit(code: try Self.code("root"), data: try data.cell())))))
        try ledger.setAccount(
            ShardAccount(accountCell: try account.cell(), lastTransactionHash: .zero, lastTransactionLT: 0),
            at: Self.root)
    }

    // MARK: - Looking

    /// The data of a contract as `ledger show` has it.
    func data(
        _ address: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: Any] {
        let document = try await document(["ledger", "show", address], sourceLocation: sourceLocation)
        return try #require(document["data"] as? [String: Any], sourceLocation: sourceLocation)
    }

    /// The coins of an account.
    func coins(_ address: AccountAddress) throws -> UInt128 {
        try LocalLedger.open(path: folder.path("ledger")).account(address).account().balance.coins.nanoTON
    }
}
