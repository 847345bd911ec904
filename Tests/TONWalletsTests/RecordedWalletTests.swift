import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing
import WalletTestSupport

@testable import TONWallets

@Suite("Recorded wallets", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedWalletTests {
    struct Code: Decodable {
        let name: String
        let bocB64: String
        let codeHash: String
    }

    struct Address: Decodable {
        let version: String
        let publicKey: String
        let address: String
    }

    static func cell(_ base64: String) throws -> Cell { try Cell(boc: try #require(Base64.decode(base64))) }

    static func key(_ hex: String) throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: try #require(Hash256(hex: hex))))
    }

    @Test("codes have the recorded hashes")
    func codes() throws {
        let recorded = try RecordedFixtures.snakeCase([Code].self, "wallets/wallet_codes.json")
        let own: [(String, Cell)] = [
            ("wallet_v3r2", WalletCode.walletV3R2), ("wallet_v4r2", WalletCode.walletV4R2),
            ("wallet_v5r1", WalletCode.walletV5R1), ("wallet_v5", WalletCode.walletV5R1),
            ("highload_v3", WalletCode.highloadWalletV3), ("multisig_v2", WalletCode.multisigV2),
            ("multisig_v2_order", WalletCode.multisigOrderV2),
        ]
        for (name, code) in own {
            let expected = try #require(recorded.first { $0.name == name })
            #expect(code.hash.hex == expected.codeHash)
            #expect(code == (try Self.cell(expected.bocB64)))
        }
    }

    @Test("keys have the recorded addresses")
    func addresses() throws {
        var seen = 0
        for vector in try RecordedFixtures.snakeCase([Address].self, "wallets/wallet_addresses.json") {
            let key = Ed25519.PublicKey(try #require(Hash256(hex: vector.publicKey)))
            let expected = try AccountAddress(vector.address)
            switch vector.version.prefix(4) {
            case "v3r2", "v3 (": #expect(try WalletV3R2(publicKey: key).address() == expected)
            case "v4r2": #expect(try WalletV4R2(publicKey: key).address() == expected)
            default: continue
            }
            seen += 1
        }
        #expect(seen == 3)
    }

    @Test("a BIP-39 mnemonic has the recorded wallet of version 5")
    func bip39() throws {
        let vector = try RecordedFixtures.snakeCase(
            RecordedMnemonicTests.Properties.self, "keys/mnemonic_props.json"
        ).bip39ToW5
        let pair = try BIP39Mnemonic(vector.mnemonic).keyPair()
        #expect(try WalletV5R1(publicKey: pair.publicKey).address() == AccountAddress(vector.address))
    }

    // MARK: - Messages that were sent

    struct Transfer: Decodable {
        let test: String
        let expectedBocB64: String
        let expectedHash: String
        let vars: [String: String]
        let inputs: [String: String]
    }

    @Test("a transfer makes the message that was sent on the main network")
    func transfers() throws {
        let vectors = try RecordedFixtures.snakeCase([Transfer].self, "wallets/trustwallet_v4r2.json")
        #expect(vectors.count == 11)
        for vector in vectors {
            let pair = try Self.key(try #require(vector.vars["private_key"]))
            let wallet = WalletV4R2(publicKey: pair.publicKey)
            let expected = try Message(cell: try Self.cell(vector.expectedBocB64))
            let deploys = expected.stateInit != nil
            let inputs = vector.inputs
            let seqno = try #require(UInt32(inputs["sequence_number"] ?? "0"))
            // A deploying message never expires.
            let validUntil: UInt32
            if seqno == 0 {
                validUntil = .max
            } else if let time = inputs["expire_at"] {
                validUntil = try #require(UInt32(time))
            } else {
                validUntil = 1_721_939_714
            }
            let request = WalletRequest(
                seqno: seqno, validUntil: validUntil, messages: [try Self.message(vector, wallet: wallet)])
            let message = try wallet.externalMessage(for: request, signedBy: pair, deploys: deploys)
            #expect(try message.cell().hash.hex == vector.expectedHash, "\(vector.test)")
            #expect(try message.cell() == expected.cell(), "\(vector.test)")
            let decoded = try wallet.decode(expected)
            #expect(decoded.request == request)
            #expect(try wallet.externalMessage(for: decoded, deploys: deploys) == expected)
        }
    }

    /// The message that a transfer's fields describe; its body lies in a cell of its own, even where it is empty.
    private static func message(_ vector: Transfer, wallet: WalletV4R2) throws -> WalletMessage {
        let inputs = vector.inputs
        var stateInit: StateInit?
        let destination: AccountAddress
        if inputs["state_init"] != nil {
            // A contract of somebody else, known from the recorded message alone.
            let sent = try #require(
                try wallet.decode(try Message(cell: try cell(vector.expectedBocB64))).request.messages.first)
            let message = try Message(cell: sent.message)
            stateInit = message.stateInit
            destination = try #require(try stateInit?.address())
            #expect(message.info.destination == .standard(destination, anycast: nil))
        } else {
            destination = try AccountAddress(inputs["dest"] ?? "")
        }
        var mode: SendMode = []
        for name in try #require(inputs["mode"]).split(separator: " | ") {
            switch name {
            case "PAY_FEES_SEPARATELY": mode.insert(.paysFeesSeparately)
            case "IGNORE_ACTION_PHASE_ERRORS": mode.insert(.ignoresErrors)
            case "ATTACH_ALL_CONTRACT_BALANCE": mode.insert(.carriesBalance)
            default: Issue.record("unknown mode \(name)")
            }
        }
        let digits = try #require(inputs["amount"]).filter(\.isNumber)
        let amount =
            inputs["amount"]?.hasPrefix("U256") == true ? 100 * 1000 * 1000 : try #require(UInt64(digits))
        let info = InternalMessageInfo(
            bounce: inputs["bounceable"] == "true", destination: .standard(destination, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: amount)))
        return try WalletMessage(
            mode: mode,
            Message(
                info: .internal(info), stateInit: stateInit, stateInitPlacement: .reference,
                body: .reference(try body(inputs))))
    }

    private static func body(_ inputs: [String: String]) throws -> Cell {
        if inputs["payload"]?.hasPrefix("PayloadType::jetton") == true { return try jettonBody(inputs) }
        if let text = inputs["payload"]?.split(separator: "\"").dropFirst().first {
            return try comment(String(text))
        }
        if let text = inputs["comment"] { return try comment(text) }
        return .empty
    }

    private static func jettonBody(_ inputs: [String: String]) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt32(0x0f8a_7ea5))
        try builder.store(try #require(UInt64(inputs["query_id"] ?? "")))
        let factors = try #require(inputs["jetton_amount"]).split { !($0.isNumber || $0 == "*") }
            .filter { $0 != "*" && $0 != "256" }
        try builder.store(Coins(nanoTON: factors.compactMap { UInt64($0) }.reduce(1, *)))
        try builder.store(try AccountAddress(inputs["to_owner"] ?? ""))
        try builder.store(try AccountAddress(inputs["response_address"] ?? ""))
        try builder.store(bit: false)
        try builder.store(Coins(nanoTON: try #require(UInt64(inputs["forward_amount"] ?? ""))))
        try builder.store(bit: false)
        if let text = inputs["comment"] { try builder.store(try comment(text).slice()) }
        return try builder.build()
    }

    private static func comment(_ text: String) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt32(0))
        try builder.store(bytes: Array(text.utf8))
        return try builder.build()
    }

    // MARK: - Highload

    struct Highload: Decodable {
        struct Query: Decodable {
            let shift: UInt16
            let bitNumber: UInt16
        }
        let privateSeed: String
        let publicKey: String
        let subwalletId: UInt32
        let timeout: UInt32
        let address: String
        let queryId: Query
        let createdAt: UInt64
        let sendMode: UInt8
        let messageToSendBoc: String
        let msgInnerHash: String
        let signature: String
        let externalMessageBoc: String
        let externalMessageHash: String
        let withStateInit: Bool
        let shardAccountBefore: String
        let now: UInt32
        let outMsgs: Int
    }

    @Test("highload requests make the recorded messages")
    func highload() throws {
        for vector in try RecordedFixtures.snakeCase([Highload].self, "wallets/highload_v3_derived.json") {
            let pair = try Self.key(vector.privateSeed)
            #expect(pair.publicKey.bytes.hex == vector.publicKey)
            let wallet = try HighloadWalletV3(
                publicKey: pair.publicKey, subwalletID: vector.subwalletId, timeout: vector.timeout)
            #expect(try wallet.address() == AccountAddress(vector.address))
            let query = try #require(
                HighloadQueryID(shift: vector.queryId.shift, bitNumber: vector.queryId.bitNumber))
            let request = WalletRequest(
                .query(query, createdAt: vector.createdAt),
                messages: [
                    WalletMessage(
                        mode: SendMode(rawValue: vector.sendMode),
                        message: try Self.cell(vector.messageToSendBoc))
                ])
            #expect(try wallet.signingHash(for: request).hex == vector.msgInnerHash)
            let message = try wallet.externalMessage(for: request, signedBy: pair, deploys: vector.withStateInit)
            #expect(try message.cell().hash.hex == vector.externalMessageHash)
            #expect(try message.cell() == Self.cell(vector.externalMessageBoc))
            let decoded = try wallet.decode(message)
            #expect(decoded.request == request)
            #expect(Hex.encode(decoded.signature) == vector.signature)
            // The recorded account takes it, as it did in the reference's emulator.
            var network = try WalletNetwork()
            network.now = vector.now
            network.accounts[try wallet.address()] = try ShardAccount(
                cell: try Self.cell(vector.shardAccountBefore))
            let result = try network.send(try message.cell())
            #expect(result.exitCode == 0)
            #expect(result.outMessages.count == vector.outMsgs)
        }
    }

    // MARK: - Messages of other implementations

    struct Vectors: Decodable {
        struct Bag: Decodable {
            let line: Int
            let bocHex: String
        }
        let test: String
        let bocs: [Bag]
    }

    private static func vectors(_ name: String) throws -> [String: [Cell]] {
        let vectors = try RecordedFixtures.snakeCase([Vectors].self, "wallets/vectors/\(name).json")
        return try Dictionary(
            uniqueKeysWithValues: vectors.map { vector in
                (
                    vector.test,
                    try vector.bocs.map { bag in
                        let bytes = try #require(Hex.decode(bag.bocHex))
                        return try Cell(boc: bytes)
                    }
                )
            })
    }

    private static let nobody = Ed25519.PublicKey(.zero)

    /// Reads a body and writes it again, which must come to the same cell.
    private static func roundTrip(_ body: Cell, of wallet: some WalletContract) throws -> WalletRequest {
        let decoded = try wallet.decode(body: try body.slice())
        let again = try wallet.body(
            signedCell: try wallet.signedCell(for: decoded.request), signature: decoded.signature)
        #expect(again == body)
        return decoded.request
    }

    @Test("bodies of versions 3 and 4 are read and written again")
    func bodies() throws {
        let third = try #require(try Self.vectors("ton-rs__wallet_v3.rs")["test_wallet_v3_ext_msg_body"]?.first)
        let request = try Self.roundTrip(third, of: WalletV3R2(publicKey: Self.nobody))
        #expect(request.replayProtection == .sequence(seqno: 0, validUntil: .max))
        #expect(request.messages.count == 1)
        let fourth = try #require(try Self.vectors("ton-rs__wallet_v4.rs")["test_wallet_ext_msg_body_v4"]?.first)
        let other = try Self.roundTrip(fourth, of: WalletV4R2(publicKey: Self.nobody))
        #expect(other.replayProtection == .sequence(seqno: 19, validUntil: 1_739_403_913))
        #expect(other.messages.count == 1)
    }

    @Test("the first data of wallets is that of recorded ones but for the sequence number")
    func data() throws {
        let third = try #require(try Self.vectors("ton-rs__wallet_v3.rs")["test_wallet_v3_data"]?.first)
        let fourth = try #require(try Self.vectors("ton-rs__wallet_v4.rs")["test_wallet_data_v4"]?.first)
        for (data, seqno) in [(third, 1), (fourth, 20)] as [(Cell, UInt32)] {
            var slice = try data.slice()
            #expect(try slice.load(UInt32.self) == seqno)
            let rest = slice
            #expect(try slice.load(UInt32.self) == WalletV3R2.standardSubwalletID)
            let key = Ed25519.PublicKey(try slice.loadHash())
            let wallet: any WalletContract =
                seqno == 1 ? WalletV3R2(publicKey: key) : WalletV4R2(publicKey: key)
            var first = try #require(try wallet.stateInit().data).slice()
            #expect(try first.load(UInt32.self) == 0)
            #expect(first == rest)
        }
    }

    @Test("messages recorded by tongo: what each wallet sends, in order")
    func tongo() throws {
        let bags = try #require(try Self.vectors("tongo__messages_test.go")["TestExtractRawMessages"])
        // Each message from outside is followed by those that it sends.
        var wallets: [(external: Int, sent: ClosedRange<Int>, wallet: any WalletContract)] = []
        wallets.append((0, 1...1, WalletV4R2(publicKey: Self.nobody)))
        wallets.append((2, 3...3, WalletV4R2(publicKey: Self.nobody)))
        wallets.append((4, 5...5, WalletV4R2(publicKey: Self.nobody)))
        for (external, sent, wallet) in wallets {
            let message = try Message(cell: bags[external])
            let request = try Self.roundTripAny(try message.bodyCell(), of: wallet)
            #expect(request.messages.map(\.message) == Array(bags[sent]))
        }
        // Version 5. Two kinds begin alike: that of the beta, whose wallet's number has 80 bits and starts with the
        // network's, isn't one that is known here.
        var seen = 0
        for (index, bag) in bags.enumerated() {
            guard let message = try? Message(cell: bag), case .externalIn = message.info else { continue }
            var body = try message.bodySlice
            guard try body.load(UInt32.self) == 0x7369_676e else { continue }
            let walletID: UInt32 = try body.load()
            let wallet = WalletV5R1(publicKey: Self.nobody, walletID: walletID)
            if Int32(bitPattern: walletID) == WalletV5R1.testNetwork {
                #expect(throws: WalletError.self) { try wallet.decode(body: try message.bodySlice) }
                continue
            }
            #expect(wallet == WalletV5R1(publicKey: Self.nobody, network: WalletV5R1.testNetwork))
            let request = try Self.roundTrip(try message.bodyCell(), of: wallet)
            let sent = bags[(index + 1)...(index + request.messages.count)]
            #expect(request.messages.map(\.message) == Array(sent))
            seen += 1
        }
        #expect(seen == 1)
    }

    private static func roundTripAny(_ body: Cell, of wallet: any WalletContract) throws -> WalletRequest {
        try roundTrip(body, of: wallet)
    }
}
