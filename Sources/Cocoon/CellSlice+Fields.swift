import TONCells
import TONCrypto

/// Reads of named fields: an error says which field of the layout it met.
extension CellSlice {
    mutating func field<T: TLBDecodable>(_ name: StaticString) throws(CellError) -> T {
        do { return try load() } catch { throw .within("\(name)", error) }
    }

    mutating func field<T: FixedWidthInteger & UnsignedInteger>(_ name: StaticString) throws(CellError) -> T {
        do { return try load() } catch { throw .within("\(name)", error) }
    }

    mutating func field(_ name: StaticString) throws(CellError) -> Bool {
        do { return try loadBit() } catch { throw .within("\(name)", error) }
    }

    mutating func field(_ name: StaticString) throws(CellError) -> Hash256 {
        do { return try loadHash() } catch { throw .within("\(name)", error) }
    }

    mutating func field(_ name: StaticString) throws(CellError) -> AccountAddress {
        do { return try loadAccountAddress() } catch { throw .within("\(name)", error) }
    }

    /// `^Cell`.
    mutating func referenceField(_ name: StaticString) throws(CellError) -> Cell {
        do { return try loadReference() } catch { throw .within("\(name)", error) }
    }

    /// `Maybe ^Cell`.
    mutating func maybeReferenceField(_ name: StaticString) throws(CellError) -> Cell? {
        do { return try loadMaybeReference() } catch { throw .within("\(name)", error) }
    }

    /// `^T`, where the referenced cell holds nothing else.
    mutating func referencedField<T: TLBDecodable>(_ name: StaticString) throws(CellError) -> T {
        do { return try loadReferenced() } catch { throw .within("\(name)", error) }
    }

    /// The 64 bytes of an Ed25519 signature.
    mutating func signatureField(_ name: StaticString) throws(CellError) -> [UInt8] {
        do { return try loadBytes(Ed25519.signatureByteCount) } catch { throw .within("\(name)", error) }
    }
}

extension CellBuilder {
    /// The 64 bytes of an Ed25519 signature; any other number is an error.
    mutating func store(signature: [UInt8]) throws(CellError) {
        guard signature.count == Ed25519.signatureByteCount else {
            throw .outOfRange("an Ed25519 signature has 64 bytes, not \(signature.count)")
        }
        try store(bytes: signature)
    }
}
