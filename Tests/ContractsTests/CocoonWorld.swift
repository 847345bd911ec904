import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// A proxy, and workers and clients of it as tests name them, on a network of their own.
final class CocoonWorld {
    let codes: ContractCodes
    let network: ContractNetwork
    let params: Params
    let key: Ed25519.PrivateKey
    let proxyKey: Hash256
    let proxyOwner = CocoonWorld.person(0x01)
    let stranger = CocoonWorld.person(0x02)
    let root = CocoonWorld.person(0x03)
    let proxy: AccountAddress
    private let proxyState: StateInit
    private var lastQueryID: UInt64 = 1000

    static let ton: UInt64 = 1_000_000_000
    /// What real clients attach.
    static let envelope: UInt64 = 700_000_000

    static func person(_ byte: UInt8) -> AccountAddress {
        AccountAddress(hash: Hash256([UInt8](repeating: byte, count: 32)) ?? .zero)
    }

    init(
        _ codes: ContractCodes, price: UInt64 = 20, fee: UInt64 = 19, stake: UInt64? = 5 * ton, version: UInt32 = 15
    ) throws {
        self.codes = codes
        network = try ContractNetwork(version: version)
        params = Params(
            structVersion: 4, paramsVersion: 17, uniqueID: 239, isTest: false, pricePerToken: Coins(nanoTON: price),
            workerFeePerToken: Coins(nanoTON: fee), promptMultiplier: 10_000, cachedMultiplier: 1_000,
            completionMultiplier: 80_000, reasoningMultiplier: 80_000, proxyDelay: 7200, clientDelay: 3600,
            minimumProxyStake: Coins(nanoTON: 5 * Self.ton), minimumClientStake: Coins(nanoTON: 3 * Self.ton),
            proxyCode: codes.proxy, workerCode: codes.worker, clientCode: codes.client)
        key = Ed25519.PrivateKey(seed: SHA256.hash(Array("a proxy's key".utf8)))
        proxyKey = try key.publicKey().bytes
        proxyState = try ContractDerivation.proxyState(
            owner: proxyOwner, proxyKey: proxyKey, root: root, rootParams: params)
        proxy = try proxyState.address()
        for byte in 1...0x80 { network.addPerson(Self.person(UInt8(byte))) }
        guard let stake else { return }
        try #require(try increaseStake(stake, stateInit: proxyState).allSatisfy(\.isDone))
    }

    // MARK: - Contracts

    func proxyData() throws -> ProxyData { try network.data(proxy) }

    /// The worker of a person.
    func worker(_ owner: AccountAddress) throws -> AccountAddress { try workerState(owner).address() }

    /// The client of a person.
    func client(_ owner: AccountAddress) throws -> AccountAddress { try clientState(owner).address() }

    func workerData(_ owner: AccountAddress) throws -> WorkerData { try network.data(try worker(owner)) }

    func clientData(_ owner: AccountAddress) throws -> ClientData { try network.data(try client(owner)) }

    func workerState(_ owner: AccountAddress) throws -> StateInit {
        try ContractDerivation.workerState(owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: params)
    }

    func clientState(_ owner: AccountAddress) throws -> StateInit {
        try ContractDerivation.clientState(owner: owner, proxy: proxy, proxyKey: proxyKey, proxyParams: params)
    }

    // MARK: - Messages

    func queryID() -> UInt64 {
        lastQueryID += 1
        return lastQueryID
    }

    /// Sends a message and processes all that follows from it.
    @discardableResult
    func send(
        _ message: CocoonMessage, from sender: AccountAddress, to destination: AccountAddress, value: UInt64 = envelope
    ) throws -> [ContractNetwork.Executed] {
        try post(message, from: sender, to: destination, value: value)
        return try network.settle()
    }

    /// Sends a message, with code and data for a worker or client that isn't there yet, and processes nothing.
    func post(
        _ message: CocoonMessage, from sender: AccountAddress, to destination: AccountAddress, value: UInt64 = envelope
    ) throws {
        try network.post(
            from: sender, to: destination, value: value, body: try message.cell(),
            stateInit: try network.account(destination).status == .active ? nil : deployments[destination])
    }

    private var deployments: [AccountAddress: StateInit] = [:]

    /// Lets messages to a person's worker or client carry its code and data.
    func know(_ state: StateInit) throws { deployments[try state.address()] = state }

    @discardableResult
    private func increaseStake(_ amount: UInt64, stateInit: StateInit) throws -> [ContractNetwork.Executed] {
        let message = CocoonMessage.proxyIncreaseStake(
            Deposit(
                op: .proxyIncreaseStake, queryID: queryID(), amount: Coins(nanoTON: amount), sendExcessesTo: proxyOwner)
        )
        try network.post(
            from: proxyOwner, to: proxy, value: amount + Self.envelope, body: try message.cell(), stateInit: stateInit)
        return try network.settle()
    }

