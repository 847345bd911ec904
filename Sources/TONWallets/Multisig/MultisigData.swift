public import TONCells

/// The data of a multisig of version 2.
///
/// ```
/// next_order_seqno:uint256 threshold:uint8 signers:^(Hashmap 8 MsgAddressInt) signers_num:uint8
///   proposers:(HashmapE 8 MsgAddressInt) allow_arbitrary_order_seqno:Bool
/// ```
/// Source: contracts/multisig.func of ton-blockchain/multisig-contract-v2.
public struct MultisigData: Hashable, Sendable {
    /// The number that the next order gets.
    public var nextOrderSeqno: MultisigOrderNumber
    /// Who signs.
    public var configuration: MultisigConfiguration
    /// Whether orders have any number that is free, and none is counted.
    public var allowsArbitrarySeqno: Bool

    /// Makes data; by default, that of a new multisig.
    public init(
        nextOrderSeqno: MultisigOrderNumber = 0, configuration: MultisigConfiguration,
        allowsArbitrarySeqno: Bool = false
    ) {
        self.nextOrderSeqno = nextOrderSeqno
        self.configuration = configuration
        self.allowsArbitrarySeqno = allowsArbitrarySeqno
    }
}

extension MultisigData: TLBCodable {
    /// Reads the layout. Throws where the signers aren't as many as the data says.
    public init(from slice: inout CellSlice) throws(CellError) {
        nextOrderSeqno = try slice.load()
        let threshold: UInt8 = try slice.load()
        let signers = try within("signers") { () throws(CellError) in
            try AddressList.addresses(in: try slice.loadReference())
        }
        let count: UInt8 = try slice.load()
        guard Int(count) == signers.count else {
            throw .outOfRange("expected \(count) signers, found \(signers.count)")
        }
        let proposers = try within("proposers") { () throws(CellError) in
            try AddressList.addresses(in: try slice.loadMaybeReference())
        }
        configuration = try MultisigConfiguration(threshold: threshold, signers: signers, proposers: proposers)
        allowsArbitrarySeqno = try slice.loadBit()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(nextOrderSeqno)
        try builder.store(configuration.threshold)
        try builder.store(reference: try AddressList.requiredRoot(of: configuration.signers))
        try builder.store(UInt8(truncatingIfNeeded: configuration.signers.count))
        try builder.store(maybeReference: try AddressList.root(of: configuration.proposers))
        try builder.store(bit: allowsArbitrarySeqno)
    }
}
