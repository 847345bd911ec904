public import FoundationEssentials
public import TONCells
public import TONCrypto

/// A raw transaction as version 2 `getTransactions` serves it.
public struct RawTransactionRecord: Sendable {
    /// The account that the server says it belongs to.
    public let account: AccountAddress?
    /// The logical time that the server says it has.
    public let lt: UInt64
    /// The hash that the server says it has.
    public let hash: Hash256
    /// The transaction itself: a bag of cells.
    public let data: Data
}

extension RawTransactionRecord: Decodable {
    private enum Key: String, CodingKey {
        case address, data
        case identifier = "transaction_id"
    }

    private struct Address: Decodable {
        let account: AddressField

        enum CodingKeys: String, CodingKey {
            case account = "account_address"
        }
    }

    private struct Identifier: Decodable {
        let lt: DecimalField<UInt64>
        let hash: HashField
    }

    /// Reads the fields that settlement needs; the server's own decoding of the transaction is not looked at.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let identifier = try container.decode(Identifier.self, forKey: .identifier)
        lt = identifier.lt.value
        hash = identifier.hash.hash
        data = try container.decode(Base64Field.self, forKey: .data).bytes
        account = try container.decodeIfPresent(Address.self, forKey: .address)?.account.address
    }
}

/// An account as version 2 `getAddressInformation` serves it. The answer doesn't name the account itself.
public struct AddressInformation: Sendable {
    /// Balance in nanoTON.
    public let balance: Coins
    /// `active`, `uninitialized` or `frozen`.
    public let state: String
    /// The code, a bag of cells; nil where there is none.
    public let code: Data?
    /// The data, a bag of cells; nil where there is none.
    public let data: Data?
    /// Logical time of the last transaction; 0 where there was none.
    public let lastLT: UInt64
    /// Hash of the last transaction.
    public let lastHash: Hash256
    /// The whole `ShardAccount`, a bag of cells, where the source gives it: the one form that can be checked against
    /// the last transaction.
    public let shardAccount: Data?
}

/// Version 3 `addressInformation`: the same as version 2's, in other words.
struct AddressInformationV3: Decodable {
    let information: AddressInformation

    private enum Key: String, CodingKey {
        case balance, code, data, status
        case lastLT = "last_transaction_lt"
        case lastHash = "last_transaction_hash"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let amount = try container.decode(DecimalField<Int64>.self, forKey: .balance).value
        func bytes(_ key: Key) throws -> Data? {
            let bytes = try container.decodeIfPresent(Base64Field.self, forKey: key)?.bytes
            return bytes?.isEmpty == true ? nil : bytes
        }
        information = AddressInformation(
            balance: Coins(nanoTON: UInt64(clamping: amount)),
            state: try container.decode(String.self, forKey: .status), code: try bytes(.code), data: try bytes(.data),
            lastLT: try container.decodeIfPresent(DecimalField<UInt64>.self, forKey: .lastLT)?.value ?? 0,
            lastHash: try container.decodeIfPresent(HashField.self, forKey: .lastHash)?.hash ?? .zero,
            shardAccount: nil)
    }
}

extension AddressInformation: Decodable {
    private enum Key: String, CodingKey {
        case balance, state, code, data
        case last = "last_transaction_id"
        case shardAccount = "shard_account_boc"
    }

    private struct Identifier: Decodable {
        let lt: DecimalField<UInt64>
        let hash: HashField
    }

    /// Reads the answer's fields.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // TON Center gives -1 for an account that never was.
        let amount = try container.decode(DecimalField<Int64>.self, forKey: .balance).value
        balance = Coins(nanoTON: UInt64(clamping: amount))
        state = try container.decode(String.self, forKey: .state)
        func bytes(_ key: Key) throws -> Data? {
            guard let bytes = try container.decodeIfPresent(Base64Field.self, forKey: key)?.bytes, !bytes.isEmpty else {
                return nil
            }
            return bytes
        }
        code = try bytes(.code)
        data = try bytes(.data)
        shardAccount = try bytes(.shardAccount)
        let last = try container.decode(Identifier.self, forKey: .last)
        lastLT = last.lt.value
        lastHash = last.hash.hash
    }
}
