import Foundation

/// JSON with a schema.
enum OfflineDocument {
    private struct Header: Decodable {
        let schema: String
    }

    static func encode(_ document: some Encodable) throws(OfflineError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
        } catch {
            throw .notADocument(expected: "of JSON", "it can't be written")
        }
    }

    static func decode<T: Decodable>(
        _ type: T.Type, schema: String, bytes: [UInt8], limit: Int
    ) throws(OfflineError) -> T {
        guard bytes.count <= limit else {
            throw .notADocument(expected: schema, "it has \(bytes.count) bytes, at most \(limit) are read")
        }
        let data = Data(bytes)
        guard let header = try? JSONDecoder().decode(Header.self, from: data) else {
            throw .notADocument(expected: schema, "found no JSON with a schema")
        }
        guard header.schema == schema else {
            throw .notADocument(expected: schema, "found \(header.schema.prefix(64))")
        }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw .notADocument(expected: schema, "a field is missing or of the wrong type")
        }
    }
}
