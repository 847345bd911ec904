import TONCrypto

/// A set of cell hashes: open addressing by the hash's own first bits, which are as good as random.
struct CellHashSet: Sendable {
    private var slots: [Hash256] = []
    /// Hash of zeros can't be told from an empty slot, so it is kept apart.
    private var hasZero = false
    /// How many are in.
    private(set) var count = 0

    init() {}

    /// Whether a hash is in.
    func contains(_ hash: Hash256) -> Bool {
        guard hash != .zero else { return hasZero }
        guard !slots.isEmpty else { return false }
        return slots[position(of: hash)] == hash
    }

    /// Puts a hash in; false where it was in already.
    mutating func insert(_ hash: Hash256) -> Bool {
        guard hash != .zero else {
            defer { hasZero = true }
            count += hasZero ? 0 : 1
            return !hasZero
        }
        if count * 2 >= slots.count { grow() }
        let place = position(of: hash)
        guard slots[place] != hash else { return false }
        slots[place] = hash
        count += 1
        return true
    }

    /// Takes all out, and keeps the room.
    mutating func removeAll() {
        guard count > 0 else { return }
        for place in slots.indices { slots[place] = .zero }
        hasZero = false
        count = 0
    }

    private func position(of hash: Hash256) -> Int {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: hash.leadingWord) & mask
        while slots[place] != .zero, slots[place] != hash { place = (place &+ 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: .zero, count: max(16, old.count * 2))
        for hash in old where hash != .zero { slots[position(of: hash)] = hash }
    }
}
