import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Whether and with what a contract runs: code that comes with messages, gas, and what is refused.
///
/// Values are reckoned by hand from crypto/block/transaction.cpp of the reference.
@Suite("Compute phase")
struct ComputeTests {
    private static func state(
        prefix: UInt8? = nil, library: Cell? = nil, special: TickTock? = nil
    ) throws -> StateInit {
        StateInit(
            code: try TestNetwork.code([OutAction]()), data: .empty, library: library, fixedPrefixLength: prefix,
            special: special)
    }

    private static func deploy(
        _ network: TestNetwork, _ state: StateInit, at address: AccountAddress? = nil
    ) throws -> ExecutionResult {
        let address = try address ?? state.address()
        let message = try TestNetwork.message(100_000, bounce: false, to: address, stateInit: state)
        return try network.execute(message, on: try TestNetwork.nonexistent())
    }

    // MARK: - Deployment

    @Test("a new account takes the code and data whose hash is its address")
    func deploying() throws {
        let state = try Self.state(special: TickTock(tick: true, tock: false))
        let result = try Self.deploy(try TestNetwork(), state)
        #expect(result.originalStatus == .nonexistent && result.endStatus == .active)
        #expect(try result.account.account().existing?.storage.state == .active(state))
        #expect(try result.coins == 100_000 - 49)
        let info = try #require(try result.account.account().existing?.storageInfo)
        // The storage's own cell, the code's with its empty child, which is the data, too.
        #expect(info.used == StorageUsed(cells: 3, bits: 64 + 4 + 24 + 1 + 1 + 1 + 3 + 3 + 24))
        #expect(info.lastPaid == 1000 && info.extra == .none)
        let header = try TransactionHeader(cell: result.transaction)
        #expect(header.previous == .none && header.now == 1000)
        let wrong = try Self.deploy(try TestNetwork(), state, at: TestNetwork.address)
        #expect(wrong.description.computePhase == .skipped(.badState) && wrong.endStatus == .uninitialized)
    }

    @Test("from version 10 on a prefix of the address is free, up to eight bits")
    func prefix() throws {
        for (length, isFine): (UInt8, Bool) in [(8, true), (9, false), (3, false)] {
            let state = try Self.state(prefix: length)
            var bytes = try state.cell().hash.bytes
            bytes[0] ^= 0x01
            let address = AccountAddress(hash: try #require(Hash256(bytes)))
            let result = try Self.deploy(try TestNetwork(), state, at: address)
            #expect(result.endStatus == (isFine ? .active : .uninitialized), "\(length)")
            guard isFine else { continue }
            let existing = try #require(try result.account.account().existing)
            #expect(existing.storage.state == .active(state))
            #expect(existing.address == .standard(address, anycast: nil))
        }
        // Before, the address rewrote a prefix, and the account kept no trace of it.
        let state = try Self.state(prefix: 8)
        let early = try Self.deploy(try TestNetwork(version: 9), state)
        #expect(early.endStatus == .active)
        #expect(try early.account.account().existing?.storage.state == .active(try Self.state()))
    }

    @Test("libraries come with new code until version 15")
    func libraries() throws {
        let root = try TestNetwork.data([5])
        let library = try TypedHashmapE([(key: root.hash, value: SimpleLibrary(isPublic: true, root: root))]).root
        let state = try Self.state(library: library)
        #expect(try Self.deploy(try TestNetwork(version: 14), state).endStatus == .active)
        #expect(try Self.deploy(try TestNetwork(), state).description.computePhase == .skipped(.badState))
        // Nothing public can be deployed in the masterchain.
        let address = try state.address(workchain: -1)
        let masterchain = try Self.deploy(try TestNetwork(version: 14), state, at: address)
        #expect(masterchain.description.computePhase == .skipped(.badState))
        // What isn't a dictionary makes the message malformed.
        #expect(throws: ExecutionError.self) {
            try Self.deploy(try TestNetwork(version: 14), try Self.state(library: try TestNetwork.data([1, 2])))
        }
    }

