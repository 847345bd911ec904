import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// What a client has to know of the server and its chain.
struct ServerDescription: Codable {
    /// A block by its full name, as other clients want it.
    struct Block: Codable {
        let workchain: Int32
        let shard: Int64
        let seqno: UInt32
        let rootHash: String
        let fileHash: String

        init(_ identifier: BlockIdentifier) {
            workchain = identifier.workchain
            shard = Int64(bitPattern: identifier.shard)
            seqno = identifier.seqno
            rootHash = identifier.rootHash.hex
            fileHash = identifier.fileHash.hex
        }

        func identifier() throws -> BlockIdentifier {
            guard let root = Hash256(hex: rootHash), let file = Hash256(hex: fileHash) else {
                throw BenchmarkError(description: "expected two hashes, found \(rootHash) and \(fileHash)")
            }
            return BlockIdentifier(shardIdentifier: .masterchain, seqno: seqno, rootHash: root, fileHash: file)
        }
    }

    /// An account, its newest transaction and how many it has, and whether it still exists.
    struct Account: Codable {
        let address: String
        let exists: Bool
        let lt: UInt64
        let hash: String
        let transactionCount: Int
    }

    let port: Int
    /// The server's public key in base64.
    let key: String
    /// What Silk trusts: the first state.
    let firstState: Block
    /// What a client trusts that knows no proofs from a first state.
    let firstKeyBlock: Block
    let accounts: [Account]
    /// The accounts that a synchronisation is told of; it finds the others.
    let named: [String]
    let transactionCount: Int

    func endpoint() throws -> LiteServerEndpoint {
        guard let bytes = Base64.decode(key), let hash = Hash256(bytes) else {
            throw BenchmarkError(description: "expected a key in base64, found \(key)")
        }
        return LiteServerEndpoint(host: "127.0.0.1", port: port, key: Ed25519.PublicKey(hash))
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
}
