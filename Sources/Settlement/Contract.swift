public import Cocoon
public import TONBlocks
public import TONCells

/// A contract of COCOON: its role, how that was proved, and what it was deployed with.
public struct Contract: Hashable, Sendable {
    /// Where it lives.
    public let address: AccountAddress
    /// What it is.
    public let role: ContractRole
    /// How that is known.
    public let proof: RoleProof
    /// Its owner at deployment; nil where only a message suggests the role.
    public let owner: AccountAddress?
    /// The proxy of a worker or client.
    public let proxy: AccountAddress?
    /// What it was deployed with; nil where only messages are known.
    public let origin: ContractOrigin?

    /// Makes one.
    public init(
        address: AccountAddress, role: ContractRole, proof: RoleProof, owner: AccountAddress?, proxy: AccountAddress?,
        origin: ContractOrigin?
    ) {
        self.address = address
        self.role = role
        self.proof = proof
        self.owner = owner
        self.proxy = proxy
        self.origin = origin
    }

    /// Takes owner and proxy from the contract's origin.
    public init(address: AccountAddress, origin: ContractOrigin, proof: RoleProof) {
        self.init(
            address: address, role: origin.data.role, proof: proof, owner: origin.data.owner,
            proxy: origin.data.proxy, origin: origin)
    }

    /// The root that a proxy names; nil for other roles.
    public var root: AccountAddress? { origin?.data.root }

    /// The params that were frozen into it.
    public var params: Params? { origin?.data.params }
}

/// The code and data that a contract was deployed with, decoded. Its address commits to both.
public struct ContractOrigin: Hashable, Sendable {
    /// Code and data as they hash to the address.
    public let stateInit: StateInit
    /// The data.
    public let data: ContractData

    /// Recognises the first code and data of an account.
    ///
    /// Nil where they don't hash to the address, or where the data has the layout of no contract. A wallet's data is
    /// too plain to be recognised alone: its code must be a known one too.
    public init?(_ stateInit: StateInit, of address: AccountAddress) {
        guard let code = stateInit.code, let cell = stateInit.data, let own = try? stateInit.address(),
            own.hash == address.hash, let data = ContractData(cell, code: code)
        else { return nil }
        self.stateInit = stateInit
        self.data = data
    }

    /// Works the first code and data of an account out from later ones, if they hash to its address.
    ///
    /// A root's can't be worked out: its data and code change.
    public init?(code: Cell, laterData: Cell, of address: AccountAddress) {
        guard let later = ContractData(laterData, code: code) else { return nil }
        let initial: StateInit?
        switch later {
        case .worker(let data): initial = try? data.initialState(code: code)
        case .client(let data): initial = try? data.initialState(code: code)
        case .proxy(let data): initial = try? data.initialState(code: code)
        case .wallet(let data): initial = try? data.initialState(code: code)
        case .root: initial = nil
        }
        guard let initial else { return nil }
        self.init(initial, of: address)
    }
}

/// The data of any contract of COCOON.
public enum ContractData: Hashable, Sendable {
    /// A root's.
    case root(RootData)
    /// A proxy's.
    case proxy(ProxyData)
    /// A worker's.
    case worker(WorkerData)
    /// A client's.
    case client(ClientData)
    /// A wallet's.
    case wallet(WalletData)

    /// Reads data of unknown role: the layouts are told apart by what fits exactly.
    public init?(_ cell: Cell, code: Cell) {
        if let data = try? WorkerData(cell: cell) {
            self = .worker(data)
        } else if let data = try? ClientData(cell: cell) {
            self = .client(data)
        } else if let data = try? ProxyData(cell: cell) {
            self = .proxy(data)
        } else if let data = try? RootData(cell: cell) {
            self = .root(data)
        } else if CodeHashes.hint(for: code.hash)?.role == .wallet, let data = try? WalletData(cell: cell) {
            self = .wallet(data)
        } else {
            return nil
        }
    }

    /// Whose data it is.
    public var role: ContractRole {
        switch self {
        case .root: .root
        case .proxy: .proxy
        case .worker: .worker
        case .client: .client
        case .wallet: .wallet
        }
    }

    /// The owner in it.
    public var owner: AccountAddress {
        switch self {
        case .root(let data): data.owner
        case .proxy(let data): data.owner
        case .worker(let data): data.owner
        case .client(let data): data.owner
        case .wallet(let data): data.owner
        }
    }

    /// The proxy in it.
    public var proxy: AccountAddress? {
        switch self {
        case .worker(let data): data.proxy
        case .client(let data): data.proxy
        case .root, .proxy, .wallet: nil
        }
    }

    /// The root in it.
    public var root: AccountAddress? {
        if case .proxy(let data) = self { data.root } else { nil }
    }

    /// The params in it.
    public var params: Params? {
        switch self {
        case .root(let data): data.params
        case .proxy(let data): data.params
        case .worker(let data): data.params
        case .client(let data): data.params
        case .wallet: nil
        }
    }
}

extension ProxyData {
    /// The first code and data of the worker or client that this proxy would accept at an address, given the owner
    /// that its message names; nil where the address doesn't follow.
    public func derivedOrigin(
        of child: AccountAddress, role: ContractRole, owner: AccountAddress, proxy: AccountAddress
    ) -> ContractOrigin? {
        let state: StateInit?
        switch role {
        case .worker:
            state = try? ContractDerivation.workerState(
                owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: params)
        case .client:
            state = try? ContractDerivation.clientState(
                owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: params)
        case .root, .proxy, .wallet:
            state = nil
        }
        return state.flatMap { ContractOrigin($0, of: child) }
    }

    /// Whether a proxy of this owner and key, made under these params of its root, has the address.
    public func isDerived(at address: AccountAddress, rootParams: Params) -> Bool {
        (try? ContractDerivation.proxyAddress(
            owner: owner, proxyKey: proxyKey, root: root, rootParams: rootParams)) == address
    }
}
