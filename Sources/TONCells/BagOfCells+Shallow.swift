internal import TONCrypto

extension BagOfCells {
    /// The bytes of a bag with one root and no more than leaves below it, as most answers of contracts are; nil for any
    /// other, and where more is asked for than a checksum.
    ///
    /// There is but one order for such cells, so that none of what finds it is needed.
    func serializedShallow(_ options: Options) -> [UInt8]? {
        guard options.isSubset(of: [.checksum]), roots.count == 1, let root = roots.first else { return nil }
        let record = root.record
        guard record.kind == 0 else { return nil }
        let count = Int(record.referenceCount)
        var bytes = 2 + record.byteCount + count
        for position in 0..<count {
            let child = root.storage.child(of: Int(root.index), at: position)
            let below = child.record
            guard below.kind == 0, below.referenceCount == 0 else { return nil }
            // Equal ones are written once.
            let hash = child.hash
            for earlier in 0..<position
            where root.storage.child(of: Int(root.index), at: earlier).hash == hash {
                return nil
            }
            bytes += 2 + below.byteCount
        }
        let hasChecksum = options.contains(.checksum)
        let offsetBytes = bytes > 0xff ? 2 : 1
        let total = 10 + offsetBytes + bytes + (hasChecksum ? 4 : 0)
        return [UInt8](unsafeUninitializedCapacity: total) { buffer, written in
            var offset = 0
            func write(_ value: Int, _ width: Int) {
                var shift = width * 8
                while shift > 0 {
                    shift -= 8
                    buffer[offset] = UInt8(truncatingIfNeeded: value >> shift)
                    offset += 1
                }
            }
            func write(_ cell: Cell) {
                let record = cell.record
                write(Int(record.referenceCount), 1)
                write(Int(record.bitCount) / 8 + record.byteCount, 1)
                cell.withDataBytes { data in
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[offset...])
                        .copyMemory(from: UnsafeRawBufferPointer(data))
                    offset += data.count
                }
            }
            write(Int(BagOfCellsHeader.genericMagic), 4)
            write((hasChecksum ? 0x40 : 0) | 1, 1)
            write(offsetBytes, 1)
            // Cells, roots, absent ones, bytes of cells, and the root's index.
            write(1 + count, 1)
            write(1, 1)
            write(0, 1)
            write(bytes, offsetBytes)
            write(0, 1)
            write(root)
            for position in 0..<count { write(position + 1, 1) }
            for position in 0..<count { write(root.storage.child(of: Int(root.index), at: position)) }
            if hasChecksum {
                let checksum = CRC32C.checksum(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<offset]))
                write(Int(checksum.byteSwapped), 4)
            }
            written = offset
        }
    }
}
