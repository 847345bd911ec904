public import TONCells

/// All masterchain blocks so far, by their numbers: `_ (HashmapAugE 32 KeyExtBlkRef KeyMaxLt) = OldMcBlocksInfo`.
public typealias OldMasterchainBlocks = TypedHashmapAugE<UInt32, KeyExternalBlockReference, KeyMaximumLT>

/// A masterchain block, and whether it is a key block.
///
/// `_ key:Bool blk_ref:ExtBlkRef = KeyExtBlkRef;`
public struct KeyExternalBlockReference: Hashable, Sendable {
    /// Whether it is a key block.
    public var isKeyBlock: Bool
    /// The block.
    public var block: ExternalBlockReference

    /// Makes one.
    public init(isKeyBlock: Bool, block: ExternalBlockReference) {
        self.isKeyBlock = isKeyBlock
        self.block = block
    }
}

extension KeyExternalBlockReference: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        isKeyBlock = try slice.loadBit()
        block = try slice.load(field: "blk_ref")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: isKeyBlock)
        try builder.store(block)
    }
}

/// Whether there is a key block below, and the latest logical time.
///
/// `_ key:Bool max_end_lt:uint64 = KeyMaxLt;`
public struct KeyMaximumLT: Hashable, Sendable {
    /// Whether there is a key block.
    public var hasKeyBlock: Bool
    /// The latest logical time at which a block ends.
    public var maximumEndLT: UInt64

    /// Makes one.
    public init(hasKeyBlock: Bool, maximumEndLT: UInt64) {
        self.hasKeyBlock = hasKeyBlock
        self.maximumEndLT = maximumEndLT
    }
}

extension KeyMaximumLT: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        hasKeyBlock = try slice.loadBit()
        maximumEndLT = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: hasKeyBlock)
        try builder.store(maximumEndLT)
    }
}

extension KeyMaximumLT: HashmapExtra {
    /// No key block, and time 0.
    public static var empty: KeyMaximumLT { KeyMaximumLT(hasKeyBlock: false, maximumEndLT: 0) }

    /// A key block where either has one, and the later time.
    public static func combining(_ left: KeyMaximumLT, _ right: KeyMaximumLT) throws(CellError) -> KeyMaximumLT {
        KeyMaximumLT(
            hasKeyBlock: left.hasKeyBlock || right.hasKeyBlock,
            maximumEndLT: max(left.maximumEndLT, right.maximumEndLT))
    }
}
