public import TONBlocks
public import TONCells
public import TONCrypto

/// Why an address can't be derived.
public enum DerivationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The params carry no code for the role, and none was given.
    case missingCode(ContractRole)
    /// The initial data can't be written.
    case layout(CellError)

    /// What is missing or wrong.
    public var description: String {
        switch self {
        case .missingCode(let role): "the params carry no code for a \(role), and none was given"
        case .layout(let error): "the initial data can't be written: \(error)"
        }
    }
}

/// The addresses of contracts, which prove their roles.
///
/// An address is the hash of code and initial data in workchain 0. The initial data holds the params with their
/// `params_version`, so every change of the root's params moves the addresses of all contracts derived afterwards.
///
/// The parent's params are given as the parent keeps them; what the child doesn't keep is dropped here. `code` takes
/// the place of the code in those params.
public enum ContractDerivation {
    /// The initial state of a worker.
    public static func workerState(
        owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, proxyParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> StateInit {
        guard let code = code ?? proxyParams.workerCode else { throw .missingCode(.worker) }
        let data = WorkerData(
            owner: owner, proxy: proxy, proxyKey: proxyKey, state: .normal, tokens: 0,
            params: proxyParams.withoutCodes)
        return try state(of: data, code: code)
    }

    /// The initial state of a client.
    public static func clientState(
        owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, proxyParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> StateInit {
        guard let code = code ?? proxyParams.clientCode else { throw .missingCode(.client) }
        let data = ClientData(
            state: .normal, balance: .zero, stake: proxyParams.effectiveMinimumClientStake, tokensUsed: 0,
            unlockTime: 0, secretHash: .zero, owner: owner, proxy: proxy, proxyKey: proxyKey,
            params: proxyParams.withoutCodes)
        return try state(of: data, code: code)
    }

    /// The initial state of a proxy.
    public static func proxyState(
        owner: AccountAddress, proxyKey: Hash256, root: AccountAddress, rootParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> StateInit {
        guard let code = code ?? rootParams.proxyCode else { throw .missingCode(.proxy) }
        let data = ProxyData(
            owner: owner, proxyKey: proxyKey, root: root, state: .normal, balance: .zero, stake: .zero, unlockTime: 0,
            params: rootParams.forProxy)
        return try state(of: data, code: code)
    }

    /// The initial state of a COCOON wallet.
    public static func walletState(
        publicKey: Hash256, owner: AccountAddress, code: Cell
    ) throws(DerivationError) -> StateInit {
        try state(of: WalletData(publicKey: publicKey, owner: owner), code: code)
    }

    /// The address of a worker.
    public static func workerAddress(
        owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, proxyParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> AccountAddress {
        try address(
            of: try workerState(
                owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: proxyParams, code: code))
    }

    /// The address of a client.
    public static func clientAddress(
        owner: AccountAddress, proxy: AccountAddress, proxyKey: Hash256, proxyParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> AccountAddress {
        try address(
            of: try clientState(
                owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: proxyParams, code: code))
    }

    /// The address of a proxy.
    public static func proxyAddress(
        owner: AccountAddress, proxyKey: Hash256, root: AccountAddress, rootParams: Params, code: Cell? = nil
    ) throws(DerivationError) -> AccountAddress {
        try address(
            of: try proxyState(owner: owner, proxyKey: proxyKey, root: root, rootParams: rootParams, code: code))
    }

    /// The address of a COCOON wallet.
    public static func walletAddress(
        publicKey: Hash256, owner: AccountAddress, code: Cell
    ) throws(DerivationError) -> AccountAddress {
        try address(of: try walletState(publicKey: publicKey, owner: owner, code: code))
    }

    fileprivate static func state(
        of data: some TLBEncodable, code: Cell
    ) throws(DerivationError) -> StateInit {
        do throws(CellError) {
            return StateInit(code: code, data: try data.cell())
        } catch {
            throw .layout(error)
        }
    }

    fileprivate static func address(of state: StateInit) throws(DerivationError) -> AccountAddress {
        do throws(CellError) {
            return try state.address()
        } catch {
            throw .layout(error)
        }
    }
}

/// Data of a contract from which its initial data, and so its address, can be worked out again.
public protocol DerivableData: TLBCodable, Hashable {
    /// The data that the contract was deployed with.
    var initial: Self { get }
}

extension DerivableData {
    /// The state that the contract was deployed with, if it had this code then.
    public func initialState(code: Cell) throws(DerivationError) -> StateInit {
        try ContractDerivation.state(of: initial, code: code)
    }

    /// The contract's address, if it was deployed with this code.
    public func derivedAddress(code: Cell) throws(DerivationError) -> AccountAddress {
        try ContractDerivation.address(of: try initialState(code: code))
    }
}

extension WorkerData: DerivableData {}
extension ClientData: DerivableData {}
extension ProxyData: DerivableData {}
extension WalletData: DerivableData {}
