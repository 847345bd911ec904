import TONBlocks
import TONCells
import TONCrypto
import TONVM
public import TONWallets

/// Carries out a plan, wave by wave, and goes on where it was interrupted.
///
/// Every step is in the journal before it is done. A wave is only sent where the root's last transaction is the one that
/// the plan, or the wave before, left behind, and where the rehearsal of the whole request ends in the planned state.
public struct RootApplication<Network: OperationNetwork> {
    /// How requests are signed.
    public enum Signing {
        /// Here.
        case here((UnsignedRequest) throws(WalletError) -> RequestSignature)
        /// Elsewhere: a request that was handed out before, and the signature that came back.
        case given(UnsignedRequest, RequestSignature)
        /// Elsewhere, later: the next request is handed out.
        case later
    }

    /// How far it came.
    public enum Outcome: Sendable {
        /// All is as planned.
        case done
        /// The next wave's request, to be signed elsewhere.
        case unsigned(UnsignedRequest, wave: Int)
    }

    /// The plan.
    public let plan: RootPlan
    /// Where it happens.
    public let network: Network
    /// The owner's wallet.
    public let sender: WalletSender
    /// What was done so far.
    public let journal: PlanJournal
    /// How long a request is good, in seconds.
    public var lifetime: UInt32 = WalletSender.standardLifetime

    /// Makes one.
    public init(_ plan: RootPlan, on network: Network, from sender: WalletSender, journal: PlanJournal) {
        self.plan = plan
        self.network = network
        self.sender = sender
        self.journal = journal
    }

    /// Does all that is left to do.
    ///
    /// Throws ``ApplicationError/stale(_:)`` where the root has changed, and nothing more is sent then.
    public func run(_ signing: Signing) async throws(ApplicationError) -> Outcome {
        try await check()
        var signing = signing
        for number in plan.waves.indices {
            if let result = journal.result(of: number) {
                if let failure = result.failure { throw .failed(wave: number, failure) }
                try setAside(&signing, after: number)
                continue
            }
            if let attempt = journal.attempt(at: number), try await settle(attempt) {
                try setAside(&signing, after: number)
                continue
            }
            switch try await request(number, signing) {
            case .unsigned(let unsigned): return .unsigned(unsigned, wave: number)
            case .signed(let prepared, let external):
                try await send(try await attempt(number, prepared, external))
            }
            try setAside(&signing, after: number)
        }
        try await verify()
        if !journal.isDone { try log(.done) }
        return .done
    }

    /// A signature is for one request: once its wave is behind, the next request is handed out.
    private func setAside(_ signing: inout Signing, after wave: Int) throws(ApplicationError) {
        guard case .given(let unsigned, _) = signing else { return }
        do throws(OperationError) {
            if unsigned.request.messages == (try messages(of: wave)) { signing = .later }
        } catch {
            throw .operation(error)
        }
    }

    // MARK: - Before

    private func check() async throws(ApplicationError) {
        let identity = try await asking { () throws(OperationNetworkError) in try await network.identity() }
        guard identity == plan.network else {
            throw .refused([.wrongNetwork(expected: plan.network, found: identity)])
        }
        do throws(PlanError) {
            try plan.check()
        } catch {
            throw .plan(error)
        }
        guard sender.address == plan.owner else {
            throw .refused([.notTheOwner(sender: sender.address, owner: plan.owner)])
        }
        guard !journal.hasStarted else { return }
        let stage = try await stage()
        try requireTime(on: stage)
        // Even a plan without messages must still be about the root as it is.
        if plan.isEmpty { try require(plan.base.lastTransaction.hash, plan.base.fingerprint, on: stage) }
    }

    /// A plan that is begun is carried to its end, whenever that is: a root between two states serves nobody.
    private func requireTime(on stage: RehearsalStage) throws(ApplicationError) {
        let now = stage.emulation.environment.now
        if now >= plan.expiresAt { throw .refused([.expired(at: plan.expiresAt, now: now)]) }
    }

    /// The root must be as the plan, or the wave before, left it.
    private func gate(_ wave: Int, on stage: RehearsalStage) throws(ApplicationError) {
        if wave == 0 {
            try requireTime(on: stage)
            guard try root(on: stage).account.stateHash == plan.base.stateHash else {
                throw .stale("the root has changed since the plan was made")
            }
            try require(plan.base.lastTransaction.hash, plan.base.fingerprint, on: stage)
        } else if let before = journal.result(of: wave - 1) {
            try require(before.rootTransaction, plan.waves[wave - 1].end, on: stage)
        }
    }

