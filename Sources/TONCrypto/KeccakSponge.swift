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
    mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            // Rates are whole lanes, so a lane that starts here ends before the block does.
            if position % 8 == 0, bytes.count - index >= 8 {
                lanes[position / 8] ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                position += 8
                index += 8
            } else {
                add(bytes[index], at: position)
                position += 1
                index += 1
            }
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
        lanes.withUnsafeMutableBufferPointer { lanes in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 25) { moved in
                moved.initialize(repeating: 0)
                for constant in Self.roundConstants { Self.round(lanes, moved, constant) }
            }
        }
    }

    /// One round. `moved` is room for 25 lanes.
    @inline(__always)
    private static func round(
        _ lanes: UnsafeMutableBufferPointer<UInt64>, _ moved: UnsafeMutableBufferPointer<UInt64>, _ constant: UInt64
    ) {
        // Theta: each lane gets the parities of two columns.
        func parity(_ x: Int) -> UInt64 { lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] }
        let parities = (parity(0), parity(1), parity(2), parity(3), parity(4))
        let changes = (
            parities.4 ^ rotate(parities.1, 1), parities.0 ^ rotate(parities.2, 1), parities.1 ^ rotate(parities.3, 1),
            parities.2 ^ rotate(parities.4, 1), parities.3 ^ rotate(parities.0, 1)
        )
        // Rho and pi: rotate the lanes and move them from x, y to y, 2x + 3y.
        func move(_ lane: Int, _ change: UInt64, to place: Int, by count: UInt64) {
            moved[place] = rotate(lanes[lane] ^ change, count)
        }
        move(0, changes.0, to: 0, by: 0)
        move(1, changes.1, to: 10, by: 1)
        move(2, changes.2, to: 20, by: 62)
        move(3, changes.3, to: 5, by: 28)
        move(4, changes.4, to: 15, by: 27)
        move(5, changes.0, to: 16, by: 36)
        move(6, changes.1, to: 1, by: 44)
        move(7, changes.2, to: 11, by: 6)
        move(8, changes.3, to: 21, by: 55)
        move(9, changes.4, to: 6, by: 20)
        move(10, changes.0, to: 7, by: 3)
        move(11, changes.1, to: 17, by: 10)
        move(12, changes.2, to: 2, by: 43)
        move(13, changes.3, to: 12, by: 25)
        move(14, changes.4, to: 22, by: 39)
        move(15, changes.0, to: 23, by: 41)
        move(16, changes.1, to: 8, by: 45)
        move(17, changes.2, to: 18, by: 15)
        move(18, changes.3, to: 3, by: 21)
        move(19, changes.4, to: 13, by: 8)
        move(20, changes.0, to: 14, by: 18)
        move(21, changes.1, to: 24, by: 2)
        move(22, changes.2, to: 9, by: 61)
        move(23, changes.3, to: 19, by: 56)
        move(24, changes.4, to: 4, by: 14)
        // Chi: the only step that isn't linear.
        for row in stride(from: 0, to: 25, by: 5) {
            let (a, b, c, d, e) = (moved[row], moved[row + 1], moved[row + 2], moved[row + 3], moved[row + 4])
            lanes[row] = a ^ (~b & c)
            lanes[row + 1] = b ^ (~c & d)
            lanes[row + 2] = c ^ (~d & e)
            lanes[row + 3] = d ^ (~e & a)
            lanes[row + 4] = e ^ (~a & b)
        }
        // Iota: breaks the symmetry.
        lanes[0] ^= constant
    }

    @inline(__always)
    private static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        lane &<< count | lane &>> (64 &- count)
    }

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
