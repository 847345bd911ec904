import TONCrypto

/// Points of G1 and G2 for field elements and for messages: RFC 9380.
enum HashToCurve {
    /// A point of G1 for a field element: map_to_curve and clear_cofactor of the suite BLS12381G1_XMD:SHA-256_SSWU_NU_.
    static func g1(_ element: Fp) -> JacobianPoint<Fp> {
        let point = E1.isogeny.map(element)
        // 1 - z, RFC 9380, section 8.8.1.
        return point.timesParameter + point
    }

    /// A point of G2 for a field element: map_to_curve and clear_cofactor of the suite BLS12381G2_XMD:SHA-256_SSWU_NU_.
    static func g2(_ element: Fp2) -> JacobianPoint<Fp2> {
        clearedCofactor(E2.isogeny.map(element))
    }

    /// A point of G2 for a message: hash_to_curve of the suite BLS12381G2_XMD:SHA-256_SSWU_RO_.
    static func g2(message: [UInt8], tag: [UInt8]) -> JacobianPoint<Fp2> {
        let elements = fieldElements(message, tag: tag, count: 4)
        let first = E2.isogeny.map(Fp2(elements[0], elements[1]))
        let second = E2.isogeny.map(Fp2(elements[2], elements[3]))
        return clearedCofactor(first + second)
    }

    /// [z² - z - 1]P + [z - 1]ψ(P) + ψ²(2P), which is [h_eff]P: RFC 9380, section 8.8.2 and appendix G.3 (Budroni and
    /// Pintore, https://eprint.iacr.org/2017/419).
    private static func clearedCofactor(_ point: JacobianPoint<Fp2>) -> JacobianPoint<Fp2> {
        let image = E2.endomorphism(point)
        // [-z]([-z]P + P - ψ(P)) is [z² - z]P + [z]ψ(P).
        let inner = point.timesParameter + point + image.negated
        let outer = inner.timesParameter
        let twice = E2.endomorphism(E2.endomorphism(point.doubled))
        return outer + point.negated + image.negated + twice
    }

    /// hash_to_field of RFC 9380, section 5.2, for the prime field.
    static func fieldElements(_ message: [UInt8], tag: [UInt8], count: Int) -> [Fp] {
        // 64 bytes each: the modulus's 381 bits and 128 more.
        let bytes = expanded(message, tag: tag, byteCount: count * 64)
        return (0..<count).map { index in
            let chunk = bytes[index * 64..<index * 64 + 64]
            // The upper 16 bytes weigh 2^384.
            let high = Fp(reducing: [UInt8](repeating: 0, count: 32) + chunk.prefix(16)) ?? .zero
            let low = Fp(reducing: chunk.dropFirst(16)) ?? .zero
            return high.timesRadix + low
        }
    }

    /// expand_message_xmd of RFC 9380, section 5.3.1, with SHA-256. At most 8160 bytes, and a tag of at most 255 bytes.
    static func expanded(_ message: [UInt8], tag: [UInt8], byteCount: Int) -> [UInt8] {
        precondition(byteCount <= 255 * 32 && tag.count <= 255, "RFC 9380 has no expansion of that length")
        let suffix = tag + [UInt8(tag.count)]
        let length = [UInt8(byteCount >> 8), UInt8(byteCount & 0xff)]
        // As many zeros as SHA-256's block has bytes.
        let first = SHA256.hash([UInt8](repeating: 0, count: 64) + message + length + [0] + suffix).bytes
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 32)
        for index in stride(from: 1, through: (byteCount + 31) / 32, by: 1) {
            block = SHA256.hash(zip(first, block).map { $0 ^ $1 } + [UInt8(index)] + suffix).bytes
            result += block
        }
        return Array(result.prefix(byteCount))
    }
}
