import Cocoon
public import TONBlocks
public import TONCells
import TONVM

/// Coins for an account, or the operation of a contract that isn't COCOON's.
public struct WalletTransfer: Sendable {
    /// To whom.
    public let receiver: AccountAddress
    /// What it is about: the amount that shall arrive; none for an operation.
    public let amount: Coins
    /// How much goes with it.
    public var value: ContractOperation.ValueRule
    /// The body.
    public let body: Cell
    /// The code and data with which the receiver is deployed if it isn't there; they must give its address.
    public let stateInit: StateInit?

    /// Makes one that sends exactly an amount.
    public init(to receiver: AccountAddress, amount: Coins, body: Cell = .empty, stateInit: StateInit? = nil) {
        self.receiver = receiver
        self.amount = amount
        value = .fixed(amount)
        self.body = body
        self.stateInit = stateInit
    }

    /// Makes one with a text that people read: as long as it is, in a chain of cells.
    public init(to receiver: AccountAddress, amount: Coins, comment: String) throws(CellError) {
        // A cell has 127 bytes; in the first, four are the operation.
        let bytes = Array(comment.utf8)
        let first = bytes.prefix(123)
        var parts: [ArraySlice<UInt8>] = []
        var rest = bytes[first.endIndex...]
        while !rest.isEmpty {
            parts.append(rest.prefix(127))
            rest = rest.dropFirst(127)
        }
        var continuation: Cell?
        for part in parts.reversed() {
            var builder = CellBuilder()
            try builder.store(bytes: Array(part))
            if let continuation { try builder.store(reference: continuation) }
            continuation = try builder.build()
        }
        self.init(
            to: receiver, amount: amount,
            body: try TextComment(bytes: Array(first), continuation: continuation).cell())
    }

    /// Makes one whose value is found by a rehearsal.
    public init(operation body: Cell, of receiver: AccountAddress, stateInit: StateInit? = nil) {
        self.receiver = receiver
        amount = .zero
        value = .computed(beyond: .zero)
        self.body = body
        self.stateInit = stateInit
    }

    /// Whether a receiver that doesn't run is a failure: where coins alone are sent it need not.
    var mustRun: Bool { stateInit != nil || amount == .zero }

    /// Finds the value, and rehearses it, from the message's arrival on. The message bounces if the receiver is there.
    public func prepared(
        from sender: AccountAddress, on stage: RehearsalStage
    ) async throws(OperationError) -> PreparedTransfer {
        let status: AccountStatus
        let described: AccountAddress?
        do throws(CellError) {
            guard let account = try stage.states.account(receiver)?.account() else {
                throw CellError.outOfRange("nothing is known of \(receiver)")
            }
            status = account.status
            described = try stateInit?.address(workchain: receiver.workchain)
        } catch {
            throw .cell(error)
        }
        if let described, described != receiver { throw .wrongStateInit(expected: receiver, found: described) }
        let result = try await value.rehearsed { coins async throws(OperationError) in
            let message = try message(from: sender, value: coins, status: status, stage)
            return (message, try await stage.rehearse(message, firstMustRun: mustRun))
        }
        return PreparedTransfer(
            transfer: self, sender: sender, value: result.value, leastValue: result.least,
            isBounceable: status == .active, message: result.message, rehearsal: result.rehearsal)
    }

    private func message(
        from sender: AccountAddress, value: Coins, status: AccountStatus, _ stage: RehearsalStage
    ) throws(OperationError) -> Cell {
        let environment = stage.emulation.environment
        let info = InternalMessageInfo(
            bounce: status == .active, source: MessageAddress(sender), destination: MessageAddress(receiver),
            value: CurrencyCollection(coins: value), createdLT: environment.lt, createdAt: environment.now)
        do throws(CellError) {
            return try Message(
                info: .internal(info), stateInit: status == .active ? nil : stateInit, body: body
            ).cell()
        } catch {
            throw .cell(error)
        }
    }
}

/// A transfer with its value and bounce flag, rehearsed and ready to be sent.
public struct PreparedTransfer: Sendable {
    /// The transfer.
    public let transfer: WalletTransfer
    /// Who sends it.
    public let sender: AccountAddress
    /// What goes with it.
    public let value: Coins
    /// The least that every phase succeeds with; nil where the value is fixed, or where no value helps.
    public let leastValue: Coins?
    /// Whether it returns if the contract fails.
    public let isBounceable: Bool
    /// The whole message, as it would come from the sender.
    public let message: Cell
    /// What it would do.
    public let rehearsal: Rehearsal
}
