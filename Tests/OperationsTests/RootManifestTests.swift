import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Manifests come from people: what is meant is read exactly, and all else is an error that says where.
@Suite("Manifests of a root")
struct RootManifestTests {
    private typealias Text = ManifestText

    private static func read(_ key: String, _ toml: String) throws -> RootManifest {
        var text = Text.empty
        text[key] = toml
        return try RootFixture.read(text)
    }

    private static func read(text: String) throws -> RootManifest {
        try RootManifest(bytes: Array(text.utf8), folder: "/", artifacts: nil)
    }

    private static func hash(_ byte: UInt8) -> Hash256 { LedgerFixture.hash(byte) }

    @Test("every field is read, and nothing else is said")
    func full() throws {
        var text = Text.full
        text["owner"] = Text.quoted("UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7")
        text["root"] = Text.quoted("EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k")
        text["version"] = "87"
        text["limits.value_cap"] = Text.quoted("0.25 TON")
        text["params.params_version"] = "17"
        text["registry.last_proxy_seqno"] = "3"
        text["registry.proxies"] = Text.proxies((2, "10.0.0.1:80"), (nil, "10.0.0.2:80"))
        let manifest = try RootFixture.read(text)
        #expect(manifest.network == .devnet && manifest.version == 87)
        #expect(manifest.owner == (try AccountAddress("UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7")))
        #expect(manifest.root == (try AccountAddress("EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k")))
        #expect(manifest.valueCap == Coins(nanoTON: 250_000_000))
        #expect(manifest.hash == SHA256.hash(text.bytes) && manifest.testOnlyAddresses.isEmpty)
        let params = manifest.params
        #expect(params.structVersion == 4 && params.paramsVersion == 17 && params.uniqueID == 239)
        #expect(params.isTest == false && params.promptMultiplier == 10_000 && params.cachedMultiplier == 1_000)
        #expect(params.completionMultiplier == 80_000 && params.reasoningMultiplier == 80_000)
        #expect(params.pricePerToken == Coins(nanoTON: 20) && params.workerFeePerToken == Coins(nanoTON: 19))
        #expect(params.proxyDelay == 86_400 && params.clientDelay == 43_200)
        #expect(params.minimumProxyStake == LedgerFixture.ton(150))
        #expect(params.minimumClientStake == LedgerFixture.ton(150))
        let registry = manifest.registry
        #expect(registry.proxyHashes == [Self.hash(0x10)] && registry.workerHashes == [0x20, 0x21].map(Self.hash))
        // sha256sum of the whole name.
        #expect(
            registry.modelHashes?.map(\.hex) == ["d2ba81a00db6aac627b45c82ce3cf6a77bb4b37a38921f61ff5a0a6d62d70f09"])
        #expect(registry.lastProxySeqno == 3)
        #expect(
            registry.proxies == [
                RootManifest.Proxy(seqno: 2, address: try #require(NetworkAddress("10.0.0.1:80"))),
                RootManifest.Proxy(address: try #require(NetworkAddress("10.0.0.2:80"))),
            ])
        let keys = manifest.keyManager
        #expect(keys.publicKey == Self.hash(0x40) && keys.imageHash == Self.hash(0x41))
        #expect(keys.address == NetworkAddress("10.0.0.9:90"))
        #expect(keys.keys == [Self.hash(0x42): KeyManager.KeyRecord(type: 1, expireAt: 2_000_000_000)])
        #expect(manifest.codes.count == 4)
        for (role, code) in manifest.codes { #expect(try RootFixture.code(role) == code) }

        var least = RootManifest(network: .devnet)
        least.hash = SHA256.hash(Text.empty.bytes)
        #expect(try RootFixture.read(.empty) == least)
        #expect(least.valueCap == Coins(nanoTON: 1_000_000_000))
    }

    // MARK: - Amounts

    @Test(
        "amounts are read with their unit, exactly",
        arguments: [
            ("0.5 TON", 500_000_000), ("20 nanoTON", 20), ("15 gram", 15_000_000_000), ("7 nanogram", 7),
            ("0.000000001 TON", 1), ("0 TON", 0), ("1TON", 1_000_000_000), ("18 ton", 18_000_000_000),
        ] as [(String, UInt64)])
    func amounts(text: String, nanoTON: UInt64) throws {
        for key in ["price_per_token", "worker_fee_per_token", "min_proxy_stake", "min_client_stake"] {
            let params = try Self.read("params.\(key)", Text.quoted(text)).params
            let read = [
                params.pricePerToken, params.workerFeePerToken, params.minimumProxyStake, params.minimumClientStake,
            ].compactMap { $0 }
            #expect(read == [Coins(nanoTON: nanoTON)], "\(key)")
        }
        #expect(try Self.read("limits.value_cap", Text.quoted(text)).valueCap == Coins(nanoTON: nanoTON))
    }

    @Test(
        "an amount that isn't one names its key",
        arguments: [
            "\"15\"", "\"0.5\"", "\"\"", "\"TON\"", "\"0.0000000001 TON\"", "\"1.5 nanoTON\"", "\"-1 TON\"",
            "\"1e3 TON\"", "\"1,5 TON\"", "\"1 USD\"", "\"2000000000000000000000000000000 TON\"", "15", "0.5", "true",
            "[]", "{}", "1979-05-27", "inf",
        ])
    func wrongAmounts(toml: String) throws {
        for key in ["params.price_per_token", "params.min_proxy_stake", "limits.value_cap"] {
            #expect {
                try Self.read(key, toml)
            } throws: { error in
                guard case .field(key, let reason) = error as? ManifestError else { return false }
                return reason.contains("expected") || reason.contains("decimal") || reason.contains("more")
            }
        }
    }

