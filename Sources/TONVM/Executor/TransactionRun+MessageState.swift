import TONBlocks
import TONCells
import TONCrypto

// Code and data that come with a message: for an account that has none, or whose are frozen.
extension TransactionRun {
    /// Gives the account the message's code and data, if it may have them. Returns why the contract can't run.
    func prepareState() throws(ExecutionError) -> ComputeSkipReason? {
        guard let state = inbound?.stateInit, let hash = inbound?.stateInitCell?.hash else {
            return status == .active ? nil : .noState
        }
        if status == .uninitialized || (status == .frozen && account.stateHash == hash) {
            let isNew = status == .uninitialized
            if isNew, configuration.isSuspended(account.address, now: environment.now) { return .suspended }
            usesMessageState = true
            guard install(state), isAllowedPrefix else { return .badState }
            if isNew {
                guard matches(hash) else { return .badState }
                if version >= 10, fixedPrefixLength > configuration.limits.maximumFixedPrefixLength {
                    return .badState
                }
            }
        } else if status != .active {
            return .badState
        } else {
            if version >= 8, isForeign(hash) { return .badState }
            messageLibrary = state.library
        }
        // Before global version 8 frozen accounts, too, were closed to code and data from outside.
        if version < 8, isForeign(hash) { return .badState }
        return nil
    }

    /// Whether code and data from outside belong to another address.
    private func isForeign(_ hash: Hash256) -> Bool {
        inbound?.isExternal == true && account.address.hash != hash
    }

    /// Whether the account's address can have this fixed prefix.
    private var isAllowedPrefix: Bool {
        guard let length = account.rewriteLength else { return (0...30).contains(fixedPrefixLength) }
        return length == fixedPrefixLength
    }

    /// Whether the address is the hash of the code and data, but for a prefix that may be any.
    private func matches(_ hash: Hash256) -> Bool {
        let key = account.address
        guard hash.replacingPrefix(fixedPrefixLength, by: key.hash) == key.hash else { return false }
        if version >= 10 || fixedPrefixLength == 0 {
            myAddress = account.exactAddress
        } else {
            myAddress = AccountSnapshot.address(key, rewriting: fixedPrefixLength, original: hash)
        }
        return true
    }

    /// Takes the parts over; false where they are more than an account may have.
    private func install(_ state: StateInit) -> Bool {
        fixedPrefixLength = Int(state.fixedPrefixLength ?? 0)
        if let tickTock = state.special { special = tickTock }
        // Libraries come with what was frozen, but not with what is new.
        if version >= 15, status == .uninitialized, state.library != nil { return false }
        let old = (code, data, library)
        (code, data, library) = (state.code, state.data, state.library)
        let publicLimit =
            status == .uninitialized && account.isMasterchain ? 0 : configuration.limits.maximumPublicLibraries
        guard isWithinLimits(publicLibraries: publicLimit, keepsStatistics: false) else {
            (code, data, library) = old
            return false
        }
        return true
    }

    // MARK: - Limits

    /// Whether code, data and libraries take no more than an account may have, if they changed at all.
    func isWithinLimits(publicLibraries: UInt64, keepsStatistics: Bool) -> Bool {
        if code?.hash == account.code?.hash, data?.hash == account.data?.hash,
            library?.hash == account.library?.hash
        {
            return true
        }
        let counted = statistics(of: [code, data, library].compactMap(\.self))
        guard counted.merkleDepth <= ExecutionLimits.maximumMerkleDepth else { return false }
        let limits = configuration.limits
        let cellLimit =
            account.isMasterchain && version >= 12 ? limits.maximumMasterchainStateCells : limits.maximumStateCells
        guard counted.cells <= cellLimit else { return false }
        if account.isMasterchain, library?.hash != account.library?.hash {
            guard let count = try? AccountLibraries.publicCount(library), count <= publicLibraries else {
                return false
            }
        }
        if keepsStatistics { statistics = counted }
        return true
    }

    /// Counts trees: from those that were counted last time, if that is known.
    func statistics(of roots: [Cell]) -> StorageStatistics {
        guard let known else {
            var counted = StorageStatistics()
            for root in roots { counted.add(root) }
            return counted
        }
        var counted = known.statistics
        counted.replace(known.roots, with: roots)
        return counted
    }
}
