import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

/// One line of `cocoon/messages.json`.
struct RecordedMessage: Decodable, Sendable, CustomTestStringConvertible {
    /// What toncenter's decoder says. Its counters of signed messages are wrong.
    struct Decoded: Decodable, Sendable {
        let newTokens: String?
        let newTokensUsed: String?
        let queryId: String?
        let tokens: String?
        let topUpAmount: String?
        let newStake: String?
        let payload: PayloadCell?
        let stateData: PayloadCell?
    }

    struct PayloadCell: Decodable, Sendable {
        let hash: String
    }

    let `case`: String
    let account: String
    let direction: String
    let source: String?
    let destination: String
    let opcode: String
    let bodyHash: String
    let bodyBoc: String
    let decoded: Decoded?

    static let all = (try? RecordedFixtures.snakeCaseJSON([RecordedMessage].self, "cocoon/messages.json")) ?? []

    var testDescription: String { "\(`case`) \(direction) \(opcode)" }

    var body: Cell {
        get throws { try Cell(boc: try required(Base64.decode(bodyBoc))) }
    }

    var recordedOpcode: Opcode {
        get throws { Opcode(rawValue: try required(UInt32(opcode.dropFirst(2), radix: 16))) }
    }
}

@Suite("Recorded mainnet messages", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedMessageTests {
    @Test("all 58 are there")
    func count() {
        #expect(RecordedMessage.all.count == 58)
        #expect(RecordedMessage.all.count { $0.source == nil } == 8)
    }

    @Test("each decodes to its case and encodes back, or says why not", arguments: RecordedMessage.all)
    func roundTrip(recorded: RecordedMessage) throws {
        let body = try recorded.body
        #expect(try body.hash.bytes == required(Base64.decode(recorded.bodyHash)))
        let opcode = try recorded.recordedOpcode
        guard Opcode.known.contains(opcode) else {
            // External messages to wallets of many kinds: the first 32 bits belong to a signature, or are W5's.
            #expect(recorded.source == nil)
            #expect(throws: MessageDecodingError.unknownOpcode(opcode)) {
                try CocoonMessage.decode(try body.slice())
            }
            return
        }
        let message = try CocoonMessage.decode(try body.slice())
        #expect(message.opcode == opcode)
        #expect(try message.cell() == body)
        #expect(message.queryID.map(String.init) == recorded.decoded?.queryId)
        if let receiver = opcode.receiver {
            #expect(try CocoonMessage.decode(try body.slice(), receiver: receiver) == message)
        }
        switch message {
        case .workerProxyRequest(let request):
            #expect(String(request.tokens) == recorded.decoded?.tokens)
            #expect(try request.payload?.cell().hash.hex == recorded.decoded?.payload?.hash)
        case .clientProxyRequest(let request):
            #expect(try request.client.cell().hash.hex == recorded.decoded?.stateData?.hash)
            #expect(try request.payload?.cell().hash.hex == recorded.decoded?.payload?.hash)
        case .clientTopUp(let topUp):
            #expect("\(topUp.amount.nanoTON)" == recorded.decoded?.topUpAmount)
        case .rootRegisterProxy(let register):
            #expect(register.address.description == "91.108.4.11:5222 91.108.4.11:8888")
            #expect(register.prelaunchHash != nil)
        case .ownerClientIncreaseStake(let increase):
            #expect("\(increase.newStake.nanoTON)" == recorded.decoded?.newStake)
        default: break
        }
    }

    /// The counter lies in the payload's reference. toncenter's decoder reads it from the envelope, where the bits
    /// of `send_excesses_to` stand, and so reports 64 bits of an address as `new_tokens`.
    @Test(
        "the counters of receipts come from the payload",
        arguments: [
            ("0xa040ad28", 73_063_940_556, "9229614747703451079"),
            ("0xbb63ff93", 83_379_658_206, "9225483487327049292"),
        ] as [(String, UInt64, String)])
    func tokens(opcode: String, tokens: UInt64, addressBits: String) throws {
        let recorded = RecordedMessage.all.filter { $0.opcode == opcode }
        #expect(recorded.count == 2)
        for line in recorded {
            let body = try line.body
            let envelope = try required(try CocoonMessage.decode(try body.slice()).signedEnvelope)
            #expect(envelope.payload.tokens == tokens)
            #expect(envelope.isConsistent)
            #expect(envelope.payload.expectedAddress == (try AccountAddress(line.destination)))

            let claimed = line.decoded?.newTokens ?? line.decoded?.newTokensUsed
            #expect(claimed == addressBits)
            var slice = try body.slice()
            try slice.skip(bits: 32 + 64)
            #expect(String(try slice.loadUInt(bits: 64)) == addressBits)
        }
        // The request that follows in the same trace carries the same counter.
        let following = RecordedMessage.all.filter { $0.case == recorded.first?.case }.compactMap { line in
            try? CocoonMessage.decode(try line.body.slice())
        }
        let told = following.compactMap { message -> UInt64? in
            switch message {
            case .workerProxyRequest(let request): request.tokens
            case .clientProxyRequest(let request): request.client.tokensUsed
            default: nil
            }
        }
        #expect(told == [tokens, tokens])
    }
}
