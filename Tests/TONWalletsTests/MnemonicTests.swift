import Foundation
import SilkTestSupport
import TONCrypto
import Testing

@testable import TONWallets

@Suite("Mnemonics", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedMnemonicTests {
    struct Vector: Decodable {
        let mnemonic: String
        let secretKeyHex: String
        let publicKeyHex: String
    }

    struct Properties: Decodable {
        struct Keychain: Decodable {
            let m: String
            let v: Bool
        }
        struct BIP39: Decodable {
            let mnemonic: String
            let address: String
        }
        let isMultiAccountSeed: [Keychain]
        let bip39ToW5: BIP39
        let invalid: [String]
    }

    @Test("recorded words make the recorded keys")
    func keys() throws {
        for vector in try RecordedFixtures.snakeCase([Vector].self, "keys/mnemonic.json") {
            let mnemonic = try Mnemonic("  " + vector.mnemonic.uppercased().replacing(" ", with: "\n  ") + "\n")
            #expect(try !mnemonic.isPasswordNeeded())
            let pair = try mnemonic.keyPair()
            #expect(pair.publicKey.bytes.hex == vector.publicKeyHex)
            #expect(
                pair.privateKey.seed.withUnsafeBytes { Hex.encode($0) } + pair.publicKey.bytes.hex
                    == vector.secretKeyHex)
            #expect(mnemonic.words.joined(separator: " ") == vector.mnemonic)
        }
    }

    @Test("roots of keychains are recognised, and no wallet")
    func keychains() throws {
        let properties = try RecordedFixtures.snakeCase(Properties.self, "keys/mnemonic_props.json")
        for keychain in properties.isMultiAccountSeed {
            let mnemonic = try Mnemonic(keychain.m)
            #expect(try mnemonic.isKeychainRoot() == keychain.v)
            if keychain.v {
                #expect(throws: MnemonicError.wrongCheck(.tonFoundKeychain)) { try mnemonic.keyPair() }
            }
        }
        for text in properties.invalid {
            let words = text.prefix { $0 != "(" }
            #expect(throws: MnemonicError.self) { try Mnemonic(String(words)) }
        }
    }

    @Test("SLIP-0010's vectors")
    func hierarchy() throws {
        struct File: Decodable { let strings: [String] }
        var strings = try RecordedFixtures.snakeCase(File.self, "keys/hd_ed25519_strings.json").strings[...]
        let ways: [[[UInt32]]] = [
            [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 2], [0, 1, 2, 2, 1_000_000_000]],
            [
                [], [0], [0, 2_147_483_647], [0, 2_147_483_647, 1], [0, 2_147_483_647, 1, 2_147_483_646],
                [0, 2_147_483_647, 1, 2_147_483_646, 2],
            ],
        ]
        for ways in ways {
            let text = strings.removeFirst()
            let seed = try #require(Hex.decode(text))
            let root = try HierarchicalKey(seed: SecretBytes(copying: seed))
            for way in ways {
                let key = try root.derived(way)
                let expected = Array(strings.prefix(3))
                strings = strings.dropFirst(3)
                try #require(expected.count == 3)
                #expect(key.chainCode.withUnsafeBytes { Hex.encode($0) } == expected[0])
                #expect(key.key.withUnsafeBytes { Hex.encode($0) } == expected[1])
                #expect(try makePair(key.key).publicKey.bytes.hex == expected[2])
            }
        }
    }
}

