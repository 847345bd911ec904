public import Cocoon
public import TONBlocks
public import TONCells
public import TONVM

/// What a message would do, and whether every phase of all that it causes succeeds.
public struct Rehearsal: Sendable {
    /// What went wrong first.
    public struct Failure: Sendable {
        /// The place of its transaction in the tree.
        public let index: Int
        /// Whose it is; nil where the message goes to no account.
        public let address: AccountAddress?
        /// What failed.
        public let reason: Reason
    }

    /// What can go wrong with a message.
    public enum Reason: Hashable, Sendable {
        /// The network makes no transaction of it.
        case refused(ExecutionError)
        /// The contract didn't run.
        case skipped(ComputeSkipReason)
        /// The contract's code failed.
        case compute(ExitCode)
        /// The contract's actions failed: nothing was sent or stored.
        case action(ActionResultCode)
        /// A wallet passed over so many of the messages that it should have sent.
        case messagesNotSent(Int)
        /// The message came back.
        case bounced
        /// Nothing is known of the account's state.
        case unknownState
        /// It lies beyond the limits of the rehearsal.
        case beyondLimits
    }

    /// What became of an account's coins.
    public struct BalanceChange: Hashable, Sendable {
        /// The account.
        public let address: AccountAddress
        /// Its coins before.
        public let before: Coins
        /// Its coins after.
        public let after: Coins
    }

    /// All transactions.
    public let tree: EmulatedTree
    /// What went wrong first; nil where nothing did.
    public let failure: Failure?
    /// The accounts that had transactions, in the order of their first.
    public let balances: [BalanceChange]
    /// What validators got for all transactions. Fees for messages on their way are not in it.
    public let totalFees: Coins

    /// Whether every phase of all transactions succeeded.
    public var isSuccess: Bool { failure == nil }

    /// Looks a tree through. Throws where an account in it can't be read.
    ///
    /// A contract that gets a mere notification doesn't run, as nothing in it buys gas: no failure. Who gets the first
    /// message must run unless told otherwise, and so must the receivers that are named.
    public init(
        _ tree: EmulatedTree, receivers: Set<AccountAddress> = [], firstMustRun: Bool = true
    ) throws(CellError) {
        self.tree = tree
        failure =
            tree.transactions.enumerated().lazy.compactMap { index, transaction in
                Self.reason(
                    of: transaction,
                    mustRun: firstMustRun && transaction.parent == nil
                        || transaction.depth == 1 && transaction.address.map { receivers.contains($0) } == true
                ).map {
                    Failure(index: index, address: transaction.address, reason: $0)
                }
            }.first
        var balances: [BalanceChange] = []
        for transaction in tree.transactions {
            guard case .executed(let result, let before) = transaction.outcome,
                !balances.contains(where: { $0.address == result.address }),
                let after = tree.states[result.address]
            else { continue }
            balances.append(
                BalanceChange(
                    address: result.address, before: try before.account().balance.coins,
                    after: try after.account().balance.coins))
        }
        self.balances = balances
        totalFees = Coins(exactly: UInt128(clamping: tree.totalFees)) ?? .maximum
    }

    private static func reason(of transaction: EmulatedTransaction, mustRun: Bool) -> Reason? {
        switch transaction.outcome {
        case .refused(.externalNotAccepted(let end)) where end.skipReason == nil:
            return .compute(ExitCode(rawValue: end.exitCode))
        case .refused(let error): return .refused(error)
        case .unknownState: return .unknownState
        case .beyondLimits: return .beyondLimits
        case .executed(let result, _):
            return Reason(
                result.description, isExternal: transaction.message.message.info.internalInfo == nil,
                mustRun: mustRun)
        }
    }

    /// What contracts sent to an account with an operation that a predicate accepts, before the fee of its way was
    /// taken: the value that arrives.
    func coinsSent(to address: AccountAddress, where accepts: (CocoonMessage) -> Bool) -> Coins {
        let sum = tree.transactions.reduce(UInt128.zero) { sum, transaction in
            guard transaction.parent != nil, transaction.address == address, transaction.result != nil,
                let info = transaction.message.message.info.internalInfo, !info.bounced,
                let body = try? transaction.message.message.bodySlice,
                let message = try? CocoonMessage.decode(body), accepts(message)
            else { return sum }
            return sum.addingReportingOverflow(info.value.coins.nanoTON).partialValue
        }
        return Coins(exactly: sum) ?? .maximum
    }
}

extension Rehearsal.Reason {
    /// What went wrong in a transaction; nil where nothing did.
    ///
    /// - Parameters:
    ///   - isExternal: Whether its message came from outside, as those to wallets do: these pass over what they can't
    ///     send, and end well.
    ///   - mustRun: Whether it is a failure that the contract didn't run.
    init?(_ description: TransactionDescription, isExternal: Bool, mustRun: Bool) {
        let compute = description.computePhase
        if let skipped = compute?.skipReason, mustRun {
            self = .skipped(skipped)
        } else if let run = compute?.execution, !run.isSuccessful {
            self = .compute(ExitCode(rawValue: run.exitCode))
        } else if let actions = description.actionPhase, !actions.isSuccessful {
            self = .action(ActionResultCode(rawValue: actions.resultCode))
        } else if let bounce = description.bouncePhase {
            // What can't go back stays where a contract doesn't run.
            guard case .ok = bounce else {
                guard compute?.skipReason == nil else { return nil }
                self = .bounced
                return
            }
            self = .bounced
        } else if isExternal, let actions = description.actionPhase, actions.skippedActions > 0 {
            self = .messagesNotSent(Int(actions.skippedActions))
        } else {
            return nil
        }
    }
}

extension Rehearsal.Reason: CustomStringConvertible {
    /// The phase, and its code by name.
    public var description: String {
        switch self {
        case .refused(let error): "\(error)"
        case .skipped(let reason): "the contract doesn't run: \(reason)"
        case .compute(let code): "compute phase: \(code)\(code.meaning.map { ", \($0)" } ?? "")"
        case .action(let code): "action phase: \(code)\(code.meaning.map { ", \($0)" } ?? "")"
        case .messagesNotSent(let count):
            "the wallet can't send \(count) of its messages: it has too few coins for them"
        case .bounced: "the message comes back"
        case .unknownState: "nothing is known of the account's state"
        case .beyondLimits: "it lies beyond the limits of the rehearsal"
        }
    }
}

extension Rehearsal.Failure: CustomStringConvertible {
    /// Which transaction, whose, and what failed in it.
    public var description: String {
        "transaction \(index) of \(address.map { "\($0)" } ?? "no account"): \(reason)"
    }
}
