import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("Messages")
struct MessageTests {
    @Test("every message survives encoding and decoding", arguments: UInt64(0)..<100)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for message in try random.messages() {
            let cell = try message.cell()
            let decoded = try CocoonMessage.decode(try cell.slice())
            #expect(decoded == message)
            #expect(try decoded.cell() == cell)
            if case .textCommand = message { continue }
            let receiver = message.opcode?.receiver
            #expect(try CocoonMessage.decode(try cell.slice(), receiver: receiver) == message)
        }
    }

    @Test("the messages cover every operation that begins one")
    func coverage() throws {
        var random = SeededGenerator(seed: 1)
        let covered = Set(try random.messages().compactMap(\.opcode))
        let expected = Opcode.table.filter { $0.use != .payload && $0.use != .unhandled }.map(\.opcode)
        #expect(covered.subtracting([.text]) == Set(expected))
    }

    @Test("a message cut anywhere, or with something left over, is an error that says where", arguments: 0..<4)
    func truncation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for message in try random.messages() {
            guard let opcode = message.opcode, opcode != .text, opcode != .doNotProcess else { continue }
            // Without its hash, it is still a whole message.
            if case .rootRegisterProxy(let register) = message, register.prelaunchHash != nil { continue }
            let cell = try message.cell()
            for bits in 32..<cell.bitCount {
                var slice = try cell.slice()
                let cut = try slice.loadSlice(bits: bits, references: cell.referenceCount)
                #expect(throws: MessageDecodingError.self) { try CocoonMessage.decode(cut) }
            }
            for references in 0..<cell.referenceCount {
                var slice = try cell.slice()
                let cut = try slice.loadSlice(bits: cell.bitCount, references: references)
                #expect(throws: MessageDecodingError.self) { try CocoonMessage.decode(cut) }
            }
            guard cell.bitCount < Cell.maximumBitCount else { continue }
            var builder = CellBuilder()
            try builder.store(try cell.slice())
            try builder.store(bit: false)
            let longer = try builder.build()
            #expect(throws: MessageDecodingError.wrongLayout(opcode, .leftover(bits: 1, references: 0))) {
                try CocoonMessage.decode(try longer.slice())
            }
        }
    }

    @Test("random bits never crash the decoder, and what decodes encodes back", arguments: UInt64(0)..<50)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for opcode in Opcode.known + [.text, .bounced, Opcode(rawValue: random.integer())] {
            for _ in 0..<10 {
                var builder = CellBuilder()
                try builder.store(opcode.rawValue)
                let bytes = (0..<123).map { _ in UInt8.random(in: 0...255, using: &random) }
                try builder.store(BitString(bytes: bytes, count: Int.random(in: 0...984, using: &random)))
                for _ in 0..<Int.random(in: 0...4, using: &random) { try builder.store(reference: random.cell()) }
                let cell = try builder.build()
                do {
                    #expect(try CocoonMessage.decode(try cell.slice()).cell() == cell)
                } catch let error as MessageDecodingError {
                    #expect(!error.description.isEmpty)
                }
                for role in ContractRole.allCases {
                    _ = try? CocoonMessage.decode(try cell.slice(), receiver: role)
                    if let external = try? CocoonMessage.decodeExternal(try cell.slice(), receiver: role) {
                        #expect(try external.cell() == cell)
                    }
                }
            }
        }
    }

    @Test("an address of any kind survives where the excesses go")
    func unusualDestination() throws {
        let external = MessageAddress.external(BitString(bytes: [0xab], count: 8))
        var topUp = Deposit(op: .clientTopUp, queryID: 1, amount: .zero, sendExcessesTo: nil)
        topUp.$sendExcessesTo = external
        #expect(topUp.sendExcessesTo == nil)
        let decoded = try CocoonMessage.decode(try topUp.cell().slice())
        #expect(decoded == .clientTopUp(topUp))
        guard case .clientTopUp(let again) = decoded else { return }
        #expect(again.$sendExcessesTo == external)
    }

    @Test("a case can't be encoded with the struct of another operation")
    func mismatchedOperation() throws {
        var random = SeededGenerator(seed: 3)
        let messages: [CocoonMessage] = [
            .clientChargeSigned(try random.envelope(.workerPayoutSigned)),
            .ownerProxyClose(PlainRequest(op: .proxyPayoutRequest, queryID: 1, sendExcessesTo: nil)),
            .clientTopUp(Deposit(op: .proxyIncreaseStake, queryID: 1, amount: .zero, sendExcessesTo: nil)),
            .rootAddModelType(RootHashChange(op: .rootDeleteModelType, queryID: 1, hash: .zero)),
        ]
        for message in messages { #expect(throws: CellError.self) { try message.cell() } }
    }

    @Test("a shared layout is neither read nor written for an operation that has another")
    func foreignOperation() throws {
        let close = PlainRequest(op: .ownerProxyClose, queryID: 1, sendExcessesTo: nil)
        #expect(try PlainRequest(cell: try close.cell()) == close)
        #expect(throws: CellError.self) { try Deposit(cell: try close.cell()) }
        #expect(throws: CellError.self) {
            try PlainRequest(op: .clientTopUp, queryID: 1, sendExcessesTo: nil).cell()
        }
    }

    @Test("a register payload without its nonce is read as it stands")
    func registerWithoutNonce() throws {
        let payload = ClientProxyPayload.register(ClientProxyRegister(nonce: nil))
        #expect(try payload.cell().bitCount == 32)
        #expect(try ClientProxyPayload(cell: try payload.cell()) == payload)
    }
}