    @Test("data as deep as cells go are counted")
    func deepData() throws {
        var data = Cell.empty
        for number in 0..<1020 { data = try TestNetwork.code([UInt8(number % 256)], references: [data]) }
        let state = StateInit(code: try TestNetwork.code([OutAction]()), data: data)
        let result = try Self.deploy(try TestNetwork(), state)
        // It may be there, but not be kept by a contract that runs.
        #expect(result.exitCode == 8 && result.endStatus == .active)
        let info = try #require(try result.account.account().existing?.storageInfo)
        // The code, its child, which the data's last cell is, too, and the storage's own.
        #expect(info.used.cells == 1020 + 1 + 1 + 1)
        guard case .info = info.extra else {
            Issue.record("expected the hash of a dictionary")
            return
        }
    }

    @Test("a suspended address stays without code")
    func suspended() throws {
        let state = try Self.state()
        let key = SuspendedAddress(workchain: 0, hash: try state.address().hash)
        for (until, isSuspended) in [(1001, true), (1000, false)] as [(UInt32, Bool)] {
            var network = try TestNetwork()
            let addresses = try TypedHashmapE([(key: key, value: EmptyValue())])
            try network.parameters.set(
                .suspendedAddresses(SuspendedAddresses(addresses: addresses, suspendedUntil: until)), for: 44)
            let result = try Self.deploy(network, state)
            #expect(result.description.computePhase?.skipReason == (isSuspended ? .suspended : nil))
        }
    }

    // MARK: - Gas

    @Test("too little for any gas")
    func noGas() throws {
        let network = try TestNetwork()
        let account = try network.account(code: try TestNetwork.code([OutAction]()), coins: 1_000_000)
        // Less than the flat price of 40.
        for (value, reason) in [(0, .noGas), (39, .noGas), (40, nil)] as [(UInt64, ComputeSkipReason?)] {
            let result = try network.execute(try TestNetwork.message(value), on: account)
            #expect(result.description.computePhase?.skipReason == reason)
            guard reason == nil else { continue }
            // Forty buy forty, and 49 are used.
            #expect(result.description.computePhase?.execution?.gasLimit == 40)
        }
    }

    @Test("a contract of a fixed amount of gas pays that, however much it uses")
    func precompiled() throws {
        let code = try TestNetwork.code([OutAction]())
        for (usage, value) in [(700, 100_000), (700, 699)] as [(UInt64, UInt64)] {
            var network = try TestNetwork()
            let list = try TypedHashmapE([(key: code.hash, value: PrecompiledContract(gasUsage: usage))])
            try network.parameters.set(.precompiledContracts(PrecompiledContracts(list: list)), for: 45)
            let account = try network.account(code: code, coins: 1_000_000)
            let result = try network.execute(try TestNetwork.message(value), on: account)
            if value < usage {
                #expect(result.description.computePhase == .skipped(.noGas))
            } else {
                let compute = try #require(result.description.computePhase?.execution)
                #expect(compute.gasUsed == 700 && compute.vmSteps == 0 && compute.gasFees.nanoTON == 700)
            }
        }
    }

    @Test("an account without code ends with −13")
    func withoutCode() throws {
        let network = try TestNetwork()
        let account = try network.account(
            .active(StateInit(code: nil, data: nil)),
            balance: CurrencyCollection(coins: Coins(nanoTON: 1_000_000)))
        let result = try network.execute(try TestNetwork.message(100_000, bounce: false), on: account)
        let compute = try #require(result.description.computePhase?.execution)
        #expect(compute.exitCode == -13 && !compute.isSuccessful && compute.gasUsed == 0 && compute.vmSteps == 0)
        #expect(compute.gasFees.nanoTON == 40)
    }

