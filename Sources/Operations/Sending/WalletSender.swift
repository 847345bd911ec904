public import TONBlocks
public import TONCells
import TONCrypto
public import TONVM
public import TONWallets

/// A wallet that operations are sent from: puts them into one request, and rehearses the whole before it is signed.
///
/// ```swift
/// let sender = try WalletSender(WalletV5R1(publicKey: key))
/// let request = try await sender.prepare([operation], on: try await network.stage())
/// guard request.rehearsal.isSuccess else { … }
/// let external = try request.external(signedBy: pair)
/// ```
public struct WalletSender: Sendable {
    /// The wallet.
    public let wallet: any WalletContract
    /// Its address.
    public let address: AccountAddress

    /// How long a request can be obeyed, in seconds, unless told otherwise: ten minutes.
    public static let standardLifetime: UInt32 = 600

    /// Makes one. Throws where the wallet's code and data can't be written.
    public init(_ wallet: any WalletContract) throws(CellError) {
        self.wallet = wallet
        address = try wallet.address()
    }

    /// How many operations fit one request.
    public var maximumMessageCount: Int { type(of: wallet).messageCounts.upperBound }

    /// Prepares operations that happen one after the other, each on the states that those before leave behind, and the
    /// request for all of them.
    ///
    /// Every value is found by rehearsing its operation alone, from the message's arrival on. Then the whole request is
    /// rehearsed, from the message from outside on, as if the wallet's key had signed it: every other signature must be
    /// right.
    public func prepare(
        _ operations: [ContractOperation], on stage: RehearsalStage, lifetime: UInt32 = standardLifetime
    ) async throws(OperationError) -> PreparedRequest {
        try await prepare(operations.map { .operation($0) }, on: stage, lifetime: lifetime)
    }

    /// The same for operations and other messages.
    public func prepare(
        _ actions: [OutgoingAction], on stage: RehearsalStage, lifetime: UInt32 = standardLifetime
    ) async throws(OperationError) -> PreparedRequest {
        var prepared: [PreparedAction] = []
        var current = stage
        for action in actions {
            let next = try await action.prepared(from: address, on: current)
            current.states.accounts.merge(next.rehearsal.tree.states) { $1 }
            prepared.append(next)
        }
        return try await request(for: prepared, on: stage, lifetime: lifetime)
    }

    /// The request for operations that are prepared already.
    public func request(
        for operations: [PreparedOperation], on stage: RehearsalStage, lifetime: UInt32 = standardLifetime
    ) async throws(OperationError) -> PreparedRequest {
        try await request(for: operations.map { .operation($0) }, on: stage, lifetime: lifetime)
    }

    /// The request for what is prepared already.
    public func request(
        for actions: [PreparedAction], on stage: RehearsalStage, lifetime: UInt32 = standardLifetime
    ) async throws(OperationError) -> PreparedRequest {
        var messages: [WalletMessage] = []
        for action in actions { messages.append(try action.walletMessage()) }
        let replayProtection = try replayProtection(on: stage, lifetime: lifetime)
        return try await prepare(
            WalletRequest(replayProtection, messages: messages), actions: actions, on: stage)
    }

    /// Rehearses a request.
    ///
    /// - Parameters:
    ///   - actions: What its messages were made of. Where that isn't known, a failure of a receiver to run is none.
    ///   - receivers: Those of its messages that must run in any case.
    public func prepare(
        _ request: WalletRequest, actions: [PreparedAction] = [], receivers: Set<AccountAddress> = [],
        on stage: RehearsalStage
    ) async throws(OperationError) -> PreparedRequest {
        let deploys = try status(on: stage.states) != .active
        let receivers = receivers.union(actions.filter(\.mustRun).map(\.receiver))
        let startLT = try lastTransactionLT(on: stage.states)
        do throws(WalletError) {
            let unsigned = try UnsignedRequest(wallet: wallet, request: request, deploys: deploys)
            // Any 64 bytes: the rehearsal takes them for the signature.
            let blank = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
            let external = try wallet.externalMessage(
                signedCell: try wallet.signedCell(for: request), signature: blank, deploys: deploys)
            var rehearsing = stage
            rehearsing.emulation.environment.signatureChecks = .presuming([
                SignatureChecks.SignedContent(bytes: unsigned.hash.bytes, key: wallet.publicKey.bytes)
            ])
            let cell: Cell
            do throws(CellError) {
                cell = try external.cell()
            } catch {
                throw .layout(error)
            }
            let rehearsal: Rehearsal
            do throws(OperationError) {
                rehearsal = try await rehearsing.rehearse(cell, receivers: receivers)
            } catch {
                throw .foreignMessage("\(error)")
            }
            return PreparedRequest(
                sender: self, unsigned: unsigned, actions: actions, startLT: startLT, receivers: receivers,
                rehearsal: rehearsal)
        } catch {
            throw .wallet(error)
        }
    }

