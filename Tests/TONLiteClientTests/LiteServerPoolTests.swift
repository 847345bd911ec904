import SilkTestSupport
import Synchronization
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// A pool over servers that fail in all ways.
@Suite(
    "Pools of lite-servers", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"),
    .timeLimit(.minutes(3)))
struct LiteServerPoolTests {
    private struct WrongFile: Error, Hashable {}

    private static let quick = LiteServerPool.Configuration(
        connection: .init(connectTimeout: .seconds(5), queryTimeout: .milliseconds(1500)))

    private static func servers(_ behaviours: [FaultyLiteServer.Behaviour]) async throws -> [FaultyLiteServer] {
        var servers: [FaultyLiteServer] = []
        for (index, behaviour) in behaviours.enumerated() {
            servers.append(try await FaultyLiteServer(behaviour, seed: UInt8(100 + index)))
        }
        return servers
    }

    private static func stop(_ servers: [FaultyLiteServer]) async {
        for server in servers { await server.stop() }
    }

    /// Recorded questions for blocks, whose answers prove themselves.
    private static func blocks() throws -> [LiteAPI.GetBlock] {
        RecordedExchange.all.compactMap { exchange in
            guard (try? LiteAPI.BlockData(tl: exchange.answer)) != nil else { return nil }
            return try? LiteAPI.GetBlock(tl: exchange.query)
        }
    }

    private static func verified(
        _ question: LiteAPI.GetBlock, of pool: LiteServerPool, policy: LiteServerCallPolicy? = nil
    ) async throws(LiteServerPoolError) -> [UInt8] {
        try await pool.query(question, policy: policy) { answer throws(WrongFile) in
            guard answer.block == question.block, SHA256.hash(answer.data) == question.block.fileHash else {
                throw WrongFile()
            }
            return answer.data
        }
    }

