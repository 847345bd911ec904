import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import TONWallets
import Testing

/// Keystores by the command line, and that nothing of a secret shows anywhere.
@Suite struct WalletCommandTests {
    /// What must not show.
    private struct Secrets {
        let password = "Tr0ub4dor-and-3"
        let mnemonic: Mnemonic
        let seed = SHA256.hash(Array("a sample seed".utf8)).hex

        init() throws {
            mnemonic = try Mnemonic.generate()
        }

        var words: String { mnemonic.words.joined(separator: " ") }

        /// Every form in which they would show. A single word may stand somewhere for other reasons.
        var forms: [String] {
            let words = mnemonic.words
            return [password, seed, seed.uppercased(), String(seed.prefix(16)), String(seed.suffix(16))]
                + zip(words, words.dropFirst()).flatMap { ["\($0) \($1)", "'\($0)', '\($1)'", "\($0)\n\($1)"] }
        }

        func areAbsent(
            from texts: String..., sourceLocation: SourceLocation = #_sourceLocation
        ) {
            for text in texts {
                for form in forms { #expect(!text.contains(form), "\(text)", sourceLocation: sourceLocation) }
            }
        }
    }

    /// A folder with files of secrets.
    private struct Place {
        let folder: TemporaryFolder
        let secrets: Secrets

        init() throws {
            folder = try TemporaryFolder()
            secrets = try Secrets()
            try SecretFile.create(path: path("password"), SecretBytes(utf8: secrets.password + "\n"))
            try SecretFile.create(path: path("wrong"), SecretBytes(utf8: secrets.password + "x\n"))
            try SecretFile.create(path: path("words"), SecretBytes(utf8: secrets.words + "\n"))
            try SecretFile.create(path: path("seed"), SecretBytes(utf8: secrets.seed))
        }

        func path(_ name: String) -> String { folder.path(name) }

        /// Runs `silk wallet`, and looks at all that it wrote.
        @discardableResult
        func run(
            _ arguments: String..., input: String = "", environment: [String: String] = [:],
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws -> SilkProcess.Result {
            let result = try await SilkProcess.run(
                ["wallet"] + arguments, input: Array(input.utf8), environment: environment)
            secrets.areAbsent(from: result.output, result.error, sourceLocation: sourceLocation)
            return result
        }

        /// Runs, and expects one line of error.
        func fails(
            _ arguments: String..., input: String = "", environment: [String: String] = [:], code: Int32 = 8,
            saying text: String, sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let result = try await SilkProcess.run(
                ["wallet"] + arguments, input: Array(input.utf8), environment: environment)
            secrets.areAbsent(from: result.output, result.error, sourceLocation: sourceLocation)
            #expect(result.exitCode == code, "\(result)", sourceLocation: sourceLocation)
            #expect(result.output == "", sourceLocation: sourceLocation)
            #expect(result.error.contains(text), "\(result.error)", sourceLocation: sourceLocation)
            if code != 64 {
                #expect(result.error.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
            }
        }
    }

    @Test("keystores are made, taken over and shown, by file and by stdin")
    func keystores() async throws {
        let place = try Place()
        let made = try await place.run(
            "create", place.path("made.key"), "--password-file", place.path("password"), "--json")
        #expect(made.exitCode == 0 && made.error == "", "\(made)")
        #expect(made.json?["schema"] as? String == "silk.wallet/1")
        let mode = try FileManager.default.attributesOfItem(atPath: place.path("made.key"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let shown = try await place.run("show", place.path("made.key"), "--json")
        #expect(shown.output == made.output)

        let expected = try place.secrets.mnemonic.keyPair().publicKey
        let environment = ["SILK_PASSWORD_FILE": place.path("password")]
        let byFile = try await place.run(
            "import", place.path("file.key"), "--secret-file", place.path("words"), "--json", environment: environment)
        let byInput = try await place.run(
            "import", place.path("input.key"), "--json", input: place.secrets.words, environment: environment)
        for result in [byFile, byInput] {
            #expect(result.exitCode == 0 && result.error == "", "\(result)")
            #expect(result.json?["public_key"] as? String == expected.bytes.hex)
        }
        let seed = try await place.run(
            "import", place.path("seed.key"), "--secret-file", place.path("seed"), environment: environment)
        #expect(seed.exitCode == 0)
        let pair = try Keystore(path: place.path("seed.key"))
            .open(password: SecretBytes(utf8: place.secrets.password)).keyPair()
        #expect(seed.output.contains(pair.publicKey.bytes.hex))
        #expect(
            pair.publicKey
                == (try Ed25519.KeyPair(Ed25519.PrivateKey(seed: SHA256.hash(Array("a sample seed".utf8)))).publicKey))
        // The words that everybody tests with; eleven and its check.
        let words = Array(repeating: "abandon", count: 11).joined(separator: " ") + " about"
        let other = try await place.run(
            "import", place.path("other.key"), "--bip39", "--json", input: words, environment: environment)
        #expect(
            other.json?["public_key"] as? String == (try BIP39Mnemonic(words).keyPair().publicKey.bytes.hex), "\(other)"
        )
        let unchecked = try await place.run(
            "import", place.path("unchecked.key"), "--bip39", input: words.replacing(" about", with: " abandon"),
            environment: environment)
        #expect(unchecked.exitCode == 8 && !unchecked.error.contains("abandon"), "\(unchecked)")
        let random = try await place.run(
            "create", place.path("random.key"), "--seed", environment: environment)
        #expect(random.exitCode == 0)
    }

