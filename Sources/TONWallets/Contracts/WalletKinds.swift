/// The kinds of wallets that are known here, by name.
public enum WalletKinds {
    /// All of this module. Whoever has wallets of their own adds them.
    public static let standard: [any WalletContract.Type] = [
        WalletV3R2.self, WalletV4R2.self, WalletV5R1.self, HighloadWalletV3.self,
    ]

    /// Makes the wallet of a description. Throws for a kind that isn't among those given, and for wrong parameters.
    public static func wallet(
        _ description: WalletDescription, among kinds: [any WalletContract.Type] = standard
    ) throws(WalletError) -> any WalletContract {
        guard let kind = kinds.first(where: { $0.kind == description.kind }) else {
            throw .unknownWallet(
                "expected a wallet of the kinds \(kinds.map { $0.kind }.joined(separator: ", ")), found "
                    + description.kind)
        }
        return try kind.init(description)
    }
}
