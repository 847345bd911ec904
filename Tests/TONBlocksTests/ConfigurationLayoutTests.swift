import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Layouts of the configuration")
struct ConfigurationLayoutTests {
    private func check<T: TLBCodable & Equatable>(_ value: T, number: Int32, tag: UInt64) throws {
        let cell = try value.cell()
        #expect(try cell.slice().peekUInt(bits: 8) == tag)
        #expect(try T(cell: cell) == value)
        let parameter = ConfigurationParameter(number: number, cell: cell)
        if case .raw(_, let reason) = parameter { Issue.record("parameter \(number): \(String(describing: reason))") }
        #expect(try parameter.cell() == cell)
        var configuration = NetworkConfiguration()
        try configuration.set(parameter, for: number)
        #expect(try configuration.value(number, as: T.self) == value)
        #expect(try configuration.parameter(number) == parameter)
        #expect(try configuration.remove(number))
        #expect(configuration == NetworkConfiguration())
    }

    private let accounts = AccountSizeLimits(
        maximumStateCells: 1, maximumMasterchainStateCells: 2, maximumPublicLibraries: 3, deferOutQueueSizeLimit: 4,
        maximumMessageExtraCurrencies: 5, maximumFixedPrefixLength: 6, stateCellsForStorageDictionary: 7,
        maximumTransactionLibraryLoads: 8)

    @Test("limits of sizes, in three constructors")
    func sizeLimits() throws {
        let totals = TotalMessageLimits(maximumTotalMessageBits: 9, maximumTotalMessageCells: 10)
        for (tag, parts) in [(1, (nil, nil)), (2, (accounts, nil)), (3, (accounts, totals))]
            as [(UInt64, (AccountSizeLimits?, TotalMessageLimits?))]
        {
            let limits = SizeLimits(
                maximumMessageBits: 1 << 21, maximumMessageCells: 1 << 13, maximumLibraryCells: 1000,
                maximumVMDataDepth: 512, maximumExternalMessageSize: 65535, maximumExternalMessageDepth: 512,
                accounts: parts.0, totals: parts.1)
            try check(limits, number: 43, tag: tag)
        }
        let invalid = SizeLimits(
            maximumMessageBits: 1, maximumMessageCells: 1, maximumLibraryCells: 1, maximumVMDataDepth: 1,
            maximumExternalMessageSize: 1, maximumExternalMessageDepth: 1, totals: totals)
        #expect(throws: CellError.self) { try invalid.cell() }
    }

    @Test("consensus, in four constructors of one parameter and two of another", arguments: [false, true])
    func consensus(usesQUIC: Bool) throws {
        for layout in ConsensusConfiguration.Layout.allCases {
            let configuration = ConsensusConfiguration(
                layout: layout, usesQUIC: usesQUIC && layout == .fourth,
                usesNewCatchainIdentifiers: layout != .first, roundCandidates: 3, nextCandidateDelay: 2000,
                consensusTimeout: 16000, fastAttempts: 3, attemptDuration: 8, catchainMaximumDependencies: 4,
                maximumBlockBytes: 1 << 21, maximumCollatedBytes: 1 << 21,
                protocolVersion: layout == .third || layout == .fourth ? 5 : 0,
                catchainMaximumBlocksCoefficient: layout == .fourth ? 10000 : 0)
            try check(configuration, number: 29, tag: layout.rawValue)
        }
        let first = SimplexConfiguration(
            usesQUIC: usesQUIC, targetRate: 400, slotsPerLeaderWindow: 4, firstBlockTimeout: 1000,
            maximumLeaderWindowDesync: 250)
        let second = SimplexConfigurationV2(
            flags: 5, protocolVersion: 2, usesQUIC: usesQUIC, slotsPerLeaderWindow: 4,
            noncriticalParameters: try TypedHashmapE([(key: UInt8(0), value: UInt32Value(400))]))
        var later = CellBuilder()
        try later.store(0x23, bits: 8)
        try later.store(reference: .empty)
        let unknown = NewConsensusConfiguration.unknown(try later.build())
        for (masterchain, shards) in [
            (.simplex(first), .simplexV2(second)), (nil, unknown), (unknown, nil), (nil, nil),
        ] as [(NewConsensusConfiguration?, NewConsensusConfiguration?)] {
            try check(
                NewConsensusConfigurations(masterchain: masterchain, shards: shards), number: 30, tag: 0x10)
        }
    }

    @Test("sessions, limits of blocks, gas and workchains, in two constructors each", arguments: [false, true])
    func versions(isExtended: Bool) throws {
        let catchain = CatchainConfiguration(
            shufflesMasterchainValidators: isExtended ? true : nil, masterchainLifetime: 1, shardLifetime: 2,
            shardValidatorsLifetime: 3, shardValidatorsCount: 4)
        try check(catchain, number: 28, tag: isExtended ? 0xc2 : 0xc1)
        let limits = ParameterLimits(underload: 1, softLimit: 2, hardLimit: 3)
        let blockExtension = BlockLimits.Extension(
            collatedData: limits, importedMessageQueue: ImportedMessageQueueLimits(maximumBytes: 4, maximumMessages: 5))
        let blockLimits = BlockLimits(
            bytes: limits, gas: limits, ltDelta: limits, extended: isExtended ? blockExtension : nil)
        try check(blockLimits, number: 22, tag: isExtended ? 0x5e : 0x5d)
        for flat in [nil, GasLimitsPrices.FlatGas(limit: 100, price: 1_000_000)] {
            let gas = GasLimitsPrices(
                flat: flat, gasPrice: 1, gasLimit: 2, specialGasLimit: isExtended ? 3 : nil, gasCredit: 4,
                blockGasLimit: 5, freezeDueLimit: 6, deleteDueLimit: 7)
            try check(gas, number: 20, tag: flat != nil ? 0xd1 : isExtended ? 0xde : 0xdd)
        }
        for format in [
            WorkchainFormat.basic(vmVersion: -1, vmMode: 0),
            .extended(minimumAddressLength: 64, maximumAddressLength: 1023, addressLengthStep: 8, type: 1),
        ] {
            let timings = SplitMergeTimings(delay: 1, interval: 2, minimumInterval: 3, maximumDelay: 4)
            let workchain = WorkchainDescription(
                enabledSince: 1, monitorMinimumSplit: 0, minimumSplit: 2, maximumSplit: 4, isActive: true,
                acceptsMessages: true, zerostateRootHash: .zero, zerostateFileHash: .zero, version: 0,
                format: format, timings: isExtended ? timings : nil, persistentStateSplitDepth: isExtended ? 4 : 0)
            let cell = try workchain.cell()
            #expect(try WorkchainDescription(cell: cell) == workchain)
            #expect(try cell.slice().peekUInt(bits: 8) == (isExtended ? 0xa7 : 0xa6))
        }
    }