    private func require(
        _ transaction: Hash256, _ fingerprint: RootState.Fingerprint, on stage: RehearsalStage
    ) throws(ApplicationError) {
        let root = try root(on: stage)
        guard root.account.lastTransactionHash == transaction else {
            throw .stale(
                "expected \(transaction) as the root's last transaction, found \(root.account.lastTransactionHash): "
                    + "somebody else's message came between")
        }
        guard root.fingerprint == fingerprint else { throw .stale("the root's code or data is another") }
    }

    // MARK: - Sending

    private enum Request {
        case unsigned(UnsignedRequest)
        case signed(PreparedRequest, MessageCell)
    }

    private func messages(of wave: Int) throws(OperationError) -> [WalletMessage] {
        var messages: [WalletMessage] = []
        for message in plan.waves[wave].messages { messages.append(try message.walletMessage(to: plan.root)) }
        return messages
    }

    /// The wave's request, rehearsed to the planned end on the very state that was found to be the expected one, and
    /// signed.
    private func request(_ number: Int, _ signing: Signing) async throws(ApplicationError) -> Request {
        let wave = plan.waves[number]
        let stage = try await stage()
        try gate(number, on: stage)
        let prepared: PreparedRequest
        do throws(OperationError) {
            let messages = try messages(of: number)
            let request: WalletRequest
            if case .given(let unsigned, _) = signing {
                guard unsigned.request.messages == messages else {
                    throw OperationError.wallet(.foreignMessage("the request has other messages than this wave"))
                }
                request = unsigned.request
            } else {
                request = WalletRequest(
                    try sender.replayProtection(on: stage, lifetime: lifetime), messages: messages)
            }
            prepared = try await sender.prepare(request, receivers: [plan.root], on: stage)
        } catch {
            throw .operation(error)
        }
        if let failure = prepared.rehearsal.failure { throw .rehearsalFailed(wave: number, failure.description) }
        guard let account = prepared.rehearsal.tree.states[plan.root],
            try Self.fingerprint(of: account, at: plan.root) == wave.end
        else { throw .rehearsalFailed(wave: number, "it doesn't end in the planned state") }
        do throws(WalletError) {
            switch signing {
            case .later: return .unsigned(prepared.unsigned)
            case .given(_, let signature): return .signed(prepared, try prepared.external(with: signature))
            case .here(let sign): return .signed(prepared, try prepared.external(with: try sign(prepared.unsigned)))
            }
        } catch {
            throw .signer(error)
        }
    }

    private func attempt(
        _ wave: Int, _ prepared: PreparedRequest, _ external: MessageCell
    ) async throws(ApplicationError) -> PlanJournal.Attempt {
        // Whoever signs may take their time.
        let stage = try await stage()
        try gate(wave, on: stage)
        let attempt: PlanJournal.Attempt
        do throws(CellError) {
            guard let hash = try external.message.normalizedHash() else {
                throw CellError.outOfRange("expected a message from outside")
            }
            let lt = try stage.states.account(sender.address)?.lastTransactionLT ?? 0
            let (seqno, validUntil) = prepared.request.validity(of: sender.wallet)
            attempt = PlanJournal.Attempt(
                wave: wave, seqno: seqno, validUntil: validUntil, normalizedHash: hash, walletLT: lt,
                external: external.cell)
        } catch {
            throw .operation(.cell(error))
        }
        try log(.attempt(attempt))
        return attempt
    }

    private func send(_ attempt: PlanJournal.Attempt) async throws(ApplicationError) {
        let reception: Reception
        do throws(OperationNetworkError) {
            reception = try await network.send(attempt.external)
        } catch {
            switch error {
            case .unavailable(let reason): throw .outcomeUnknown(wave: attempt.wave, reason)
            case .refused(let reason):
                // It is refused, too, where a copy of it came first.
                if try await conclude(attempt) { return }
                throw .rejected(wave: attempt.wave, reason)
            case .ledger, .cell: throw .network(error)
            }
        }
        try log(.received(wave: attempt.wave, reception))
        guard try await conclude(attempt) else {
            throw .outcomeUnknown(wave: attempt.wave, "it isn't among the wallet's transactions yet")
        }
    }

    // MARK: - After

