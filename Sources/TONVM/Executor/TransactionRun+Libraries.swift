import TONBlocks
import TONCells
import TONCrypto

// Actions that change the account's libraries.
extension TransactionRun {
    private enum Mode {
        static let remove: UInt8 = 0
        static let addPrivate: UInt8 = 1
        static let addPublic: UInt8 = 2
        static let bouncesOnFailure: UInt8 = 16
    }

    /// Adds or removes a library. Returns 0, or why the action failed.
    func changeLibrary(_ reference: LibraryReference, mode: UInt8, _ phase: inout ActionOutcome) -> Int32 {
        var mode = mode
        if mode & Mode.bouncesOnFailure != 0 {
            guard version >= 4 else { return ActionFailure.invalidAction }
            phase.bouncesOnFailure = true
            mode &= ~Mode.bouncesOnFailure
        }
        guard mode <= Mode.addPublic else { return ActionFailure.invalidAction }
        if version >= 15 {
            guard mode != Mode.addPrivate, account.isSpecial else { return ActionFailure.libraryNotAllowed }
        }
        do throws(CellError) {
            var dictionary = HashmapE(keyBits: 256, root: library)
            if mode == Mode.remove {
                _ = try dictionary.remove(BitString(reference.hash))
            } else {
                let code = try add(reference, isPublic: mode == Mode.addPublic, to: &dictionary)
                guard code == 0 else { return code }
            }
            library = dictionary.root
        } catch {
            return ActionFailure.libraryChangeFailed
        }
        phase.specialActions += 1
        return 0
    }

    private func add(
        _ reference: LibraryReference, isPublic: Bool, to dictionary: inout HashmapE
    ) throws(CellError) -> Int32 {
        let hash = reference.hash
        var root: Cell? = if case .cell(let cell) = reference { cell } else { nil }
        if var value = try dictionary.value(for: BitString(hash)) {
            let wasPublic = try value.loadBit()
            let old = try value.loadReference()
            if old.hash == hash {
                root = old
                if wasPublic == isPublic { return 0 }
            }
        }
        guard let root else { return ActionFailure.libraryNotFound }
        var size = StorageStatistics(cellLimit: configuration.limits.maximumLibraryCells)
        size.add(root)
        guard !size.isOverLimit, size.merkleDepth <= ExecutionLimits.maximumMerkleDepth else {
            return ActionFailure.libraryTooLarge
        }
        var value = CellBuilder()
        try value.store(bit: isPublic)
        try value.store(reference: root)
        try dictionary.set(value, for: BitString(hash))
        return 0
    }
}

extension LibraryReference {
    /// The library's hash.
    fileprivate var hash: Hash256 {
        switch self {
        case .hash(let hash): hash
        case .cell(let cell): cell.hash
        }
    }
}
