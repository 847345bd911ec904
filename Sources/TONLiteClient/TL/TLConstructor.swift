/// A constructor of TL: its name, and the number that stands before a boxed value.
///
/// The number is the CRC-32 of the constructor's line in the schema without brackets, a semicolon and, unless the line
/// itself says another, `#number`.
public struct TLConstructor: Hashable, Sendable {
    /// The name in the schema: `liteServer.blockHeader`.
    public let name: String
    /// The number, written as four little-endian bytes.
    public let identifier: UInt32

    /// Makes one.
    public init(_ name: String, _ identifier: UInt32) {
        self.name = name
        self.identifier = identifier
    }

    static func hex(_ identifier: UInt32) -> String {
        let digits = String(identifier, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension TLConstructor: CustomStringConvertible {
    /// The name and the number: `liteServer.blockHeader#752d8219`.
    public var description: String { "\(name)#\(Self.hex(identifier).dropFirst(2))" }
}
