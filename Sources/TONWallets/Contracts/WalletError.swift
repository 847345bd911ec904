public import TONCells
public import TONCrypto

/// Why a request can't be made, signed or read.
public enum WalletError: Error, Hashable, Sendable {
    /// More messages than the wallet sends for one request, or none where it wants one.
    case messageCount(Int, expected: ClosedRange<Int>, wallet: String)
    /// More or fewer actions beside messages than the wallet does for one request.
    case actionCount(Int, expected: ClosedRange<Int>, wallet: String)
    /// An action that wallets of this kind don't know.
    case unknownAction(String, wallet: String)
    /// Messages and a change of plugins in one request.
    case messagesBesidePlugin(Int)
    /// An extension must live in the wallet's own workchain.
    case extensionWorkchain(Int8, expected: Int8)
    /// A signed request can't switch signatures on or off.
    case extensionMustSwitchSignatures
    /// The wallet refuses a mode without ``SendMode/ignoresErrors``: it would repeat a request that fails.
    case sendModeMustIgnoreErrors(message: Int, SendMode)
    /// The wallet counts requests, or it numbers them; the request does the other.
    case wrongReplayProtection(wallet: String)
    /// A signature of another length than 64 bytes.
    case signatureLength(Int)
    /// A signature that isn't the wallet's key's over this request.
    case wrongSignature(key: Hash256)
    /// A key that isn't the wallet's.
    case wrongKey(expected: Hash256, found: Hash256)
    /// A wallet, or a field of one, that isn't known or out of range.
    case unknownWallet(String)
    /// A message from outside that isn't one for this wallet.
    case foreignMessage(String)
    /// A layout that doesn't fit, or can't be read.
    case layout(CellError)
    /// libcrypto failed.
    case signing(Ed25519.SigningError)
}

extension WalletError: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .messageCount(let count, let expected, let wallet):
            "a \(wallet) wallet sends \(expected.lowerBound) to \(expected.upperBound) messages for one request, "
                + "not \(count)"
        case .actionCount(let count, let expected, let wallet):
            "a \(wallet) wallet takes \(expected.lowerBound) to \(expected.upperBound) actions beside messages for one "
                + "request, not \(count)"
        case .unknownAction(let name, let wallet): "a \(wallet) wallet knows no action \(name)"
        case .messagesBesidePlugin(let count):
            "a \(WalletV4R2.kind) wallet changes plugins or sends messages, not both in one request; found \(count) "
                + "messages beside"
        case .extensionWorkchain(let found, let expected):
            "expected an extension in the wallet's workchain \(expected), found one in \(found)"
        case .extensionMustSwitchSignatures: "an extension alone can switch signatures on or off, not a signed request"
        case .sendModeMustIgnoreErrors(let message, let mode):
            "message \(message + 1) has the mode \(mode): this wallet wants 2 (ignores errors) in it"
        case .wrongReplayProtection(let wallet):
            wallet == HighloadWalletV3.kind
                ? "a \(wallet) wallet wants a query's number and the time when it was made, not a sequence number"
                : "a \(wallet) wallet wants a sequence number and the time of its end, not a query's number"
        case .signatureLength(let count): "expected a signature of 64 bytes, found \(count)"
        case .wrongSignature(let key): "the signature isn't that of the key \(key) over this request"
        case .wrongKey(let expected, let found): "the wallet's public key is \(expected), the key given has \(found)"
        case .unknownWallet(let reason): reason
        case .foreignMessage(let reason): reason
        case .layout(let error): "the layout doesn't fit: \(error)"
        case .signing(let error): error.description
        }
    }
}

/// Runs what reads or makes cells, and wraps its failure.
package func layingOut<R>(_ body: () throws(CellError) -> R) throws(WalletError) -> R {
    do {
        return try body()
    } catch {
        throw .layout(error)
    }
}
