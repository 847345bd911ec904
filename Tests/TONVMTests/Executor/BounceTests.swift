import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Messages that go back, in either format.
///
/// The contract throws 33 at once: 26 gas for the instruction and 50 for the exception. Values are reckoned by hand from
/// crypto/block/transaction.cpp of the reference.
@Suite("Bounces")
struct BounceTests {
    /// THROW 33.
    private static func failing(_ network: TestNetwork) throws -> ShardAccount {
        try network.account(code: try TestNetwork.code([0xf2, 0x21]), coins: 1_000_000)
    }

    /// Forty bits, and a reference to sixteen more.
    private static func body() throws -> Cell {
        try TestNetwork.code([1, 2, 3, 4, 5], references: [try TestNetwork.data([6, 7])])
    }

    @Test("the older format returns the body's first 256 bits")
    func old() throws {
        let network = try TestNetwork()
        let long = try TestNetwork.data((0..<50).map { $0 })
        let result = try network.execute(
            try TestNetwork.message(100_000, body: long), on: try Self.failing(network))
        let compute = try #require(result.description.computePhase?.execution)
        #expect(
            !compute.isSuccessful && compute.exitCode == 33 && compute.gasUsed == 76 && compute.gasFees.nanoTON == 76)
        #expect(result.description.actionPhase == nil)
        let message = try result.sent(0)
        let info = try #require(message.info.internalInfo)
        #expect(info.bounced && !info.bounce && info.ihrDisabled && info.extraFlags == 0)
        #expect(info.source == .standard(TestNetwork.address, anycast: nil))
        #expect(info.destination == .standard(TestNetwork.sender, anycast: nil))
        #expect(info.value.coins.nanoTON == 100_000 - 76 - 1000 && info.forwardFee.nanoTON == 667)
        #expect(info.createdLT == 5_000_008 && info.createdAt == 1000)
        var body = try message.bodySlice
        #expect(try body.loadUInt(bits: 32) == 0xffff_ffff)
        #expect(try body.loadBytes(32) == (0..<32).map { $0 } && body.isEmpty)
        #expect(
            result.description.bouncePhase
                == .ok(
                    messageSize: StorageUsed(cells: 0, bits: 0), messageFees: Coins(nanoTON: 333),
                    forwardFees: Coins(nanoTON: 667)))
        #expect(try result.coins == 1_000_000)
        #expect(result.totalFees.coins.nanoTON == 76 + 333 && result.endLT == 5_000_009)
        #expect(result.description.isAborted)
    }

    @Test("without the capability there is no body")
    func withoutBody() throws {
        let network = try TestNetwork(capabilities: 0)
        let result = try network.execute(
            try TestNetwork.message(100_000, body: try Self.body()), on: try Self.failing(network))
        #expect(try result.sent(0).bodySlice.isEmpty)
    }

    @Test("the newer format says what happened", arguments: [1, 3] as [UInt64])
    func new(flags: UInt64) throws {
        let network = try TestNetwork()
        let result = try network.execute(
            try TestNetwork.message(100_000, flags: flags, body: try Self.body()), on: try Self.failing(network))
        let message = try result.sent(0)
        let info = try #require(message.info.internalInfo)
        #expect(info.extraFlags == UInt128(flags))
        var slice = try message.bodySlice
        let body = try slice.load(NewBounceBody.self)
        // All of the body, or its first cell without what it refers to.
        #expect(body.originalBody == (flags == 3 ? try Self.body() : try TestNetwork.data([1, 2, 3, 4, 5])))
        #expect(body.originalInfo.value.coins.nanoTON == 100_000)
        #expect(body.originalInfo.createdLT == 4_500_000 && body.originalInfo.createdAt == 999)
        #expect(body.bouncedByPhase == 1 && body.exitCode == 33)
        #expect(body.computePhase == NewBounceComputePhaseInfo(gasUsed: 76, vmSteps: 1))
        // The body's 40 bits, and 4 + 24 of the value, 1, 64 and 32; with flag 2 a cell of 16 bits more.
        let (cells, bits): (UInt64, UInt64) = flags == 3 ? (3, 181) : (2, 165)
        let fee = 1000 + 100 * cells + bits
        #expect(info.value.coins.nanoTON == UInt128(100_000 - 76 - fee))
        guard case .ok(let size, let collected, let forward)? = result.description.bouncePhase else {
            Issue.record("expected a bounce")
            return
        }
        #expect(size == StorageUsed(cells: cells, bits: bits))
        #expect(collected.nanoTON == UInt128((fee * 21845) >> 16))
        #expect(collected.nanoTON + forward.nanoTON == UInt128(fee))
    }

    @Test("before version 12 the flags were a fee, which came back with the value")
    func early() throws {
        let network = try TestNetwork(version: 11)
        let result = try network.execute(try TestNetwork.message(100_000, flags: 3), on: try Self.failing(network))
        let info = try #require(try result.sent(0).info.internalInfo)
        #expect(info.extraFlags == 0 && info.value.coins.nanoTON == 100_003 - 76 - 1000)
        #expect(result.description.creditPhase?.credit.coins.nanoTON == 100_003)
    }

    @Test("what doesn't suffice for the way back stays")
    func noFunds() throws {
        let network = try TestNetwork()
        let result = try network.execute(try TestNetwork.message(1000), on: try Self.failing(network))
        #expect(
            result.description.bouncePhase
                == .noFunds(
                    messageSize: StorageUsed(cells: 0, bits: 0), requiredForwardFees: Coins(nanoTON: 1000)))
        #expect(result.outMessages.isEmpty)
        #expect(try result.coins == 1_001_000 - 76)
    }

    @Test("other currencies go back, at no charge from version 13 on")
    func currencies() throws {
        let other = try TestNetwork.currencies([3: 4])
        for version: UInt32 in [12, 13] {
            let network = try TestNetwork(version: version)
            let result = try network.execute(
                try TestNetwork.message(100_000, other: other), on: try Self.failing(network))
            let info = try #require(try result.sent(0).info.internalInfo)
            #expect(info.value.other == other)
            let root = try #require(other.root)
            let charge = version == 12 ? 100 + UInt128(root.bitCount) : 0
            #expect(info.value.coins.nanoTON == 100_000 - 76 - 1000 - charge)
            #expect(try result.account.account().balance.other.isEmpty)
        }
    }

    @Test("a message that finds nobody goes back, and leaves nobody")
    func nobody() throws {
        let network = try TestNetwork()
        let nobody = try TestNetwork.nonexistent()
        let result = try network.execute(try TestNetwork.message(100_000, flags: 1), on: nobody)
        #expect(result.description.computePhase == .skipped(.noState))
        var slice = try result.sent(0).bodySlice
        let body = try slice.load(NewBounceBody.self)
        #expect(body.bouncedByPhase == 0 && body.exitCode == -1 && body.computePhase == nil)
        #expect(result.originalStatus == .nonexistent && result.endStatus == .nonexistent)
        #expect(result.account.lastTransactionLT == 5_000_007)
        // One that doesn't bounce leaves its value.
        let kept = try network.execute(try TestNetwork.message(100_000, bounce: false), on: nobody)
        #expect(kept.endStatus == .uninitialized && kept.outMessages.isEmpty)
        #expect(try kept.coins == 100_000)
        #expect(kept.ordinary?.isCreditFirst == true)
    }

    @Test("a failed action returns what the message had before the actions, from version 14 on")
    func afterActions() throws {
        let actions: [OutAction] = [
            .sendMessage(mode: 64, try TestNetwork.outgoing(0)),
            .sendMessage(mode: 16, try TestNetwork.outgoing(9_000_000)),
        ]
        let result = try TestNetwork().run(actions)
        #expect(result.actionResultCode == 37)
        #expect(try result.sent(0).info.internalInfo?.value.coins.nanoTON == 100_000 - 49 - 1000)
        // Before, the first message had taken the value along.
        let early = try TestNetwork(version: 13).run(actions)
        #expect(early.actionResultCode == 37 && early.outMessages.isEmpty)
        guard case .noFunds? = early.description.bouncePhase else {
            Issue.record("expected too little for a bounce")
            return
        }
    }
}
