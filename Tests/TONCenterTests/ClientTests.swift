import Foundation
import Logging
import SilkTestSupport
import Synchronization
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONCenter

/// The client against a server on this machine that fails in every way; time passes by the test's clock.
struct ClientTests {
    private static let hash = String(repeating: "A", count: 43) + "="
    private static let block =
        #"{"workchain":-1,"shard":"-9223372036854775808","seqno":7,"root_hash":"\#(hash)","file_hash":"\#(hash)"}"#
    private static let good = #"{"ok":true,"result":{"last":\#(block),"init":\#(block)}}"#
    private static let request = TONCenterV2.masterchainInformation()

    /// A server, a client for it, and both gone afterwards.
    private func with<Result>(
        _ server: LoopbackServer, key: APIKey? = nil, rate: RequestRate = RequestRate(interval: .zero),
        attempts: Int = 4, timeout: Duration = .seconds(20), limit: Int = 1 << 20, logger: Logger? = nil,
        _ body: (TONCenterClient, ManualClock) async throws -> Result
    ) async throws -> Result {
        let clock = ManualClock()
        let client = TONCenterClient(
            .init(
                endpoint: try TONCenterEndpoint(server.url), apiKey: key, rate: rate,
                retries: RetryPolicy(maximumAttempts: attempts), timeout: timeout, maximumResponseBytes: limit),
            logger: logger, clock: clock, jitter: SeededGenerator(seed: 5))
        let result = try await body(client, clock)
        await client.shutDown()
        try await server.stop()
        return result
    }

    private func failure<Answer>(
        _ client: TONCenterClient, _ request: TONCenterRequest<Answer>
    ) async -> TONCenterClientError? {
        do {
            _ = try await client.answer(to: request)
            return nil
        } catch {
            return error
        }
    }

    @Test("a good answer, and what was sent")
    func good() async throws {
        let key = try #require(APIKey("secret-1234"))
        let server = try await LoopbackServer(.ok(Self.good))
        try await with(server, key: key) { client, clock in
            let seqno = try await client.answer(to: Self.request).hint.last.seqno
            #expect(seqno == 7)
            #expect(clock.sleeps.isEmpty)
        }
        let sent = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(sent.method == "GET" && sent.target == "/api/v2/getMasterchainInfo")
        #expect(sent.headers["x-api-key"] == "secret-1234")
        #expect(sent.headers["accept"] == "application/json")
    }

