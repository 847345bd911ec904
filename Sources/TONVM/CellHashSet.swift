import TONCrypto

/// A set of cell hashes: a few are kept in place, more in a table that is addressed by the hash's own first bits, which
/// are as good as random.
struct CellHashSet: Sendable {
    private var first: InlineArray<4, Hash256> = .init(repeating: .zero)
    private var slots: [Hash256] = []
    /// A hash of zeros can't be told from an empty slot, so it is kept apart.
    private var hasZero = false
    /// How many are in.
    private(set) var count = 0

    /// Slots of the first table.
    private static let firstTableSize = 64

    init() {}

    /// Whether a hash is in.
    func contains(_ hash: Hash256) -> Bool {
        guard hash != .zero else { return hasZero }
        guard !slots.isEmpty else { return isFirst(hash) }
        return slots[position(of: hash)] == hash
    }

    /// Puts a hash in; false where it was in already.
    mutating func insert(_ hash: Hash256) -> Bool {
        guard hash != .zero else {
            defer { hasZero = true }
            count += hasZero ? 0 : 1
            return !hasZero
        }
        if slots.isEmpty {
            guard !isFirst(hash) else { return false }
            if count < first.count, !hasZero {
                first[count] = hash
                count += 1
                return true
            }
            grow()
        } else if count * 2 >= slots.count {
            grow()
        }
        let place = position(of: hash)
        guard slots[place] != hash else { return false }
        slots[place] = hash
        count += 1
        return true
    }

    @inline(__always)
    private func isFirst(_ hash: Hash256) -> Bool {
        for position in first.indices where first[position] == hash { return true }
        return false
    }

    @inline(__always)
    private func position(of hash: Hash256) -> Int {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: hash.leadingWord) & mask
        while slots[place] != .zero, slots[place] != hash { place = (place &+ 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: .zero, count: max(Self.firstTableSize, old.count * 4))
        if old.isEmpty {
            for position in first.indices where first[position] != .zero {
                slots[self.position(of: first[position])] = first[position]
            }
        }
        for hash in old where hash != .zero { slots[position(of: hash)] = hash }
    }
}
