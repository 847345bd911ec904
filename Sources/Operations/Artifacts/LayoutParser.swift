/// Reads fields of a layout from text.
///
/// The text may come from anybody's manifest: brackets nest only so deep.
struct LayoutParser {
    private static let maximumNesting = 8

    private let line: String
    private let characters: [Character]
    private var position = 0

    /// Begins at the start of a line, or of what stands behind a name in it.
    init(_ line: String) {
        self.line = line
        characters = Array(line)
    }

    /// Reads `name = fields`.
    static func definition(_ line: String) throws(StorageLayoutError) -> (name: String, fields: [LayoutField]) {
        var parser = LayoutParser(line)
        let name = try parser.name()
        try parser.expect(" = ", "\" = \"")
        return (name, try parser.all())
    }

    /// Reads fields up to the end.
    mutating func all() throws(StorageLayoutError) -> [LayoutField] {
        let fields = try fields(nesting: 0)
        guard position == characters.count else { throw failure("a field or the end") }
        return fields
    }

    private mutating func fields(nesting: Int) throws(StorageLayoutError) -> [LayoutField] {
        guard nesting < Self.maximumNesting else { throw failure("no more than \(Self.maximumNesting) brackets") }
        var fields: [LayoutField] = []
        while true {
            while take(" ") {}
            guard position < characters.count, !"])".contains(characters[position]) else { return fields }
            fields.append(try field(nesting: nesting))
        }
    }

    private mutating func field(nesting: Int) throws(StorageLayoutError) -> LayoutField {
        if take("^[") { return .referenced(try bracketed("]", nesting: nesting)) }
        if take("^") { return .named(try name(), isReferenced: true) }
        if take("[") {
            try expect(LayoutField.versionName + " >= ", "struct_version >= ")
            guard let version = UInt8(exactly: try number()) else { throw failure("a version of 8 bits") }
            try expect(":", "a colon")
            return .since(version: version, try bracketed("]", nesting: nesting))
        }
        let name = try name()
        if take(":") { return .value(name: name, try kind(nesting: nesting)) }
        if take("[") {
            let count = try self.name()
            try expect("]", "]")
            return .bytes(name: name, count: count)
        }
        return .named(name, isReferenced: false)
    }

    private mutating func bracketed(_ end: String, nesting: Int) throws(StorageLayoutError) -> [LayoutField] {
        let inner = try fields(nesting: nesting + 1)
        try expect(end, end)
        return inner
    }

    private mutating func kind(nesting: Int) throws(StorageLayoutError) -> LayoutField.Kind {
        // The longer names first.
        if take("msg-addr") { return .address }
        if take("addr") { return .account }
        if take("coins") { return .coins }
        if take("maybe-ref") { return .optionalCell }
        if take("ref") { return .cell }
        if take("uint") {
            let bits = try size(1...256)
            var allowed: [UInt64] = []
            if take("(=") {
                repeat { allowed.append(try number()) } while take("|")
                try expect(")", ")")
            }
            return .number(bits: bits, allowed: Array(Set(allowed)).sorted())
        }
        if take("bits") { return .bits(try size(1...1023)) }
        if take("dict") {
            let bits = try size(1...1023)
            return .dictionary(keyBits: bits, value: take("->(") ? try bracketed(")", nesting: nesting) : nil)
        }
        throw failure("addr, msg-addr, coins, ref, maybe-ref, uintN, bitsN or dictN")
    }

    private mutating func size(_ range: ClosedRange<UInt64>) throws(StorageLayoutError) -> Int {
        let size = try number()
        guard range.contains(size) else {
            throw failure("a size of \(range.lowerBound) to \(range.upperBound) before this")
        }
        return Int(size)
    }

    private mutating func name() throws(StorageLayoutError) -> String {
        let start = position
        while position < characters.count, Self.isName(characters[position]) { position += 1 }
        guard start < position else { throw failure("a name") }
        return String(characters[start..<position])
    }

    private mutating func number() throws(StorageLayoutError) -> UInt64 {
        let start = position
        while position < characters.count, ("0"..."9").contains(characters[position]) { position += 1 }
        guard let number = UInt64(String(characters[start..<position])) else { throw failure("a number") }
        return number
    }

    private mutating func take(_ text: String) -> Bool {
        guard characters[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    private mutating func expect(_ text: String, _ expected: String) throws(StorageLayoutError) {
        guard take(text) else { throw failure(expected) }
    }

    /// Says no more of a line than people read.
    private func failure(_ expected: String) -> StorageLayoutError {
        .malformed(line: String(line.prefix(200)), expected: expected, offset: position)
    }

    private static func isName(_ character: Character) -> Bool {
        character == "_" || ("a"..."z").contains(character) || ("0"..."9").contains(character)
    }
}