    @Test("the masterchain's black hole burns what it gets")
    func burning() throws {
        var network = try TestNetwork()
        let address = TestNetwork.masterchainAddress
        try network.parameters.set(
            .burning(
                BurningConfiguration(blackholeAddress: address.hash, feeBurnNumerator: 1, feeBurnDenominator: 2)),
            for: 5)
        let account = try network.account(.uninitialized, balance: .zero, at: address)
        let result = try network.execute(try TestNetwork.message(100_000, bounce: false, to: address), on: account)
        #expect(result.burned.nanoTON == 100_000)
        #expect(result.description.creditPhase?.credit.coins == .zero)
        #expect(result.description.computePhase == .skipped(.noGas))
    }

    // MARK: - Messages from outside

    /// ACCEPT, and THROW 40 behind it or in its place.
    private static func account(_ network: TestNetwork, code: [UInt8], coins: UInt64 = 1_000_000) throws -> ShardAccount
    {
        try network.account(code: try TestNetwork.code(code), coins: coins)
    }

    @Test("a message from outside is paid for by the account that accepts it")
    func external() throws {
        let network = try TestNetwork()
        let accepting = try Self.account(network, code: [0xf8, 0x00])
        let message = try TestNetwork.external(body: try TestNetwork.code([1], references: [try TestNetwork.data([2])]))
        let result = try network.execute(message, on: accepting)
        // A cell of eight bits, and ACCEPT with the implicit return.
        #expect(result.totalFees.coins.nanoTON == 1000 + 100 + 8 + 40)
        #expect(try result.coins == 1_000_000 - 1148)
        let compute = try #require(result.description.computePhase?.execution)
        #expect(compute.gasLimit == 0 && compute.gasCredit == 10_000 && compute.gasUsed == 31)
        #expect(result.description.creditPhase == nil && result.ordinary?.isCreditFirst == true)
        // What fails once it is accepted is a transaction, too.
        let failing = try network.execute(message, on: try Self.account(network, code: [0xf8, 0x00, 0xf2, 0x28]))
        #expect(failing.exitCode == 40 && failing.description.isAborted)
    }