    /// What an earlier attempt came to. False where it came to nothing, and never will.
    private func settle(_ attempt: PlanJournal.Attempt) async throws(ApplicationError) -> Bool {
        // The state first: what isn't among the transactions afterwards, wasn't yet in the state.
        let stage = try await stage()
        if try await conclude(attempt) { return true }
        let seqno: UInt32?
        do throws(OperationError) {
            seqno = attempt.seqno == nil ? nil : try sender.seqno(on: stage)
        } catch {
            throw .operation(error)
        }
        guard seqno == attempt.seqno else {
            throw .stale(
                "the wallet was used by another: its number is \(seqno.map { "\($0)" } ?? "none"), and the message for "
                    + "\(attempt.seqno.map { "\($0)" } ?? "none") isn't among its transactions")
        }
        guard stage.emulation.environment.now < attempt.validUntil else { return false }
        try gate(attempt.wave, on: stage)
        // The same bytes: whichever copy arrives first, the other is void.
        try await send(attempt)
        return true
    }

    /// Notes what became of an attempt. False where its transaction isn't there.
    private func conclude(_ attempt: PlanJournal.Attempt) async throws(ApplicationError) -> Bool {
        let trace = try await asking { () throws(OperationNetworkError) in
            try await MessageTrace.find(
                attempt.normalizedHash, to: sender.address, after: attempt.walletLT, receivers: [plan.root],
                on: network)
        }
        guard let trace, let own = trace.entries.first else { return false }
        guard trace.isComplete else {
            throw .outcomeUnknown(wave: attempt.wave, "some of its messages haven't arrived yet")
        }
        let rooted = trace.entries.filter { $0.address == plan.root }.sorted { $0.transaction.lt < $1.transaction.lt }
        let last = rooted.last
        var failure = trace.failure?.description
        if last == nil { failure = failure ?? "the root got no message" }
        failure = failure ?? overwriting(rooted, in: attempt.wave)
        try log(
            .result(
                PlanJournal.Result(
                    wave: attempt.wave, transaction: own.hash, rootTransaction: last?.hash ?? .zero,
                    failure: failure)))
        if let failure { throw .failed(wave: attempt.wave, failure) }
        return true
    }

    /// Whether a whole state was written over what somebody else's message had changed meanwhile: the end shows nothing of
    /// it, as it is the planned one.
    private func overwriting(_ rooted: [MessageTrace.Entry], in wave: Int) -> String? {
        let replaces = plan.waves[wave].messages.contains { message in
            if case .upgradeFull? = try? message.change() { true } else { false }
        }
        guard replaces else { return nil }
        var expected =
            wave == 0 ? plan.base.lastTransaction.hash : journal.result(of: wave - 1)?.rootTransaction
        for entry in rooted {
            guard entry.transaction.previousHash == expected else {
                return "the whole state was replaced, and somebody else's message came between: what it changed is lost"
            }
            expected = entry.hash
        }
        return nil
    }

    /// The decoded root must equal the planned state, and its getters must say so.
    private func verify() async throws(ApplicationError) {
        let stage = try await stage()
        let differences: [String]
        do throws(PlanError) {
            differences = try plan.differences(on: stage)
        } catch {
            throw .plan(error)
        }
        guard differences.isEmpty else { throw .notAsPlanned(differences) }
    }

    // MARK: - Asking

    private func asking<T>(
        _ body: () async throws(OperationNetworkError) -> T
    ) async throws(ApplicationError) -> T {
        do throws(OperationNetworkError) {
            return try await body()
        } catch {
            throw .network(error)
        }
    }

    private func stage() async throws(ApplicationError) -> RehearsalStage {
        try await asking { () throws(OperationNetworkError) in try await network.stage() }
    }

    private func root(
        on stage: RehearsalStage
    ) throws(ApplicationError) -> (account: ShardAccount, fingerprint: RootState.Fingerprint) {
        let account: ShardAccount
        let state: RootState
        do throws(PlanError) {
            account = try RootPlanner.account(plan.root, stage.states)
            state = try RootState(account, at: plan.root)
        } catch {
            throw .plan(error)
        }
        do throws(CellError) {
            return (account, try state.fingerprint)
        } catch {
            throw .plan(.cell(error))
        }
    }

    private static func fingerprint(
        of account: ShardAccount, at address: AccountAddress
    ) throws(ApplicationError) -> RootState.Fingerprint? {
        guard let state = try? RootState(account, at: address) else { return nil }
        do throws(CellError) {
            return try state.fingerprint
        } catch {
            throw .operation(.cell(error))
        }
    }

    private func log(_ record: PlanJournal.Record) throws(ApplicationError) {
        do throws(JournalError) {
            try journal.append(record)
        } catch {
            throw .journal(error)
        }
    }
}
