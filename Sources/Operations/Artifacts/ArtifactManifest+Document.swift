import Cocoon
import TONCrypto

extension ArtifactManifest {
    /// The one field that says how to read the others.
    struct Schema: Decodable {
        let schema: String?
    }

    /// The manifest as it is written.
    struct Document: Decodable {
        let language: String
        let compiler: String
        let flags: [String]
        let contracts: [Entry]

        enum CodingKeys: String, CodingKey, CaseIterable {
            case schema, language, compiler, flags, contracts
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
            language = try container.decode(String.self, forKey: .language)
            compiler = try container.decode(String.self, forKey: .compiler)
            flags = try container.decode([String].self, forKey: .flags)
            contracts = try container.decode([Entry].self, forKey: .contracts)
        }
    }

    /// A contract as it is written.
    struct Entry: Decodable {
        let contract: Contract

        enum CodingKeys: String, CodingKey, CaseIterable {
            case contract, code
            case codeHash = "code_hash"
            case cells, bits, depth
            case lowestGlobalVersion = "lowest_global_version"
            case predecessor
            case standardLibraryHash = "standard_library_sha256"
            case sources
            case sourcesHash = "sources_sha256"
            case storage
            case storageHash = "storage_sha256"
            case opcodes
            case exitCodes = "exit_codes"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
            contract = Contract(
                role: try container.value(.contract, "one of COCOON's contracts") { ContractRole(rawValue: $0) },
                codeFile: try container.value(.code, "the name of a file") { ArtifactFile.isName($0) ? $0 : nil },
                codeHash: try container.hash(.codeHash),
                size: CodeSize(
                    cells: try container.decode(Int.self, forKey: .cells),
                    bits: try container.decode(Int.self, forKey: .bits),
                    depth: try container.decode(Int.self, forKey: .depth)),
                lowestGlobalVersion: try container.decode(UInt32.self, forKey: .lowestGlobalVersion),
                predecessor: try container.hash(.predecessor),
                standardLibraryHash: try container.hash(.standardLibraryHash),
                sources: try container.values(.sources, "the SHA-256 of a file below the folder of the sources") {
                    ArtifactFile.isPath($0) ? Hash256(hex: $1) : nil
                },
                sourcesHash: try container.hash(.sourcesHash),
                storage: try container.decode([String].self, forKey: .storage),
                storageHash: try container.hash(.storageHash),
                opcodes: try container.values(.opcodes, "an operation in 8 hexadecimal digits") {
                    $1.utf8.count == 8 ? UInt32($1, radix: 16).map(Opcode.init(rawValue:)) : nil
                },
                exitCodes: try container.decode([String: Int32].self, forKey: .exitCodes)
                    .mapValues(ExitCode.init(rawValue:)))
        }
    }
}

extension KeyedDecodingContainer {
    /// A text that means something.
    fileprivate func value<T>(_ key: Key, _ expected: String, _ read: (String) -> T?) throws -> T {
        let text = try decode(String.self, forKey: key)
        guard let value = read(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "expected \(expected), found \"\(text)\"")
        }
        return value
    }

    fileprivate func hash(_ key: Key) throws -> Hash256 {
        try value(key, "64 hexadecimal digits") { Hash256(hex: $0) }
    }

    /// Texts by name, each of which means something.
    fileprivate func values<T>(_ key: Key, _ expected: String, _ read: (String, String) -> T?) throws -> [String: T] {
        var values: [String: T] = [:]
        for (name, text) in try decode([String: String].self, forKey: key) {
            guard let value = read(name, text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: self, debugDescription: "expected \(expected), found \"\(text)\" for \(name)")
            }
            values[name] = value
        }
        return values
    }
}

extension Decoder {
    /// A container in which there is nothing but the fields of a schema.
    fileprivate func strictContainer<Keys: CodingKey & CaseIterable>(
        keyedBy keys: Keys.Type
    ) throws -> KeyedDecodingContainer<Keys> {
        let known = Set(keys.allCases.map(\.stringValue))
        let found = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = found.filter({ !known.contains($0) }).min() {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "the field \(unknown) isn't known"))
        }
        return try container(keyedBy: keys)
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}
