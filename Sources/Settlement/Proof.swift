/// How a row of the ledger was proved, weakest first.
public enum Proof: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A decoded record that somebody served, without the raw transaction.
    case claimed
    /// The raw transaction hangs on a hash chain from a head that a server named.
    case linked
    /// The raw transaction hangs on a hash chain from a head that validator signatures prove.
    case proven

    private var strength: Int {
        switch self {
        case .claimed: 0
        case .linked: 1
        case .proven: 2
        }
    }

    /// Orders by strength.
    public static func < (left: Proof, right: Proof) -> Bool { left.strength < right.strength }
}

/// How a contract's role was proved, weakest first.
public enum RoleProof: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The messages that it sent or took look like those of the role.
    case claimed
    /// A proxy's key signed a receipt that names the address, as a worker's or a client's; the contract itself was
    /// never seen.
    case attested
    /// Its first code and data hash to its address and have the role's layout. Nothing says that the code is genuine.
    case origin
    /// Its address follows from the owner it names and its parent's own code, key and params.
    case derived

    private var strength: Int {
        switch self {
        case .claimed: 0
        case .attested: 1
        case .origin: 2
        case .derived: 3
        }
    }

    /// Orders by strength.
    public static func < (left: RoleProof, right: RoleProof) -> Bool { left.strength < right.strength }
}
