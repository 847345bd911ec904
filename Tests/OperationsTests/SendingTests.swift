import Cocoon
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import TONWallets
import Testing

/// Requests from wallets of every kind, what becomes of them, and what is refused. Needs no recorded data.
@Suite("Sending from wallets")
struct SendingTests {
    private static let now: UInt32 = 1_780_000_000
    private static let payee = AccountAddress(hash: SHA256.hash([1]))
    private static let quick = Patience(attempts: 3, interval: .milliseconds(1))

    private static func pair(_ seed: UInt8) throws -> Ed25519.KeyPair {
        try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash([seed])))
    }

    private static func ton(_ tenths: UInt64) -> Coins { Coins(nanoTON: tenths * 100_000_000) }

    private static func ledger() throws -> LocalLedger {
        try LocalLedger(
            configuration: .withMainNetworkPrices(
                globalVersion: 15, globalID: NetworkIdentity.devnet.globalID), now: now)
    }

    private static func transfer(_ tenths: UInt64, to address: AccountAddress = payee) -> OutgoingAction {
        .transfer(WalletTransfer(to: address, amount: ton(tenths)))
    }

    /// A network that forgets, is silent, or whose time runs.
    private actor FaultyNetwork: OperationNetwork {
        enum Fault {
            /// What is sent arrives nowhere.
            case loses
            /// It arrives, but the answer is lost.
            case losesAnswer
            /// It arrives, and nothing is known of it.
            case isSilent
            /// Of all accounts but one nothing is known yet.
            case knowsOnly(AccountAddress)
            /// It was known already.
            case duplicate
        }

        let fault: Fault
        let inner: LedgerNetwork
        var delay: UInt32 = 0

        init(_ fault: Fault, _ ledger: LocalLedger) {
            self.fault = fault
            inner = LedgerNetwork(ledger)
        }

        func wait(_ seconds: UInt32) { delay = seconds }

        func identity() async throws(OperationNetworkError) -> NetworkIdentity { try await inner.identity() }

        func stage() async throws(OperationNetworkError) -> RehearsalStage {
            var stage = await inner.stage()
            stage.emulation.environment.now += delay
            return stage
        }

        func send(_ external: Cell) async throws(OperationNetworkError) -> Reception {
            if case .loses = fault { return .accepted }
            let reception = try await inner.send(external)
            if case .losesAnswer = fault { throw .unavailable("the connection is gone") }
            if case .duplicate = fault { return .duplicate }
            return reception
        }

        func transactions(
            of address: AccountAddress, after lt: UInt64
        ) async throws(OperationNetworkError) -> [Cell] {
            if case .isSilent = fault { throw .unavailable("no server answers") }
            if case .knowsOnly(let known) = fault, known != address { return [] }
            return try await inner.transactions(of: address, after: lt)
        }
    }

    /// A wallet of version 5 with 10 TON, and a request of it for 1 TON.
    private static func funded() async throws -> (ledger: LocalLedger, request: PreparedRequest, external: MessageCell)
    {
        var ledger = try ledger()
        let sender = try WalletSender(WalletV5R1(publicKey: try pair(7).publicKey, network: 239))
        try await ledger.fund(sender.address, with: ton(100))
        let request = try await sender.prepare([transfer(10)], on: ledger.stage)
        return (ledger, request, try request.external(signedBy: try pair(7)))
    }

    // MARK: - Wallets

    private static let kinds: [String] = ["v3r2", "v4r2", "v5r1", "highload-v3", "cocoon"]

    private static func wallet(_ kind: String) throws -> any WalletContract {
        let key = try pair(7).publicKey
        return switch kind {
        case "v3r2": WalletV3R2(publicKey: key)
        case "v4r2": WalletV4R2(publicKey: key)
        case "v5r1": WalletV5R1(publicKey: key, network: 239)
        case "highload-v3": try HighloadWalletV3(publicKey: key, subwalletID: 0x10ad, timeout: 3600)
        default: CocoonWallet(publicKey: key, owner: payee)
        }
    }

    @Test("a wallet deploys itself with its first request, and obeys the next", arguments: kinds)
    func wallets(kind: String) async throws {
        var ledger = try Self.ledger()
        let sender = try WalletSender(try Self.wallet(kind))
        try await ledger.fund(sender.address, with: Self.ton(100))
        let network = LedgerNetwork(ledger)
        for number in 1...3 as ClosedRange<UInt64> {
            let request = try await sender.prepare([Self.transfer(10)], on: await network.stage())
            #expect(request.unsigned.deploys == (number == 1))
            #expect(request.rehearsal.isSuccess, "\(request.rehearsal.failure.map { "\($0)" } ?? "")")
            let outcome = await request.send(
                try request.external(signedBy: try Self.pair(7)), on: network, patience: Self.quick)
            guard case .succeeded(let trace) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            // What was rehearsed is what happened, but for the signature.
            #expect(trace.entries.map(\.address) == request.rehearsal.tree.transactions.map(\.address))
            #expect(trace.isComplete && trace.entries[0].parent == nil && trace.entries[1].parent == 0)
            let coins = try await network.ledger.account(Self.payee).account().balance.coins
            #expect(coins == Self.ton(10 * number))
        }
        #expect(try await network.ledger.books().missing == 0)
    }

    @Test("of requests that are sent at once none is lost, in memory or in a file", arguments: [false, true])
    func atOnce(isInFile: Bool) async throws {
        let folder = try TemporaryFolder()
        var ledger = try Self.ledger()
        if isInFile {
            ledger = try LocalLedger.create(
                path: folder.path("ledger"), configuration: ledger.configuration, now: Self.now)
        }
        let senders = try (1...6).map { number in
            try WalletSender(WalletV4R2(publicKey: try Self.pair(UInt8(number)).publicKey))
        }
        for sender in senders { try await ledger.fund(sender.address, with: Self.ton(100)) }
        let network = LedgerNetwork(ledger)
        let stage = await network.stage()
        var externals: [MessageCell] = []
        for (number, sender) in senders.enumerated() {
            let request = try await sender.prepare([Self.transfer(10)], on: stage)
            externals.append(try request.external(signedBy: try Self.pair(UInt8(number + 1))))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for external in externals { group.addTask { _ = try await network.send(external.cell) } }
            try await group.waitForAll()
        }
        let after = await network.ledger
        #expect(try after.account(Self.payee).account().balance.coins == Self.ton(60))
        #expect(after.transactions.count == 6 * 3)
        if isInFile {
            #expect(try LocalLedger.open(path: folder.path("ledger")).transactions == after.transactions)
        }
    }

    @Test("a wallet with too few coins for a message says so, and so does the real thing")
    func tooFewCoins() async throws {
        var ledger = try Self.ledger()
        let sender = try WalletSender(WalletV5R1(publicKey: try Self.pair(7).publicKey, network: 239))
        try await ledger.fund(sender.address, with: Self.ton(10))
        let request = try await sender.prepare([Self.transfer(5), Self.transfer(30)], on: ledger.stage)
        #expect(request.rehearsal.failure?.reason == .messagesNotSent(1))
        let network = LedgerNetwork(ledger)
        let outcome = await request.send(
            try request.external(signedBy: try Self.pair(7)), on: network, patience: Self.quick)
        guard case .failed(_, let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.reason == .messagesNotSent(1) && failure.address == sender.address)
        // An empty wallet can't even pay for the message from outside.
        let empty = try await WalletSender(WalletV4R2(publicKey: try Self.pair(7).publicKey)).prepare(
            [Self.transfer(1)], on: ledger.stage)
        guard case .refused = empty.rehearsal.failure?.reason else {
            Issue.record("\(empty.rehearsal.failure.map { "\($0)" } ?? "no failure")")
            return
        }
        let nothing = await empty.send(
            try empty.external(signedBy: try Self.pair(7)), on: network, patience: Self.quick)
        if case .refused(.refused) = nothing {} else { Issue.record("\(nothing)") }
    }

    @Test("a request is signed by the wallet's key alone")
    func wrongKey() async throws {
        let (_, request, _) = try await Self.funded()
        #expect(
            throws: WalletError.wrongKey(
                expected: try Self.pair(7).publicKey.bytes, found: try Self.pair(8).publicKey.bytes)
        ) { try request.external(signedBy: try Self.pair(8)) }
        let other = try await WalletSender(WalletV5R1(publicKey: try Self.pair(7).publicKey, network: -3)).prepare(
            [Self.transfer(10)], on: try Self.ledger().stage)
        let signature = try other.unsigned.sign(with: try Self.pair(7))
        #expect(throws: WalletError.self) { try request.external(with: signature) }
    }

    @Test("an expired request, and one that was obeyed before, is refused, and the ledger stays as it is")
    func expired() async throws {
        var (ledger, request, external) = try await Self.funded()
        let first = await request.send(external, on: LedgerNetwork(ledger), patience: Self.quick)
        if case .succeeded = first {} else { Issue.record("\(first)") }
        try ledger.advance(bySeconds: 601)
        let network = LedgerNetwork(ledger)
        let outcome = await request.send(external, on: network, patience: Self.quick)
        guard case .refused(.refused(let reason)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains("136"), "\(reason)")
        #expect(await network.ledger.transactions == ledger.transactions)
    }

    // MARK: - What becomes of a request

    @Test("a message that came nowhere is unknown while it may be obeyed, and then never will be")
    func lost() async throws {
        let (ledger, request, external) = try await Self.funded()
        let network = FaultyNetwork(.loses, ledger)
        let early = await request.send(external, on: network, patience: Self.quick)
        if case .unknown = early {} else { Issue.record("\(early)") }
        #expect(early.trace == nil && early.name == "unknown")
        await network.wait(601)
        let late = await request.follow(external, on: network, patience: Self.quick)
        if case .expired = late {} else { Issue.record("\(late)") }
    }

    @Test("an answer that is lost, or a message that was known, is no failure: the wallet has obeyed")
    func lostAnswer() async throws {
        for fault in [FaultyNetwork.Fault.losesAnswer, .duplicate] {
            let (ledger, request, external) = try await Self.funded()
            let outcome = await request.send(external, on: FaultyNetwork(fault, ledger), patience: Self.quick)
            if case .succeeded = outcome {} else { Issue.record("\(outcome)") }
        }
    }

    @Test("where nobody answers afterwards, the outcome isn't known")
    func silence() async throws {
        let (ledger, request, external) = try await Self.funded()
        let outcome = await request.send(external, on: FaultyNetwork(.isSilent, ledger), patience: Self.quick)
        guard case .unknown(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains("no server answers"))
    }

    @Test("while a message is on its way, nothing is called done")
    func incomplete() async throws {
        let (ledger, request, external) = try await Self.funded()
        let outcome = await request.send(
            external, on: FaultyNetwork(.knowsOnly(request.sender.address), ledger), patience: Self.quick)
        guard case .incomplete(let trace) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(trace.entries.count == 1 && !trace.isComplete && trace.failure == nil)
    }

    @Test("what fails behind the wallet is a failure, though the wallet's own transaction is fine")
    func failureBehind() async throws {
        var ledger = try Self.ledger()
        let sender = try WalletSender(WalletV5R1(publicKey: try Self.pair(7).publicKey, network: 239))
        try await ledger.fund(sender.address, with: Self.ton(100))
        let deployment = try Deployment.wallet(
            of: Self.payee, key: SHA256.hash([2]), amount: Self.ton(30))
        let network = LedgerNetwork(ledger)
        func send(_ action: OutgoingAction) async throws -> SendingOutcome {
            let request = try await sender.prepare([action], on: await network.stage())
            return await request.send(
                try request.external(signedBy: try Self.pair(7)), on: network, patience: Self.quick)
        }
        let first = try await send(deployment.action)
        if case .succeeded = first {} else { Issue.record("\(first)") }
        try await #expect(throws: OperationError.alreadyDeployed(deployment.address, .active)) {
            try deployment.requireAbsent(on: await network.stage().states)
        }
        // Its owner is another.
        let command = ContractOperation.walletText(.block, to: deployment.address)
        await #expect(throws: OperationError.notTheOwner(sender: sender.address, owner: Self.payee)) {
            try await sender.prepare([command], on: await network.stage())
        }
        let body = try TextCommand.block.cell()
        let outcome = try await send(
            .transfer(WalletTransfer(to: deployment.address, amount: Self.ton(1), body: body)))
        guard case .failed(let trace, let failure) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure.reason == .compute(ExitCode(rawValue: 1040)) && failure.index == 1)
        // The rest came back.
        #expect(trace.entries.count == 3 && trace.entries[2].address == sender.address)
    }

    // MARK: - Limits and texts

    @Test("more than the limit isn't sent, whatever value a message names")
    func limits() async throws {
        let (ledger, request, _) = try await Self.funded()
        try SpendingLimit.standard.check(request)
        #expect(throws: SpendingError.total(nanoTON: 1_000_000_000, limit: Self.ton(9))) {
            try SpendingLimit(total: Self.ton(9)).check(request)
        }
        // All that the wallet has, in a message of nothing.
        let sweep = WalletMessage(
            mode: [.carriesBalance, .ignoresErrors],
            message: try WalletMessage.transfer(to: Self.payee, amount: .zero, bounces: false).message)
        let all = try await request.sender.prepare(
            WalletRequest(seqno: 0, validUntil: .max, messages: [sweep]), on: ledger.stage)
        #expect(all.rehearsal.isSuccess)
        #expect(throws: SpendingError.self) { try SpendingLimit(total: Self.ton(90)).check(all) }
        try SpendingLimit(total: Self.ton(100)).check(all)
    }

    @Test("more than 2 TON beyond what an operation is about isn't sent")
    func beyondAmount() async throws {
        var ledger = try Self.ledger()
        let sender = try WalletSender(WalletV5R1(publicKey: try Self.pair(7).publicKey, network: 239))
        try await ledger.fund(sender.address, with: Self.ton(200))
        let deployment = try Deployment.wallet(of: sender.address, key: SHA256.hash([2]), amount: Self.ton(30))
        let first = try await sender.prepare([deployment.action], on: ledger.stage)
        try SpendingLimit.standard.check(first)
        try await ledger.send(try first.external(signedBy: try Self.pair(7)).cell)
        let command = ContractOperation.walletText(.block, to: deployment.address)
        try SpendingLimit.standard.check(try await sender.prepare([command], on: ledger.stage))
        try SpendingLimit.standard.check(
            try await sender.prepare([command.carrying(Self.ton(20))], on: ledger.stage))
        let error = SpendingError.beyondAmount(
            receiver: deployment.address, value: Self.ton(21), amount: .zero, limit: Self.ton(20))
        let generous = try await sender.prepare([command.carrying(Self.ton(21))], on: ledger.stage)
        #expect(throws: error) { try SpendingLimit.standard.check(generous) }
    }

    @Test("a comment of any length is there to its end", arguments: [0, 5, 123, 124, 250, 251, 1000])
    func comments(count: Int) async throws {
        let text = String(repeating: "0123456789", count: 100).prefix(count)
        let transfer = try WalletTransfer(to: Self.payee, amount: Self.ton(1), comment: String(text))
        var slice = try transfer.body.slice()
        #expect(try slice.load(UInt32.self) == 0)
        var bytes: [UInt8] = []
        while true {
            bytes += try slice.loadBytes(slice.remainingBits / 8)
            guard slice.remainingReferences > 0 else { break }
            slice = try slice.loadReference().slice()
        }
        #expect(bytes == Array(text.utf8))
    }
}
