import FoundationEssentials
import TONBlocks
public import TONCells
public import TONCrypto

/// The requests of version 3, which reads an index of the whole chain.
///
/// It finds what lite-servers can't: accounts by code, transactions by message, traces. It gives no cells of
/// transactions, so nothing that it says can be checked: all of it is ``Unproved``, a hint where to look. Names and
/// parameters are those of `ton-index-go`.
public enum TONCenterV3 {
    /// Most rows that a request may ask for, and most addresses that it may name.
    public static let maximumRowCount = 1000

    /// In which order rows come.
    public enum Order: String, Hashable, Sendable {
        /// Oldest first. Rows that come into being meanwhile don't move the others, so that pages stay whole.
        case ascending = "asc"
        /// Newest first.
        case descending = "desc"
    }

    /// Which traces.
    public enum TraceFilter: Hashable, Sendable {
        /// All that an account takes part in.
        case account(AccountAddress)
        /// The one of an identifier, the hash of its first transaction.
        case trace(Hash256)
        /// The one that a transaction belongs to.
        case transaction(Hash256)
        /// The one that a message belongs to.
        case message(Hash256)
    }

    /// Which way a message goes, from a transaction's side.
    public enum MessageDirection: String, Hashable, Sendable {
        /// To it.
        case incoming = "in"
        /// From it.
        case outgoing = "out"
    }

    /// The newest masterchain block that is indexed, and the oldest.
    public static func masterchainInformation() -> TONCenterRequest<Unproved<MasterchainInformation>> {
        request("masterchainInfo", as: MasterchainInformationV3.self) { Unproved(hint: $0.information) }
    }

    /// An account as it stands.
    public static func addressInformation(
        of account: AccountAddress
    ) -> TONCenterRequest<Unproved<AddressInformation>> {
        request("addressInformation", [("address", account.raw)], as: AddressInformationV3.self) {
            Unproved(hint: $0.information)
        }
    }

    /// Accounts as they stand, at most ``maximumRowCount``, in no order.
    ///
    /// With code hashes, only those whose code has one of them. The request exists without addresses too, see
    /// ``accountStates(codeHash:includesCells:)``.
    ///
    /// - Parameter includesCells: Whether code and data come along; they are checked against their hashes.
    public static func accountStates(
        of accounts: [AccountAddress], codeHashes: [Hash256] = [], includesCells: Bool = false
    ) -> TONCenterRequest<Unproved<[AccountStateRecord]>> {
        accountStates(
            accounts.map { ("address", $0.raw) } + codeHashes.map { ("code_hash", $0.hex) },
            codeHashes: codeHashes, includesCells: includesCells)
    }

    /// Accounts whose code has a hash, at most ``maximumRowCount``, in no order and without a next page: where as many
    /// come, there may be more.
    ///
    /// Servers differ. `ton-index-go` of 2024 to 2026 knows the parameter but refuses requests that name no address
    /// (status 422, “address of account is required”); then ``messages(opcode:direction:from:order:)`` is the other way
    /// to find contracts. An answer that holds an account with another code is refused.
    public static func accountStates(
        codeHash: Hash256, includesCells: Bool = false
    ) -> TONCenterRequest<Unproved<[AccountStateRecord]>> {
        accountStates([("code_hash", codeHash.hex)], codeHashes: [codeHash], includesCells: includesCells)
    }

    private static func accountStates(
        _ parameters: [(String, String?)], codeHashes: [Hash256], includesCells: Bool
    ) -> TONCenterRequest<Unproved<[AccountStateRecord]>> {
        request(
            "accountStates", parameters + [("include_boc", includesCells ? "true" : "false")], as: AccountStates.self
        ) { answer throws(TONCenterError) in
            for (position, state) in answer.accounts.enumerated() where !codeHashes.isEmpty {
                guard let hash = state.codeHash, codeHashes.contains(hash) else {
                    throw .field(
                        path: ".accounts[\(position)].code_hash",
                        reason: "is \(state.codeHash?.hex ?? "none"), which wasn't asked for")
                }
            }
            return Unproved(hint: answer.accounts)
        }
    }

    /// Transactions of accounts.
    ///
    /// - Parameters:
    ///   - accounts: Whose; all accounts', if none.
    ///   - lowestLT: Those of this logical time and later.
    ///   - order: By logical time.
    public static func transactions(
        of accounts: [AccountAddress], from lowestLT: UInt64 = 0, order: Order = .ascending
    ) -> TONCenterList<ClaimedTransactionRecord> {
        let parameters = accounts.map { ("account", Optional($0.raw)) } + [("start_lt", start(lowestLT))]
        return list("transactions", parameters, order, as: Transactions.self, \.transactions, identity: \.hash.hex)
    }

    /// The transaction of a hash: one, or none where the server doesn't know it.
    public static func transaction(
        _ hash: Hash256
    ) -> TONCenterRequest<Unproved<[ClaimedTransactionRecord]>> {
        request("transactions", [("hash", hash.hex)], as: Transactions.self) { Unproved(hint: $0.transactions) }
    }

