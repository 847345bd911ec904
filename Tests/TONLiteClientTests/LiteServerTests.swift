import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

@Suite(
    "Lite-servers", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"), .timeLimit(.minutes(2)))
struct LiteServerTests {
    /// Asks a recorded question and compares the answer's bytes.
    private func replay<F: LiteServerFunction>(
        _ function: F, _ wait: LiteAPI.WaitMasterchainSeqno?, _ exchange: RecordedExchange, _ server: LiteServer
    ) async throws {
        do throws(LiteServerError) {
            #expect(try await server.query(function, after: wait).tlBytes == exchange.answer)
        } catch {
            #expect(error == LiteServerError(try LiteAPI.ErrorAnswer(tl: exchange.answer)))
        }
    }

    @Test("every recorded question gets its recorded answer over a connection")
    func replay() async throws {
        let recorded = try await FaultyLiteServer(.honest, seed: 1)
        let server = LiteServer(recorded.endpoint)
        var count = 0
        for exchange in RecordedExchange.all {
            guard let request = try? LiteAPI.Request(exchange.query) else { continue }
            try await replay(request.function, request.wait, exchange, server)
            count += 1
        }
        #expect(count == 710 && recorded.count == count)
        await server.close()
        await recorded.stop()
    }

    @Test("named calls ask the recorded questions")
    func namedCalls() async throws {
        let recorded = try await FaultyLiteServer(.honest, seed: 2)
        let server = LiteServer(recorded.endpoint)
        let info = try await server.masterchainInfo()
        #expect(info.last.seqno == 104)
        #expect(try await server.masterchainInfo(waitingFor: 106, timeout: .seconds(9)).last.seqno >= 104)
        #expect(try await server.masterchainInfoExt().last.seqno == 104)
        #expect(try await server.time() == 0x6b02_cb23)
        #expect(try await server.version().capabilities == 15)
        let position = LiteAPI.BlockPosition(.masterchain, seqno: 17)
        let header = try await server.lookUpBlock(position)
        #expect(header.block.seqno == 17)
        let block = try await server.block(header.block)
        #expect(SHA256.hash(block.data) == header.block.fileHash)
        let shards = try await server.allShardsInfo(at: header.block)
        #expect(shards.block == header.block)
        await #expect(throws: LiteServerError.notReady("not recorded")) { try await server.libraries([]) }
        await server.close()
        await #expect(throws: LiteServerError.connection(.closed)) { try await server.time() }
        await recorded.stop()
    }

    @Test("a server's errors are told apart")
    func errors() async throws {
        let faulty = try await FaultyLiteServer(.error(651), seed: 3)
        let server = LiteServer(faulty.endpoint, configuration: .init(queryTimeout: .seconds(2)))
        await #expect(throws: LiteServerError.notReady("code 651")) { try await server.time() }
        faulty.behave(.error(652))
        await #expect(throws: LiteServerError.serverTimeout("code 652")) { try await server.time() }
        faulty.behave(.error(-400))
        await #expect(throws: LiteServerError.badRequest("code -400")) { try await server.time() }
        faulty.behave(.error(228))
        await #expect(throws: LiteServerError.refused(code: 228, message: "code 228")) { try await server.time() }
        faulty.behave(.mute)
        await #expect(throws: LiteServerError.connection(.queryTimeout)) { try await server.time() }
        faulty.behave(.garbage)
        await #expect(
            throws: LiteServerError.malformedAnswer(
                .unknownConstructor(offset: 0, type: "liteServer.currentTime", found: 0x0403_0201))
        ) { try await server.time() }
        faulty.behave(.cut)
        await #expect(throws: LiteServerError.connection(.closed)) { try await server.time() }
        // The next question connects again.
        faulty.behave(.honest)
        #expect(try await server.time() == 0x6b02_cb23)
        await faulty.stop()
        await #expect(throws: LiteServerError.self) { try await server.time() }
    }

    @Test("many who ask at once share one connection, and may leave while it is being made")
    func sharing() async throws {
        let recorded = try await FaultyLiteServer(.honest, seed: 4)
        let server = LiteServer(recorded.endpoint)
        let tasks = (0..<40).map { index in
            let task = Task { try await server.time() }
            if index % 4 == 0 { task.cancel() }
            return task
        }
        for task in tasks {
            switch await task.result {
            case .success(let time): #expect(time == 0x6b02_cb23)
            case .failure(let error): #expect(error as? LiteServerError == .connection(.cancelled))
            }
        }
        #expect(recorded.server.connectionCount == 1)
        await server.close()
        await recorded.stop()
    }

    @Test("a responder wraps answers and errors, and refuses what is no question")
    func responder() async throws {
        let responder = LiteServerResponder { request throws(LiteAPI.ErrorAnswer) in
            guard request.function is LiteAPI.GetTime else { throw LiteAPI.ErrorAnswer(code: -400, message: "no") }
            return LiteAPI.CurrentTime(now: request.wait?.seqno ?? 7)
        }
        func ask(_ bytes: [UInt8]) async throws -> [UInt8] { try #require(await responder.answer(bytes)) }
        func wrapped(_ request: LiteAPI.Request) -> [UInt8] { LiteAPI.Query(data: request.bytes).tlBytes }
        let wait = LiteAPI.WaitMasterchainSeqno(seqno: 9, timeout: .milliseconds(1500))
        #expect(wait.timeoutMilliseconds == 1500)
        #expect(try await ask(wrapped(.init(LiteAPI.GetTime()))) == LiteAPI.CurrentTime(now: 7).tlBytes)
        #expect(try await ask(wrapped(.init(LiteAPI.GetTime(), after: wait))) == LiteAPI.CurrentTime(now: 9).tlBytes)
        let refusal = try LiteAPI.ErrorAnswer(tl: try await ask(wrapped(.init(LiteAPI.GetVersion()))))
        #expect(refusal.code == -400)
        #expect(try LiteAPI.ErrorAnswer(tl: try await ask([1, 2, 3])).code == 0)
        #expect(try LiteAPI.ErrorAnswer(tl: try await ask(LiteAPI.Query(data: [9, 9, 9, 9]).tlBytes)).code == 0)
    }

    @Test(
        "a wait of any length fits",
        arguments: [
            (Duration.seconds(10), 10_000), (.zero, 0), (.seconds(-5), 0), (.seconds(Int64.max), Int(UInt32.max)),
        ])
    func waits(duration: Duration, milliseconds: Int) {
        #expect(Int(LiteAPI.WaitMasterchainSeqno(seqno: 1, timeout: duration).timeoutMilliseconds) == milliseconds)
    }
}
