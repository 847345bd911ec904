import ArgumentParser
import Cocoon
import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONWallets
import Testing

@testable import silk

/// Requests and orders shown, signed, and wallets named by options.
@Suite struct WalletRequestTests {
    private static func pair(_ name: String = "signer") throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array(name.utf8))))
    }

    private static func address(_ byte: UInt8) -> AccountAddress { AccountAddress(hash: SHA256.hash([byte])) }

    private static func comment(_ text: String) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt32(0))
        try builder.store(bytes: Array(text.utf8))
        return try builder.build()
    }

    private static func rootMessage() throws -> WalletMessage {
        let change = RootHashChange(op: .rootAddWorkerType, queryID: 5, hash: SHA256.hash([9]))
        return try .transfer(
            to: address(1), amount: Coins(nanoTON: 50_000_000), bounces: true, body: try change.cell())
    }

    /// A request with everything that a signer has to see.
    private static func request() throws -> UnsignedRequest {
        try UnsignedRequest(
            wallet: WalletV5R1(publicKey: try pair().publicKey),
            request: WalletRequest(
                seqno: 7, validUntil: 1_800_000_000,
                messages: [
                    try rootMessage(),
                    try .transfer(
                        to: address(2), amount: .zero, bounces: false, body: try comment("rent \u{1b}[31m, March"),
                        mode: [.carriesBalance, .ignoresErrors], stateInit: StateInit(code: .empty, data: .empty)),
                ], actions: [.addExtension(address(3)), .removeExtension(address(4))]),
            deploys: true)
    }

    /// The same in a file, and a keystore with the key of a name beside it.
    private static func place(key name: String = "signer") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("request.json", try request().document())
        let password = SecretBytes(utf8: "correct horse")
        try SecretFile.create(path: folder.path("password"), password)
        try Keystore(
            sealing: .seed(try pair(name).privateKey), password: password,
            cost: Argon2id.Cost(passes: 1, memory: 1 << 20)
        ).create(path: folder.path("key"))
        return folder
    }

    @Test("a request shows all that would be signed")
    func show() async throws {
        let folder = try Self.place()
        let text = try await SilkProcess.run(["wallet", "request", "show", folder.path("request.json")])
        #expect(text.exitCode == 0 && text.error == "")
        try ExpectedOutput.compare(text.output, with: "Wallet/request.txt")
        let json = try await SilkProcess.run(
            ["wallet", "request", "show", "-", "--json"], input: try Self.request().document())
        try ExpectedOutput.compare(json.output, with: "Wallet/request.json")
        #expect(json.json?["hash"] as? String == (try Self.request().hash.hex))
    }

    @Test("plugins and requests of other wallets are shown too")
    func others() async throws {
        let key = try Self.pair().publicKey
        let deployment = PluginDeployment(
            amount: Coins(nanoTON: 1_000_000_000), stateInit: try WalletV3R2(publicKey: key).stateInit().cell(),
            body: try Self.comment("subscribe"))
        let plugin = try UnsignedRequest(
            wallet: WalletV4R2(publicKey: key),
            request: WalletRequest(
                seqno: 1, validUntil: 1_800_000_000, messages: [], actions: [.deployPlugin(deployment)]))
        let highload = try UnsignedRequest(
            wallet: try HighloadWalletV3(publicKey: key, subwalletID: 1, timeout: 60),
            request: WalletRequest(.query(.first, createdAt: 1_800_000_000), messages: [try Self.rootMessage()]))
        let cocoon = try UnsignedRequest(
            wallet: CocoonWallet(publicKey: key, owner: Self.address(8)),
            request: WalletRequest(seqno: 1, validUntil: 1_800_000_000, messages: [try Self.rootMessage()]))
        for (request, texts) in [
            (plugin, ["deploy_plugin", "subscribe", "without a signature", deployment.address.contractText, "1 TON"]),
            (highload, ["highload-v3", "query_id", "created_at", "root_add_worker_type"]),
            (cocoon, ["cocoon", Self.address(8).raw, "root_add_worker_type"]),
        ] {
            let result = try await SilkProcess.run(
                ["wallet", "request", "show", "-"], input: try request.document())
            #expect(result.exitCode == 0, "\(result)")
            for text in texts { #expect(result.output.contains(text), "\(result.output)") }
        }
    }

    @Test("what is signed is what was shown, and the signature fits")
    func sign() async throws {
        let folder = try Self.place()
        let arguments = [
            "wallet", "sign", folder.path("request.json"), "--password-file", folder.path("password"),
        ]
        let environment = ["SILK_KEYSTORE": folder.path("key")]
        let result = try await SilkProcess.run(arguments, environment: environment)
        #expect(result.exitCode == 0, "\(result)")
        let shown = try await SilkProcess.run(["wallet", "request", "show", folder.path("request.json")])
        #expect(result.error == shown.output + "\n")
        let request = try Self.request()
        let signature = try RequestSignature(document: Array(result.output.utf8))
        let message = try request.message(with: signature)
        #expect(try request.wallet.decode(message).request == request.request)

        let output = folder.path("signature.json")
        let written = try await SilkProcess.run(arguments + ["-o", output, "--json"], environment: environment)
        #expect(written.exitCode == 0)
        #expect(written.json?["schema"] as? String == "silk.wallet_sign/1")
        #expect(written.json?["hash"] as? String == request.hash.hex)
        #expect(try RequestSignature(document: Array(try Data(contentsOf: URL(fileURLWithPath: output)))) == signature)
        let again = try await SilkProcess.run(arguments + ["-o", output], environment: environment)
        #expect(again.exitCode == 65 && again.error.contains("exists already"))
        // At a terminal the password is asked for after all was shown.
        let terminal = try TerminalProcess(
            Array(arguments[..<3]), environment: environment, output: URL(fileURLWithPath: folder.path("out")))
        try await terminal.answer("the keystore's password: ", with: "correct horse")
        let typed = try await terminal.finish()
        #expect(typed.exitCode == 0 && typed.error.contains("add_extension"))
        #expect(try RequestSignature(document: Array(typed.output.utf8)) == signature)
        #expect(!typed.error.contains("correct horse"))
    }

    @Test("another key, a wrong password, and a changed request sign nothing")
    func refusals() async throws {
        let folder = try Self.place(key: "somebody")
        func sign(_ request: String, password: String = "password", key: String = "key") async throws
            -> SilkProcess.Result
        {
            try await SilkProcess.run([
                "wallet", "sign", folder.path(request), "--keystore", folder.path(key), "--password-file",
                folder.path(password),
            ])
        }
        let foreign = try await sign("request.json")
        #expect(foreign.exitCode == 8 && foreign.output == "")
        #expect(foreign.error.contains("the wallet's public key is"))
        try SecretFile.create(path: folder.path("other"), SecretBytes(utf8: "incorrect"))
        let own = try Self.place()
        let wrong = try await SilkProcess.run([
            "wallet", "sign", folder.path("request.json"), "--keystore", own.path("key"), "--password-file",
            folder.path("other"),
        ])
        #expect(wrong.exitCode == 8 && wrong.output == "")
        #expect(wrong.error.contains("doesn't open the keystore") && !wrong.error.contains("incorrect"))
        let none = try await SilkProcess.run(["wallet", "sign", folder.path("request.json")])
        #expect(none.exitCode == 8 && none.error.contains("no keystore is named"))

        let text = String(decoding: try Self.request().document(), as: UTF8.self)
        for (found, other) in [
            ("\"50000000\"", "\"5000000\""), (Self.address(3).raw, Self.address(5).raw),
            ("add_extension", "remove_extension"), ("\"seqno\" : 7", "\"seqno\" : 8"),
        ] {
            #expect(text.contains(found))
            try folder.write("changed.json", Array(text.replacing(found, with: other).utf8))
            let result = try await sign("changed.json")
            #expect(result.exitCode == 65 && result.output == "", "\(result)")
            #expect(result.error.contains("sign nothing of it"), "\(result.error)")
        }
        try folder.write("text.json", Array("no JSON".utf8))
        #expect(try await sign("text.json").exitCode == 65)
        #expect(try await sign("absent.json").exitCode == 65)
    }

    // MARK: - Orders

    private static func order() throws -> MultisigOrder {
        var other = CellBuilder()
        try other.store(UInt32(0x1234_5678))
        return MultisigOrder([
            .send(try rootMessage()),
            .update(try MultisigConfiguration(threshold: 1, signers: [address(1), address(2)])),
            .unknown(try other.build()),
        ])
    }

    @Test("an order is shown, alone and in the messages that carry it")
    func orders() async throws {
        let order = try Self.order().cell()
        let proposal = MultisigMessage.newOrder(
            queryID: 3,
            MultisigMessage.NewOrder(isSigner: true, index: 1, expiration: 1_800_000_000, order: order))
        let text = try await SilkProcess.run(
            ["wallet", "order", "-"], input: Array(Base64.encode(try proposal.cell().boc()).utf8))
        #expect(text.exitCode == 0 && text.error == "", "\(text)")
        try ExpectedOutput.compare(text.output, with: "Wallet/new-order.txt")
        let alone = try await SilkProcess.run(
            ["wallet", "order", Base64.encode(order.boc()), "--json"])
        try ExpectedOutput.compare(alone.output, with: "Wallet/order.json")
        // The multisig can't read an action without 32 bits either.
        let small = try MultisigOrder([.unknown(.empty)]).cell()
        #expect(try await SilkProcess.run(["wallet", "order", Hex.encode(small.boc())]).exitCode == 65)
        let approval = try MultisigMessage.approve(queryID: 4, signer: 2).cell()
        let approved = try await SilkProcess.run(["wallet", "order", Hex.encode(approval.boc())])
        #expect(approved.output.contains("approve") && approved.output.contains("signer"))
        for message in [
            MultisigMessage.executeInternal(queryID: 4, order: .empty), .executeInternal(queryID: 4, order: order),
        ] {
            let result = try await SilkProcess.run(["wallet", "order", Hex.encode(try message.cell().boc())])
            #expect(result.exitCode == 0 && result.output.contains("execute_internal"), "\(result)")
        }
        let nonsense = try await SilkProcess.run(["wallet", "order", Base64.encode(try Self.comment("hi").boc())])
        #expect(nonsense.exitCode == 65 && nonsense.error.contains("expected a message of a multisig, or an order"))
    }

    // MARK: - Wallets by options

    @Test("options name every kind of wallet")
    func walletOptions() throws {
        let key = try Self.pair().publicKey
        let hex = key.bytes.hex
        func wallet(_ arguments: String...) throws -> String {
            try WalletOptions.parse(["--public-key", hex] + arguments).wallet(globalID: -3).address().raw
        }
        #expect(try wallet() == WalletV5R1(publicKey: key, network: -3).address().raw)
        #expect(
            try wallet("--wallet-kind", "v5r1", "--subwallet", "9")
                == WalletV5R1(publicKey: key, network: -3, subwallet: 9).address().raw)
        #expect(try wallet("--wallet-kind", "v4r2") == WalletV4R2(publicKey: key).address().raw)
        #expect(
            try wallet("--wallet-kind", "v3r2", "--subwallet", "1")
                == WalletV3R2(publicKey: key, subwalletID: 1).address().raw)
        #expect(
            try wallet("--wallet-kind", "highload-v3", "--wallet-timeout", "60")
                == HighloadWalletV3(publicKey: key, subwalletID: 0x10ad, timeout: 60).address().raw)
        #expect(
            try wallet("--wallet-kind", "cocoon", "--wallet-owner", Self.address(1).walletText)
                == CocoonWallet(publicKey: key, owner: Self.address(1)).address().raw)
        for arguments in [
            ["--subwallet", "32768"], ["--wallet-kind", "cocoon"], ["--wallet-timeout", "5"],
            ["--wallet-owner", Self.address(1).raw],
            ["--wallet-kind", "cocoon", "--wallet-owner", Self.address(1).raw, "--subwallet", "1"],
        ] {
            let options = try WalletOptions.parse(["--public-key", hex] + arguments)
            #expect(throws: ValidationError.self) { try options.wallet(globalID: -239) }
        }
        #expect(throws: (any Error).self) { try WalletOptions.parse(["--wallet-kind", "v9"]) }
        #expect(throws: (any Error).self) { try WalletOptions.parse(["--public-key", String(hex.dropLast())]) }
        let folder = try Self.place()
        let options = try WalletOptions.parse([
            "--keystore", folder.path("key"), "--password-file", folder.path("password"),
        ])
        #expect(try options.wallet(globalID: -239).publicKey == key)
        #expect(try options.keyPair().publicKey == key)
    }
}
