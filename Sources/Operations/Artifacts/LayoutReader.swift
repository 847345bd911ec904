import TONCells

/// Walks data by a layout and finds whether it is of it.
///
/// A few cells that share subtrees may stand for very many, so that only so many fields are read.
struct LayoutReader {
    private static let maximumFieldCount = 1_000_000

    private var left = Self.maximumFieldCount

    /// Throws unless the cell holds these fields and no more.
    static func check(_ cell: Cell, is fields: [LayoutField]) throws(CellError) {
        var reader = LayoutReader()
        try reader.read(fields, in: cell)
    }

    /// Throws unless the slice holds these fields and no more.
    static func check(_ slice: CellSlice, is fields: [LayoutField]) throws(CellError) {
        var reader = LayoutReader()
        var slice = slice
        try reader.read(fields, from: &slice)
        try slice.end()
    }

    private mutating func read(_ fields: [LayoutField], in cell: Cell) throws(CellError) {
        var slice = try cell.slice()
        try read(fields, from: &slice)
        try slice.end()
    }

    private mutating func read(_ fields: [LayoutField], from slice: inout CellSlice) throws(CellError) {
        var numbers: [String: UInt64] = [:]
        for (position, field) in fields.enumerated() {
            left -= 1
            guard left >= 0 else { throw .outOfRange("more than \(Self.maximumFieldCount) fields") }
            switch field {
            case .value(let name, let kind):
                do throws(CellError) {
                    if let number = try read(kind, from: &slice) { numbers[name] = number }
                } catch {
                    throw .within(name, error)
                }
            case .bytes(let name, let countName):
                guard let count = numbers[countName], count <= 127 else {
                    throw .within(name, .outOfRange("\(countName) bytes"))
                }
                do { try slice.skip(bits: Int(count) * 8) } catch { throw .within(name, error) }
            case .referenced(let inner):
                do throws(CellError) {
                    try read(inner, in: try slice.loadReference())
                } catch {
                    throw .within("^\(position)", error)
                }
            case .named, .since: throw .outOfRange("\(field.text) in a layout that isn't written out")
            }
        }
    }

    /// Reads a value; a number of up to 64 bits is returned.
    private mutating func read(
        _ kind: LayoutField.Kind, from slice: inout CellSlice
    ) throws(CellError) -> UInt64? {
        switch kind {
        case .number(let bits, let allowed):
            guard bits <= 64 else {
                try slice.skip(bits: bits)
                return nil
            }
            let number = try slice.loadUInt(bits: bits)
            guard allowed.isEmpty || allowed.contains(number) else {
                let expected = allowed.map(String.init).joined(separator: " or ")
                throw .outOfRange("expected \(expected), found \(number)")
            }
            return number
        case .bits(let count): try slice.skip(bits: count)
        case .account: _ = try slice.loadAccountAddress()
        case .address: _ = try slice.load(MessageAddress.self)
        case .coins: _ = try slice.load(Coins.self)
        case .cell: _ = try slice.loadReference()
        case .optionalCell: _ = try slice.loadMaybeReference()
        case .dictionary(let keyBits, let value):
            for entry in try HashmapE(keyBits: keyBits, from: &slice).entries() {
                left -= 1
                guard left >= 0 else { throw .outOfRange("more than \(Self.maximumFieldCount) fields") }
                guard let value else { continue }
                var content = entry.value
                try read(value, from: &content)
                try content.end()
            }
        }
        return nil
    }
}
