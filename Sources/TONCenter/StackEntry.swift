public import TONBlocks
public import TONCells
import TONCrypto

/// A value that a get-method takes.
public enum StackArgument: Hashable, Sendable {
    /// An integer.
    case number(Int257)
    /// A cell.
    case cell(Cell)
    /// A cell, to be read from its start.
    case slice(Cell)
}

/// A value that a get-method left on the stack.
public indirect enum StackEntry: Hashable, Sendable {
    /// An integer.
    case number(Int257)
    /// A cell.
    case cell(Cell)
    /// The rest of a slice, as a cell of its own. Version 2 writes slices as cells, so they come as ``cell(_:)``.
    case slice(Cell)
    /// A tuple.
    case tuple([StackEntry])
    /// A list. An empty one stands for null.
    case list([StackEntry])
    /// A value that the server can't write: a continuation, a builder or another kind, by the name that it gives.
    case unsupported(String)
}

/// What a get-method came to, as a server computed it.
public struct GetMethodResult: Hashable, Sendable {
    /// 0 or 1 where it ended well.
    public let exitCode: Int32
    /// Gas used.
    public let gasUsed: UInt64
    /// The stack, top last.
    public let stack: [StackEntry]

    /// Whether it ended well.
    public var isSuccess: Bool { exitCode == 0 || exitCode == 1 }
}

extension GetMethodResult: Decodable {
    private enum Key: String, CodingKey {
        case stack
        case exitCode = "exit_code"
        case gasUsed = "gas_used"
    }

    /// Reads the answer of version 2 and 3 alike.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        exitCode = try container.decode(DecimalField<Int32>.self, forKey: .exitCode).value
        gasUsed = try container.decode(DecimalField<UInt64>.self, forKey: .gasUsed).value
        stack = try container.decode([StackEntry].self, forKey: .stack)
    }
}

extension StackEntry: Decodable {
    private enum Key: String, CodingKey {
        case type, value, number, cell, slice, tuple, list, elements, bytes
        case tlType = "@type"
    }

    /// Reads the three shapes there are: `["num", "0x1"]` (version 2), `{"type": "num", "value": "0x1"}` (version 3), and
    /// `{"@type": "tvm.stackEntryNumber", …}` (elements of version 2's tuples). Nested as deep as the JSON is, which its
    /// reader bounds.
    public init(from decoder: any Decoder) throws {
        if var pair = try? decoder.unkeyedContainer() {
            self = try Self.legacy(&pair)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.tlType) {
            self = try Self.tonlib(container)
            return
        }
        switch try container.decode(String.self, forKey: .type) {
        case "num": self = .number(try container.decode(Int257.self, forKey: .value))
        case "cell": self = .cell(try container.decode(CellField.self, forKey: .value).cell)
        case "slice": self = .slice(try container.decode(CellField.self, forKey: .value).cell)
        case "tuple": self = .tuple(try container.decode([StackEntry].self, forKey: .value))
        case "list": self = .list(try container.decode([StackEntry].self, forKey: .value))
        case let name: self = .unsupported(name)
        }
    }

    private static func legacy(_ pair: inout any UnkeyedDecodingContainer) throws -> StackEntry {
        func elements() throws -> [StackEntry] {
            try pair.nestedContainer(keyedBy: Key.self).decode([StackEntry].self, forKey: .elements)
        }
        func cell() throws -> Cell {
            try pair.nestedContainer(keyedBy: Key.self).decode(CellField.self, forKey: .bytes).cell
        }
        switch try pair.decode(String.self) {
        case "num": return .number(try pair.decode(Int257.self))
        case "cell": return .cell(try cell())
        case "slice": return .slice(try cell())
        case "tuple": return .tuple(try elements())
        case "list": return .list(try elements())
        case let name: return .unsupported(name)
        }
    }

    private static func tonlib(_ container: KeyedDecodingContainer<Key>) throws -> StackEntry {
        func nested(_ key: Key) throws -> KeyedDecodingContainer<Key> {
            try container.nestedContainer(keyedBy: Key.self, forKey: key)
        }
        switch try container.decode(String.self, forKey: .tlType) {
        case "tvm.stackEntryNumber":
            return .number(try nested(.number).decode(Int257.self, forKey: .number))
        case "tvm.stackEntryCell": return .cell(try nested(.cell).decode(CellField.self, forKey: .bytes).cell)
        case "tvm.stackEntrySlice": return .slice(try nested(.slice).decode(CellField.self, forKey: .bytes).cell)
        case "tvm.stackEntryTuple": return .tuple(try nested(.tuple).decode([StackEntry].self, forKey: .elements))
        case "tvm.stackEntryList": return .list(try nested(.list).decode([StackEntry].self, forKey: .elements))
        case let name: return .unsupported(name)
        }
    }
}

extension Int257: Decodable {
    /// Reads text, or a JSON integer of 64 bits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self), let value = Int257(exactly: number) {
            self = value
            return
        }
        let text = try container.decode(String.self)
        guard let value = Int257(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text.prefix(100))” is no integer of 257 bits")
        }
        self = value
    }
}

/// A bag of one cell that JSON gives in base64.
struct CellField: Decodable, Sendable {
    let cell: Cell

    init(from decoder: any Decoder) throws {
        let bytes = try Base64Field(from: decoder).bytes
        do {
            cell = try Cell(boc: bytes)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "is no bag of one cell: \(error)"))
        }
    }
}
