import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import Testing

/// What Tools/fuzz starts from: kept valid, or it would look for inputs in the dark.
@Suite("Seeds of the fuzzer")
struct FuzzSeedTests {
    private static let folder = RecordedFixtures.packageFolder.appendingPathComponent("Fixtures/fuzz")

    private static func seeds(_ target: String) throws -> [(name: String, bytes: [UInt8])] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(target).path)
        return try names.sorted().map { name in
            (name, [UInt8](try Data(contentsOf: folder.appendingPathComponent(target).appendingPathComponent(name))))
        }
    }

    @Test("bags are read, and written again with the same hashes")
    func bags() throws {
        let seeds = try Self.seeds("bags")
        #expect(!seeds.isEmpty)
        for (name, bytes) in seeds {
            let root = try Cell(boc: bytes)
            for options: BagOfCells.Options in [[], [.checksum], .block] {
                #expect(try Cell(boc: root.boc(options)) == root, "\(name)")
            }
        }
    }

    @Test("dictionaries have keys of the length in their name, behind nine bytes for the fuzzer")
    func dictionaries() throws {
        let seeds = try Self.seeds("dictionaries")
        #expect(!seeds.isEmpty)
        for (name, bytes) in seeds {
            let keyBits = try #require(Int(name.drop { !$0.isNumber }))
            let dictionary = HashmapE(keyBits: keyBits, root: try Cell(boc: bytes[9...]))
            let entries = try dictionary.entries()
            var rebuilt = HashmapE(keyBits: keyBits)
            for entry in entries {
                var value = CellBuilder()
                try value.store(entry.value)
                try rebuilt.set(value, for: entry.key)
            }
            #expect(rebuilt == dictionary, "\(name)")
        }
    }

    @Test("layouts are what their names say")
    func layouts() throws {
        let seeds = try Self.seeds("layouts")
        #expect(!seeds.isEmpty)
        for (name, bytes) in seeds {
            let cell = try Cell(boc: bytes)
            let written =
                switch name.prefix(while: { !$0.isNumber }) {
                case "account": try Account(cell: cell).cell()
                case "block-": try Block(cell: cell).cell()
                case "message-": try Message(cell: cell).cell()
                case "shard-account": try ShardAccount(cell: cell).cell()
                case "state": try ShardState(cell: cell).cell()
                case "transaction-": try Transaction(cell: cell).cell()
                case "collated": try CollatedRoot(cell: cell).cell()
                case "complaint": try ValidatorComplaintStatus(cell: cell).cell()
                case "proposal": try ConfigurationProposalStatus(cell: cell).cell()
                case "configuration":
                    try #require(NetworkConfiguration(root: cell).parameters().isEmpty ? nil : cell)
                default: throw CocoaError(.fileReadUnknown)
                }
            #expect(written == cell, "\(name)")
        }
    }
}
