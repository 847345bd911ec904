public import TONCells

extension CurrencyCollection {
    /// The sum, currency by currency. Throws where a sum can't be held, or the other currencies can't be read.
    public func adding(_ more: CurrencyCollection) throws(CellError) -> CurrencyCollection {
        var sum = CurrencyCollection(coins: try coins.adding(more.coins), other: other)
        if other.isEmpty {
            sum.other = more.other
            return sum
        }
        guard !more.other.isEmpty else { return sum }
        // Merged, not entered one by one: cells that only one has stay as they are, however their labels are written.
        sum.other = try other.merged(with: more.other) { (_, own, added) throws(CellError) in
            var (own, added) = (own, added)
            let total = try own.load(ExtraCurrencyAmount.self).adding(try added.load(ExtraCurrencyAmount.self))
            try own.end()
            try added.end()
            var value = CellBuilder()
            try value.store(total)
            return value
        }
        return sum
    }
}

extension ExtraCurrencyAmount {
    /// The sum. Throws where it has more than 31 bytes.
    public func adding(_ other: ExtraCurrencyAmount) throws(CellError) -> ExtraCurrencyAmount {
        var sum: [UInt8] = []
        var carry: UInt16 = 0
        let (left, right) = (Array(bytes.reversed()), Array(other.bytes.reversed()))
        for index in 0..<max(left.count, right.count) {
            carry += index < left.count ? UInt16(left[index]) : 0
            carry += index < right.count ? UInt16(right[index]) : 0
            sum.append(UInt8(truncatingIfNeeded: carry))
            carry >>= 8
        }
        if carry > 0 { sum.append(UInt8(truncatingIfNeeded: carry)) }
        guard let total = ExtraCurrencyAmount(bytes: sum.reversed()) else {
            throw .outOfRange("the sum of two amounts of a currency has more than 31 bytes")
        }
        return total
    }
}

extension CurrencyCollection: HashmapExtra {
    /// Nothing at all.
    public static var empty: CurrencyCollection { .zero }

    /// The sum.
    public static func combining(
        _ left: CurrencyCollection, _ right: CurrencyCollection
    ) throws(CellError) -> CurrencyCollection {
        try left.adding(right)
    }
}
