/// What the TVM's instructions on slices need beyond reading from the front. Nothing here allocates.
extension CellSlice {
    /// How many of the first bits of two slices are the same.
    package func commonPrefix(with other: CellSlice) -> Int {
        PackedBits.commonPrefix(
            UnsafeRawPointer(data), at: Int(bitPosition), UnsafeRawPointer(other.data), at: Int(other.bitPosition),
            count: min(remainingBits, other.remainingBits))
    }

    /// −1, 0 or 1, as the bits are less than, equal to or greater than those of another slice; a prefix is less than
    /// what it begins.
    package func compareBits(_ other: CellSlice) -> Int {
        let common = commonPrefix(with: other)
        guard common < min(remainingBits, other.remainingBits) else {
            return (remainingBits - other.remainingBits).signum()
        }
        return PackedBits.bit(UnsafeRawPointer(data), at: Int(bitPosition) + common) ? 1 : -1
    }

    /// How many bits at the front are like the given one.
    package func leadingCount(of bit: Bool) -> Int {
        PackedBits.commonPrefix(
            UnsafeRawPointer(data), at: Int(bitPosition), same: bit ? ~0 : 0, count: remainingBits)
    }

    /// How many bits at the end are like the given one.
    package func trailingCount(of bit: Bool) -> Int {
        let same: UInt64 = bit ? ~0 : 0
        var left = remainingBits
        while left > 0 {
            let count = min(left, 64)
            let word = PackedBits.word(UnsafeRawPointer(data), at: Int(bitPosition) + left - count)
            let difference = (word ^ same) &>> UInt64(truncatingIfNeeded: 64 - count)
            if difference != 0 { return remainingBits - left + difference.trailingZeroBitCount }
            left -= count
        }
        return remainingBits
    }

    /// The slice without its completion tag: the last 1 and the zeros behind it; of zeros alone nothing is left.
    package func withoutCompletionTag() -> CellSlice {
        var slice = self
        let kept = max(remainingBits - trailingCount(of: false) - 1, 0)
        slice.bitEnd = bitPosition + Int32(truncatingIfNeeded: kept)
        return slice
    }

    /// A reference not yet read, without moving on; nil where there are fewer.
    package func reference(at position: Int) -> Cell? {
        guard position >= 0, position < remainingReferences else { return nil }
        return source.storage.child(of: Int(source.index), at: Int(referencePosition) + position)
    }

    /// The depth of a cell with the references not yet read; 0 where there are none.
    package var depth: Int {
        var depth = 0
        for position in referencePosition..<referenceEnd {
            depth = max(depth, source.storage.child(of: Int(source.index), at: Int(position)).depth + 1)
        }
        return depth
    }

    /// Copies the first bits, which must be there, to memory with room for 63 bits and a byte more.
    package func copyBits(_ count: Int, to place: UnsafeMutableRawPointer) {
        PackedBits.copy(
            UnsafeRawPointer(data), at: Int(bitPosition), to: place, at: 0, count: min(count, remainingBits))
    }
}
