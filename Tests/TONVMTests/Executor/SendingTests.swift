import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Messages that contracts send: what they carry, what they cost, and why they fail.
///
/// The contract has 1,000,000 nanoTON, gets 100,000 and uses 49 of gas; a message without a body costs 1000, of which
/// 333 go to the validators at once. Values are reckoned by hand from crypto/block/transaction.cpp of the reference.
@Suite("Sending messages")
struct SendingTests {
    @Test(
        "what each mode makes of a message of 10,000",
        arguments: [
            // Mode, value that arrives, balance that stays.
            (0, 9_000, 1_089_951), (1, 10_000, 1_088_951), (2, 9_000, 1_089_951), (64, 108_951, 990_000),
            (65, 110_000, 988_951), (128, 1_098_951, 0), (129, 1_098_951, 0),
        ] as [(UInt8, UInt64, UInt128)])
    func modes(mode: UInt8, value: UInt64, balance: UInt128) throws {
        let network = try TestNetwork()
        let result = try network.run([.sendMessage(mode: mode, try TestNetwork.outgoing(10_000))])
        let message = try result.sent(0)
        let info = try #require(message.info.internalInfo)
        #expect(info.value.coins == Coins(nanoTON: value))
        #expect(info.forwardFee == Coins(nanoTON: 667) && info.ihrDisabled && !info.bounced)
        #expect(info.source == .standard(TestNetwork.address, anycast: nil))
        #expect(info.createdLT == 5_000_008 && info.createdAt == 1000)
        #expect(result.lt == 5_000_007 && result.endLT == 5_000_009)
        #expect(try result.coins == balance)
        #expect(result.totalFees.coins == Coins(nanoTON: 49 + 333))
        let phase = try #require(result.description.actionPhase)
        #expect(phase.isSuccessful && phase.isValid && phase.resultCode == 0 && phase.messagesCreated == 1)
        #expect(phase.totalForwardFees == Coins(nanoTON: 1000) && phase.totalActionFees == Coins(nanoTON: 333))
        let bits = UInt64(result.outMessages[0].bitCount)
        #expect(phase.totalMessageSize == StorageUsed(cells: 1, bits: bits))
        let compute = try #require(result.description.computePhase?.execution)
        #expect(compute.gasUsed == 49 && compute.gasLimit == 100_000 && compute.vmSteps == 3)
        #expect(result.endStatus == .active && !result.description.isAborted)
    }

    @Test("the last coin takes the account along, but for other currencies")
    func deleting() throws {
        let network = try TestNetwork()
        let action = OutAction.sendMessage(mode: 160, try TestNetwork.outgoing(0))
        let gone = try network.run([action])
        #expect(gone.endStatus == .nonexistent && gone.description.isDestroyed)
        #expect(gone.description.actionPhase?.statusChange == .deleted)
        #expect(try gone.account.account() == .nonexistent)
        let other = try TestNetwork.currencies([7: 5])
        let left = try network.run([action], other: other)
        #expect(left.endStatus == .uninitialized && left.description.isDestroyed)
        #expect(try left.account.account().balance == CurrencyCollection(coins: .zero, other: other))
        // Until version 10 other currencies went along with the message.
        let early = try TestNetwork(version: 9).run([action], other: other)
        #expect(early.endStatus == .nonexistent)
        #expect(try early.sent(0).info.internalInfo?.value.other == other)
        // What is reserved keeps the account.
        let reserve = OutAction.reserveCurrency(mode: 0, CurrencyCollection(coins: Coins(nanoTON: 5000)))
        let kept = try network.run([reserve, action])
        #expect(kept.endStatus == .active && !kept.description.isDestroyed)
        #expect(try kept.coins == 5000)
    }

