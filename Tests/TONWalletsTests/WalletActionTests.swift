import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing
import WalletTestSupport

@testable import TONWallets

/// Extensions and plugins: the wallets' own code says what it takes.
@Suite("Wallets' extensions and plugins, executed")
struct WalletActionTests {
    static func pair() throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array("extended".utf8))))
    }

    static func address(_ byte: UInt8, workchain: Int8 = 0) -> AccountAddress {
        AccountAddress(workchain: workchain, hash: SHA256.hash([byte]))
    }

    /// One wallet on a network of its own.
    private struct Stage {
        var network: WalletNetwork
        let wallet: any WalletContract
        let pair: Ed25519.KeyPair
        var seqno: UInt32 = 0

        init(_ make: (Ed25519.PublicKey) -> any WalletContract) throws {
            network = try WalletNetwork()
            pair = try WalletActionTests.pair()
            wallet = make(pair.publicKey)
            try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 10_000_000_000)
        }

        /// Signs, reads back, sends and executes.
        mutating func ask(
            _ actions: [WalletAction], messages: [WalletMessage] = []
        ) throws -> ExecutionResult {
            let request = WalletRequest(
                seqno: seqno, validUntil: network.now + 60, messages: messages, actions: actions)
            let message = try sign(request)
            #expect(try wallet.decode(message).request == request)
            let result = try network.send(try message.cell())
            seqno += 1
            return result
        }

        func sign(_ request: WalletRequest) throws -> Message {
            try wallet.externalMessage(for: request, signedBy: pair)
        }

        /// The message of a body that asks for what isn't signed otherwise.
        func message(_ signed: Cell) throws -> Cell {
            let body = try wallet.body(
                signedCell: signed, signature: try pair.privateKey.signature(for: signed.hash.bytes))
            return try Message(
                info: .externalIn(
                    ExternalInMessageInfo(destination: .standard(try wallet.address(), anycast: nil))),
                stateInit: nil, stateInitPlacement: .inline, body: .reference(body)
            ).cell()
        }

        /// A message from another account.
        func message(from sender: AccountAddress, _ body: Cell, bounces: Bool = true) throws -> Cell {
            let info = InternalMessageInfo(
                bounce: bounces, source: .standard(sender, anycast: nil),
                destination: .standard(try wallet.address(), anycast: nil),
                value: CurrencyCollection(coins: Coins(nanoTON: 1_000_000_000)))
            return try Message(
                info: .internal(info), stateInit: nil, stateInitPlacement: .inline, body: .reference(body)
            ).cell()
        }

        /// What a get-method returns on the wallet's present data.
        func call(_ name: String, _ arguments: [StackEntry] = []) throws -> StackEntry {
            let address = try wallet.address()
            let method = GetMethod(
                code: try #require(try wallet.stateInit().code), data: try #require(try network.data(of: address)),
                address: address, now: network.now)
            let result = try method.request(method: MethodName.number(of: name), arguments: arguments).run()
            #expect(result.exitCode == 0)
            return try #require(result.stack.last)
        }

        /// The hashes of all extensions, as the wallet says.
        func extensions() throws -> [Hash256] {
            guard case .cell(let root) = try call("get_extensions") else { return [] }
            return try HashmapE(keyBits: 256, root: root).entries(limit: 1000).map { entry in
                var value = entry.value
                #expect(try value.loadBit())
                try value.end()
                return try #require(entry.key.hashValue256)
            }
        }

        func allowsSignatures() throws -> Bool {
            guard case .integer(let number) = try call("is_signature_allowed") else { return false }
            return number != Int257(0)
        }

        func isInstalled(_ plugin: AccountAddress) throws -> Bool {
            let arguments: [StackEntry] = [
                .integer(Int257(Int(plugin.workchain))), .integer(Int257(plugin.hash)),
            ]
            guard case .integer(let number) = try call("is_plugin_installed", arguments) else { return false }
            return number != Int257(0)
        }
    }

    // MARK: - Version 5

    @Test("extensions are added and removed, in the same request as messages")
    func extensions() throws {
        var stage = try Stage { WalletV5R1(publicKey: $0) }
        let messages = try ExecutionTests.transfers(2)
        let (first, second, third) = (Self.address(1), Self.address(2), Self.address(3))
        var result = try stage.ask([.addExtension(first)])
        #expect(result.exitCode == 0)
        #expect(try stage.extensions() == [first.hash])
        result = try stage.ask(
            [.addExtension(second), .removeExtension(first), .addExtension(third)], messages: messages)
        #expect(result.exitCode == 0)
        #expect(try ExecutionTests.sent(result) == ExecutionTests.expected(messages))
        #expect(try Set(stage.extensions()) == [second.hash, third.hash])
        // Added after it was removed, and removed after it was added: the order counts.
        result = try stage.ask([.removeExtension(second), .addExtension(second), .removeExtension(third)])
        #expect(result.exitCode == 0)
        #expect(try stage.extensions() == [second.hash])
    }

    @Test("as many extensions as one request takes")
    func manyExtensions() throws {
        var stage = try Stage { WalletV5R1(publicKey: $0) }
        let addresses = (0..<60).map { Self.address(UInt8($0)) }
        let result = try stage.ask(addresses.map { .addExtension($0) })
        #expect(result.exitCode == 0)
        #expect(try Set(stage.extensions()) == Set(addresses.map(\.hash)))
        let tooMany = [WalletAction](repeating: .addExtension(Self.address(1)), count: 256)
        #expect(throws: WalletError.actionCount(256, expected: 0...255, wallet: "v5r1")) {
            try stage.wallet.signedCell(
                for: WalletRequest(seqno: 9, validUntil: .max, messages: [], actions: tooMany))
        }
    }

    @Test("a refused action undoes all of its request, and uses up the sequence number")
    func refusedExtensions() throws {
        var stage = try Stage { WalletV5R1(publicKey: $0) }
        let (first, second) = (Self.address(1), Self.address(2))
        _ = try stage.ask([.addExtension(first)])
        let messages = try ExecutionTests.transfers(1)
        for (actions, code) in [
            ([.addExtension(second), .addExtension(first)], 139), ([.removeExtension(second)], 140),
        ] as [([WalletAction], Int32)] {
            let result = try stage.ask(actions, messages: messages)
            #expect(result.exitCode == code)
            #expect(result.outMessages.isEmpty)
            #expect(try stage.extensions() == [first.hash])
            #expect(WalletV5R1.meaning(ofExitCode: code) != nil)
        }
        // Each of them counted.
        #expect(stage.seqno == 3)
        #expect(try stage.ask([.removeExtension(first)]).exitCode == 0)
        #expect(try stage.extensions().isEmpty)
    }

    @Test("what the wallet refuses whatever its data are isn't signed")
    func notSigned() throws {
        let stage = try Stage { WalletV5R1(publicKey: $0) }
        func made(_ action: WalletAction) throws -> Message {
            try stage.sign(WalletRequest(seqno: 0, validUntil: .max, messages: [], actions: [action]))
        }
        #expect(throws: WalletError.extensionWorkchain(-1, expected: 0)) {
            try made(.addExtension(Self.address(1, workchain: -1)))
        }
        #expect(throws: WalletError.extensionMustSwitchSignatures) { try made(.setSignatureAllowed(false)) }
        #expect(throws: WalletError.unknownAction("install_plugin", wallet: "v5r1")) {
            try made(.installPlugin(Self.address(1), amount: .zero, queryID: 0))
        }
        // The code agrees, where such requests reach it.
        for (action, code) in [
            (.addExtension(Self.address(1, workchain: -1)), 145), (.setSignatureAllowed(false), 146),
        ] as [(WalletAction, Int32)] {
            var other = try Stage { WalletV5R1(publicKey: $0) }
            let wallet = try #require(other.wallet as? WalletV5R1)
            var builder = CellBuilder()
            try builder.store(UInt32(0x7369_676e))
            try builder.store(wallet.walletID)
            try builder.store(UInt32.max)
            try builder.store(UInt32(0))
            try InnerRequest(messages: [], actions: [action]).store(in: &builder)
            let message = try other.message(try builder.build())
            // It is read all the same: somebody else may have sent it.
            #expect(try wallet.decode(try Message(cell: message)).request.actions == [action])
            #expect(try other.network.send(message).exitCode == code)
        }
    }

    @Test("an extension sends messages and switches signatures, by the contract's rules")
    func extensionRequests() throws {
        var stage = try Stage { WalletV5R1(publicKey: $0) }
        let (first, second) = (Self.address(1), Self.address(2))
        _ = try stage.ask([.addExtension(first)])
        func send(_ request: ExtensionRequest, from sender: AccountAddress = first) throws -> ExecutionResult {
            let body = try request.body()
            #expect(try ExtensionRequest(body: try body.slice()) == request)
            return try stage.network.send(try stage.message(from: sender, body))
        }
        // Any mode will do here.
        var messages = try ExecutionTests.transfers(2)
        messages[1].mode = .paysFeesSeparately
        var result = try send(ExtensionRequest(queryID: 7, messages: messages))
        #expect(result.exitCode == 0)
        #expect(try ExecutionTests.sent(result) == ExecutionTests.expected(messages))
        // A stranger is ignored.
        result = try send(
            ExtensionRequest(queryID: 7, messages: messages, actions: [.addExtension(second)]), from: second)
        #expect(result.exitCode == 0)
        #expect(result.outMessages.isEmpty)
        #expect(try stage.extensions() == [first.hash])

        #expect(try send(ExtensionRequest(queryID: 8, actions: [.setSignatureAllowed(true)])).exitCode == 143)
        #expect(try send(ExtensionRequest(queryID: 9, actions: [.setSignatureAllowed(false)])).exitCode == 0)
        #expect(try !stage.allowsSignatures())
        let signed = try stage.sign(WalletRequest(seqno: 1, validUntil: .max, messages: [])).cell()
        #expect(try stage.network.refusal(of: signed) == 132)
        #expect(try send(ExtensionRequest(queryID: 10, actions: [.removeExtension(first)])).exitCode == 144)
        let switched = ExtensionRequest(
            queryID: 11, messages: try ExecutionTests.transfers(1),
            actions: [.addExtension(second), .setSignatureAllowed(true), .removeExtension(first)])
        #expect(try send(switched).exitCode == 0)
        #expect(try stage.allowsSignatures())
        #expect(try stage.extensions() == [second.hash])
        #expect(try stage.network.refusal(of: signed) == nil)
        // The last extension goes while signatures still count; then nobody could switch them back.
        let last = ExtensionRequest(
            queryID: 12, actions: [.removeExtension(second), .setSignatureAllowed(false)])
        #expect(try send(last, from: second).exitCode == 142)
        #expect(try stage.extensions() == [second.hash])
        for code in [132, 142, 143, 144, 145, 146] as [Int32] {
            #expect(WalletV5R1.meaning(ofExitCode: code) != nil)
        }
    }

    @Test("bits and references that the wallet steps over are refused")
    func strictness() throws {
        let wallet = WalletV5R1(publicKey: try Self.pair().publicKey)
        let request = WalletRequest(
            seqno: 0, validUntil: 9, messages: [],
            actions: [.addExtension(Self.address(1)), .removeExtension(Self.address(1))])
        let signature = [UInt8](repeating: 0, count: 64)
        let signed = try wallet.signedCell(for: request)
        #expect(throws: Never.self) {
            try wallet.decode(body: try wallet.body(signedCell: signed, signature: signature).slice())
        }
        var bits = CellBuilder()
        try bits.store(try signed.slice())
        try bits.store(bit: false)
        var reference = CellBuilder()
        try reference.store(try signed.slice())
        try reference.store(reference: .empty)
        var tail = CellBuilder()
        var content = try signed.slice()
        try tail.store(try content.loadBits(content.remainingBits))
        var last = CellBuilder()
        try last.store(try (try content.loadReference()).slice())
        try last.store(UInt8(0))
        try tail.store(reference: try last.build())
        for changed in [bits, reference, tail] {
            #expect(throws: WalletError.self) {
                try wallet.decode(
                    body: try wallet.body(signedCell: try changed.build(), signature: signature).slice())
            }
        }
    }

    // MARK: - Version 4

    @Test("plugins are installed and removed, and hear of it")
    func plugins() throws {
        var stage = try Stage { WalletV4R2(publicKey: $0) }
        let plugin = Self.address(1, workchain: -1)
        for (action, tag, isInstalled) in [
            (.installPlugin(plugin, amount: Coins(nanoTON: 5_000_000), queryID: 77), 0x6e6f_7465, true),
            (.removePlugin(plugin, amount: Coins(nanoTON: 6_000_000), queryID: 78), 0x6473_7472, false),
        ] as [(WalletAction, UInt32, Bool)] {
            let result = try stage.ask([action])
            #expect(result.exitCode == 0)
            #expect(result.outMessages.count == 1)
            let message = try Message(cell: try #require(result.outMessages.first))
            #expect(message.info.destination == .standard(plugin, anycast: nil))
            #expect(message.info.internalInfo?.value.coins.nanoTON == (isInstalled ? 5_000_000 : 6_000_000))
            var body = try message.bodySlice
            #expect(try body.load(UInt32.self) == tag)
            #expect(try body.load(UInt64.self) == (isInstalled ? 77 : 78))
            #expect(try stage.isInstalled(plugin) == isInstalled)
            // The same hash in another workchain is another plugin.
            #expect(try !stage.isInstalled(Self.address(1)))
        }
    }

    @Test("a plugin is deployed and installed at once")
    func deployment() throws {
        var stage = try Stage { WalletV4R2(publicKey: $0) }
        let other = try WalletV3R2(publicKey: Self.pair().publicKey).stateInit()
        var body = CellBuilder()
        try body.store(UInt32(0x1234_5678))
        let deployment = PluginDeployment(
            amount: Coins(nanoTON: 50_000_000), stateInit: try other.cell(), body: try body.build())
        #expect(try deployment.address == other.address())
        let result = try stage.ask([.deployPlugin(deployment)])
        #expect(result.exitCode == 0)
        let message = try Message(cell: try #require(result.outMessages.first))
        #expect(message.info.destination == .standard(deployment.address, anycast: nil))
        #expect(message.info.internalInfo?.value.coins == deployment.amount)
        #expect(message.stateInit == other)
        #expect(try message.bodyCell() == deployment.body)
        #expect(try stage.isInstalled(deployment.address))
        try stage.network.send(try #require(result.outMessages.first))
        #expect(try stage.network.data(of: deployment.address) == other.data)
    }

    @Test("a refused change of plugins uses up the sequence number")
    func refusedPlugins() throws {
        var stage = try Stage { WalletV4R2(publicKey: $0) }
        let plugin = Self.address(1)
        let install = WalletAction.installPlugin(plugin, amount: Coins(nanoTON: 1_000_000), queryID: 1)
        let remove = WalletAction.removePlugin(plugin, amount: Coins(nanoTON: 1_000_000), queryID: 1)
        for (action, code) in [(install, 0), (install, 39), (remove, 0), (remove, 39)] as [(WalletAction, Int32)] {
            let result = try stage.ask([action])
            #expect(result.exitCode == code)
            #expect(result.outMessages.count == (code == 0 ? 1 : 0))
        }
        #expect(try stage.ask([install]).exitCode == 0)
        #expect(try stage.isInstalled(plugin))
        #expect(WalletV4R2.meaning(ofExitCode: 39) != nil)
    }

    @Test("version 4 takes one change, alone")
    func alone() throws {
        let wallet = WalletV4R2(publicKey: try Self.pair().publicKey)
        let install = WalletAction.installPlugin(Self.address(1), amount: .zero, queryID: 1)
        func cell(_ actions: [WalletAction], _ count: Int = 0) throws -> Cell {
            try wallet.signedCell(
                for: WalletRequest(
                    seqno: 0, validUntil: 1, messages: try ExecutionTests.transfers(count), actions: actions))
        }
        #expect(throws: WalletError.actionCount(2, expected: 0...1, wallet: "v4r2")) { try cell([install, install]) }
        #expect(throws: WalletError.messagesBesidePlugin(1)) { try cell([install], 1) }
        #expect(throws: WalletError.unknownAction("add_extension", wallet: "v4r2")) {
            try cell([.addExtension(Self.address(1))])
        }
    }
}