    @Test("one honest server among all kinds of others is enough, and the liar is named and dropped")
    func failover() async throws {
        let servers = try await Self.servers([.cut, .mute, .error(651), .error(-400), .garbage, .lie, .honest])
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: Self.quick)
        let question = try #require(try Self.blocks().first)
        let policy = LiteServerCallPolicy(attempts: 7, rounds: 1)
        let data = try await Self.verified(question, of: pool, policy: policy)
        #expect(SHA256.hash(data) == question.block.fileHash)
        let statuses = await pool.statuses
        #expect(statuses.map { $0.lie != nil } == [false, false, false, false, false, true, false])
        #expect(statuses[5].lie == "liteServer.getBlock: WrongFile()")
        #expect(statuses.map(\.failures) == [1, 1, 0, 0, 1, 0, 0])
        #expect(statuses.allSatisfy { $0.inFlight == 0 })
        #expect(servers.map(\.count) == [1, 1, 1, 1, 1, 1, 1])
        let (server, block) = try await pool.query(question) { answer, server in (server, answer.block) }
        #expect(server == servers[6].endpoint && block == question.block)
        // The one that lied and the one that rests for a minute aren't asked again.
        for question in try Self.blocks().prefix(20) { _ = try await Self.verified(question, of: pool) }
        #expect(servers[5].count == 1 && servers[4].count == 1)
        #expect(servers[6].count == 22)
        await pool.close()
        await Self.stop(servers)
    }

    @Test("where none answers, the error says what each did")
    func allFail() async throws {
        let servers = try await Self.servers([.error(-400), .mute, .lie])
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: Self.quick)
        let question = try #require(try Self.blocks().first)
        let error = await #expect(throws: LiteServerPoolError.self) { try await Self.verified(question, of: pool) }
        let endpoints = servers.map(\.endpoint)
        #expect(
            error
                == .failed(
                    function: "liteServer.getBlock",
                    failures: [
                        .init(server: endpoints[0], reason: .error(.badRequest("code -400"))),
                        .init(server: endpoints[1], reason: .error(.connection(.queryTimeout))),
                        .init(server: endpoints[2], reason: .lie("WrongFile()")),
                        .init(server: endpoints[1], reason: .error(.connection(.queryTimeout))),
                    ]))
        let text = try #require(error).description
        for server in servers { #expect(text.contains(server.endpoint.description)) }
        #expect(text.contains("-400") && text.contains("lied: WrongFile()"))

        await pool.report(liar: endpoints[0], reason: "told elsewhere")
        await pool.report(liar: endpoints[1], reason: "told elsewhere")
        let none = await #expect(throws: LiteServerPoolError.self) { try await pool.time() }
        guard case .noServers("liteServer.getTime", let liars) = try #require(none) else {
            Issue.record("\(String(describing: none))")
            return
        }
        #expect(liars.map(\.server) == endpoints)
        let empty = LiteServerPool([])
        await #expect(throws: LiteServerPoolError.noServers(function: "liteServer.getTime", liars: [])) {
            try await empty.time()
        }
        await Self.stop(servers)
    }

    @Test("what isn't there yet is asked for again after a pause, a refused message isn't sent elsewhere")
    func policies() async throws {
        let servers = try await Self.servers([.error(651), .error(651)])
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: Self.quick)
        let task = Task {
            try await pool.query(LiteAPI.GetTime(), policy: .init(rounds: 50, pause: .milliseconds(20))) { $0 }
        }
        while servers[0].count + servers[1].count < 5 { try await Task.sleep(for: .milliseconds(5)) }
        servers[1].behave(.honest)
        #expect(try await task.value.now == 0x6b02_cb23)

        let counts = servers.map(\.count)
        for server in servers { server.behave(.error(-400)) }
        let error = await #expect(throws: LiteServerPoolError.self) { try await pool.sendMessage([1, 2, 3]) }
        #expect(try #require(error).failures.count == 1)
        #expect(servers[0].count + servers[1].count == counts[0] + counts[1] + 1)
        await Self.stop(servers)
    }

    @Test("servers without the whole history are found out, and asked for it last")
    func history() async throws {
        let servers = try await Self.servers([.error(651), .honest, .mute])
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: Self.quick)
        await pool.detectHistory()
        #expect(await pool.statuses.map(\.keepsHistory) == [false, true, nil])
        let question = try #require(try Self.blocks().first)
        _ = try await pool.query(question, policy: .init(prefersHistory: true)) { $0 }
        #expect(servers.map(\.count) == [1, 2, 1])

        let other = LiteServerPool(servers.map(\.endpoint), configuration: Self.quick)
        _ = try await other.query(question, policy: .init(prefersHistory: true)) { $0 }
        #expect(await other.statuses.map(\.keepsHistory) == [false, true, nil])
        await Self.stop(servers)
    }

    @Test("no server is asked more at a time than the limit, and all who wait get their turn or leave")
    func turns() async throws {
        let servers = try await Self.servers([.slow(.milliseconds(3)), .slow(.milliseconds(3))])
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: .init(maximumInFlight: 3))
        let most = Mutex(0)
        let watch = Task {
            while !Task.isCancelled {
                let inFlight = await pool.statuses.map(\.inFlight).max() ?? 0
                most.withLock { $0 = max($0, inFlight) }
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        let tasks = (0..<200).map { index in
            let task = Task { try await pool.time() }
            if index % 5 == 0 { task.cancel() }
            return task
        }
        var answered = 0
        for task in tasks {
            switch await task.result {
            case .success: answered += 1
            case .failure(let error): #expect(error as? LiteServerPoolError == .cancelled)
            }
        }
        watch.cancel()
        #expect(answered >= 160)
        #expect(most.withLock { $0 } <= 3)
        #expect(await pool.statuses.allSatisfy { $0.inFlight == 0 })
        await Self.stop(servers)
    }

    @Test("behind servers that change their behaviour all the time, each verified answer is the right one")
    func storm() async throws {
        let servers = try await Self.servers(Array(repeating: .honest, count: 5))
        let configuration = LiteServerPool.Configuration(
            maximumInFlight: 4, connection: .init(connectTimeout: .seconds(5), queryTimeout: .milliseconds(300)))
        let pool = LiteServerPool(servers.map(\.endpoint), configuration: configuration)
        let faults = Mutex(0)
        let weather = Task {
            var random = SeededGenerator(seed: 4)
            let kinds: [FaultyLiteServer.Behaviour] = [
                .honest, .honest, .cut, .mute, .error(651), .error(-400), .slow(.milliseconds(20)),
            ]
            while !Task.isCancelled {
                // The last server stays honest, so that there is an answer.
                for server in servers.dropLast() {
                    let kind = kinds.randomElement(using: &random) ?? .honest
                    if kind != .honest { faults.withLock { $0 += 1 } }
                    server.behave(kind)
                }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        let questions = try Self.blocks()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, question) in questions.enumerated() {
                group.addTask {
                    let data = try await Self.verified(question, of: pool, policy: .init(rounds: 5))
                    #expect(SHA256.hash(data) == question.block.fileHash)
                }
                if index >= 8 { try await group.next() }
            }
            try await group.waitForAll()
        }
        weather.cancel()
        let asked = servers.reduce(0) { $0 + $1.count }
        print(
            "\(questions.count) blocks through \(faults.withLock { $0 }) changes to a fault, \(asked) questions asked")
        #expect(questions.count > 200 && faults.withLock { $0 } > 5)
        #expect(await pool.statuses.allSatisfy { $0.lie == nil && $0.inFlight == 0 })
        await pool.close()
        await Self.stop(servers)
    }
}
