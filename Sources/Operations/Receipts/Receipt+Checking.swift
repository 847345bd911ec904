public import Cocoon
public import TONBlocks
public import TONCells
import TONCrypto

extension Receipt {
    /// What speaks against a receipt.
    public enum Problem: Hashable, Sendable {
        /// There is no contract at its address.
        case notDeployed(AccountStatus)
        /// The contract there isn't the one that its data would be at.
        case notDerived(AccountAddress)
        /// The data there isn't a worker's or client's.
        case wrongData(CellError)
        /// The payload doesn't repeat the envelope's operation and query id.
        case inconsistent
        /// The signature isn't the proxy's.
        case signature
        /// The contract is closed.
        case closed
        /// The contract has had a higher counter, or the same where it must grow.
        case counter(stored: UInt64, given: UInt64)
    }

    /// What a receipt says, held against its contract.
    public struct Check: Sendable {
        /// What speaks against it; empty for one that the contract takes, as far as its data tells.
        public let problems: [Problem]
        /// The tokens beyond the contract's counter; nil where there is no such contract, or its counter is higher.
        public let newTokens: UInt64?
        /// What a worker's owner and its proxy get for them; nil for a client's, and for more than ``Coins`` holds.
        public let payout: PayoutAmounts?
        /// What a client is charged for them; nil for a worker's.
        public let charge: ChargeAmounts?
    }

    /// What a claim would do now.
    public struct Appraisal: Sendable {
        /// The receipt against its contract.
        public let check: Check
        /// The claim, rehearsed; its value and what went wrong stand there.
        public let claim: PreparedOperation
        /// What arrives at the contract's owner as payout or refund: from the rehearsal, not from the formula.
        public let paid: Coins
        /// What it costs who sends the claim: the value less what comes back, if `send_excesses_to` is the sender.
        public let cost: Coins
    }

    /// Holds the receipt against the state of its contract.
    public func check(against account: ShardAccount) throws(CellError) -> Check {
        let state = try account.account()
        guard case .active(let content)? = state.existing?.storage.state, let code = content.code,
            let data = content.data
        else {
            return Check(
                problems: consistencyProblems + [.notDeployed(state.status)], newTokens: nil, payout: nil, charge: nil)
        }
        return check(code: code, data: data)
    }

    private var consistencyProblems: [Problem] { envelope.isConsistent ? [] : [.inconsistent] }

    /// Holds the receipt against the code and data of its contract, wherever they are known from.
    public func check(code: Cell, data: Cell) -> Check {
        var problems = consistencyProblems
        do throws(CellError) {
            switch role {
            case .worker:
                let worker = try WorkerData(cell: data)
                let delta = examine(
                    worker, code: code, key: worker.proxyKey, state: worker.state, counter: worker.tokens, &problems)
                return Check(
                    problems: problems, newTokens: delta,
                    payout: delta.flatMap { try? PayoutAmounts(delta: $0, params: worker.params) }, charge: nil)
            default:
                let client = try ClientData(cell: data)
                let delta = examine(
                    client, code: code, key: client.proxyKey, state: client.state, counter: client.tokensUsed,
                    &problems)
                return Check(
                    problems: problems, newTokens: delta, payout: nil,
                    charge: delta.map {
                        ChargeAmounts(
                            delta: $0, pricePerToken: client.params.pricePerToken, balance: client.balance)
                    })
            }
        } catch {
            problems.append(.wrongData(error))
            return Check(problems: problems, newTokens: nil, payout: nil, charge: nil)
        }
    }

    /// Rehearses the claim: what it would pay now, and what it costs.
    public func appraised(
        by sender: AccountAddress, on stage: RehearsalStage
    ) async throws(OperationError) -> Appraisal {
        let check: Check
        let owner: AccountAddress?
        do throws(CellError) {
            guard let account = try stage.states.account(contract) else {
                throw CellError.outOfRange("nothing is known of \(contract)")
            }
            check = try self.check(against: account)
            owner = try Self.owner(of: account, role: role)
        } catch {
            throw .cell(error)
        }
        let claim = try await ContractOperation.signed(envelope).prepared(from: sender, on: stage)
        let paid = owner.map { owner in
            claim.rehearsal.coinsSent(to: owner) { if case .payout = $0 { true } else { false } }
        }
        var returned = Coins.zero
        if envelope.sendExcessesTo == sender {
            returned = claim.rehearsal.coinsSent(to: sender) { if case .excesses = $0 { true } else { false } }
        }
        return Appraisal(
            check: check, claim: claim, paid: paid ?? .zero, cost: claim.value.subtractingOrZero(returned))
    }

    /// Appends what speaks against it. Returns the tokens beyond the counter.
    private func examine(
        _ data: some DerivableData, code: Cell, key: Hash256, state: ContractState, counter: UInt64,
        _ problems: inout [Problem]
    ) -> UInt64? {
        // Code that was replaced after the deployment would give another address; COCOON's workers and clients can't.
        if let derived = try? data.derivedAddress(code: code), derived != contract {
            problems.append(.notDerived(derived))
        }
        if !envelope.isSignatureValid(by: key) { problems.append(.signature) }
        if state == .closed { problems.append(.closed) }
        let mayStay = envelope.op == .workerLastPayoutSigned || envelope.op == .clientGrantRefundSigned
        if tokens < counter || (tokens == counter && !mayStay) {
            problems.append(.counter(stored: counter, given: tokens))
        }
        return tokens < counter ? nil : tokens - counter
    }

    private static func owner(of account: ShardAccount, role: ContractRole) throws(CellError) -> AccountAddress? {
        guard case .active(let state)? = try account.account().existing?.storage.state, let data = state.data else {
            return nil
        }
        return role == .worker ? try? WorkerData(cell: data).owner : try? ClientData(cell: data).owner
    }
}

extension Receipt.Problem: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .notDeployed(let status): "expected a contract at its address, which is \(status)"
        case .notDerived(let address): "the contract's code and data belong to \(address)"
        case .wrongData(let error): "the contract has other data than a receipt is for: \(error)"
        case .inconsistent: "the signed operation or query id is not the envelope's"
        case .signature: "the signature is not the proxy's"
        case .closed: "the contract is closed"
        case .counter(let stored, let given): "expected a counter above \(stored), found \(given)"
        }
    }
}
