import Foundation
import Indexer
import SilkTestSupport
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// Networks by their names, and the file that changes them.
struct SettingsTests {
    private func settings(_ text: String) throws -> Settings {
        let folder = try TemporaryFolder()
        return try Settings(contentsOf: try folder.write("config.json", Array(text.utf8)))
    }

    @Test("the main network has its root and five proxies, and the others have none")
    func builtIn() throws {
        let mainnet = try Settings.builtIn.profile(named: "mainnet")
        // facts of the contracts, as raw addresses.
        #expect(mainnet.root == (try AccountAddress("EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k")))
        #expect(mainnet.proxies.count == 5 && Set(mainnet.proxies).count == 5)
        #expect(!mainnet.isTestOnly)
        #expect(mainnet.globalConfiguration == .url("https://ton.org/global.config.json"))
        for name in ["testnet", "devnet"] {
            let profile = try Settings.builtIn.profile(named: name)
            #expect(profile.root == nil && profile.proxies == [] && profile.isTestOnly)
        }
    }

    @Test("a file changes a built-in network and adds others")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "config.json",
            Array(
                """
                {
                  profile: "mine",
                  profiles: {
                    mainnet: {
                      toncenter: "https://toncenter.example",
                      proxies: ["EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf"],
                    },
                    mine: {
                      global_config: "networks/mine.json", // beside this file
                      root: "0:0000000000000000000000000000000000000000000000000000000000000001",
                      test_only: true,
                      liteservers: [
                        {host: "lite.example", port: 40000, key: "n4VDnSCUuSpjnCyUk9e3QOOd6o0ItSWYbTnW3Wnn8wk="},
                      ],
                    },
                  },
                }
                """.utf8))
        let settings = try Settings(contentsOf: file)
        #expect(settings.profile == "mine")
        #expect(settings.profiles.map(\.name) == ["devnet", "mainnet", "mine", "testnet"])
        let mainnet = try settings.profile(named: "mainnet")
        #expect(mainnet.tonCenter == "https://toncenter.example" && mainnet.proxies.count == 1)
        #expect(mainnet.root == NetworkProfile.mainnet.root)
        let mine = try settings.profile(named: "mine")
        #expect(mine.globalConfiguration == .file(folder.path("networks/mine.json")))
        #expect(mine.isTestOnly && mine.root?.hash.hex.hasSuffix("01") == true)
        let server = try #require(mine.liteServers.first)
        #expect(server.host == "lite.example" && server.port == 40000)
        #expect(Base64.encode(server.key.bytes.bytes) == "n4VDnSCUuSpjnCyUk9e3QOOd6o0ItSWYbTnW3Wnn8wk=")
    }

    @Test(
        "what a file can't say is refused, with the place",
        arguments: [
            ("{profile: ", "not valid JSON"), ("", "not valid JSON"), ("[]", "expected a table"),
            ("{colour: 1}", "\"colour\" is none of profile, profiles"), ("{profile: 3}", "profile: expected a text"),
            ("{profile: \"other\"}", "there is no profile \"other\""),
            ("{profiles: {mine: {rot: \"\"}}}", "profiles.mine: \"rot\" is none of"),
            ("{profiles: {mine: {root: \"EQ\"}}}", "profiles.mine.root"),
            ("{profiles: {mine: {proxies: \"EQ\"}}}", "profiles.mine.proxies: expected a list"),
            ("{profiles: {\"../x\": {}}}", "profiles: a name has letters"),
            (
                "{profiles: {mine: {liteservers: [{host: \"a\", port: 1}]}}}",
                "profiles.mine.liteservers.[0]: expected key"
            ),
            (
                "{profiles: {mine: {liteservers: [{host: \"a\", port: 70000, key: \"\"}]}}}",
                "expected a host and a port"
            ),
            (
                "{profiles: {mine: {liteservers: [{host: \"a\", port: 7, key: \"AA==\"}]}}}",
                "expected a key of 32 bytes"
            ),
        ])
    func refused(_ text: String, _ reason: String) throws {
        let error = #expect(throws: SettingsError.self) { try settings(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("config.json: ") == true)
    }

    @Test("files of random bytes and cut files are refused or read, nothing else")
    func mutations() throws {
        let text = Array("{profile: \"mainnet\", profiles: {mine: {root: \"0:01\", proxies: [\"a\", \"b\"]}}}".utf8)
        var random = SeededGenerator(seed: 3)
        var refusals = 0
        for _ in 0..<300 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let folder = try TemporaryFolder()
            do throws(SettingsError) {
                _ = try Settings(contentsOf: (try? folder.write("config.json", bytes)) ?? folder.url)
            } catch {
                refusals += 1
            }
        }
        // The root is none, so that hardly any is read.
        #expect(refusals > 250)
    }
}
