import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@Suite("Recorded dictionaries", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedHashmapTests {
    struct Configuration: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let isDictionary: Bool
        let hash: String
        let params: [String: String]

        enum CodingKeys: String, CodingKey {
            case file, params
            case isDictionary = "dict_root_is_boc_root"
            case hash = "config_dict_root_hash"
        }

        var testDescription: String { file }
    }

    static let configurations: [Configuration] =
        (try? RecordedFixtures.json([Configuration].self, "config/INDEX.json"))?.filter(\.isDictionary) ?? []

    @Test("a configuration has the stated parameters, and the same root when built afresh", arguments: configurations)
    func configuration(_ configuration: Configuration) throws {
        let root = try Cell(boc: try RecordedFixtures.bytes("config/" + configuration.file))
        #expect(root.hash.hex == configuration.hash)
        let dictionary = HashmapE(keyBits: 32, root: root)
        var found: [String: String] = [:]
        var fresh: [(key: BitString, value: CellBuilder)] = []
        for (key, value) in try dictionary.entries() {
            var slice = value
            let cell = try slice.loadReference()
            try slice.end()
            let number = Int32(truncatingIfNeeded: try #require(key.unsignedValue))
            found[String(number)] = cell.hash.hex
            var content = CellBuilder()
            try content.store(value)
            fresh.append((key, content))
            #expect(try dictionary.value(for: key) == value)
        }
        #expect(found == configuration.params)
        let built = try HashmapE(keyBits: 32, entries: fresh)
        #expect(try HashmapE(keyBits: 32, entries: fresh.reversed()) == built)
        // One was written with labels that the reference reads and never writes.
        guard configuration.file != "tongo_precompiled_config.boc" else {
            #expect(built != dictionary)
            return
        }
        #expect(built.root == root)
        // Taking one out and putting it back restores the root.
        var changed = dictionary
        for (key, value) in fresh {
            #expect(try changed.remove(key))
            #expect(try changed.value(for: key) == nil)
            try changed.set(value, for: key)
            #expect(changed == dictionary)
        }
    }

    @Test("there are bare configurations")
    func count() {
        #expect(Self.configurations.count == 4)
    }

    struct Cases: Decodable {
        struct Case: Decodable {
            struct Input: Decodable {
                let keySizeBits: Int
                let bocHex: String?
                let bocBase64: String?
            }

            let input: Input
        }

        let testCases: [String: Case]
    }

    private func dictionary(_ number: Int) throws -> HashmapE {
        let cases = try RecordedFixtures.json(Cases.self, "dict/sdk_hashmap-deserialization.json")
        let input = try #require(cases.testCases["hashmap-deserialization-\(number)"]).input
        let bytes = try #require(
            input.bocHex.flatMap { Hex.decode($0) } ?? input.bocBase64.flatMap { Base64.decode($0) })
        return HashmapE(keyBits: input.keySizeBits, root: try Cell(boc: bytes))
    }

    private func numbers(_ dictionary: HashmapE, bits: Int) throws -> [(key: UInt64, value: UInt64)] {
        try dictionary.entries().map { entry in
            var slice = entry.value
            let value = try slice.loadUInt(bits: bits)
            try slice.end()
            return (try #require(entry.key.unsignedValue), value)
        }
    }

    @Test("the vectors of another project")
    func vectors() throws {
        let many = try numbers(try dictionary(1), bits: 8)
        #expect(many.count == 100)
        #expect(many.first?.value == 1)
        let few = try numbers(try dictionary(2), bits: 16)
        #expect(few.count == 3)
        #expect(few[2].key == 32781 && few[2].value == 169)
        // Leaves without a value.
        let configuration = try dictionary(3).entries()
        #expect(configuration.count == 14)
        #expect(configuration[2].key == BitString(9, bits: 32))
        #expect(configuration.last?.key == BitString(UInt64(UInt32(bitPattern: -1000)), bits: 32))
        // The fourth is a HashmapE: a bit, then the root.
        let root = try #require(try dictionary(4).root)
        var slice = try root.slice()
        let last = try numbers(try HashmapE(keyBits: 16, from: &slice), bits: 16)
        #expect(last.count == 3)
        #expect(last.first?.value == 169)
    }

    @Test("augmented and prefix dictionaries are refused as what they are not", arguments: 5...7)
    func otherLayouts(number: Int) throws {
        let dictionary = try dictionary(number)
        #expect(throws: CellError.self) { try dictionary.entries() }
    }
}
