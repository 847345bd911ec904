import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing
import WalletTestSupport

@testable import TONWallets

/// The wallets' own code says what it takes.
@Suite("Wallets' code, executed")
struct ExecutionTests {
    private static let pair = try? Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array("executed".utf8))))

    /// A wallet and the exit codes with which it refuses.
    struct Case: Sendable, CustomTestStringConvertible {
        let wallet: any WalletContract
        let wrongSignature: Int32
        let wrongSeqno: Int32
        let expired: Int32
        let foreign: any WalletContract
        let wrongWallet: Int32
        var testDescription: String { type(of: wallet).kind }
    }

    static let cases: [Case] = {
        guard let key = pair?.publicKey else { return [] }
        return [
            Case(
                wallet: WalletV3R2(publicKey: key), wrongSignature: 35, wrongSeqno: 33, expired: 35,
                foreign: WalletV3R2(publicKey: key, subwalletID: 1), wrongWallet: 34),
            Case(
                wallet: WalletV4R2(publicKey: key, subwalletID: 5), wrongSignature: 35, wrongSeqno: 33, expired: 36,
                foreign: WalletV4R2(publicKey: key), wrongWallet: 34),
            Case(
                wallet: WalletV5R1(publicKey: key), wrongSignature: 135, wrongSeqno: 133, expired: 136,
                foreign: WalletV5R1(publicKey: key, network: WalletV5R1.testNetwork), wrongWallet: 134),
        ]
    }()

    static func address(_ byte: UInt8) -> AccountAddress { AccountAddress(hash: SHA256.hash([byte])) }

    static func transfers(_ count: Int) throws -> [WalletMessage] {
        try (0..<count).map { number in
            try .transfer(
                to: address(UInt8(truncatingIfNeeded: number)), amount: Coins(nanoTON: 1_000_000 + UInt64(number)),
                bounces: false)
        }
    }

    /// Destinations and amounts of what an execution sent.
    static func sent(_ result: ExecutionResult) throws -> [String] {
        try result.outMessages.map { cell in
            let info = try #require(try Message(cell: cell).info.internalInfo)
            return "\(info.destination) \(info.value.coins.nanoTON)"
        }
    }

    static func expected(_ messages: [WalletMessage]) throws -> [String] {
        try messages.map { message in
            let info = try #require(try Message(cell: message.message).info.internalInfo)
            return "\(info.destination) \(info.value.coins.nanoTON)"
        }
    }

    /// A message with any wallet's body but sent to this wallet, with any signature.
    private static func message(
        to wallet: any WalletContract, _ request: WalletRequest, as other: (any WalletContract)? = nil,
        signedBy key: Ed25519.PrivateKey
    ) throws -> Cell {
        let maker = other ?? wallet
        let cell = try maker.signedCell(for: request)
        let body = try maker.body(signedCell: cell, signature: try key.signature(for: cell.hash.bytes))
        return try Message(
            info: .externalIn(ExternalInMessageInfo(destination: .standard(try wallet.address(), anycast: nil))),
            stateInit: nil, stateInitPlacement: .inline, body: .reference(body)
        ).cell()
    }

    @Test("a wallet is deployed by its first request, and obeys those that follow", arguments: cases)
    func accepted(test: Case) throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = test.wallet
        let address = try wallet.address()
        try network.add(address, nil, nanoTON: 10_000_000_000)
        for (seqno, count) in [(0, 1), (1, 0), (2, 4), (3, 2)] as [(UInt32, Int)] {
            let messages = try Self.transfers(count)
            let request = WalletRequest(seqno: seqno, validUntil: network.now + 60, messages: messages)
            let message = try wallet.externalMessage(for: request, signedBy: pair, deploys: seqno == 0).cell()
            let result = try network.send(message)
            #expect(result.exitCode == 0)
            #expect(count == 0 || result.actionResultCode == 0)
            #expect(try Self.sent(result) == Self.expected(messages))
            // The same again is refused.
            #expect(try network.refusal(of: message) == test.wrongSeqno)
        }
        #expect(type(of: wallet).meaning(ofExitCode: test.wrongSeqno) != nil)
        #expect(type(of: wallet).meaning(ofExitCode: 4) == nil)
    }

    @Test("what is wrong is refused with the wallet's exit code", arguments: cases)
    func refused(test: Case) throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = test.wallet
        try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 10_000_000_000)
        let messages = try Self.transfers(1)
        let right = WalletRequest(seqno: 0, validUntil: network.now + 1, messages: messages)
        func refusal(
            _ request: WalletRequest, as other: (any WalletContract)? = nil, key: Ed25519.PrivateKey? = nil
        ) throws -> Int32? {
            try network.refusal(
                of: try Self.message(to: wallet, request, as: other, signedBy: key ?? pair.privateKey))
        }
        #expect(try refusal(right, key: .random()) == test.wrongSignature)
        #expect(try refusal(WalletRequest(seqno: 1, validUntil: .max, messages: messages)) == test.wrongSeqno)
        #expect(try refusal(WalletRequest(seqno: 0, validUntil: network.now, messages: messages)) == test.expired)
        #expect(try refusal(right, as: test.foreign) == test.wrongWallet)
        #expect(try refusal(right) == nil)
        // What the code refuses isn't even made.
        #expect(throws: WalletError.self) {
            try wallet.externalMessage(
                for: SignedWalletRequest(right, signature: [UInt8](repeating: 0, count: 64)))
        }
        #expect(throws: WalletError.signatureLength(63)) {
            try wallet.externalMessage(
                for: SignedWalletRequest(right, signature: [UInt8](repeating: 0, count: 63)))
        }
        #expect(throws: WalletError.self) { try wallet.externalMessage(for: right, signedBy: .random()) }
        let query = WalletRequest(.query(.first, createdAt: 1), messages: messages)
        #expect(throws: WalletError.self) { try wallet.externalMessage(for: query, signedBy: pair) }
    }

    @Test("too many messages are refused here", arguments: cases)
    func tooMany(test: Case) throws {
        let pair = try #require(Self.pair)
        let kind = type(of: test.wallet)
        let request = WalletRequest(
            seqno: 0, validUntil: .max, messages: try Self.transfers(kind.messageCounts.upperBound + 1))
        #expect(throws: WalletError.self) { try test.wallet.externalMessage(for: request, signedBy: pair) }
    }

    @Test("version 5 sends 255 messages in their order, and wants each to ignore errors")
    func fifth() throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = WalletV5R1(publicKey: pair.publicKey)
        try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 10_000_000_000)
        let messages = try Self.transfers(255)
        let request = WalletRequest(seqno: 0, validUntil: .max, messages: messages)
        let result = try network.send(try wallet.externalMessage(for: request, signedBy: pair).cell())
        #expect(try Self.sent(result) == Self.expected(messages))
        #expect(try wallet.decode(try wallet.externalMessage(for: request, signedBy: pair)).request == request)
        var careless = try Self.transfers(2)
        careless[1].mode = .paysFeesSeparately
        #expect(throws: WalletError.sendModeMustIgnoreErrors(message: 1, .paysFeesSeparately)) {
            try wallet.signedCell(for: WalletRequest(seqno: 1, validUntil: .max, messages: careless))
        }
    }

    // MARK: - Highload

    @Test("a highload wallet obeys each query once, in any order, and batches", arguments: [1, 2, 254])
    func highload(count: Int) throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = try HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 7, timeout: 600)
        let address = try wallet.address()
        try network.add(address, nil, nanoTON: 10_000_000_000)
        let messages = try Self.transfers(count)
        let now = UInt64(network.now)
        let queries: [HighloadQueryID?] = [
            HighloadQueryID(shift: 8191, bitNumber: 1022), .first, HighloadQueryID(shift: 0, bitNumber: 1022),
            HighloadQueryID(shift: 5, bitNumber: 0),
        ]
        for (index, query) in queries.enumerated() {
            let request = WalletRequest(.query(try #require(query), createdAt: now - 1), messages: messages)
            let message = try wallet.externalMessage(for: request, signedBy: pair, deploys: index == 0)
            #expect(try wallet.decode(message).request == request)
            var result = try network.send(try message.cell())
            #expect(result.exitCode == 0)
            if count > 1 {
                #expect(result.outMessages.count == 1)
                result = try network.send(try #require(result.outMessages.first))
                #expect(result.exitCode == 0)
                #expect(result.actionResultCode == 0)
            }
            #expect(try Self.sent(result) == Self.expected(messages))
            #expect(try network.refusal(of: try message.cell()) == 36)
        }
    }

    @Test("a highload wallet refuses with its exit codes")
    func highloadRefusals() throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = try HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 7, timeout: 600)
        try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 10_000_000_000)
        let messages = try Self.transfers(1)
        let now = UInt64(network.now)
        func refusal(
            _ createdAt: UInt64, as other: HighloadWalletV3? = nil, key: Ed25519.PrivateKey? = nil
        ) throws -> Int32? {
            try network.refusal(
                of: try Self.message(
                    to: wallet, WalletRequest(.query(.first, createdAt: createdAt), messages: messages), as: other,
                    signedBy: key ?? pair.privateKey))
        }
        #expect(try refusal(now, key: .random()) == 33)
        #expect(
            try refusal(now, as: HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 8, timeout: 600)) == 34)
        #expect(try refusal(now - 600) == 35)
        #expect(try refusal(now + 1) == 35)
        #expect(
            try refusal(now, as: HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 7, timeout: 601)) == 38)
        #expect(try refusal(now - 599) == nil)
        for code in [33, 34, 35, 36, 37, 38] as [Int32] { #expect(HighloadWalletV3.meaning(ofExitCode: code) != nil) }
        #expect(throws: WalletError.self) {
            try HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 7, timeout: 1 << 22)
        }
        #expect(throws: WalletError.self) {
            try wallet.signedCell(for: WalletRequest(seqno: 1, validUntil: .max, messages: messages))
        }
        #expect(throws: WalletError.self) {
            try wallet.signedCell(for: WalletRequest(.query(.first, createdAt: now), messages: []))
        }
    }

    @Test("a message that deploys goes by way of a batch")
    func highloadDeployment() throws {
        let pair = try #require(Self.pair)
        var network = try WalletNetwork()
        let wallet = try HighloadWalletV3(publicKey: pair.publicKey, subwalletID: 7, timeout: 600)
        let other = WalletV4R2(publicKey: pair.publicKey)
        try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 10_000_000_000)
        let deployment = try WalletMessage.transfer(
            to: try other.address(), amount: Coins(nanoTON: 50_000_000), bounces: false,
            stateInit: try other.stateInit())
        let request = WalletRequest(.query(.first, createdAt: UInt64(network.now)), messages: [deployment])
        let message = try wallet.externalMessage(for: request, signedBy: pair)
        #expect(try wallet.decode(message).request == request)
        try network.sendAll(try message.cell())
        #expect(try network.data(of: try other.address()) == other.stateInit().data)
    }

    @Test("queries are numbered without a gap")
    func queries() throws {
        var query = HighloadQueryID.first
        for number in 0..<3000 {
            #expect(Int(query.shift) * 1023 + Int(query.bitNumber) == number)
            #expect(HighloadQueryID(rawValue: query.rawValue) == query)
            query = query.next
        }
        #expect(HighloadQueryID(shift: 8191, bitNumber: 1022)?.next == .first)
        #expect(HighloadQueryID(shift: 8192, bitNumber: 0) == nil)
        #expect(HighloadQueryID(shift: 0, bitNumber: 1023) == nil)
        #expect(HighloadQueryID(rawValue: 1023) == nil)
        #expect(HighloadQueryID(rawValue: 1 << 23) == nil)
    }
}