    /// Rehearses a request that was made elsewhere. Contracts that it sends an operation to must run: those to which a
    /// message with a body bounces, or which it deploys.
    public func prepare(
        _ unsigned: UnsignedRequest, on stage: RehearsalStage
    ) async throws(OperationError) -> PreparedRequest {
        var receivers: Set<AccountAddress> = []
        do throws(CellError) {
            for sent in unsigned.request.messages {
                let message = try Message(cell: sent.message)
                guard let info = message.info.internalInfo, let receiver = info.destination.account else { continue }
                let body = try message.bodyCell()
                if info.bounce && body != .empty || message.stateInit != nil { receivers.insert(receiver) }
            }
        } catch {
            throw .cell(error)
        }
        return try await prepare(unsigned.request, receivers: receivers, on: stage)
    }

    // MARK: - The wallet's state

    /// What the wallet's account is.
    public func status(on states: KnownStates) throws(OperationError) -> AccountStatus {
        do throws(CellError) {
            guard let account = try states.account(address) else {
                throw CellError.outOfRange("nothing is known of the wallet \(address)")
            }
            return try account.account().status
        } catch {
            throw .cell(error)
        }
    }

    private func lastTransactionLT(on states: KnownStates) throws(OperationError) -> UInt64 {
        do throws(CellError) {
            return try states.account(address)?.lastTransactionLT ?? 0
        } catch {
            throw .cell(error)
        }
    }

    /// The wallet's present sequence number: 0 for one that isn't deployed. Throws for a wallet that has none.
    public func seqno(on stage: RehearsalStage) throws(OperationError) -> UInt32 {
        guard try status(on: stage.states) == .active else { return 0 }
        let stack = try run("seqno", [], on: stage)
        guard let number = stack.last?.integer?.smallValue, let seqno = UInt32(exactly: number) else {
            throw .wallet(.foreignMessage("expected a number from the wallet's method seqno"))
        }
        return seqno
    }

    /// What keeps the next request from being obeyed twice: the wallet's present number, or one that it hasn't seen.
    ///
    /// - Parameter lifetime: How long the request is good, in seconds; highload wallets have one of their own.
    public func replayProtection(
        on stage: RehearsalStage, lifetime: UInt32
    ) throws(OperationError) -> WalletRequest.ReplayProtection {
        let now = stage.emulation.environment.now
        guard wallet is HighloadWalletV3 else {
            let (end, overflows) = now.addingReportingOverflow(lifetime)
            return .sequence(seqno: try seqno(on: stage), validUntil: overflows ? .max : end)
        }
        var query = HighloadQueryID.first
        guard try status(on: stage.states) == .active else { return .query(query, createdAt: UInt64(now)) }
        // Which numbers were used only the wallet knows; asking for more than these means that it is used by others.
        for _ in 0..<Self.maximumQueries {
            let stack = try run(
                "processed?", [.integer(Int257(Int(query.rawValue))), .integer(Int257(0))], on: stage)
            if stack.last?.integer?.isZero == true { return .query(query, createdAt: UInt64(now)) }
            query = query.next
        }
        throw .wallet(.foreignMessage("the first \(Self.maximumQueries) queries of the wallet are used"))
    }

    private static let maximumQueries = 4096

    private func run(
        _ method: String, _ arguments: [StackEntry], on stage: RehearsalStage
    ) throws(OperationError) -> [StackEntry] {
        do throws(CellError) {
            let result = try stage.run(method, arguments, of: address)
            guard let result, result.exitCode == 0 || result.exitCode == 1 else {
                throw CellError.outOfRange("the wallet \(address) has no working method \(method)")
            }
            return result.stack
        } catch {
            throw .cell(error)
        }
    }
}

extension RehearsalStage {
    /// Runs a get-method; nil where there is no contract, or nothing is known of it.
    public func run(
        _ method: String, _ arguments: [StackEntry] = [], of address: AccountAddress
    ) throws(CellError) -> RunResult? {
        guard let account = try states.account(address)?.account().existing,
            let call = GetMethod(
                of: account, address: address, now: emulation.environment.now,
                configuration: emulation.executor.configuration.parameters)
        else { return nil }
        return try call.request(method: MethodName.number(of: method), arguments: arguments).run()
    }
}

extension PreparedOperation {
    /// The operation as a wallet sends it.
    public func walletMessage(mode: SendMode = .standard) throws(OperationError) -> WalletMessage {
        guard sender != nil else { throw .wallet(.foreignMessage("a message from outside isn't sent by a wallet")) }
        let body = try operation.body()
        do throws(CellError) {
            let content = try Message(cell: message)
            return try WalletMessage.transfer(
                to: operation.receiver, amount: value, bounces: isBounceable, body: body, mode: mode,
                stateInit: content.stateInit)
        } catch {
            throw .cell(error)
        }
    }
}
