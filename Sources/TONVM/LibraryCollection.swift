public import TONCells
import TONCrypto

/// Where library cells are looked up: dictionaries by hash, searched in order.
///
/// ```
/// _ (HashmapE 256 SimpleLib) = account's; _ (HashmapE 256 LibDescr) = masterchain's
/// ```
public struct LibraryCollection: Sendable {
    /// The roots of the dictionaries.
    public let roots: [Cell]

    /// No libraries.
    public static let empty = LibraryCollection([])

    /// Takes the dictionaries' roots: the account's own first.
    public init(_ roots: [Cell]) { self.roots = roots }

    /// The library's content; nil where no dictionary has it.
    ///
    /// Reference: `lookup_library_in`. The value's first reference must be the cell with that hash.
    func cell(_ hash: Hash256) -> Cell? {
        for root in roots {
            let dictionary = HashmapE(keyBits: 256, root: root)
            guard let value = try? dictionary.value(for: BitString(hash)), value.remainingReferences > 0 else {
                continue
            }
            var slice = value
            if let cell = try? slice.loadReference(), cell.hash == hash { return cell }
        }
        return nil
    }
}
