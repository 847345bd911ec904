import TONCells
import TONCrypto

// Dictionaries: what each step answers, then all entries, then the root of a dictionary built of them at once.

extension Case.Step {
    var keyBits: BitString { BitString(zerosAndOnes: key) }

    /// The value to put, with a reference to a cell of its bits if it has one.
    func builder() throws -> CellBuilder {
        let bits = BitString(zerosAndOnes: value ?? "")
        var value = CellBuilder()
        try value.store(bits)
        guard hasReference == true else { return value }
        var child = CellBuilder()
        try child.store(bits)
        try value.store(reference: try child.build())
        return value
    }
}

private func name(_ root: Cell?) -> String { root?.hash.hex ?? "empty" }

private func text(_ value: CellSlice?) -> String { value.map { $0.bitString().zerosAndOnes } ?? "absent" }

private func text(_ entry: HashmapE.Entry?) -> String {
    entry.map { "\($0.key.zerosAndOnes)=\($0.value.bitString().zerosAndOnes)" } ?? "absent"
}

/// What a change answers where it may not fit its cell.
private func orRefused(_ body: () throws(CellError) -> String) -> String {
    do throws(CellError) {
        return try body()
    } catch {
        return "refused"
    }
}

extension Case {
    func answerDictionary() throws -> Answer {
        guard let keyBits, let steps else { throw MalformedCase(reason: "no dictionary") }
        var dictionary = HashmapE(keyBits: keyBits, root: boc == nil ? nil : try bag())
        let other = HashmapE(keyBits: keyBits, root: other == nil ? nil : try Self.bag(other))
        var results: [String] = []
        for step in steps { results.append(try Self.result(of: step, on: &dictionary, other)) }
        let entries = try dictionary.entries()
        results += entries.map { text($0) }
        let rebuilt = try HashmapE(
            keyBits: keyBits,
            ascending: entries.map { entry in
                var value = CellBuilder()
                try value.store(entry.value)
                return (entry.key, value)
            })
        results.append(name(rebuilt.root))
        var answer = Answer(results: results)
        answer.block = dictionary.root.map { Base64.encode($0.boc(.block)) }
        return answer
    }

    private static func result(
        of step: Step, on dictionary: inout HashmapE, _ other: HashmapE
    ) throws -> String {
        let key = step.keyBits
        switch step.action {
        case "set", "add", "replace":
            let value = try step.builder()
            return orRefused { () throws(CellError) in
                switch step.action {
                case "add": try dictionary.add(value, for: key)
                case "replace": try dictionary.replace(value, for: key)
                default: try dictionary.set(value, for: key)
                }
                return name(dictionary.root)
            }
        case "remove":
            return orRefused { () throws(CellError) in
                let old = try dictionary.removeValue(for: key)
                return "\(text(old)) \(name(dictionary.root))"
            }
        case "get": return text(try dictionary.value(for: key))
        case "next", "previous":
            return text(
                try dictionary.nearest(
                    to: key, step.action == "next" ? .ascending : .descending, isInclusive: step.flag == true))
        case "minimum": return text(try dictionary.minimum())
        case "maximum": return text(try dictionary.maximum())
        case "merge":
            return orRefused { () throws(CellError) in
                dictionary = try dictionary.merged(with: other)
                return name(dictionary.root)
            }
        case "changes":
            return try dictionary.changes(to: other).map {
                "\($0.key.zerosAndOnes):\(text($0.before)):\(text($0.after))"
            }.joined(separator: " ")
        default: throw MalformedCase(reason: "action \(step.action)")
        }
    }

    // MARK: - Augmented

    func answerAugmented() throws -> Answer {
        guard let keyBits, let steps else { throw MalformedCase(reason: "no dictionary") }
        var tree = HashmapAug<SumAndLeast>(keyBits: keyBits, root: boc == nil ? nil : try bag())
        let other = HashmapAug<SumAndLeast>(keyBits: keyBits, root: other == nil ? nil : try Self.bag(other))
        var results: [String] = []
        for step in steps { results.append(try Self.result(of: step, on: &tree, other)) }
        try tree.checkExtras(combining: SumAndLeast.combining)
        let entries = try tree.entries()
        results += entries.map { text(($0.key, $0.value)) }
        let rebuilt = try HashmapAug(
            keyBits: keyBits,
            ascending: entries.map { entry in
                var value = CellBuilder()
                try value.store(entry.value)
                return (entry.key, entry.extra, value)
            }, combining: SumAndLeast.combining)
        results.append(name(rebuilt.root))
        return Answer(results: results)
    }

