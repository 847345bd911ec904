public import TONCells
public import TONCrypto

/// The key of a suspended account: `wc:int32 addr:uint256`.
public struct SuspendedAddress: Hashable, Sendable {
    /// The workchain.
    public var workchain: Int32
    /// The address within it.
    public var hash: Hash256

    /// Makes one.
    public init(workchain: Int32, hash: Hash256) {
        self.workchain = workchain
        self.hash = hash
    }
}

extension SuspendedAddress: CompositeHashmapKey {
    /// 288.
    public static var hashmapKeyBits: Int { 288 }

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        workchain = try slice.loadInt32()
        hash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(int32: workchain)
        try builder.store(hash)
    }
}

/// Accounts that can't be activated for some time: configuration parameter 44.
///
/// `suspended_address_list#00 addresses:(HashmapE 288 Unit) suspended_until:uint32 = SuspendedAddressList;`
public struct SuspendedAddresses: Hashable, Sendable {
    /// The accounts.
    public var addresses: TypedHashmapE<SuspendedAddress, EmptyValue>
    /// Until which unix time.
    public var suspendedUntil: UInt32

    /// Makes one.
    public init(addresses: TypedHashmapE<SuspendedAddress, EmptyValue>, suspendedUntil: UInt32) {
        self.addresses = addresses
        self.suspendedUntil = suspendedUntil
    }

    /// Whether an account is among them, whatever the time.
    public func contains(_ address: AccountAddress) throws(CellError) -> Bool {
        let key = SuspendedAddress(workchain: Int32(address.workchain), hash: address.hash)
        return try addresses.value(for: key) != nil
    }
}

extension SuspendedAddresses: TLBCodable {
    private static let tag: UInt64 = 0x0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "SuspendedAddressList")
        addresses = try slice.load(field: "addresses")
        suspendedUntil = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(addresses)
        try builder.store(suspendedUntil)
    }
}

/// A contract whose run costs a fixed amount of gas.
///
/// `precompiled_smc#b0 gas_usage:uint64 = PrecompiledSmc;`
public struct PrecompiledContract: Hashable, Sendable {
    /// The gas.
    public var gasUsage: UInt64

    /// Makes one.
    public init(gasUsage: UInt64) {
        self.gasUsage = gasUsage
    }
}

extension PrecompiledContract: TLBCodable {
    private static let tag: UInt64 = 0xb0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "PrecompiledSmc")
        gasUsage = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(gasUsage)
    }
}

/// Such contracts, by the hashes of their code: configuration parameter 45.
///
/// `precompiled_contracts_config#c0 list:(HashmapE 256 PrecompiledSmc) = PrecompiledContractsConfig;`
public struct PrecompiledContracts: Hashable, Sendable {
    /// The contracts.
    public var list: TypedHashmapE<Hash256, PrecompiledContract>

    /// Makes one.
    public init(list: TypedHashmapE<Hash256, PrecompiledContract>) {
        self.list = list
    }
}

extension PrecompiledContracts: TLBCodable {
    private static let tag: UInt64 = 0xc0

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 8, of: "PrecompiledContractsConfig")
        list = try slice.load(field: "list")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(list)
    }
}