@Suite("Making mnemonics")
struct MnemonicTests {
    @Test("the list of words is that of BIP-39")
    func list() {
        #expect(WordList.words.count == 2048)
        #expect(WordList.words == WordList.words.sorted())
        // The hash of bip-0039/english.txt in bitcoin/bips.
        let text = WordList.words.joined(separator: "\n") + "\n"
        #expect(
            SHA256.hash(Array(text.utf8)).hex == "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda")
    }

    @Test("generated words are valid, and new each time")
    func generate() throws {
        let first = try Mnemonic.generate()
        let second = try Mnemonic.generate()
        #expect(first.words != second.words)
        #expect(first.words.count == 24)
        let again = try Mnemonic(first.text)
        #expect(try again.keyPair().publicKey == first.keyPair().publicKey)
        #expect(throws: MnemonicError.passwordNotExpected) { try first.check(password: SecretBytes(utf8: "password")) }
        var words = first.words
        words.swapAt(0, words.firstIndex { $0 != words[0] } ?? 1)
        // Swapped words pass by chance once in 256 times, and look like those of another scheme as rarely.
        let swapped = try Mnemonic(words.joined(separator: " "))
        if (try? swapped.check()) == nil { #expect(throws: MnemonicError.self) { try swapped.keyPair() } }
        #expect(!swapped.text.isEqual(to: first.text))
    }

    @Test("a mnemonic with a password is of use with that alone")
    func password() throws {
        let password = PasswordMnemonic.password
        let mnemonic = try PasswordMnemonic.made.get()
        #expect(try mnemonic.isPasswordNeeded())
        _ = try mnemonic.keyPair(password: password)
        #expect(throws: MnemonicError.passwordNeeded) { try mnemonic.keyPair() }
        #expect(throws: MnemonicError.passwordNeeded) { try mnemonic.keyPair(password: SecretBytes(utf8: "")) }
        // Any other password is taken once in 256 times, so that three in a row hardly are.
        let others = ["a", "b", "c"].map { SecretBytes(utf8: $0) }
        #expect(others.contains { (try? mnemonic.check(password: $0)) == nil })
    }

    @Test("errors say where, and no word")
    func errors() throws {
        let words = Array(repeating: "abandon", count: 24)
        #expect(throws: MnemonicError.wordCount(23, expected: [24])) {
            try Mnemonic(words.dropLast().joined(separator: " "))
        }
        #expect(throws: MnemonicError.wordCount(0, expected: [24])) { try Mnemonic("") }
        var mistyped = words
        mistyped[6] = "abandom"
        #expect(throws: MnemonicError.unknownWord(place: 7)) { try Mnemonic(mistyped.joined(separator: " ")) }
        #expect(!"\(MnemonicError.unknownWord(place: 7))".contains("abandom"))
        #expect(throws: MnemonicError.wrongCheck(.ton)) { try Mnemonic(words.joined(separator: " ")).keyPair() }
    }

    // The words are from the vectors of trezor/python-mnemonic.
    @Test("BIP-39's checksum")
    func bip39() throws {
        let zeros = (Array(repeating: "abandon", count: 23) + ["art"]).joined(separator: " ")
        _ = try BIP39Mnemonic(zeros)
        _ = try BIP39Mnemonic("legal winner thank year wave sausage worth useful legal winner thank yellow")
        _ = try BIP39Mnemonic("letter advice cage absurd amount doctor acoustic avoid letter advice cage above")
        #expect(throws: MnemonicError.wrongCheck(.bip39)) {
            try BIP39Mnemonic(Array(repeating: "abandon", count: 12).joined(separator: " "))
        }
        #expect(throws: MnemonicError.wrongCheck(.tonFoundBIP39)) { try Mnemonic(zeros).keyPair() }
    }

    @Test(
        "paths",
        arguments: [
            ("m", []), ("m/44'/607'/0'", [44, 607, 0]), ("m/2147483647'", [2_147_483_647]), ("m/0h/1H", [0, 1]),
        ] as [(String, [UInt32])])
    func paths(path: String, way: [UInt32]) {
        #expect(HierarchicalKey.way(path: path) == way)
    }

    @Test("texts that are no path", arguments: ["", "44'", "m/", "m/44", "m/2147483648'", "m/-1'", "m/+1'", "m//1'"])
    func noPaths(path: String) {
        #expect(HierarchicalKey.way(path: path) == nil)
    }
}
