import TONBlocks
import TONCells

/// Amounts of other currencies, by their numbers: `HashmapE 32 (VarUInteger 32)`.
enum ExtraCurrencies {
    /// More entries than this aren't read: the reference stops at 1024 cells.
    static let maximumCount = 512

    /// Whether the tree can be read, and all amounts are above zero unless zeros are allowed.
    static func isValid(_ dictionary: HashmapE, allowingZero: Bool = false) -> Bool {
        guard !dictionary.isEmpty else { return true }
        guard let entries = try? dictionary.entries(limit: maximumCount) else { return false }
        return entries.allSatisfy { entry in
            var value = entry.value
            guard let amount = try? amount(from: &value, allowingPadding: allowingZero), value.isEmpty else {
                return false
            }
            return allowingZero || !amount.isEmpty
        }
    }

    /// Bytes of an amount, highest first, without leading zeros.
    private static func amount(
        from slice: inout CellSlice, allowingPadding: Bool = false
    ) throws(CellError) -> ArraySlice<UInt8> {
        let count = Int(try slice.loadUInt(bits: 5))
        let bytes = try slice.loadBytes(count)
        guard allowingPadding || bytes.first != 0 else {
            throw .outOfRange("a VarUInteger of \(count) bytes starts with a zero byte")
        }
        return bytes.drop { $0 == 0 }
    }

    private static func read(_ slice: CellSlice) throws(CellError) -> ArraySlice<UInt8> {
        var slice = slice
        let amount = try amount(from: &slice)
        try slice.end()
        return amount
    }

    /// What is left of `owned` without `spent`; nil where there isn't enough of some currency, or one can't be read.
    static func subtracting(_ spent: HashmapE, from owned: HashmapE) -> HashmapE? {
        guard !spent.isEmpty else { return owned }
        guard !owned.isEmpty else { return nil }
        do throws(CellError) {
            for (key, value) in try spent.entries(limit: maximumCount) {
                let less = try read(value)
                guard let slice = try owned.value(for: key), !less.isEmpty,
                    difference(try read(slice), less) != nil
                else { return nil }
            }
            return try owned.merged(with: spent) { (_, own, less) throws(CellError) in
                guard let left = difference(try read(own), try read(less)), !left.isEmpty else { return nil }
                return try builder(left)
            }
        } catch {
            return nil
        }
    }

    /// At most as much of each currency as `limit` has; nil where one can't be read.
    static func clamped(_ dictionary: HashmapE, to limit: HashmapE) -> HashmapE? {
        guard !dictionary.isEmpty else { return dictionary }
        do throws(CellError) {
            var clamped = dictionary
            for (key, value) in try dictionary.entries(limit: maximumCount) {
                let amount = try read(value)
                guard let slice = try limit.value(for: key) else {
                    try clamped.remove(key)
                    continue
                }
                let most = try read(slice)
                if difference(most, amount) == nil { try clamped.set(try builder(most), for: key) }
            }
            return clamped
        } catch {
            return nil
        }
    }

    /// Whether there are at most so many currencies. What can't be read has too many.
    static func hasAtMost(_ limit: Int, _ dictionary: HashmapE) -> Bool {
        dictionary.isEmpty || (try? dictionary.entries(limit: limit)) != nil
    }

    /// The currencies of which there is something; nil where there are more than `limit`, zeros among them.
    static func withoutZeros(_ dictionary: HashmapE, limit: Int) -> HashmapE? {
        guard !dictionary.isEmpty else { return dictionary }
        do throws(CellError) {
            var rest = dictionary
            for (key, value) in try dictionary.entries(limit: limit) where try read(value).isEmpty {
                try rest.remove(key)
            }
            return rest
        } catch {
            return nil
        }
    }

    private static func builder(_ amount: ArraySlice<UInt8>) throws(CellError) -> CellBuilder {
        var value = CellBuilder()
        try value.store(UInt64(amount.count), bits: 5)
        try value.store(bytes: amount)
        return value
    }

    /// The difference of two numbers, highest byte first; nil where it is below zero.
    private static func difference(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard left.count >= right.count else { return nil }
        var result = Array(left)
        let right = Array(right)
        var borrow = 0
        for place in 0..<result.count {
            let index = result.count - 1 - place
            var digit = Int(result[index]) - borrow
            if place < right.count { digit -= Int(right[right.count - 1 - place]) }
            borrow = digit < 0 ? 1 : 0
            result[index] = UInt8(truncatingIfNeeded: digit)
        }
        return borrow == 0 ? result.drop { $0 == 0 } : nil
    }
}
