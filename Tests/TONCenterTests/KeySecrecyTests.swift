import Foundation
import Logging
import SilkTestSupport
import Synchronization
import Testing

@testable import TONCenter

/// The key goes into the header, and shows nowhere else.
struct KeySecrecyTests {
    private static let secret = "5f0a9c-TOP.secret_77"

    /// Keeps every line with all that stands beside it.
    private struct Recorder: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        final class Lines: Sendable {
            let texts = Mutex<[String]>([])
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.texts.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }

    @Test("what a key may be", arguments: [("", false), ("a b", false), ("a\n", false), ("ключ", false), ("a", true)])
    func texts(text: String, isKey: Bool) {
        #expect((APIKey(text) != nil) == isKey)
        #expect(APIKey(String(repeating: "k", count: 512)) != nil)
        #expect(APIKey(String(repeating: "k", count: 513)) == nil)
    }

    @Test("a key doesn't print, dump or reflect")
    func printing() throws {
        let key = try #require(APIKey(Self.secret))
        let configuration = TONCenterClient.Configuration(endpoint: .mainnet, apiKey: key)
        let client = TONCenterClient(configuration)
        var texts: [String] = [
            "\(key)", String(reflecting: key), String(describing: Optional(key)), key.debugDescription,
        ]
        var dumped = ""
        dump(key, to: &dumped)
        dump(configuration, to: &dumped)
        dump(client, to: &dumped)
        texts += [dumped, "\(configuration)", String(reflecting: configuration), "\(client)"]
        for text in texts { #expect(!text.contains(Self.secret)) }
        #expect("\(key)" == "APIKey(redacted)")
        #expect(dumped.contains("APIKey(redacted)"))
    }

    @Test("nor stands it in errors and logs, whatever the server says")
    func errors() async throws {
        let echo = "your key \(Self.secret), in full \(Self.secret)\(Self.secret), is bad"
        let replies: [LoopbackServer.Reply] = [
            .answer(401, #"{"error":"\#(echo)"}"#), .answer(500, #"{"ok":false,"error":"\#(echo)","code":500}"#),
            .answer(429, #"{"error":"\#(echo)"}"#), .ok(#"{"ok":false,"error":"\#(echo)","code":401}"#), .ok(echo),
            .ok(#"{"ok":true,"result":{"last":{"workchain":-1,"seqno":1,"shard":"\#(echo)"}}}"#),
            .ok(#"{"ok":true,"result":{"last":{"workchain":"\#(echo)"}}}"#), .hangUp, .silence,
            .cut(declared: 99, echo),
        ]
        var texts: [String] = []
        let lines = Recorder.Lines()
        for reply in replies {
            let server = try await LoopbackServer(reply)
            let client = TONCenterClient(
                .init(
                    endpoint: try TONCenterEndpoint(server.url), apiKey: APIKey(Self.secret),
                    rate: RequestRate(interval: .zero), retries: RetryPolicy(maximumAttempts: 2),
                    timeout: .milliseconds(400)),
                logger: Logger(label: "test", factory: { _ in Recorder(lines: lines) }), clock: ManualClock())
            do throws(TONCenterClientError) {
                _ = try await client.answer(to: TONCenterV2.masterchainInformation())
                Issue.record("\(reply) was taken")
            } catch {
                var dumped = ""
                dump(error, to: &dumped)
                texts += ["\(error)", String(reflecting: error), dumped]
            }
            #expect(server.requests.allSatisfy { $0.headers["x-api-key"] == Self.secret })
            #expect(server.requests.allSatisfy { !$0.target.contains(Self.secret) })
            await client.shutDown()
            try await server.stop()
        }
        let logged = lines.texts.withLock { $0 }
        #expect(logged.count > replies.count)
        #expect(logged.contains { $0.contains("/api/v2/getMasterchainInfo") })
        for text in texts + logged { #expect(!text.contains(Self.secret), "\(text)") }
        #expect(texts.contains { $0.contains("your key (redacted), in full (redacted)(redacted), is bad") })
    }

    @Test("a long message is cut")
    func long() async throws {
        let server = try await LoopbackServer(
            .answer(400, #"{"error":"\#(String(repeating: "ab", count: 100_000))"}"#))
        let client = TONCenterClient(.init(endpoint: try TONCenterEndpoint(server.url)), clock: ManualClock())
        do throws(TONCenterClientError) {
            _ = try await client.answer(to: TONCenterV2.masterchainInformation())
            Issue.record("an error was taken")
        } catch {
            #expect("\(error)".count < 700)
        }
        await client.shutDown()
        try await server.stop()
    }
}
