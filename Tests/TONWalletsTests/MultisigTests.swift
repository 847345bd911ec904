import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing
import WalletTestSupport

@testable import TONWallets

@Suite("Multisig")
struct MultisigTests {
    private static let signers = (0..<3).map { ExecutionTests.address(UInt8($0)) }
    private static let proposer = ExecutionTests.address(77)

    private static func configuration(threshold: UInt8 = 2) throws -> MultisigConfiguration {
        try MultisigConfiguration(threshold: threshold, signers: signers, proposers: [proposer])
    }

    /// The masterchain's libraries, with the code of orders.
    private static func libraries() throws -> [Cell] {
        let publishers = try TypedHashmapE<Hash256, EmptyValue>([(key: Hash256.zero, value: EmptyValue())])
        let library = LibraryDescription(library: WalletCode.multisigOrderV2, publishers: publishers)
        let libraries = try Libraries([(key: WalletCode.multisigOrderV2.hash, value: library)])
        return try [#require(libraries.root)]
    }

    /// A network with a multisig.
    private static func network(
        threshold: UInt8 = 2
    ) throws -> (network: WalletNetwork, multisig: AccountAddress, data: MultisigData) {
        var network = try WalletNetwork()
        network.libraries = try libraries()
        let data = MultisigData(configuration: try configuration(threshold: threshold))
        let multisig = MultisigV2(data: data)
        try network.add(try multisig.address(), try multisig.stateInit(), nanoTON: 100_000_000_000)
        return (network, try multisig.address(), data)
    }

    /// What the network makes of a message that a wallet sends: with the wallet as its sender.
    private static func sent(_ message: WalletMessage, by source: AccountAddress) throws -> Cell {
        let read = try Message(cell: message.message)
        var info = try #require(read.info.internalInfo)
        info.source = .standard(source, anycast: nil)
        return try Message(
            fitting: .internal(info), stateInit: read.stateInit, stateInitPlacement: read.stateInitPlacement,
            body: read.body
        ).cell()
    }

    private static func order(amount: UInt64 = 5_000_000_000) throws -> MultisigOrder {
        MultisigOrder([
            .send(
                try .transfer(
                    to: ExecutionTests.address(99), amount: Coins(nanoTON: amount), bounces: false,
                    mode: .paysFeesSeparately))
        ])
    }

    /// The present state of an order.
    private static func state(
        of order: AccountAddress, in network: WalletNetwork
    ) throws -> MultisigOrderData.State {
        let data = try #require(try network.data(of: order))
        let read = try MultisigOrderData(cell: data)
        return try #require(read.state)
    }

    /// The present data of a multisig.
    private static func data(of multisig: AccountAddress, in network: WalletNetwork) throws -> MultisigData {
        try MultisigData(cell: try #require(try network.data(of: multisig)))
    }

    private static func expiration(_ network: WalletNetwork) -> UInt64 { UInt64(network.now) + 86_400 }

    @Test("signers propose and approve, and the multisig does it")
    func execution() throws {
        var (network, multisig, data) = try Self.network()
        let order = try Self.order()
        let proposal = try MultisigV2.proposal(
            of: order, to: multisig, configuration: data.configuration, by: Self.signers[1],
            expiration: Self.expiration(network), amount: Coins(nanoTON: 1_000_000_000), queryID: 5)
        let results = try network.sendAll(try Self.sent(proposal, by: Self.signers[1]))
        #expect(results.map(\.exitCode) == [0, 0])
        let address = try MultisigV2.orderAddress(of: multisig, seqno: 0)
        #expect(results[1].address == address)
        #expect(try Self.data(of: multisig, in: network).nextOrderSeqno == 1)
        // The multisig tells the order what was proposed.
        var initial = try Message(cell: results[0].outMessages[0]).bodySlice
        guard case .initialize(5, let first) = try MultisigMessage(from: &initial) else {
            Issue.record("expected an init")
            return
        }
        #expect(first.signers == Self.signers && first.approver == 1 && first.threshold == 2)

        var state = try Self.state(of: address, in: network)
        #expect(state.approvers == [Self.signers[1]])
        #expect(!state.isExecuted && state.approvalCount == 1 && state.threshold == 2)
        #expect(try MultisigOrder(cell: state.order) == order)
        #expect(state.expiration == Self.expiration(network))

        let approval = try MultisigV2.approval(
            of: address, signers: state.signers, by: Self.signers[2], amount: Coins(nanoTON: 500_000_000), queryID: 9)
        // The same signer can't be had twice, nor by another.
        #expect(try network.sendAll(try Self.sent(approval, by: Self.signers[0])).first?.exitCode == 106)
        let approved = try network.sendAll(try Self.sent(approval, by: Self.signers[2]))
        #expect(approved[0].exitCode == 0)
        let bodies = try approved[0].outMessages.map { cell throws -> MultisigMessage in
            var body = try Message(cell: cell).bodySlice
            return try MultisigMessage(from: &body)
        }
        #expect(bodies.first == .approveAccepted(queryID: 9))
        guard case .execute(9, let execution)? = bodies.last else {
            Issue.record("expected an execution")
            return
        }
        #expect(execution.approvalCount == 2 && execution.seqno == 0 && execution.order == state.order)
        #expect(execution.signersHash == (try AddressList.root(of: Self.signers))?.hash)
        #expect(try network.balance(of: ExecutionTests.address(99)) == 5_000_000_000)
        state = try Self.state(of: address, in: network)
        #expect(state.isExecuted && state.approvers == [Self.signers[1], Self.signers[2]])

        // Too late.
        let late = try MultisigV2.approval(
            of: address, signers: state.signers, by: Self.signers[0], amount: Coins(nanoTON: 500_000_000))
        let rejected = try network.send(try Self.sent(late, by: Self.signers[0]))
        var body = try Message(cell: try #require(rejected.outMessages.first)).bodySlice
        #expect(try MultisigMessage(from: &body) == .approveRejected(queryID: 0, exitCode: 112))
        #expect(MultisigV2.meaning(ofExitCode: 112) != nil)
        // Each of the recorded bodies is written again as it was read.
        for result in results + approved {
            for cell in result.outMessages {
                let body = try Message(cell: cell).bodyCell()
                guard body.bitCount > 0 else { continue }
                #expect(try MultisigMessage(cell: body).cell() == body)
            }
        }
    }

    @Test("the order of a multisig by itself: a new configuration")
    func update() throws {
        var (network, multisig, data) = try Self.network(threshold: 1)
        let changed = try MultisigConfiguration(threshold: 2, signers: Self.signers.reversed())
        let proposal = try MultisigV2.proposal(
            of: MultisigOrder([.update(changed)]), to: multisig, configuration: data.configuration,
            by: Self.signers[0], seqno: 0, expiration: Self.expiration(network),
            amount: Coins(nanoTON: 1_000_000_000))
        let results = try network.sendAll(try Self.sent(proposal, by: Self.signers[0]))
        #expect(results.allSatisfy { $0.exitCode == 0 || $0.exitCode == nil })
        let found = try Self.data(of: multisig, in: network)
        #expect(found.configuration == changed)
        #expect(found.nextOrderSeqno == 1)
    }

    @Test("what is wrong is refused with the multisig's exit code")
    func refusals() throws {
        var (network, multisig, data) = try Self.network()
        let configuration = data.configuration
        func exitCode(
            by account: AccountAddress, as sender: AccountAddress? = nil, seqno: MultisigOrderNumber = .next,
            expiration: UInt64? = nil, amount: UInt64 = 1_000_000_000
        ) throws -> Int32? {
            let proposal = try MultisigV2.proposal(
                of: try Self.order(), to: multisig, configuration: configuration, by: account, seqno: seqno,
                expiration: expiration ?? Self.expiration(network), amount: Coins(nanoTON: amount))
            return try network.send(try Self.sent(proposal, by: sender ?? account)).exitCode
        }
        #expect(try exitCode(by: Self.signers[0], as: Self.proposer) == 1007)
        #expect(try exitCode(by: Self.signers[0], seqno: 5) == 1008)
        #expect(try exitCode(by: Self.signers[0], expiration: UInt64(network.now) - 1) == 111)
        #expect(try exitCode(by: Self.signers[0], amount: 10_000_000) == 100)
        #expect(try exitCode(by: Self.proposer) == 0)
        for code in [1007, 1008, 111, 100, 106] as [Int32] { #expect(MultisigV2.meaning(ofExitCode: code) != nil) }
        // A stranger's isn't even made.
        #expect(throws: CellError.self) { try exitCode(by: ExecutionTests.address(5)) }
        #expect(throws: CellError.self) {
            try MultisigV2.approval(
                of: multisig, signers: Self.signers, by: Self.proposer, amount: Coins(nanoTON: 1))
        }
    }

    @Test(
        "the contract itself says the same of orders' addresses and of its data",
        arguments: [0, 7, .next] as [MultisigOrderNumber])
    func getMethods(seqno: MultisigOrderNumber) throws {
        let data = MultisigData(nextOrderSeqno: seqno, configuration: try Self.configuration())
        let multisig = MultisigV2(data: data)
        let method = GetMethod(
            code: WalletCode.multisigV2, data: try data.cell(), address: try multisig.address(), now: 1_800_000_000,
            libraries: LibraryCollection(try Self.libraries()))
        let number = Int257(seqno.bytes)
        let result = try method.request(
            method: MethodName.number(of: "get_order_address"), arguments: [.integer(number)]
        ).run()
        #expect(result.exitCode == 0)
        guard case .slice(var slice)? = result.stack.last else {
            Issue.record("expected an address")
            return
        }
        #expect(
            try slice.loadAccountAddress() == MultisigV2.orderAddress(of: try multisig.address(), seqno: seqno))
        let found = try method.request(method: MethodName.number(of: "get_multisig_data"), arguments: []).run()
        #expect(found.exitCode == 0)
        guard found.stack.count == 4, case .integer(let next) = found.stack[0],
            case .integer(let threshold) = found.stack[1],
            case .cell(let signers) = found.stack[2]
        else {
            Issue.record("expected four values")
            return
        }
        #expect(next == number && threshold == Int257(2))
        #expect(try AddressList.addresses(in: signers) == Self.signers)
    }

    @Test("a signer approves by a comment too, and a multisig is deployed by a wallet's message")
    func deployment() throws {
        var network = try WalletNetwork()
        let multisig = MultisigV2(data: MultisigData(configuration: try Self.configuration()))
        let message = try multisig.deployment(amount: Coins(nanoTON: 1_000_000_000))
        let result = try network.send(try Self.sent(message, by: Self.signers[0]))
        #expect(result.exitCode == 0)
        #expect(try network.data(of: try multisig.address()) == multisig.data.cell())
    }

    @Test("configurations that no multisig takes aren't made")
    func configurations() throws {
        #expect(throws: CellError.self) { try MultisigConfiguration(threshold: 0, signers: Self.signers) }
        #expect(throws: CellError.self) { try MultisigConfiguration(threshold: 4, signers: Self.signers) }
        #expect(throws: CellError.self) { try MultisigConfiguration(threshold: 1, signers: []) }
        #expect(throws: CellError.self) {
            try MultisigConfiguration(threshold: 1, signers: Array(repeating: Self.proposer, count: 256))
        }
        let full = try MultisigConfiguration(
            threshold: 255, signers: (0..<255).map { ExecutionTests.address(UInt8($0)) })
        let data = MultisigData(configuration: full)
        #expect(try MultisigData(cell: try data.cell()) == data)
        #expect(throws: CellError.self) { try MultisigOrder([]).cell() }
        #expect(throws: CellError.self) { try MultisigMessage(cell: .empty) }
    }

    @Test("orders are read as they were written, other actions kept")
    func orders() throws {
        var other = CellBuilder()
        try other.store(UInt32(0xdead_beef))
        let actions: [MultisigOrder.Action] = [
            .send(try .transfer(to: Self.proposer, amount: .zero, bounces: true)),
            .update(try Self.configuration()), .unknown(try other.build()),
        ]
        let order = MultisigOrder(actions)
        #expect(try MultisigOrder(cell: try order.cell()) == order)
        #expect(MultisigOrderNumber(12).description == "12")
        #expect(MultisigOrderNumber.next.description == "0x" + String(repeating: "f", count: 64))
        #expect(MultisigOrderNumber.next.number == nil)
    }
}
