import Foundation
import Indexer
import Mirror
import MirrorTestSupport
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Files of pages that were altered: all refused, and the mirror's file stays as it was to the byte.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct HostileFileTests {
    private typealias Record = [String: Any]

    private static func records(_ file: String) throws -> [Record] {
        let data = Data(try RecordedFixtures.bytes("chain/transactions/\(file)"))
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return try #require(json?["result"] as? [Record])
    }

    private static func flip(_ text: Any?, _ random: inout SeededGenerator) throws -> String {
        var data = try #require((text as? String).flatMap { Data(base64Encoded: $0) })
        let bit = Int.random(in: 0..<data.count * 8, using: &random)
        data[bit / 8] ^= 1 << (bit % 8)
        return data.base64EncodedString()
    }

    @Test("hundreds of altered files", arguments: [false, true])
    func alteredFiles(isKnown: Bool) async throws {
        var random = SeededGenerator(seed: 23)
        let temporary = try TemporaryMirror()
        let names = RecordedFixtures.names(in: "chain/transactions", suffix: ".json")
        let long = try names.filter { (8..<60).contains(try Self.records($0).count) }
        if isKnown {
            let paths = try long.map { try RecordedFixtures.url("chain/transactions/\($0)").path }
            #expect(try await FileImport(into: temporary.mirror).run(paths).refusals.isEmpty)
        }
        let folder = temporary.folder.appendingPathComponent("altered")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var altered: [String: (account: AccountAddress, lts: Set<String>)] = [:]
        for number in 0..<240 {
            let name = try #require(long.randomElement(using: &random))
            var page = try Self.records(name)
            let account = try AccountAddress("0:" + name.dropLast(5))
            let place = Int.random(in: 0..<page.count, using: &random)
            let inner = Int.random(in: 1..<(page.count - 1), using: &random)
            var identifier = page[place]["transaction_id"] as? Record ?? [:]
            switch number % 7 {
            case 0: page[place]["data"] = try Self.flip(page[place]["data"], &random)
            case 1: identifier["hash"] = try Self.flip(identifier["hash"], &random)
            case 2:
                let lt = try #require((identifier["lt"] as? String).flatMap { UInt64($0) })
                identifier["lt"] = "\(lt ^ 1 << UInt64.random(in: 0..<60, using: &random))"
            case 3: page.remove(at: inner)
            case 4: page.swapAt(inner, inner - 1)
            case 5:
                let other = try Self.records(try #require(long.first { $0 != name }))
                page[inner]["address"] = other[0]["address"]
            default:
                let other = try Self.records(try #require(long.first { $0 != name }))
                page.replaceSubrange(inner..., with: other.prefix(4))
            }
            if number % 7 == 1 || number % 7 == 2 { page[place]["transaction_id"] = identifier }
            let file = folder.appendingPathComponent("\(number).json")
            try JSONSerialization.data(withJSONObject: ["ok": true, "result": page]).write(to: file)
            let lts =
                page.compactMap { ($0["transaction_id"] as? Record)?["lt"] as? String }
                + (try Self.records(name)).compactMap { ($0["transaction_id"] as? Record)?["lt"] as? String }
            altered["\(number).json"] = (account, Set(lts))
        }
        let before = try FileDigests(temporary)
        let summary = try await FileImport(into: temporary.mirror).run([folder.path])
        #expect(try FileDigests(temporary) == before)
        #expect(summary.transactions == .init())
        #expect(summary.refusals.count == altered.count)
        for refusal in summary.refusals {
            let (account, lts) = try #require(altered[String(refusal.file.split(separator: "/").last ?? "")])
            #expect(refusal.reason.contains(account.hash.hex), "\(refusal)")
            #expect(lts.contains { refusal.reason.contains("lt \($0)") }, "\(refusal)")
            #expect(refusal.reason.matches(of: /[0-9a-f]{64}/).count >= 2, "\(refusal)")
        }
    }
}