    @Test("validators, in two constructors", arguments: [false, true])
    func validators(isExtended: Bool) throws {
        var samples = Samples(seed: 9)
        var list = TypedHashmapE<UInt16, ValidatorDescription>()
        for number in 0..<5 {
            let validator = ValidatorDescription(
                publicKey: SignaturePublicKey(bytes: samples.hash()), weight: 7,
                adnlAddress: number % 2 == 0 ? samples.hash() : nil)
            try list.set(validator, for: UInt16(number))
        }
        var set = ValidatorSet(
            validSince: 1, validUntil: 2, total: 5, main: 3, totalWeight: isExtended ? 35 : nil, list: list)
        try check(set, number: 34, tag: isExtended ? 0x12 : 0x11)
        #expect(try set.validators().count == 5)
        #expect(try ValidatorSet(cell: set.cell()).validators().map(\.weight) == [7, 7, 7, 7, 7])
        set.total = 6
        #expect(throws: CellError.self) { try set.validators() }
        try list.remove(2)
        set.total = 4
        set.list = list
        #expect(throws: CellError.self) { try set.validators() }
    }

    @Test("parameters that no recorded configuration has")
    func others() throws {
        var samples = Samples(seed: 10)
        try check(
            MisbehaviourPunishment(
                defaultFlatFine: Coins(nanoTON: 1), defaultProportionalFine: 2, severityFlatMultiplier: 3,
                severityProportionalMultiplier: 4, unpunishableInterval: 5, longInterval: 6, longFlatMultiplier: 7,
                longProportionalMultiplier: 8, mediumInterval: 9, mediumFlatMultiplier: 10,
                mediumProportionalMultiplier: 11), number: 40, tag: 1)
        let bridge = JettonBridge(
            bridgeAddress: samples.hash(), oraclesAddress: samples.hash(),
            oracles: try TypedHashmapE([(key: samples.hash(), value: samples.hash())]), stateFlags: 3,
            terms: .burnFee(Coins(nanoTON: 7)))
        try check(bridge, number: 81, tag: 0)
        let key = SignedTemporaryKey(
            key: ValidatorTemporaryKey(
                adnlAddress: samples.hash(), publicKey: SignaturePublicKey(bytes: samples.hash()), seqno: 1,
                validUntil: 2),
            signature: .simple(Ed25519SignatureValue(r: samples.hash(), s: samples.hash())))
        let keys = try TypedHashmapE([(key: samples.hash(), value: key)])
        var configuration = NetworkConfiguration()
        try configuration.set(.temporaryKeys(keys), for: 39)
        #expect(try configuration.parameter(39) == .temporaryKeys(keys))
        #expect(try configuration.value(39, as: TypedHashmapE<Hash256, SignedTemporaryKey>.self)?.entries().count == 1)
        try configuration.set(.globalIdentifier(-239), for: 19)
        #expect(try configuration.globalIdentifier() == -239)
        let prices = StoragePrices(
            validSince: 0, bitPrice: 1, cellPrice: 500, masterchainBitPrice: 1000, masterchainCellPrice: 500_000)
        try configuration.set(.storagePrices(try TypedHashmapE([(key: UInt32(0), value: prices)])), for: 18)
        #expect(try configuration.storagePrices() == [prices])
        #expect(throws: CellError.self) { try configuration.set(.storagePrices(TypedHashmapE()), for: 18) }
    }

    @Test("an unknown constructor of one parameter leaves the others readable")
    func unknownConstructor() throws {
        var later = CellBuilder()
        try later.store(0x7f, bits: 8)
        let cell = try later.build()
        var configuration = NetworkConfiguration()
        try configuration.set(.raw(cell, reason: nil), for: 43)
        try configuration.set(.raw(cell, reason: nil), for: -5)
        try configuration.set(.address(.zero), for: 1)
        let parameters = try configuration.parameters()
        #expect(parameters.map(\.number) == [1, 43, -5])
        let reason = CellError.unknownTag(type: "SizeLimitsConfig", found: 0x7f, bits: 8)
        #expect(parameters[1].parameter == .raw(cell, reason: reason))
        #expect(parameters[2].parameter == .raw(cell, reason: nil))
        #expect(try configuration.electorAddress() == .zero)
        #expect(throws: CellError.within("parameter 43", reason)) { try configuration.sizeLimits() }
        #expect(try configuration.cell(43) == cell)
        #expect(try configuration.globalVersion() == nil)
    }
}
