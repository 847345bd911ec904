import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

@Suite("Sending messages")
struct SendMessageTests {
    /// Takes a message and a mode from the body, sends, and puts the fee into the contract's data.
    private static let code = "30d4d30f30fb08c8cbffc9ed54"

    @Test("fees and gas are the reference's", arguments: SendMessageCases.all)
    func fees(expected: SendMessageCases.Case) throws {
        let result = try Self.contract(
            message: expected.message, mode: expected.mode, version: expected.version, expected
        ).run()
        #expect(result.exitCode == expected.exitCode)
        #expect(result.gasUsed == expected.gasUsed)
        if let fee = expected.fee { #expect(try Self.fee(result) == Int257(fee)) }
    }

    @Test("there are many cases, and each message has some")
    func cases() {
        let paddedFees = SendMessageCases.messages.count - 1
        #expect(SendMessageCases.all.count > 200)
        #expect(Set(SendMessageCases.all.map(\.message)) == Set(0..<paddedFees))
    }

    private static func contract(
        message: Int, mode: Int, version: Int, _ rest: SendMessageCases.Case? = nil
    ) throws -> EmulatedContract {
        var body = CellBuilder()
        try body.store(UInt64(mode), bits: 16)
        try body.store(reference: try EmulatedContract.cell(SendMessageCases.messages[message].bagOfCells))
        return EmulatedContract(
            code: try EmulatedContract.code(code), body: try body.build(), version: version,
            workchain: rest?.workchain ?? 0, cellLimit: rest?.cellLimit ?? 8192,
            carriesExtraCurrencies: rest?.hasExtraCurrencies ?? false)
    }

    private static func fee(_ result: RunResult) throws -> Int257 {
        var data = try #require(result.data).slice()
        return try data.loadUInt256(bits: 256)
    }

    private static func index(_ name: String) throws -> Int {
        try #require(SendMessageCases.messages.firstIndex { $0.name == name })
    }

    // tonpy's reference stops the process for these; the newer one takes such fees for none.
    @Test("fees that start with a zero byte count as none", arguments: [4, 9, 10, 11, 13, 14, 15])
    func paddedFees(version: Int) throws {
        let padded = try Self.contract(
            message: try Self.index("named fees with zero bytes"), mode: 1024, version: version
        ).run()
        let none = try Self.contract(
            message: try Self.index("no fees named"), mode: 1024, version: version
        ).run()
        #expect(try Self.fee(padded) == Self.fee(none))
        #expect(padded.gasUsed == none.gasUsed)
    }

    // 400000 is the lump price; the message has no cells below. It names 10^15 for forwarding.
    @Test(
        "from version 14 on the fees that a message names are ignored",
        arguments: [(12, "1000000000000000"), (13, "1000000000000000"), (14, "400000"), (15, "400000")])
    func namedFees(version: Int, fee: String) throws {
        let result = try Self.contract(
            message: try Self.index("fees named"), mode: 1024, version: version
        ).run()
        #expect(try Self.fee(result) == Int257(fee))
    }

    /// The message has 2^100 where version 12 has flags, which take 4 + 104 bits of the root cell. With forwarding at 4 +
    /// 24 bits these are 4 + 267 + 267 + (4 + 32) + 1 + 28 + 108 + 96 + 2 + 250 = 1059: the body of 250 bits is moved out.
    /// With a fee of zero, of 4 bits, in the flags' place it would fit.
    @Test("flags take their own bits", arguments: [14, 15])
    func flags(version: Int) throws {
        let result = try Self.contract(
            message: try Self.index("named fees that change what fits"), mode: 1024, version: version
        ).run()
        #expect(try Self.fee(result) == Int257(400_000 + (250 * 26_214_400 + 2_621_440_000) / 65536))
    }

    // The reference's reader of external addresses takes the tags 10 and 11 for 01; random programs have shown it.
    @Test("in place of an external address any that isn't none will do", arguments: [0b01, 0b10, 0b11] as [UInt64])
    func externalDestination(tag: UInt64) throws {
        var message = CellBuilder()
        try message.store(0b11_00, bits: 4)
        try message.store(tag, bits: 2)
        try message.store(5, bits: 9)
        try message.store(0b10110, bits: 5)
        try message.store(0, bits: 64)
        try message.store(0, bits: 34)
        var body = CellBuilder()
        try body.store(1024, bits: 16)
        try body.store(reference: try message.build())
        let result = try EmulatedContract(
            code: try EmulatedContract.code(Self.code), body: try body.build(), version: 11, workchain: 0,
            cellLimit: 8192, carriesExtraCurrencies: false
        ).run()
        #expect(result.exitCode == 0)
        // The lump price: the message has no cells below.
        #expect(try Self.fee(result) == Int257(400_000))
    }

    /// The layout of `out_list` and `action_send_msg`, by hand.
    @Test("the action refers to the actions before and to the message", arguments: [0, 3, 200])
    func action(mode: Int) throws {
        let result = try Self.contract(message: 0, mode: mode, version: 15).run()
        var action = CellBuilder()
        try action.store(reference: .empty)
        try action.store(0x0ec3_c86d, bits: 32)
        try action.store(UInt64(mode), bits: 8)
        try action.store(reference: try EmulatedContract.cell(SendMessageCases.messages[0].bagOfCells))
        #expect(result.actions == (try action.build()))
        let asked = try Self.contract(message: 0, mode: mode + 1024, version: 15).run()
        #expect(asked.actions == .empty)
    }

    @Test("before version 4 there is no such instruction")
    func version3() throws {
        #expect(try Self.contract(message: 0, mode: 0, version: 3).run().exitCode == 6)
    }
}
