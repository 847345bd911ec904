import Cocoon
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// A worker, a client and a proxy made by hand, and the transactions that a test gives them.
struct World {
    static let owner = AccountAddress(hash: SHA256.hash([1]))
    static let proxy = AccountAddress(hash: SHA256.hash([2]))
    static let stranger = AccountAddress(hash: SHA256.hash([3]))

    let params: Params
    let worker: Contract
    let client: Contract
    let proxy: Contract

    init(price: Coins = Coins(nanoTON: 20), fee: Coins = Coins(nanoTON: 19)) throws {
        params = Params(
            structVersion: 4, paramsVersion: 1, uniqueID: 0, isTest: false, pricePerToken: price,
            workerFeePerToken: fee, promptMultiplier: 1, cachedMultiplier: 1, completionMultiplier: 1,
            reasoningMultiplier: 1, proxyDelay: 10, clientDelay: 20, minimumProxyStake: .zero,
            minimumClientStake: Coins(nanoTON: 15))
        let code = try CellBuilder().build()
        let workerState = try WorkerData(
            owner: Self.owner, proxy: Self.proxy, proxyKey: .zero, state: .normal, tokens: 0, params: params
        ).initialState(code: code)
        let clientState = try ClientData(
            state: .normal, balance: .zero, stake: Coins(nanoTON: 15), tokensUsed: 0, unlockTime: 0,
            secretHash: .zero, owner: Self.owner, proxy: Self.proxy, proxyKey: .zero, params: params
        ).initialState(code: code)
        worker = try Self.contract(workerState)
        client = try Self.contract(clientState)
        proxy = Contract(
            address: Self.proxy, role: .proxy, proof: .claimed, owner: nil, proxy: nil, origin: nil)
    }

    private static func contract(_ state: StateInit) throws -> Contract {
        struct Unrecognised: Error {}
        let address = try state.address()
        guard let origin = ContractOrigin(state, of: address) else { throw Unrecognised() }
        return Contract(address: address, origin: origin, proof: .derived)
    }

    // MARK: - Messages

    static func message(
        from source: AccountAddress?, to destination: AccountAddress, value: UInt64 = 1, lt: UInt64,
        isBounced: Bool = false, _ body: Cell
    ) throws -> LedgerMessage {
        LedgerMessage(
            hash: SHA256.hash(body.hash.bytes + destination.hash.bytes + [UInt8(truncatingIfNeeded: lt)]),
            source: source, destination: destination, value: Coins(nanoTON: value), createdLT: lt,
            isBounced: isBounced, stateInit: nil, body: try body.slice())
    }

    static func signed(_ op: Opcode, tokens: UInt64?, to address: AccountAddress) throws -> Cell {
        let payload = SignedPayload(op: op, queryID: 7, tokens: tokens, expectedAddress: address)
        return try SignedEnvelope(
            op: op, queryID: 7, sendExcessesTo: owner, signature: [UInt8](repeating: 0, count: 64), payload: payload
        ).cell()
    }

    func workerRequest(tokens: UInt64, part: Coins?, proxyPart: Coins = .zero, lt: UInt64) throws -> LedgerMessage {
        let payload = part.map {
            WorkerProxyPayout(workerPart: $0, proxyPart: proxyPart, sendExcessesTo: Self.owner)
        }
        return try Self.message(
            from: worker.address, to: Self.proxy, lt: lt,
            try WorkerProxyRequest(
                queryID: 7, owner: Self.owner, state: .normal, tokens: tokens, payload: payload
            ).cell())
    }

    func clientRequest(_ state: ClientProxyState, _ payload: ClientProxyPayload?, lt: UInt64) throws -> LedgerMessage {
        try Self.message(
            from: client.address, to: Self.proxy, lt: lt,
            try ClientProxyRequest(queryID: 7, owner: Self.owner, client: state, payload: payload).cell())
    }

    func state(
        _ state: ContractState = .normal, balance: Coins = .zero, stake: UInt64 = 15, used: UInt64 = 0
    ) -> ClientProxyState {
        ClientProxyState(
            state: state, balance: balance, stake: Coins(nanoTON: stake), tokensUsed: used, secretHash: .zero)
    }

    static func transaction(
        on account: AccountAddress, lt: UInt64, taking message: LedgerMessage?, sending messages: [LedgerMessage] = [],
        _ compute: LedgerTransaction.Compute = .executed(isSuccess: true, exitCode: 0), hasActionFailure: Bool = false,
        proof: Proof = .linked
    ) -> LedgerTransaction {
        LedgerTransaction(
            account: account, lt: lt, hash: SHA256.hash(account.hash.bytes + [UInt8(truncatingIfNeeded: lt)]),
            time: 1000, originalStatus: .active, endStatus: .active, inMessage: message, outMessages: messages,
            compute: compute, actionCode: hasActionFailure ? 37 : 0, hasActionFailure: hasActionFailure, proof: proof)
    }
}

/// Answers from what a test put in.
struct StubLedger: LedgerReader {
    var contracts: [Contract] = []
    var transactions: [LedgerTransaction] = []
    var prior: PriorRequest = .none

    func contract(at address: AccountAddress) -> Contract? { contracts.first { $0.address == address } }

    func transaction(taking message: LedgerMessage) -> LedgerTransaction? {
        transactions.first { $0.inMessage?.hash == message.hash }
    }

    func transaction(sending message: LedgerMessage) -> LedgerTransaction? {
        transactions.first { $0.outMessages.contains { $0.hash == message.hash } }
    }

    func request(before moment: ChildMoment) -> PriorRequest { prior }

    func stakeChange(of proxy: AccountAddress, at lt: UInt64) -> StakeChange? { nil }

    func rootVersion(of root: AccountAddress, at lt: UInt64) -> RootVersion? { nil }
}
