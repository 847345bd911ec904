public import TONBlocks
public import TONCells

extension GetMethod {
    /// A call of a method of an account as it stands; nil where it has no code.
    ///
    /// The account's own libraries go before the others.
    public init?(
        of account: ExistingAccount, address: AccountAddress, now: UInt32,
        configuration: NetworkConfiguration? = nil, libraries: LibraryCollection = .empty
    ) {
        guard case .active(let state) = account.storage.state, let code = state.code else { return nil }
        let own = state.library.map { [$0] } ?? []
        self.init(
            code: code, data: state.data ?? .empty, address: address,
            balance: UInt64(clamping: account.storage.balance.coins.nanoTON), now: now, configuration: configuration,
            libraries: LibraryCollection(own + libraries.roots))
    }
}