    // MARK: - Numbers

    private static let words = [
        "version", "params.params_version", "params.unique_id", "params.prompt_multiplier", "params.cached_multiplier",
        "params.completion_multiplier", "params.reasoning_multiplier", "params.proxy_delay", "params.client_delay",
        "registry.last_proxy_seqno",
    ]

    @Test("numbers have 32 bits", arguments: words)
    func numbers(key: String) throws {
        for toml in ["0", "4294967295", "0xffff", "1_000"] { _ = try Self.read(key, toml) }
        for toml in ["-1", "4294967296", "9223372036854775807", "-9223372036854775808"] {
            let number = try #require(Int(toml))
            #expect(
                throws: ManifestError.field(
                    key, "expected a whole number from 0 to 4294967295, found \(number)")
            ) { try Self.read(key, toml) }
        }
        for toml in ["1.0", "\"1\"", "true", "1e3", "nan", "[1]", "{}"] {
            #expect(throws: ManifestError.field(key, "expected a whole number")) { try Self.read(key, toml) }
        }
        #expect(throws: ManifestError.field(key, "expected another type of value")) {
            try Self.read(key, "12:30:00")
        }
        // TOML itself ends there.
        #expect {
            try Self.read(key, "9223372036854775808")
        } throws: { error in
            if case .syntax = error as? ManifestError { true } else { false }
        }
    }

    @Test("numbers within lists are as exact", arguments: ["-1", "4294967296", "9223372036854775807"])
    func innerNumbers(number: String) throws {
        let key = Text.quoted(Self.hash(1).hex)
        let texts = [
            ("registry.proxies", "[{ seqno = \(number), address = \"10.0.0.1:80\" }]"),
            ("key_manager.keys", "[{ public_key = \(key), type = 1, expire_at = \(number) }]"),
            ("key_manager.keys", "[{ public_key = \(key), type = \(number), expire_at = 1 }]"),
            ("key_manager.keys", "[{ public_key = \(key), type = 256, expire_at = 1 }]"),
        ]
        for (name, toml) in texts {
            #expect {
                try Self.read(name, toml)
            } throws: { error in
                guard case .field(let place, let reason) = error as? ManifestError else { return false }
                return place.hasPrefix(name + ".") && reason.hasPrefix("expected a whole number from 0 to")
            }
        }
    }

    @Test("versions of the layout are 3 and 4", arguments: ["-1", "0", "2", "5", "256", "260"])
    func structVersions(toml: String) throws {
        #expect(throws: ManifestError.field("params.struct_version", "expected 3 or 4, found \(toml)")) {
            try Self.read("params.struct_version", toml)
        }
    }

    // MARK: - Keys of the document

    @Test(
        "what no manifest has is named with its path",
        arguments: [
            ("color", "color = 1"), ("params.price", "[params]\nprice = \"1 TON\""),
            ("registry.wallets", "[registry]\nwallets = []"), ("code.wallet", "[code]\nwallet = \"artifact\""),
            ("limits.cap", "limits.cap = 1"),
            ("registry.proxies.1.port", "[registry]\nproxies = [{ address = \"\" }, { address = \"\", port = 1 }]"),
            ("registry.proxies.0.port", "[[registry.proxies]]\naddress = \"10.0.0.1:80\"\nport = 1"),
            ("key_manager.seed", "[key_manager]\nseed = \"00\""), ("secret", "[secret]\nseed = \"00\""),
            ("key_manager.keys.0.kind", "[[key_manager.keys]]\npublic_key = \"00\"\ntype = 1\nexpire_at = 1\nkind = 1"),
        ])
    func unknownKeys(path: String, toml: String) throws {
        #expect(throws: ManifestError.unknownKeys([path])) {
            try Self.read(text: "schema = \"silk.root-manifest/1\"\nnetwork = \"devnet\"\n" + toml)
        }
    }

    @Test("a table in place of a text, and the other way round")
    func otherTypes() throws {
        #expect(throws: ManifestError.field("params.price_per_token", "expected text in quotes")) {
            try Self.read("params.price_per_token", "{ unit = 1 }")
        }
        #expect(throws: ManifestError.field("params", "expected a table")) { try Self.read("params", "1") }
        #expect(throws: ManifestError.field("registry.models", "expected a list")) {
            try Self.read("registry.models", "\"a@b:c\"")
        }
        #expect(throws: ManifestError.field("registry.models.1", "expected text in quotes")) {
            try Self.read("registry.models", "[\"a@b:c\", 1]")
        }
        #expect(throws: ManifestError.field("registry.proxies.0.address", "expected a value, found none")) {
            try Self.read("registry.proxies", "[{ seqno = 1 }]")
        }
        #expect(throws: ManifestError.field("params.is_test", "expected true or false")) {
            try Self.read("params.is_test", "0")
        }
    }

    @Test("two unknown keys are both named, with their table")
    func twoUnknownKeys() throws {
        var text = Text.empty
        text["params.taste"] = "1"
        text["params.colour"] = "1"
        text["params.is_test"] = "true"
        #expect(throws: ManifestError.unknownKeys(["params.colour", "params.taste"])) { try RootFixture.read(text) }
    }

    @Test(
        "schema and network are required, and known",
        arguments: [
            ("network = \"devnet\"", "schema"), ("schema = \"silk.root-manifest/1\"", "network"),
            ("schema = \"silk.root-manifest/2\"\nnetwork = \"devnet\"", "schema"),
            ("schema = 1\nnetwork = \"devnet\"", "schema"),
            ("schema = \"silk.root-manifest/1\"\nnetwork = \"moonnet\"", "network"),
            ("schema = \"silk.root-manifest/1\"\nnetwork = \"0239\"", "network"),
            ("schema = \"silk.root-manifest/1\"\nnetwork = -239", "network"), ("", "schema"),
        ])
    func header(text: String, key: String) throws {
        #expect {
            try Self.read(text: text)
        } throws: { error in
            guard case .field(key, _) = error as? ManifestError else { return false }
            return true
        }
    }

    @Test("a network has a name, or a number")
    func networks() throws {
        for (name, number) in [("mainnet", -239), ("testnet", -3), ("devnet", 239), ("-17", -17)] as [(String, Int32)] {
            let text = "schema = \"silk.root-manifest/1\"\nnetwork = \"\(name)\""
            #expect(try Self.read(text: text).network.globalID == number)
        }
    }

    @Test("an address that is for test networks alone is remembered as it stands")
    func testOnly() throws {
        let address = FriendlyAddress(
            address: LedgerFixture.stranger, isBounceable: false, isTestOnly: true)
        let manifest = try Self.read("owner", Text.quoted("\(address)"))
        #expect(manifest.testOnlyAddresses == ["\(address)"] && manifest.owner == LedgerFixture.stranger)
        for toml in ["\"\"", "\"EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73j\"", "\"0:12\""] {
            #expect {
                try Self.read("owner", toml)
            } throws: { error in
                guard case .field("owner", _) = error as? ManifestError else { return false }
                return true
            }
        }
    }

    // MARK: - Lists

    @Test("a hash stands once in a list, whatever its case")
    func duplicates() throws {
        let (upper, lower) = (String(repeating: "AB", count: 32), String(repeating: "ab", count: 32))
        for key in ["proxy_hashes", "worker_hashes", "models"] {
            #expect(throws: ManifestError.field("registry.\(key)", "\(upper) stands there twice")) {
                try Self.read("registry.\(key)", Text.list([lower, upper]))
            }
        }
        let name = "demo@1:2"
        #expect(throws: ManifestError.self) {
            try Self.read("registry.models", Text.list([name, SHA256.hash(Array(name.utf8)).hex]))
        }
        #expect(throws: ManifestError.field("key_manager.keys", "\(Self.hash(1).hex) stands there twice")) {
            try Self.read("key_manager.keys", Text.keys((1, 1), (1, 2)))
        }
        #expect(throws: ManifestError.field("registry.proxies", "two entries have the same seqno")) {
            try Self.read("registry.proxies", Text.proxies((1, "10.0.0.1:80"), (1, "10.0.0.2:80")))
        }
        // The root takes the same text twice, so does a manifest.
        #expect(
            try Self.read("registry.proxies", Text.proxies((nil, "10.0.0.1:80"), (nil, "10.0.0.1:80"))).registry
                .proxies?.count == 2)
    }

    @Test("a model's name is hashed whole, and a hash is taken as it is")
    func models() throws {
        // printf '%s' 'a@b:c' | sha256sum, and the same of a name with umlauts and spaces.
        let names = [
            "a@b:c": "a2aa516280db94f868ba4e43a2f68556bd081b56a8eaf945975e30e4b01bd169",
            " ä@b:c ": "25f07ff08f3ae7e3b6910882087c1f4f4b1cde7a51e49afeb5d107fe9081d875",
        ]
        for (name, digits) in names {
            let manifest = try Self.read("registry.models", Text.list([name]))
            #expect(manifest.registry.modelHashes?.map(\.hex) == [digits])
        }
        let hash = Self.hash(0x33).hex
        #expect(try Self.read("registry.models", Text.list([hash])).registry.modelHashes?.map(\.hex) == [hash])
        for text in ["name", "", String(repeating: "3", count: 63), String(repeating: "3", count: 65)] {
            #expect(throws: ManifestError.field("registry.models", "expected 64 hexadecimal digits, found “\(text)”")) {
                try Self.read("registry.models", Text.list([text]))
            }
        }
    }

    @Test("a proxy's text has at most 127 bytes")
    func proxies() throws {
        let longest = String(repeating: "é", count: 63) + "x"
        #expect(try Self.read("registry.proxies", Text.proxies((nil, longest))).registry.proxies?.count == 1)
        #expect(throws: ManifestError.self) { try Self.read("registry.proxies", Text.proxies((nil, longest + "x"))) }
        #expect(throws: ManifestError.self) { try Self.read("key_manager.address", Text.quoted(longest + "x")) }
    }

    // MARK: - Codes and files

    @Test("codes lie beside the manifest, elsewhere, or among the artifacts")
    func codes() throws {
        let folder = try TemporaryFolder()
        let code = try RootFixture.code(.client)
        try folder.write("client.boc", code.boc())
        var text = Text.empty
        text["code.client"] = Text.quoted("client.boc")
        try folder.write("root.toml", text.bytes)
        let manifest = try RootManifest(path: folder.path("root.toml"), artifacts: nil)
        #expect(manifest.codes == [.client: code])
        text["code.client"] = Text.quoted(folder.path("client.boc"))
        #expect(try RootFixture.read(text).codes == [.client: code])
        text["code.client"] = Text.quoted("artifact")
        #expect(throws: ManifestError.field("code.client", "there are no artifacts, or none of a client")) {
            try RootManifest(bytes: text.bytes, folder: folder.url.path, artifacts: nil)
        }
        try folder.write("broken.boc", [1, 2, 3])
        for name in ["absent.boc", "broken.boc", ".", ""] {
            text["code.client"] = Text.quoted(name)
            #expect {
                try RootManifest(bytes: text.bytes, folder: folder.url.path, artifacts: nil)
            } throws: { error in
                guard case .field("code.client", let reason) = error as? ManifestError else { return false }
                return reason.contains(folder.url.path + "/" + name)
            }
        }
    }

    @Test("a file that isn't there, isn't text or never ends is an error")
    func files() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ManifestError.self) { try RootManifest(path: folder.path("absent"), artifacts: nil) }
        #expect(throws: ManifestError.self) { try RootManifest(path: folder.url.path, artifacts: nil) }
        #expect {
            try RootManifest(path: "/dev/zero", artifacts: nil)
        } throws: { error in
            guard case .field("the whole", let reason) = error as? ManifestError else { return false }
            return reason.hasPrefix("expected at most 1048576 bytes")
        }
    }

    @Test(
        "bytes that are no text, and text that is no TOML",
        arguments: [
            [0], Array("schema = \"silk.root-manifest/1\"\0".utf8), [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80],
            Array("schema = ".utf8), Array("schema".utf8), Array("[".utf8), Array("a = 1\na = 2".utf8),
            Array("[params]\n[params]".utf8), Array("a = \"\\u0000\\x\"".utf8), Array("= 1".utf8), [0x1b],
        ] as [[UInt8]])
    func noText(bytes: [UInt8]) throws {
        #expect(throws: ManifestError.self) { try RootManifest(bytes: bytes, folder: "/", artifacts: nil) }
    }

    @Test("an error says in which line it lies")
    func lines() throws {
        #expect {
            try Self.read(text: "schema = \"x\"\nnetwork = \"y\"\nversion = oops\n")
        } throws: { error in
            guard case .syntax(3, _, _) = error as? ManifestError else { return false }
            return true
        }
    }

    /// Whatever is nested as deeply as a manifest can be long, in each way that TOML has.
    static let nestings: [(name: String, start: String, part: String, end: String)] = [
        ("brackets", "a = ", "[", ""), ("closed brackets", "a = [", "[],", "]"), ("braces", "a = ", "{a=", ""),
        ("tables", "[", "a.", "a]"), ("dotted keys", "", "a.", "a = 1"), ("inline keys", "x = {", "a.", "a=1}"),
        ("lists of tables", "", "[[a]]\n", ""), ("lists of deeper tables", "[[", "a.", "a]]"),
        ("tables in a row", "", "[a]\n", ""), ("quotes", "a = \"", "\\\"", "\""), ("comments", "", "#\n", ""),
        ("braces and dots", "a = ", "{a.a.a.a.a.a.a.a.a.a=", ""), ("quoted keys", "", "\"=\".", "a = 1"),
        ("literal keys", "", "'\"'.", "a = 1"),
        ("keys after a long text", "a = \"\"\"\"\"\"\"\"\"\"\n", "a.", "a=1"),
        ("keys after an escape", "\"\\\"\".", "'\\'.", "a=1"), ("keys after a comment", "#\"\n", "a .\t", "a=1"),
        ("dots in brackets", "a = [", "{a.a=1},\n", "]"), ("unknown keys", "a.b=1\n", "", ""),
    ]

    @Test("nothing nested stops the process", arguments: nestings.indices)
    func nesting(index: Int) async throws {
        // In a process of its own, which a parser without end would stop.
        await #expect(processExitsWith: .success) { [index] in
            let nesting = RootManifestTests.nestings[index]
            for count in [1_000, 20_000, 100_000, 300_000] {
                let text = nesting.start + String(repeating: nesting.part, count: count) + nesting.end
                #expect(throws: ManifestError.self, "\(nesting.name), \(count)") {
                    try RootManifest(bytes: Array(text.utf8), folder: "/", artifacts: nil)
                }
            }
        }
    }

    @Test("a text that only looks nested is read")
    func shallow() throws {
        let dots = String(repeating: ".", count: 100)
        let brackets = String(repeating: "[", count: 100)
        var text = Text.empty
        text["registry.proxies"] = Text.proxies((nil, dots), (nil, brackets))
        text["registry.models"] = "[\"\"\"@\\\"\(dots)\"\"\"\"\", '''@'\(brackets)''''] # \(brackets) \(dots)"
        #expect(try RootFixture.read(text).registry.modelHashes?.count == 2)
        let entries = (0..<1_000).map { "{ address = \"10.0.\($0 / 250).\($0 % 250):80\" }" }
        text["registry.proxies"] = "[\(entries.joined(separator: ", "))]"
        #expect(try RootFixture.read(text).registry.proxies?.count == 1_000)
    }

    @Test("a manifest full of unknown keys is refused in no time", .timeLimit(.minutes(1)))
    func manyUnknownKeys() throws {
        let text = Text.empty.text + (0..<100_000).map { "k\($0)=1\n" }.joined()
        #expect(throws: ManifestError.self) { try Self.read(text: text) }
    }

    @Test("a manifest of the most bytes is read, one of a byte more isn't")
    func size() throws {
        let text = Text.empty.text + "#"
        let padding = String(repeating: " ", count: RootManifest.maximumByteCount - text.utf8.count)
        #expect(try Self.read(text: text + padding).network == .devnet)
        #expect(
            throws: ManifestError.field("the whole", "expected at most 1048576 bytes, found 1048577")
        ) { try Self.read(text: text + padding + " ") }
    }
}
