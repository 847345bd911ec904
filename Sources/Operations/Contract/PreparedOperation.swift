public import Cocoon
import TONBlocks
public import TONCells
import TONVM

/// An operation with its value and bounce flag, rehearsed and ready to be sent.
public struct PreparedOperation: Sendable {
    /// The operation.
    public let operation: ContractOperation
    /// Who sends it; nil for a message from outside.
    public let sender: AccountAddress?
    /// What goes with it.
    public let value: Coins
    /// The least that every phase succeeds with, to ``ContractOperation/valueStep``; nil where the value is fixed, or
    /// where no value helps.
    public let leastValue: Coins?
    /// Whether it returns if the contract fails.
    public let isBounceable: Bool
    /// The whole message, as it would come from the sender.
    public let message: Cell
    /// What it would do.
    public let rehearsal: Rehearsal
}

extension ContractOperation {
    /// How exactly the least value is found: to a microTON.
    public static let valueStep: UInt128 = 1_000
    /// The most that is tried beyond the amount that an operation is about: 2 TON.
    public static let valueLimit: UInt128 = 2_000_000_000
    /// Values are rounded up to a milliTON.
    public static let valueRounding: UInt128 = 1_000_000

    /// Checks who sends it, finds the value, and rehearses it.
    ///
    /// The value is the amount that the operation is about and one and a half times what it takes beyond it, rounded up
    /// to a milliTON; excesses come back. The message bounces if the contract is there. The rehearsal may have failed:
    /// then no value up to 2 TON beyond the amount helps, and the value is that.
    ///
    /// The rehearsal begins with the message's arrival: what the sender's wallet takes isn't in it.
    public func prepared(
        from sender: AccountAddress, on stage: RehearsalStage
    ) async throws(OperationError) -> PreparedOperation {
        let status = try check(sender: sender, states: stage.states)
        let body = try body()
        let result = try await (permission == .external ? .fixed(.zero) : value).rehearsed {
            (coins) async throws(OperationError) in
            let message = try message(body, from: sender, value: coins, status: status, stage)
            return (message, try await stage.rehearse(message))
        }
        return PreparedOperation(
            operation: self, sender: permission == .external ? nil : sender, value: result.value,
            leastValue: result.least,
            isBounceable: permission != .external && status == .active, message: result.message,
            rehearsal: result.rehearsal)
    }

    /// Whether the sender may send it to what is there. Returns what that is.
    private func check(
        sender: AccountAddress, states: KnownStates
    ) throws(OperationError) -> AccountStatus {
        let known: (account: Account, described: AccountAddress?)?
        do throws(CellError) {
            let account = try states.account(receiver)?.account()
            let described = try stateInit?.address(workchain: receiver.workchain)
            known = account.map { ($0, described) }
        } catch {
            throw .cell(error)
        }
        guard let account = known?.account else { throw .unknownReceiver(receiver) }
        if let described = known?.described, described != receiver {
            throw .wrongStateInit(expected: receiver, found: described)
        }
        var state = stateInit
        if case .active(let present)? = account.existing?.storage.state { state = present }
        guard let data = state?.data, account.status == .active || stateInit != nil else {
            throw .notDeployed(receiver, account.status)
        }
        let owner: AccountAddress
        do throws(CellError) {
            owner = try role.owner(in: data)
        } catch {
            throw .wrongData(receiver, role: role, error)
        }
        guard permission != .owner || sender == owner else { throw .notTheOwner(sender: sender, owner: owner) }
        return account.status
    }

    private func message(
        _ body: Cell, from sender: AccountAddress, value: Coins, status: AccountStatus, _ stage: RehearsalStage
    ) throws(OperationError) -> Cell {
        let destination = MessageAddress(receiver)
        let environment = stage.emulation.environment
        let info: CommonMessageInfo =
            permission == .external
            ? .externalIn(ExternalInMessageInfo(destination: destination))
            : .internal(
                InternalMessageInfo(
                    bounce: status == .active, source: MessageAddress(sender), destination: destination,
                    value: CurrencyCollection(coins: value), createdLT: environment.lt,
                    createdAt: environment.now))
        do throws(CellError) {
            return try Message(info: info, stateInit: status == .active ? nil : stateInit, body: body).cell()
        } catch {
            throw .cell(error)
        }
    }
}

extension ContractOperation.ValueRule {
    /// Finds the value with which a message succeeds in all phases, and rehearses the message with that.
    ///
    /// - Parameter attempt: Makes the message with a value, and rehearses it.
    func rehearsed(
        _ attempt: (Coins) async throws(OperationError) -> (message: Cell, rehearsal: Rehearsal)
    ) async throws(OperationError) -> (value: Coins, least: Coins?, message: Cell, rehearsal: Rehearsal) {
        func tried(
            _ value: UInt128, least: Coins? = nil
        ) async throws(OperationError) -> (value: Coins, least: Coins?, message: Cell, rehearsal: Rehearsal) {
            guard let coins = Coins(exactly: value) else {
                throw .cell(.outOfRange("\(value) nanoTON is more than a message carries"))
            }
            let (message, rehearsal) = try await attempt(coins)
            return (coins, least, message, rehearsal)
        }
        let amount: UInt128
        switch self {
        case .fixed(let value): return try await tried(value.nanoTON)
        case .computed(let beyond): amount = beyond.nanoTON
        }
        let most = try await tried(amount + ContractOperation.valueLimit)
        guard most.rehearsal.isSuccess else { return most }
        var fails = UInt128.zero
        var works = ContractOperation.valueLimit
        while works - fails > ContractOperation.valueStep {
            let middle = fails + (works - fails) / 2
            if try await tried(amount + middle).rehearsal.isSuccess { works = middle } else { fails = middle }
        }
        let total = amount + works + (works + 1) / 2
        let rounding = ContractOperation.valueRounding
        return try await tried(
            (total + rounding - 1) / rounding * rounding, least: Coins(exactly: amount + works))
    }
}

extension ContractRole {
    /// The owner that a contract's data names. Throws where the data isn't the role's.
    public func owner(in data: Cell) throws(CellError) -> AccountAddress {
        switch self {
        case .root: try RootData(cell: data).owner
        case .proxy: try ProxyData(cell: data).owner
        case .worker: try WorkerData(cell: data).owner
        case .client: try ClientData(cell: data).owner
        case .wallet: try WalletData(cell: data).owner
        }
    }
}
