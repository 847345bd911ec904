public import TONCells
public import TONCrypto

/// Messages that went out of a block, by the hashes of the messages:
/// `_ (HashmapAugE 256 OutMsg CurrencyCollection) = OutMsgDescr`.
public typealias OutMessages = TypedHashmapAugE<Hash256, OutMessage, CurrencyCollection>

/// How a message went out of a block, or out of a queue.
///
/// ```
/// msg_export_ext$000 msg:^(Message Any) transaction:^Transaction = OutMsg;
/// msg_export_imm$010 out_msg:^MsgEnvelope transaction:^Transaction reimport:^InMsg = OutMsg;
/// msg_export_new$001 out_msg:^MsgEnvelope transaction:^Transaction = OutMsg;
/// msg_export_tr$011 out_msg:^MsgEnvelope imported:^InMsg = OutMsg;
/// msg_export_deq$1100 out_msg:^MsgEnvelope import_block_lt:uint63 = OutMsg;
/// msg_export_deq_short$1101 msg_env_hash:bits256 next_workchain:int32 next_addr_pfx:uint64
///   import_block_lt:uint64 = OutMsg;
/// msg_export_tr_req$111 out_msg:^MsgEnvelope imported:^InMsg = OutMsg;
/// msg_export_deq_imm$100 out_msg:^MsgEnvelope reimport:^InMsg = OutMsg;
/// msg_export_new_defer$10100 out_msg:^MsgEnvelope transaction:^Transaction = OutMsg;
/// msg_export_deferred_tr$10101 out_msg:^MsgEnvelope imported:^InMsg = OutMsg;
/// ```
public enum OutMessage: Hashable, Sendable {
    /// To the outside.
    case external(message: Lazy<Message>, transaction: Lazy<Transaction>)
    /// Made here, and processed in the same block.
    case immediate(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>, reimport: Lazy<InMessage>)
    /// Made here, and put into the queue.
    case new(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>)
    /// From another shard, and put into the queue.
    case transit(envelope: Lazy<MessageEnvelope>, imported: Lazy<InMessage>)
    /// Taken out of the queue: the block that ends at that time, below 2^63, has it.
    case dequeued(envelope: Lazy<MessageEnvelope>, importBlockLT: UInt64)
    /// The same, with no more than the hash of the envelope.
    case dequeuedShort(
        envelopeHash: Hash256, nextWorkchain: Int32, nextAddressPrefix: UInt64, importBlockLT: UInt64)
    /// From the shard's own queue, and put into it again.
    case transitRequeued(envelope: Lazy<MessageEnvelope>, imported: Lazy<InMessage>)
    /// Taken out of the shard's own queue, and processed.
    case dequeuedImmediate(envelope: Lazy<MessageEnvelope>, reimport: Lazy<InMessage>)
    /// Made here, and put into the dispatch queue.
    case newDeferred(envelope: Lazy<MessageEnvelope>, transaction: Lazy<Transaction>)
    /// From the dispatch queue, and put into the queue.
    case deferredTransit(envelope: Lazy<MessageEnvelope>, imported: Lazy<InMessage>)

    /// The transaction that made it; nil where none did in this block.
    public var transaction: Lazy<Transaction>? {
        switch self {
        case .external(_, let transaction), .immediate(_, let transaction, _), .new(_, let transaction),
            .newDeferred(_, let transaction):
            transaction
        case .transit, .dequeued, .dequeuedShort, .transitRequeued, .dequeuedImmediate, .deferredTransit: nil
        }
    }

    /// The envelope in which it went; nil where it went in none, or only its hash is kept.
    public var envelope: Lazy<MessageEnvelope>? {
        switch self {
        case .external, .dequeuedShort: nil
        case .immediate(let envelope, _, _), .new(let envelope, _), .transit(let envelope, _),
            .dequeued(let envelope, _), .transitRequeued(let envelope, _), .dequeuedImmediate(let envelope, _),
            .newDeferred(let envelope, _), .deferredTransit(let envelope, _):
            envelope
        }
    }

