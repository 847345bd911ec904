import Cocoon
import TONBlocks
public import TONCells
import TONVM

/// How a change of a root's params moves addresses: a contract's address follows from the params that it is deployed with.
///
/// Those that are deployed already stay where they are, with the params that they have. Workers and clients follow from
/// their proxy, so that theirs move with the next proxy, not before.
public struct AddressImpact: Hashable, Sendable {
    /// A proxy that is deployed, and what its owner would get with the same key.
    public struct Proxy: Hashable, Sendable {
        /// The proxy.
        public let address: AccountAddress
        /// Its owner.
        public let owner: AccountAddress
        /// Where a proxy of this owner and key would be deployed now; nil where the root has no code for proxies.
        public let present: AccountAddress?
        /// Where it would be deployed afterwards.
        public let next: AccountAddress?
    }

    /// The number of the params now.
    public let presentVersion: UInt32
    /// The number of the params afterwards.
    public let nextVersion: UInt32
    /// How many messages change the params: each is seen by those who deploy meanwhile.
    public let bumpCount: Int
    /// The proxies that are known to be this root's.
    public let proxies: [Proxy]

    /// Whether any address moves.
    public var movesAddresses: Bool { presentVersion != nextVersion }

    /// What an operation that was rehearsed would move; nil where it changes no root's params.
    ///
    /// - Parameter states: Where the root's proxies are looked for.
    public init?(of prepared: PreparedOperation, on states: KnownStates) {
        let root = prepared.operation.receiver
        guard prepared.operation.role == .root, let account = prepared.rehearsal.tree.states[root],
            let before = prepared.rehearsal.tree.transactions.lazy.compactMap({ transaction -> ShardAccount? in
                guard transaction.address == root, case .executed(_, let before) = transaction.outcome else {
                    return nil
                }
                return before
            }).first, let present = try? RootState(before, at: root), let next = try? RootState(account, at: root),
            present.data.params.paramsVersion != next.data.params.paramsVersion
        else { return nil }
        self.init(of: root, from: present, to: next, bumpCount: 1, states: states)
    }

    init(presentVersion: UInt32, nextVersion: UInt32, bumpCount: Int, proxies: [Proxy]) {
        self.presentVersion = presentVersion
        self.nextVersion = nextVersion
        self.bumpCount = bumpCount
        self.proxies = proxies
    }

    /// Looks for the root's proxies among known accounts. Each is one only if its address follows from its code and data.
    init(
        of root: AccountAddress, from present: RootState, to next: RootState, bumpCount: Int, states: KnownStates
    ) {
        presentVersion = present.data.params.paramsVersion
        nextVersion = next.data.params.paramsVersion
        self.bumpCount = bumpCount
        proxies = states.accounts.keys.sorted().compactMap { address -> Proxy? in
            guard let account = try? states.accounts[address]?.account().existing,
                case .active(let state) = account.storage.state, let code = state.code,
                let data = state.data.flatMap({ try? ProxyData(cell: $0) }), data.root == root,
                let derived = try? data.derivedAddress(code: code), derived == address
            else { return nil }
            func wouldBe(_ params: Params) -> AccountAddress? {
                try? ContractDerivation.proxyAddress(
                    owner: data.owner, proxyKey: data.proxyKey, root: root, rootParams: params)
            }
            return Proxy(
                address: address, owner: data.owner, present: wouldBe(present.data.params),
                next: wouldBe(next.data.params))
        }
    }
}
