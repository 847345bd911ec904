import TONBlocks

/// Limits of messages and accounts, as the configuration has them, and the reference's own where it has none.
struct ExecutionLimits: Sendable {
    var maximumMessageBits: UInt64 = 1 << 21
    var maximumMessageCells: UInt64 = 1 << 13
    var maximumLibraryCells: UInt64 = 1000
    var maximumVMDataDepth = 512
    var maximumExternalMessageDepth = 512
    var maximumStateCells: UInt64 = 1 << 16
    /// From global version 12 on.
    var maximumMasterchainStateCells: UInt64 = 1 << 11
    var maximumPublicLibraries: UInt64 = 256
    var maximumMessageExtraCurrencies = 2
    var maximumFixedPrefixLength = 8
    var stateCellsForStorageDictionary: UInt64 = 26
    /// Nil: no limit.
    var maximumTransactionLibraryLoads: Int?
    /// From global version 15 on.
    var maximumTotalMessageBits: UInt64 = (1 << 21) * 5 / 2
    /// From global version 15 on.
    var maximumTotalMessageCells: UInt64 = (1 << 13) * 5 / 2

    /// How deep Merkle cells may lie in one another, in what a contract keeps or sends.
    static let maximumMerkleDepth = 2
    /// Most actions of a transaction.
    static let maximumActions = 255

    init(_ limits: SizeLimits?) {
        guard let limits else { return }
        maximumMessageBits = UInt64(limits.maximumMessageBits)
        maximumMessageCells = UInt64(limits.maximumMessageCells)
        maximumLibraryCells = UInt64(limits.maximumLibraryCells)
        maximumVMDataDepth = Int(limits.maximumVMDataDepth)
        maximumExternalMessageDepth = Int(limits.maximumExternalMessageDepth)
        if let accounts = limits.accounts {
            maximumStateCells = UInt64(accounts.maximumStateCells)
            maximumMasterchainStateCells = UInt64(accounts.maximumMasterchainStateCells)
            maximumPublicLibraries = UInt64(accounts.maximumPublicLibraries)
            maximumMessageExtraCurrencies = Int(accounts.maximumMessageExtraCurrencies)
            maximumFixedPrefixLength = Int(accounts.maximumFixedPrefixLength)
            stateCellsForStorageDictionary = UInt64(accounts.stateCellsForStorageDictionary)
            maximumTransactionLibraryLoads = accounts.maximumTransactionLibraryLoads.map { Int($0) }
        }
        if let totals = limits.totals {
            maximumTotalMessageBits = UInt64(totals.maximumTotalMessageBits)
            maximumTotalMessageCells = UInt64(totals.maximumTotalMessageCells)
        }
    }
}
