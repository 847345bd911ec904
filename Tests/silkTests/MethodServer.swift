import LiteServerTestSupport
import Synchronization
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// A server that answers a get-method with what it was given, on a state that it proves; all else as the honest one.
final class MethodServer: Sendable {
    let endpoint: LiteServerEndpoint
    private let chain: SyntheticChain
    private let adnl: ADNLServer
    private let log: Log

    private final class Log: Sendable {
        let methods = Mutex<[UInt64]>([])
    }

    private init(endpoint: LiteServerEndpoint, chain: SyntheticChain, adnl: ADNLServer, log: Log) {
        self.endpoint = endpoint
        self.chain = chain
        self.adnl = adnl
        self.log = log
    }

    static func start(_ chain: SyntheticChain) async throws -> MethodServer {
        let key = Ed25519.PrivateKey(seed: SHA256.hash(Array("method server".utf8)))
        let (honest, log) = (SyntheticLiteServer(chain), Log())
        let adnl = try await ADNLServer.start(key: key, port: 0) { query in
            guard let request = try? LiteAPI.Request(try LiteAPI.Query(tl: query).data) else { return nil }
            do {
                guard let question = request.function as? LiteAPI.RunSmartContractMethod else {
                    return try honest.answer(to: request.function).tlBytes
                }
                log.methods.withLock { $0.append(question.methodIdentifier) }
                return try run(question, honest).tlBytes
            } catch let error as LiteAPI.ErrorAnswer {
                return error.tlBytes
            } catch {
                return LiteAPI.ErrorAnswer(code: 0, message: "\(error)").tlBytes
            }
        }
        return MethodServer(
            endpoint: LiteServerEndpoint(host: "127.0.0.1", port: adnl.port, key: try key.publicKey()), chain: chain,
            adnl: adnl, log: log)
    }

    private static func run(
        _ question: LiteAPI.RunSmartContractMethod, _ honest: SyntheticLiteServer
    ) throws -> LiteAPI.RunMethodResult {
        let state = try honest.answer(LiteAPI.GetAccountState(block: question.block, account: question.account))
        return LiteAPI.RunMethodResult(
            block: state.block, shardBlock: state.shardBlock,
            proofs: LiteAPI.RunMethodProofs(shardProof: state.shardProof, proof: state.proof),
            stateProof: try MerkleProof(root: try Cell(boc: state.state)).cell.boc(), exitCode: 0,
            result: question.parameters)
    }

    /// The methods that were run.
    var methods: [UInt64] { log.methods.withLock { $0 } }

    /// What clients are told of the network.
    func configurationFile() -> [UInt8] {
        let first = chain.firstState.identifier
        return Array(
            """
            {"liteservers": [{"ip": 2130706433, "port": \(endpoint.port), \
            "id": {"key": "\(Base64.encode(endpoint.key.bytes.bytes))"}}], "validator": {"zero_state": {"workchain": -1, \
            "shard": \(Int64.min), "seqno": 0, "root_hash": "\(Base64.encode(first.rootHash.bytes))", \
            "file_hash": "\(Base64.encode(first.fileHash.bytes))"}}}
            """.utf8)
    }

    func stop() async { await adnl.stop() }
}
