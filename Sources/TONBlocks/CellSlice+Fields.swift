import TONCells

// Field forms that several layouts of block.tlb share.

extension CellSlice {
    /// Reads a value by its layout, and names the field in any error.
    mutating func load<T: TLBDecodable>(_ type: T.Type = T.self, field: String) throws(CellError) -> T {
        do {
            return try load(type)
        } catch {
            throw .within(field, error)
        }
    }

    /// Reads `^T`, and names the field in any error.
    mutating func loadReferenced<T: TLBDecodable>(_ type: T.Type = T.self, field: String) throws(CellError) -> T {
        do {
            return try loadReferenced(type)
        } catch {
            throw .within(field, error)
        }
    }

    /// Reads `Maybe T`, and names the field in any error.
    mutating func loadMaybe<T: TLBDecodable>(_ type: T.Type = T.self, field: String) throws(CellError) -> T? {
        do {
            return try loadMaybe(type)
        } catch {
            throw .within(field, error)
        }
    }

    /// Reads `Maybe ^T`, and names the field in any error.
    mutating func loadMaybeReferenced<T: TLBDecodable>(
        _ type: T.Type = T.self, field: String
    ) throws(CellError) -> T? {
        try loadBit() ? try loadReferenced(type, field: field) : nil
    }

    /// Reads `int32`.
    mutating func loadInt32() throws(CellError) -> Int32 {
        Int32(truncatingIfNeeded: try loadInt(bits: 32))
    }

    /// Reads `Maybe int32`.
    mutating func loadMaybeInt32() throws(CellError) -> Int32? {
        try loadBit() ? try loadInt32() : nil
    }

    /// Reads `VarUInteger n` for n from 2 to 9: a byte count below n in ⌈log2 n⌉ bits, then that many bytes.
    ///
    /// Throws where the bytes start with a zero byte, which a shorter count would have saved and the reference
    /// refuses. A failure leaves the slice anywhere.
    mutating func loadVarUInt64(below limit: Int) throws(CellError) -> UInt64 {
        let count = Int(truncatingIfNeeded: try loadUInt(bits: Int.bitWidth - (limit - 1).leadingZeroBitCount))
        guard count < limit else {
            throw .outOfRange("expected a VarUInteger \(limit), found \(count) bytes")
        }
        let value = try loadUInt(bits: count * 8)
        guard count == 0 || value >> UInt64((count - 1) * 8) != 0 else {
            throw .outOfRange("a VarUInteger of \(count) bytes starts with a zero byte")
        }
        return value
    }
}

extension CellBuilder {
    /// Appends `Maybe ^T`.
    mutating func store<T: TLBEncodable>(maybeReferenced value: T?) throws(CellError) {
        try store(bit: value != nil)
        if let value { try store(referenced: value) }
    }

    /// Appends `int32`.
    mutating func store(int32 value: Int32) throws(CellError) {
        try store(signed: Int64(value), bits: 32)
    }

    /// Appends `Maybe int32`.
    mutating func store(maybeInt32 value: Int32?) throws(CellError) {
        try store(bit: value != nil)
        if let value { try store(int32: value) }
    }
}
