import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONLiteClient

/// Numbers and layouts against the schemas of the reference.
@Suite("TL schema", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct TLSchemaTests {
    let schema: TLSchema

    init() throws {
        schema = try TLSchema()
    }

    /// The line as it is numbered: without round and curly brackets, with single spaces.
    private static func identifier(of line: String) -> UInt32 {
        let words = line.filter { !"(){}".contains($0) }.split(separator: " ")
        return CRC32.checksum(words.joined(separator: " ").utf8)
    }

    @Test("a constructor's number is the CRC-32 of its line, or stands in it")
    func recordedNumbers() throws {
        var count = 0
        for entry in schema.entries.values.joined() {
            if let mark = entry.decl.firstIndex(of: "#"), let end = entry.decl.firstIndex(of: " "), mark < end {
                let stated = entry.decl[entry.decl.index(after: mark)..<end]
                #expect(UInt32(stated, radix: 16) == entry.identifier, "\(entry.name)")
            } else {
                #expect(Self.identifier(of: entry.decl) == entry.identifier, "\(entry.name)")
            }
            count += 1
        }
        #expect(count > 900)
    }

    @Test("every type and function of lite_api.tl is there, with its number")
    func liteAPI() throws {
        let implemented = Dictionary(TLTypes.objects.map { ($0.constructor.name, $0.constructor.identifier) }) {
            first, _ in first
        }
        let entries = try #require(schema.entries["lite_api.tl"])
        let wanted = entries.filter { $0.name.contains(".") && !$0.name.hasPrefix("adnl.") }
        #expect(wanted.count == 86)
        for entry in wanted { #expect(implemented[entry.name] == entry.identifier, "\(entry.name)") }
        let functions = wanted.filter { $0.kind == "functions" && !$0.decl.hasSuffix("= Object") }
        #expect(Set(functions.map(\.name)) == Set(LiteAPI.functions.map { $0.constructor.name }))
    }

    @Test("the answer of a function is of the type that its line names")
    func answers() throws {
        func check<F: LiteServerFunction>(_ type: F.Type) throws {
            let function = try #require(schema.declaration(F.constructor.name))
            let answer = try #require(schema.declaration(F.Answer.constructor.name))
            #expect(answer.result == function.result)
        }
        for type in LiteAPI.functions { try check(type) }
    }

    @Test("each line in a comment is the schema's, and its number is in the code")
    func comments() throws {
        let folder = RecordedFixtures.packageFolder.appendingPathComponent("Sources/TONLiteClient/TL")
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let text = try String(contentsOf: file, encoding: .utf8)
            var declaration = ""
            for line in text.split(separator: "\n") {
                var line = line.trimmingPrefix { $0 == " " }
                guard line.hasPrefix("/// ") else { continue }
                line = line.dropFirst(4).trimmingPrefix { $0 == " " }
                let words = line.filter { $0 != "`" }.split(separator: " ")
                if words.first?.split(separator: "#").first.map({ schema.declaration(String($0)) != nil }) ?? false {
                    declaration = words.joined(separator: " ")
                } else if !declaration.isEmpty {
                    declaration += " " + words.joined(separator: " ")
                }
                guard let range = declaration.range(of: " = "), range.upperBound < declaration.endIndex else {
                    continue
                }
                let name = declaration.prefix { $0 != " " && $0 != "#" }
                let entry = try #require(schema.implementedEntries.first { $0.name == name })
                #expect(declaration == entry.decl)
                let digits = entry.id.dropFirst(2)
                let isNumbered = text.contains("0x\(digits.prefix(4))_\(digits.suffix(4))")
                #expect(isNumbered, "\(name) in \(file)")
                declaration = ""
                names.insert(String(name))
            }
        }
        #expect(names == Set(TLTypes.all.map { $0.name }))
    }

    @Test("random bytes laid out as the schema says are read, and written back", arguments: 0..<8 as Range<UInt64>)
    func layouts(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for (name, type) in TLTypes.all {
            let declaration = try #require(schema.declaration(name))
            for _ in 0..<25 {
                let bytes = schema.boxed(declaration, using: &generator)
                #expect(try type.init(tl: bytes).tlBytes == bytes, "\(name)")
            }
        }
    }

    @Test(
        "whatever random bytes are turned into, a value that is read is written back", arguments: 0..<4 as Range<UInt64>
    )
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var refused = 0
        for (name, type) in TLTypes.all {
            let declaration = try #require(schema.declaration(name))
            for _ in 0..<100 {
                var bytes = schema.boxed(declaration, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
                case 1:
                    let index = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                default: bytes.append(contentsOf: [0, 0, 0, 0])
                }
                do throws(TLError) {
                    #expect(try type.init(tl: bytes).tlBytes == bytes, "\(name)")
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > TLTypes.all.count * 60)
    }
}
