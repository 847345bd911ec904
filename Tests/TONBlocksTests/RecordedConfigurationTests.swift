import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@Suite("Recorded configurations", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedConfigurationTests {
    struct Listed: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let isDictionary: Bool
        let hash: String
        let params: [String: String]

        enum CodingKeys: String, CodingKey {
            case file, params
            case isDictionary = "dict_root_is_boc_root"
            case hash = "config_dict_root_hash"
        }

        var testDescription: String { file }
    }

    static let listed = (try? RecordedFixtures.json([Listed].self, "config/INDEX.json")) ?? []

    /// The root of the dictionary, wherever the file has it.
    private static func root(_ listed: Listed) throws -> Cell {
        let file = try Cell(
            boc: try RecordedFixtures.bytes("config/" + listed.file), reading: .reference)
        if file.hash.hex == listed.hash { return file }
        var pending = [file]
        var seen: Set<Hash256> = []
        while let cell = pending.popLast() {
            if cell.hash(level: 0).hex == listed.hash, !cell.isExotic { return cell }
            if seen.insert(cell.hash).inserted { pending += cell.references }
        }
        throw CellError.outOfRange("no such cell")
    }

    /// Numbers that block.tlb knows no type for: names for contracts' own use, and 46 of the test network.
    private static let raw: Set<Int32> = [
        -10000, -1337, -1306, -1305, -1304, -1303, -1302, -1301, -1300, -1299, -1025, -1024, -1000, -999, -236, -137,
        -133, -90, -80, -79, -71, -41, -1, 46,
    ]

    @Test("every parameter is typed, or of a number without a type, and written back", arguments: listed)
    func parameters(_ listed: Listed) throws {
        let configuration = NetworkConfiguration(root: try Self.root(listed))
        var walker = BlockWalker()
        // One has labels that nobody writes: its dictionaries can't be made afresh.
        guard listed.file != "tongo_precompiled_config.boc" else { return }
        let raw = try walker.configuration(configuration)
        let numbers = listed.params.keys.compactMap { Int32($0) }
        #expect(Set(raw) == Self.raw.intersection(numbers))
        let found = try configuration.parameters().map { ("\($0.number)", try $0.parameter.cell().hash(level: 0).hex) }
        #expect(Dictionary(uniqueKeysWithValues: found) == listed.params)
        #expect(try configuration.globalVersion() != nil)
        #expect(try configuration.currentValidators()?.validators().isEmpty == false)
        #expect(try configuration.storagePrices().count >= 1)
        #expect(try configuration.gasPrices(isMasterchain: true)?.specialGasLimit != nil)
        let elector = try #require(try configuration.electorAddress())
        #expect(try configuration.isFundamental(AccountAddress(workchain: -1, hash: elector)))
        guard listed.file != "opentonapi_config-params-1.boc" else { return }
        var fresh = NetworkConfiguration()
        for (number, parameter) in try configuration.parameters() { try fresh.set(parameter, for: number) }
        #expect(fresh == configuration)
    }

    @Test("a configuration with labels that nobody writes is read all the same")
    func otherLabels() throws {
        let listed = try #require(Self.listed.first { $0.file == "tongo_precompiled_config.boc" })
        let configuration = NetworkConfiguration(root: try Self.root(listed))
        for (number, parameter) in try configuration.parameters() {
            #expect(try parameter.cell() == configuration.cell(number))
            guard case .raw(_, let reason) = parameter else { continue }
            #expect(reason == nil && Self.raw.contains(number), "parameter \(number): \(String(describing: reason))")
        }
        #expect(try configuration.precompiledContracts()?.list.isEmpty == false)
    }

    @Test("values equal those of an independent decoder")
    func values() throws {
        let listed = try #require(Self.listed.first { $0.file == "opentonapi_config-params-1.boc" })
        let configuration = NetworkConfiguration(root: try Self.root(listed))
        let document = try RecordedFixtures.json([String: JSONValue].self, "config/opentonapi_config-params-1.json")
        var compared = 0
        for (name, expected) in document {
            guard let number = Int32(name), number >= 0 else { continue }
            var leaves: [String: String] = [:]
            expected.flattened(into: &leaves)
            let parameter = try #require(try configuration.parameter(number))
            let found = try DecodedConfiguration(parameter, number: number).leaves
            for path in Set(leaves.keys).union(found.keys) where found[path] != leaves[path] {
                Issue.record("\(number)\(path): \(found[path] ?? "absent"), not \(leaves[path] ?? "absent")")
            }
            compared += leaves.count
        }
        #expect(compared > 2000)
    }

    @Test("values of a later configuration equal those of another decoder")
    func laterValues() throws {
        let listed = try #require(Self.listed.first { $0.file == "config_proof_33651872.boc" })
        let configuration = NetworkConfiguration(root: try Self.root(listed))
        let document = try RecordedFixtures.json(JSONValue.self, "config/config_33651872.json")
        var leaves: [String: String] = [:]
        document.flattened(into: &leaves)

        let validators = try #require(try configuration.currentValidators())
        let path = ".ConfigParam34.CurValidators.ValidatorsExt"
        #expect(leaves["\(path).UtimeSince"] == "\(validators.validSince)")
        #expect(leaves["\(path).TotalWeight"] == validators.totalWeight.map { "\($0)" })
        for (index, validator) in try validators.validators().enumerated() {
            let path = "\(path).List.\(index).ValidatorAddr"
            #expect(leaves["\(path).PublicKey.PubKey"] == validator.publicKey.bytes.hex)
            #expect(leaves["\(path).Weight"] == "\(validator.weight)")
            #expect(leaves["\(path).AdnlAddr"] == validator.adnlAddress?.hex)
        }
        let suspended = try #require(try configuration.suspendedAddresses())
        #expect(leaves[".ConfigParam44.SuspendedAddressList.SuspendedUntil"] == "\(suspended.suspendedUntil)")
        let address = try AccountAddress("-1:01b573bd6dc4cc5e383d6e08af2a1e258499995903cfebfadbf6f7e39533f914")
        #expect(try suspended.contains(address))
        let consensus = try #require(try configuration.consensusConfiguration())
        #expect(consensus.layout == .fourth && consensus.catchainMaximumBlocksCoefficient == 10000)
        #expect(try configuration.catchainConfiguration()?.shardValidatorsCount == 23)
        #expect(try configuration.messageForwardPrices(isMasterchain: false)?.lumpPrice == 1_000_000)
        #expect(try configuration.blockLimits(isMasterchain: true)?.gas.hardLimit == 37_000_000)
        #expect(try configuration.sizeLimits() == nil)
    }

    @Test(
        "the newest constructors",
        arguments: ["blockchain_config_mainnet_tonutils.boc", "testnet-config-76769489.boc"])
    func newest(file: String) throws {
        let listed = try #require(Self.listed.first { $0.file == file })
        let configuration = NetworkConfiguration(root: try Self.root(listed))
        let consensus = try #require(try configuration.newConsensusConfigurations())
        for part in [consensus.masterchain, consensus.shards] {
            switch part {
            case .simplex, .simplexV2: break
            default: Issue.record("\(String(describing: part))")
            }
        }
        #expect(try configuration.globalVersion()?.version ?? 0 >= 12)
        if file.hasPrefix("testnet") { #expect(try configuration.sizeLimits()?.accounts != nil) }
    }

    @Test("the configuration of a recorded chain")
    func chain() throws {
        let root = try Cell(boc: try RecordedFixtures.bytes("chain/blockchain-config.boc"))
        var walker = BlockWalker()
        let raw = try walker.configuration(NetworkConfiguration(root: root))
        #expect(raw.allSatisfy { Self.raw.contains($0) })
    }
}
