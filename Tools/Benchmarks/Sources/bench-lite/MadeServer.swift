import Foundation
import LiteServerTestSupport
import SilkTestSupport
import Synchronization
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// The recorded chain behind the real protocol.
///
/// Every answer is made once and kept: making proofs takes longer than checking them, and isn't what is measured.
final class MadeServer: Sendable {
    /// Questions and their answers, as they are in frames.
    private let answers = Mutex<[[UInt8]: [UInt8]]>([:])
    private let server: FaultyServer
    let chain: SyntheticChain
    private let key = Ed25519.PrivateKey(seed: SHA256.hash(Array("bench-lite".utf8)))

    init() throws {
        // Signed by the older consensus, which other clients know too.
        chain = try SyntheticChain(
            SyntheticChain.Plan(seed: 11, history: try ChainHistory.recorded(), keyBlockInterval: 60))
        server = FaultyServer(SyntheticLiteServer(chain))
    }

    /// Every question that was asked so far, with its answer.
    var exchanges: [(query: [UInt8], answer: [UInt8])] { answers.withLock { $0.map { ($0.key, $0.value) } } }

    private func answer(_ query: [UInt8]) async -> [UInt8]? {
        if let known = answers.withLock({ $0[query] }) { return known }
        let request: LiteAPI.Request
        do throws(TLError) {
            request = try LiteAPI.Request(try LiteAPI.Query(tl: query).data)
        } catch {
            return LiteAPI.ErrorAnswer(code: 0, message: error.description).tlBytes
        }
        guard case .bytes(let bytes, _) = await server.reply(to: request) else { return nil }
        if request.wait == nil { answers.withLock { $0[query] = bytes } }
        return bytes
    }

    func start() async throws -> (ADNLServer, ServerDescription) {
        let adnl = try await ADNLServer.start(key: key, configuration: .init(maximumInFlight: 64)) { [self] query in
            await answer(query)
        }
        return (adnl, try description(port: adnl.port))
    }

    private func description(port: Int) throws -> ServerDescription {
        struct Role: Decodable {
            let address: String
            let role: String
        }
        guard let keyBlock = chain.masterchain.dropFirst().first(where: \.isKeyBlock) else {
            throw BenchmarkError(description: "expected a key block, found none")
        }
        let roles = try RecordedFixtures.json([Role].self, "chain/accounts.json")
        return ServerDescription(
            port: port, key: Base64.encode(try key.publicKey().bytes.bytes),
            firstState: ServerDescription.Block(chain.firstState.identifier),
            firstKeyBlock: ServerDescription.Block(keyBlock.identifier),
            accounts: try chain.plan.history.accounts.map { account in
                let state = account.transactions.last.flatMap { account.states[$0.transaction.stateUpdate.newHash] }
                return ServerDescription.Account(
                    address: account.address.raw, exists: try state.flatMap { try Account(cell: $0).existing } != nil,
                    lt: account.head.lt, hash: account.head.hash.hex,
                    transactionCount: account.transactions.count)
            },
            named: roles.filter { $0.role == "root" || $0.role == "proxy" }.map(\.address),
            transactionCount: chain.plan.history.transactionCount)
    }

    /// Serves until the standard input ends.
    static func serve() async throws {
        let (adnl, description) = try await MadeServer().start()
        try BenchLite.write(description)
        while readLine() != nil {}
        await adnl.stop()
    }
}
