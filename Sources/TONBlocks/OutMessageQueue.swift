public import TONCells
public import TONCrypto

/// The lowest logical time below: the extra of the queues of messages.
public struct MinimumLT: Hashable, Sendable {
    /// The time; 0 for the empty queue.
    public var lt: UInt64

    /// Makes one.
    public init(lt: UInt64) {
        self.lt = lt
    }
}

extension MinimumLT: HashmapExtra {
    /// 0.
    public static var empty: MinimumLT { MinimumLT(lt: 0) }

    /// The lower one.
    public static func combining(_ left: MinimumLT, _ right: MinimumLT) throws(CellError) -> MinimumLT {
        MinimumLT(lt: min(left.lt, right.lt))
    }

    /// Reads `uint64`.
    public init(from slice: inout CellSlice) throws(CellError) {
        lt = try slice.load()
    }

    /// Appends `uint64`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(lt)
    }
}

/// Messages waiting to go to other shards: `_ (HashmapAugE 352 EnqueuedMsg uint64) = OutMsgQueue`.
public typealias OutMessageQueue = TypedHashmapAugE<OutMessageQueueKey, EnqueuedMessage, MinimumLT>

/// Messages held back, by their senders: `_ (HashmapAugE 256 AccountDispatchQueue uint64) = DispatchQueue`.
public typealias MessageDispatchQueue = TypedHashmapAugE<Hash256, AccountDispatchQueue, MinimumLT>

/// Up to where messages of shards were processed: `_ (HashmapE 96 ProcessedUpto) = ProcessedInfo`.
public typealias ProcessedInfo = TypedHashmapE<ProcessedInfoKey, ProcessedUpto>

/// The place of a message in the queue: where it goes next, and its hash.
public struct OutMessageQueueKey: Hashable, Sendable {
    /// The workchain that it goes to next.
    public var workchain: Int32
    /// The first 64 bits of the address that it goes to next.
    public var addressPrefix: UInt64
    /// The hash of the message.
    public var messageHash: Hash256

    /// Makes one.
    public init(workchain: Int32, addressPrefix: UInt64, messageHash: Hash256) {
        self.workchain = workchain
        self.addressPrefix = addressPrefix
        self.messageHash = messageHash
    }
}

extension OutMessageQueueKey: CompositeHashmapKey {
    /// 352.
    public static var hashmapKeyBits: Int { 352 }

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        workchain = try slice.loadInt32()
        addressPrefix = try slice.load()
        messageHash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(int32: workchain)
        try builder.store(addressPrefix)
        try builder.store(messageHash)
    }
}

/// Which of a shard's messages: those up to a masterchain block.
public struct ProcessedInfoKey: Hashable, Sendable {
    /// The number of the shard.
    public var shard: UInt64
    /// The number of the masterchain block.
    public var masterchainSeqno: UInt32

    /// Makes one.
    public init(shard: UInt64, masterchainSeqno: UInt32) {
        self.shard = shard
        self.masterchainSeqno = masterchainSeqno
    }
}

extension ProcessedInfoKey: CompositeHashmapKey {
    /// 96.
    public static var hashmapKeyBits: Int { 96 }

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        shard = try slice.load()
        masterchainSeqno = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(shard)
        try builder.store(masterchainSeqno)
    }
}

/// A message in a queue.
///
/// `_ enqueued_lt:uint64 out_msg:^MsgEnvelope = EnqueuedMsg;`
public struct EnqueuedMessage: Hashable, Sendable {
    /// When it was put there.
    public var enqueuedLT: UInt64
    /// The message in its envelope.
    public var envelope: Lazy<MessageEnvelope>

    /// Makes one.
    public init(enqueuedLT: UInt64, envelope: Lazy<MessageEnvelope>) {
        self.enqueuedLT = enqueuedLT
        self.envelope = envelope
    }
}

