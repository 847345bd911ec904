import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONWallets

/// Extensions and plugins in the documents of requests.
@Suite("Wallets' extensions and plugins, shown")
struct WalletActionViewTests {
    @Test("wallets without either say so")
    func unknown() throws {
        let key = try WalletActionTests.pair().publicKey
        let action = WalletAction.addExtension(WalletActionTests.address(1))
        #expect(throws: WalletError.unknownAction("add_extension", wallet: "v3r2")) {
            try WalletV3R2(publicKey: key).signedCell(
                for: WalletRequest(seqno: 0, validUntil: 1, messages: [], actions: [action]))
        }
        #expect(throws: WalletError.unknownAction("add_extension", wallet: "highload-v3")) {
            try HighloadWalletV3(publicKey: key, subwalletID: 1, timeout: 60).signedCell(
                for: WalletRequest(
                    .query(.first, createdAt: 1), messages: try ExecutionTests.transfers(1), actions: [action]))
        }
    }

    /// Requests with every action, for ``OfflineTests``.
    static func unsigned(key: Ed25519.PublicKey) throws -> [UnsignedRequest] {
        func request(_ actions: [WalletAction], _ messages: [WalletMessage] = []) -> WalletRequest {
            WalletRequest(seqno: 7, validUntil: 1_800_000_000, messages: messages, actions: actions)
        }
        var body = CellBuilder()
        try body.store(UInt32(0))
        try body.store(bytes: Array("subscribe".utf8))
        let deployment = PluginDeployment(
            workchain: -1, amount: Coins(nanoTON: 1_000_000_000),
            stateInit: try WalletV3R2(publicKey: key).stateInit().cell(), body: try body.build())
        return [
            try UnsignedRequest(
                wallet: WalletV5R1(publicKey: key),
                request: request(
                    [.addExtension(WalletActionTests.address(1)), .removeExtension(WalletActionTests.address(2))],
                    try ExecutionTests.transfers(1))),
            try UnsignedRequest(wallet: WalletV4R2(publicKey: key), request: request([.deployPlugin(deployment)])),
            try UnsignedRequest(
                wallet: WalletV4R2(publicKey: key),
                request: request([.installPlugin(WalletActionTests.address(1), amount: Coins(nanoTON: 12), queryID: 34)]
                )),
            try UnsignedRequest(
                wallet: WalletV4R2(publicKey: key),
                request: request([.removePlugin(WalletActionTests.address(1), amount: Coins(nanoTON: 12), queryID: 34)])
            ),
        ]
    }

    @Test("a signer sees who will act for the wallet")
    func view() throws {
        let unsigned = try Self.unsigned(key: try WalletActionTests.pair().publicKey)
        let added = try #require(unsigned[0].view.actions?.first)
        #expect(added.action == "add_extension")
        #expect(added.contract == WalletActionTests.address(1).raw)
        #expect(added.meaning.contains("without a signature"))
        let deployed = try #require(unsigned[1].view.actions?.first)
        #expect(deployed.contract?.hasPrefix("-1:") == true)
        #expect(deployed.amount == "1000000000")
        #expect(deployed.comment == "subscribe")
        #expect(deployed.operation == "00000000")
        let removed = try #require(unsigned[3].view.actions?.first)
        #expect(removed.action == "remove_plugin" && removed.amount == "12" && removed.queryID == "34")
        // A document without actions is what it was before there were any.
        let plain = try UnsignedRequest(
            wallet: WalletV5R1(publicKey: try WalletActionTests.pair().publicKey),
            request: WalletRequest(seqno: 0, validUntil: 1, messages: []))
        #expect(!String(decoding: try plain.document(), as: UTF8.self).contains("actions"))
    }
}
