public import TONCells
public import TONCrypto

/// A client's owner registers it at the proxy.
///
/// ```
/// owner_client_register#c45f9f3b query_id:uint64 nonce:uint64 send_excesses_to:addr
/// ```
public struct OwnerClientRegister: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerClientRegister

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What the proxy recognises the registration by.
    public var nonce: UInt64
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, nonce: UInt64, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.nonce = nonce
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        nonce = try slice.field("nonce")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(nonce)
        try builder.store(_sendExcessesTo)
    }
}

/// A client's owner changes the hash of its secret.
///
/// ```
/// owner_client_change_secret_hash#a9357034 query_id:uint64 secret_hash:uint256 send_excesses_to:addr
/// ```
public struct OwnerClientChangeSecretHash: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerClientChangeSecretHash

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The new hash.
    public var secretHash: Hash256
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, secretHash: Hash256, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.secretHash = secretHash
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        secretHash = try slice.field("secret_hash")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(secretHash)
        try builder.store(_sendExcessesTo)
    }
}

/// A client's owner changes the hash of its secret and tops up.
///
/// ```
/// owner_client_change_secret_hash_and_top_up#8473b408 query_id:uint64 top_up:coins secret_hash:uint256
///     send_excesses_to:addr
/// ```
public struct OwnerClientChangeSecretHashAndTopUp: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerClientChangeSecretHashAndTopUp

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// What is added to the balance.
    public var amount: Coins
    /// The new hash.
    public var secretHash: Hash256
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, amount: Coins, secretHash: Hash256, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.amount = amount
        self.secretHash = secretHash
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        amount = try slice.field("top_up")
        secretHash = try slice.field("secret_hash")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(amount)
        try builder.store(secretHash)
        try builder.store(_sendExcessesTo)
    }
}

/// A client's owner raises its stake.
///
/// ```
/// owner_client_increase_stake#6a1f6a60 query_id:uint64 new_stake:coins send_excesses_to:addr
/// ```
public struct OwnerClientIncreaseStake: QueryLayout {
    /// The operation.
    public static let opcode = Opcode.ownerClientIncreaseStake

    /// The number by which the sender recognises the answers.
    public var queryID: UInt64
    /// The whole new stake, not the difference.
    public var newStake: Coins
    /// Who gets what is left of the value.
    @Destination public var sendExcessesTo: AccountAddress?

    /// Makes one.
    public init(queryID: UInt64, newStake: Coins, sendExcessesTo: AccountAddress?) {
        self.queryID = queryID
        self.newStake = newStake
        self.sendExcessesTo = sendExcessesTo
    }

    /// Reads what follows the operation.
    public init(fields slice: inout CellSlice) throws(CellError) {
        queryID = try slice.field("query_id")
        newStake = try slice.field("new_stake")
        _sendExcessesTo = try slice.field("send_excesses_to")
    }

    /// Appends what follows the operation.
    public func storeFields(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(queryID)
        try builder.store(newStake)
        try builder.store(_sendExcessesTo)
    }
}
