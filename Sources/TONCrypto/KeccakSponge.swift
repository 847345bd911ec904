/// The sponge of Keccak-f[1600] with 24 rounds, which libcrypto has only with SHA-3's padding.
///
/// https://keccak.team/keccak_specs_summary.html
struct KeccakSponge {
    /// Bytes in a digest; twice as many are the capacity.
    let digestByteCount: Int
    /// The first byte of the padding: 1 for Keccak as it was submitted, 6 for SHA-3.
    private let padding: UInt8
    private let rate: Int
    // Lane x, y stands at x + 5y.
    private var lanes = [UInt64](repeating: 0, count: 25)
    private var position = 0

    /// Starts with nothing absorbed. The digest has 1…64 bytes.
    init(digestByteCount: Int, padding: UInt8 = 1) {
        self.digestByteCount = digestByteCount
        self.padding = padding
        self.rate = 200 - 2 * digestByteCount
    }

    /// Takes bytes in.
    mutating func absorb(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            add(byte, at: position)
            position += 1
            if position == rate {
                permute()
                position = 0
            }
        }
    }

    /// Pads what was absorbed, and takes the digest out.
    consuming func finish() -> [UInt8] {
        add(padding, at: position)
        add(0x80, at: rate - 1)
        permute()
        // No digest here is longer than the rate.
        return (0..<digestByteCount).map { UInt8(truncatingIfNeeded: lanes[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    private mutating func add(_ byte: UInt8, at position: Int) {
        lanes[position / 8] ^= UInt64(byte) << UInt64(8 * (position % 8))
    }

    private mutating func permute() {
        for constant in Self.roundConstants {
            // Theta: each lane gets the parities of two columns.
            var parities = [UInt64](repeating: 0, count: 5)
            for x in 0..<5 {
                parities[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            }
            for x in 0..<5 {
                let change = parities[(x + 4) % 5] ^ Self.rotate(parities[(x + 1) % 5], 1)
                for y in 0..<5 { lanes[x + 5 * y] ^= change }
            }
            // Rho and pi: rotate the lanes and move them.
            var moved = lanes
            for x in 0..<5 {
                for y in 0..<5 {
                    moved[y + 5 * ((2 * x + 3 * y) % 5)] = Self.rotate(lanes[x + 5 * y], Self.rotations[x + 5 * y])
                }
            }
            // Chi: the only step that isn't linear.
            for y in 0..<5 {
                for x in 0..<5 {
                    lanes[x + 5 * y] = moved[x + 5 * y] ^ (~moved[(x + 1) % 5 + 5 * y] & moved[(x + 2) % 5 + 5 * y])
                }
            }
            // Iota: breaks the symmetry.
            lanes[0] ^= constant
        }
    }

    private static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        lane << count | lane >> (64 - count)
    }

    private static let rotations: [UInt64] = [
        0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
    ]

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
