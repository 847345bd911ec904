/// Bits in memory, first bit highest, read and compared 64 at a time.
///
/// Every pointer leads to memory of which nine bytes may be read from the byte of the last bit on.
enum PackedBits {
    /// Bytes that may be read behind the last one of the bits.
    static let slack = 8

    /// The 64 bits from a position on; those behind the last are whatever lies there.
    @inline(__always)
    static func word(_ bytes: UnsafeRawPointer, at position: Int) -> UInt64 {
        let start = bytes + (position &>> 3)
        let shift = UInt64(truncatingIfNeeded: position & 7)
        let word = UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
        return word &<< shift | UInt64(start.load(fromByteOffset: 8, as: UInt8.self)) &>> (8 &- shift)
    }

    @inline(__always)
    static func bit(_ bytes: UnsafeRawPointer, at position: Int) -> Bool {
        bytes.load(fromByteOffset: position &>> 3, as: UInt8.self) &>> UInt8(7 &- position & 7) & 1 != 0
    }

    /// How many of the first `count` bits of two strings are the same.
    @inline(__always)
    static func commonPrefix(
        _ left: UnsafeRawPointer, at leftStart: Int, _ right: UnsafeRawPointer, at rightStart: Int, count: Int
    ) -> Int {
        var done = 0
        while done < count {
            let difference = word(left, at: leftStart &+ done) ^ word(right, at: rightStart &+ done)
            if difference != 0 { return min(count, done &+ difference.leadingZeroBitCount) }
            done &+= 64
        }
        return count
    }

    /// How many of the first `count` bits of a string are those of a word that is all zeros or all ones.
    @inline(__always)
    static func commonPrefix(_ bytes: UnsafeRawPointer, at start: Int, same: UInt64, count: Int) -> Int {
        var done = 0
        while done < count {
            let difference = word(bytes, at: start &+ done) ^ same
            if difference != 0 { return min(count, done &+ difference.leadingZeroBitCount) }
            done &+= 64
        }
        return count
    }

    /// Writes 64 bits at a position and changes none before it; up to nine bytes are written.
    @inline(__always)
    static func write(_ word: UInt64, to bytes: UnsafeMutableRawPointer, at position: Int) {
        let start = bytes + (position &>> 3)
        let shift = UInt64(truncatingIfNeeded: position & 7)
        let kept = UInt64(start.load(as: UInt8.self)) &<< 56 & ~(~0 &>> shift)
        start.storeBytes(of: (kept | word &>> shift).bigEndian, as: UInt64.self)
        start.storeBytes(
            of: UInt8(truncatingIfNeeded: word &<< (8 &- shift)), toByteOffset: 8, as: UInt8.self)
    }

    /// Sets one bit, and changes no other.
    @inline(__always)
    static func write(bit: Bool, to bytes: UnsafeMutableRawPointer, at position: Int) {
        let mask = 0x80 as UInt8 &>> UInt8(truncatingIfNeeded: position & 7)
        let byte = bytes.load(fromByteOffset: position &>> 3, as: UInt8.self)
        bytes.storeBytes(of: bit ? byte | mask : byte & ~mask, toByteOffset: position &>> 3, as: UInt8.self)
    }

    /// Copies bits and changes none before the position; up to 63 bits and a byte behind them are changed.
    @inline(__always)
    static func copy(
        _ source: UnsafeRawPointer, at start: Int, to target: UnsafeMutableRawPointer, at position: Int, count: Int
    ) {
        var done = 0
        while done < count {
            write(word(source, at: start &+ done), to: target, at: position &+ done)
            done &+= 64
        }
    }

    /// The bits as a string of their own.
    static func string(_ bytes: UnsafeRawPointer, at start: Int = 0, count: Int) -> BitString {
        // Of no capacity all arrays are one in memory, whose count would be written here.
        guard count > 0 else { return .empty }
        let byteCount = (count + 7) / 8
        let copied = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
            var done = 0
            while done < byteCount {
                var word = word(bytes, at: start &+ done &* 8)
                for index in done..<min(done &+ 8, byteCount) {
                    buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: word &>> 56))
                    word &<<= 8
                }
                done &+= 8
            }
            if count & 7 != 0, byteCount > 0 { buffer[byteCount - 1] &= 0xff &<< UInt8(8 - count & 7) }
            filled = byteCount
        }
        return BitString(zeroPadded: copied, count: count)
    }
}
