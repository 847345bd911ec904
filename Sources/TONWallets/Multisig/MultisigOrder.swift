public import TONCells

/// What a multisig does once enough signers have approved it: actions, by index.
///
/// ```
/// _ (Hashmap 8 ^Action) = Order;
/// send_message#f1381e5b mode:uint8 message:^Cell = Action;
/// update_multisig_params#1d0cfbd3 threshold:uint8 signers:^(Hashmap 8 MsgAddressInt)
///   proposers:(HashmapE 8 MsgAddressInt) = Action;
/// ```
/// Source: contracts/multisig.func of ton-blockchain/multisig-contract-v2.
public struct MultisigOrder: Hashable, Sendable {
    /// The actions, in the order in which they are done: 1 to 255.
    public var actions: [Action]

    /// One action.
    public enum Action: Hashable, Sendable {
        /// Send a message.
        case send(WalletMessage)
        /// Take other signers, proposers, or another threshold.
        case update(MultisigConfiguration)
        /// Anything else, which the multisig steps over without a word.
        case unknown(Cell)
    }

    /// Makes an order.
    public init(_ actions: [Action]) {
        self.actions = actions
    }

    private static let sendTag: UInt32 = 0xf138_1e5b
    private static let updateTag: UInt32 = 0x1d0c_fbd3

    /// Reads the order's cell, the root of its dictionary. Indices may have gaps, which mean nothing.
    public init(cell: Cell) throws(CellError) {
        actions = try HashmapE(keyBits: 8, root: cell).entries(limit: 256).map { entry throws(CellError) in
            try within("action \(entry.key)") { () throws(CellError) in
                var value = entry.value
                // The contract reads the reference alone.
                let action = try Action(cell: try value.loadReference())
                try value.end()
                return action
            }
        }
    }

    /// The order's cell. Throws for an order without actions, or with more than 255.
    public func cell() throws(CellError) -> Cell {
        guard (1...255).contains(actions.count) else {
            throw .outOfRange("an order has 1 to 255 actions, not \(actions.count)")
        }
        var dictionary = HashmapE(keyBits: 8)
        for (index, action) in actions.enumerated() {
            var value = CellBuilder()
            try value.store(reference: try action.cell())
            try dictionary.set(value, for: BitString(UInt64(index), bits: 8))
        }
        guard let root = dictionary.root else { throw .outOfRange("an order has 1 to 255 actions, not 0") }
        return root
    }
}

extension MultisigOrder.Action {
    fileprivate init(cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        guard slice.remainingBits >= 32 else { throw .bitsExhausted(wanted: 32, left: slice.remainingBits) }
        switch try slice.load(UInt32.self) {
        case MultisigOrder.sendTag:
            self = .send(try slice.load())
            try slice.end()
        case MultisigOrder.updateTag:
            let threshold: UInt8 = try slice.load()
            let signers = try AddressList.addresses(in: try slice.loadReference())
            let proposers = try AddressList.addresses(in: try slice.loadMaybeReference())
            try slice.end()
            self = .update(try MultisigConfiguration(threshold: threshold, signers: signers, proposers: proposers))
        default: self = .unknown(cell)
        }
    }

    fileprivate func cell() throws(CellError) -> Cell {
        var builder = CellBuilder()
        switch self {
        case .send(let message):
            try builder.store(MultisigOrder.sendTag)
            try builder.store(message)
        case .update(let configuration):
            try builder.store(MultisigOrder.updateTag)
            try builder.store(configuration.threshold)
            try builder.store(reference: try AddressList.requiredRoot(of: configuration.signers))
            try builder.store(maybeReference: try AddressList.root(of: configuration.proposers))
        case .unknown(let cell): return cell
        }
        return try builder.build()
    }
}
