import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("Signatures")
struct SignatureTests {
    private let address = AccountAddress(hash: .zero)

    @Test(
        "a signed payload verifies with its key alone",
        arguments: Opcode.known.filter { $0.hasSignedTokens != nil }, [0, 1, UInt64.max])
    func envelope(op: Opcode, tokens: UInt64) throws {
        var random = SeededGenerator(seed: tokens)
        let privateKey = Ed25519.PrivateKey(seed: try random.hash())
        let key = try privateKey.publicKey().bytes
        let payload = SignedPayload(
            op: op, queryID: random.integer(), tokens: op.hasSignedTokens == true ? tokens : nil,
            expectedAddress: try random.address())
        var envelope = try payload.makeSigned(privateKey: privateKey, sendExcessesTo: nil)
        #expect(envelope.isConsistent)
        #expect(envelope.isSignatureValid(by: key))
        #expect(!envelope.isSignatureValid(by: try random.hash()))
        // Where the excesses go is not signed.
        envelope.sendExcessesTo = try random.address()
        #expect(envelope.isSignatureValid(by: key))
        #expect(try SignedEnvelope(cell: try envelope.cell()) == envelope)
        envelope.payload.queryID ^= 1
        #expect(!envelope.isSignatureValid(by: key))
        #expect(!envelope.isConsistent)
    }

    @Test("a counter must be there exactly where the operation has one")
    func tokenPresence() {
        let close = SignedPayload(op: .proxyCloseRequestSigned, queryID: 1, tokens: 5, expectedAddress: address)
        #expect(throws: CellError.self) { try close.cell() }
        let payout = SignedPayload(op: .workerPayoutSigned, queryID: 1, tokens: nil, expectedAddress: address)
        #expect(throws: CellError.self) { try payout.cell() }
        let other = SignedPayload(op: .excesses, queryID: 1, tokens: nil, expectedAddress: address)
        #expect(throws: CellError.self) { try other.cell() }
        let envelope = SignedEnvelope(
            op: .workerPayoutSigned, queryID: 1, sendExcessesTo: nil, signature: [1], payload: payout)
        #expect(throws: CellError.self) { try envelope.cell() }
        #expect(!envelope.isSignatureValid(by: .zero))
    }

    @Test("a wallet's external message survives and verifies", arguments: 0...4)
    func walletExternal(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let privateKey = Ed25519.PrivateKey(seed: try random.hash())
        let key = try privateKey.publicKey().bytes
        let messages = try (0..<count).map { _ in OutgoingMessage(mode: 3, message: try random.cell()) }
        let external = try WalletExternal.Payload(
            validUntil: 1, seqno: 2, messages: messages, ignoredBits: BitString(bytes: [0x80], count: count)
        ).makeSigned(privateKey: privateKey)
        #expect(external.isSignatureValid(by: key))
        let cell = try external.cell()
        #expect(
            try CocoonMessage.decodeExternal(try cell.slice(), receiver: .wallet) == .walletExternal(external))
        var other = external
        other.payload.seqno = 3
        #expect(!other.isSignatureValid(by: key))
    }

    @Test("the key manager's addition of a key verifies")
    func addPublicKey() throws {
        var random = SeededGenerator(seed: 9)
        let privateKey = Ed25519.PrivateKey(seed: try random.hash())
        let payload = RootAddPublicKeySigned.Payload(
            queryID: 1, publicKey: try random.hash(), type: 1, expireAt: 2)
        let message = RootAddPublicKeySigned(
            queryID: 1, sendExcessesTo: nil,
            signature: try privateKey.signature(for: try payload.cell().hash.bytes), payload: payload)
        #expect(message.isSignatureValid(by: try privateKey.publicKey().bytes))
        #expect(!message.isSignatureValid(by: .zero))
    }
}
