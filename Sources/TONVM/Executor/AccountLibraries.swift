import TONBlocks
import TONCells
import TONCrypto

/// The libraries in an account's state: `HashmapE 256 SimpleLib`.
enum AccountLibraries {
    /// More entries than this aren't read: the reference stops at 1024 cells.
    static let maximumCount = 512

    /// Whether a root is that of such a dictionary.
    static func isValid(_ root: Cell?) -> Bool {
        guard let root else { return true }
        guard let entries = try? HashmapE(keyBits: 256, root: root).entries(limit: maximumCount) else { return false }
        return entries.allSatisfy { $0.value.remainingBits == 1 && $0.value.remainingReferences == 1 }
    }

    /// How many of them everybody may use.
    static func publicCount(_ root: Cell?) throws(CellError) -> UInt64 {
        guard let root else { return 0 }
        var count: UInt64 = 0
        for (key, value) in try HashmapE(keyBits: 256, root: root).entries() {
            var value = value
            guard let isPublic = try? value.loadBit(), isPublic, let library = try? value.loadReference() else {
                continue
            }
            if key.hashValue256 == library.hash { count += 1 }
        }
        return count
    }
}
