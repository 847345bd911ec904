import Foundation
import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient
import Testing

/// `silk chain` over the recorded contracts of COCOON, put into a made chain.
@Suite(
    "Asking the chain about COCOON", .serialized,
    .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainQuestionTests {
    /// What the recording says of an account.
    private struct Role: Decodable {
        let address: String
        let role: String
        let owner: String?
        let proxy: String?
        let structVersion: Int?
        let codeHash: String?

        private enum CodingKeys: String, CodingKey {
            case address, role, owner, proxy
            case structVersion = "struct_version"
            case codeHash = "code_hash"
        }
    }

    private static let chain = Result {
        try SyntheticChain(
            SyntheticChain.Plan(
                seed: 31, history: try ChainHistory.recorded(), consensus: .simplexAfterFirstKeyBlock,
                keyBlockInterval: 60))
    }

    private func address(_ text: Any?, isContract: Bool) throws -> AccountAddress? {
        guard let text = text as? String else { return nil }
        #expect(text.hasPrefix(isContract ? "EQ" : "UQ"))
        return try AccountAddress(text)
    }

    @Test("data of contracts is decoded, and roles are hinted at by their codes")
    func contracts() async throws {
        let made = try await MadeNetwork.start(of: Self.chain)
        let roles = try RecordedFixtures.json([Role].self, "chain/accounts.json")
        for name in ["root", "proxy", "worker", "client", "cocoon_wallet"] {
            for role in roles.filter({ $0.role == name }).suffix(2) {
                let result = try await made.run("chain", "account", role.address, "--json")
                let json = try #require(result.json, "\(result)")
                #expect(json["status"] as? String == "active" && json["proof"] as? String == "proven", "\(role)")
                #expect(json["code_hash"] as? String == role.codeHash, "\(role)")
                let contract = try #require(json["contract"] as? [String: Any], "\(role)")
                let expected = name == "cocoon_wallet" ? "wallet" : name
                #expect(contract["role"] as? String == expected)
                // The root's code of version 4 isn't public.
                if name != "root" { #expect(json["code_hint"] as? String == expected) }
                if let owner = role.owner {
                    #expect(try address(contract["owner"], isContract: false) == AccountAddress(owner))
                }
                if let proxy = role.proxy {
                    #expect(try address(contract["proxy"], isContract: true) == AccountAddress(proxy))
                }
                if let version = role.structVersion, let params = contract["params"] as? [String: Any] {
                    #expect(params["struct_version"] as? Int == version)
                }
            }
        }
        await made.stop()
    }

    @Test("what a worker shows, and its history with the messages' names")
    func worker() async throws {
        let made = try await MadeNetwork.start(of: Self.chain)
        let worker = "EQAApQc-_58kB0biXmWeCvyId-6nlurlqZACUglTpELS71KW"
        let account = try await made.run("chain", "account", worker)
        try ExpectedOutput.compare(account.output, with: "Network/worker.txt")
        let transactions = try await made.run("chain", "transactions", worker)
        try ExpectedOutput.compare(transactions.output, with: "Network/worker-transactions.txt")
        await made.stop()
    }
}
