import TONBlocks
import TONCells
import TONCrypto

/// Validators of which some work for the masterchain, the heaviest first.
public struct TestValidatorSet: Sendable {
    /// All of them.
    public let validators: [TestValidator]
    /// How many of them, from the first on, work for the masterchain.
    public let mainCount: Int

    /// The set of a generation: each has two validators that the one before didn't have.
    public init(seed: UInt64, generation: Int, count: Int, mainCount: Int) throws {
        let members = try (generation * 2..<generation * 2 + count).map { try TestValidator(seed: seed, number: $0) }
        validators = members.sorted { ($0.weight, $0.publicKey.bytes.hex) > ($1.weight, $1.publicKey.bytes.hex) }
        self.mainCount = min(mainCount, count)
    }

    /// As configuration parameter 34 holds it.
    func value(validSince: UInt32, validUntil: UInt32) throws(CellError) -> ValidatorSet {
        var list = TypedHashmapE<UInt16, ValidatorDescription>()
        for (number, validator) in validators.enumerated() {
            try list.set(validator.description, for: UInt16(number))
        }
        return ValidatorSet(
            validSince: validSince, validUntil: validUntil, total: UInt16(validators.count), main: UInt16(mainCount),
            totalWeight: validators.reduce(0) { $0 + $1.weight }, list: list)
    }

    /// Those who work for the masterchain in a session, in the order of their weights, or in that of the session.
    public func session(catchainSeqno: UInt32, isSimplex: Bool, isShuffled: Bool) -> ValidatorSession {
        let order = isShuffled ? Self.order(of: mainCount, catchainSeqno: catchainSeqno) : Array(0..<mainCount)
        return ValidatorSession(
            members: order.map { validators[$0] }, catchainSeqno: catchainSeqno, isSimplex: isSimplex)
    }

    /// The random order that everybody in a session computes: each position in turn changes place with one up to it, drawn
    /// from SHA-512 over a counter, the masterchain's shard and workchain, and the session's number (`ValidatorSetPRNG` of
    /// the node software).
    private static func order(of count: Int, catchainSeqno: UInt32) -> [Int] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        var order: [Int] = []
        for position in 0..<count {
            let counter = [UInt8](repeating: 0, count: 24) + bytes(UInt64(position / 8))
            let digest = SHA512.hash(counter + bytes(UInt64(1) << 63) + bytes(Int32(-1)) + bytes(catchainSeqno))
            let number = digest[position % 8 * 8..<position % 8 * 8 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let other = Int(number.multipliedFullWidth(by: UInt64(position + 1)).high)
            order.append(position)
            order.swapAt(position, other)
        }
        return order
    }
}
