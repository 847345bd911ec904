public import TONCells
public import TONCrypto

/// Messages that came into a block, by the hashes of the messages: `_ (HashmapAugE 256 InMsg ImportFees) = InMsgDescr`.
public typealias InMessages = TypedHashmapAugE<Hash256, InMessage, ImportFees>

/// How a message came into a block.
///
/// ```
/// msg_import_ext$000 msg:^(Message Any) transaction:^Transaction = InMsg;
/// msg_import_ihr$010 msg:^(Message Any) transaction:^Transaction ihr_fee:Grams proof_created:^Cell = InMsg;
/// msg_import_imm$011 in_msg:^MsgEnvelope transaction:^Transaction fwd_fee:Grams = InMsg;
/// msg_import_fin$100 in_msg:^MsgEnvelope transaction:^Transaction fwd_fee:Grams = InMsg;
/// msg_import_tr$101 in_msg:^MsgEnvelope out_msg:^MsgEnvelope transit_fee:Grams = InMsg;
/// msg_discard_fin$110 in_msg:^MsgEnvelope transaction_id:uint64 fwd_fee:Grams = InMsg;
/// msg_discard_tr$111 in_msg:^MsgEnvelope transaction_id:uint64 fwd_fee:Grams proof_delivered:^Cell = InMsg;
/// msg_import_deferred_fin$00100 in_msg:^MsgEnvelope transaction:^Transaction fwd_fee:Grams = InMsg;
/// msg_import_deferred_tr$00101 in_msg:^MsgEnvelope out_msg:^MsgEnvelope = InMsg;
/// ```
public enum InMessage: Hashable, Sendable {
    /// From outside, and processed.
    case external(message: Lazy<Message>, transaction: Lazy<Transaction>)
    /// Over the hypercube's short cut, and processed; not in use.
    case instantHypercube(
        message: Lazy<Message>, transaction: Lazy<Transaction>, fee: Coins, proofOfCreation: Cell)
    /// Made in the same block, and processed.
    case immediate(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>, forwardFee: Coins)
    /// From a queue, and processed.
    case final(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>, forwardFee: Coins)
    /// On its way to another shard.
    case transit(in: Lazy<MessageEnvelope>, out: Lazy<MessageEnvelope>, transitFee: Coins)
    /// Thrown away at its destination, for it was delivered already; not in use.
    case discardedFinal(envelope: Lazy<MessageEnvelope>, transactionIdentifier: UInt64, forwardFee: Coins)
    /// Thrown away on its way, for it was delivered already; not in use.
    case discardedTransit(
        envelope: Lazy<MessageEnvelope>, transactionIdentifier: UInt64, forwardFee: Coins, proofOfDelivery: Cell)
    /// From the dispatch queue, and processed.
    case deferredFinal(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>, forwardFee: Coins)
    /// From the dispatch queue on its way out.
    case deferredTransit(in: Lazy<MessageEnvelope>, out: Lazy<MessageEnvelope>)

    /// The transaction that processed it; nil where none did in this block.
    public var transaction: Lazy<Transaction>? {
        switch self {
        case .external(_, let transaction), .instantHypercube(_, let transaction, _, _),
            .immediate(_, let transaction, _), .final(_, let transaction, _), .deferredFinal(_, let transaction, _):
            transaction
        case .transit, .discardedFinal, .discardedTransit, .deferredTransit: nil
        }
    }

    /// The envelope in which it came; nil where it came in none.
    public var envelope: Lazy<MessageEnvelope>? {
        switch self {
        case .external, .instantHypercube: nil
        case .immediate(let envelope, _, _), .final(let envelope, _, _), .transit(let envelope, _, _),
            .discardedFinal(let envelope, _, _), .discardedTransit(let envelope, _, _, _),
            .deferredFinal(let envelope, _, _), .deferredTransit(let envelope, _):
            envelope
        }
    }

