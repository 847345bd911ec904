import CSecp256k1

/// Public keys of the curve secp256k1 (SEC 2, 2.4.1), computed by libsecp256k1. Safe to use from any thread.
public enum Secp256k1 {
    // Made once and never changed, which is what the library asks for sharing it. Nil only where memory is short.
    nonisolated(unsafe) private static let context: OpaquePointer? = secp256k1_context_create(
        UInt32(SECP256K1_CONTEXT_NONE))

    /// A point of the curve that isn't the one at infinity. Its uncompressed form is ``prefix``, ``x`` and ``y``.
    public struct PublicKey: Hashable, Sendable {
        /// What an uncompressed key starts with (SEC 1, 2.3.3): 4.
        public static let prefix: UInt8 = 4

        /// The point's first coordinate, big-endian.
        public let x: Hash256
        /// The point's second coordinate, big-endian.
        public let y: Hash256
    }

    /// Finds the key that made a signature over a hash (SEC 1, 4.1.6).
    ///
    /// Nil where `r` or `s` is 0 or not less than the group's order, where `recoveryID` is above 3, and where no key fits.
    /// `s` may be in the upper half. Bit 0 of the identifier says whether the nonce point's y is odd, bit 1 that its x was
    /// not less than the order; Ethereum's legacy `v` is 27 more, which is the caller's to subtract.
    public static func recover(hash: Hash256, r: Hash256, s: Hash256, recoveryID: UInt8) -> PublicKey? {
        // The library stops the process for an identifier that is out of range.
        guard recoveryID <= 3, let context else { return nil }
        var signature = secp256k1_ecdsa_recoverable_signature()
        let compact = r.bytes + s.bytes
        var key = secp256k1_pubkey()
        guard
            secp256k1_ecdsa_recoverable_signature_parse_compact(context, &signature, compact, Int32(recoveryID)) == 1,
            secp256k1_ecdsa_recover(context, &key, &signature, hash.bytes) == 1
        else { return nil }
        return coordinates(of: key, context)
    }

    /// The point with an even y that has the given x, plus the base point times `tweak` (BIP 341's key tweak).
    ///
    /// Nil where no point has this x, where `tweak` isn't less than the group's order, and where the sum is the point at
    /// infinity. The sum's y can be odd.
    public static func addTweak(_ tweak: Hash256, toXOnly x: Hash256) -> PublicKey? {
        guard let context else { return nil }
        var internalKey = secp256k1_xonly_pubkey()
        var key = secp256k1_pubkey()
        guard secp256k1_xonly_pubkey_parse(context, &internalKey, x.bytes) == 1,
            secp256k1_xonly_pubkey_tweak_add(context, &key, &internalKey, tweak.bytes) == 1
        else { return nil }
        return coordinates(of: key, context)
    }

    private static func coordinates(of key: secp256k1_pubkey, _ context: OpaquePointer) -> PublicKey? {
        var bytes = [UInt8](repeating: 0, count: 65)
        var count = bytes.count
        let isDone = withUnsafePointer(to: key) { key in
            secp256k1_ec_pubkey_serialize(context, &bytes, &count, key, UInt32(SECP256K1_EC_UNCOMPRESSED))
        }
        guard isDone == 1, count == bytes.count, bytes[0] == PublicKey.prefix,
            let x = Hash256(bytes[1..<33]), let y = Hash256(bytes[33...])
        else { return nil }
        return PublicKey(x: x, y: y)
    }
}
