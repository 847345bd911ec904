import TONCells
import TONCrypto

/// A change of a version 4 wallet's plugins, as ``WalletV4R2`` lays it out.
struct PluginOperation: Hashable, Sendable {
    /// Stands in the place of a change's tag where messages are sent.
    static let send: UInt8 = 0

    /// What is asked for.
    let action: WalletAction

    private enum Tag {
        static let deploy: UInt8 = 1
        static let install: UInt8 = 2
        static let remove: UInt8 = 3
    }

    /// Takes an action. Throws for one of another wallet.
    init(_ action: WalletAction) throws(WalletError) {
        switch action {
        case .deployPlugin, .installPlugin, .removePlugin: self.action = action
        case .addExtension, .removeExtension, .setSignatureAllowed:
            throw .unknownAction(action.name, wallet: WalletV4R2.kind)
        }
    }
}

extension PluginOperation: TLBCodable {
    init(from slice: inout CellSlice) throws(CellError) {
        let tag: UInt8 = try slice.load()
        switch tag {
        case Tag.deploy:
            action = .deployPlugin(
                PluginDeployment(
                    workchain: Int8(bitPattern: try slice.load()), amount: try slice.load(),
                    stateInit: try slice.loadReference(),
                    body: try slice.loadReference()))
        case Tag.install, Tag.remove:
            let address = AccountAddress(workchain: Int8(bitPattern: try slice.load()), hash: try slice.loadHash())
            let amount: Coins = try slice.load()
            let queryID: UInt64 = try slice.load()
            action =
                tag == Tag.install
                ? .installPlugin(address, amount: amount, queryID: queryID)
                : .removePlugin(address, amount: amount, queryID: queryID)
        default: throw .unknownTag(type: "the operation of a v4r2 wallet", found: UInt64(tag), bits: 8)
        }
    }

    func store(in builder: inout CellBuilder) throws(CellError) {
        switch action {
        case .deployPlugin(let deployment):
            try builder.store(Tag.deploy)
            try builder.store(UInt8(bitPattern: deployment.workchain))
            try builder.store(deployment.amount)
            try builder.store(reference: deployment.stateInit)
            try builder.store(reference: deployment.body)
        case .installPlugin(let address, let amount, let queryID):
            try Self.store(Tag.install, address, amount, queryID, in: &builder)
        case .removePlugin(let address, let amount, let queryID):
            try Self.store(Tag.remove, address, amount, queryID, in: &builder)
        case .addExtension, .removeExtension, .setSignatureAllowed:
            // The initialiser takes none of these.
            throw .outOfRange("expected a change of plugins, found \(action.name)")
        }
    }

    private static func store(
        _ tag: UInt8, _ address: AccountAddress, _ amount: Coins, _ queryID: UInt64, in builder: inout CellBuilder
    ) throws(CellError) {
        try builder.store(tag)
        try builder.store(UInt8(bitPattern: address.workchain))
        try builder.store(address.hash)
        try builder.store(amount)
        try builder.store(queryID)
    }
}