    /// The message. Throws where its envelope is malformed or pruned.
    public func message() throws(CellError) -> Lazy<Message> {
        switch self {
        case .external(let message, _), .instantHypercube(let message, _, _, _): return message
        case .immediate(let envelope, _, _), .final(let envelope, _, _), .transit(let envelope, _, _),
            .discardedFinal(let envelope, _, _), .discardedTransit(let envelope, _, _, _),
            .deferredFinal(let envelope, _, _), .deferredTransit(let envelope, _):
            return try within("in_msg") { () throws(CellError) in try envelope.load().message }
        }
    }
}

extension InMessage: TLBCodable {
    /// Reads any of the nine constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 3) {
        case 0b000: self = .external(message: try slice.load(), transaction: try slice.load())
        case 0b010:
            self = .instantHypercube(
                message: try slice.load(), transaction: try slice.load(), fee: try slice.load(field: "ihr_fee"),
                proofOfCreation: try slice.loadReference())
        case 0b011:
            self = .immediate(
                envelope: try slice.load(), transaction: try slice.load(), forwardFee: try slice.load(field: "fwd_fee"))
        case 0b100:
            self = .final(
                envelope: try slice.load(), transaction: try slice.load(), forwardFee: try slice.load(field: "fwd_fee"))
        case 0b101:
            self = .transit(
                in: try slice.load(), out: try slice.load(), transitFee: try slice.load(field: "transit_fee"))
        case 0b110:
            self = .discardedFinal(
                envelope: try slice.load(), transactionIdentifier: try slice.load(),
                forwardFee: try slice.load(field: "fwd_fee"))
        case 0b111:
            self = .discardedTransit(
                envelope: try slice.load(), transactionIdentifier: try slice.load(),
                forwardFee: try slice.load(field: "fwd_fee"), proofOfDelivery: try slice.loadReference())
        default:
            switch try slice.loadUInt(bits: 2) {
            case 0b00:
                self = .deferredFinal(
                    envelope: try slice.load(), transaction: try slice.load(),
                    forwardFee: try slice.load(field: "fwd_fee"))
            case 0b01: self = .deferredTransit(in: try slice.load(), out: try slice.load())
            case let rest: throw .unknownTag(type: "InMsg", found: 0b00100 | rest, bits: 5)
            }
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .external(let message, let transaction):
            try builder.store(0b000, bits: 3)
            try builder.store(message)
            try builder.store(transaction)
        case .instantHypercube(let message, let transaction, let fee, let proof):
            try builder.store(0b010, bits: 3)
            try builder.store(message)
            try builder.store(transaction)
            try builder.store(fee)
            try builder.store(reference: proof)
        case .immediate(let envelope, let transaction, let fee):
            try builder.store(0b011, bits: 3)
            try builder.store(envelope)
            try builder.store(transaction)
            try builder.store(fee)
        case .final(let envelope, let transaction, let fee):
            try builder.store(0b100, bits: 3)
            try builder.store(envelope)
            try builder.store(transaction)
            try builder.store(fee)
        case .transit(let envelope, let out, let fee):
            try builder.store(0b101, bits: 3)
            try builder.store(envelope)
            try builder.store(out)
            try builder.store(fee)
        case .discardedFinal(let envelope, let identifier, let fee):
            try builder.store(0b110, bits: 3)
            try builder.store(envelope)
            try builder.store(identifier)
            try builder.store(fee)
        case .discardedTransit(let envelope, let identifier, let fee, let proof):
            try builder.store(0b111, bits: 3)
            try builder.store(envelope)
            try builder.store(identifier)
            try builder.store(fee)
            try builder.store(reference: proof)
        case .deferredFinal(let envelope, let transaction, let fee):
            try builder.store(0b00100, bits: 5)
            try builder.store(envelope)
            try builder.store(transaction)
            try builder.store(fee)
        case .deferredTransit(let envelope, let out):
            try builder.store(0b00101, bits: 5)
            try builder.store(envelope)
            try builder.store(out)
        }
    }
}