    @Test("a posted message")
    func posted() async throws {
        let server = try await LoopbackServer(.ok(#"{"ok":true,"result":{"hash":"\#(Self.hash)"}}"#))
        let cell = Cell.empty
        try await with(server) { client, _ in
            let receipt = try await client.answer(to: TONCenterV2.send(cell)).hint
            #expect(receipt.hash == .zero)
        }
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST" && sent.target == "/api/v2/sendBocReturnHash")
        #expect(sent.headers["content-type"] == "application/json" && sent.headers["x-api-key"] == nil)
        #expect(sent.body == #"{"boc":"\#(Base64.encode(cell.boc()))"}"#)
    }

    @Test("429 with Retry-After is waited for, by everybody")
    func tooMany() async throws {
        let server = try await LoopbackServer(
            .answer(429, headers: ["retry-after": "7"], #"{"ok":false,"error":"Ratelimit exceeded","code":429}"#),
            .answer(429, #"{"error":"slow down"}"#), .ok(Self.good))
        try await with(server) { client, clock in
            let seqno = try await client.answer(to: Self.request).hint.last.seqno
            #expect(seqno == 7)
            #expect(clock.sleeps.count == 2)
            #expect(clock.sleeps.first == .seconds(7))
            // Without the header: from half to all of twice the base of 0.5 s.
            let second = try #require(clock.sleeps.last)
            #expect(.milliseconds(500) <= second && second <= .seconds(1))
        }
        #expect(server.requests.count == 3)
    }

    @Test("a server that asks for too long a wait fails the request, once")
    func farTooMany() async throws {
        let server = try await LoopbackServer(.answer(429, headers: ["Retry-After": "86400"], ""))
        try await with(server) { client, clock in
            let error = await failure(client, Self.request)
            #expect(error?.reason == .rateLimited(retryAfter: .seconds(86_400)))
            #expect(error?.attempts == 1)
            #expect(clock.sleeps.isEmpty)
        }
    }

    @Test("errors that pass are waited out, with growing waits")
    func passing() async throws {
        let server = try await LoopbackServer(
            .answer(500, #"{"ok":false,"error":"LITE_SERVER_NOTREADY","code":500}"#), .answer(502, "<html>"),
            .answer(504, ""), .ok(Self.good))
        try await with(server) { client, clock in
            let seqno = try await client.answer(to: Self.request).hint.last.seqno
            #expect(seqno == 7)
            #expect(clock.sleeps.count == 3)
            for (sleep, longest) in zip(clock.sleeps, [500, 1000, 2000]) {
                #expect(.milliseconds(longest / 2) <= sleep && sleep <= .milliseconds(longest))
            }
        }
    }

    @Test("errors that don't pass end after the last attempt, with the server's message")
    func lasting() async throws {
        let server = try await LoopbackServer(.answer(503, #"{"error":"overloaded"}"#))
        try await with(server, attempts: 3) { client, clock in
            let error = try #require(await failure(client, Self.request))
            #expect(error.reason == .status(503, message: "overloaded"))
            #expect(error.attempts == 3 && clock.sleeps.count == 2)
            #expect(
                "\(error)"
                    == "\(server.url)/api/v2/getMasterchainInfo (3 attempts): status 503: overloaded")
        }
        #expect(server.requests.count == 3)
    }

    @Test(
        "errors of the request aren't repeated",
        arguments: [
            (422, #"{"error":"address of account is required"}"#, "address of account is required"),
            (416, #"{"ok":false,"error":"Incorrect address","code":416}"#, "Incorrect address"),
            (
                401, #"{"ok":false,"result":"API key does not exist","code":401}"#,
                "an answer of 57 bytes that is no error of TON Center"
            ),
            (404, "", "no message"), (301, "", "no message"), (204, "", "no message"),
        ])
    func refused(status: Int, body: String, message: String) async throws {
        let server = try await LoopbackServer(
            .answer(status, headers: ["location": "http://127.0.0.1:1/elsewhere"], body))
        try await with(server) { client, _ in
            let error = await failure(client, TONCenterV3.accountStates(codeHash: .zero))
            #expect(error?.reason == .status(status, message: message))
        }
        #expect(server.requests.count == 1)
    }

    @Test("connections that break are tried again")
    func broken() async throws {
        let server = try await LoopbackServer(
            .hangUp, .cut(declared: 500, #"{"ok":tr"#), .ok(Self.good))
        try await with(server) { client, clock in
            let seqno = try await client.answer(to: Self.request).hint.last.seqno
            #expect(seqno == 7)
            #expect(clock.sleeps.count == 2)
        }
        #expect(server.requests.count == 3)
        let dead = try await LoopbackServer(.hangUp)
        try await with(dead, attempts: 2) { client, _ in
            guard case .connection? = await failure(client, Self.request)?.reason else {
                Issue.record("no failure of the connection")
                return
            }
        }
        #expect(dead.requests.count == 2)
    }

    @Test("what may have arrived isn't sent twice; what can't have, is")
    func messages() async throws {
        let send = TONCenterV2.send(Cell.empty)
        for reply in [LoopbackServer.Reply.hangUp, .answer(500, ""), .cut(declared: 500, "{")] {
            let server = try await LoopbackServer(reply)
            try await with(server) { client, _ in
                #expect(await failure(client, send)?.attempts == 1)
            }
            #expect(server.requests.count == 1)
        }
        let busy = try await LoopbackServer(
            .answer(429, ""), .ok(#"{"ok":true,"result":{"hash":"\#(Self.hash)"}}"#))
        try await with(busy) { client, _ in
            _ = try await client.answer(to: send)
        }
        #expect(busy.requests.count == 2)
        // No one listens there: nothing was sent, so that all attempts are used.
        let gone = try await LoopbackServer(.hangUp)
        try await gone.stop()
        let client = TONCenterClient(
            .init(
                endpoint: try TONCenterEndpoint(gone.url), rate: RequestRate(interval: .zero),
                retries: RetryPolicy(maximumAttempts: 3)), clock: ManualClock())
        let error = try #require(await failure(client, send))
        #expect(error.attempts == 3)
        guard case .connection(let text) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(text.hasPrefix("can't connect"))
        await client.shutDown()
    }

    @Test("a server that says nothing is given up, after the time-out")
    func silence() async throws {
        let server = try await LoopbackServer(.silence)
        try await with(server, attempts: 2, timeout: .milliseconds(150)) { client, _ in
            let start = ContinuousClock.now
            let error = await failure(client, Self.request)
            #expect(error?.reason == .timedOut(after: .milliseconds(150)))
            #expect(error?.attempts == 2)
            #expect(start.duration(to: .now) >= .milliseconds(300))
        }
    }

    @Test("an answer that is too long is refused, by its head or while it comes")
    func tooLarge() async throws {
        let long = #"{"ok":true,"result":""# + String(repeating: "x", count: 5000) + "\"}"
        for reply in [LoopbackServer.Reply.ok(long), .unsized(long), .endless] {
            let server = try await LoopbackServer(reply)
            try await with(server, limit: 4096) { client, _ in
                let error = await failure(client, Self.request)
                #expect(error?.reason == .tooLarge(limit: 4096))
                #expect(error?.attempts == 1)
            }
        }
        let exact = try await LoopbackServer(.ok(Self.good))
        try await with(exact, limit: Self.good.utf8.count) { client, _ in
            _ = try await client.answer(to: Self.request)
        }
    }

    @Test("JSON that isn't the answer isn't asked for again")
    func wrongJSON() async throws {
        for (text, expected) in [
            (#"{"ok":true,"result":{}}"#, TONCenterError.field(path: ".result.last", reason: "is missing")),
            (#"{"ok":true}"#, .field(path: ".result", reason: "is missing")),
            (#"{"ok":false,"error":"x","code":7}"#, .refused(code: 7, message: "x")),
        ] {
            let server = try await LoopbackServer(.ok(text))
            try await with(server) { client, _ in
                #expect(await failure(client, Self.request)?.reason == .answer(expected))
            }
            #expect(server.requests.count == 1)
        }
        let server = try await LoopbackServer(.unsized(String(Self.good.dropLast(3))))
        try await with(server) { client, _ in
            let reason = await failure(client, Self.request)?.reason
            guard case .answer(.notJSON)? = reason else {
                Issue.record("\(String(describing: reason))")
                return
            }
        }
    }

    @Test("turns of one a second, for many tasks at once")
    func turns() async throws {
        let server = try await LoopbackServer(.ok(Self.good))
        try await with(server, rate: .withoutKey) { client, clock in
            let start = clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await client.answer(to: Self.request) } }
                try await group.waitForAll()
            }
            // Twenty requests are nineteen seconds apart.
            #expect(start.duration(to: clock.now) >= .seconds(19))
            #expect(clock.sleeps.allSatisfy { $0 <= .seconds(19) })
        }
        #expect(server.requests.count == 20)
    }

    @Test("defaults: one a second without a key, ten with one")
    func defaults() throws {
        #expect(TONCenterClient.Configuration(endpoint: .mainnet).rate == RequestRate(interval: .seconds(1)))
        let key = try #require(APIKey("k"))
        #expect(
            TONCenterClient.Configuration(endpoint: .mainnet, apiKey: key).rate
                == RequestRate(interval: .milliseconds(100)))
    }

    @Test("a cancelled task ends at once, waiting or not")
    func cancelled() async throws {
        let server = try await LoopbackServer(.silence)
        // Real time: the second request would have its turn in an hour.
        let client = TONCenterClient(
            .init(
                endpoint: try TONCenterEndpoint(server.url), rate: RequestRate(interval: .seconds(3600)),
                timeout: .seconds(3600)))
        let start = ContinuousClock.now
        let tasks = (0..<2).map { _ in Task { await failure(client, Self.request) } }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value?.reason == .cancelled) }
        let early = Task { await failure(client, Self.request) }
        early.cancel()
        #expect(await early.value?.reason == .cancelled)
        #expect(start.duration(to: .now) < .seconds(60))
        #expect(server.requests.count == 1)
        await client.shutDown()
        try await server.stop()
    }

    @Test("after the end nothing is sent; a client let go closes by itself")
    func shutDown() async throws {
        let server = try await LoopbackServer(.ok(Self.good))
        try await with(server) { client, _ in
            _ = try await client.answer(to: Self.request)
            await client.shutDown()
            #expect(await failure(client, Self.request)?.reason == .shutDown)
        }
        #expect(server.requests.count == 1)
        _ = TONCenterClient(.init(endpoint: .mainnet))
    }

    @Test("rows of version 3, page by page, without repeats")
    func pages() async throws {
        @Sendable func row(_ number: Int) -> String {
            let digits = String(repeating: "0", count: 60) + String(number + 1000)
            let hash = Base64.encode(Hash256(hex: digits)?.bytes ?? [])
            return #"{"hash":"\#(hash)","source":null,"destination":null,"value":null,"created_lt":null}"#
        }
        // Twenty-three rows; before the third page two more come in front.
        let server = try await LoopbackServer { request, number in
            let rows = (number >= 2 ? [-2, -1] : []) + Array(0..<23)
            let offset = Int(request.parameters["offset"] ?? "") ?? 0
            let limit = Int(request.parameters["limit"] ?? "") ?? 0
            let page = rows.dropFirst(offset).prefix(limit).map(row)
            return .ok(#"{"messages":[\#(page.joined(separator: ","))]}"#)
        }
        try await with(server) { client, _ in
            var found: [Hash256] = []
            var sizes: [Int] = []
            for try await page in client.pages(of: TONCenterV3.messages(opcode: 1, order: .descending), pageSize: 8) {
                found += page.hint.map(\.hash)
                sizes.append(page.hint.count)
            }
            // The third page repeats two rows, and so the last row comes on a fourth.
            #expect(sizes == [8, 8, 6, 1])
            #expect(found.count == 23 && Set(found).count == 23)
        }
        #expect(server.requests.map { $0.parameters["offset"] } == ["0", "8", "16", "24", "25"])

        let stuck = try await LoopbackServer(.ok(#"{"messages":[\#(row(1)),\#(row(2))]}"#))
        try await with(stuck) { client, _ in
            var iterator = client.pages(of: TONCenterV3.messages(opcode: 1), pageSize: 2).makeAsyncIterator()
            let first = try await iterator.next()
            #expect(first?.hint.count == 2)
            await #expect {
                _ = try await iterator.next()
            } throws: { error in
                (error as? TONCenterClientError)?.reason == .repeatedPage(offset: 2)
            }
            let end = try await iterator.next()
            #expect(end == nil)
        }
    }
}
