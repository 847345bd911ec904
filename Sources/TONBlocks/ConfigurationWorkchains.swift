public import TONCells
public import TONCrypto

/// What addresses and contracts of a workchain are like.
public enum WorkchainFormat: Hashable, Sendable {
    /// `wfmt_basic#1 vm_version:int32 vm_mode:uint64 = WorkchainFormat 1`: addresses of 256 bits, and the TVM.
    case basic(vmVersion: Int32, vmMode: UInt64)
    /// `wfmt_ext#0 min_addr_len:(## 12) max_addr_len:(## 12) addr_len_step:(## 12) workchain_type_id:(## 32)`:
    /// something else; not in use.
    case extended(minimumAddressLength: UInt16, maximumAddressLength: UInt16, addressLengthStep: UInt16, type: UInt32)

    /// Whether it is the first.
    public var isBasic: Bool {
        if case .basic = self { true } else { false }
    }
}

extension WorkchainFormat: TLBCodable {
    /// Reads either constructor. Throws where lengths of addresses don't fit each other.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 4) {
        case 1: self = .basic(vmVersion: try slice.loadInt32(), vmMode: try slice.load())
        case 0:
            let lengths = [
                try slice.loadUInt(bits: 12), try slice.loadUInt(bits: 12), try slice.loadUInt(bits: 12),
            ].map { UInt16(truncatingIfNeeded: $0) }
            let type: UInt32 = try slice.load()
            guard lengths[0] >= 64, lengths[0] <= lengths[1], lengths[1] <= 1023, lengths[2] <= 1023, type >= 1 else {
                throw .outOfRange("addresses of \(lengths[0]) to \(lengths[1]) bits by \(lengths[2]), type \(type)")
            }
            self = .extended(
                minimumAddressLength: lengths[0], maximumAddressLength: lengths[1], addressLengthStep: lengths[2],
                type: type)
        case let tag: throw .unknownTag(type: "WorkchainFormat", found: tag, bits: 4)
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .basic(let vmVersion, let vmMode):
            try builder.store(1, bits: 4)
            try builder.store(int32: vmVersion)
            try builder.store(vmMode)
        case .extended(let minimum, let maximum, let step, let type):
            try builder.store(0, bits: 4)
            try builder.store(UInt64(minimum), bits: 12)
            try builder.store(UInt64(maximum), bits: 12)
            try builder.store(UInt64(step), bits: 12)
            try builder.store(type)
        }
    }
}

/// How splits and merges of shards run.
///
/// ```
/// wc_split_merge_timings#0 split_merge_delay:uint32 split_merge_interval:uint32
///   min_split_merge_interval:uint32 max_split_merge_delay:uint32 = WcSplitMergeTimings;
/// ```
public struct SplitMergeTimings: Hashable, Sendable {
    /// How many seconds after it is announced one starts.
    public var delay: UInt32
    /// Within how many seconds it must happen.
    public var interval: UInt32
    /// The shortest such time.
    public var minimumInterval: UInt32
    /// The longest announcement.
    public var maximumDelay: UInt32

    /// Makes one.
    public init(delay: UInt32, interval: UInt32, minimumInterval: UInt32, maximumDelay: UInt32) {
        self.delay = delay
        self.interval = interval
        self.minimumInterval = minimumInterval
        self.maximumDelay = maximumDelay
    }
}

extension SplitMergeTimings: TLBCodable {
    private static let tag: UInt64 = 0x0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "WcSplitMergeTimings")
        delay = try slice.load()
        interval = try slice.load()
        minimumInterval = try slice.load()
        maximumDelay = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(delay)
        try builder.store(interval)
        try builder.store(minimumInterval)
        try builder.store(maximumDelay)
    }
}

