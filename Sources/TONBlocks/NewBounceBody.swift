public import TONCells

/// The body of a message that came back, in the format that its sender asked for in the extra flags.
///
/// ```
/// new_bounce_body#fffffffe original_body:^Cell original_info:^NewBounceOriginalInfo
///   bounced_by_phase:uint8 exit_code:int32
///   compute_phase:(Maybe NewBounceComputePhaseInfo) = NewBounceBody;
/// ```
public struct NewBounceBody: Hashable, Sendable {
    /// The body of the original message, or only its first cell.
    public var originalBody: Cell
    /// What the original message carried, and when.
    public var originalInfo: NewBounceOriginalInfo
    /// Which phase failed: 0 for compute that was skipped, 1 for compute, 2 for action.
    public var bouncedByPhase: UInt8
    /// What that phase ended with.
    public var exitCode: Int32
    /// What running the contract took; nil where it didn't run.
    public var computePhase: NewBounceComputePhaseInfo?

    /// Makes one.
    public init(
        originalBody: Cell, originalInfo: NewBounceOriginalInfo, bouncedByPhase: UInt8, exitCode: Int32,
        computePhase: NewBounceComputePhaseInfo? = nil
    ) {
        self.originalBody = originalBody
        self.originalInfo = originalInfo
        self.bouncedByPhase = bouncedByPhase
        self.exitCode = exitCode
        self.computePhase = computePhase
    }
}

extension NewBounceBody: TLBCodable {
    private static let tag: UInt64 = 0xfffffffe

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "NewBounceBody")
        originalBody = try slice.loadReference()
        originalInfo = try slice.loadReferenced(field: "original_info")
        bouncedByPhase = try slice.load()
        exitCode = try slice.loadInt32()
        computePhase = try slice.loadMaybe(field: "compute_phase")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(reference: originalBody)
        try builder.store(referenced: originalInfo)
        try builder.store(bouncedByPhase)
        try builder.store(int32: exitCode)
        try builder.store(maybe: computePhase)
    }
}

/// What a message that came back carried, and when it was made.
///
/// `_ value:CurrencyCollection created_lt:uint64 created_at:uint32 = NewBounceOriginalInfo;`
public struct NewBounceOriginalInfo: Hashable, Sendable {
    /// What it carried.
    public var value: CurrencyCollection
    /// The logical time at which it was made.
    public var createdLT: UInt64
    /// The unix time at which it was made.
    public var createdAt: UInt32

    /// Makes one.
    public init(value: CurrencyCollection, createdLT: UInt64, createdAt: UInt32) {
        self.value = value
        self.createdLT = createdLT
        self.createdAt = createdAt
    }
}

extension NewBounceOriginalInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        value = try slice.load(field: "value")
        createdLT = try slice.load()
        createdAt = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(value)
        try builder.store(createdLT)
        try builder.store(createdAt)
    }
}

/// What running the contract took.
///
/// `_ gas_used:uint32 vm_steps:uint32 = NewBounceComputePhaseInfo;`
public struct NewBounceComputePhaseInfo: Hashable, Sendable {
    /// Gas used.
    public var gasUsed: UInt32
    /// Instructions executed.
    public var vmSteps: UInt32

    /// Makes one.
    public init(gasUsed: UInt32, vmSteps: UInt32) {
        self.gasUsed = gasUsed
        self.vmSteps = vmSteps
    }
}

extension NewBounceComputePhaseInfo: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        gasUsed = try slice.load()
        vmSteps = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(gasUsed)
        try builder.store(vmSteps)
    }
}
