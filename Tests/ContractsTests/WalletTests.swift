import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What COCOON's wallets do, against both codes.
@Suite("Wallets")
struct WalletTests {
    private static let owner = CocoonWorld.person(0x30)
    private static let stranger = CocoonWorld.person(0x02)
    private static let receiver = CocoonWorld.person(0x31)
    private static let address = CocoonWorld.person(0x90)
    private static let key = Ed25519.PrivateKey(seed: CocoonWorld.person(0x65).hash)

    private static func network(
        _ codes: ContractCodes, coins: UInt64 = 10 * CocoonWorld.ton, status: UInt32 = 0
    ) throws -> ContractNetwork {
        let network = try ContractNetwork()
        for byte in 1...0x80 { network.addPerson(CocoonWorld.person(UInt8(byte))) }
        let data = WalletData(seqno: 7, publicKey: try key.publicKey().bytes, status: status, owner: owner)
        try network.place(StateInit(code: codes.wallet, data: try data.cell()), at: address, coins: coins)
        return network
    }

    private static func outgoing(_ amount: UInt64, mode: UInt8 = 3) throws -> OutgoingMessage {
        let info = InternalMessageInfo(
            bounce: false, destination: .standard(receiver, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: amount)))
        return OutgoingMessage(mode: mode, message: try Message(info: .internal(info)).cell())
    }

    private static func external(
        subwallet: UInt32 = 0, validUntil: UInt32 = 1_900_000_000, seqno: UInt32 = 7,
        messages: [OutgoingMessage]? = nil, by signer: Ed25519.PrivateKey = key
    ) throws -> Cell {
        let payload = WalletExternal.Payload(
            subwallet: subwallet, validUntil: validUntil, seqno: seqno,
            messages: try messages ?? [outgoing(CocoonWorld.ton)])
        return try payload.makeSigned(privateKey: signer).cell()
    }

    private static func data(_ network: ContractNetwork) throws -> WalletData { try network.data(address) }

    @Test("an external sends up to four messages", arguments: ContractCodes.both, 0...4)
    func external(codes: ContractCodes, count: Int) throws {
        let network = try Self.network(codes)
        let messages = try (0..<count).map { try Self.outgoing(UInt64($0 + 1) * 1_000_000) }
        let done = try network.external(to: Self.address, body: try Self.external(messages: messages))
        try network.settle()
        #expect(done.isDone && done.exitCode == 0)
        #expect(
            network.received.map { $0.message.info.internalInfo?.value.coins.nanoTON }
                == (0..<count).map { UInt128($0 + 1) * 1_000_000 })
        #expect(try Self.data(network).seqno == 8)
    }

    private static func refusal(of body: Cell, _ network: ContractNetwork) throws -> Int32? {
        do {
            try network.external(to: address, body: body)
            return nil
        } catch let error as ExecutionError {
            guard case .externalNotAccepted(let end) = error else { throw error }
            return end.exitCode
        }
    }

    @Test("externals that aren't accepted", arguments: ContractCodes.both)
    func refusedExternals(codes: ContractCodes) throws {
        let network = try Self.network(codes)
        #expect(try Self.refusal(of: try Self.external(validUntil: network.now), network) == 1030)
        #expect(try Self.refusal(of: try Self.external(seqno: 6), network) == 1032)
        #expect(try Self.refusal(of: try Self.external(subwallet: 1), network) == 1033)
        let other = Ed25519.PrivateKey(seed: .zero)
        #expect(try Self.refusal(of: try Self.external(by: other), network) == 1034)
        let blocked = try Self.network(codes, status: 1)
        #expect(try Self.refusal(of: try Self.external(), blocked) == 1031)
        let poor = try Self.network(codes, coins: 1_999_999_999)
        #expect(try Self.refusal(of: try Self.external(), poor) == 1035)
        #expect(try Self.refusal(of: .empty, network) == 9)
        #expect(try Self.data(network).seqno == 7)
        #expect(network.transactions.isEmpty)
    }

    private static func send(
        _ message: CocoonMessage, _ network: ContractNetwork, from sender: AccountAddress = owner
    ) throws -> [ContractNetwork.Executed] {
        try network.post(from: sender, to: address, value: CocoonWorld.ton, body: try message.cell())
        return try network.settle()
    }

    /// Each operation, on a wallet of its own.
    static func operations(_ codes: ContractCodes) throws -> [(String, [ContractNetwork.Executed])] {
        let relay = CocoonMessage.ownerWalletSendMessage(
            OwnerWalletSendMessage(queryID: 1, message: try outgoing(50_000_000)))
        let external = try network(codes).external(to: address, body: try external())
        return try [
            ("wallet external", [external]),
            ("owner_wallet_send_message", send(relay, try network(codes))),
            ("wallet text w", send(.textCommand(.withdraw), try network(codes))),
            ("wallet text b", send(.textCommand(.block), try network(codes))),
            ("wallet text u", send(.textCommand(.unblock), try network(codes))),
        ]
    }

    @Test("the owner relays a message, whatever the balance", arguments: ContractCodes.both)
    func relay(codes: ContractCodes) throws {
        let network = try Self.network(codes, coins: 100_000_000, status: 1)
        let relay = CocoonMessage.ownerWalletSendMessage(
            OwnerWalletSendMessage(queryID: 1, message: try Self.outgoing(50_000_000)))
        #expect(try Self.send(relay, network).allSatisfy(\.isDone))
        #expect(network.received.last?.to == Self.receiver)
        #expect(try Self.send(relay, network, from: Self.stranger).map(\.exitCode) == [1040])
    }

    @Test("the owner empties, blocks and unblocks it", arguments: ContractCodes.both)
    func texts(codes: ContractCodes) throws {
        let network = try Self.network(codes)
        #expect(try Self.send(.textCommand(.block), network).allSatisfy(\.isDone))
        #expect(try Self.data(network).status == 1)
        #expect(try Self.send(.textCommand(.block), network).allSatisfy(\.isDone))
        #expect(try Self.data(network).status == 1)
        #expect(try Self.send(.textCommand(.unblock), network).allSatisfy(\.isDone))
        #expect(try Self.data(network).status == 0 && Self.data(network).seqno == 7)
        #expect(try Self.send(.textCommand(.withdraw), network).allSatisfy(\.isDone))
        #expect(try network.coins(Self.address) == 10_000_000)
        let last = try #require(network.received.last)
        #expect(last.to == Self.owner)
        #expect(try CocoonMessage.decode(try last.message.bodySlice) == .textCommand(.withdraw))
    }

    @Test("refusals of messages, and messages that are only taken", arguments: ContractCodes.both)
    func messages(codes: ContractCodes) throws {
        let network = try Self.network(codes)
        for command in [TextCommand.withdraw, .block, .unblock] {
            #expect(try Self.send(.textCommand(command), network, from: Self.stranger).map(\.exitCode) == [1040])
        }
        #expect(try Self.send(.textCommand(.close), network).map(\.exitCode) == [1041])
        let request = PlainRequest(op: .proxyPayoutRequest, queryID: 1, sendExcessesTo: Self.owner)
        #expect(try Self.send(.proxyPayoutRequest(request), network).map(\.exitCode) == [1041])
        let coins = try network.coins(Self.address)
        for message in [CocoonMessage.excesses(Excesses(queryID: 1)), .payout(Payout(queryID: 1))] {
            #expect(try Self.send(message, network, from: Self.stranger).allSatisfy(\.isDone))
        }
        try network.post(from: Self.stranger, to: Self.address, value: CocoonWorld.ton)
        #expect(try network.settle().allSatisfy(\.isDone))
        #expect(try network.coins(Self.address) > coins + 2_990_000_000)
    }

    /// A deviation: of the main network's, the sequence number stays, and anyone may repeat the external until the wallet
    /// has paid its gas down to 2 TON.
    @Test("an external whose messages can't be sent is spent")
    func failedExternal() throws {
        let tooMuch = try Self.external(
            messages: [try Self.outgoing(100 * CocoonWorld.ton, mode: 1), try Self.outgoing(CocoonWorld.ton, mode: 1)])
        // The mode of its only message is missing.
        var cut = CellBuilder()
        try cut.store(0 as UInt32)
        try cut.store(1_900_000_000 as UInt32)
        try cut.store(7 as UInt32)
        try cut.store(reference: .empty)
        var short = CellBuilder()
        let payload = try cut.build()
        try short.store(bytes: try Self.key.signature(for: payload.hash.bytes))
        try short.store(try payload.slice())

        let silk = try Self.network(try .silk())
        let done = try silk.external(to: Self.address, body: tooMuch)
        #expect(done.isDone && done.result.description.actionPhase?.skippedActions == 1)
        #expect(done.result.outMessages.count == 1)
        #expect(try Self.data(silk).seqno == 8)
        #expect(try Self.refusal(of: tooMuch, silk) == 1032)
        let unreadable = try Self.network(try .silk())
        #expect(try unreadable.external(to: Self.address, body: try short.build()).exitCode == 9)
        #expect(try Self.data(unreadable).seqno == 8)

        guard let mainnet = ContractCodes.both.dropFirst().first else { return }
        let other = try Self.network(mainnet)
        for _ in 0..<3 { #expect(try other.external(to: Self.address, body: tooMuch).actionCode == 37) }
        for _ in 0..<3 { #expect(try other.external(to: Self.address, body: try short.build()).exitCode == 9) }
        #expect(try Self.data(other).seqno == 7)
    }
}
