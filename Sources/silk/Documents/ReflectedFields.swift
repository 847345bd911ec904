import TONBlocks
import TONCells
import TONCrypto

/// The fields of a configuration's types by their names in Swift, made snake_case.
enum ReflectedFields {
    /// Moments among the fields of 32 bits.
    private static let moments: Set<String> = ["validSince", "validUntil", "enabledSince", "suspendedUntil"]

    /// What a value holds. Dictionaries of more entries than `limit` are counted, not shown.
    static func value(of subject: Any, named name: String = "", limit: Int?) -> MessageField.Value {
        if let value = plain(subject, named: name) { return value }
        if let dictionary = subject as? any ReadableDictionary { return value(of: dictionary, limit: limit) }
        let mirror = Swift.Mirror(reflecting: subject)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { value(of: $0.value, named: name, limit: limit) } ?? .none
        case .enum where mirror.children.isEmpty: return .text(snakeCase("\(subject)"))
        default: break
        }
        let children = mirror.children.compactMap { child in child.label.map { ($0, child.value) } }
        // A signature or key that holds nothing but its bytes.
        if children.count == 1, let only = children.first, only.0 == "bytes" || only.0 == "value" {
            return value(of: only.1, limit: limit)
        }
        return .fields(
            children.map { MessageField(snakeCase($0), value(of: $1, named: $0, limit: limit)) })
    }

    private static func plain(_ subject: Any, named name: String) -> MessageField.Value? {
        switch subject {
        case let value as UInt32 where moments.contains(name): .moment(value)
        case let value as UInt8: .small(Int64(value))
        case let value as UInt16: .small(Int64(value))
        case let value as UInt32: .small(Int64(value))
        case let value as Int8: .small(Int64(value))
        case let value as Int32: .small(Int64(value))
        case let value as UInt64: .number(value)
        case let value as Bool: .flag(value)
        case let value as Hash256: .text(value.hex)
        case let value as Coins: .amount(value)
        case let value as ExtraCurrencyAmount:
            .text(value.value.map { "\($0)" } ?? "0x" + Hex.encode(value.bytes))
        case let value as [UInt8]: .text(Hex.encode(value))
        case let value as Cell: .text(value.hash.hex)
        default: nil
        }
    }

    private static func value(of dictionary: any ReadableDictionary, limit: Int?) -> MessageField.Value {
        do throws(CellError) {
            let entries = try dictionary.readEntries()
            if let limit, entries.count > limit { return .text("\(entries.count) entries") }
            if entries.allSatisfy({ $0.value is EmptyValue }) { return .list(entries.map { .text($0.key) }) }
            return .fields(
                entries.map { MessageField($0.key, value(of: $0.value, limit: limit)) })
        } catch {
            return .text("unreadable: \(error)")
        }
    }

    /// `maximumVMDataDepth` as `maximum_vm_data_depth`.
    static func snakeCase(_ name: String) -> String {
        let letters = Array(name)
        var text = ""
        for (position, letter) in letters.enumerated() {
            if letter.isUppercase, position > 0 {
                let endsWord = position + 1 < letters.count && letters[position + 1].isLowercase
                if !letters[position - 1].isUppercase || endsWord { text += "_" }
            }
            text += letter.lowercased()
        }
        return text
    }
}

/// A dictionary of any types.
private protocol ReadableDictionary {
    func readEntries() throws(CellError) -> [(key: String, value: Any)]
}

extension TypedHashmapE: ReadableDictionary {
    fileprivate func readEntries() throws(CellError) -> [(key: String, value: Any)] {
        isEmpty ? [] : try entries().map { (Self.text(of: $0.key), $0.value) }
    }

    private static func text(of key: Key) -> String {
        switch key {
        case let key as SuspendedAddress: "\(key.workchain):\(key.hash.hex)"
        case let key as Hash256: key.hex
        default: "\(key)"
        }
    }
}
