import TONCrypto

/// Where keys, nonces and queries' numbers come from: the system's secure generator, or a test.
struct ADNLRandomness: Sendable {
    /// So many random bytes.
    let bytes: @Sendable (_ count: Int) -> [UInt8]

    /// The system's generator.
    static let system = ADNLRandomness { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }

    /// Thirty-two random bytes.
    func hash() -> Hash256 {
        Hash256(bytes(Hash256.byteCount)) ?? .zero
    }

    /// A random number.
    func number() -> UInt64 {
        bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
