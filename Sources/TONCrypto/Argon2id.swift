import CSodium

/// Argon2id, version 1.3 with one lane (RFC 9106), computed by libsodium: turns a password into a key at a price in memory
/// and time that who guesses pays for each guess.
public enum Argon2id {
    /// Bytes in a salt: 16.
    public static let saltByteCount = Int(crypto_pwhash_argon2id_SALTBYTES)

    /// The price of one derivation.
    public struct Cost: Hashable, Sendable {
        /// Passes over the memory.
        public var passes: Int
        /// The memory in bytes; rounded down to whole KiB.
        public var memory: Int

        /// Makes one; ``Argon2id/derive(from:salt:cost:count:)`` says which the library takes.
        public init(passes: Int, memory: Int) {
            self.passes = passes
            self.memory = memory
        }

        /// What libsodium advises for rare, interactive use: 256 MiB, 3 passes; under a second on a server of today.
        public static let moderate = Cost(passes: 3, memory: 256 << 20)
        /// The least that the library takes: 8 KiB, 1 pass. Protects nothing.
        public static let least = Cost(passes: 1, memory: 8 << 10)
    }

    /// Derives `count` bytes, at least 16. Throws where the library refuses the cost or has no such memory.
    public static func derive(
        from password: SecretBytes, salt: [UInt8], cost: Cost, count: Int
    ) throws(CryptoError) -> SecretBytes {
        let failure = CryptoError(algorithm: "Argon2id", call: "crypto_pwhash_argon2id")
        guard Sodium.isReady, salt.count == saltByteCount, cost.passes > 0, cost.memory > 0, count >= 16 else {
            throw failure
        }
        let length = password.count
        return try SecretBytes(count: count) { (derived) throws(CryptoError) in
            let isDone = password.withUnsafeBytes { password in
                guard let start = derived.baseAddress, let password = password.baseAddress else { return false }
                return crypto_pwhash_argon2id(
                    start.assumingMemoryBound(to: UInt8.self), UInt64(count),
                    password.assumingMemoryBound(to: CChar.self), UInt64(length), salt, UInt64(cost.passes),
                    cost.memory,
                    crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0
            }
            guard isDone else { throw failure }
        }
    }
}
