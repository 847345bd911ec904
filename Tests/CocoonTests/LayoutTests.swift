import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("Storage layouts")
struct LayoutTests {
    private func expectRoundTrip<T: TLBCodable & Hashable>(_ value: T) throws {
        let cell = try value.cell()
        let decoded = try T(cell: cell)
        #expect(decoded == value)
        #expect(try decoded.cell() == cell)
        // Every prefix is too short.
        for bits in 0..<cell.bitCount {
            var slice = try cell.slice()
            var cut = try slice.loadSlice(bits: bits, references: cell.referenceCount)
            #expect(throws: CellError.self) {
                _ = try T(from: &cut)
                try cut.end()
            }
        }
    }

    @Test("every layout survives, and no prefix of it is accepted", arguments: UInt64(0)..<20)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for version in 0...Params.latestStructVersion {
            try expectRoundTrip(try random.params(version: version))
        }
        for version in 0...(Params.latestStructVersion - 1) {
            try expectRoundTrip(try random.root(version: version))
        }
        try expectRoundTrip(try random.registry())
        try expectRoundTrip(try random.keyManager())
        try expectRoundTrip(
            WorkerData(
                owner: try random.address(), proxy: try random.address(), proxyKey: try random.hash(),
                state: try random.state(), tokens: random.integer(), params: try random.params()))
        try expectRoundTrip(
            ClientData(
                state: try random.state(), balance: try random.coins(), stake: try random.coins(),
                tokensUsed: random.integer(), unlockTime: random.integer(), secretHash: try random.hash(),
                owner: try random.address(), proxy: try random.address(), proxyKey: try random.hash(),
                params: try random.params()))
        try expectRoundTrip(
            ProxyData(
                owner: try random.address(), proxyKey: try random.hash(), root: try random.address(),
                state: try random.state(), balance: Coins(nanoTON: random.integer()),
                stake: Coins(nanoTON: random.integer()), unlockTime: random.integer(), params: try random.params()))
        try expectRoundTrip(
            WalletData(
                seqno: random.integer(), subwallet: random.integer(), publicKey: try random.hash(),
                status: random.integer(), owner: try random.address()))
    }

    @Test("params store what their version has, and no more", arguments: UInt8(0)...5)
    func paramsFields(version: UInt8) throws {
        var random = SeededGenerator(seed: UInt64(version))
        let params = try random.params(version: version)
        let fixedBits = 8 + 32 + 32 + 1 + 32 + 32 + 3
        var coins = [params.pricePerToken, params.workerFeePerToken]
        coins += [params.minimumProxyStake, params.minimumClientStake].compactMap { $0 }
        let coinBits = try coins.reduce(0) { $0 + (try $1.cell().bitCount) }
        let multipliers = [0, 0, 2, 4, 4, 4][Int(version)]
        #expect(try params.cell().bitCount == fixedBits + coinBits + 32 * multipliers)
        #expect(coins.count == (version == 0 ? 2 : 4))

        var other = params
        other.promptMultiplier = version >= 3 ? nil : 1
        #expect(throws: CellError.self) { try other.cell() }
        other = params
        other.minimumClientStake = version >= 1 ? nil : .zero
        #expect(throws: CellError.self) { try other.cell() }
        other = params
        other.structVersion = 6
        #expect(throws: CellError.unknownTag(type: "Params", found: 6, bits: 8)) { try other.cell() }
    }

    @Test("missing fields have the contracts' defaults")
    func defaults() throws {
        var random = SeededGenerator(seed: 5)
        let params = try random.params(version: 0)
        #expect(params.effectivePromptMultiplier == 10_000)
        #expect(params.effectiveCachedMultiplier == 10_000)
        #expect(params.effectiveCompletionMultiplier == 10_000)
        #expect(params.effectiveReasoningMultiplier == 10_000)
        #expect(params.effectiveMinimumProxyStake == Coins(nanoTON: 1_000_000_000))
        #expect(params.effectiveMinimumClientStake == Coins(nanoTON: 1_000_000_000))
    }

    @Test("codes are dropped for children")
    func codes() throws {
        var random = SeededGenerator(seed: 6)
        var params = try random.params(version: 4)
        params.proxyCode = try random.cell()
        params.workerCode = try random.cell()
        params.clientCode = try random.cell()
        #expect(params.forProxy.proxyCode == nil)
        #expect(params.forProxy.workerCode == params.workerCode)
        #expect(params.forProxy.clientCode == params.clientCode)
        #expect(try params.withoutCodes.cell().referenceCount == 0)
        #expect(params.forProxy.withoutCodes == params.withoutCodes)
    }

    @Test("state 3 is no state")
    func badState() throws {
        var builder = CellBuilder()
        try builder.store(3, bits: 2)
        let cell = try builder.build()
        #expect(throws: CellError.unknownTag(type: "ContractState", found: 3, bits: 2)) {
            try ContractState(cell: cell)
        }
    }

    @Test("a network address has type 0 and at most 127 bytes")
    func networkAddress() throws {
        let one = try required(NetworkAddress("1.2.3.4:5 6.7.8.9:10"))
        #expect(one.workerEndpoint == "1.2.3.4:5")
        #expect(one.clientEndpoint == "6.7.8.9:10")
        let both = try required(NetworkAddress("1.2.3.4:5"))
        #expect(both.workerEndpoint == both.clientEndpoint)
        #expect(NetworkAddress(bytes: [UInt8](repeating: 1, count: 128)) == nil)
        let longest = try required(NetworkAddress(bytes: [UInt8](repeating: 0xff, count: 126)))
        #expect(longest.text == nil)
        #expect(try NetworkAddress(cell: try longest.cell()) == longest)
        var builder = CellBuilder()
        try builder.store(0x80 as UInt8)
        let cell = try builder.build()
        #expect(throws: CellError.unknownTag(type: "NetworkAddress", found: 1, bits: 1)) {
            try NetworkAddress(cell: cell)
        }
    }

    @Test("random cells never crash a layout", arguments: UInt64(0)..<50)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var builder = CellBuilder()
            let bytes = (0..<127).map { _ in UInt8.random(in: 0...255, using: &random) }
            try builder.store(BitString(bytes: bytes, count: Int.random(in: 0...1016, using: &random)))
            for _ in 0..<Int.random(in: 0...4, using: &random) { try builder.store(reference: random.cell()) }
            let cell = try builder.build()
            func tryReading<T: TLBCodable & Hashable>(_ type: T.Type) throws {
                guard let value = try? T(cell: cell) else { return }
                #expect(try value.cell() == cell)
            }
            try tryReading(Params.self)
            try tryReading(RootData.self)
            try tryReading(RootRegistry.self)
            try tryReading(KeyManager.self)
            try tryReading(WorkerData.self)
            try tryReading(ClientData.self)
            try tryReading(ProxyData.self)
            try tryReading(WalletData.self)
        }
    }
}