    /// The transactions that sent or took a message.
    public static func transactionsByMessage(
        hash: Hash256, direction: MessageDirection? = nil
    ) -> TONCenterRequest<Unproved<[ClaimedTransactionRecord]>> {
        request(
            "transactionsByMessage", [("msg_hash", hash.hex), ("direction", direction?.rawValue)],
            as: Transactions.self
        ) { Unproved(hint: $0.transactions) }
    }

    /// Messages that start with an operation code. Finds the contracts that speak a protocol.
    public static func messages(
        opcode: UInt32, direction: MessageDirection = .incoming, from lowestLT: UInt64 = 0, order: Order = .ascending
    ) -> TONCenterList<ClaimedMessageRecord> {
        let digits = String(opcode, radix: 16)
        let parameters: [(String, String?)] = [
            ("opcode", "0x" + String(repeating: "0", count: 8 - digits.count) + digits),
            ("direction", direction.rawValue), ("start_lt", start(lowestLT)),
        ]
        return list("messages", parameters, order, as: Messages.self, \.messages, identity: \.hash.hex)
    }

    /// Traces.
    public static func traces(
        _ filter: TraceFilter, from lowestLT: UInt64 = 0, order: Order = .ascending
    ) -> TONCenterList<TraceRecord> {
        let selection =
            switch filter {
            case .account(let account): ("account", account.raw)
            case .trace(let hash): ("trace_id", hash.hex)
            case .transaction(let hash): ("tx_hash", hash.hex)
            case .message(let hash): ("msg_hash", hash.hex)
            }
        return list(
            "traces", [selection, ("start_lt", start(lowestLT))], order, as: Traces.self, \.traces,
            identity: \.identifier)
    }

    /// Runs a get-method on the server.
    public static func runGetMethod(
        _ method: String, of account: AccountAddress, arguments: [StackArgument] = []
    ) -> TONCenterRequest<Unproved<GetMethodResult>> {
        let stack = arguments.map { argument in
            switch argument {
            case .number(let number): StackField(type: "num", value: number.description)
            case .cell(let cell): StackField(type: "cell", value: Base64.encode(cell.boc()))
            case .slice(let cell): StackField(type: "slice", value: Base64.encode(cell.boc()))
            }
        }
        return request(
            "runGetMethod", body: JSONBody.encode(RunBody(address: account.raw, method: method, stack: stack)),
            as: GetMethodResult.self
        ) { Unproved(hint: $0) }
    }

    /// Sends an external message to the chain. After a failure it is sent again only where the server can't have
    /// taken it.
    public static func send(_ message: Cell) -> TONCenterRequest<Unproved<MessageReceipt>> {
        request(
            "message", body: JSONBody.encode(MessageBody(boc: Base64.encode(message.boc()))), repetition: .ifNotTaken,
            as: MessageReceiptV3.self
        ) { Unproved(hint: $0.receipt) }
    }

    private struct AccountStates: Decodable { let accounts: [AccountStateRecord] }
    private struct Transactions: Decodable { let transactions: [ClaimedTransactionRecord] }
    private struct Messages: Decodable { let messages: [ClaimedMessageRecord] }
    private struct Traces: Decodable { let traces: [TraceRecord] }

    private struct RunBody: Encodable {
        let address: String
        let method: String
        let stack: [StackField]
    }

    private struct StackField: Encodable {
        let type: String
        let value: String
    }

    private static func start(_ lt: UInt64) -> String? { lt > 0 ? String(lt) : nil }

    private static func list<Value: Decodable & SendableMetatype, Item>(
        _ method: String, _ parameters: [(String, String?)], _ order: Order, as _: Value.Type,
        _ items: @escaping @Sendable (Value) -> [Item], identity: @escaping @Sendable (Item) -> String
    ) -> TONCenterList<Item> {
        TONCenterList(identity: identity) { offset, limit in
            request(
                method,
                parameters + [
                    ("sort", order.rawValue), ("limit", String(limit)), ("offset", String(offset)),
                ], as: Value.self
            ) { Unproved(hint: items($0)) }
        }
    }

    private static func request<Value: Decodable & SendableMetatype, Answer>(
        _ method: String, _ parameters: [(String, String?)] = [], body: Data? = nil,
        repetition: TONCenterRequest<Answer>.Repetition = .always, as _: Value.Type,
        _ convert: @escaping @Sendable (Value) throws(TONCenterError) -> Answer
    ) -> TONCenterRequest<Answer> {
        TONCenterRequest(
            path: "/api/v3/" + method,
            parameters: parameters.compactMap { name, value in value.map { .init(name, $0) } },
            body: body, repetition: repetition
        ) { json throws(TONCenterError) in
            try convert(try TONCenterError.decoding(Value.self, from: json))
        }
    }
}
