/// Why bytes are not the TL value that was expected. Offsets count from the first byte that the reader was given.
public enum TLError: Error, Hashable, Sendable {
    /// Fewer bytes are left than a read wants.
    case truncated(offset: Int, wanted: Int, left: Int)
    /// A constructor that the type doesn't have.
    case unknownConstructor(offset: Int, type: String, found: UInt32)
    /// More elements of a vector than the bytes that are left can hold.
    case vectorCount(offset: Int, count: Int, left: Int)
    /// The length of a byte string, written in more bytes than it takes.
    case overlongLength(offset: Int, length: Int)
    /// A byte other than zero where a byte string is filled up to four bytes.
    case padding(offset: Int)
    /// Text that isn't UTF-8.
    case text(offset: Int)
    /// A block's name with a number that no shard has.
    case shard(offset: Int, workchain: Int32, shard: UInt64)
    /// A value was read whole and something is left over.
    case trailingBytes(offset: Int, count: Int)
}

extension TLError: CustomStringConvertible {
    /// What was expected, what came, and where.
    public var description: String {
        switch self {
        case .truncated(let offset, let wanted, let left):
            "expected \(wanted) more bytes at byte \(offset), \(left) are left"
        case .unknownConstructor(let offset, let type, let found):
            "expected \(type) at byte \(offset), found the constructor \(TLConstructor.hex(found))"
        case .vectorCount(let offset, let count, let left):
            "expected a vector that fits in \(left) bytes at byte \(offset), found one of \(count) elements"
        case .overlongLength(let offset, let length):
            "expected the shortest form of the length \(length) at byte \(offset)"
        case .padding(let offset): "expected a zero that fills up a byte string at byte \(offset)"
        case .text(let offset): "expected UTF-8 at byte \(offset)"
        case .shard(let offset, let workchain, let shard):
            "expected the name of a block at byte \(offset), found the shard \(workchain):\(String(shard, radix: 16))"
        case .trailingBytes(let offset, let count): "expected the end at byte \(offset), \(count) bytes are left"
        }
    }
}
