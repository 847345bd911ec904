public import TONCells
public import TONCrypto

/// When validators are elected: configuration parameter 15.
///
/// ```
/// _ validators_elected_for:uint32 elections_start_before:uint32 elections_end_before:uint32 stake_held_for:uint32 = ConfigParam 15;
/// ```
public struct ElectionTimings: Hashable, Sendable {
    /// For how many seconds.
    public var validatorsElectedFor: UInt32
    /// How many seconds before that elections start.
    public var electionsStartBefore: UInt32
    /// How many seconds before that elections end.
    public var electionsEndBefore: UInt32
    /// How many seconds after that stakes are held.
    public var stakeHeldFor: UInt32

    /// Makes one.
    public init(
        validatorsElectedFor: UInt32, electionsStartBefore: UInt32, electionsEndBefore: UInt32, stakeHeldFor: UInt32
    ) {
        self.validatorsElectedFor = validatorsElectedFor
        self.electionsStartBefore = electionsStartBefore
        self.electionsEndBefore = electionsEndBefore
        self.stakeHeldFor = stakeHeldFor
    }
}

extension ElectionTimings: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        validatorsElectedFor = try slice.load()
        electionsStartBefore = try slice.load()
        electionsEndBefore = try slice.load()
        stakeHeldFor = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(validatorsElectedFor)
        try builder.store(electionsStartBefore)
        try builder.store(electionsEndBefore)
        try builder.store(stakeHeldFor)
    }
}

/// How many validators there may be: configuration parameter 16.
///
/// ```
/// _ max_validators:(## 16) max_main_validators:(## 16) min_validators:(## 16)
///   { max_validators >= max_main_validators } { max_main_validators >= min_validators }
///   { min_validators >= 1 } = ConfigParam 16;
/// ```
public struct ValidatorCounts: Hashable, Sendable {
    /// Most of all.
    public var maximumValidators: UInt16
    /// Most of the masterchain.
    public var maximumMainValidators: UInt16
    /// Fewest: 1 or more.
    public var minimumValidators: UInt16

    /// Makes one.
    public init(maximumValidators: UInt16, maximumMainValidators: UInt16, minimumValidators: UInt16) {
        self.maximumValidators = maximumValidators
        self.maximumMainValidators = maximumMainValidators
        self.minimumValidators = minimumValidators
    }
}

extension ValidatorCounts: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        maximumValidators = try slice.load()
        maximumMainValidators = try slice.load()
        minimumValidators = try slice.load()
        guard minimumValidators >= 1, maximumMainValidators >= minimumValidators,
            maximumValidators >= maximumMainValidators
        else {
            throw .outOfRange(
                "numbers of validators must descend to 1 at least, found \(maximumValidators), \(maximumMainValidators), \(minimumValidators)"
            )
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(maximumValidators)
        try builder.store(maximumMainValidators)
        try builder.store(minimumValidators)
    }
}

/// A validator of a set.
///
/// ```
/// validator#53 public_key:SigPubKey weight:uint64 = ValidatorDescr;
/// validator_addr#73 public_key:SigPubKey weight:uint64 adnl_addr:bits256 = ValidatorDescr;
/// ```
public struct ValidatorDescription: Hashable, Sendable {
    /// Its key.
    public var publicKey: SignaturePublicKey
    /// Its weight among the others.
    public var weight: UInt64
    /// Its address in the overlay network; nil where it is the hash of its key.
    public var adnlAddress: Hash256?

    /// Makes one.
    public init(publicKey: SignaturePublicKey, weight: UInt64, adnlAddress: Hash256? = nil) {
        self.publicKey = publicKey
        self.weight = weight
        self.adnlAddress = adnlAddress
    }
}

extension ValidatorDescription: TLBCodable {
    private static let tag: UInt64 = 0x53
    private static let addressTag: UInt64 = 0x73

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.addressTag else {
            throw .unknownTag(type: "ValidatorDescr", found: tag, bits: 8)
        }
        publicKey = try slice.load(field: "public_key")
        weight = try slice.load()
        adnlAddress = tag == Self.addressTag ? try slice.loadHash() : nil
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(adnlAddress == nil ? Self.tag : Self.addressTag, bits: 8)
        try builder.store(publicKey)
        try builder.store(weight)
        if let adnlAddress { try builder.store(adnlAddress) }
    }
}

