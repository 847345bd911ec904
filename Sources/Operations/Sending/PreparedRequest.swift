public import TONBlocks
import TONCells
public import TONCrypto
public import TONWallets

/// A wallet's request, rehearsed from the message from outside on, and ready to be signed.
public struct PreparedRequest: Sendable {
    /// The wallet.
    public let sender: WalletSender
    /// The request, as it goes to who signs.
    public let unsigned: UnsignedRequest
    /// The operations in it; empty where it was made of messages.
    public let operations: [PreparedOperation]
    /// What it would do, the wallet's own transaction first.
    public let rehearsal: Rehearsal

    /// What the wallet is asked for.
    public var request: WalletRequest { unsigned.request }

    /// The message from outside, signed here. Throws where the key isn't the wallet's.
    public func external(signedBy pair: Ed25519.KeyPair) throws(WalletError) -> MessageCell {
        try external(with: try unsigned.sign(with: pair))
    }

    /// The message from outside, signed elsewhere. Throws where the signature is for another request, or wrong.
    public func external(with signature: RequestSignature) throws(WalletError) -> MessageCell {
        let message = try unsigned.message(with: signature)
        do throws(CellError) {
            return try MessageCell(message)
        } catch {
            throw .layout(error)
        }
    }
}
