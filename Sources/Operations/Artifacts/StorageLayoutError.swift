import Cocoon
public import TONCells

/// Why a description of storage can't be used, or doesn't fit data.
public enum StorageLayoutError: Error, Hashable, Sendable {
    /// A line isn't a definition.
    case malformed(line: String, expected: String, offset: Int)
    /// A name is defined twice.
    case duplicate(name: String)
    /// A name stands in a definition, but has none itself.
    case undefined(name: String, within: String)
    /// A definition holds itself, or too much: nobody writes such a layout.
    case tooLarge(name: String, limit: Int)
    /// `struct_version` decides the layout, but no line says which values it may have.
    case unboundedVersion
    /// The data isn't of the layout.
    case wrongData(layout: String, CellError)
}

extension StorageLayoutError: CustomStringConvertible {
    /// What was expected, what came, and where.
    public var description: String {
        switch self {
        case .malformed(let line, let expected, let offset):
            "expected \(expected) at character \(offset) of the layout \"\(line)\""
        case .duplicate(let name): "the layout defines \(name) twice"
        case .undefined(let name, let outer): "expected a definition of \(name), which stands in \(outer), found none"
        case .tooLarge(let name, let limit):
            "the layout of \(name) holds itself, or is longer than \(limit) characters once written out"
        case .unboundedVersion: "expected struct_version to have values, as in struct_version:uint8(=4)"
        case .wrongData(let layout, let error): "the data isn't of the layout \(layout): \(error)"
        }
    }
}