extension EnqueuedMessage: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        enqueuedLT = try slice.load()
        envelope = try slice.load(field: "out_msg")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(enqueuedLT)
        try builder.store(envelope)
    }
}

/// The last message that was processed: all before it were, too.
///
/// `processed_upto$_ last_msg_lt:uint64 last_msg_hash:bits256 = ProcessedUpto;`
public struct ProcessedUpto: Hashable, Sendable {
    /// When it was made.
    public var lastMessageLT: UInt64
    /// Its hash.
    public var lastMessageHash: Hash256

    /// Makes one.
    public init(lastMessageLT: UInt64, lastMessageHash: Hash256) {
        self.lastMessageLT = lastMessageLT
        self.lastMessageHash = lastMessageHash
    }
}

extension ProcessedUpto: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        lastMessageLT = try slice.load()
        lastMessageHash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(lastMessageLT)
        try builder.store(lastMessageHash)
    }
}

/// Messages of one sender that are held back, by the logical times at which they were made.
///
/// `_ messages:(HashmapE 64 EnqueuedMsg) count:uint48 = AccountDispatchQueue;`
public struct AccountDispatchQueue: Hashable, Sendable {
    /// The messages.
    public var messages: TypedHashmapE<UInt64, EnqueuedMessage>
    /// How many they are, as stated: below 2^48.
    public var count: UInt64

    /// Makes one.
    public init(messages: TypedHashmapE<UInt64, EnqueuedMessage>, count: UInt64) {
        self.messages = messages
        self.count = count
    }
}

extension AccountDispatchQueue: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        messages = try slice.load(field: "messages")
        count = UInt64(truncatingIfNeeded: try slice.loadUInt(bits: 48))
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(messages)
        try builder.store(UInt64(count), bits: 48)
    }
}

/// The dispatch queue, and the size of the queue.
///
/// `out_msg_queue_extra#0 dispatch_queue:DispatchQueue out_queue_size:(Maybe uint48) = OutMsgQueueExtra;`
public struct OutMessageQueueExtra: Hashable, Sendable {
    /// Messages held back.
    public var dispatchQueue: MessageDispatchQueue
    /// How many messages wait in the queue, as stated: below 2^48.
    public var queueSize: UInt64?

    /// Makes one.
    public init(dispatchQueue: MessageDispatchQueue, queueSize: UInt64? = nil) {
        self.dispatchQueue = dispatchQueue
        self.queueSize = queueSize
    }
}

extension OutMessageQueueExtra: TLBCodable {
    private static let tag: UInt64 = 0x0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "OutMsgQueueExtra")
        dispatchQueue = try slice.load(field: "dispatch_queue")
        queueSize = try slice.loadBit() ? try slice.loadUInt(bits: 48) : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(dispatchQueue)
        try builder.store(bit: queueSize != nil)
        if let queueSize { try builder.store(queueSize, bits: 48) }
    }
}

/// Messages that a shard has sent and that wait, and those that it has processed.
///
/// `_ out_queue:OutMsgQueue proc_info:ProcessedInfo extra:(Maybe OutMsgQueueExtra) = OutMsgQueueInfo;`
public struct OutMessageQueueInfo: Hashable, Sendable {
    /// Messages waiting to go to other shards.
    public var queue: OutMessageQueue
    /// Up to where messages of other shards were processed.
    public var processedInfo: ProcessedInfo
    /// The dispatch queue; nil in states from before there was one.
    public var extra: OutMessageQueueExtra?

    /// Makes one.
    public init(queue: OutMessageQueue, processedInfo: ProcessedInfo, extra: OutMessageQueueExtra? = nil) {
        self.queue = queue
        self.processedInfo = processedInfo
        self.extra = extra
    }
}

extension OutMessageQueueInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        queue = try slice.load(field: "out_queue")
        processedInfo = try slice.load(field: "proc_info")
        extra = try slice.loadMaybe(field: "extra")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queue)
        try builder.store(processedInfo)
        try builder.store(maybe: extra)
    }
}
