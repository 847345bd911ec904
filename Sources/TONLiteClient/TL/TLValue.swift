/// A value that can be a field of a TL object.
///
/// What one constructor makes is written bare, without the constructor's number; what several make, boxed.
public protocol TLValue: Sendable {
    /// Reads the value and moves past it.
    init(from reader: inout TLReader) throws(TLError)

    /// Appends the value.
    func write(to writer: inout TLWriter)
}

/// A value that can stand alone: boxed, behind its constructor's number.
public protocol TLBoxed: TLValue {
    /// Reads a constructor's number and the value behind it.
    init(boxed reader: inout TLReader) throws(TLError)

    /// Appends the constructor's number and the value.
    func writeBoxed(to writer: inout TLWriter)
}

/// A value of a type with one constructor, or that is known to be of this one.
public protocol TLObject: TLBoxed {
    /// The constructor.
    static var constructor: TLConstructor { get }
}

/// A value of a type with several constructors: always boxed.
public protocol TLUnion: TLBoxed {}

extension TLBoxed {
    /// Reads a boxed value from bytes that hold it and nothing else.
    public init(tl bytes: some Collection<UInt8>) throws(TLError) {
        var reader = TLReader(bytes)
        try self.init(boxed: &reader)
        try reader.end()
    }

    /// The bytes of the boxed value.
    public var tlBytes: [UInt8] {
        var writer = TLWriter()
        writeBoxed(to: &writer)
        return writer.bytes
    }
}

extension TLObject {
    /// Reads the constructor's number and the value behind it. Throws where the number is another's.
    public init(boxed reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        guard found == Self.constructor.identifier else {
            throw .unknownConstructor(offset: offset, type: Self.constructor.name, found: found)
        }
        try self.init(from: &reader)
    }

    /// Appends the constructor's number and the value.
    public func writeBoxed(to writer: inout TLWriter) {
        writer.write(Self.constructor.identifier)
        write(to: &writer)
    }
}

extension TLUnion {
    /// Reads the value, which is boxed everywhere.
    public init(boxed reader: inout TLReader) throws(TLError) {
        try self.init(from: &reader)
    }

    /// Appends the value, which is boxed everywhere.
    public func writeBoxed(to writer: inout TLWriter) {
        write(to: &writer)
    }
}
