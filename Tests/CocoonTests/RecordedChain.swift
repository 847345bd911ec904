import Foundation
import SilkTestSupport
import TONCells
import TONCrypto

@testable import Cocoon

/// The executed chain of `chain/`: accounts, their final states, their transactions and the books.
struct RecordedChain: Sendable {
    struct Account: Decodable, Sendable {
        let state: String
        let address: String
        let role: String
        let owner: String?
        let proxy: String?
        let root: String?
        let publicKey: String?

        var contractRole: ContractRole? {
            role == "cocoon_wallet" ? .wallet : role == "wallet" ? nil : ContractRole(rawValue: role)
        }

        var id: String { String(address.dropFirst(2)) }
    }

    struct State: Decodable, Sendable {
        struct Result: Decodable, Sendable {
            let code: String
            let data: String
        }

        let result: Result

        var code: Cell {
            get throws { try Cell(boc: try required(Base64.decode(result.code))) }
        }

        var data: Cell {
            get throws { try Cell(boc: try required(Base64.decode(result.data))) }
        }
    }

    struct Message: Decodable, Sendable {
        struct Content: Decodable, Sendable {
            let body: String?
            let text: String?
            let initState: String?
        }

        let source: String
        let destination: String
        let bodyHash: String
        let msgData: Content

        /// The body, checked against its hash. The API shows some as the text that they hold.
        func body() throws -> Cell {
            let cell: Cell
            if let body = msgData.body {
                cell = body.isEmpty ? Cell.empty : try Cell(boc: try required(Base64.decode(body)))
            } else {
                cell = try TextComment(bytes: try required(msgData.text.flatMap(Base64.decode))).cell()
            }
            guard try cell.hash.bytes == required(Base64.decode(bodyHash)) else { throw MissingValue() }
            return cell
        }
    }

    struct Transaction: Decodable, Sendable {
        struct ID: Decodable, Sendable {
            let lt: String
            let hash: String
        }

        let transactionId: ID
        let inMsg: Message?
        let outMsgs: [Message]
    }

    private struct Answer: Decodable {
        let result: [Transaction]
    }

    static func accounts() throws -> [Account] {
        try RecordedFixtures.snakeCaseJSON([Account].self, "chain/accounts.json")
    }

    static func state(of account: Account) throws -> State {
        try RecordedFixtures.snakeCaseJSON(State.self, "chain/states/\(account.id).json")
    }

    static func transactions(of account: Account) throws -> [Transaction] {
        try RecordedFixtures.snakeCaseJSON(Answer.self, "chain/transactions/\(account.id).json").result
    }
}

/// The parts of `chain/expected.json` that contracts' data can be compared with.
struct RecordedBooks: Decodable, Sendable {
    struct Worker: Decodable, Sendable {
        let deployed: Bool
        let owner: String
        let state: UInt8
        let tokens: UInt64
    }

    struct Client: Decodable, Sendable {
        let deployed: Bool
        let owner: String
        let state: UInt8
        let balance: UInt64
        let stake: UInt64
        let tokensUsed: UInt64
        let unlock: UInt32
        let secretHash: String
    }

    struct Proxy: Decodable, Sendable {
        let owner: String
        let publicKey: String
        let price: UInt64
        let workerFee: UInt64
        let paramsVersion: UInt32
        let minClientStake: UInt64
        let minProxyStake: UInt64
        let clientDelay: UInt32
        let proxyDelay: UInt32
        let state: UInt8
        let unlock: UInt32
        let stake: UInt64
        let revenueBalance: UInt64
    }

    struct Root: Decodable, Sendable {
        struct Manager: Decodable, Sendable {
            struct Key: Decodable, Sendable {
                let type: UInt8
                let expireAt: UInt32
            }

            let publicKeys: [String: Key]
            let publicKey: String
            let imageHash: String
            let netAddr: String
        }

        let owner: String
        let version: UInt32
        let proxyHashes: [String]
        let workerHashes: [String]
        let modelHashes: [String]
        let registered: [String: String]
        let lastSeqno: UInt32
        let keyManager: Manager
    }

    struct Event: Decodable, Sendable {
        struct Amounts: Decodable, Sendable {
            let workerPart: UInt64?
            let proxyPart: UInt64?
            let charged: UInt64?
            let debtVanished: UInt64?
            let balanceBefore: UInt64?
            let balanceAfter: UInt64?
        }

        let account: String
        let tx: String
        let kind: String
        let op: String?
        let queryId: String?
        let note: String?
        let tokensBefore: UInt64?
        let tokensAfter: UInt64?
        let tokensDelta: UInt64?
        let amounts: Amounts?
    }

    let root: Root
    let workers: [String: Worker]
    let clients: [String: Client]
    let proxies: [String: Proxy]
    let events: [Event]

    static func load() throws -> RecordedBooks {
        try RecordedFixtures.snakeCaseJSON(RecordedBooks.self, "chain/expected.json")
    }
}

extension RecordedFixtures {
    /// A recorded JSON file whose names are in snake_case.
    static func snakeCaseJSON<T: Decodable>(_ type: T.Type = T.self, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try bytes(path)))
    }
}
