public import TONBlocks
public import TONCells
public import TONCrypto
public import TONWallets

/// A wallet's request, rehearsed from the message from outside on, and ready to be signed.
public struct PreparedRequest: Sendable {
    /// The wallet.
    public let sender: WalletSender
    /// The request, as it goes to who signs.
    public let unsigned: UnsignedRequest
    /// What it sends; empty where it was made of messages.
    public let actions: [PreparedAction]
    /// The wallet's last logical time before it.
    public let startLT: UInt64
    /// Those to whom the wallet sends something that they must run for.
    public let receivers: Set<AccountAddress>
    /// What it would do, the wallet's own transaction first.
    public let rehearsal: Rehearsal

    /// The operations on COCOON's contracts in it.
    public var operations: [PreparedOperation] {
        actions.compactMap { if case .operation(let operation) = $0 { operation } else { nil } }
    }

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
