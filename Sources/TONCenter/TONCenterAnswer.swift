public import FoundationEssentials
import TONCells
import TONCrypto

/// An answer of the TON Center HTTP API, recognised by its shape.
///
/// Read from a file or from the network alike. What the answer says is only what a server says: raw transactions
/// in it are checked by whoever uses them.
public enum TONCenterAnswer: Sendable {
    /// Version 2 `getTransactions`: raw transactions of one account, newest first.
    case transactions([RawTransactionRecord])
    /// Version 2 `getAddressInformation`: an account as it stands.
    case addressInformation(AddressInformation)
    /// Version 3 `traces`: decoded transactions, without their cells.
    case traces([TraceRecord])

    /// Recognises and decodes an answer. Throws where the bytes are no JSON, of no known shape, or miss a field.
    public init(json: Data) throws(TONCenterError) {
        self = try TONCenterError.decoding(Shape.self, from: json).answer
    }

    private struct Shape: Decodable {
        let answer: TONCenterAnswer

        private enum Key: String, CodingKey {
            case ok, result, error, code, traces
        }

        init(from decoder: any Decoder) throws {
            let container: KeyedDecodingContainer<Key>
            do {
                container = try decoder.container(keyedBy: Key.self)
            } catch {
                throw TONCenterError.unknownShape("the top level is no object")
            }
            if container.contains(.traces) {
                answer = .traces(try container.decode([TraceRecord].self, forKey: .traces))
                return
            }
            guard container.contains(.ok) else {
                throw TONCenterError.unknownShape("neither `ok` with `result` (version 2) nor `traces` (version 3)")
            }
            guard try container.decode(Bool.self, forKey: .ok) else {
                throw TONCenterError.refused(
                    code: try? container.decode(Int.self, forKey: .code),
                    message: (try? container.decode(String.self, forKey: .error)) ?? "no message")
            }
            if let list = try? container.nestedUnkeyedContainer(forKey: .result) {
                var list = list
                var records: [RawTransactionRecord] = []
                records.reserveCapacity(list.count ?? 0)
                while !list.isAtEnd { records.append(try list.decode(RawTransactionRecord.self)) }
                answer = .transactions(records)
            } else {
                answer = .addressInformation(try container.decode(AddressInformation.self, forKey: .result))
            }
        }
    }
}

/// Why an answer can't be used.
public enum TONCenterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes are no JSON.
    case notJSON(String)
    /// JSON of another shape.
    case unknownShape(String)
    /// A field is missing or of the wrong kind, at a path in the JSON.
    case field(path: String, reason: String)
    /// The server itself reports an error.
    case refused(code: Int?, message: String)

    /// Decodes JSON; what stands there and isn't asked for is stepped over.
    static func decoding<Value: Decodable>(
        _ type: Value.Type, from json: Data
    ) throws(TONCenterError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: json)
        } catch let error as TONCenterError {
            throw error
        } catch let error as DecodingError {
            throw TONCenterError(error)
        } catch {
            throw .notJSON("\(error)")
        }
    }

    init(_ error: DecodingError) {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + (last.map { [$0] } ?? [])
            return keys.map { key in key.intValue.map { "[\($0)]" } ?? "." + key.stringValue }.joined()
        }
        switch error {
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self = .notJSON(context.debugDescription)
        case .dataCorrupted(let context):
            self = .field(path: path(context), reason: context.debugDescription)
        case .keyNotFound(let key, let context):
            self = .field(path: path(context, key), reason: "is missing")
        case .typeMismatch(let type, let context):
            self = .field(path: path(context), reason: "is no \(type)")
        case .valueNotFound(let type, let context):
            self = .field(path: path(context), reason: "is null, expected \(type)")
        @unknown default:
            self = .notJSON("\(error)")
        }
    }

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .notJSON(let reason): "no JSON: \(reason)"
        case .unknownShape(let reason): "no answer of TON Center: \(reason)"
        case .field(let path, let reason): "\(path.isEmpty ? "." : path) \(reason)"
        case .refused(let code, let message):
            "the server answered with error \(code.map(String.init) ?? "?"): \(message)"
        }
    }
}

/// A decimal integer that JSON gives as a number or as a string.
struct DecimalField<Value: FixedWidthInteger & Decodable & LosslessStringConvertible & Sendable>: Decodable, Sendable {
    let value: Value

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            guard let value = Value(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "“\(text)” is no decimal integer in range")
            }
            self.value = value
        } else {
            do {
                value = try container.decode(Value.self)
            } catch DecodingError.typeMismatch(let type, let context) {
                throw DecodingError.typeMismatch(type, context)
            } catch DecodingError.valueNotFound(let type, let context) {
                throw DecodingError.valueNotFound(type, context)
            } catch {
                // A number that doesn't fit is reported as if the whole were no JSON, without its place.
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "is no integer from \(Value.min) to \(Value.max)")
            }
        }
    }
}

/// Bytes that JSON gives in base64.
struct Base64Field: Decodable, Sendable {
    let bytes: Data

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let bytes = Data(base64Encoded: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no base64")
        }
        self.bytes = bytes
    }
}

/// A hash that JSON gives in base64.
struct HashField: Decodable, Sendable {
    let hash: Hash256

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let bytes = Base64.decodeAnyAlphabet(text), let hash = Hash256(bytes) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "is no 32 bytes in base64: “\(text)”")
        }
        self.hash = hash
    }
}

/// An address that JSON gives in any form.
struct AddressField: Decodable, Sendable {
    let address: AccountAddress

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            address = try AccountAddress(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "is no address: \(error)")
        }
    }
}
