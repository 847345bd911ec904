public import TONCells
import TONCrypto

/// What a request asks of the wallet itself, beside sending messages: who else may send from it.
///
/// Extensions are of version 5 (``WalletV5R1``), plugins of version 4 (``WalletV4R2``). Either is a contract that spends
/// what the wallet has, without the key's signature.
public enum WalletAction: Hashable, Sendable {
    /// Let a contract of the wallet's own workchain act for the wallet.
    case addExtension(AccountAddress)
    /// Let it no more.
    case removeExtension(AccountAddress)
    /// Obey requests that the key signed, or extensions alone. An extension alone may ask for it.
    case setSignatureAllowed(Bool)
    /// Deploy a contract, and let it take from the wallet.
    case deployPlugin(PluginDeployment)
    /// Let a contract take from the wallet, and tell it so in a message with this amount.
    case installPlugin(AccountAddress, amount: Coins, queryID: UInt64)
    /// Let it no more, and tell it so in a message with this amount, on which plugins destroy themselves.
    case removePlugin(AccountAddress, amount: Coins, queryID: UInt64)

    /// What it is called in documents.
    public var name: String {
        switch self {
        case .addExtension: "add_extension"
        case .removeExtension: "remove_extension"
        case .setSignatureAllowed: "set_signature_allowed"
        case .deployPlugin: "deploy_plugin"
        case .installPlugin: "install_plugin"
        case .removePlugin: "remove_plugin"
        }
    }

    /// What it means to whoever owns the wallet.
    public var meaning: String {
        switch self {
        case .addExtension: "this contract may send everything from the wallet from now on, without a signature"
        case .removeExtension: "this contract may not act for the wallet any more"
        case .setSignatureAllowed(true): "the wallet obeys the key again"
        case .setSignatureAllowed(false): "the wallet doesn't obey the key any more, only its extensions"
        case .deployPlugin:
            "this contract is deployed, and may take everything from the wallet from now on, without a signature"
        case .installPlugin: "this contract may take everything from the wallet from now on, without a signature"
        case .removePlugin: "this contract may take nothing from the wallet any more, and is told to destroy itself"
        }
    }

    /// The contract that the action is about; nil where it is about none.
    public var contract: AccountAddress? {
        switch self {
        case .addExtension(let address), .removeExtension(let address), .installPlugin(let address, _, _),
            .removePlugin(let address, _, _):
            address
        case .deployPlugin(let deployment): deployment.address
        case .setSignatureAllowed: nil
        }
    }
}

/// A contract that a wallet of version 4 deploys as its plugin.
public struct PluginDeployment: Hashable, Sendable {
    /// Where it will live.
    public var workchain: Int8
    /// What it gets to begin with.
    public var amount: Coins
    /// Its code and data: the cell of a `StateInit`.
    public var stateInit: Cell
    /// The body of the message that deploys it.
    public var body: Cell

    /// Makes one.
    public init(workchain: Int8 = 0, amount: Coins, stateInit: Cell, body: Cell = .empty) {
        self.workchain = workchain
        self.amount = amount
        self.stateInit = stateInit
        self.body = body
    }

    /// Its address, which follows from code and data.
    public var address: AccountAddress { AccountAddress(workchain: workchain, hash: stateInit.hash) }
}
