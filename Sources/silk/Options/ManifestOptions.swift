import ArgumentParser
import Operations
import TONCells

/// Which manifest is meant, and where its codes come from.
struct ManifestOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The manifest, in TOML.", valueName: "manifest"))
    var manifest: String

    @Option(help: ArgumentHelp("The root, where the manifest doesn't name it.", valueName: "address"))
    var root: AddressArgument?

    @OptionGroup var artifacts: ArtifactOptions

    /// Reads the manifest, with the root that was named beside it.
    func read() throws -> RootManifest {
        var manifest = try RootManifest(path: self.manifest, artifacts: try artifacts.storeIfPresent())
        if let root = root?.address {
            guard manifest.root == nil || manifest.root == root else {
                throw Failure("the manifest names another root than --root")
            }
            manifest.root = root
        }
        return manifest
    }

    /// The root. Throws where nobody names it.
    func requiredRoot(of manifest: RootManifest) throws -> AccountAddress {
        guard let root = manifest.root else {
            throw Failure("the manifest names no root: name it there once it is deployed, or by --root")
        }
        return root
    }

    /// The rules that nothing is allowed beside.
    func rules() throws -> RootRules {
        var rules = RootRules()
        rules.artifacts = try artifacts.storeIfPresent()
        return rules
    }
}

/// Who owns the root.
struct OwnerOptions: ParsableArguments {
    @Flag(help: "The owner is a multisig, which sends all messages in one order: no wallet is named.")
    var multisig = false

    @OptionGroup var wallet: WalletOptions

    /// Most messages that a multisig's order has.
    private static let multisigMessageCount = 255

    /// A planner for the owner's kind of wallet. Takes no password.
    func planner(on identity: NetworkIdentity) throws -> RootPlanner {
        if multisig { return RootPlanner(messagesPerRequest: Self.multisigMessageCount) }
        let sender = try WalletSender(try wallet.wallet(globalID: identity.globalID))
        return RootPlanner(messagesPerRequest: sender.maximumMessageCount, sender: sender.address)
    }
}
