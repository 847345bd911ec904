public import Cocoon
public import TONBlocks
public import TONCells
public import TONCrypto

/// A contract that isn't there yet: where it will be, what it starts with, and the message that deploys it.
///
/// ```swift
/// let deployment = try Deployment.worker(of: wallet, at: proxy, queryID: 1, excessesTo: wallet, on: stage.states)
/// try deployment.requireAbsent(on: stage.states)
/// let request = try await sender.prepare([deployment.action], on: stage)
/// ```
/// Code and params are those of the parent as it stands, so that the parent accepts the child.
public struct Deployment: Sendable {
    /// What it will be.
    public let role: ContractRole
    /// Where it will be.
    public let address: AccountAddress
    /// The code and data that it starts with.
    public let stateInit: StateInit
    /// The message that deploys it.
    public let action: OutgoingAction

    /// A proxy, made of the root's present params and code; the first message brings its stake.
    ///
    /// - Parameter key: The public key that will sign receipts.
    public static func proxy(
        of owner: AccountAddress, key: Hash256, under root: AccountAddress, stake: Coins, queryID: UInt64,
        excessesTo: AccountAddress?, on states: KnownStates
    ) throws(OperationError) -> Deployment {
        let params = try states.contractData(of: root, role: .root, as: RootData.self).params
        let state = try derived { () throws(DerivationError) in
            try ContractDerivation.proxyState(owner: owner, proxyKey: key, root: root, rootParams: params)
        }
        let address = try address(of: state)
        return Deployment(
            .proxy, address, state,
            .increaseProxyStake(of: address, by: stake, queryID: queryID, excessesTo: excessesTo))
    }

    /// A root of a manifest; the first message brings coins, and nothing else.
    ///
    /// - Parameter state: ``RootManifest/initialState(owner:)``.
    public static func root(
        _ state: RootState, coins: Coins, queryID: UInt64
    ) throws(OperationError) -> Deployment {
        let stateInit: StateInit
        do throws(CellError) {
            stateInit = try state.stateInit()
        } catch {
            throw .cell(error)
        }
        return Deployment(
            .root, try address(of: stateInit), stateInit,
            try .deploy(.root, stateInit, coins: coins, queryID: queryID))
    }

    /// A worker at a proxy; the first message registers it.
    public static func worker(
        of owner: AccountAddress, at proxy: AccountAddress, queryID: UInt64, excessesTo: AccountAddress?,
        on states: KnownStates
    ) throws(OperationError) -> Deployment {
        let data = try states.contractData(of: proxy, role: .proxy, as: ProxyData.self)
        let state = try derived { () throws(DerivationError) in
            try ContractDerivation.workerState(
                owner: owner, proxy: proxy, proxyKey: data.proxyKey, proxyParams: data.params)
        }
        let address = try address(of: state)
        return Deployment(
            .worker, address, state, .registerWorker(address, queryID: queryID, excessesTo: excessesTo))
    }

    /// A client at a proxy; the first message registers it.
    public static func client(
        of owner: AccountAddress, at proxy: AccountAddress, nonce: UInt64, queryID: UInt64,
        excessesTo: AccountAddress?, on states: KnownStates
    ) throws(OperationError) -> Deployment {
        let data = try states.contractData(of: proxy, role: .proxy, as: ProxyData.self)
        let state = try derived { () throws(DerivationError) in
            try ContractDerivation.clientState(
                owner: owner, proxy: proxy, proxyKey: data.proxyKey, proxyParams: data.params)
        }
        let address = try address(of: state)
        return Deployment(
            .client, address, state,
            .registerClient(address, nonce: nonce, queryID: queryID, excessesTo: excessesTo))
    }

    /// A wallet of COCOON; the first message brings coins, of which it needs 2 TON to act.
    ///
    /// - Parameter key: The public key of the machine that will use it.
    public static func wallet(
        of owner: AccountAddress, key: Hash256, code: Cell = CocoonWallet.code, amount: Coins
    ) throws(OperationError) -> Deployment {
        let state = try derived { () throws(DerivationError) in
            try ContractDerivation.walletState(publicKey: key, owner: owner, code: code)
        }
        let address = try address(of: state)
        return Deployment(
            role: .wallet, address: address, stateInit: state,
            action: .transfer(WalletTransfer(to: address, amount: amount, stateInit: state)))
    }

    /// Throws where the contract is there already.
    public func requireAbsent(on states: KnownStates) throws(OperationError) {
        let status: AccountStatus?
        do throws(CellError) {
            status = try states.account(address)?.account().status
        } catch {
            throw .cell(error)
        }
        guard let status else { throw .unknownReceiver(address) }
        // A frozen one has its coins back only by the code and data that it had, which these are not.
        guard status != .active, status != .frozen else { throw .alreadyDeployed(address, status) }
    }

    private init(
        _ role: ContractRole, _ address: AccountAddress, _ stateInit: StateInit, _ operation: ContractOperation
    ) {
        self.init(
            role: role, address: address, stateInit: stateInit, action: .operation(operation.deploying(stateInit)))
    }

    private init(role: ContractRole, address: AccountAddress, stateInit: StateInit, action: OutgoingAction) {
        self.role = role
        self.address = address
        self.stateInit = stateInit
        self.action = action
    }

    private static func derived(
        _ state: () throws(DerivationError) -> StateInit
    ) throws(OperationError) -> StateInit {
        do throws(DerivationError) {
            return try state()
        } catch {
            throw .derivation(error)
        }
    }

    private static func address(of state: StateInit) throws(OperationError) -> AccountAddress {
        do throws(CellError) {
            return try state.address()
        } catch {
            throw .cell(error)
        }
    }
}
