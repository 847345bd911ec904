import SilkTestSupport
import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

@Suite("Recorded answers of lite-servers", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedExchangeTests {
    /// Reads an answer as the one to a question, and writes it again.
    private static func rewritten<F: LiteServerFunction>(_ answer: [UInt8], to function: F) throws -> [UInt8] {
        try F.Answer(tl: answer).tlBytes
    }

    @Test("every question and answer is read, and written back to its bytes")
    func all() throws {
        let exchanges = RecordedExchange.all
        #expect(exchanges.count == 712)
        var refused: [String: TLError] = [:]
        var errors: [Int32: Int] = [:]
        var waits: [LiteAPI.WaitMasterchainSeqno] = []
        for exchange in exchanges {
            let request: LiteAPI.Request
            do throws(TLError) {
                request = try LiteAPI.Request(exchange.query)
            } catch {
                refused[exchange.label] = error
                // The server refused it too.
                let answer = try LiteAPI.ErrorAnswer(tl: exchange.answer)
                #expect(answer.code == 0 && answer.tlBytes == exchange.answer)
                continue
            }
            #expect(type(of: request.function).constructor.name == exchange.method, "\(exchange.label)")
            #expect(request.bytes == exchange.query, "\(exchange.label)")
            if let wait = request.wait { waits.append(wait) }
            if let error = try? LiteAPI.ErrorAnswer(tl: exchange.answer) {
                errors[error.code, default: 0] += 1
                #expect(error.tlBytes == exchange.answer)
            } else {
                #expect(
                    try Self.rewritten(exchange.answer, to: request.function) == exchange.answer, "\(exchange.label)")
            }
        }
        // What the server said of the first: "Too much data to fetch at 88".
        #expect(
            refused == [
                "block proof: zerostate to server last": .trailingBytes(offset: 88, count: 80),
                "unknown method": .unknownConstructor(
                    offset: 0, type: "a function of lite-servers", found: 0x0403_0201),
            ])
        #expect(waits.count == 1)
        #expect(errors == [651: 2, -400: 5])
    }

    @Test("fields are where they belong")
    func fields() throws {
        let info = try LiteAPI.MasterchainInfoExt(tl: try RecordedExchange.labelled("masterchain info ext").answer)
        #expect(info.version == 0x101 && info.capabilities == 15 && info.last.seqno == 104)
        #expect(info.lastTime == 0x6b02_cb22 && info.now == 0x6b02_cb23)
        #expect(info.zeroState.rootHash.hex == "761599df86a72e93476ded55f8a6073b03fd1f2ad25f50a130347a08420803ba")
        #expect(
            info.last.rootHash.hex == "04f055c122ed742771689190ccf3326cc50386c3d077581069d698d22bf7887c")
    }

    @Test("a block proof has signatures of simplex consensus over the candidate of its block")
    func simplex() throws {
        var sets = 0
        for exchange in RecordedExchange.all where exchange.method == "liteServer.getBlockProof" {
            guard let proof = try? LiteAPI.PartialBlockProof(tl: exchange.answer) else { continue }
            for case .forward(let link) in proof.steps {
                guard case .simplex(let set) = link.signatures else {
                    Issue.record("an ordinary set in \(exchange.label)")
                    continue
                }
                let candidate = try Consensus.CandidateHashData(tl: set.candidate)
                #expect(candidate.tlBytes == set.candidate)
                #expect(candidate.block == link.destination)
                sets += 1
            }
        }
        #expect(sets > 0)
    }

    @Test("no prefix of an answer is an answer")
    func truncations() throws {
        for method in Set(RecordedExchange.all.compactMap(\.method)) {
            let exchange = try #require(RecordedExchange.all.first { $0.method == method && $0.answer.count < 20_000 })
            let function = try LiteAPI.Request(exchange.query).function
            for count in 0..<exchange.query.count {
                #expect(throws: TLError.self) { try LiteAPI.Request(exchange.query[..<count]) }
            }
            guard (try? LiteAPI.ErrorAnswer(tl: exchange.answer)) == nil else { continue }
            for count in 0..<exchange.answer.count {
                #expect(throws: TLError.self) { try Self.rewritten(Array(exchange.answer[..<count]), to: function) }
            }
        }
    }

    @Test("a flipped bit is refused, or is a value of other bytes")
    func flips() throws {
        for exchange in RecordedExchange.all where exchange.answer.count < 2_000 && exchange.method != nil {
            guard let function = try? LiteAPI.Request(exchange.query).function else { continue }
            for index in stride(from: 0, to: exchange.answer.count, by: 7) {
                var answer = exchange.answer
                answer[index] ^= 1 << UInt8(index % 8)
                do {
                    #expect(try Self.rewritten(answer, to: function) == answer)
                } catch {
                    #expect(error is TLError)
                }
            }
        }
    }
}
