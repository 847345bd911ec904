public import TONBlocks
import TONCrypto

/// The numbers from which validators of a session are chosen: everybody computes the same ones.
///
/// SHA-512 over a 256-bit counter, the shard, the workchain and the number of the session, all big-endian; eight numbers
/// of 64 bits from each digest. Reference: `ValidatorSetPRNG` of the node software.
public struct ValidatorRandomness: Sendable {
    private var counter = [UInt8](repeating: 0, count: 32)
    private let session: [UInt8]
    private var digest: [UInt8] = []
    private var position = 0

    /// Starts the numbers of a session.
    public init(shard: ShardIdentifier, catchainSeqno: UInt32) {
        session =
            Self.bigEndian(shard.shard) + Self.bigEndian(UInt32(bitPattern: shard.workchain))
            + Self.bigEndian(catchainSeqno)
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        if position == digest.count {
            digest = SHA512.hash(counter + session)
            position = 0
            for index in counter.indices.reversed() {
                counter[index] &+= 1
                if counter[index] != 0 { break }
            }
        }
        defer { position += 8 }
        return digest[position..<position + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The next number below a limit; 0 where that is 0.
    public mutating func next(below limit: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: limit).high
    }
}
