import SilkTestSupport
import TONCrypto

@testable import TONLiteClient

/// A question and the answer of the node software of July 2026.
struct RecordedExchange: Decodable {
    let label: String
    let method: String?
    let query: [UInt8]
    let answer: [UInt8]

    private enum CodingKeys: CodingKey {
        case label, method, query, answer
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func bytes(_ key: CodingKeys) throws -> [UInt8] {
            guard let bytes = Hex.decode(try container.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "no hex")
            }
            return bytes
        }
        label = try container.decode(String.self, forKey: .label)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        query = try bytes(.query)
        answer = try bytes(.answer)
    }

    private struct Document: Decodable {
        let exchanges: [RecordedExchange]
    }

    /// All of them; none where the recorded data is absent.
    static let all: [RecordedExchange] =
        (try? RecordedFixtures.json(Document.self, "liteserver/localnet_exchanges.json").exchanges) ?? []

    /// The one with a label.
    static func labelled(_ label: String) throws -> RecordedExchange {
        struct Absent: Error {
            let label: String
        }
        guard let exchange = all.first(where: { $0.label == label }) else { throw Absent(label: label) }
        return exchange
    }
}
