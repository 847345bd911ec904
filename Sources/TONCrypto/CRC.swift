internal import CHashing

/// CRC-16/XMODEM: polynomial 0x1021, initial value 0, no reflection. Guards user-friendly addresses.
public enum CRC16 {
    private static let table: [UInt16] = (0..<256).map { index in
        var value = UInt16(index) << 8
        for _ in 0..<8 {
            value = value & 0x8000 != 0 ? value << 1 ^ 0x1021 : value << 1
        }
        return value
    }

    /// The checksum of all bytes.
    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt16 {
        var value: UInt16 = 0
        for byte in bytes {
            value = value << 8 ^ table[Int(UInt8(value >> 8) ^ byte)]
        }
        return value
    }
}

/// CRC-32C (Castagnoli): reflected polynomial 0x82F63B78. Guards bags of cells.
public enum CRC32C {
    // Eight tables of 256 entries, one after another: entry k·256+i is byte i followed by k zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 {
                value = value & 1 != 0 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
            }
            tables[index] = value
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xff)]
        }
        return tables
    }()

    private static let hasInstruction = chashing_has_crc32c()

    /// The checksum of bytes in memory.
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard hasInstruction, let start = bytes.baseAddress else { return tabulatedChecksum(bytes) }
        return ~chashing_crc32c(~0, start.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// The checksum by tables, eight bytes at a time, as it is computed where there is no instruction for it.
    static func tabulatedChecksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var value: UInt32 = ~0
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let low = UInt32(truncatingIfNeeded: word) ^ value
                let high = UInt32(truncatingIfNeeded: word >> 32)
                value =
                    tables[7 * 256 + Int(low & 0xff)] ^ tables[6 * 256 + Int(low >> 8 & 0xff)]
                    ^ tables[5 * 256 + Int(low >> 16 & 0xff)] ^ tables[4 * 256 + Int(low >> 24)]
                    ^ tables[3 * 256 + Int(high & 0xff)] ^ tables[2 * 256 + Int(high >> 8 & 0xff)]
                    ^ tables[256 + Int(high >> 16 & 0xff)] ^ tables[Int(high >> 24)]
                offset += 8
            }
            while offset < bytes.count {
                value = value >> 8 ^ tables[Int((value ^ UInt32(bytes[offset])) & 0xff)]
                offset += 1
            }
            return ~value
        }
    }

    /// The checksum of an array.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0) }
    }
}

/// CRC-32 (IEEE 802.3): reflected polynomial 0xEDB88320. Numbers the constructors of TL.
public enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// The checksum of all bytes.
    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
