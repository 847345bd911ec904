public import FoundationEssentials
public import TONCells
public import TONCrypto

/// A trace as version 3 `traces` serves it: decoded transactions, claimed by the server.
public struct TraceRecord: Sendable {
    /// The trace's id, as the server writes it.
    public let identifier: String
    /// Its transactions, in order of logical time.
    public let transactions: [ClaimedTransactionRecord]
    /// Whether the server says that it left some out.
    public let isIncomplete: Bool
}

/// A transaction without its cell, as version 3 serves it.
public struct ClaimedTransactionRecord: Sendable {
    /// The account.
    public let account: AccountAddress
    /// Logical time.
    public let lt: UInt64
    /// The hash that the transaction's cell is said to have.
    public let hash: Hash256
    /// Unix seconds.
    public let time: UInt32
    /// `nonexist`, `uninit`, `active` or `frozen`.
    public let originalStatus: String?
    /// The same, after.
    public let endStatus: String?
    /// Whether the compute phase was skipped; nil where the record doesn't tell of it.
    public let isComputeSkipped: Bool?
    /// Why, as TL-B names it without `cskip_`.
    public let skipReason: String?
    /// Whether the compute phase succeeded.
    public let isComputeSuccess: Bool?
    /// Its exit code.
    public let exitCode: Int32?
    /// Whether the action phase succeeded; nil where it isn't told of.
    public let isActionSuccess: Bool?
    /// Its result code.
    public let actionCode: Int32?
    /// Whether the transaction was aborted.
    public let isAborted: Bool?
    /// The message that caused it.
    public let inMessage: ClaimedMessageRecord?
    /// The messages that it sent.
    public let outMessages: [ClaimedMessageRecord]
}

/// A message as version 3 serves it.
public struct ClaimedMessageRecord: Sendable {
    /// The hash that the message's cell is said to have.
    public let hash: Hash256
    /// The sender; nil from outside.
    public let source: AccountAddress?
    /// The receiver; nil to outside.
    public let destination: AccountAddress?
    /// Coins attached.
    public let value: Coins
    /// Logical time of sending; 0 from outside.
    public let createdLT: UInt64
    /// Whether it is a bounce coming back.
    public let isBounced: Bool
    /// The body, a bag of cells; nil where it isn't given.
    public let body: Data?
    /// The hash that the body is said to have; nil where it isn't given.
    public let bodyHash: Hash256?
    /// Code and data that it brings, a bag of cells; nil where there are none or they aren't given.
    public let stateInit: Data?
}

extension TraceRecord: Decodable {
    private enum Key: String, CodingKey {
        case identifier = "trace_id"
        case transactions
        case isIncomplete = "is_incomplete"
    }

    /// Reads the trace; of its transactions only what settlement needs.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        identifier = try container.decodeIfPresent(String.self, forKey: .identifier) ?? ""
        let byHash =
            try container.decodeIfPresent([String: ClaimedTransactionRecord].self, forKey: .transactions) ?? [:]
        transactions = byHash.values.sorted { ($0.lt, $0.hash) < ($1.lt, $1.hash) }
        isIncomplete = try container.decodeIfPresent(Bool.self, forKey: .isIncomplete) ?? false
    }
}

extension ClaimedTransactionRecord: Decodable {
    private enum Key: String, CodingKey {
        case account, lt, hash, now, description
        case originalStatus = "orig_status"
        case endStatus = "end_status"
        case inMessage = "in_msg"
        case outMessages = "out_msgs"
    }

    private struct Description: Decodable {
        struct Compute: Decodable {
            let skipped: Bool?
            let reason: String?
            let success: Bool?
            let exitCode: DecimalField<Int32>?

            enum CodingKeys: String, CodingKey {
                case skipped, reason, success
                case exitCode = "exit_code"
            }
        }
        struct Action: Decodable {
            let success: Bool?
            let resultCode: DecimalField<Int32>?

            enum CodingKeys: String, CodingKey {
                case success
                case resultCode = "result_code"
            }
        }
        let aborted: Bool?
        let compute: Compute?
        let action: Action?

        enum CodingKeys: String, CodingKey {
            case aborted, action
            case compute = "compute_ph"
        }
    }

    /// Reads the record; null fields are taken as absent.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        account = try container.decode(AddressField.self, forKey: .account).address
        lt = try container.decode(DecimalField<UInt64>.self, forKey: .lt).value
        hash = try container.decode(HashField.self, forKey: .hash).hash
        time = try container.decode(DecimalField<UInt32>.self, forKey: .now).value
        originalStatus = try container.decodeIfPresent(String.self, forKey: .originalStatus)
        endStatus = try container.decodeIfPresent(String.self, forKey: .endStatus)
        let description = try container.decodeIfPresent(Description.self, forKey: .description)
        isComputeSkipped = description?.compute?.skipped
        skipReason = description?.compute?.reason
        isComputeSuccess = description?.compute?.success
        exitCode = description?.compute?.exitCode?.value
        isActionSuccess = description?.action?.success
        actionCode = description?.action?.resultCode?.value
        isAborted = description?.aborted
        inMessage = try container.decodeIfPresent(ClaimedMessageRecord.self, forKey: .inMessage)
        outMessages = try container.decodeIfPresent([ClaimedMessageRecord].self, forKey: .outMessages) ?? []
    }
}

extension ClaimedMessageRecord: Decodable {
    private enum Key: String, CodingKey {
        case hash, source, destination, value, bounced
        case createdLT = "created_lt"
        case content = "message_content"
        case initialState = "init_state"
    }

    private struct Content: Decodable {
        let hash: HashField?
        let body: Base64Field?
    }

    /// Reads the record; null fields are taken as absent.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        hash = try container.decode(HashField.self, forKey: .hash).hash
        source = try container.decodeIfPresent(AddressField.self, forKey: .source)?.address
        destination = try container.decodeIfPresent(AddressField.self, forKey: .destination)?.address
        value = Coins(
            nanoTON: try container.decodeIfPresent(DecimalField<UInt64>.self, forKey: .value)?.value ?? 0)
        createdLT = try container.decodeIfPresent(DecimalField<UInt64>.self, forKey: .createdLT)?.value ?? 0
        isBounced = try container.decodeIfPresent(Bool.self, forKey: .bounced) ?? false
        let content = try container.decodeIfPresent(Content.self, forKey: .content)
        body = content?.body?.bytes
        bodyHash = content?.hash?.hash
        let initial = try container.decodeIfPresent(Content.self, forKey: .initialState)
        stateInit = initial?.body?.bytes
    }
}