/// Validators, in order of their weights: configuration parameters 32 to 37.
///
/// ```
/// validators#11 utime_since:uint32 utime_until:uint32
///   total:(## 16) main:(## 16) { main <= total } { main >= 1 }
///   list:(Hashmap 16 ValidatorDescr) = ValidatorSet;
/// validators_ext#12 utime_since:uint32 utime_until:uint32
///   total:(## 16) main:(## 16) { main <= total } { main >= 1 }
///   total_weight:uint64 list:(HashmapE 16 ValidatorDescr) = ValidatorSet;
/// ```
public struct ValidatorSet: Hashable, Sendable {
    /// The unix time from which on they work.
    public var validSince: UInt32
    /// The unix time until which they work.
    public var validUntil: UInt32
    /// How many there are.
    public var total: UInt16
    /// How many of them, from the first on, may work for the masterchain: 1 or more.
    public var main: UInt16
    /// The sum of all weights, as stated; nil in the first constructor.
    public var totalWeight: UInt64?
    /// The validators, by their positions.
    public var list: TypedHashmapE<UInt16, ValidatorDescription>

    /// Makes one.
    public init(
        validSince: UInt32, validUntil: UInt32, total: UInt16, main: UInt16, totalWeight: UInt64? = nil,
        list: TypedHashmapE<UInt16, ValidatorDescription>
    ) {
        self.validSince = validSince
        self.validUntil = validUntil
        self.total = total
        self.main = main
        self.totalWeight = totalWeight
        self.list = list
    }

    /// The validators in order. Throws unless they are as many as ``total`` and stand at positions 0, 1, …
    public func validators() throws(CellError) -> [ValidatorDescription] {
        let entries = try list.entries(limit: Int(total))
        guard entries.count == Int(total), entries.enumerated().allSatisfy({ $0.offset == Int($0.element.key) }) else {
            throw .within("list", .outOfRange("expected \(total) validators from 0 on, found \(entries.count)"))
        }
        return entries.map(\.value)
    }
}

extension ValidatorSet: TLBCodable {
    private static let tag: UInt64 = 0x11
    private static let extendedTag: UInt64 = 0x12

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag || tag == Self.extendedTag else {
            throw .unknownTag(type: "ValidatorSet", found: tag, bits: 8)
        }
        validSince = try slice.load()
        validUntil = try slice.load()
        total = try slice.load()
        main = try slice.load()
        guard main >= 1, main <= total else {
            throw .within("main", .outOfRange("expected 1 to \(total), found \(main)"))
        }
        totalWeight = tag == Self.extendedTag ? try slice.load() : nil
        if tag == Self.extendedTag {
            list = try slice.load(field: "list")
        } else {
            list = try within("list") { () throws(CellError) in try TypedHashmapE(plain: &slice) }
        }
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(totalWeight == nil ? Self.tag : Self.extendedTag, bits: 8)
        try builder.store(validSince)
        try builder.store(validUntil)
        try builder.store(total)
        try builder.store(main)

        if let totalWeight { try builder.store(totalWeight) }
        if totalWeight == nil { try list.store(plain: &builder) } else { try builder.store(list) }
    }
}

/// A key that a validator uses for some time.
///
/// ```
/// validator_temp_key#3 adnl_addr:bits256 temp_public_key:SigPubKey seqno:# valid_until:uint32 = ValidatorTempKey;
/// ```
public struct ValidatorTemporaryKey: Hashable, Sendable {
    /// The address in the overlay network.
    public var adnlAddress: Hash256
    /// The key.
    public var publicKey: SignaturePublicKey
    /// Its number.
    public var seqno: UInt32
    /// Until which unix time.
    public var validUntil: UInt32

    /// Makes one.
    public init(adnlAddress: Hash256, publicKey: SignaturePublicKey, seqno: UInt32, validUntil: UInt32) {
        self.adnlAddress = adnlAddress
        self.publicKey = publicKey
        self.seqno = seqno
        self.validUntil = validUntil
    }
}

extension ValidatorTemporaryKey: TLBCodable {
    private static let tag: UInt64 = 0x3

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "ValidatorTempKey")
        adnlAddress = try slice.loadHash()
        publicKey = try slice.load(field: "temp_public_key")
        seqno = try slice.load()
        validUntil = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(adnlAddress)
        try builder.store(publicKey)
        try builder.store(seqno)
        try builder.store(validUntil)
    }
}

/// A temporary key and the validator's signature of it: the values of configuration parameter 39.
///
/// `signed_temp_key#4 key:^ValidatorTempKey signature:CryptoSignature = ValidatorSignedTempKey;`
public struct SignedTemporaryKey: Hashable, Sendable {
    /// The key.
    public var key: ValidatorTemporaryKey
    /// The signature.
    public var signature: CryptoSignature

    /// Makes one.
    public init(key: ValidatorTemporaryKey, signature: CryptoSignature) {
        self.key = key
        self.signature = signature
    }
}

extension SignedTemporaryKey: TLBCodable {
    private static let tag: UInt64 = 0x4

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "ValidatorSignedTempKey")
        key = try slice.loadReferenced(field: "key")
        signature = try slice.load(field: "signature")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(referenced: key)
        try builder.store(signature)
    }
}
