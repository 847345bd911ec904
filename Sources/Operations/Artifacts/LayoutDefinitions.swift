/// Definitions by name, from which the layout of one thing is written out.
struct LayoutDefinitions {
    /// Longer than any layout that people write, so that a few short lines can't stand for endless ones.
    private static let maximumLength = 16_384
    private static let maximumDepth = 16

    private var fields: [String: [LayoutField]] = [:]

    /// Reads lines `name = fields`.
    init(lines: [String]) throws(StorageLayoutError) {
        for line in lines {
            let (name, definition) = try LayoutParser.definition(line)
            guard fields.updateValue(definition, forKey: name) == nil else { throw .duplicate(name: name) }
        }
    }

    /// The versions that what a name stands for can have; none where nothing depends on one.
    func versions(of name: String) throws(StorageLayoutError) -> [UInt8] {
        // With all that any version holds.
        let all = try expansion(of: name, version: .max)
        guard let allowed = Self.versions(in: all) else { return [] }
        guard !allowed.isEmpty else { throw .unboundedVersion }
        return allowed.compactMap(UInt8.init(exactly:))
    }

    /// What a name stands for in a version, with all other names replaced by what those stand for.
    func expansion(of name: String, version: UInt8?) throws(StorageLayoutError) -> [LayoutField] {
        var expansion = Expansion(root: name, version: version, definitions: fields, left: Self.maximumLength)
        return try expansion.fields(named: name, within: name, depth: 0)
    }

    private static func versions(in fields: [LayoutField]) -> [UInt64]? {
        for field in fields {
            switch field {
            case .value(LayoutField.versionName, .number(_, let allowed)): return allowed
            case .referenced(let inner):
                if let found = versions(in: inner) { return found }
            default: continue
            }
        }
        return nil
    }

    private struct Expansion {
        let root: String
        let version: UInt8?
        let definitions: [String: [LayoutField]]
        var left: Int

        mutating func fields(
            named name: String, within outer: String, depth: Int
        ) throws(StorageLayoutError) -> [LayoutField] {
            guard let definition = definitions[name] else { throw .undefined(name: name, within: outer) }
            return try expand(definition, within: name, depth: depth + 1)
        }

        private mutating func expand(
            _ fields: [LayoutField], within name: String, depth: Int
        ) throws(StorageLayoutError) -> [LayoutField] {
            guard depth <= LayoutDefinitions.maximumDepth else {
                throw .tooLarge(name: root, limit: LayoutDefinitions.maximumLength)
            }
            var expanded: [LayoutField] = []
            for field in fields {
                switch field {
                case .value(let valueName, let kind):
                    expanded.append(.value(name: valueName, try expand(kind, of: valueName, depth: depth)))
                case .bytes: expanded.append(field)
                case .named(let inner, isReferenced: true):
                    expanded.append(.referenced(try self.fields(named: inner, within: name, depth: depth)))
                case .named(let inner, isReferenced: false):
                    expanded += try self.fields(named: inner, within: name, depth: depth)
                case .referenced(let inner):
                    expanded.append(.referenced(try expand(inner, within: name, depth: depth + 1)))
                case .since(let first, let inner):
                    if let version, version >= first {
                        expanded += try expand(inner, within: name, depth: depth + 1)
                    }
                }
                left -= field.text.count
                guard left >= 0 else { throw .tooLarge(name: root, limit: LayoutDefinitions.maximumLength) }
            }
            return expanded
        }

        /// A kind with the version that is meant as the only one, and dictionaries' values written out.
        private mutating func expand(
            _ kind: LayoutField.Kind, of name: String, depth: Int
        ) throws(StorageLayoutError) -> LayoutField.Kind {
            switch kind {
            case .number(let bits, let allowed) where name == LayoutField.versionName:
                .number(bits: bits, allowed: version.map { $0 == .max ? allowed : [UInt64($0)] } ?? allowed)
            case .dictionary(let bits, let value?):
                .dictionary(keyBits: bits, value: try expand(value, within: name, depth: depth + 1))
            default: kind
            }
        }
    }
}
