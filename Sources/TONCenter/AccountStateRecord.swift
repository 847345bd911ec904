import FoundationEssentials
public import TONCells
public import TONCrypto

/// An account as version 3 `accountStates` serves it.
public struct AccountStateRecord: Hashable, Sendable {
    /// The account.
    public let account: AccountAddress
    /// Balance in nanoTON.
    public let balance: Coins
    /// `active`, `uninit`, `frozen` or `nonexist`.
    public let status: String
    /// Hash of the code; nil where there is none.
    public let codeHash: Hash256?
    /// Hash of the data; nil where there is none.
    public let dataHash: Hash256?
    /// The code, if asked for. It has the hash that stands beside it.
    public let code: Cell?
    /// The data, if asked for. It has the hash that stands beside it.
    public let data: Cell?
    /// Logical time of the last transaction; 0 where there was none.
    public let lastLT: UInt64
    /// Hash of the last transaction.
    public let lastHash: Hash256
}

extension AccountStateRecord: Decodable {
    private enum Key: String, CodingKey {
        case address, balance, status
        case codeHash = "code_hash"
        case dataHash = "data_hash"
        case code = "code_boc"
        case data = "data_boc"
        case lastLT = "last_transaction_lt"
        case lastHash = "last_transaction_hash"
    }

    /// Reads the record. Throws too where code or data don't have the hash that stands beside them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        account = try container.decode(AddressField.self, forKey: .address).address
        balance = Coins(
            nanoTON: try container.decodeIfPresent(DecimalField<UInt64>.self, forKey: .balance)?.value ?? 0)
        status = try container.decode(String.self, forKey: .status)
        lastLT = try container.decodeIfPresent(DecimalField<UInt64>.self, forKey: .lastLT)?.value ?? 0
        lastHash = try container.decodeIfPresent(HashField.self, forKey: .lastHash)?.hash ?? .zero
        func cell(_ key: Key, _ hashKey: Key) throws -> (Cell?, Hash256?) {
            let hash = try container.decodeIfPresent(HashField.self, forKey: hashKey)?.hash
            let cell = try container.decodeIfPresent(CellField.self, forKey: key)?.cell
            if let cell, cell.hash != hash {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "has hash \(cell.hash), beside it stands \(hash?.hex ?? "none")")
            }
            return (cell, hash)
        }
        (code, codeHash) = try cell(.code, .codeHash)
        (data, dataHash) = try cell(.data, .dataHash)
    }
}

/// What a server says after taking a message.
public struct MessageReceipt: Hashable, Sendable {
    /// The hash that the message's cell is said to have.
    public let hash: Hash256
    /// The hash of the message in its normal form, which wallets may change on the way; nil where the server doesn't
    /// say.
    public let normalizedHash: Hash256?
}

/// Version 2 `sendBocReturnHash`.
struct MessageReceiptV2: Decodable {
    let hash: HashField
    let normalizedHash: HashField?

    private enum CodingKeys: String, CodingKey {
        case hash
        case normalizedHash = "hash_norm"
    }

    var receipt: MessageReceipt { MessageReceipt(hash: hash.hash, normalizedHash: normalizedHash?.hash) }
}

/// Version 3 `message`.
struct MessageReceiptV3: Decodable {
    let hash: HashField
    let normalizedHash: HashField?

    private enum CodingKeys: String, CodingKey {
        case hash = "message_hash"
        case normalizedHash = "message_hash_norm"
    }

    var receipt: MessageReceipt { MessageReceipt(hash: hash.hash, normalizedHash: normalizedHash?.hash) }
}
