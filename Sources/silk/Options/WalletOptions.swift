import ArgumentParser
import Cocoon
import TONCells
import TONCrypto
import TONWallets

/// Which wallet sends, and who signs for it.
struct WalletOptions: ParsableArguments {
    @OptionGroup var keystore: KeystoreOptions

    @Option(
        help: ArgumentHelp("The kind of wallet. Otherwise SILK_WALLET_KIND, or v5r1.", valueName: "kind"))
    var walletKind: WalletKindArgument?

    @Option(
        help: ArgumentHelp(
            "The wallet's public key, 64 hexadecimal digits, where its keystore is elsewhere.", valueName: "hex"))
    var publicKey: String?

    @Option(
        help: ArgumentHelp("Tells apart the wallets of one key. Otherwise the usual number.", valueName: "n"))
    var subwallet: UInt32?

    @Option(
        help: ArgumentHelp("With highload-v3: for how long a request may be on its way.", valueName: "seconds"))
    var walletTimeout: UInt32?

    @Option(help: ArgumentHelp("With cocoon: the wallet's owner, any form.", valueName: "address"))
    var walletOwner: String?

    /// The subwallet of a highload wallet that everybody takes, and its usual timeout in seconds.
    static let highloadSubwallet: UInt32 = 0x10ad
    static let highloadTimeout: UInt32 = 3600

    func validate() throws {
        // Not repeated: it may be the other key.
        if let publicKey, Hash256(hex: publicKey) == nil {
            throw ValidationError("--public-key takes 64 hexadecimal digits")
        }
    }

    /// The wallet. Takes no password: the public key stands in the keystore, or was given.
    ///
    /// - Parameter globalID: The network's number, which a v5r1 wallet's own number is made of.
    func wallet(globalID: Int32) throws -> any WalletContract {
        let kind = try kind()
        if walletTimeout != nil, kind != HighloadWalletV3.kind {
            throw ValidationError("--wallet-timeout is for \(HighloadWalletV3.kind) wallets, not for \(kind)")
        }
        if walletOwner != nil, kind != CocoonWallet.kind {
            throw ValidationError("--wallet-owner is for \(CocoonWallet.kind) wallets, not for \(kind)")
        }
        let key = try key()
        switch kind {
        case WalletV3R2.kind:
            return WalletV3R2(publicKey: key, subwalletID: subwallet ?? WalletV3R2.standardSubwalletID)
        case WalletV4R2.kind:
            return WalletV4R2(publicKey: key, subwalletID: subwallet ?? WalletV4R2.standardSubwalletID)
        case WalletV5R1.kind:
            guard let number = UInt16(exactly: subwallet ?? 0), number <= 0x7fff else {
                throw ValidationError("--subwallet of a \(kind) wallet is 0 to 32767, not \(subwallet ?? 0)")
            }
            return WalletV5R1(publicKey: key, network: globalID, subwallet: number)
        case HighloadWalletV3.kind:
            return try HighloadWalletV3(
                publicKey: key, subwalletID: subwallet ?? Self.highloadSubwallet,
                timeout: walletTimeout ?? Self.highloadTimeout)
        case CocoonWallet.kind:
            guard let walletOwner else { throw ValidationError("a \(kind) wallet wants --wallet-owner") }
            guard subwallet == nil else { throw ValidationError("a \(kind) wallet has no --subwallet") }
            return CocoonWallet(publicKey: key, owner: try AccountAddress(anyForm: walletOwner))
        default:
            throw ValidationError("there is no way to name a \(kind) wallet")
        }
    }

    /// The key that signs. Throws where the keystore or its password is missing, damaged, wrong or seen by others.
    func keyPair() throws -> Ed25519.KeyPair { try keystore.keyPair() }

    private func kind() throws -> String {
        if let walletKind { return walletKind.name }
        guard let name = Environment["SILK_WALLET_KIND"] else { return WalletV5R1.kind }
        guard let kind = WalletKindArgument(argument: name) else {
            throw ValidationError(
                "SILK_WALLET_KIND is one of \(WalletKindArgument.allValueStrings.joined(separator: ", "))")
        }
        return kind.name
    }

    private func key() throws -> Ed25519.PublicKey {
        if let publicKey, let hash = Hash256(hex: publicKey) { return Ed25519.PublicKey(hash) }
        return try keystore.read().publicKey
    }
}

extension WalletKinds {
    /// Those of TON, and COCOON's own.
    static let all: [any WalletContract.Type] = standard + [CocoonWallet.self]
}

/// A kind of wallet by its name.
struct WalletKindArgument: ExpressibleByArgument {
    let name: String

    static var allValueStrings: [String] { WalletKinds.all.map { $0.kind } }

    init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        name = argument
    }
}
