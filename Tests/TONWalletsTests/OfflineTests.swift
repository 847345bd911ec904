import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONWallets

@Suite("Signing elsewhere")
struct OfflineTests {
    private static func pair(_ text: String = "signer") throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array(text.utf8))))
    }

    private static func address(_ byte: UInt8) -> AccountAddress { AccountAddress(hash: SHA256.hash([byte])) }

    private static func comment(_ text: String) throws -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt32(0))
        try builder.store(bytes: Array(text.utf8))
        return try builder.build()
    }

    private static func messages() throws -> [WalletMessage] {
        [
            try .transfer(
                to: address(1), amount: Coins(nanoTON: 1_500_000_000), bounces: true, body: try comment("rent, March")),
            try .transfer(
                to: address(2), amount: .zero, bounces: false, mode: [.carriesBalance, .ignoresErrors],
                stateInit: StateInit(code: .empty, data: .empty)),
        ]
    }

    private static func unsigned() throws -> [UnsignedRequest] {
        let key = try pair().publicKey
        let sequence = WalletRequest(seqno: 7, validUntil: 1_800_000_000, messages: try messages())
        let query = try #require(HighloadQueryID(shift: 3, bitNumber: 5))
        let plain = [
            try UnsignedRequest(wallet: WalletV3R2(publicKey: key), request: sequence),
            try UnsignedRequest(wallet: WalletV4R2(publicKey: key), request: sequence, deploys: true),
            try UnsignedRequest(wallet: WalletV5R1(publicKey: key, workchain: -1), request: sequence),
            try UnsignedRequest(
                wallet: try HighloadWalletV3(publicKey: key, subwalletID: 1, timeout: 3600),
                request: WalletRequest(.query(query, createdAt: 1_800_000_000), messages: try messages())),
        ]
        return plain + (try WalletActionViewTests.unsigned(key: key))
    }

    @Test("what was signed elsewhere is what would have been signed here", arguments: 0..<8)
    func roundTrip(index: Int) throws {
        let unsigned = try Self.unsigned()[index]
        let read = try UnsignedRequest(document: try unsigned.document())
        #expect(read.hash == unsigned.hash)
        #expect(read.view == unsigned.view)
        let signature = try RequestSignature(document: try read.sign(with: try Self.pair()).document())
        let message = try unsigned.message(with: signature)
        func here(_ wallet: some WalletContract) throws -> Message {
            try wallet.externalMessage(for: unsigned.request, signedBy: try Self.pair(), deploys: unsigned.deploys)
        }
        #expect(try message == here(unsigned.wallet))
        #expect(try unsigned.wallet.decode(message).request == unsigned.request)
    }

    @Test("a signer sees all")
    func view() throws {
        let view = try Self.unsigned()[1].view
        #expect(view.seqno == 7)
        #expect(view.validUntilTime == "2027-01-15T08:00:00Z")
        #expect(view.messages[0].to == Self.address(1).raw)
        #expect(view.messages[0].amount == "1500000000")
        #expect(view.messages[0].comment == "rent, March")
        #expect(view.messages[0].modeMeaning == "3 (pays fees separately, ignores errors)")
        #expect(view.messages[1].modeMeaning == "130 (ignores errors, carries the whole balance)")
        #expect(view.messages[1].stateInitHash != nil)
        #expect(view.messages[1].comment == nil)
    }

    @Test("another signature, another key and another request are refused")
    func foreignSignatures() throws {
        let unsigned = try Self.unsigned()[0]
        let other = try Self.unsigned()[1]
        let pair = try Self.pair()
        #expect(throws: WalletError.self) { try unsigned.sign(with: try Self.pair("somebody")) }
        let right = try unsigned.sign(with: pair)
        #expect(throws: WalletError.self) { try unsigned.message(with: try other.sign(with: pair)) }
        var bytes = right.signature
        bytes[5] ^= 1
        #expect(throws: WalletError.wrongSignature(key: pair.publicKey.bytes)) {
            try unsigned.message(
                with: RequestSignature(hash: right.hash, publicKey: right.publicKey, signature: bytes))
        }
        let stranger = try Self.pair("somebody")
        #expect(throws: WalletError.wrongKey(expected: pair.publicKey.bytes, found: stranger.publicKey.bytes)) {
            try unsigned.message(
                with: RequestSignature(
                    hash: right.hash, publicKey: stranger.publicKey,
                    signature: try stranger.privateKey.signature(for: right.hash.bytes)))
        }
        // The other's signature under the right key's name.
        #expect(throws: WalletError.wrongSignature(key: pair.publicKey.bytes)) {
            try unsigned.message(
                with: RequestSignature(
                    hash: right.hash, publicKey: pair.publicKey,
                    signature: try stranger.privateKey.signature(for: right.hash.bytes)))
        }
    }

    @Test("every changed field is found", arguments: 0..<8)
    func tampering(index: Int) throws {
        let unsigned = try Self.unsigned()[index]
        let document = try unsigned.document()
        let object = try #require(try JSONSerialization.jsonObject(with: Data(document)) as? [String: Any])
        var changes = 0
        /// Each way to change one leaf of a value.
        func variants(of value: Any) -> [Any] {
            switch value {
            case let dictionary as [String: Any]:
                return dictionary.flatMap { key, value in
                    variants(of: value).map { changed in
                        var copy = dictionary
                        copy[key] = changed
                        return copy as Any
                    }
                }
            case let array as [Any]:
                return array.indices.flatMap { index in
                    variants(of: array[index]).map { changed in
                        var copy = array
                        copy[index] = changed
                        return copy as Any
                    }
                } + (array.isEmpty ? [] : [array.dropLast() as [Any]])
                    + (array.count < 2 ? [] : [array.reversed() as [Any]])
            case let text as String:
                guard let first = text.first else { return [] }
                return [(first == "1" ? "2" : "1") + text.dropFirst(), String(text.dropLast()), text + " "]
            case let number as NSNumber:
                return CFBooleanLike.isBoolean(number)
                    ? [!number.boolValue] : [number.intValue + 1, number.intValue - 1]
            default: return []
            }
        }
        for variant in variants(of: object) {
            let bytes = Array(try JSONSerialization.data(withJSONObject: variant))
            do throws(OfflineError) {
                let read = try UnsignedRequest(document: bytes)
                // Whether the wallet is deployed isn't signed, and what else is shown hangs on it in nothing.
                #expect(read.deploys != unsigned.deploys, "a changed document was taken: \(variant)")
                #expect(read.hash == unsigned.hash)
            } catch {
                changes += 1
            }
        }
        #expect(changes > 30)
        for count in stride(from: 0, to: document.count - 2, by: 11) {
            #expect(throws: OfflineError.self) { try UnsignedRequest(document: Array(document[..<count])) }
        }
    }

    private enum CFBooleanLike {
        static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
    }

    @Test("unknown kinds, versions and parameters are named")
    func unknown() throws {
        let unsigned = try Self.unsigned()[0]
        let text = String(decoding: try unsigned.document(), as: UTF8.self)
        func read(_ text: String) throws -> UnsignedRequest { try UnsignedRequest(document: Array(text.utf8)) }
        #expect(throws: OfflineError.self) { try read(text.replacing("v3r2", with: "v9")) }
        #expect(throws: OfflineError.self) { try read(text.replacing("request/1", with: "request/2")) }
        #expect(throws: OfflineError.self) { try read(text.replacing("subwallet_id", with: "subwallet")) }
        #expect(throws: OfflineError.self) { try read(text.replacing("\"698983191\"", with: "\"4294967296\"")) }
        #expect(throws: OfflineError.self) { try read(text.replacing("\"698983191\"", with: "\"0698983191\"")) }
        #expect(throws: OfflineError.self) {
            try UnsignedRequest(document: try unsigned.document(), kinds: [WalletV4R2.self])
        }
        #expect(throws: OfflineError.self) {
            try UnsignedRequest(document: [UInt8](repeating: 0x20, count: UnsignedRequest.maximumByteCount + 1))
        }
    }
}