    @Test("one that isn't accepted makes no transaction")
    func notAccepted() throws {
        let network = try TestNetwork()
        let message = try TestNetwork.external()
        #expect(
            throws: ExecutionError.externalNotAccepted(
                ExternalNotAccepted(exitCode: 40, gasUsed: 76, steps: 1))
        ) {
            try network.execute(message, on: try Self.account(network, code: [0xf2, 0x28]))
        }
        // An account without code has nobody to accept it.
        let empty = try network.account(
            .uninitialized, balance: CurrencyCollection(coins: Coins(nanoTON: 1_000_000)))
        #expect(
            throws: ExecutionError.externalNotAccepted(
                ExternalNotAccepted(skipReason: .noState, exitCode: 0, gasUsed: 0, steps: 0))
        ) {
            try network.execute(message, on: empty)
        }
    }

    @Test("what is refused before the contract runs")
    func refused() throws {
        let network = try TestNetwork()
        let account = try Self.account(network, code: [0xf8, 0x00], coins: 999)
        #expect(
            throws: ExecutionError.externalRefused(
                .cannotPay(fee: Coins(nanoTON: 1000), balance: Coins(nanoTON: 999)))
        ) {
            try network.execute(try TestNetwork.external(), on: account)
        }
        var deep = Cell.empty
        for _ in 0..<512 { deep = try TestNetwork.code([], references: [deep]) }
        let rich = try Self.account(network, code: [0xf8, 0x00])
        // The body lies in the message's cell, so that both are as deep.
        _ = try network.execute(try TestNetwork.external(body: deep), on: rich)
        deep = try TestNetwork.code([], references: [deep])
        #expect(throws: ExecutionError.externalRefused(.tooDeep(513, limit: 512))) {
            try network.execute(try TestNetwork.external(body: deep), on: rich)
        }
        let anycast = ExternalInMessageInfo(
            destination: .standard(TestNetwork.address, anycast: Anycast(rewritePrefix: BitString(1, bits: 1))))
        #expect(throws: ExecutionError.externalRefused(.unsupportedDestination)) {
            try network.execute(try Message(info: .externalIn(anycast)).cell(), on: rich)
        }
        // Code and data of another address, for an account that has its own.
        #expect(
            throws: ExecutionError.externalNotAccepted(
                ExternalNotAccepted(skipReason: .badState, exitCode: 0, gasUsed: 0, steps: 0))
        ) {
            try network.execute(try TestNetwork.external(stateInit: try Self.state()), on: rich)
        }
    }

    @Test("messages to the outside, and accounts of others, aren't processed")
    func misdirected() throws {
        let network = try TestNetwork()
        let account = try Self.account(network, code: [0xf8, 0x00])
        let event = try Message(info: .externalOut(ExternalOutMessageInfo())).cell()
        #expect(throws: ExecutionError.self) { try network.execute(event, on: account) }
        #expect(throws: ExecutionError.self) {
            try network.execute(try TestNetwork.message(1000, to: TestNetwork.sender), on: account)
        }
        #expect(throws: ExecutionError.self) { try network.execute(.empty, on: account) }
    }

    // MARK: - Configuration

    @Test("what isn't known of a configuration doesn't matter, prices do")
    func configuration() throws {
        var network = try TestNetwork()
        func set(_ number: Int32, _ bytes: [UInt8]) throws {
            try network.parameters.set(.raw(try TestNetwork.data(bytes), reason: nil), for: number)
        }
        for number: Int32 in [30, 43, 44, 45, 5, 31] { try set(number, [0xff, 0xff]) }
        let result = try network.execute(
            try TestNetwork.message(100_000),
            on: try network.account(code: try TestNetwork.code([OutAction]()), coins: 1_000_000))
        #expect(result.exitCode == 0)
        for number: Int32 in [8, 18, 20, 21, 24, 25] {
            network = try TestNetwork()
            try set(number, [0xff, 0xff])
            #expect(throws: ExecutionError.self) { try ExecutionConfiguration(network.parameters) }
            try network.parameters.remove(number)
            guard number != 8 else {
                #expect(try ExecutionConfiguration(network.parameters).globalVersion == 0)
                continue
            }
            #expect(throws: ExecutionError.self) { try ExecutionConfiguration(network.parameters) }
        }
    }

    // Random messages to tonpy's emulator: who makes blocks asks the configuration only about accounts that are there.
    @Test("an account that isn't there isn't special: its message has no gas")
    func specialAddress() throws {
        let network = try TestNetwork()
        let message = try TestNetwork.message(0, to: TestNetwork.specialAddress)
        let result = try network.execute(
            message, on: try TestNetwork.nonexistent(), address: TestNetwork.specialAddress)
        #expect(result.description.computePhase == .skipped(.noGas))
    }

    @Test(
        "internal messages come from accounts",
        arguments: [
            MessageAddress.none, .external(BitString(5, bits: 9)),
            .variable(workchain: 0, address: BitString(1, bits: 8), anycast: nil),
        ])
    func foreignSource(source: MessageAddress) throws {
        let network = try TestNetwork()
        let info = InternalMessageInfo(
            bounce: true, source: source, destination: .standard(TestNetwork.address, anycast: nil),
            value: CurrencyCollection(coins: Coins(nanoTON: 100_000 as UInt64)), createdLT: 4_500_000, createdAt: 999)
        var builder = CellBuilder()
        try builder.store(CommonMessageInfo.internal(info))
        try builder.store(0, bits: 2)
        let message = try builder.build()
        #expect(throws: ExecutionError.self) {
            try network.execute(message, on: try network.account(code: .empty, coins: 1_000_000))
        }
    }
}