    private static func result(
        of step: Step, on tree: inout HashmapAug<SumAndLeast>, _ other: HashmapAug<SumAndLeast>
    ) throws -> String {
        let key = step.keyBits
        switch step.action {
        case "set", "add", "replace":
            let value = try step.builder()
            let extra = SumAndLeast(ofValue: BitString(zerosAndOnes: step.value ?? ""))
            return orRefused { () throws(CellError) in
                switch step.action {
                case "add": try tree.add(value, extra: extra, for: key, combining: SumAndLeast.combining)
                case "replace": try tree.replace(value, extra: extra, for: key, combining: SumAndLeast.combining)
                default: try tree.set(value, extra: extra, for: key, combining: SumAndLeast.combining)
                }
                return name(tree.root)
            }
        case "remove":
            return orRefused { () throws(CellError) in
                let old = try tree.removeLeaf(of: key, combining: SumAndLeast.combining)
                return "\(text(old?.value)) \(name(tree.root))"
            }
        case "get": return text(try tree.leaf(for: key)?.value)
        case "next", "previous":
            let entry = try tree.nearest(
                to: key, step.action == "next" ? .ascending : .descending, isInclusive: step.flag == true)
            return text(entry.map { ($0.key, $0.value) })
        case "merge":
            return orRefused { () throws(CellError) in
                tree = try tree.merged(with: other, combining: SumAndLeast.combining)
                return name(tree.root)
            }
        default: throw MalformedCase(reason: "action \(step.action)")
        }
    }

    // MARK: - Prefix codes

    func answerPrefixCode() throws -> Answer {
        guard let keyBits, let steps else { throw MalformedCase(reason: "no dictionary") }
        var dictionary = PfxHashmapE(keyBits: keyBits)
        var results: [String] = []
        for step in steps {
            let key = step.keyBits
            let result: String
            switch step.action {
            case "set", "add", "replace":
                let value = try step.builder()
                result = orRefused { () throws(CellError) in
                    let isDone =
                        switch step.action {
                        case "add": try dictionary.add(value, for: key)
                        case "replace": try dictionary.replace(value, for: key) != nil
                        default: try dictionary.set(value, for: key)
                        }
                    return "\(isDone) \(name(dictionary.root))"
                }
            case "remove":
                result = orRefused { () throws(CellError) in
                    let isDone = try dictionary.remove(key) != nil
                    return "\(isDone) \(name(dictionary.root))"
                }
            case "match": result = text(try dictionary.match(for: key))
            default: throw MalformedCase(reason: "action \(step.action)")
            }
            results.append(result)
        }
        results += try dictionary.entries().map { text($0) }
        return Answer(results: results)
    }
}

/// An extra that tells how it was made: the sum of the values' first 32 bits, and the least of them.
struct SumAndLeast: TLBCodable, Hashable {
    var sum: UInt64
    var least: UInt32

    init(sum: UInt64, least: UInt32) {
        self.sum = sum
        self.least = least
    }

    /// The extra of a leaf.
    init(ofValue bits: BitString) {
        var number: UInt32 = 0
        for position in 0..<32 { number = number << 1 | (bits.bit(at: position) ? 1 : 0) }
        self.init(sum: UInt64(number), least: number)
    }

    init(from slice: inout CellSlice) throws(CellError) {
        sum = try slice.load()
        least = try slice.load()
    }

    func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(sum)
        try builder.store(least)
    }

    static func combining(_ left: SumAndLeast, _ right: SumAndLeast) throws(CellError) -> SumAndLeast {
        SumAndLeast(sum: left.sum &+ right.sum, least: min(left.least, right.least))
    }
}