@Suite("Root of version 5")
struct UnknownRootTests {
    private func root5(_ random: inout SeededGenerator, change: (inout RootData) throws -> Void) throws -> RootData {
        var root = try random.root(version: 5)
        try change(&root)
        return root
    }

    @Test("what is not understood is kept")
    func rawParts() throws {
        var random = SeededGenerator(seed: 11)
        let registry = try random.registry()
        let tail = try random.cell()
        let odd = try random.cell()
        let roots = [
            try root5(&random) { $0.verifiedKeys = tail },
            try root5(&random) { $0.data = .known(registry, rest: tail) },
            try root5(&random) { $0.keyManager = .unknown(odd) },
            try root5(&random) {
                $0.data = .unknown(odd)
                $0.rest = tail
            },
            try root5(&random) { $0.keyManager = nil },
        ]
        for root in roots {
            let cell = try root.cell()
            let decoded = try RootData(cell: cell)
            #expect(try decoded.cell() == cell)
            #expect(decoded == root)
        }
        #expect(try RootData(cell: try roots[3].cell()).registry == nil)
    }

    @Test("older versions are read strictly")
    func strict() throws {
        var random = SeededGenerator(seed: 12)
        var root = try random.root(version: 4)
        root.data = .known(try random.registry(), rest: try random.cell())
        let cell = try root.cell()
        #expect(throws: CellError.self) { try RootData(cell: cell) }
        root = try random.root(version: 3)
        root.keyManager = .known(try random.keyManager())
        #expect(throws: CellError.self) { try root.cell() }
        root = try random.root(version: 4)
        root.keyManager = nil
        #expect(throws: CellError.self) { try root.cell() }
    }
}

@Suite("Sorted dictionaries")
struct SortedDictionaryTests {
    @Test("it behaves as a dictionary that is sorted", arguments: UInt64(0)..<10)
    func model(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model: [UInt32: UInt32] = [:]
        var dictionary = SortedDictionary<UInt32, ContractState>()
        for _ in 0..<200 {
            let key = UInt32.random(in: 0..<40, using: &random)
            let value = try random.optional { try $0.state() }
            dictionary[key] = value
            model[key] = value.map { UInt32($0.rawValue) }
        }
        #expect(dictionary.keys == model.keys.sorted())
        for key in UInt32(0)..<40 {
            #expect(dictionary[key].map { UInt32($0.rawValue) } == model[key])
            #expect(dictionary.contains(key) == (model[key] != nil))
        }
        #expect(try SortedDictionary(cell: try dictionary.cell()) == dictionary)
    }

    @Test("a label that is longer than it must be is refused")
    func canonicalLabels() throws {
        // One key of 32 zero bits as hml_short, where hml_same is shorter.
        var leaf = CellBuilder()
        try leaf.store(bit: false)
        for _ in 0..<32 { try leaf.store(bit: true) }
        try leaf.store(bit: false)
        try leaf.store(0 as UInt32)
        var builder = CellBuilder()
        try builder.store(maybeReference: try leaf.build())
        let cell = try builder.build()
        #expect(throws: CellError.malformedDictionary("its labels are not in their shortest form")) {
            try SortedDictionary<UInt32, NoValue>(cell: cell)
        }
    }

    @Test("a tree of shared cells doesn't take all memory")
    func sharedSubtrees() throws {
        var builder = CellBuilder()
        try builder.store(0b00, bits: 2)
        var node = try builder.build()
        for _ in 0..<32 {
            var fork = CellBuilder()
            try fork.store(0b00, bits: 2)
            try fork.store(reference: node)
            try fork.store(reference: node)
            node = try fork.build()
        }
        var root = CellBuilder()
        try root.store(maybeReference: node)
        let cell = try root.build()
        #expect(throws: CellError.malformedDictionary("more than 16384 entries")) {
            try SortedDictionary<UInt32, NoValue>(cell: cell)
        }
    }
}
