/// What kind of cell it is: ordinary, or one of the exotic kinds that the first data byte names.
public enum CellType: UInt8, Hashable, Sendable, CustomStringConvertible {
    /// Plain data and references.
    case ordinary = 0xff
    /// Stands for a subtree by its hashes and depths.
    case prunedBranch = 1
    /// Stands for a library cell by its hash.
    case libraryReference = 2
    /// One tree with pruned branches, and the hash and depth of the tree before pruning.
    case merkleProof = 3
    /// Two such trees: before and after.
    case merkleUpdate = 4

    /// The kind in words.
    public var description: String {
        switch self {
        case .ordinary: "ordinary cell"
        case .prunedBranch: "pruned branch"
        case .libraryReference: "library reference"
        case .merkleProof: "Merkle proof"
        case .merkleUpdate: "Merkle update"
        }
    }
}

/// Which of the levels 1…3 of a cell are significant: bit i stands for level i+1.
///
/// A cell has one hash and depth more than significant levels.
public struct LevelMask: Hashable, Sendable {
    /// The three bits.
    public let bits: UInt8

    /// Level 0: no significant level.
    public static let zero = LevelMask(bits: 0)

    /// Takes the low three bits.
    public init(bits: UInt8) {
        self.bits = bits & 7
    }

    /// The highest significant level, 0…3.
    public var level: Int { 8 - bits.leadingZeroBitCount }

    /// How many hashes a cell of this mask has, 1…4.
    public var hashCount: Int { bits.nonzeroBitCount + 1 }

    /// The significant levels up to `level` alone.
    public func capped(at level: Int) -> LevelMask {
        level >= 3 ? self : LevelMask(bits: bits & ((1 << UInt8(max(level, 0))) - 1))
    }

    /// Whether the cell has a hash of its own at `level`. Level 0 always counts.
    public func isSignificant(_ level: Int) -> Bool {
        level == 0 || bits >> UInt8(level - 1) & 1 != 0
    }
}
