public import TONCells
public import TONCrypto

/// The number of a multisig's order: 256 bits, though most multisigs count from 0.
public struct MultisigOrderNumber: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// The number, big-endian.
    public let bytes: Hash256

    /// Stands in a proposal for whichever number is next: the highest there is.
    public static let next = MultisigOrderNumber(Hash256([UInt8](repeating: 0xff, count: 32)) ?? .zero)

    /// Takes 32 bytes, big-endian.
    public init(_ bytes: Hash256) {
        self.bytes = bytes
    }

    /// Takes a small number.
    public init(_ number: UInt64) {
        let low = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        self.init(Hash256([UInt8](repeating: 0, count: 24) + low) ?? .zero)
    }

    /// Takes a small number.
    public init(integerLiteral value: UInt64) {
        self.init(value)
    }

    /// The number, where it is below 2^64.
    public var number: UInt64? {
        let bytes = bytes.bytes
        guard bytes[..<24].allSatisfy({ $0 == 0 }) else { return nil }
        return bytes[24...].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension MultisigOrderNumber: TLBCodable {
    /// Reads `uint256`.
    public init(from slice: inout CellSlice) throws(CellError) {
        bytes = try slice.loadHash()
    }

    /// Appends `uint256`.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(bytes)
    }
}

extension MultisigOrderNumber: CustomStringConvertible {
    /// Decimal digits, or hexadecimal ones behind `0x` for a number of 2^64 and more.
    public var description: String { number.map { "\($0)" } ?? "0x\(bytes.hex)" }
}
