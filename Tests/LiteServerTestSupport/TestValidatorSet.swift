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

    /// Those who work for the masterchain in a session.
    public func session(catchainSeqno: UInt32, isSimplex: Bool) -> ValidatorSession {
        ValidatorSession(
            members: Array(validators.prefix(mainCount)), catchainSeqno: catchainSeqno, isSimplex: isSimplex)
    }
}
