public import TONCells
public import TONCrypto

/// The phase that runs the contract.
///
/// ```
/// tr_phase_compute_skipped$0 reason:ComputeSkipReason = TrComputePhase;
/// tr_phase_compute_vm$1 … = TrComputePhase;
/// ```
public enum ComputePhase: Hashable, Sendable {
    /// The contract didn't run.
    case skipped(ComputeSkipReason)
    /// It ran, whether or not it succeeded.
    case executed(ComputeExecution)

    /// What running it came to; nil where it was skipped.
    public var execution: ComputeExecution? {
        if case .executed(let execution) = self { execution } else { nil }
    }

    /// Why it was skipped; nil where it ran.
    public var skipReason: ComputeSkipReason? {
        if case .skipped(let reason) = self { reason } else { nil }
    }
}

/// Why a contract didn't run.
///
/// ```
/// cskip_no_state$00 = ComputeSkipReason;
/// cskip_bad_state$01 = ComputeSkipReason;
/// cskip_no_gas$10 = ComputeSkipReason;
/// cskip_suspended$110 = ComputeSkipReason;
/// ```
public enum ComputeSkipReason: Hashable, Sendable, CaseIterable {
    /// The account has no code and the message brings none.
    case noState
    /// The message brings code and data of another address.
    case badState
    /// The message brings too little to buy gas.
    case noGas
    /// The account's address is suspended by the configuration.
    case suspended
}

/// What running a contract came to.
///
/// ```
/// tr_phase_compute_vm$1 success:Bool msg_state_used:Bool account_activated:Bool gas_fees:Grams
///   ^[ gas_used:(VarUInteger 7) gas_limit:(VarUInteger 7) gas_credit:(Maybe (VarUInteger 3))
///      mode:int8 exit_code:int32 exit_arg:(Maybe int32) vm_steps:uint32
///      vm_init_state_hash:bits256 vm_final_state_hash:bits256 ] = TrComputePhase;
/// ```
public struct ComputeExecution: Hashable, Sendable {
    /// Whether the message was accepted and new data and actions were committed. So it is with exit codes 0 and 1; a
    /// contract that committed before it failed has another code and is successful all the same.
    public var isSuccessful: Bool
    /// Whether the message's code and data were used.
    public var isMessageStateUsed: Bool
    /// Whether the account became active by it.
    public var isAccountActivated: Bool
    /// What the gas cost.
    public var gasFees: Coins
    /// Gas used, below 2^48.
    public var gasUsed: UInt64
    /// Gas that could be used, below 2^48.
    public var gasLimit: UInt64
    /// Gas lent to a message from outside until it is accepted, below 2^16.
    public var gasCredit: UInt64?
    /// Always 0 so far.
    public var mode: Int8
    /// What the contract ended with; 0 and 1 stand for success.
    public var exitCode: Int32
    /// What went with the exit code, where it is a small integer other than 0.
    public var exitArgument: Int32?
    /// Instructions executed.
    public var vmSteps: UInt32
    /// Always zero so far.
    public var vmInitialStateHash: Hash256
    /// Always zero so far.
    public var vmFinalStateHash: Hash256

    /// Makes one.
    public init(
        isSuccessful: Bool, isMessageStateUsed: Bool = false, isAccountActivated: Bool = false, gasFees: Coins,
        gasUsed: UInt64, gasLimit: UInt64, gasCredit: UInt64? = nil, mode: Int8 = 0, exitCode: Int32,
        exitArgument: Int32? = nil, vmSteps: UInt32, vmInitialStateHash: Hash256 = .zero,
        vmFinalStateHash: Hash256 = .zero
    ) {
        self.isSuccessful = isSuccessful
        self.isMessageStateUsed = isMessageStateUsed
        self.isAccountActivated = isAccountActivated
        self.gasFees = gasFees
        self.gasUsed = gasUsed
        self.gasLimit = gasLimit
        self.gasCredit = gasCredit
        self.mode = mode
        self.exitCode = exitCode
        self.exitArgument = exitArgument
        self.vmSteps = vmSteps
        self.vmInitialStateHash = vmInitialStateHash
        self.vmFinalStateHash = vmFinalStateHash
    }
}

extension ComputeSkipReason: TLBCodable {
    /// Reads two or three bits. Throws for the unused tag 111.
    public init(from slice: inout CellSlice) throws(CellError) {
        switch try slice.loadUInt(bits: 2) {
        case 0b00: self = .noState
        case 0b01: self = .badState
        case 0b10: self = .noGas
        default:
            guard try !slice.loadBit() else { throw .unknownTag(type: "ComputeSkipReason", found: 0b111, bits: 3) }
            self = .suspended
        }
    }

    /// Appends two or three bits.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .noState: try builder.store(0b00, bits: 2)
        case .badState: try builder.store(0b01, bits: 2)
        case .noGas: try builder.store(0b10, bits: 2)
        case .suspended: try builder.store(0b110, bits: 3)
        }
    }
}

extension ComputePhase: TLBCodable {
    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        if try slice.loadBit() {
            self = .executed(try ComputeExecution(afterTag: &slice))
        } else {
            self = .skipped(try slice.load())
        }
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .skipped(let reason):
            try builder.store(bit: false)
            try builder.store(reason)
        case .executed(let execution):
            try builder.store(bit: true)
            try execution.store(afterTag: &builder)
        }
    }
}

extension ComputeExecution {
    fileprivate init(afterTag slice: inout CellSlice) throws(CellError) {
        isSuccessful = try slice.loadBit()
        isMessageStateUsed = try slice.loadBit()
        isAccountActivated = try slice.loadBit()
        gasFees = try slice.load()
        var details = try slice.loadReference().slice()
        gasUsed = try details.loadVarUInt64(below: 7)
        gasLimit = try details.loadVarUInt64(below: 7)
        gasCredit = try details.loadBit() ? try details.loadVarUInt64(below: 3) : nil
        mode = Int8(truncatingIfNeeded: try details.loadInt(bits: 8))
        exitCode = try details.loadInt32()
        exitArgument = try details.loadMaybeInt32()
        vmSteps = try details.load()
        vmInitialStateHash = try details.loadHash()
        vmFinalStateHash = try details.loadHash()
        try details.end()
    }

    fileprivate func store(afterTag builder: inout CellBuilder) throws(CellError) {
        try builder.store(bit: isSuccessful)
        try builder.store(bit: isMessageStateUsed)
        try builder.store(bit: isAccountActivated)
        try builder.store(gasFees)
        var details = CellBuilder()
        try details.store(varUInteger: UInt128(gasUsed), below: 7)
        try details.store(varUInteger: UInt128(gasLimit), below: 7)
        try details.store(bit: gasCredit != nil)
        if let gasCredit { try details.store(varUInteger: UInt128(gasCredit), below: 3) }
        try details.store(signed: Int64(mode), bits: 8)
        try details.store(int32: exitCode)
        try details.store(maybeInt32: exitArgument)
        try details.store(vmSteps)
        try details.store(vmInitialStateHash)
        try details.store(vmFinalStateHash)
        try builder.store(reference: try details.build())
    }
}