    @Test("a body and an init move to cells of their own where they don't fit")
    func layout() throws {
        let network = try TestNetwork()
        let body = try TestNetwork.data([UInt8](repeating: 7, count: 60))
        let state = StateInit(code: .empty, data: .empty)
        let info = InternalMessageInfo(
            bounce: true, destination: .standard(TestNetwork.sender, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: 50_000)))
        // Without the source, which takes 265 bits more, both fit.
        let wanted = Message(
            info: .internal(info), stateInit: state, stateInitPlacement: .inline, body: .inline(try body.slice()))
        let result = try network.run([.sendMessage(mode: 0, try Lazy(wanted))])
        let sent = try result.sent(0)
        #expect(sent.stateInit == state && sent.stateInitPlacement == .reference)
        #expect(sent.bodyPlacement == .reference)
        #expect(try sent.bodyCell() == body)
        // The init's cell of 5 bits and its empty child twice, once counted; the body's cell of 480 bits.
        #expect(result.description.actionPhase?.totalForwardFees == Coins(nanoTON: 1000 + 485 + 300))
    }

    @Test("messages to the outside cost a fee and have an lt")
    func outside() throws {
        let network = try TestNetwork()
        let info = ExternalOutMessageInfo(destination: .external(BitString(0x1234, bits: 16)))
        let message = try Message(info: .externalOut(info))
        let result = try network.run([.sendMessage(mode: 0, try Lazy(message))])
        #expect(try result.coins == 1_100_000 - 49 - 1000)
        #expect(result.totalFees.coins == Coins(nanoTON: 1049))
        guard case .externalOut(let sent) = try result.sent(0).info else {
            Issue.record("expected a message to the outside")
            return
        }
        #expect(sent.createdLT == 5_000_008 && sent.createdAt == 1000)
        #expect(sent.source == .standard(TestNetwork.address, anycast: nil))
        let wrong = try network.run([.sendMessage(mode: 64, try Lazy(message))])
        #expect(wrong.actionResultCode == 34)
    }

    @Test("the masterchain's prices hold for messages there")
    func masterchain() throws {
        let network = try TestNetwork()
        let destination = MessageAddress.standard(TestNetwork.masterchainAddress, anycast: nil)
        let result = try network.run([.sendMessage(mode: 0, try TestNetwork.outgoing(20_000, to: destination))])
        #expect(result.description.actionPhase?.totalForwardFees == Coins(nanoTON: 10_000))
    }

    @Test("before version 11 hypercube routing has a fee of its own, before 8 the sender may pay more")
    func oldFees() throws {
        var info = InternalMessageInfo(
            ihrDisabled: false, bounce: false, destination: .standard(TestNetwork.sender, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: 10_000)), ihrFee: Coins(nanoTON: 0),
            forwardFee: Coins(nanoTON: 2000))
        let wanted = try Lazy(try Message(info: .internal(info)))
        // 98304 / 65536 of the fee.
        let ten = try TestNetwork(version: 10).run([.sendMessage(mode: 0, wanted)])
        #expect(ten.description.actionPhase?.totalForwardFees == Coins(nanoTON: 2500))
        #expect(try ten.sent(0).info.internalInfo?.ihrFee == Coins(nanoTON: 1500))
        let seven = try TestNetwork(version: 7).run([.sendMessage(mode: 0, wanted)])
        #expect(seven.description.actionPhase?.totalForwardFees == Coins(nanoTON: 3500))
        info.ihrDisabled = true
        let closed = try TestNetwork(version: 7).run([
            .sendMessage(mode: 0, try Lazy(try Message(info: .internal(info))))
        ])
        #expect(closed.description.actionPhase?.totalForwardFees == Coins(nanoTON: 2000))
        let eleven = try TestNetwork(version: 11).run([.sendMessage(mode: 0, wanted)])
        #expect(eleven.description.actionPhase?.totalForwardFees == Coins(nanoTON: 1000))
    }

    // MARK: - Failures

    struct Failure: Sendable {
        let name: String
        let code: Int32
        var version: UInt32 = 15
        /// The code with the mode that ignores errors.
        var ignoredCode: Int32 = 0
        let message: @Sendable () throws -> Lazy<Message>
    }

    private static let foreign = MessageAddress.standard(TestNetwork.masterchainAddress, anycast: nil)

    private static let failures: [Failure] = [
        Failure(name: "a foreign source", code: 35) { try TestNetwork.outgoing(1000, from: foreign) },
        Failure(name: "a foreign source before", code: 35, version: 12, ignoredCode: 35) {
            try TestNetwork.outgoing(1000, from: foreign)
        },
        Failure(name: "an unknown workchain", code: 36) {
            let address = AccountAddress(workchain: 5, hash: TestNetwork.hash(1))
            return try TestNetwork.outgoing(1000, to: .standard(address, anycast: nil))
        },
        Failure(name: "anycast", code: 36) {
            let anycast = Anycast(rewritePrefix: BitString(0b101, bits: 3))
            return try TestNetwork.outgoing(1000, to: .standard(TestNetwork.sender, anycast: anycast))
        },
        Failure(name: "less than the fee", code: 37) { try TestNetwork.outgoing(999) },
        Failure(name: "more than there is", code: 37) { try TestNetwork.outgoing(2_000_000) },
        Failure(name: "a currency that isn't there", code: 38) {
            try TestNetwork.outgoing(10_000, other: try TestNetwork.currencies([7: 1]))
        },
        Failure(name: "three currencies", code: 44) {
            try TestNetwork.outgoing(10_000, other: try TestNetwork.currencies([1: 1, 2: 1, 3: 1]))
        },
        Failure(name: "unknown flags", code: 45) { try TestNetwork.outgoing(10_000, flags: 4) },
    ]

    @Test("each failure has its code, is passed over or bounces as the mode says", arguments: failures.indices)
    func failing(number: Int) throws {
        let failure = Self.failures[number]
        let network = try TestNetwork(version: failure.version)
        let message = try failure.message()
        let failed = try network.run([.sendMessage(mode: 0, message)])
        let phase = try #require(failed.description.actionPhase)
        #expect(phase.resultCode == failure.code && phase.resultArgument == nil, "\(failure.name)")
        #expect(!phase.isSuccessful && phase.isValid && phase.messagesCreated == 0)
        #expect(phase.isOutOfFunds == (failure.code == 37 || failure.code == 38))
        #expect(failed.outMessages.isEmpty && failed.description.isAborted && failed.description.bouncePhase == nil)
        #expect(try failed.coins == 1_100_000 - 49)

        let ignored = try network.run([.sendMessage(mode: 2, message)])
        #expect(ignored.actionResultCode == failure.ignoredCode, "\(failure.name)")
        let isIgnored = failure.ignoredCode == 0
        #expect(ignored.description.actionPhase?.skippedActions == (isIgnored ? 1 : 0))

        let bounced = try network.run([.sendMessage(mode: 16, message)])
        #expect(bounced.actionResultCode == failure.code, "\(failure.name)")
        // The message goes back: without gas, and a fee.
        #expect(try bounced.sent(0).info.internalInfo?.value.coins == Coins(nanoTON: 100_000 - 49 - 1000))
        #expect(try bounced.coins == 1_000_000)
    }

    @Test("modes that there aren't", arguments: [4, 8, 192, 193] as [UInt8])
    func invalidMode(mode: UInt8) throws {
        let message = try TestNetwork.outgoing(10_000)
        let result = try TestNetwork().run([.sendMessage(mode: mode, message)])
        #expect(result.actionResultCode == 34)
        let ignored = try TestNetwork().run([.sendMessage(mode: mode | 2, message)])
        #expect(ignored.actionResultCode == 0 && ignored.description.actionPhase?.skippedActions == 1)
        let early = try TestNetwork(version: 12).run([.sendMessage(mode: mode | 2, message)])
        #expect(early.actionResultCode == 34)
    }

    private static func chain(_ count: Int) throws -> Cell {
        var cell = Cell.empty
        for number in 0..<count {
            var builder = CellBuilder()
            try builder.store(UInt64(number), bits: 8)
            try builder.store(reference: cell)
            cell = try builder.build()
        }
        return cell
    }

    private static func limits(cells: UInt32, totals: TotalMessageLimits? = nil) -> SizeLimits {
        SizeLimits(
            maximumMessageBits: 1 << 21, maximumMessageCells: cells, maximumLibraryCells: 1000,
            maximumVMDataDepth: 512, maximumExternalMessageSize: 65535, maximumExternalMessageDepth: 512,
            accounts: AccountSizeLimits(
                maximumStateCells: 65536, maximumMasterchainStateCells: 2048, maximumPublicLibraries: 256,
                deferOutQueueSizeLimit: 256, maximumMessageExtraCurrencies: 2, maximumFixedPrefixLength: 8,
                stateCellsForStorageDictionary: 26), totals: totals)
    }

    @Test("a message of too many cells costs a fine for those that were looked at")
    func tooLarge() throws {
        // The body's first cell lies in the message.
        let action = OutAction.sendMessage(mode: 0, try TestNetwork.outgoing(10_000, body: try Self.chain(4)))
        var network = try TestNetwork()
        try network.parameters.set(.sizeLimits(Self.limits(cells: 2)), for: 43)
        let result = try network.run([action])
        #expect(result.actionResultCode == 40)
        // A quarter of a cell's price, twice.
        #expect(result.description.actionPhase?.totalActionFees == Coins(nanoTON: 50))
        #expect(try result.coins == 1_100_000 - 49 - 50)
        #expect(result.totalFees.coins == Coins(nanoTON: 99))
        // There were no fines before version 4.
        var early = try TestNetwork(version: 3)
        try early.parameters.set(.sizeLimits(Self.limits(cells: 2)), for: 43)
        let free = try early.run([action])
        #expect(free.actionResultCode == 40)
        #expect(try free.coins == 1_100_000 - 49)
        // A message of 60 nanoTON pays for two cells and no more.
        let poor = try TestNetwork().run([
            .sendMessage(mode: 0, try TestNetwork.outgoing(60, body: try Self.chain(4)))
        ])
        #expect(poor.actionResultCode == 40)
        #expect(poor.description.actionPhase?.totalActionFees == Coins(nanoTON: 50))
    }

    @Test("all messages together have limits from version 15 on, and a failure costs for all")
    func totals() throws {
        let actions = try (0..<2).map { _ in
            OutAction.sendMessage(mode: 0, try TestNetwork.outgoing(10_000, body: try Self.chain(4)))
        }
        var network = try TestNetwork()
        let totals = TotalMessageLimits(maximumTotalMessageBits: 1 << 20, maximumTotalMessageCells: 9)
        try network.parameters.set(.sizeLimits(Self.limits(cells: 100, totals: totals)), for: 43)
        let failed = try network.run(actions)
        // Five cells each; four of them not the root.
        #expect(failed.actionResultCode == 47 && failed.description.actionPhase?.resultArgument == 1)
        #expect(failed.description.actionPhase?.totalActionFees == Coins(nanoTON: 200))
        #expect(try failed.coins == 1_100_000 - 49 - 200)
        var early = try TestNetwork(version: 14)
        try early.parameters.set(.sizeLimits(Self.limits(cells: 100, totals: totals)), for: 43)
        #expect(try early.run(actions).actionResultCode == 0)
        // Then the fine is for the message that failed alone.
        let poor = OutAction.sendMessage(mode: 0, try TestNetwork.outgoing(999, body: try Self.chain(4)))
        let one = try TestNetwork(version: 14).run([actions[0], poor])
        #expect(one.actionResultCode == 37 && one.description.actionPhase?.totalActionFees == Coins(nanoTON: 100))
        let both = try TestNetwork().run([actions[0], poor])
        #expect(both.description.actionPhase?.totalActionFees == Coins(nanoTON: 200))
    }
}