    @Test("the addresses are those that the wallets have")
    func addresses() async throws {
        let place = try Place()
        let key = try place.secrets.mnemonic.keyPair().publicKey
        _ = try await place.run(
            "import", place.path("k"), "--secret-file", place.path("words"), "--password-file", place.path("password"))
        for (profile, network) in [("mainnet", WalletV5R1.mainNetwork), ("testnet", WalletV5R1.testNetwork)] {
            let document = try await place.run("show", place.path("k"), "--profile", profile, "--json").json
            #expect(document?["global_id"] as? Int == Int(network))
            let wallets = try #require(document?["wallets"] as? [[String: Any]])
            let raw = Dictionary(
                uniqueKeysWithValues: wallets.map { ($0["kind"] as? String ?? "", $0["raw"] as? String ?? "") })
            #expect(try raw["v5r1"] == WalletV5R1(publicKey: key, network: network).address().raw)
            #expect(try raw["v4r2"] == WalletV4R2(publicKey: key).address().raw)
            #expect(try raw["v3r2"] == WalletV3R2(publicKey: key).address().raw)
            #expect(raw["cocoon"] == nil)
        }
        // A network whose number isn't known has no address of version 5 until it is given.
        let devnet = try await place.run("show", place.path("k"), "--profile", "devnet", "--json").json
        #expect((devnet?["wallets"] as? [[String: Any]])?.contains { $0["kind"] as? String == "v5r1" } == false)
        let numbered = try await place.run(
            "show", place.path("k"), "--profile", "devnet", "--global-id=-42", "--wallet-owner",
            AddressTests.wallet, "--json"
        ).json
        let kinds = (numbered?["wallets"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
        #expect(kinds?.contains("v5r1") == true && kinds?.contains("cocoon") == true)
    }

    @Test("what can't be used exits with 8, says why, and changes nothing")
    func refusals() async throws {
        let place = try Place()
        let key = place.path("k")
        let password = ["SILK_PASSWORD_FILE": place.path("password")]
        _ = try await place.run("import", key, "--secret-file", place.path("words"), environment: password)
        let before = try Data(contentsOf: URL(fileURLWithPath: key))
        try await place.fails("create", key, environment: password, saying: "exists already")
        try await place.fails(
            "import", key, "--secret-file", place.path("words"), environment: password, saying: "exists already")
        #expect(try Data(contentsOf: URL(fileURLWithPath: key)) == before)
        try await place.fails("show", place.path("absent"), saying: "there is no such file")
        try await place.fails("create", place.path("new"), saying: "no terminal to ask on")
        try await place.fails(
            "create", place.path("new"), "--password-file", place.path("absent"), saying: "there is no such file")
        try SecretFile.create(path: place.path("empty"), SecretBytes(utf8: "\n"))
        try await place.fails(
            "create", place.path("new"), "--password-file", place.path("empty"), saying: "one character at least")
        // Secrets that aren't any.
        let words = place.secrets.mnemonic.words
        for (input, reason) in [
            (words.dropLast().joined(separator: " "), "found 23 words"), ("", "found 0 words"),
            (place.secrets.seed + "0", "found something else"),
            ((words.dropLast() + [words[23] + "x"]).joined(separator: " "), "word 24 isn't one of"),
            (String(repeating: "a", count: 70_000), "more than 65536 bytes"),
        ] {
            let code: Int32 = reason.hasPrefix("more") ? 65 : 8
            try await place.fails(
                "import", place.path("new"), input: input, environment: password, code: code, saying: reason)
        }
        try await place.fails(
            "import", place.path("new"), "--mnemonic-password-file", place.path("password"),
            input: place.secrets.words, environment: password, saying: "made without a password")
        #expect(!FileManager.default.fileExists(atPath: place.path("new")))
        // Damaged, and not one.
        try SecretFile.create(path: place.path("damaged"), SecretBytes(copying: before.dropLast(20)))
        try await place.fails("show", place.path("damaged"), saying: "cut off")
        let text = String(decoding: before, as: UTF8.self)
        try SecretFile.create(
            path: place.path("flipped"), SecretBytes(utf8: text.replacing("\"passes\" : 3", with: "\"passes\" : 4")))
        try await place.fails("show", place.path("flipped"), saying: "damaged")
        try await place.fails("show", place.path("words"), saying: "expected a keystore")
    }

    @Test("files that others can read are refused, with their mode")
    func exposedFiles() async throws {
        let place = try Place()
        let key = place.path("k")
        let password = ["SILK_PASSWORD_FILE": place.path("password")]
        _ = try await place.run("import", key, "--secret-file", place.path("words"), environment: password)
        for (mode, digits) in [(0o644, "0644"), (0o640, "0640"), (0o602, "0602")] {
            func expose(_ name: String) throws {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path(name))
            }
            try expose("k")
            try await place.fails("show", key, saying: "mode \(digits)")
            try expose("words")
            try await place.fails(
                "import", place.path("new"), "--secret-file", place.path("words"), environment: password,
                saying: "mode \(digits)")
            try expose("wrong")
            try await place.fails(
                "create", place.path("new"), "--password-file", place.path("wrong"), saying: "mode \(digits)")
            try await place.fails(
                "import", place.path("new"), "--mnemonic-password-file", place.path("wrong"),
                input: place.secrets.words, environment: password, saying: "mode \(digits)")
        }
        #expect(!FileManager.default.fileExists(atPath: place.path("new")))
    }

    @Test("secrets typed among the arguments aren't repeated")
    func arguments() async throws {
        let place = try Place()
        let (password, seed) = (place.secrets.password, place.secrets.seed)
        let new = place.path("new")
        try await place.fails("create", new, "--password=\(password)", code: 64, saying: "--password")
        try await place.fails("create", new, "--password", password, code: 64, saying: "--password")
        try await place.fails("create", new, password, code: 64, saying: "Unexpected argument")
        try await place.fails("create", new, "--seed=\(seed)", code: 64, saying: "--seed")
        try await place.fails("import", new, seed, code: 64, saying: "Unexpected argument")
        try await place.fails("import", seed, code: 64, saying: "looks like a secret")
        try await place.fails("import", place.secrets.words, code: 64, saying: "looks like a secret")
        try await place.fails("create", new, "--global-id", seed, code: 64, saying: "--global-id")
        try await place.fails("seed", seed, code: 64, saying: "silk")
        let words = try await SilkProcess.run(["wallet", "import", new] + place.secrets.mnemonic.words)
        #expect(words.exitCode == 64)
        place.secrets.areAbsent(from: words.output, words.error)
        // Nor by other commands, where it can't be anything else.
        let other = try await SilkProcess.run(["address", "show", AddressTests.wallet, seed])
        #expect(other.exitCode == 64)
        place.secrets.areAbsent(from: other.output, other.error)
        #expect(!FileManager.default.fileExists(atPath: new))
    }

    @Test(
        "nothing of them is in the process's arguments or environment",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ")))
    func processTable() async throws {
        let place = try Place()
        let process = try SilkProcess.make(
            ["wallet", "import", place.path("k"), "--password-file", place.path("password")],
            environment: ["SILK_PROFILE": "testnet"])
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        func look() throws {
            for name in ["cmdline", "environ"] {
                let file = URL(fileURLWithPath: "/proc/\(process.processIdentifier)/\(name)")
                let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
                #expect(text.contains(name == "cmdline" ? "import" : "SILK_PROFILE"))
                place.secrets.areAbsent(from: text.replacing("\0", with: " "))
            }
        }
        try await Task.sleep(for: .milliseconds(300))
        try look()
        try input.fileHandleForWriting.write(contentsOf: Data(place.secrets.words.utf8))
        try await Task.sleep(for: .milliseconds(200))
        #expect(process.isRunning)
        try look()
        try input.fileHandleForWriting.close()
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        #expect(process.terminationStatus == 0)
    }

    // MARK: - At a terminal

    private static let question = "a password for the keystore: "
    private static let again = "the same password again: "
    private static let existing = "the keystore's password: "

    @Test("a terminal is asked twice without showing what is typed, and shows words where that is asked for")
    func terminal() async throws {
        let place = try Place()
        let (key, password) = (place.path("k"), place.secrets.password)
        let create = try TerminalProcess(
            ["wallet", "create", key, "--show-words", "--json"], output: URL(fileURLWithPath: place.path("out")))
        try await create.answer(Self.question, with: "wrong\u{15}x\u{7f}" + password)
        try await create.answer(Self.again, with: password)
        let created = try await create.finish()
        #expect(created.exitCode == 0, "\(created)")
        #expect(!created.error.contains(password) && !created.output.contains(password))
        let words = created.error.matches(of: /(\d+)  ?([a-z]+)/).sorted { (Int($0.1) ?? 0) < (Int($1.1) ?? 0) }
            .map { String($0.2) }
        let mnemonic = try Mnemonic(words.joined(separator: " "))
        #expect(created.json?["public_key"] as? String == (try mnemonic.keyPair().publicKey.bytes.hex))
        for (first, second) in zip(words, words.dropFirst()) { #expect(!created.output.contains("\(first) \(second)")) }

        // They can be shown again, to who has the password.
        let export = try TerminalProcess(
            ["wallet", "export-words", key], output: URL(fileURLWithPath: place.path("out")))
        try await export.answer(Self.existing, with: password)
        let exported = try await export.finish()
        #expect(exported.exitCode == 0)
        #expect(words.allSatisfy { exported.error.contains($0) })
        #expect(!exported.error.contains(password))
        let wrong = try TerminalProcess(
            ["wallet", "export-words", key], output: URL(fileURLWithPath: place.path("out")))
        try await wrong.answer(Self.existing, with: password + "x")
        let refused = try await wrong.finish()
        #expect(refused.exitCode == 8 && refused.output == "")
        #expect(refused.error.contains("doesn't open") && !refused.error.contains(password))
    }

    @Test("without --show-words, and without a terminal, no words are shown")
    func wordsElsewhere() async throws {
        let place = try Place()
        let key = place.path("k")
        let importing = try TerminalProcess(
            ["wallet", "import", key], output: URL(fileURLWithPath: place.path("out")))
        try await importing.answer("the 24 words, or the seed: ", with: place.secrets.words)
        try await importing.answer(Self.question, with: place.secrets.password)
        try await importing.answer(Self.again, with: place.secrets.password)
        let imported = try await importing.finish()
        #expect(imported.exitCode == 0, "\(imported)")
        place.secrets.areAbsent(from: imported.error, imported.output)
        let password = ["SILK_PASSWORD_FILE": place.path("password")]
        try await place.fails(
            "create", place.path("new"), "--show-words", environment: password, code: 4, saying: "stderr is none")
        try await place.fails("export-words", key, environment: password, code: 4, saying: "stderr is none")
        try await place.fails("create", place.path("new"), "--seed", "--show-words", code: 64, saying: "--seed")
        #expect(!FileManager.default.fileExists(atPath: place.path("new")))
    }

    @Test("passwords that differ, none, and Ctrl-C leave no keystore, and the terminal as it was")
    func terminalRefusals() async throws {
        let place = try Place()
        let output = URL(fileURLWithPath: place.path("out"))
        let differing = try TerminalProcess(["wallet", "create", place.path("new")], output: output)
        try await differing.answer(Self.question, with: place.secrets.password)
        try await differing.answer(Self.again, with: place.secrets.password + "x")
        let differed = try await differing.finish()
        #expect(differed.exitCode == 8 && differed.error.contains("differ"))
        place.secrets.areAbsent(from: differed.error)
        let empty = try TerminalProcess(["wallet", "create", place.path("new")], output: output)
        try await empty.answer(Self.question, with: "")
        #expect(try await empty.finish().exitCode == 8)
        let stopped = try TerminalProcess(["wallet", "create", place.path("new")], output: output)
        try await stopped.answer(Self.question, with: place.secrets.password, end: "")
        #expect(!stopped.isOrdinary)
        try await stopped.answer(Self.question, with: "\u{03}", end: "")
        let result = try await stopped.finish()
        #expect(result.exitCode == 130)
        for process in [differing, empty, stopped] { #expect(process.isOrdinary) }
        place.secrets.areAbsent(from: result.error)
        #expect(!FileManager.default.fileExists(atPath: place.path("new")))
    }
}