    // MARK: - Operations

    /// A signed payload in its envelope, whole unless told otherwise.
    func signed(
        _ op: Opcode, tokens: UInt64? = nil, for address: AccountAddress, by signer: Ed25519.PrivateKey? = nil,
        excessesTo: AccountAddress? = nil, innerQueryID: UInt64? = nil, innerOp: Opcode? = nil
    ) throws -> CocoonMessage {
        let query = queryID()
        let payload = SignedPayload(
            op: innerOp ?? op, queryID: innerQueryID ?? query, tokens: tokens, expectedAddress: address)
        var envelope = try payload.makeSigned(privateKey: signer ?? key, sendExcessesTo: excessesTo ?? stranger)
        envelope.op = op
        envelope.queryID = query
        return switch op {
        case .workerPayoutSigned: .workerPayoutSigned(envelope)
        case .workerLastPayoutSigned: .workerLastPayoutSigned(envelope)
        case .clientChargeSigned: .clientChargeSigned(envelope)
        case .clientGrantRefundSigned: .clientGrantRefundSigned(envelope)
        case .proxyCloseRequestSigned: .proxyCloseRequestSigned(envelope)
        default: .proxyCloseCompleteSigned(envelope)
        }
    }

    /// A worker's claim, paid for by its owner.
    @discardableResult
    func claim(_ owner: AccountAddress, _ tokens: UInt64, isLast: Bool = false) throws -> [ContractNetwork.Executed] {
        try know(try workerState(owner))
        let op: Opcode = isLast ? .workerLastPayoutSigned : .workerPayoutSigned
        return try send(
            try signed(op, tokens: tokens, for: try worker(owner), excessesTo: owner), from: owner,
            to: try worker(owner))
    }

    @discardableResult
    func charge(_ owner: AccountAddress, _ tokens: UInt64) throws -> [ContractNetwork.Executed] {
        try send(
            try signed(.clientChargeSigned, tokens: tokens, for: try client(owner)), from: stranger,
            to: try client(owner))
    }

    @discardableResult
    func grantRefund(_ owner: AccountAddress, _ tokens: UInt64) throws -> [ContractNetwork.Executed] {
        try send(
            try signed(.clientGrantRefundSigned, tokens: tokens, for: try client(owner)), from: stranger,
            to: try client(owner))
    }

    @discardableResult
    func topUp(_ owner: AccountAddress, _ amount: UInt64) throws -> [ContractNetwork.Executed] {
        try know(try clientState(owner))
        return try send(
            .clientTopUp(
                Deposit(
                    op: .clientTopUp, queryID: queryID(), amount: Coins(nanoTON: amount), sendExcessesTo: owner)),
            from: owner, to: try client(owner), value: amount + Self.envelope)
    }

    /// A message of nothing but an operation.
    func plain(_ op: Opcode, excessesTo: AccountAddress) -> CocoonMessage {
        let request = PlainRequest(op: op, queryID: queryID(), sendExcessesTo: excessesTo)
        return switch op {
        case .ownerWorkerRegister: .ownerWorkerRegister(request)
        case .ownerClientWithdraw: .ownerClientWithdraw(request)
        case .ownerClientRequestRefund: .ownerClientRequestRefund(request)
        case .proxyPayoutRequest: .proxyPayoutRequest(request)
        default: .ownerProxyClose(request)
        }
    }

    @discardableResult
    func requestRefund(_ owner: AccountAddress) throws -> [ContractNetwork.Executed] {
        try send(plain(.ownerClientRequestRefund, excessesTo: owner), from: owner, to: try client(owner))
    }

    @discardableResult
    func closeProxy() throws -> [ContractNetwork.Executed] {
        try send(plain(.ownerProxyClose, excessesTo: proxyOwner), from: proxyOwner, to: proxy)
    }

    @discardableResult
    func completeClose() throws -> [ContractNetwork.Executed] {
        try send(try signed(.proxyCloseCompleteSigned, for: proxy), from: stranger, to: proxy)
    }

    // MARK: - What people got

    /// Payouts that a person got, in nanoTON, since a number of messages.
    func payouts(to person: AccountAddress) throws -> [UInt128] {
        try network.received.filter { $0.to == person }.compactMap { entry in
            var body = try entry.message.bodySlice
            guard body.remainingBits >= 32, try body.loadUInt(bits: 32) == UInt64(Opcode.payout.rawValue) else {
                return nil
            }
            return entry.message.info.internalInfo?.value.coins.nanoTON
        }
    }
}
