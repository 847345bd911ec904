import TONCells

extension CellSlice {
    /// Reads a constructor's tag, which must be the expected one.
    mutating func loadTag(_ expected: UInt64, bits: Int, of type: String) throws(CellError) {
        let found = try loadUInt(bits: bits)
        guard found == expected else { throw .unknownTag(type: type, found: found, bits: bits) }
    }

    /// Reads bits that the layout reserves, which must be zero.
    mutating func loadZeros(_ bits: Int, field: String) throws(CellError) {
        let found = try loadUInt(bits: bits)
        guard found == 0 else { throw .within(field, .outOfRange("expected 0, found \(found)")) }
    }
}
