import Cocoon
import TONBlocks
public import TONCells
import TONCrypto
import TONVM

/// Makes plans: compares, applies the rules, and rehearses every message, each on what those before leave behind.
public struct RootPlanner: Sendable {
    /// The rules.
    public var rules = RootRules()
    /// Whether entries are deleted that the manifest doesn't have.
    public var prunes = false
    /// How long a plan is good, in seconds.
    public var lifetime: UInt32 = 86_400
    /// How many messages fit one request of the owner.
    public var messagesPerRequest: Int
    /// Who is to send the messages; nil: whoever owns the root.
    public var sender: AccountAddress?

    /// Makes one for an owner whose requests have so many messages: 4 for most wallets, 255 for v5.
    public init(messagesPerRequest: Int, sender: AccountAddress? = nil) {
        self.messagesPerRequest = max(1, messagesPerRequest)
        self.sender = sender
    }

    /// The plan for a root.
    ///
    /// - Parameters:
    ///   - root: The root; the manifest's own must be the same if it names one.
    ///   - identifiers: The messages' query ids.
    public func plan(
        _ manifest: RootManifest, for root: AccountAddress, on network: NetworkIdentity, stage: RehearsalStage,
        identifiers: QueryIdentifiers
    ) async throws(PlanError) -> RootPlan {
        var refusals = rules.refusals(of: manifest, on: network)
        if root.workchain != 0, manifest.root != root { refusals.append(.workchain(root)) }
        if let expected = manifest.root, expected != root {
            refusals.append(.wrongRoot(expected: expected, found: root))
        }
        guard refusals.isEmpty else { throw .refused(refusals) }
        let account = try Self.account(root, stage.states)
        let state = try RootState(account, at: root)
        if let sender, sender != state.data.owner {
            throw .refused([.notTheOwner(sender: sender, owner: state.data.owner)])
        }
        let difference = try RootDifference(from: state, to: manifest, prunes: prunes)
        refusals += try rules.refusals(of: difference, from: state, to: manifest)
        for case .upgradeFull(let next) in difference.changes {
            refusals += next.refusals(at: root, on: stage)
        }
        guard refusals.isEmpty else { throw .refused(refusals) }

        var current = stage
        var identifiers = identifiers
        var waves: [RootPlan.Wave] = []
        for changes in batches(difference.changes) {
            waves.append(
                try await wave(changes, for: root, from: state.data.owner, on: &current, &identifiers))
        }
        let end = waves.isEmpty ? state : try RootState(try Self.account(root, current.states), at: root)
        try check(end, reaches: manifest, through: difference)
        if end.code.hash != state.code.hash {
            let broken = end.refusals(at: root, on: current)
            guard broken.isEmpty else { throw .refused(broken) }
        }
        let fingerprint: RootState.Fingerprint
        do throws(CellError) {
            fingerprint = try state.fingerprint
        } catch {
            throw .cell(error)
        }
        let plan = RootPlan(
            network: network, root: root, owner: state.data.owner, manifestHash: manifest.hash,
            base: RootPlan.Base(
                time: stage.emulation.environment.now, blockLT: stage.emulation.environment.blockLT,
                lastTransaction: account.lastTransaction, stateHash: account.stateHash, fingerprint: fingerprint,
                version: state.data.version, paramsVersion: state.data.params.paramsVersion),
            waves: waves, unmanaged: difference.unmanaged.map { $0.entry(in: state.data) }, end: end,
            impact: AddressImpact(
                of: root, from: state, to: end, bumpCount: difference.changes.count(where: \.bumpsParams),
                states: stage.states),
            expiresAt: Self.sum(stage.emulation.environment.now, lifetime), valueCap: manifest.valueCap,
            allowsFullUpgrade: rules.allowsFullUpgrade)
        try plan.check()
        return plan
    }

    private static func sum(_ time: UInt32, _ seconds: UInt32) -> UInt32 {
        let (end, overflows) = time.addingReportingOverflow(seconds)
        return overflows ? .max : end
    }

    static func account(_ address: AccountAddress, _ states: KnownStates) throws(PlanError) -> ShardAccount {
        do throws(CellError) {
            guard let account = try states.account(address) else {
                throw CellError.outOfRange("nothing is known of it")
            }
            return account
        } catch {
            throw .notARoot(address, error)
        }
    }

    // MARK: - Messages

    private func batches(_ changes: [RootChange]) -> [[RootChange]] {
        let together = changes.filter { !$0.isAlone }
        let batches = stride(from: 0, to: together.count, by: messagesPerRequest).map { start in
            Array(together[start..<min(start + messagesPerRequest, together.count)])
        }
        return batches + changes.filter(\.isAlone).map { [$0] }
    }

    private func wave(
        _ changes: [RootChange], for root: AccountAddress, from owner: AccountAddress,
        on stage: inout RehearsalStage, _ identifiers: inout QueryIdentifiers
    ) async throws(PlanError) -> RootPlan.Wave {
        var messages: [RootPlan.PlannedMessage] = []
        for change in changes {
            let prepared: PreparedOperation
            let body: Cell
            do throws(OperationError) {
                let message: CocoonMessage
                do throws(CellError) {
                    message = try change.message(queryID: identifiers.next())
                } catch {
                    throw .cell(error)
                }
                let operation = try ContractOperation.root(root, message)
                body = try operation.body()
                prepared = try await operation.prepared(from: owner, on: stage)
            } catch {
                throw .operation(error)
            }
            if let failure = prepared.rehearsal.failure {
                throw .rehearsalFailed(change.description, failure.reason)
            }
            stage.states.accounts.merge(prepared.rehearsal.tree.states) { $1 }
            messages.append(
                RootPlan.PlannedMessage(
                    body: body, value: prepared.value,
                    isBounceable: prepared.isBounceable, gas: prepared.rehearsal.gasUsed,
                    fees: prepared.rehearsal.totalFees))
        }
        let end = try RootState(try Self.account(root, stage.states), at: root)
        do throws(CellError) {
            return RootPlan.Wave(messages: messages, end: try end.fingerprint, version: end.data.version)
        } catch {
            throw .cell(error)
        }
    }

    /// What was wanted must be there in the end, whatever the root's code is.
    private func check(
        _ end: RootState, reaches manifest: RootManifest, through difference: RootDifference
    ) throws(PlanError) {
        let left = try RootDifference(from: end, to: manifest, prunes: prunes)
        guard left.changes.isEmpty else { throw .notReached(left.changes) }
        // An old code could take the message and keep its counters.
        for case .upgradeFull(let wanted) in difference.changes where wanted.data.version > end.data.version {
            throw .notReached([.upgradeFull(wanted)])
        }
    }
}

extension RootState {
    /// What speaks against putting this state in the place of a root's: that it isn't read back the same, or that its code
    /// doesn't answer on it.
    public func refusals(at root: AccountAddress, on stage: RehearsalStage) -> [PlanRefusal] {
        do throws(CellError) {
            let cell = try data.cell()
            guard try RootData(cell: cell).cell().hash == cell.hash else {
                return [.brokenUpgrade("its data isn't read back as it was written")]
            }
            return try RootGetters.differences(of: self, at: root, on: stage).map { .brokenUpgrade($0) }
        } catch {
            return [.brokenUpgrade("\(error)")]
        }
    }
}

extension Rehearsal {
    /// The gas of all transactions.
    public var gasUsed: UInt64 {
        tree.transactions.reduce(0) { sum, transaction in
            let (total, overflows) = sum.addingReportingOverflow(transaction.result?.gasUsed ?? 0)
            return overflows ? .max : total
        }
    }
}
