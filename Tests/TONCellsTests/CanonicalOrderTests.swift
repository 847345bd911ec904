import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// The writer's order of cells against that of blocks and transactions which the reference wrote.
@Suite("Canonical order of cells", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct CanonicalOrderTests {
    struct Block: Decodable {
        let file: String
        let rootHash: String
        let fileHash: String?
        let isCanonical: Bool?

        enum CodingKeys: String, CodingKey {
            case file
            case rootHash = "root_hash"
            case fileHash = "file_hash"
            case isCanonical = "canonical_serialization"
        }
    }

    static let canonical: [String] = {
        let blocks: [Block] = (try? RecordedFixtures.json([Block].self, "blocks/INDEX.json")) ?? []
        return blocks.filter { $0.isCanonical == true }.map(\.file)
    }()

    @Test("there are blocks to compare with")
    func count() {
        #expect(Self.canonical.count == 67)
    }

    @Test("a block's cells come in the order of the reference", arguments: canonical)
    func blocks(file: String) throws {
        let blocks = try RecordedFixtures.json([Block].self, "blocks/INDEX.json")
        let block = try #require(blocks.first { $0.file == file })
        let bytes = try RecordedFixtures.bytes("blocks/" + file)
        let root = try Cell(boc: bytes)
        #expect(root.hash.hex == block.rootHash)
        let (recorded, written) = (try BagLayout(bytes), try BagLayout(root.boc([])))
        #expect(recorded.rootIndices == written.rootIndices)
        #expect(recorded.cells.count == written.cells.count)
        let difference = zip(recorded.cells, written.cells).enumerated().first { $1.0 != $1.1 }?.offset
        #expect(difference == nil, "the first cell that differs")
    }

    @Test(
        "two roots over shared cells, as the reference wrote them, are written back byte for byte",
        arguments: ["4587cfaa7c0585e8", "2b4d8c86a1a51099", "a2f2608bc397ec31"])
    func severalRoots(name: String) throws {
        let bytes = try RecordedFixtures.bytes("boc/valid/\(name).boc")
        let roots = try BagOfCells(bytes).roots
        #expect(roots.count == 2)
        #expect(BagOfCells(roots: roots).serialized([]) == bytes)
    }

    struct Exchanges: Decodable {
        struct Exchange: Decodable {
            let label: String
            let answer: String
        }

        let exchanges: [Exchange]
    }

    @Test("bags in a node's answers are written back in their order, plain ones byte for byte")
    func nodeAnswers() throws {
        let recorded = try RecordedFixtures.json(Exchanges.self, "liteserver/localnet_exchanges.json")
        var (bags, plain, severalRoots) = (0, 0, 0)
        for exchange in recorded.exchanges {
            let answer = try #require(Hex.decode(exchange.answer))
            for bytes in bagsInside(answer) {
                let roots = try BagOfCells(bytes).roots
                let (found, written) = (try BagLayout(bytes), try BagLayout(BagOfCells(roots: roots).serialized([])))
                #expect(found.cells == written.cells, "\(exchange.label)")
                #expect(found.rootIndices == written.rootIndices, "\(exchange.label)")
                bags += 1
                if roots.count > 1 { severalRoots += 1 }
                if bytes[4] & 0xf8 == 0, !found.hasStoredHashes {
                    #expect(BagOfCells(roots: roots).serialized([]) == bytes, "\(exchange.label)")
                    plain += 1
                }
            }
        }
        #expect(bags == 952)
        #expect(plain == 746)
        #expect(severalRoots > 100)
    }

    /// The byte strings of a TL value that start as a bag of cells does.
    private func bagsInside(_ answer: [UInt8]) -> [[UInt8]] {
        var bags: [[UInt8]] = []
        var offset = 4
        while offset + 4 <= answer.count {
            defer { offset += 1 }
            guard Array(answer[offset..<offset + 4]) == [0xb5, 0xee, 0x9c, 0x72] else { continue }
            let short = Int(answer[offset - 1])
            let long = answer[offset - 3..<offset].reversed().reduce(0) { $0 << 8 | Int($1) }
            let length = answer[offset - 4] == 0xfe && offset % 4 == 0 ? long : short
            guard offset + length <= answer.count else { continue }
            bags.append(Array(answer[offset..<offset + length]))
        }
        return bags
    }

    struct Answer: Decodable {
        struct Transaction: Decodable {
            struct Identifier: Decodable {
                let hash: String
            }

            let data: String
            let id: Identifier

            enum CodingKeys: String, CodingKey {
                case data
                case id = "transaction_id"
            }
        }

        let result: [Transaction]
    }

    // These were written in another order, parent before child: only what doesn't depend on it can be compared.
    @Test("the transactions of the recorded network keep hash and size through the writer")
    func transactions() throws {
        var count = 0
        for name in RecordedFixtures.names(in: "chain/transactions", suffix: ".json") {
            let answer = try RecordedFixtures.json(Answer.self, "chain/transactions/" + name)
            for transaction in answer.result {
                let bytes = try #require(Base64.decode(transaction.data))
                let root = try Cell(boc: bytes)
                let written = root.boc([.checksum])
                let again = try Cell(boc: written)
                #expect(Base64.encode(root.hash.bytes) == transaction.id.hash)
                #expect(written.count == bytes.count)
                #expect(again == root)
                #expect(again.boc([.checksum]) == written)
                count += 1
            }
        }
        #expect(count == 2734)
    }
}

extension CanonicalOrderTests {
    @Test("a block is written back byte for byte, so that its file hash comes out", arguments: canonical)
    func blockFiles(file: String) throws {
        let blocks = try RecordedFixtures.json([Block].self, "blocks/INDEX.json")
        let block = try #require(blocks.first { $0.file == file })
        let bytes = try RecordedFixtures.bytes("blocks/" + file)
        let written = try Cell(boc: bytes).boc(.block)
        #expect(written == bytes)
        if let fileHash = block.fileHash { #expect(SHA256.hash(written).hex == fileHash) }
    }

    @Test("a block that came in another order gets its canonical file hash")
    func reorderedBlock() throws {
        let bytes = try RecordedFixtures.bytes("blocks/mainnet/wc0_71398501.boc")
        let written = try Cell(boc: bytes).boc(.block)
        #expect(written != bytes)
        #expect(SHA256.hash(written).hex == "dc11d51de6fd112cba79d7a7a1d8efaa782aeaf78a2d0419ab999441488d0f9f")
    }
}