/// A workchain: the values of configuration parameter 12.
///
/// ```
/// workchain#a6 enabled_since:uint32 monitor_min_split:(## 8) min_split:(## 8) max_split:(## 8)
///   { monitor_min_split <= min_split } { min_split <= max_split } { max_split <= 60 }
///   basic:(## 1) active:Bool accept_msgs:Bool flags:(## 13) { flags = 0 }
///   zerostate_root_hash:bits256 zerostate_file_hash:bits256
///   version:uint32 format:(WorkchainFormat basic) = WorkchainDescr;
/// workchain_v2#a7 … format:(WorkchainFormat basic) split_merge_timings:WcSplitMergeTimings
///   persistent_state_split_depth:(## 8) { persistent_state_split_depth <= 63 } = WorkchainDescr;
/// ```
public struct WorkchainDescription: Hashable, Sendable {
    /// The unix time from which on it may have blocks.
    public var enabledSince: UInt32
    /// How many bits of an address decide which nodes follow its shard.
    public var monitorMinimumSplit: UInt8
    /// The shortest prefix of its shards.
    public var minimumSplit: UInt8
    /// The longest prefix of its shards: 0…60.
    public var maximumSplit: UInt8
    /// Whether it has blocks.
    public var isActive: Bool
    /// Whether messages may be sent to it.
    public var acceptsMessages: Bool
    /// The hash of the root cell of its first state.
    public var zerostateRootHash: Hash256
    /// The SHA-256 of the bag of cells of its first state.
    public var zerostateFileHash: Hash256
    /// Its version.
    public var version: UInt32
    /// What its addresses and contracts are like.
    public var format: WorkchainFormat
    /// How its splits and merges run; nil in the first constructor.
    public var timings: SplitMergeTimings?
    /// Into how many parts, as a power of two, stored states are split; 0 in the first constructor.
    public var persistentStateSplitDepth: UInt8

    /// Makes one.
    public init(
        enabledSince: UInt32, monitorMinimumSplit: UInt8, minimumSplit: UInt8, maximumSplit: UInt8, isActive: Bool,
        acceptsMessages: Bool, zerostateRootHash: Hash256, zerostateFileHash: Hash256, version: UInt32,
        format: WorkchainFormat, timings: SplitMergeTimings? = nil, persistentStateSplitDepth: UInt8 = 0
    ) {
        self.enabledSince = enabledSince
        self.monitorMinimumSplit = monitorMinimumSplit
        self.minimumSplit = minimumSplit
        self.maximumSplit = maximumSplit
        self.isActive = isActive
        self.acceptsMessages = acceptsMessages
        self.zerostateRootHash = zerostateRootHash
        self.zerostateFileHash = zerostateFileHash
        self.version = version
        self.format = format
        self.timings = timings
        self.persistentStateSplitDepth = persistentStateSplitDepth
    }
}

extension WorkchainDescription: TLBCodable {
    private static let tag: UInt64 = 0xa6
    private static let extendedTag: UInt64 = 0xa7

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "WorkchainDescr", found: tag, bits: 8)
        }
        enabledSince = try slice.load()
        monitorMinimumSplit = try slice.load()
        minimumSplit = try slice.load()
        maximumSplit = try slice.load()
        guard monitorMinimumSplit <= minimumSplit, minimumSplit <= maximumSplit, maximumSplit <= 60 else {
            throw .outOfRange(
                "splits must ascend to 60 at most, found \(monitorMinimumSplit), \(minimumSplit), \(maximumSplit)")
        }
        let isBasic = try slice.loadBit()
        isActive = try slice.loadBit()
        acceptsMessages = try slice.loadBit()
        try slice.loadZeros(13, field: "flags")
        zerostateRootHash = try slice.loadHash()
        zerostateFileHash = try slice.loadHash()
        version = try slice.load()
        format = try slice.load(field: "format")
        guard format.isBasic == isBasic else {
            throw .within("format", .outOfRange("not the format that the flag asks for"))
        }
        if tag == Self.extendedTag {
            timings = try slice.load(SplitMergeTimings.self, field: "split_merge_timings")
            persistentStateSplitDepth = try slice.load()
            guard persistentStateSplitDepth <= 63 else {
                throw .outOfRange("states can't be split to depth \(persistentStateSplitDepth)")
            }
        } else {
            timings = nil
            persistentStateSplitDepth = 0
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(timings == nil ? Self.tag : Self.extendedTag, bits: 8)
        try builder.store(enabledSince)
        try builder.store(monitorMinimumSplit)
        try builder.store(minimumSplit)
        try builder.store(maximumSplit)
        try builder.store(bit: format.isBasic)
        try builder.store(bit: isActive)
        try builder.store(bit: acceptsMessages)
        try builder.store(0, bits: 13)
        try builder.store(zerostateRootHash)
        try builder.store(zerostateFileHash)
        try builder.store(version)
        try builder.store(format)

        if let timings {
            try builder.store(timings)
            try builder.store(persistentStateSplitDepth)
        }
    }
}
