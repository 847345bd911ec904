import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import TONWallets
import Testing
import WalletTestSupport

@testable import Cocoon

@Suite("COCOON's wallet")
struct WalletTests {
    private static let owner = AccountAddress(hash: SHA256.hash(Array("owner".utf8)))

    private static func pair() throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array("machine".utf8))))
    }

    private static func transfers(_ count: Int) throws -> [WalletMessage] {
        try (0..<count).map { number in
            try .transfer(to: owner, amount: Coins(nanoTON: 1_000_000 + UInt64(number)), bounces: false)
        }
    }

    @Test("the code is the known one, and the address that which is derived elsewhere")
    func derivation() throws {
        #expect(CodeHashes.all(of: .wallet) == [CocoonWallet.code.hash])
        let wallet = CocoonWallet(publicKey: try Self.pair().publicKey, owner: Self.owner)
        #expect(
            try wallet.address()
                == ContractDerivation.walletAddress(
                    publicKey: wallet.publicKey.bytes, owner: Self.owner, code: CocoonWallet.code))
        #expect(try CocoonWallet(wallet.walletDescription) == wallet)
    }

    @Test("its code obeys what is made for it, and refuses the rest with its exit codes")
    func execution() throws {
        let pair = try Self.pair()
        let wallet = CocoonWallet(publicKey: pair.publicKey, owner: Self.owner)
        var network = try WalletNetwork()
        try network.add(try wallet.address(), nil, nanoTON: 10_000_000_000)
        for (seqno, count) in [(0, 1), (1, 4), (2, 0)] as [(UInt32, Int)] {
            let request = WalletRequest(
                seqno: seqno, validUntil: network.now + 60, messages: try Self.transfers(count))
            let message = try wallet.externalMessage(for: request, signedBy: pair, deploys: seqno == 0)
            #expect(try wallet.decode(message).request == request)
            let result = try network.send(try message.cell())
            #expect(result.exitCode == 0)
            #expect(result.outMessages.count == count)
            #expect(try network.refusal(of: try message.cell()) == 1032)
        }
        func refusal(_ request: WalletRequest, key: Ed25519.PrivateKey) throws -> Int32? {
            let cell = try wallet.signedCell(for: request)
            let body = try wallet.body(signedCell: cell, signature: try key.signature(for: cell.hash.bytes))
            let info = ExternalInMessageInfo(destination: .standard(try wallet.address(), anycast: nil))
            return try network.refusal(of: try Message(info: .externalIn(info), body: body).cell())
        }
        let messages = try Self.transfers(1)
        let right = WalletRequest(seqno: 3, validUntil: network.now + 1, messages: messages)
        #expect(try refusal(right, key: .random()) == 1034)
        #expect(
            try refusal(WalletRequest(seqno: 3, validUntil: network.now, messages: messages), key: pair.privateKey)
                == 1030)
        #expect(try refusal(right, key: pair.privateKey) == nil)
        for code in [1030, 1032, 1034] as [Int32] { #expect(CocoonWallet.meaning(ofExitCode: code) != nil) }
        #expect(throws: WalletError.self) {
            try wallet.signedCell(for: WalletRequest(seqno: 4, validUntil: 1, messages: try Self.transfers(5)))
        }
        #expect(throws: WalletError.unknownAction("set_signature_allowed", wallet: "cocoon")) {
            try wallet.signedCell(
                for: WalletRequest(seqno: 4, validUntil: 1, messages: [], actions: [.setSignatureAllowed(true)]))
        }
        // With less than 2 TON it does nothing.
        try network.add(try wallet.address(), try wallet.stateInit(), nanoTON: 1_900_000_000)
        let first = WalletRequest(seqno: 0, validUntil: network.now + 1, messages: messages)
        #expect(try refusal(first, key: pair.privateKey) == 1035)
    }

    @Test("its requests are signed elsewhere like those of other wallets")
    func offline() throws {
        let pair = try Self.pair()
        let wallet = CocoonWallet(publicKey: pair.publicKey, owner: Self.owner)
        let request = WalletRequest(seqno: 5, validUntil: 1_800_000_000, messages: try Self.transfers(2))
        let unsigned = try UnsignedRequest(wallet: wallet, request: request)
        let document = try unsigned.document()
        #expect(throws: OfflineError.self) { try UnsignedRequest(document: document) }
        let read = try UnsignedRequest(document: document, kinds: WalletKinds.standard + [CocoonWallet.self])
        let signature = try read.sign(with: pair)
        #expect(
            try unsigned.message(with: signature) == wallet.externalMessage(for: request, signedBy: pair))
        let other = String(decoding: document, as: UTF8.self)
            .replacing(Self.owner.raw, with: AccountAddress(hash: .zero).raw)
        #expect(throws: OfflineError.self) {
            try UnsignedRequest(document: Array(other.utf8), kinds: [CocoonWallet.self])
        }
    }
}
