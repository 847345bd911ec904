public import TONBlocks
public import TONCells
public import TONCrypto

/// The validators of one session of a shard: those of the whole set whose turn it is, in their order.
///
/// In the masterchain they are the first ones of the set, in random order where the configuration says so, with their
/// weights. In a shard they are drawn by weight, and count the same.
///
/// Reference: `Config::do_compute_validator_set` of the node software.
public struct ValidatorSubset: Hashable, Sendable {
    /// A validator.
    public struct Member: Hashable, Sendable {
        /// Its key.
        public let publicKey: Ed25519.PublicKey
        /// Its weight: 1 in a shard.
        public let weight: UInt64
        /// Its address in the overlay network; nil where the set has none.
        public let adnlAddress: Hash256?
        /// The hash by which signatures name it: of its public key in the TL form.
        public let shortIdentifier: Hash256

        /// Takes a validator with another weight, or its own.
        init(_ validator: ValidatorDescription, weight: UInt64? = nil) {
            publicKey = validator.publicKey.key
            self.weight = weight ?? validator.weight
            adnlAddress = validator.adnlAddress
            shortIdentifier = ADNLPublicKey.ed25519(publicKey).shortIdentifier.hash
        }
    }

    /// The shard.
    public let shard: ShardIdentifier
    /// The number of the session.
    public let catchainSeqno: UInt32
    /// The validators: one at least.
    public let members: [Member]
    /// What they weigh together.
    public let totalWeight: UInt64
    /// A short hash of them, which headers and sets of signatures name: CRC-32C over the session and all of them.
    public let listHashShort: UInt32

    /// How many validators a shard has where the configuration doesn't say.
    private static let defaultShardCount: UInt32 = 7

    /// Chooses the validators of a session.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - catchainSeqno: The number of the session.
    ///   - configuration: The configuration of the key block before: parameters 28, and 35 or 34.
    /// - Throws: Where a parameter is missing, malformed or pruned, where a validator has no weight, or where all of them
    ///   weigh 2^64 or more, or another weight than the set says.
    public init(
        of shard: ShardIdentifier, catchainSeqno: UInt32, in configuration: NetworkConfiguration
    ) throws(CellError) {
        // Temporary validators, should there ever be any, stand in for the current ones.
        var set: ValidatorSet? = try configuration.value(35)
        if set == nil { set = try configuration.currentValidators() }
        guard let set else {
            throw .within("parameter 34", .outOfRange("expected validators, found no such parameter"))
        }
        let sessions = try configuration.catchainConfiguration()
        try self.init(of: shard, catchainSeqno: catchainSeqno, from: set, sessions: sessions)
    }

    /// Chooses the validators of a session from a set.
    public init(
        of shard: ShardIdentifier, catchainSeqno: UInt32, from set: ValidatorSet, sessions: CatchainConfiguration?
    ) throws(CellError) {
        let validators = try set.validators()
        guard set.main >= 1, set.main <= validators.count else {
            throw .within("main", .outOfRange("expected 1 to \(validators.count), found \(set.main)"))
        }
        let total = try Self.totalWeight(of: validators, stated: set.totalWeight)
        var randomness = ValidatorRandomness(shard: shard, catchainSeqno: catchainSeqno)
        if shard.isMasterchain {
            let shuffles = sessions?.shufflesMasterchainValidators ?? false
            let order = Self.order(of: Int(set.main), shuffles: shuffles, &randomness)
            members = order.map { Member(validators[$0]) }
        } else {
            let count = min(sessions?.shardValidatorsCount ?? Self.defaultShardCount, UInt32(validators.count))
            let drawn = Self.draw(Int(count), from: validators, totalWeight: total, &randomness)
            members = drawn.map { Member(validators[$0], weight: 1) }
        }
        self.shard = shard
        self.catchainSeqno = catchainSeqno
        // No more than all of them weigh.
        totalWeight = members.reduce(0) { $0 + $1.weight }
        listHashShort = Self.listHashShort(catchainSeqno: catchainSeqno, members: members)
    }

    /// The member that a signature names; nil where there is none.
    public func member(_ shortIdentifier: Hash256) -> Member? {
        members.first { $0.shortIdentifier == shortIdentifier }
    }

    /// Whether a weight is strictly more than two thirds of the whole.
    public func isMajority(_ weight: UInt64) -> Bool { UInt128(weight) * 3 > UInt128(totalWeight) * 2 }

    private static func totalWeight(
        of validators: [ValidatorDescription], stated: UInt64?
    ) throws(CellError) -> UInt64 {
        var total: UInt64 = 0
        for (position, validator) in validators.enumerated() {
            let (sum, overflow) = total.addingReportingOverflow(validator.weight)
            guard validator.weight > 0, !overflow else {
                throw .within(
                    "validator \(position)", .outOfRange("expected a weight above 0, and less than 2^64 of all"))
            }
            total = sum
        }
        if let stated, stated != total {
            throw .within("total_weight", .outOfRange("expected \(total), found \(stated)"))
        }
        return total
    }

    /// The first positions, in random order or in theirs.
    private static func order(of count: Int, shuffles: Bool, _ randomness: inout ValidatorRandomness) -> [Int] {
        guard shuffles else { return Array(0..<count) }
        var order: [Int] = []
        for position in 0..<count {
            let other = Int(randomness.next(below: UInt64(position) + 1))
            order.append(position)
            order[position] = order[other]
            order[other] = position
        }
        return order
    }

    /// Positions drawn by weight, each at most once.
    private static func draw(
        _ count: Int, from validators: [ValidatorDescription], totalWeight: UInt64,
        _ randomness: inout ValidatorRandomness
    ) -> [Int] {
        var left = totalWeight
        var drawn: [Int] = []
        var isDrawn = [Bool](repeating: false, count: validators.count)
        for _ in 0..<count {
            // The place of a point on the line of weights from which those drawn before were taken out.
            var point = randomness.next(below: left)
            for (position, validator) in validators.enumerated() where !isDrawn[position] {
                guard point >= validator.weight else {
                    drawn.append(position)
                    isDrawn[position] = true
                    left -= validator.weight
                    break
                }
                point -= validator.weight
            }
        }
        return drawn
    }

    // What `compute_validator_set_hash` of the reference hashes; the first number is the constructor of a type that is
    // no longer written.
    private static func listHashShort(catchainSeqno: UInt32, members: [Member]) -> UInt32 {
        var writer = TLWriter()
        writer.write(UInt32(0x9016_60ed))
        writer.write(catchainSeqno)
        writer.write(UInt32(members.count))
        for member in members {
            writer.write(member.publicKey.bytes)
            writer.write(member.weight)
            writer.write(member.adnlAddress ?? .zero)
        }
        return writer.bytes.withUnsafeBytes { CRC32C.checksum($0) }
    }
}
