public import TONCrypto

extension UInt32: TLValue {
    /// Reads `int`, where it counts or is a number of bits, or `#`.
    public init(from reader: inout TLReader) throws(TLError) {
        self = try reader.readInteger(byteCount: 4)
    }

    /// Appends `int` or `#`.
    public func write(to writer: inout TLWriter) {
        writer.writeInteger(UInt64(self), byteCount: 4)
    }
}

extension Int32: TLValue {
    /// Reads `int`.
    public init(from reader: inout TLReader) throws(TLError) {
        self.init(bitPattern: try reader.read())
    }

    /// Appends `int`.
    public func write(to writer: inout TLWriter) {
        writer.write(UInt32(bitPattern: self))
    }
}

extension UInt64: TLValue {
    /// Reads `long`, where it counts or is a number of bits.
    public init(from reader: inout TLReader) throws(TLError) {
        self = try reader.readInteger(byteCount: 8)
    }

    /// Appends `long`.
    public func write(to writer: inout TLWriter) {
        writer.writeInteger(self, byteCount: 8)
    }
}

extension Int64: TLValue {
    /// Reads `long`.
    public init(from reader: inout TLReader) throws(TLError) {
        self.init(bitPattern: try reader.read())
    }

    /// Appends `long`.
    public func write(to writer: inout TLWriter) {
        writer.write(UInt64(bitPattern: self))
    }
}

extension Hash256: TLValue {
    /// Reads `int256`: 32 bytes as they are.
    public init(from reader: inout TLReader) throws(TLError) {
        let bytes = try reader.readBytes(count: Hash256.byteCount)
        self = bytes.withUnsafeBytes { buffer in buffer.baseAddress.map { Hash256(unsafeBytes: $0) } ?? .zero }
    }

    /// Appends `int256`.
    public func write(to writer: inout TLWriter) {
        withUnsafeBytes { writer.writeRaw($0) }
    }
}

extension Bool: TLValue {
    private static let yes = TLConstructor("boolTrue", 0x9972_75b5)
    private static let no = TLConstructor("boolFalse", 0xbc79_9737)

    /// Reads `Bool`, which is always boxed.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.yes.identifier: self = true
        case Self.no.identifier: self = false
        default: throw .unknownConstructor(offset: offset, type: "Bool", found: found)
        }
    }

    /// Appends `Bool`.
    public func write(to writer: inout TLWriter) {
        writer.write((self ? Self.yes : Self.no).identifier)
    }
}

extension [UInt8]: TLValue {
    /// Reads `bytes`.
    public init(from reader: inout TLReader) throws(TLError) {
        self.init(try reader.readByteString())
    }

    /// Appends `bytes`.
    public func write(to writer: inout TLWriter) {
        writer.writeByteString(self)
    }
}

extension String: TLValue {
    /// Reads `string`. Throws where it isn't UTF-8.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        guard let text = String(validating: try reader.readByteString(), as: UTF8.self) else {
            throw .text(offset: offset)
        }
        self = text
    }

    /// Appends `string`.
    public func write(to writer: inout TLWriter) {
        writer.writeByteString(utf8)
    }
}