@Suite("Bodies that are no message")
struct UnreadableBodyTests {
    private func cell(_ store: (inout CellBuilder) throws -> Void) throws -> CellSlice {
        var builder = CellBuilder()
        try store(&builder)
        return try builder.build().slice()
    }

    @Test("each has its reason")
    func reasons() throws {
        #expect(throws: MessageDecodingError.empty) { try CocoonMessage.decode(try Cell.empty.slice()) }
        #expect(throws: MessageDecodingError.tooShort(bits: 31)) {
            try CocoonMessage.decode(try cell { try $0.store(1, bits: 31) })
        }
        #expect(throws: MessageDecodingError.unknownOpcode(Opcode(rawValue: 0x1234_5678))) {
            try CocoonMessage.decode(try cell { try $0.store(0x1234_5678 as UInt32) })
        }
        #expect(throws: MessageDecodingError.noMessage(.rootChangeParamsFull)) {
            try CocoonMessage.decode(try cell { try $0.store(Opcode.rootChangeParamsFull.rawValue) })
        }
        #expect(throws: MessageDecodingError.noMessage(.clientProxyTopUp)) {
            try CocoonMessage.decode(try cell { try $0.store(Opcode.clientProxyTopUp.rawValue) })
        }
        #expect(
            throws: MessageDecodingError.wrongLayout(
                .excesses, .within("query_id", .bitsExhausted(wanted: 64, left: 8)))
        ) {
            try CocoonMessage.decode(
                try cell {
                    try $0.store(Opcode.excesses.rawValue)
                    try $0.store(7 as UInt8)
                })
        }
    }

    @Test("an operation of another role is told apart")
    func otherRole() throws {
        let body = try Excesses(queryID: 1).cell()
        for role in ContractRole.allCases {
            #expect(try CocoonMessage.decode(try body.slice(), receiver: role).queryID == 1)
        }
        let reset = try RootReset(queryID: 1).cell()
        #expect(throws: MessageDecodingError.notHandled(.rootReset, by: .worker)) {
            try CocoonMessage.decode(try reset.slice(), receiver: .worker)
        }
        #expect(throws: MessageDecodingError.externalNotAccepted(by: .root)) {
            try CocoonMessage.decodeExternal(try reset.slice(), receiver: .root)
        }
    }

    @Test("a bounced body shows what bounced", arguments: [0, 31, 32, 96, 224, 256])
    func bounced(bits: Int) throws {
        let sent = try Deposit(
            op: .clientTopUp, queryID: 77, amount: .maximum, sendExcessesTo: AccountAddress(hash: .zero)
        ).cell()
        var slice = try sent.slice()
        let body = BouncedBody(original: try slice.loadBits(bits))
        let cell = try body.cell()
        #expect(body.opcode == (bits >= 32 ? .clientTopUp : nil))
        #expect(body.queryID == (bits >= 96 ? 77 : nil))
        #expect(throws: MessageDecodingError.bounced(body)) { try CocoonMessage.decode(try cell.slice()) }
    }

    @Test("one letter is a command to those who know it, and text to the others")
    func text() throws {
        for command in TextCommand.allCases {
            let cell = try command.cell()
            #expect(try CocoonMessage.decode(try cell.slice()) == .textCommand(command))
            for role in ContractRole.allCases {
                if command.receivers.contains(role) {
                    #expect(try CocoonMessage.decode(try cell.slice(), receiver: role) == .textCommand(command))
                } else {
                    let comment = TextComment(bytes: Array(String(command.letter).utf8))
                    #expect(throws: MessageDecodingError.textComment(comment)) {
                        try CocoonMessage.decode(try cell.slice(), receiver: role)
                    }
                }
            }
        }
        let long = TextComment(bytes: Array("closing time".utf8), continuation: try Payout(queryID: 0).cell())
        #expect(throws: MessageDecodingError.textComment(long)) {
            try CocoonMessage.decode(try long.cell().slice())
        }
        #expect(long.text == "closing time")
    }
}
