import Foundation
public import TONBlocks
import TONCells
public import TONCrypto

/// A request to a wallet that is to be signed elsewhere, with everything that a signer must see.
///
/// ```swift
/// let document = try UnsignedRequest(wallet: wallet, request: request).document()   // goes to the signer
/// let unsigned = try UnsignedRequest(document: document)                            // there: checked, looked at
/// let signature = try unsigned.sign(with: pair).document()                          // comes back
/// let message = try unsigned.message(with: try RequestSignature(document: signature))
/// ```
/// The document says everything twice: once as the cells that are signed, once as people read it. Whoever reads it makes
/// the readable part again from the wallet and the messages, and refuses a document that says anything else, so that
/// nothing that is shown differs from what is signed.
public struct UnsignedRequest: Sendable {
    /// The document's name and version.
    public static let schema = "silk.unsigned-request/1"
    /// Most bytes that a document may have: 4 MiB.
    public static let maximumByteCount = 4 << 20

    /// The wallet.
    public let wallet: any WalletContract
    /// What it is asked for.
    public let request: WalletRequest
    /// Whether the message deploys the wallet.
    public let deploys: Bool
    /// What is shown.
    public let view: View

    /// The cell whose hash is signed.
    private let signedCell: Cell

    /// Makes one. Throws where the wallet wouldn't obey the request.
    public init(
        wallet: any WalletContract, request: WalletRequest, deploys: Bool = false
    ) throws(WalletError) {
        self.wallet = wallet
        self.request = request
        self.deploys = deploys
        signedCell = try wallet.signedCell(for: request)
        view = try View(wallet: wallet, request: request, deploys: deploys, signedCell: signedCell)
    }

    /// What is signed: the hash of a cell.
    public var hash: Hash256 { signedCell.hash }

    /// Signs. Throws where the key isn't the wallet's.
    public func sign(with pair: Ed25519.KeyPair) throws(WalletError) -> RequestSignature {
        guard pair.publicKey == wallet.publicKey else {
            throw .wrongKey(expected: wallet.publicKey.bytes, found: pair.publicKey.bytes)
        }
        do throws(Ed25519.SigningError) {
            return RequestSignature(
                hash: hash, publicKey: pair.publicKey, signature: try pair.privateKey.signature(for: hash.bytes))
        } catch {
            throw .signing(error)
        }
    }

    /// The message from outside. Throws where the signature is for another request, by another key, or wrong.
    public func message(with signature: RequestSignature) throws(WalletError) -> Message {
        guard signature.hash == hash else {
            throw .foreignMessage("expected a signature over \(hash), found one over \(signature.hash)")
        }
        guard signature.publicKey == wallet.publicKey else {
            throw .wrongKey(expected: wallet.publicKey.bytes, found: signature.publicKey.bytes)
        }
        return try wallet.externalMessage(
            for: SignedWalletRequest(request, signature: signature.signature), deploys: deploys)
    }

    // MARK: - The document

    /// The document: JSON.
    public func document() throws(OfflineError) -> [UInt8] { try OfflineDocument.encode(view) }

    /// Reads a document. Throws where it isn't one, and where it shows anything but what is signed.
    ///
    /// - Parameter kinds: The kinds of wallets that are taken.
    public init(
        document bytes: [UInt8], kinds: [any WalletContract.Type] = WalletKinds.standard
    ) throws(OfflineError) {
        let view = try OfflineDocument.decode(
            View.self, schema: Self.schema, bytes: bytes, limit: Self.maximumByteCount)
        let made: UnsignedRequest
        do throws(WalletError) {
            let wallet = try WalletKinds.wallet(view.wallet, among: kinds)
            made = try UnsignedRequest(wallet: wallet, request: try view.request(), deploys: view.deploys)
        } catch {
            throw .wallet(error)
        }
        if let field = made.view.firstDifference(from: view) { throw .tampered(field) }
        self = made
    }
}
