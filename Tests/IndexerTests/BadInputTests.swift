import Foundation
import Indexer
import Mirror
import MirrorTestSupport
import SilkTestSupport
import TONCenter
import Testing

/// Answers that are no answers: each is refused with a reason, and nothing is written.
struct BadInputTests {
    private static let hash = String(repeating: "A", count: 43) + "="

    private func refusal(_ json: String) -> TONCenterError? {
        do {
            _ = try TONCenterAnswer(json: Data(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "no JSON",
        arguments: [
            "", " ", "\0", "{", "[", "nul", "{\"ok\":true,\"result\":[", "{\"ok\":tru", "\u{feff}",
            "{\"ok\":true,\"result\":[]}{", "{\"ok\":true,\"result\":\"a", "<html>", "{'ok':true}",
        ])
    func noJSON(json: String) throws {
        let found = try #require(refusal(json))
        guard case .notJSON = found else {
            Issue.record("\(json): \(found)")
            return
        }
    }

    @Test(
        "JSON of no known shape",
        arguments: ["[]", "0", "null", "\"ok\"", "{}", "{\"result\":[]}", "[[[]]]", "{\"transactions\":[]}"])
    func unknownShape(json: String) throws {
        let found = try #require(refusal(json))
        guard case .unknownShape = found else {
            Issue.record("\(json): \(found)")
            return
        }
    }

    @Test("an error of the server itself")
    func serverError() {
        #expect(
            refusal("{\"ok\":false,\"error\":\"LITE_SERVER_NOTREADY\",\"code\":500}")
                == .refused(code: 500, message: "LITE_SERVER_NOTREADY"))
        #expect(refusal("{\"ok\":false}") == .refused(code: nil, message: "no message"))
    }

    @Test("fields of a transaction: missing, of a wrong kind, or beyond their range")
    func transactionFields() throws {
        let cases: [(String, String)] = [
            ("{}", ".transaction_id"), ("null", "[0]"), ("[]", "[0]"),
            ("{\"transaction_id\":{}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":\"1\"}}", ".transaction_id.hash"),
            ("{\"transaction_id\":{\"lt\":\"-1\",\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":-1,\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":1.5,\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":1e400,\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":18446744073709551616,\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":\"1\\u0000\",\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":\"\",\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":true,\"hash\":\"\(Self.hash)\"}}", ".transaction_id.lt"),
            ("{\"transaction_id\":{\"lt\":1,\"hash\":\"AAAA\"}}", ".transaction_id.hash"),
            ("{\"transaction_id\":{\"lt\":1,\"hash\":\"%\"}}", ".transaction_id.hash"),
            ("{\"transaction_id\":{\"lt\":1,\"hash\":\"\(Self.hash)\"}}", ".data"),
            ("{\"transaction_id\":{\"lt\":1,\"hash\":\"\(Self.hash)\"},\"data\":\"?\"}", ".data"),
            ("{\"transaction_id\":{\"lt\":1,\"hash\":\"\(Self.hash)\"},\"data\":7}", ".data"),
            (
                "{\"transaction_id\":{\"lt\":1,\"hash\":\"\(Self.hash)\"},\"data\":\"\","
                    + "\"address\":{\"account_address\":\"EQ\"}}", ".address.account_address"
            ),
        ]
        for (record, place) in cases {
            let text = try #require(refusal("{\"ok\":true,\"result\":[\(record)]}"), "\(record)")
            #expect("\(text)".contains(place), "\(record): \(text)")
        }
    }

    @Test("fields of a trace and of a state")
    func otherFields() throws {
        let cases: [(String, String)] = [
            ("{\"traces\":{}}", ".traces"), ("{\"traces\":[7]}", ".traces[0]"),
            ("{\"traces\":[{\"transactions\":[]}]}", ".transactions"),
            ("{\"traces\":[{\"transactions\":{\"x\":{}}}]}", ".account"),
            ("{\"traces\":[{\"transactions\":{\"x\":{\"account\":\"0:00\"}}}]}", ".account"),
            ("{\"ok\":true,\"result\":{}}", ".balance"),
            ("{\"ok\":true,\"result\":{\"balance\":\"1e9\"}}", ".balance"),
            ("{\"ok\":true,\"result\":{\"balance\":\"99999999999999999999999\"}}", ".balance"),
            ("{\"ok\":true,\"result\":{\"balance\":\"1\"}}", ".state"),
            ("{\"ok\":true,\"result\":null}", ".result"), ("{\"ok\":true}", ".result"),
            ("{\"ok\":1,\"result\":[]}", ".ok"),
        ]
        for (json, place) in cases {
            let text = try #require(refusal(json), "\(json)")
            #expect("\(text)".contains(place), "\(json): \(text)")
        }
    }

    @Test("nesting without end")
    func deepNesting() {
        for depth in [600, 100_000] {
            for (open, close) in [("[", "]"), ("{\"traces\":[", "]}"), ("{\"ok\":true,\"result\":[", "]}")] {
                let json = String(repeating: open, count: depth) + String(repeating: close, count: depth)
                #expect(refusal(json) != nil)
                #expect(refusal(String(repeating: open, count: depth)) != nil)
            }
        }
    }

    @Test("files of all this, among each other: refusals with file and reason, nothing written")
    func files() async throws {
        let temporary = try TemporaryMirror()
        let folder = temporary.folder.appendingPathComponent("answers")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let contents = [
            "", "\0", "[]", "{\"ok\":true,\"result\":[{}]}", "{\"traces\":[{\"transactions\":{\"x\":{}}}]}",
            "{\"ok\":true,\"result\":[{\"transaction_id\":{\"lt\":1,\"hash\":\"\(Self.hash)\"},\"data\":\"\"}]}",
        ]
        for (number, content) in contents.enumerated() {
            try Data(content.utf8).write(to: folder.appendingPathComponent("\(number).json"))
        }
        // Right, and of nothing.
        try Data("{\"ok\":true,\"result\":[]}".utf8).write(to: folder.appendingPathComponent("empty.json"))
        try Data("{\"traces\":[]}".utf8).write(to: folder.appendingPathComponent("none.json"))
        let digest = try temporary.mirror.contentDigest()
        let summary = try await FileImport(into: temporary.mirror).run([folder.path])
        #expect(summary.files == contents.count + 2)
        #expect(Set(summary.refusals.map(\.file)).count == contents.count)
        #expect(summary.refusals.count == contents.count)
        #expect(try temporary.mirror.contentDigest() == digest)
        let missing = temporary.folder.appendingPathComponent("missing").path
        await #expect(throws: FileImportError.notFound(missing)) {
            try await FileImport(into: temporary.mirror).run([missing])
        }
    }

    @Test(
        "recorded answers with random bytes changed never end the process",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func mutatedFiles() async throws {
        var random = SeededGenerator(seed: 19)
        let temporary = try TemporaryMirror()
        let folder = temporary.folder.appendingPathComponent("answers")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var originals: [[UInt8]] = []
        for name in ["cocoon/traces-v3", "chain/states", "chain/transactions", "indexer/traces"] {
            for file in RecordedFixtures.names(in: name, suffix: ".json").prefix(12) {
                let bytes = try RecordedFixtures.bytes("\(name)/\(file)")
                if bytes.count < 60_000 { originals.append(bytes) }
            }
        }
        #expect(originals.count > 20)
        for number in 0..<400 {
            var bytes = try #require(originals.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: Array("0123456789\"{}[],-".utf8).shuffled(using: &random), at: place)
                default: bytes[place] ^= 1 << Int.random(in: 0..<8, using: &random)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            try Data(bytes).write(to: folder.appendingPathComponent("\(number).json"))
        }
        let summary = try await FileImport(into: temporary.mirror, batchSize: 50).run([folder.path])
        #expect(summary.files == 400)
        #expect(summary.refusals.count > 200)
        #expect(summary.refusals.allSatisfy { !$0.reason.isEmpty })
        // Whatever was taken is a mirror like any other.
        let digest = try temporary.mirror.contentDigest()
        try temporary.mirror.rebuild()
        #expect(try temporary.mirror.contentDigest() == digest)
    }
}
