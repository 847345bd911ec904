import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Bags of cells from real chains and from other implementations' tests, with the verdicts of the reference.
@Suite("Recorded bags of cells", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedBagTests {
    struct Entry: Decodable, Sendable, CustomTestStringConvertible {
        struct Header: Decodable, Sendable {
            let magic: String
            let roots: Int
            let cells: Int
        }

        let file: String
        let rootHashes: [String]
        let depth: [Int]
        let header: Header
        /// The verdict of the reference's reader of single roots; absent where there are several.
        let cppAccepts: Bool?

        enum CodingKeys: String, CodingKey {
            case file, depth, header
            case rootHashes = "root_hashes"
            case cppAccepts = "cpp_accepts"
        }

        var testDescription: String { file }
    }

    static let entries: [Entry] = (try? RecordedFixtures.json([Entry].self, "boc/INDEX_valid.json")) ?? []
    static let generic = entries.filter { $0.header.magic == "b5ee9c72" }
    static let accepted = generic.filter { $0.cppAccepts != false }

    @Test("the index has what these tests are about")
    func index() {
        #expect(Self.generic.count == 135)
        #expect(Self.generic.count { $0.cppAccepts == true } == 105)
        #expect(Self.generic.count { $0.cppAccepts == false } == 16)
        #expect(Self.generic.count { $0.cppAccepts == nil } == 14)
        #expect(Self.accepted.allSatisfy { ($0.cppAccepts == nil) == ($0.header.roots > 1) })
    }

    @Test("what the reference accepts has the stated root hashes", arguments: accepted)
    func accepts(_ entry: Entry) throws {
        let bytes = try RecordedFixtures.bytes("boc/" + entry.file)
        let roots = entry.header.roots == 1 ? [try Cell(boc: bytes)] : try BagOfCells(bytes).roots
        #expect(roots.map(\.hash.hex) == entry.rootHashes)
        #expect(roots.map(\.depth) == entry.depth)
    }

    @Test("what the reference refuses is refused", arguments: generic.filter { $0.cppAccepts == false })
    func refuses(_ entry: Entry) throws {
        let bytes = try RecordedFixtures.bytes("boc/" + entry.file)
        #expect(throws: BagOfCellsError.self) { try Cell(boc: bytes) }
    }

    @Test("a bag whose root alone has a level above 0 can be read as a bag")
    func levels() throws {
        for file in ["valid/6127c3e61a48d8cf.boc", "valid/699917a56cc4d17a.boc"] {
            let entry = try #require(Self.generic.first { $0.file == file })
            let bag = try BagOfCells(try RecordedFixtures.bytes("boc/" + file))
            #expect(bag.roots.map(\.hash.hex) == entry.rootHashes)
            #expect(bag.roots.map(\.level) == [1])
        }
    }

    @Test("every accepted bag survives all options", arguments: accepted)
    func roundTrip(_ entry: Entry) throws {
        let roots = try BagOfCells(try RecordedFixtures.bytes("boc/" + entry.file)).roots
        for options in BagOfCellsTests.allOptions {
            let again = try BagOfCells(BagOfCells(roots: roots).serialized(options)).roots
            #expect(again == roots)
            #expect(again.map(\.hash.hex) == entry.rootHashes)
        }
    }

    struct Case: Decodable {
        let mutation: String?
        let note: String?
        let bocHex: String?
        let bocBase64: String?
        let verdict: String
        let walletCore: String?

        enum CodingKeys: String, CodingKey {
            case mutation, note
            case bocHex = "boc_hex"
            case bocBase64 = "boc_b64"
            case verdict = "ton_cpp"
            case walletCore = "wallet_core"
        }

        func bytes() throws -> [UInt8] {
            let bytes = bocHex.map { Hex.decode($0) } ?? bocBase64.map { Base64.decode($0) }
            return try #require(bytes.flatMap { $0 })
        }
    }

    @Test("malformed bags of other projects' tests are all refused")
    func malformed() throws {
        let cases = try RecordedFixtures.json([Case].self, "boc/malformed/from_sources.json")
        #expect(cases.count == 19)
        for item in cases {
            #expect(item.verdict == "reject")
            let bytes = try item.bytes()
            #expect(throws: BagOfCellsError.self) { try BagOfCells(bytes) }
        }
    }

    @Test("mutated bags get the reference's verdict")
    func mutations() throws {
        let cases = try RecordedFixtures.json([Case].self, "boc/malformed/mutations.json")
        #expect(cases.count == 213)
        for item in cases {
            let bytes = try item.bytes()
            let hash = (try? Cell(boc: bytes, reading: .reference))?.hash.hex
            let found = hash.map { "accept:" + $0 } ?? "reject"
            #expect(found == item.verdict, "\(item.mutation ?? ""): \(Hex.encode(bytes.prefix(40)))")
            if item.mutation == "append byte" {
                // The strict reader takes no trailing byte.
                #expect(throws: BagOfCellsError.self) { try Cell(boc: bytes) }
            }
        }
    }

    @Test("what others accept gets the reference's verdict, and is accepted in lenient mode")
    func lenient() throws {
        let cases = try RecordedFixtures.json([Case].self, "boc/malformed/lenient_cases.json")
        #expect(cases.count == 6)
        for item in cases {
            let bytes = try item.bytes()
            let accepts = (try? Cell(boc: bytes)) != nil
            #expect(accepts == (item.verdict == "accept"), "\(item.note ?? "")")
            let hash = try BagOfCells(bytes, reading: .lenient).roots.first?.hash.hex ?? ""
            // Written as "accept (hash 96a296d2..cfc7)", or not at all.
            if let parts = item.walletCore?.split(separator: "hash ").last?.dropLast().components(separatedBy: "..") {
                let (start, end) = (try #require(parts.first), try #require(parts.last))
                #expect(hash.hasPrefix(start) && hash.hasSuffix(end))
            }
        }
    }

    @Test("what the reference refuses for its flaws has the stated roots in lenient mode", arguments: entries)
    func lenientRoots(_ entry: Entry) throws {
        let bag = try BagOfCells(try RecordedFixtures.bytes("boc/" + entry.file), reading: .lenient)
        #expect(bag.roots.map(\.hash.hex) == entry.rootHashes)
        // Of roots over pruned branches the index states the depth of the whole tree.
        #expect(bag.roots.map { $0.depth(level: 0) } == entry.depth)
    }

    @Test("lenient mode accepts no damaged cells, and gives the same cells as the strict one")
    func lenientIsNoWilder() throws {
        let mutations = try RecordedFixtures.json([Case].self, "boc/malformed/mutations.json")
        for item in mutations {
            let bytes = try item.bytes()
            let lenient = try? BagOfCells(bytes, reading: .lenient)
            if let strict = try? BagOfCells(bytes, reading: .reference) { #expect(lenient?.roots == strict.roots) }
            if item.mutation == "bad crc" { #expect(lenient == nil) }
        }
    }

    @Test("a mapped file has the same cells", arguments: accepted)
    func mapped(_ entry: Entry) throws {
        let file = try MappedFile(path: try RecordedFixtures.url("boc/" + entry.file).path)
        let roots = try BagOfCells(file).roots
        #expect(roots.map(\.hash.hex) == entry.rootHashes)
        let bytes = try RecordedFixtures.bytes("boc/" + entry.file)
        #expect(try BagOfCells(bytes).serialized(.block) == BagOfCells(roots: roots).serialized(.block))
    }
}
