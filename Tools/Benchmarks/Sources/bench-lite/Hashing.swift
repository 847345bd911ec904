import CellHashing
import Indexer
import Mirror
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// What a client can't do without: the hashes of all cells in answers, those of frames, their encryption, and
/// signatures.
///
/// The questions of a synchronisation and of ``Asking`` are asked once. Then what was sent and answered is hashed, and
/// decrypted, and the signatures are checked, and nothing else is done: by the functions that the client uses, over the
/// same bytes. Of cells that come in several answers, each counts.
struct Hashing {
    /// Seconds of the processor.
    struct Cost: Codable {
        var cells = 0.0
        var frames = 0.0
        var signatures = 0.0
    }

    struct Report: Codable {
        var sync = Cost()
        var states = Cost()
        var transactions = Cost()
        var stateCount = 0
        var transactionCount = 0
    }

    private struct Exchange {
        let function: any LiteServerFunction
        let query: [UInt8]
        let answer: [UInt8]
    }

    func measure(runs: Int) async throws -> Report {
        let server = try MadeServer()
        let (adnl, description) = try await server.start()
        let temporary = try TemporaryFolder()
        let mirror = try Mirror(path: temporary.path("mirror.sqlite"))
        _ = try await Syncing.fill(mirror, from: description)
        let sync = try Self.exchanges(server)
        _ = try await Asking(description).measure(runs: 1)
        let all = try Self.exchanges(server)
        await adnl.stop()
        var report = Report()
        report.sync = try await Self.cost(of: sync, runs: runs)
        report.states = try await Self.cost(of: all.filter { $0.function is LiteAPI.GetAccountState }, runs: runs)
        report.transactions = try await Self.cost(of: all.filter { $0.function is LiteAPI.GetTransactions }, runs: runs)
        report.stateCount = description.accounts.filter(\.exists).count
        report.transactionCount = description.transactionCount
        return report
    }

    private static func exchanges(_ server: MadeServer) throws -> [Exchange] {
        try server.exchanges.map { query, answer in
            Exchange(
                function: try LiteAPI.Request(try LiteAPI.Query(tl: query).data).function, query: query, answer: answer)
        }
    }

    private static func cost(of exchanges: [Exchange], runs: Int) async throws -> Cost {
        let bags = try exchanges.flatMap { try self.bags($0) }.filter { !$0.isEmpty }
        let representations = try bags.map { Representations(of: try BagOfCells($0).roots) }
        guard representations.allSatisfy({ $0.check() }) else {
            throw BenchmarkError(description: "the representations of cells have other hashes than the cells")
        }
        let signatures = try exchanges.reduce(0) { $0 + (try signatureCount($1)) }
        let signed = try Signed()
        let stream = try AES256CTR(key: .zero, counter: [UInt8](repeating: 0, count: 16))
        // Around a message: the frame's length, nonce and hash, the message's number, and the length of its bytes.
        let overhead = 4 + 64 + 36 + 4
        var frames: [[UInt8]] = []
        for exchange in exchanges {
            frames.append([UInt8](repeating: 0, count: exchange.query.count + overhead))
            frames.append([UInt8](repeating: 0, count: exchange.answer.count + overhead))
        }
        var cost = Cost()
        cost.cells = try await Measured.run(runs) {
            for representation in representations { _ = representation.hash() }
            return representations.count
        }.processor
        cost.frames = try await Measured.run(runs) {
            for index in frames.indices {
                _ = SHA256.hash(frames[index])
                try stream.apply(to: &frames[index])
            }
            return frames.count
        }.processor
        cost.signatures = try await Measured.run(runs) {
            for _ in 0..<signatures where !signed.isValid { throw BenchmarkError(description: "a wrong signature") }
            return signatures
        }.processor
        return cost
    }

    /// The bags of cells in an answer.
    private static func bags(_ exchange: Exchange) throws -> [[UInt8]] {
        switch exchange.function {
        case is LiteAPI.GetAccountState:
            let answer = try LiteAPI.AccountState(tl: exchange.answer)
            return [answer.shardProof, answer.proof, answer.state]
        case is LiteAPI.GetTransactions: return [try LiteAPI.TransactionList(tl: exchange.answer).transactions]
        case is LiteAPI.GetBlockProof:
            return try LiteAPI.PartialBlockProof(tl: exchange.answer).steps.flatMap { link in
                switch link {
                case .back(let link): [link.destinationProof, link.proof, link.stateProof]
                case .forward(let link): [link.destinationProof, link.configurationProof]
                }
            }
        default:
            throw BenchmarkError(description: "expected no \(type(of: exchange.function).constructor.name)")
        }
    }

    private static func signatureCount(_ exchange: Exchange) throws -> Int {
        guard exchange.function is LiteAPI.GetBlockProof else { return 0 }
        return try LiteAPI.PartialBlockProof(tl: exchange.answer).steps.reduce(0) { count, link in
            guard case .forward(let link) = link else { return count }
            switch link.signatures {
            case .ordinary(let set): return count + set.signatures.count
            case .simplex(let set): return count + set.signatures.count
            }
        }
    }

    /// A message of the length that validators sign, and a signature.
    private struct Signed {
        private let key: Ed25519.PublicKey
        private let message = [UInt8](repeating: 7, count: 68)
        private let signature: [UInt8]

        init() throws {
            let secret = Ed25519.PrivateKey(seed: SHA256.hash([1]))
            key = try secret.publicKey()
            signature = try secret.signature(for: message)
        }

        var isValid: Bool { key.isValidSignature(signature, for: message) }
    }
}
