internal import TONCrypto

extension BagOfCells {
    /// The bag's bytes, cells in the order of the reference's writer.
    ///
    /// Equal cells are written once. The order doesn't depend on the options: ``Options/block`` gives the bytes of which
    /// a block's file hash is made.
    ///
    /// - Complexity: O(n) in the distinct cells.
    public func serialized(_ options: Options = [.checksum]) -> [UInt8] {
        if let bytes = serializedShallow(options) { return bytes }
        return serializedInOrder(options)
    }

    /// The bytes, in the order that is found for any cells.
    func serializedInOrder(_ options: Options) -> [UInt8] {
        let order = CellOrder(roots)
        let layout = Layout(order, rootCount: roots.count, options)
        let bytes = [UInt8](unsafeUninitializedCapacity: layout.totalBytes) { buffer, count in
            var writer = Writer(buffer)
            writer.writeHeader(order, layout, options)
            if options.contains(.index) { writer.writeIndex(order, layout, options) }
            for index in 0..<order.count { writer.writeCell(order, order.position(at: index), layout) }
            if options.contains(.checksum) {
                let checksum = CRC32C.checksum(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<writer.offset]))
                writer.write(UInt64(checksum.byteSwapped), 4)
            }
            count = writer.offset
        }
        return withExtendedLifetime(roots) { bytes }
    }

    /// How wide the fields are, and how long the whole is.
    private struct Layout {
        let indexBytes: Int
        let offsetBytes: Int
        let cellBytes: Int
        let totalBytes: Int
        let hasHashes: Bool

        init(_ order: borrowing CellOrder, rootCount: Int, _ options: Options) {
            hasHashes = options.contains(.hashes)
            // Repeated roots may be more than cells.
            indexBytes = Self.byteWidth(max(order.count, rootCount))
            var bytes = order.referenceCount * indexBytes
            for (position, entry) in order.entries.enumerated() {
                let record = entry.record
                bytes += 2 + record.byteCount
                if hasHashes, order.isSpecial(position) { bytes += record.levelMask.hashCount * Self.hashBytes }
            }
            cellBytes = bytes
            let isDoubled = options.contains(.index) && options.contains(.cacheBits)
            offsetBytes = Self.byteWidth(isDoubled ? bytes * 2 : bytes)
            totalBytes =
                6 + 3 * indexBytes + offsetBytes + rootCount * indexBytes + bytes
                + (options.contains(.index) ? order.count * offsetBytes : 0) + (options.contains(.checksum) ? 4 : 0)
        }

        /// A stored hash and its depth.
        static let hashBytes = Hash256.byteCount + 2

        static func byteWidth(_ value: Int) -> Int {
            max(1, (Int.bitWidth - value.leadingZeroBitCount + 7) / 8)
        }
    }

    /// Writes fields one after another into a buffer that ``Layout/totalBytes`` was taken for.
    private struct Writer {
        private let buffer: UnsafeMutableBufferPointer<UInt8>
        private(set) var offset = 0

        init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
            self.buffer = buffer
        }

        @inline(__always)
        mutating func write(_ value: UInt64, _ count: Int) {
            var shift = UInt64(count * 8)
            for _ in 0..<count {
                shift -= 8
                buffer[offset] = UInt8(truncatingIfNeeded: value >> shift)
                offset += 1
            }
        }

        mutating func writeHeader(_ order: borrowing CellOrder, _ layout: Layout, _ options: Options) {
            write(UInt64(BagOfCellsHeader.genericMagic), 4)
            let hasIndex = options.contains(.index)
            write(
                (hasIndex ? 0x80 : 0) | (options.contains(.checksum) ? 0x40 : 0)
                    | (hasIndex && options.contains(.cacheBits) ? 0x20 : 0) | UInt64(layout.indexBytes), 1)
            write(UInt64(layout.offsetBytes), 1)
            write(UInt64(order.count), layout.indexBytes)
            write(UInt64(order.rootIndices.count), layout.indexBytes)
            write(0, layout.indexBytes)
            write(UInt64(layout.cellBytes), layout.offsetBytes)
            for root in order.rootIndices { write(UInt64(root), layout.indexBytes) }
        }

        mutating func writeIndex(_ order: borrowing CellOrder, _ layout: Layout, _ options: Options) {
            var end = 0
            for index in 0..<order.count {
                let position = order.position(at: index)
                let record = order.entries[position].record
                end += 2 + record.byteCount + Int(record.referenceCount) * layout.indexBytes
                if layout.hasHashes, order.isSpecial(position) { end += record.levelMask.hashCount * Layout.hashBytes }
                let entry = options.contains(.cacheBits) ? end * 2 + (order.isShared[position] ? 1 : 0) : end
                write(UInt64(entry), layout.offsetBytes)
            }
        }

        mutating func writeCell(_ order: borrowing CellOrder, _ position: Int, _ layout: Layout) {
            let entry = order.entries[position]
            let record = entry.record
            let storesHashes = layout.hasHashes && order.isSpecial(position)
            buffer[offset] =
                record.referenceCount | (record.isExotic ? 8 : 0) | (storesHashes ? 16 : 0) | (record.kind & 7) << 5
            let byteCount = record.byteCount
            buffer[offset + 1] = UInt8(Int(record.bitCount) / 8 + byteCount)
            offset += 2
            if storesHashes { writeHashes(entry.handle, record) }
            UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[offset..<offset + byteCount])
                .copyMemory(from: UnsafeRawBufferPointer(start: entry.data, count: byteCount))
            offset += byteCount
            let (start, width) = (offset, layout.indexBytes)
            var written = 0
            order.eachChild(of: position) { child in
                var value = UInt64(child)
                var place = start + (written + 1) * width
                for _ in 0..<width {
                    place -= 1
                    buffer[place] = UInt8(truncatingIfNeeded: value)
                    value >>= 8
                }
                written += 1
            }
            offset = start + written * width
        }

        /// All hashes of the significant levels, then all depths.
        private mutating func writeHashes(_ handle: CellOrder.Handle, _ record: CellStorage.Record) {
            let levels = (0...3).filter { record.levelMask.isSignificant($0) }
            for level in levels {
                handle.withStorage({ $0.hash(of: Int(handle.index), level: level) }).withUnsafeBytes { bytes in
                    for byte in bytes {
                        buffer[offset] = byte
                        offset += 1
                    }
                }
            }
            for level in levels {
                write(UInt64(handle.withStorage { $0.depth(of: Int(handle.index), level: level) }), 2)
            }
        }
    }
}
