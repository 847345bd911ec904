import SilkTestSupport
import TONBlocks
import TONCrypto
import Testing

@testable import TONLiteClient

@Suite("Global configs")
struct GlobalConfigurationTests {
    @Test("the public configs are read", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recorded() throws {
        let mainnet = try GlobalConfiguration(
            json: RecordedFixtures.bytes("liteserver/global_config_mainnet.json"))
        #expect(mainnet.liteServers.count == 18)
        let first = try #require(mainnet.liteServers.first)
        // 84478511 is 0x05090A2F.
        #expect(first.host == "5.9.10.47" && first.port == 19949 && first.description == "5.9.10.47:19949")
        #expect(Base64.encode(first.key.bytes.bytes) == "n4VDnSCUuSpjnCyUk9e3QOOd6o0ItSWYbTnW3Wnn8wk=")
        // −2018135749 is 0x87B5B13B.
        #expect(mainnet.liteServers[2].host == "135.181.177.59")
        #expect(mainnet.zeroState.seqno == 0 && mainnet.zeroState.shardIdentifier == .masterchain)
        #expect(mainnet.start.seqno == 46_894_135 && mainnet.hardForks.map(\.seqno) == [8_536_841])
        #expect(
            Base64.encode(mainnet.start.rootHash.bytes) == "MEjmmhLPlG68mbTPnKYcP/Sz/MiMQBV2OsASBOzBv58=")

        let testnet = try GlobalConfiguration(
            json: RecordedFixtures.bytes("liteserver/global_config_testnet.json"))
        #expect(testnet.liteServers.count == 8 && testnet.hardForks.count == 3)

        let base = try GlobalConfiguration(json: RecordedFixtures.bytes("cocoon/mainnet-base-ton-config.json"))
        #expect(base.liteServers.isEmpty && base.start.seqno == 54_498_889)
        #expect(base.zeroState == mainnet.zeroState && base.hardForks == mainnet.hardForks)
    }

    private static let hash = "F6OpKZKqvqeFp6CQmFomXNMfMj2EnaUSOXN+Mh+wVWk="

    private static func text(
        ip: String = "2130706433", port: String = "4443", key: String = hash, shard: String = "-9223372036854775808",
        workchain: String = "-1"
    ) -> String {
        """
        {"liteservers": [{"ip": \(ip), "port": \(port), "id": {"@type": "pub.ed25519", "key": "\(key)"}}],
         "validator": {"zero_state": {"workchain": \(workchain), "shard": \(shard), "seqno": 0,
                       "root_hash": "\(hash)", "file_hash": "\(hash)"}}}
        """
    }

    @Test(
        "addresses are signed or unsigned numbers",
        arguments: [
            ("-1062731519", "192.168.1.1"), ("3232235777", "192.168.1.1"), ("2130706433", "127.0.0.1"),
        ])
    func addresses(number: String, host: String) throws {
        let configuration = try GlobalConfiguration(json: Array(Self.text(ip: number).utf8))
        #expect(configuration.liteServers.map(\.host) == [host])
        #expect(configuration.initialBlock == nil && configuration.start == configuration.zeroState)
    }

    @Test("a name goes before an address", arguments: [("lite.example", "lite.example"), ("", "127.0.0.1")])
    func names(name: String, host: String) throws {
        let text = Self.text(ip: "2130706433, \"hostname\": \"\(name)\"")
        #expect(try GlobalConfiguration(json: Array(text.utf8)).liteServers.map(\.host) == [host])
    }

    @Test(
        "a config with a wrong field is refused, and the message names it",
        arguments: [
            (text(ip: "4294967296"), "4294967296"), (text(ip: "-2147483649"), "-2147483649"), (text(ip: "\"x\""), "ip"),
            (text(ip: "0"), "ip 0"), (text(ip: "null"), "ip 0"), (text(port: "0"), "port 0"),
            (text(port: "65536"), "port 65536"), (text(key: "AAAA"), "AAAA"),
            (text(shard: "0"), "shard"), (text(shard: "9223372036854775808"), "global config"),
            (text(workchain: "null"), "workchain"), ("{}", "validator"), ("", "global config"),
            ("[1]", "global config"),
            (String(repeating: "[", count: 100_000), "global config"),
        ])
    func wrong(text: String, named: String) throws {
        let error = #expect(throws: GlobalConfigurationError.self) {
            try GlobalConfiguration(json: Array(text.utf8))
        }
        #expect(try #require(error).description.contains(named))
    }
}
