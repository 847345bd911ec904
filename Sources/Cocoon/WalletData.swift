public import TONCells
public import TONCrypto

/// The data of a COCOON wallet: a machine signs for it, its owner can relay, block and withdraw.
///
/// ```
/// wallet = seqno:uint32 subwallet:uint32 public_key:uint256 status:uint32 owner:addr
/// ```
public struct WalletData: Hashable, Sendable {
    /// The number that the next external message must carry.
    public var seqno: UInt32
    /// The subwallet that external messages must name: 0.
    public var subwallet: UInt32
    /// The Ed25519 key that signs external messages.
    public var publicKey: Hash256
    /// Flags; bit 0 means blocked.
    public var status: UInt32
    /// Who may relay, withdraw, block and unblock.
    public var owner: AccountAddress

    /// Makes data; by default, that of a new wallet.
    public init(
        seqno: UInt32 = 0, subwallet: UInt32 = 0, publicKey: Hash256, status: UInt32 = 0, owner: AccountAddress
    ) {
        self.seqno = seqno
        self.subwallet = subwallet
        self.publicKey = publicKey
        self.status = status
        self.owner = owner
    }

    /// Whether the owner has blocked external messages.
    public var isBlocked: Bool { status & 1 != 0 }

    /// The data that the contract was deployed with, which its address commits to.
    public var initial: WalletData {
        WalletData(subwallet: subwallet, publicKey: publicKey, owner: owner)
    }
}

extension WalletData: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        seqno = try slice.field("seqno")
        subwallet = try slice.field("subwallet")
        publicKey = try slice.field("public_key")
        status = try slice.field("status")
        owner = try slice.field("owner")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(seqno)
        try builder.store(subwallet)
        try builder.store(publicKey)
        try builder.store(status)
        try builder.store(owner)
    }
}
