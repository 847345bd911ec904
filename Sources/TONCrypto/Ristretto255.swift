import CSodium

/// The group ristretto255 (RFC 9496), computed by libsodium. Safe to use from any thread.
public enum Ristretto255 {
    /// The group's order, 2^252 + 27742317777372353535851937790883648493, as 32 big-endian bytes.
    public static let order: Hash256 = withUnsafeBytes(
        of: (
            (0x1000_0000_0000_0000 as UInt64).bigEndian, 0 as UInt64, (0x14de_f9de_a2f7_9cd6 as UInt64).bigEndian,
            (0x5812_631a_5cf5_d3ed as UInt64).bigEndian
        )
    ) { Hash256($0) ?? .zero }

    /// A number modulo the group's order.
    public struct Scalar: Hashable, Sendable {
        /// The longest number that is read: 63 bytes.
        public static let maximumByteCount = 63

        /// The number that isn't negative and less than the order, little-endian as in RFC 9496.
        public let bytes: Hash256

        /// Reduces a two's-complement integer of 1…63 big-endian bytes; nil for any other length.
        ///
        /// The remainder is never negative: -1 is the order minus one.
        public init?(twosComplement integer: some Collection<UInt8>) {
            let integer = Array(integer)
            guard Sodium.isReady, let first = integer.first, integer.count <= Self.maximumByteCount else { return nil }
            var wide = [UInt8](repeating: 0, count: 64)
            for (place, byte) in integer.reversed().enumerated() { wide[place] = byte }
            var result = [UInt8](repeating: 0, count: Hash256.byteCount)
            crypto_core_ristretto255_scalar_reduce(&result, wide)
            if first >= 0x80 {
                // Read as unsigned it was too much by the next power of 256.
                var power = [UInt8](repeating: 0, count: 64)
                power[integer.count] = 1
                var excess = [UInt8](repeating: 0, count: Hash256.byteCount)
                crypto_core_ristretto255_scalar_reduce(&excess, power)
                let unsigned = result
                crypto_core_ristretto255_scalar_sub(&result, unsigned, excess)
            }
            guard let bytes = Hash256(result) else { return nil }
            self.bytes = bytes
        }
    }

    /// An element of the group, kept as its 32 bytes. Bytes that encode none are kept too, and nothing can be computed with
    /// them.
    public struct Element: Hashable, Sendable {
        /// The encoded element.
        public let bytes: Hash256

        /// The neutral element: 32 zero bytes.
        public static let identity = Element(.zero)

        /// Wraps an encoding without checking it.
        public init(_ bytes: Hash256) {
            self.bytes = bytes
        }

        /// Maps 64 bytes to an element (RFC 9496, 4.3.4): uniform bytes make a uniform element. Nil for any other length.
        public init?(hash: some Collection<UInt8>) {
            guard Sodium.isReady, hash.count == 64 else { return nil }
            let element = Ristretto255.compute { crypto_core_ristretto255_from_hash(&$0, Array(hash)) }
            guard let element else { return nil }
            self = element
        }

        /// Multiplies the generator.
        public init?(generatorTimes scalar: Scalar) {
            guard Sodium.isReady else { return nil }
            let element = Ristretto255.compute { crypto_scalarmult_ristretto255_base(&$0, scalar.bytes.bytes) }
            // The call fails, by its own rule, exactly where the product is the neutral element.
            self = element ?? .identity
        }

        /// Whether the bytes encode an element, each of which has one encoding.
        public var isValid: Bool {
            Sodium.isReady && crypto_core_ristretto255_is_valid_point(bytes.bytes) == 1
        }

        /// The sum; nil unless both are valid.
        public func adding(_ other: Element) -> Element? {
            guard Sodium.isReady else { return nil }
            return Ristretto255.compute { crypto_core_ristretto255_add(&$0, bytes.bytes, other.bytes.bytes) }
        }

        /// The difference; nil unless both are valid.
        public func subtracting(_ other: Element) -> Element? {
            guard Sodium.isReady else { return nil }
            return Ristretto255.compute { crypto_core_ristretto255_sub(&$0, bytes.bytes, other.bytes.bytes) }
        }

        /// The product; nil unless this is valid. The neutral element is a product like any other.
        public func multiplied(by scalar: Scalar) -> Element? {
            guard Sodium.isReady else { return nil }
            let product = Ristretto255.compute {
                crypto_scalarmult_ristretto255(&$0, scalar.bytes.bytes, bytes.bytes)
            }
            // The call fails for an invalid element, and for a product that is neutral.
            return product ?? (isValid ? .identity : nil)
        }
    }

    private static func compute(_ call: (inout [UInt8]) -> Int32) -> Element? {
        var result = [UInt8](repeating: 0, count: Hash256.byteCount)
        return call(&result) == 0 ? Hash256(result).map(Element.init) : nil
    }
}
