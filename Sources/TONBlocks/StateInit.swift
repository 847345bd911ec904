public import TONCells

/// The code and data that an account starts with; its hash is the account's address.
///
/// ```
/// _ fixed_prefix_length:(Maybe (## 5)) special:(Maybe TickTock)
///   code:(Maybe ^Cell) data:(Maybe ^Cell) library:(Maybe ^Cell) = StateInit;
/// ```
/// `library` is a `HashmapE 256 SimpleLib`, which has the same bits as `Maybe ^Cell`.
public struct StateInit: Hashable, Sendable {
    /// `fixed_prefix_length`, once `split_depth`: 0…31.
    public var fixedPrefixLength: UInt8?
    /// Whether the account gets a transaction at the start and at the end of each block.
    public var special: TickTock?
    /// The contract's code.
    public var code: Cell?
    /// The contract's data.
    public var data: Cell?
    /// The root of the dictionary of libraries.
    public var library: Cell?

    /// Makes one.
    public init(
        code: Cell?, data: Cell?, library: Cell? = nil, fixedPrefixLength: UInt8? = nil, special: TickTock? = nil
    ) {
        self.code = code
        self.data = data
        self.library = library
        self.fixedPrefixLength = fixedPrefixLength
        self.special = special
    }

    /// The address in a workchain of the account that starts with this code and data.
    public func address(workchain: Int8 = 0) throws(CellError) -> AccountAddress {
        AccountAddress(workchain: workchain, hash: try cell().hash)
    }
}

/// `tick_tock$_ tick:Bool tock:Bool = TickTock`.
public struct TickTock: Hashable, Sendable {
    /// Whether a transaction runs at the start of each block.
    public var tick: Bool
    /// Whether a transaction runs at the end of each block.
    public var tock: Bool

    /// Makes one.
    public init(tick: Bool, tock: Bool) {
        self.tick = tick
        self.tock = tock
    }
}

extension TickTock: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        tick = try slice.loadBit()
        tock = try slice.loadBit()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: tick)
        try builder.store(bit: tock)
    }
}

extension StateInit: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        fixedPrefixLength = try slice.loadBit() ? UInt8(try slice.loadUInt(bits: 5)) : nil
        special = try slice.loadMaybe()
        code = try slice.loadMaybeReference()
        data = try slice.loadMaybeReference()
        library = try slice.loadMaybeReference()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: fixedPrefixLength != nil)
        if let fixedPrefixLength { try builder.store(UInt64(fixedPrefixLength), bits: 5) }
        try builder.store(maybe: special)
        try builder.store(maybeReference: code)
        try builder.store(maybeReference: data)
        try builder.store(maybeReference: library)
    }
}
