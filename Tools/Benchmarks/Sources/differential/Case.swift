import TONCells
import TONCrypto

/// One case, as `Tools/differential.py` writes it.
struct Case: Decodable {
    /// A cell to build: bits as zeros and ones, references to cells before it.
    struct Recipe: Decodable {
        let bits: String
        let references: [Int]
        let isExotic: Bool
    }

    /// A change of a dictionary, or a question to it.
    struct Step: Decodable {
        let action: String
        let key: String
        let value: String?
        /// Whether the value has a reference, to a cell of the value's bits.
        let hasReference: Bool?
        let flag: Bool?
    }

    /// A field to store.
    struct Field: Decodable {
        let kind: String
        let value: String
        let bits: Int
    }

    let kind: String
    let boc: String?
    /// A second dictionary.
    let other: String?
    let recipes: [Recipe]?
    let keyBits: Int?
    let steps: [Step]?
    let fields: [Field]?
}

/// What Silk makes of a case.
struct Answer: Encodable {
    var error: String?
    var hash: String?
    /// At the levels 0…3.
    var hashes: [String]?
    var depths: [Int]?
    var block: String?
    var results: [String]?
}

/// A case that makes no sense, which is a fault of who wrote it.
struct MalformedCase: Error {
    let reason: String
}

extension Case {
    func answer() throws -> Answer {
        switch kind {
        case "bag": try answerBag()
        case "build": try answerBuild()
        case "dictionary": try answerDictionary()
        case "augmented": try answerAugmented()
        case "prefix": try answerPrefixCode()
        case "fields": try answerFields()
        default: throw MalformedCase(reason: "kind \(kind)")
        }
    }

    private static func describe(_ cell: Cell) -> Answer {
        Answer(
            hash: cell.hash.hex, hashes: (0...3).map { cell.hash(level: $0).hex },
            depths: (0...3).map { cell.depth(level: $0) }, block: Base64.encode(cell.boc(.block)))
    }

    func bag() throws -> Cell { try Self.bag(boc) }

    static func bag(_ boc: String?) throws -> Cell {
        guard let boc, let bytes = Base64.decode(boc) else { throw MalformedCase(reason: "no bag") }
        let roots = try BagOfCells(bytes).roots
        guard roots.count == 1, let root = roots.first else { throw BagOfCellsError.rootCount(roots.count) }
        return root
    }

    private func answerBag() throws -> Answer { Self.describe(try bag()) }

    private func answerBuild() throws -> Answer {
        var cells: [Cell] = []
        for recipe in recipes ?? [] {
            var builder = CellBuilder()
            try builder.store(BitString(zerosAndOnes: recipe.bits))
            for reference in recipe.references { try builder.store(reference: cells[reference]) }
            cells.append(recipe.isExotic ? try builder.buildExotic() : try builder.build())
        }
        guard let last = cells.last else { throw MalformedCase(reason: "no cells") }
        return Self.describe(last)
    }

    // MARK: - Fields

    /// Stores the fields, reads them back, and answers the cell and what was read.
    private func answerFields() throws -> Answer {
        var builder = CellBuilder()
        for field in fields ?? [] { try Self.store(field, in: &builder) }
        let cell = try builder.build()
        var slice = try cell.slice()
        var answer = Self.describe(cell)
        answer.results = try (fields ?? []).map { try Self.load($0, from: &slice) }
        try slice.end()
        return answer
    }

    private static func number<T: FixedWidthInteger>(_ field: Field) throws -> T {
        guard let value = T(field.value) else { throw MalformedCase(reason: "number \(field.value)") }
        return value
    }

    private static func store(_ field: Field, in builder: inout CellBuilder) throws {
        switch field.kind {
        case "unsigned": try builder.store(try number(field), bits: field.bits)
        case "signed": try builder.store(signed: try number(field), bits: field.bits)
        case "wide": try builder.store(wide: try number(field), bits: field.bits)
        case "coins": try builder.store(try Coins(nanoTON: field.value))
        case "address": try builder.store(try AccountAddress(field.value))
        case "bits": try builder.store(BitString(zerosAndOnes: field.value))
        default: throw MalformedCase(reason: "field \(field.kind)")
        }
    }

    private static func load(_ field: Field, from slice: inout CellSlice) throws -> String {
        switch field.kind {
        case "unsigned": String(try slice.loadUInt(bits: field.bits))
        case "signed": String(try slice.loadInt(bits: field.bits))
        case "wide": String(try slice.loadUInt128(bits: field.bits))
        case "coins": String(try slice.load(Coins.self).nanoTON)
        case "address": try slice.loadAccountAddress().raw
        case "bits": try slice.loadBits(field.bits).zerosAndOnes
        default: throw MalformedCase(reason: "field \(field.kind)")
        }
    }
}

extension BitString {
    init(zerosAndOnes text: String) {
        var bytes = [UInt8](repeating: 0, count: (text.utf8.count + 7) / 8)
        for (position, character) in text.utf8.enumerated() where character == UInt8(ascii: "1") {
            bytes[position / 8] |= 0x80 >> UInt8(position % 8)
        }
        self.init(bytes: bytes, count: text.utf8.count)
    }

    var zerosAndOnes: String { String((0..<count).map { bit(at: $0) ? "1" : "0" }) }
}
