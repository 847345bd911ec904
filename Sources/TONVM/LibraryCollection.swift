import TONBlocks
public import TONCells
public import TONCrypto

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

    /// Makes one of libraries' contents. Throws where they make no dictionary.
    public init(contents: some Sequence<Cell>) throws(CellError) {
        var dictionary = HashmapE(keyBits: 256)
        for cell in contents {
            var value = CellBuilder()
            try value.store(SimpleLibrary(isPublic: true, root: cell))
            try dictionary.set(value, for: BitString(cell.hash))
        }
        self.init(dictionary.root.map { [$0] } ?? [])
    }

    /// Takes cells each of which is a dictionary of libraries, or the content of one. Throws where they make no dictionary.
    public init(dictionariesOrContents cells: [Cell]) throws(CellError) {
        let dictionaries = cells.filter(Self.isDictionary)
        let contents = try Self(contents: cells.filter { !Self.isDictionary($0) })
        self.init(contents.roots + dictionaries)
    }

    private static func isDictionary(_ cell: Cell) -> Bool {
        guard !cell.isExotic, let entries = try? HashmapE(keyBits: 256, root: cell).entries(), !entries.isEmpty else {
            return false
        }
        return entries.allSatisfy { key, value in
            var value = value
            return (try? value.loadReference())?.hash == key.hashValue256
        }
    }

    /// The library's content; nil where no dictionary has it.
    ///
    /// Reference: `lookup_library_in`. The value's first reference must be the cell with that hash.
    public func content(_ hash: Hash256) -> Cell? {
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
