public import TONCells
public import TONCrypto

/// The data of an order's contract.
///
/// ```
/// multisig:MsgAddressInt order_seqno:uint256 [threshold:uint8 executed:Bool signers:^(Hashmap 8 MsgAddressInt)
///   approvals_mask:uint256 approvals_num:uint8 expiration_date:uint48 order:^Cell]
/// ```
/// Source: contracts/order.func of ton-blockchain/multisig-contract-v2.
public struct MultisigOrderData: Hashable, Sendable {
    /// Whose order it is.
    public var multisig: AccountAddress
    /// Its number.
    public var seqno: MultisigOrderNumber
    /// What the multisig told it; nil until then.
    public var state: State?

    /// An order that can be approved.
    public struct State: Hashable, Sendable {
        /// How many approvals it takes.
        public var threshold: UInt8
        /// Whether it was handed to the multisig; whether that did it, only its own transactions tell.
        public var isExecuted: Bool
        /// Who signs, by index.
        public var signers: [AccountAddress]
        /// A bit for each signer who approved, that of signer 0 being the lowest.
        public var approvals: Hash256
        /// How many did.
        public var approvalCount: UInt8
        /// The unix time after which nobody can approve any more: 48 bits.
        public var expiration: UInt64
        /// What is to be done.
        public var order: Cell

        /// Makes one.
        public init(
            threshold: UInt8, isExecuted: Bool, signers: [AccountAddress], approvals: Hash256, approvalCount: UInt8,
            expiration: UInt64, order: Cell
        ) {
            self.threshold = threshold
            self.isExecuted = isExecuted
            self.signers = signers
            self.approvals = approvals
            self.approvalCount = approvalCount
            self.expiration = expiration
            self.order = order
        }

        /// Whether the signer of an index approved.
        public func isApproved(by index: UInt8) -> Bool {
            BitString(approvals).bit(at: 255 - Int(index))
        }

        /// The signers who approved.
        public var approvers: [AccountAddress] {
            signers.enumerated().filter { isApproved(by: UInt8(truncatingIfNeeded: $0.offset)) }.map(\.element)
        }
    }

    /// Makes data; by default, that which the order's address follows from.
    public init(multisig: AccountAddress, seqno: MultisigOrderNumber, state: State? = nil) {
        self.multisig = multisig
        self.seqno = seqno
        self.state = state
    }
}

extension MultisigOrderData: TLBCodable {
    /// Reads the layout, to the end.
    public init(from slice: inout CellSlice) throws(CellError) {
        multisig = try slice.loadAccountAddress()
        seqno = try slice.load()
        guard slice.remainingBits > 0 else { return }
        let threshold: UInt8 = try slice.load()
        let isExecuted = try slice.loadBit()
        let signers = try within("signers") { () throws(CellError) in
            try AddressList.addresses(in: try slice.loadReference())
        }
        state = State(
            threshold: threshold, isExecuted: isExecuted, signers: signers, approvals: try slice.loadHash(),
            approvalCount: try slice.load(), expiration: try slice.loadUInt(bits: 48),
            order: try slice.loadReference())
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(multisig)
        try builder.store(seqno)
        guard let state else { return }
        try builder.store(state.threshold)
        try builder.store(bit: state.isExecuted)
        try builder.store(reference: try AddressList.requiredRoot(of: state.signers))
        try builder.store(state.approvals)
        try builder.store(state.approvalCount)
        try builder.store(state.expiration, bits: 48)
        try builder.store(reference: state.order)
    }
}
