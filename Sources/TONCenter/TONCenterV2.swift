import FoundationEssentials
public import TONBlocks
public import TONCells
import TONCrypto

/// The requests of version 2, which asks a lite-server for each.
///
/// It gives raw transactions, so that a history can be checked hash by hash. All else that it says is ``Unproved``.
/// Names and parameters are those of `ton-http-api` and `ton-http-api-cpp`; where the two differ, what both take.
public enum TONCenterV2 {
    /// Most transactions that one request for an account's history may ask for, of all servers known.
    public static let maximumTransactionCount = 100

    /// The newest masterchain block.
    public static func masterchainInformation() -> TONCenterRequest<Unproved<MasterchainInformation>> {
        request("getMasterchainInfo", as: MasterchainInformationV2.self) { Unproved(hint: $0.information) }
    }

    /// A block's header.
    public static func blockHeader(
        of shard: ShardIdentifier, seqno: UInt32
    ) -> TONCenterRequest<Unproved<BlockSummary>> {
        let parameters: [(String, String?)] = [
            ("workchain", String(shard.workchain)), ("shard", String(Int64(bitPattern: shard.shard))),
            ("seqno", String(seqno)),
        ]
        return request("getBlockHeader", parameters, as: BlockHeaderV2.self) { Unproved(hint: $0.summary) }
    }

    /// The newest block of each shard, as of a masterchain block.
    public static func shards(seqno: UInt32) -> TONCenterRequest<Unproved<[BlockIdentifier]>> {
        request("getShards", [("seqno", String(seqno))], as: ShardsV2.self) { answer in
            Unproved(hint: answer.shards.map(\.identifier))
        }
    }

    /// An account as it stands, or stood at a masterchain block.
    public static func addressInformation(
        of account: AccountAddress, seqno: UInt32? = nil
    ) -> TONCenterRequest<Unproved<AddressInformation>> {
        request(
            "getAddressInformation", [("address", account.raw), ("seqno", seqno.map(String.init))],
            as: AddressInformation.self
        ) { Unproved(hint: $0) }
    }

    /// Transactions of an account, newest first, each checked against the hash that stands beside it.
    ///
    /// - Parameters:
    ///   - account: Whose.
    ///   - head: The first one; the account's last, if not given.
    ///   - lowestLT: Only those later than this logical time; all, if 0.
    ///   - limit: How many at most, up to ``maximumTransactionCount``.
    ///   - isArchival: Whether to ask servers alone that keep the whole history.
    public static func transactions(
        of account: AccountAddress, from head: TransactionIdentifier? = nil, laterThan lowestLT: UInt64 = 0,
        limit: Int = maximumTransactionCount, isArchival: Bool = false
    ) -> TONCenterRequest<[HashedTransaction]> {
        let parameters: [(String, String?)] = [
            ("address", account.raw), ("limit", String(limit)), ("lt", head.map { String($0.lt) }),
            ("hash", head?.hash.hex), ("to_lt", lowestLT > 0 ? String(lowestLT) : nil),
            ("archival", isArchival ? "true" : nil),
        ]
        return request("getTransactions", parameters, as: [RawTransactionRecord].self) {
            records throws(TONCenterError) in
            var transactions: [HashedTransaction] = []
            transactions.reserveCapacity(records.count)
            for (position, record) in records.enumerated() {
                transactions.append(
                    try HashedTransaction(record, of: account, at: ".result[\(position)]"))
            }
            return transactions
        }
    }

    /// A parameter of the configuration.
    public static func configurationParameter(
        _ number: Int32, seqno: UInt32? = nil
    ) -> TONCenterRequest<Unproved<Cell>> {
        // The older server knows the parameter by this name alone, the newer one takes it too.
        request(
            "getConfigParam", [("config_id", String(number)), ("seqno", seqno.map(String.init))],
            as: ConfigurationField.self
        ) { Unproved(hint: $0.config.bytes.cell) }
    }

    /// The whole configuration: the dictionary's root.
    public static func configuration(seqno: UInt32? = nil) -> TONCenterRequest<Unproved<Cell>> {
        request("getConfigAll", [("seqno", seqno.map(String.init))], as: ConfigurationField.self) {
            Unproved(hint: $0.config.bytes.cell)
        }
    }

    /// Runs a get-method on the server.
    public static func runGetMethod(
        _ method: String, of account: AccountAddress, arguments: [StackArgument] = []
    ) -> TONCenterRequest<Unproved<GetMethodResult>> {
        let stack = arguments.map { argument in
            switch argument {
            case .number(let number): ["num", number.description]
            case .cell(let cell): ["tvm.Cell", Base64.encode(cell.boc())]
            case .slice(let cell): ["tvm.Slice", Base64.encode(cell.boc())]
            }
        }
        return request(
            "runGetMethod", body: JSONBody.encode(RunBody(address: account.raw, method: method, stack: stack)),
            as: GetMethodResult.self
        ) { Unproved(hint: $0) }
    }

    /// Sends an external message to the chain.
    ///
    /// That the server took it doesn't mean that an account will. After a failure it is sent again only where the
    /// server can't have taken it.
    public static func send(_ message: Cell) -> TONCenterRequest<Unproved<MessageReceipt>> {
        request(
            "sendBocReturnHash", body: JSONBody.encode(MessageBody(boc: Base64.encode(message.boc()))),
            repetition: .ifNotTaken,
            as: MessageReceiptV2.self
        ) { Unproved(hint: $0.receipt) }
    }

    private struct RunBody: Encodable {
        let address: String
        let method: String
        let stack: [[String]]
    }

    private struct ConfigurationField: Decodable {
        struct CellBytes: Decodable {
            let bytes: CellField
        }
        let config: CellBytes
    }

    private static func request<Value: Decodable & SendableMetatype, Answer>(
        _ method: String, _ parameters: [(String, String?)] = [], body: Data? = nil,
        repetition: TONCenterRequest<Answer>.Repetition = .always, as _: Value.Type,
        _ convert: @escaping @Sendable (Value) throws(TONCenterError) -> Answer
    ) -> TONCenterRequest<Answer> {
        TONCenterRequest(
            path: "/api/v2/" + method,
            parameters: parameters.compactMap { name, value in value.map { .init(name, $0) } },
            body: body, repetition: repetition
        ) { json throws(TONCenterError) in
            try convert(try TONCenterError.decoding(Envelope<Value>.self, from: json).result)
        }
    }

    /// What every answer of version 2 comes in.
    private struct Envelope<Value: Decodable & SendableMetatype>: Decodable {
        let result: Value

        private enum Key: String, CodingKey {
            case ok, result, error, code
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            guard try container.decode(Bool.self, forKey: .ok) else {
                throw TONCenterError.refused(
                    code: try? container.decode(Int.self, forKey: .code),
                    message: (try? container.decode(String.self, forKey: .error)) ?? "no message")
            }
            result = try container.decode(Value.self, forKey: .result)
        }
    }
}

/// A message to send, in either version.
struct MessageBody: Encodable {
    let boc: String
}

/// JSON to post.
enum JSONBody {
    /// Encodes strings and arrays of them, which can't fail; were it to, the empty body would be refused.
    static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)) ?? Data()
    }
}
