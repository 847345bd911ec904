import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Messages")
struct MessageTests {
    private static let destination = MessageAddress(AccountAddress(hash: .zero))

    private static func cell(bits: Int, references: Int = 0) throws -> Cell {
        var samples = Samples(seed: 1)
        return try samples.cell(bits: bits, references: references)
    }

    /// 4 tag and flag bits, no source, a standard destination, three empty amounts, no other currency, 96 bits of time.
    private static let internalHeaderBits = 4 + 2 + 267 + 4 + 1 + 4 + 4 + 96

    @Test(
        "a new message keeps in its own cell what fits",
        arguments: [
            // Exactly full, and one bit more.
            (initCells: 0, bodyBits: 1023 - internalHeaderBits - 2, bodyReferences: 0, nil, MessagePlacement.inline),
            (0, 1024 - internalHeaderBits - 2, 0, nil, .reference),
            // Four references fit beside no init; five are more than a cell has.
            (0, 8, 4, nil, .inline),
            // An init of five bits and two references, its flag bits counted.
            (2, 1023 - internalHeaderBits - 8, 0, .inline, .inline),
            (2, 1024 - internalHeaderBits - 8, 0, .reference, .inline),
            (2, 1023 - internalHeaderBits - 3, 0, .reference, .inline),
            (2, 1024 - internalHeaderBits - 3, 0, .reference, .reference),
            // References decide as bits do.
            (2, 8, 2, .inline, .inline),
            (2, 8, 3, .reference, .inline),
            (2, 8, 4, .reference, .reference),
        ] as [(Int, Int, Int, MessagePlacement?, MessagePlacement)])
    func newLayout(
        initCells: Int, bodyBits: Int, bodyReferences: Int, initPlacement: MessagePlacement?,
        bodyPlacement: MessagePlacement
    ) throws {
        let body = try Self.cell(bits: bodyBits, references: bodyReferences)
        let leaf = try Self.cell(bits: 9)
        let message = try Message(
            info: .internal(InternalMessageInfo(bounce: true, destination: Self.destination, value: .zero)),
            stateInit: initCells == 0 ? nil : StateInit(code: leaf, data: leaf), body: body)
        #expect(message.bodyPlacement == bodyPlacement)
        if let initPlacement { #expect(message.stateInitPlacement == initPlacement) }
        let cell = try message.cell()
        #expect(try Message(cell: cell) == message)
        #expect(try Message(cell: cell).bodyCell() == body)
    }

    @Test(
        "every layout is read and written back to the same cell",
        arguments: [MessagePlacement.inline, .reference], [MessagePlacement.inline, .reference])
    func keepsLayout(initPlacement: MessagePlacement, bodyPlacement: MessagePlacement) throws {
        let body = try Self.cell(bits: 64, references: 1)
        let code = try Self.cell(bits: 20)
        let stateInit = StateInit(
            code: code, data: nil, fixedPrefixLength: 5, special: TickTock(tick: true, tock: false))
        let message = Message(
            info: .internal(InternalMessageInfo(bounce: false, destination: Self.destination, value: .zero)),
            stateInit: stateInit, stateInitPlacement: initPlacement,
            body: bodyPlacement == .inline ? .inline(try body.slice()) : .reference(body))
        let cell = try message.cell()
        let read = try MessageCell(cell: cell)
        #expect(read.message == message)
        #expect(read.message.hashValue == message.hashValue)
        #expect(read.message.stateInitPlacement == initPlacement)
        #expect(read.message.bodyPlacement == bodyPlacement)
        #expect(try read.message.cell() == cell)
        #expect(read.hash == cell.hash)
        #expect(try read.message.bodySlice.peekUInt(bits: 32) == body.slice().peekUInt(bits: 32))
        #expect(try read.message.bodyCell() == body)
    }

    @Test("a wanted layout gives way only as far as it must")
    func fitting() throws {
        let info = CommonMessageInfo.internal(
            InternalMessageInfo(bounce: true, destination: Self.destination, value: .zero))
        let short = try Self.cell(bits: 32)
        let stateInit = StateInit(code: short, data: nil)
        let kept = try Message(
            fitting: info, stateInit: stateInit, stateInitPlacement: .reference, body: .reference(short))
        #expect(kept.stateInitPlacement == .reference)
        #expect(kept.bodyPlacement == .reference)
        let long = try Self.cell(bits: 1000)
        let moved = try Message(
            fitting: info, stateInit: stateInit, stateInitPlacement: .inline, body: .inline(try long.slice()))
        #expect(moved.stateInitPlacement == .reference)
        #expect(moved.bodyPlacement == .reference)
        #expect(try moved.bodyCell() == long)
    }

    @Test("an envelope that is too long for a cell is refused")
    func tooLong() throws {
        let long = MessageAddress.variable(
            workchain: 0, address: BitString(bytes: [UInt8](repeating: 1, count: 64), count: 511), anycast: nil)
        let info = CommonMessageInfo.internal(
            InternalMessageInfo(bounce: true, source: long, destination: long, value: .zero))
        #expect(throws: CellError.self) { try Message(info: info) }
    }

    @Test("an exotic body goes into a reference, and its bits are not read as data")
    func exoticBody() throws {
        var builder = CellBuilder()
        try builder.store(2, bits: 8)
        try builder.store(Hash256.zero)
        let library = try builder.buildExotic()
        let message = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: Self.destination)), body: library)
        #expect(message.bodyPlacement == .reference)
        #expect(throws: CellError.unexpectedExotic(.libraryReference)) { try message.bodySlice }
        #expect(try MessageCell(cell: message.cell()).message.bodyCell() == library)
    }

    @Test("the three envelopes round-trip, random values in every field", arguments: 0..<50)
    func envelopes(seed: Int) throws {
        var samples = Samples(seed: UInt64(seed))
        let external = MessageAddress.external(BitString(bytes: [0xab, 0xc0], count: 11))
        let infos: [CommonMessageInfo] = [
            .internal(try samples.internalInfo()),
            .externalIn(
                ExternalInMessageInfo(source: external, destination: samples.address(), importFee: samples.coins())),
            .externalOut(
                ExternalOutMessageInfo(
                    source: samples.address(), destination: external, createdLT: samples.random.next(), createdAt: 7)),
        ]
        for info in infos {
            let cell = try Message(info: info, body: try samples.cell(bits: 40)).cell()
            let read = try Message(cell: cell)
            #expect(read.info == info)
            #expect(read.info.source == info.source)
            #expect(read.info.destination == info.destination)
            #expect(read.info.createdLT == info.createdLT)
            #expect(read.info.createdAt == info.createdAt)
            #expect(try read.cell() == cell)
        }
    }

    @Test("the normalised hash ignores what a forwarder can change")
    func normalizedHash() throws {
        let body = try Self.cell(bits: 512)
        let plain = try Message(
            info: .externalIn(ExternalInMessageInfo(destination: Self.destination)), body: body)
        let dressed = Message(
            info: .externalIn(
                ExternalInMessageInfo(
                    source: .external(BitString(bytes: [1], count: 8)), destination: Self.destination,
                    importFee: Coins(nanoTON: 5))),
            stateInit: StateInit(code: body, data: body), stateInitPlacement: .reference, body: .reference(body))
        #expect(try plain.cell() != dressed.cell())
        let hash = try #require(try plain.normalizedHash())
        #expect(try dressed.normalizedHash() == hash)

        // Written out by hand: tag 10, addr_none, the destination, fee 0000, no init, body in a reference.
        var expected = CellBuilder()
        try expected.store(0b1000, bits: 4)
        try expected.store(Self.destination)
        try expected.store(0b0000_0_1, bits: 6)
        try expected.store(reference: body)
        #expect(try expected.build().hash == hash)

        let other = try Message(
            info: .internal(InternalMessageInfo(bounce: true, destination: Self.destination, value: .zero)))
        #expect(try other.normalizedHash() == nil)
    }

    @Test("flags of newer messages are read from the fee's field")
    func extraFlags() {
        let info = InternalMessageInfo(
            bounce: true, destination: .none, value: .zero, ihrFee: Coins(nanoTON: 0b11))
        #expect(info.extraFlags == 3)
    }

    @Test("an error names the field that it is in")
    func errorNamesField() throws {
        var builder = CellBuilder()
        try builder.store(0b10_00_01, bits: 6)
        #expect(throws: CellError.within("info", .within("dest", .bitsExhausted(wanted: 9, left: 0)))) {
            try Message(cell: builder.build())
        }
    }
}
