import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONLiteClient

/// Get-methods that the node software ran: the stacks of questions and answers.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedMethodTests {
    /// What is on the stack, read off the answers' last bytes: counters of wallets; the method's own number where the
    /// contract doesn't know it and stops with 11; nothing where there is no contract.
    static let samples: [(label: String, exitCode: Int32, top: Int64?)] = [
        ("run seqno -1:00000000", 0, 2), ("run seqno -1:33333333", 11, 0x14c97), ("run seqno -1:55555555", 0, 0),
        ("run seqno 0:abababab", -256, nil), ("run seqno 0:cb02c1af", 0, 5), ("run seqno 0:b34f2d9b", 0, 1),
    ]

    @Test("stacks are read and written as the node does", arguments: samples)
    func stacks(_ sample: (label: String, exitCode: Int32, top: Int64?)) throws {
        let exchange = try RecordedExchange.labelled(sample.label)
        let question = try #require(
            try LiteAPI.Request(exchange.query).function as? LiteAPI.RunSmartContractMethod)
        #expect(question.methodIdentifier == UInt64(CRC16.checksum("seqno".utf8)) | 0x10000)
        let answer = try LiteAPI.RunMethodResult(tl: exchange.answer)
        #expect(answer.exitCode == sample.exitCode)
        guard let top = sample.top else {
            #expect(answer.result ?? [] == [])
            return
        }
        let cell = try Cell(boc: try #require(answer.result))
        let values = try StackValues(cell: cell)
        #expect(values == StackValues([.integer(try #require(Int257(exactly: top)))]))
        #expect(try values.cell() == cell)
    }
}
