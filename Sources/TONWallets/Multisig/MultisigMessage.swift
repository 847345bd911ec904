public import TONCells
public import TONCrypto

/// The body of a message to a multisig, to an order, or from one.
///
/// Source: contracts/op-codes.func, multisig.func and order.func of ton-blockchain/multisig-contract-v2.
public enum MultisigMessage: Hashable, Sendable {
    /// To the multisig: an order is proposed.
    ///
    /// ```
    /// new_order#f718510f query_id:uint64 order_seqno:uint256 is_signer:Bool index:uint8 expiration_date:uint48
    ///   order:^Cell
    /// ```
    case newOrder(queryID: UInt64, NewOrder)
    /// An order to its multisig: enough signers approved.
    ///
    /// ```
    /// execute#75097f5d query_id:uint64 order_seqno:uint256 expiration_date:uint48 approvals_num:uint8
    ///   signers_hash:bits256 order:^Cell
    /// ```
    case execute(queryID: UInt64, Execution)
    /// A multisig to itself: `execute_internal#a32c59bf query_id:uint64 order:^Cell`.
    case executeInternal(queryID: UInt64, order: Cell)
    /// A multisig to an order.
    ///
    /// ```
    /// init#9c73fba2 query_id:uint64 threshold:uint8 signers:^(Hashmap 8 MsgAddressInt) expiration_date:uint48
    ///   order:^Cell is_approved:Bool index:is_approved?uint8
    /// ```
    case initialize(queryID: UInt64, Initialization)
    /// A signer to an order: `approve#a762230f query_id:uint64 index:uint8`.
    case approve(queryID: UInt64, signer: UInt8)
    /// An order to the signer.
    case approveAccepted(queryID: UInt64)
    /// An order to the signer, with the exit code that says why: `query_id:uint64 exit_code:uint32`.
    case approveRejected(queryID: UInt64, exitCode: UInt32)

    /// A proposal.
    public struct NewOrder: Hashable, Sendable {
        /// The order's number; ``MultisigOrderNumber/next`` for whichever is next.
        public var seqno: MultisigOrderNumber
        /// Whether a signer proposes, whose approval it is, and not a proposer.
        public var isSigner: Bool
        /// Which signer or proposer.
        public var index: UInt8
        /// The unix time after which nobody can approve any more.
        public var expiration: UInt64
        /// What is to be done: the cell of a ``MultisigOrder``.
        public var order: Cell

        /// Makes one.
        public init(
            seqno: MultisigOrderNumber = .next, isSigner: Bool, index: UInt8, expiration: UInt64, order: Cell
        ) {
            self.seqno = seqno
            self.isSigner = isSigner
            self.index = index
            self.expiration = expiration
            self.order = order
        }
    }

    /// An order that was approved.
    public struct Execution: Hashable, Sendable {
        /// The order's number.
        public var seqno: MultisigOrderNumber
        /// The unix time after which it isn't done any more.
        public var expiration: UInt64
        /// How many approved.
        public var approvalCount: UInt8
        /// The hash of the dictionary of signers that the order knows, which must be the multisig's own.
        public var signersHash: Hash256
        /// What is to be done.
        public var order: Cell
    }

    /// What an order is told at first.
    public struct Initialization: Hashable, Sendable {
        /// How many approvals it takes.
        public var threshold: UInt8
        /// Who signs.
        public var signers: [AccountAddress]
        /// The unix time after which nobody can approve any more.
        public var expiration: UInt64
        /// What is to be done.
        public var order: Cell
        /// The signer who proposed it, and has approved it thereby.
        public var approver: UInt8?
    }

    private enum Tag {
        static let newOrder: UInt32 = 0xf718_510f
        static let execute: UInt32 = 0x7509_7f5d
        static let executeInternal: UInt32 = 0xa32c_59bf
        static let initialize: UInt32 = 0x9c73_fba2
        static let approve: UInt32 = 0xa762_230f
        static let approveAccepted: UInt32 = 0x8260_9bf6
        static let approveRejected: UInt32 = 0xafaf_283e
    }
}

extension MultisigMessage: TLBCodable {
    /// Reads the layout. Throws for another operation.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag: UInt32 = try slice.load()
        let query: UInt64 = try slice.load()
        switch tag {
        case Tag.newOrder:
            self = .newOrder(
                queryID: query,
                NewOrder(
                    seqno: try slice.load(), isSigner: try slice.loadBit(), index: try slice.load(),
                    expiration: try slice.loadUInt(bits: 48), order: try slice.loadReference()))
        case Tag.execute:
            self = .execute(
                queryID: query,
                Execution(
                    seqno: try slice.load(), expiration: try slice.loadUInt(bits: 48),
                    approvalCount: try slice.load(), signersHash: try slice.loadHash(),
                    order: try slice.loadReference()))
        case Tag.executeInternal: self = .executeInternal(queryID: query, order: try slice.loadReference())
        case Tag.initialize:
            let threshold: UInt8 = try slice.load()
            let signers = try AddressList.addresses(in: try slice.loadReference())
            let expiration = try slice.loadUInt(bits: 48)
            let order = try slice.loadReference()
            self = .initialize(
                queryID: query,
                Initialization(
                    threshold: threshold, signers: signers, expiration: expiration, order: order,
                    approver: try slice.loadBit() ? try slice.load(UInt8.self) : nil))
        case Tag.approve: self = .approve(queryID: query, signer: try slice.load())
        case Tag.approveAccepted: self = .approveAccepted(queryID: query)
        case Tag.approveRejected: self = .approveRejected(queryID: query, exitCode: try slice.load())
        default: throw .unknownTag(type: "MultisigMessage", found: UInt64(tag), bits: 32)
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        func start(_ tag: UInt32, _ query: UInt64) throws(CellError) {
            try builder.store(tag)
            try builder.store(query)
        }
        switch self {
        case .newOrder(let query, let order):
            try start(Tag.newOrder, query)
            try builder.store(order.seqno)
            try builder.store(bit: order.isSigner)
            try builder.store(order.index)
            try builder.store(order.expiration, bits: 48)
            try builder.store(reference: order.order)
        case .execute(let query, let execution):
            try start(Tag.execute, query)
            try builder.store(execution.seqno)
            try builder.store(execution.expiration, bits: 48)
            try builder.store(execution.approvalCount)
            try builder.store(execution.signersHash)
            try builder.store(reference: execution.order)
        case .executeInternal(let query, let order):
            try start(Tag.executeInternal, query)
            try builder.store(reference: order)
        case .initialize(let query, let first):
            try start(Tag.initialize, query)
            try builder.store(first.threshold)
            try builder.store(reference: try AddressList.requiredRoot(of: first.signers))
            try builder.store(first.expiration, bits: 48)
            try builder.store(reference: first.order)
            try builder.store(bit: first.approver != nil)
            if let approver = first.approver { try builder.store(approver) }
        case .approve(let query, let signer):
            try start(Tag.approve, query)
            try builder.store(signer)
        case .approveAccepted(let query): try start(Tag.approveAccepted, query)
        case .approveRejected(let query, let exitCode):
            try start(Tag.approveRejected, query)
            try builder.store(exitCode)
        }
    }
}