    /// The description of the same message coming in, in the same block.
    public var imported: Lazy<InMessage>? {
        switch self {
        case .immediate(_, _, let imported), .transit(_, let imported), .transitRequeued(_, let imported),
            .dequeuedImmediate(_, let imported), .deferredTransit(_, let imported):
            imported
        case .external, .new, .dequeued, .dequeuedShort, .newDeferred: nil
        }
    }

    /// The message; nil where only the hash of its envelope is kept. Throws where the envelope is malformed or pruned.
    public func message() throws(CellError) -> Lazy<Message>? {
        if case .external(let message, _) = self { return message }
        guard let envelope else { return nil }
        return try within("out_msg") { () throws(CellError) in try envelope.load().message }
    }
}

extension OutMessage: TLBCodable {
    /// Reads any of the ten constructors.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 3) {
        case 0b000: self = .external(message: try slice.load(), transaction: try slice.load())
        case 0b001: self = .new(envelope: try slice.load(), transaction: try slice.load())
        case 0b010:
            self = .immediate(
                envelope: try slice.load(), transaction: try slice.load(), reimport: try slice.load())
        case 0b011: self = .transit(envelope: try slice.load(), imported: try slice.load())
        case 0b100: self = .dequeuedImmediate(envelope: try slice.load(), reimport: try slice.load())
        case 0b111: self = .transitRequeued(envelope: try slice.load(), imported: try slice.load())
        case 0b110:
            if try slice.loadBit() {
                self = .dequeuedShort(
                    envelopeHash: try slice.loadHash(), nextWorkchain: try slice.loadInt32(),
                    nextAddressPrefix: try slice.load(), importBlockLT: try slice.load())
            } else {
                self = .dequeued(envelope: try slice.load(), importBlockLT: try slice.loadUInt(bits: 63))
            }
        default:
            switch try slice.loadUInt(bits: 2) {
            case 0b00: self = .newDeferred(envelope: try slice.load(), transaction: try slice.load())
            case 0b01: self = .deferredTransit(envelope: try slice.load(), imported: try slice.load())
            case let rest: throw .unknownTag(type: "OutMsg", found: 0b10100 | rest, bits: 5)
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
        case .immediate(let envelope, let transaction, let reimport):
            try builder.store(0b010, bits: 3)
            try builder.store(envelope)
            try builder.store(transaction)
            try builder.store(reimport)
        case .new(let envelope, let transaction):
            try builder.store(0b001, bits: 3)
            try builder.store(envelope)
            try builder.store(transaction)
        case .transit(let envelope, let imported):
            try builder.store(0b011, bits: 3)
            try builder.store(envelope)
            try builder.store(imported)
        case .dequeued(let envelope, let importBlockLT):
            try builder.store(0b1100, bits: 4)
            try builder.store(envelope)
            try builder.store(importBlockLT, bits: 63)
        case .dequeuedShort(let hash, let workchain, let prefix, let importBlockLT):
            try builder.store(0b1101, bits: 4)
            try builder.store(hash)
            try builder.store(int32: workchain)
            try builder.store(prefix)
            try builder.store(importBlockLT)
        case .transitRequeued(let envelope, let imported):
            try builder.store(0b111, bits: 3)
            try builder.store(envelope)
            try builder.store(imported)
        case .dequeuedImmediate(let envelope, let reimport):
            try builder.store(0b100, bits: 3)
            try builder.store(envelope)
            try builder.store(reimport)
        case .newDeferred(let envelope, let transaction):
            try builder.store(0b10100, bits: 5)
            try builder.store(envelope)
            try builder.store(transaction)
        case .deferredTransit(let envelope, let imported):
            try builder.store(0b10101, bits: 5)
            try builder.store(envelope)
            try builder.store(imported)
        }
    }
}
