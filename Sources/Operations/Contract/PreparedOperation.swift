import Cocoon
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
        func attempt(_ value: UInt128) async throws(OperationError) -> (Coins, Cell, Rehearsal) {
            guard let coins = Coins(exactly: value) else {
                throw .cell(.outOfRange("\(value) nanoTON is more than a message carries"))
            }
            let message = try message(body, from: sender, value: coins, status: status, stage)
            return (coins, message, try await stage.rehearse(message))
        }
        var result: (value: Coins, message: Cell, rehearsal: Rehearsal)
        var least: Coins?
        switch (permission, value) {
        case (.external, _): result = try await attempt(0)
        case (_, .fixed(let value)): result = try await attempt(value.nanoTON)
        case (_, .computed(let amount)):
            let amount = amount.nanoTON
            result = try await attempt(amount + Self.valueLimit)
            guard result.rehearsal.isSuccess else { break }
            var fails = UInt128.zero
            var works = Self.valueLimit
            while works - fails > Self.valueStep {
                let middle = fails + (works - fails) / 2
                if try await attempt(amount + middle).2.isSuccess { works = middle } else { fails = middle }
            }
            least = Coins(exactly: amount + works)
            let total = amount + works + (works + 1) / 2
            result = try await attempt(
                (total + Self.valueRounding - 1) / Self.valueRounding * Self.valueRounding)
        }
        return PreparedOperation(
            operation: self, sender: permission == .external ? nil : sender, value: result.value, leastValue: least,
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
            switch role {
            case .root: owner = try RootData(cell: data).owner
            case .proxy: owner = try ProxyData(cell: data).owner
            case .worker: owner = try WorkerData(cell: data).owner
            case .client: owner = try ClientData(cell: data).owner
            case .wallet: owner = try WalletData(cell: data).owner
            }
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
