public import TONCells
public import TONCrypto

/// The hash of something before and after: of an account, in a transaction.
///
/// `update_hashes#72 {X:Type} old_hash:bits256 new_hash:bits256 = HASH_UPDATE X;`
public struct HashUpdate: Hashable, Sendable {
    /// The hash before.
    public var oldHash: Hash256
    /// The hash after.
    public var newHash: Hash256

    /// Makes one.
    public init(oldHash: Hash256, newHash: Hash256) {
        self.oldHash = oldHash
        self.newHash = newHash
    }
}

extension HashUpdate: TLBCodable {
    private static let tag: UInt64 = 0x72

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        let tag = try slice.loadUInt(bits: 8)
        guard tag == Self.tag else { throw .unknownTag(type: "HASH_UPDATE", found: tag, bits: 8) }
        oldHash = try slice.loadHash()
        newHash = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 8)
        try builder.store(oldHash)
        try builder.store(newHash)
    }
}
