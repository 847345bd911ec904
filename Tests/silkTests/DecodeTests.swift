import Cocoon
import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Message bodies from the command line.
@Suite struct DecodeTests {
    private struct Sample {
        let key: Ed25519.PrivateKey
        let body: [UInt8]

        /// A receipt for a worker.
        init() throws {
            key = Ed25519.PrivateKey(seed: SHA256.hash(Array("a proxy's key for a test".utf8)))
            let payload = SignedPayload(
                op: .workerPayoutSigned, queryID: 77, tokens: 199_630_509,
                expectedAddress: try AccountAddress(Demo.worker))
            let envelope = try payload.makeSigned(privateKey: key, sendExcessesTo: try AccountAddress(Demo.proxy))
            body = try envelope.cell().boc()
        }
    }

    @Test("a receipt is read in every form, and its counter comes from the signed payload")
    func forms() async throws {
        let sample = try Sample()
        let folder = try TemporaryFolder()
        try folder.write("body.boc", sample.body)
        try folder.write("body.txt", Array((Base64.encode(sample.body) + "\n").utf8))
        let forms: [(String, [UInt8])] = [
            (Hex.encode(sample.body), []), (Hex.encode(sample.body).uppercased(), []),
            (Base64.encode(sample.body), []), (Base64.encodeURLSafe(sample.body), []),
            ("@" + folder.path("body.boc"), []), ("@" + folder.path("body.txt"), []), ("-", sample.body),
            ("-", Array(Hex.encode(sample.body).utf8)),
        ]
        let key = try sample.key.publicKey().bytes.hex
        for (argument, input) in forms {
            let result = try await SilkProcess.run(
                ["decode", argument, "--role", "worker", "--key", key, "--json"], input: input)
            #expect(result.exitCode == 0, "\(result.error)")
            let document = try #require(result.json)
            #expect(document["schema"] as? String == "silk.decode/1")
            #expect(document["message"] as? String == "ext_worker_payout_request_signed")
            #expect(document["opcode"] as? String == "a040ad28")
            #expect(document["query_id"] as? String == "77")
            let fields = try #require(document["fields"] as? [String: Any])
            let payload = try #require(fields["payload"] as? [String: Any])
            #expect(payload["tokens"] as? String == "199630509")
            #expect(payload["expected_address"] as? String == Demo.worker)
            #expect((document["signature"] as? [String: Any])?["is_valid"] as? Bool == true)
        }
    }

    @Test("a signature of another key is said, and exits with 65")
    func wrongKey() async throws {
        let sample = try Sample()
        let other = try Ed25519.PrivateKey(seed: .zero).publicKey().bytes.hex
        let result = try await SilkProcess.run(["decode", Hex.encode(sample.body), "--key", other, "--json"])
        #expect(result.exitCode == 65)
        #expect((result.json?["signature"] as? [String: Any])?["is_valid"] as? Bool == false)
        #expect(result.error == "silk: the signature is not the key's\n")
    }

    @Test(
        "what is no message of COCOON exits with 65 and says why",
        arguments: [
            ("zz", [], "hexadecimal or base64"), ("", [], "hexadecimal or base64"), ("b5ee9c72", [], "bag of cells"),
            ("@/nowhere", [], "can't be read"), ("@/", [], "can't be read"), ("-", [], "hexadecimal or base64"),
            ("te6cckEBAQEADgAAGCVlk0wAAAAAAAAAByKIfyI=", [], "CRC-32C"),
            ("te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=", ["--external"], "malformed external"),
            ("te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=", ["--key", String(repeating: "0", count: 64)], "no signature"),
        ] as [(String, [String], String)])
    func refusals(_ body: String, _ options: [String], _ reason: String) async throws {
        let result = try await SilkProcess.run(["decode", body] + options)
        #expect(result.exitCode == 65)
        #expect(result.output == "")
        #expect(result.error.hasPrefix("silk: "))
        #expect(result.error.contains(reason), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
    }

    @Test("the role decides what is handled")
    func roles() async throws {
        let sample = try Sample()
        let result = try await SilkProcess.run(["decode", Hex.encode(sample.body), "--role", "client"])
        #expect(result.exitCode == 65)
        #expect(result.error.contains("a client doesn't handle operation a040ad28"))
    }

    @Test("random bytes are refused and never crash")
    func randomBytes() async throws {
        var generator = SeededGenerator(seed: 0x51_1b)
        let sample = try Sample()
        for round in 0..<40 {
            var bytes: [UInt8]
            if round.isMultiple(of: 2) {
                bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    .random(in: 0...255, using: &generator)
                }
            } else {
                bytes = sample.body
                let position = Int.random(in: bytes.indices, using: &generator)
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            let result = try await SilkProcess.run(["decode", "-"], input: bytes)
            #expect(result.exitCode == 65, "round \(round): \(result)")
            #expect(result.error.hasPrefix("silk: "))
        }
    }

    @Test("every message of every kind that contracts exchange can be shown")
    func recordedBodies() async throws {
        for (name, body) in try Self.messages() {
            let document = try await SilkProcess.run(["decode", Hex.encode(try body.cell().boc()), "--json"])
            #expect(document.exitCode == 0, "\(name): \(document.error)")
            #expect(document.json?["message"] as? String == name)
            let text = try await SilkProcess.run(["decode", Hex.encode(try body.cell().boc())])
            #expect(text.exitCode == 0)
            try ExpectedOutput.compare(text.output, with: "Decode/\(name).txt")
            try ExpectedOutput.compare(document.output, with: "Decode/\(name).json")
        }
    }

    /// One message of several kinds, made here.
    private static func messages() throws -> [(String, CocoonMessage)] {
        let account = try AccountAddress(Demo.proxy)
        let hash = SHA256.hash(Array("a hash".utf8))
        let client = ClientProxyState(
            state: .closing, balance: Coins(nanoTON: 1_500_000_000), stake: Coins(nanoTON: 15_000_000_000),
            tokensUsed: .max, secretHash: hash)
        return [
            (
                "worker_proxy_request",
                .workerProxyRequest(
                    WorkerProxyRequest(
                        queryID: 1, owner: account, state: .closed, tokens: 5,
                        payload: WorkerProxyPayout(
                            workerPart: Coins(nanoTON: 95), proxyPart: Coins(nanoTON: 5), sendExcessesTo: account)))
            ),
            (
                "client_proxy_request",
                .clientProxyRequest(
                    ClientProxyRequest(
                        queryID: 2, owner: account, client: client,
                        payload: .refundForce(
                            ClientProxyRefundForce(amount: Coins(nanoTON: 1), sendExcessesTo: nil))))
            ),
            (
                "root_register_proxy",
                .rootRegisterProxy(
                    RootRegisterProxy(
                        queryID: 3, address: try #require(NetworkAddress("127.0.0.1:1\u{1b}[31m")),
                        prelaunchHash: nil))
            ),
            (
                "root_change_params",
                .rootChangeParams(
                    RootChangeParams(
                        queryID: 4, pricePerToken: Coins(nanoTON: 20), workerFeePerToken: Coins(nanoTON: 19),
                        proxyDelay: 86_400, clientDelay: 43_200, minimumProxyStake: Coins(nanoTON: 1),
                        minimumClientStake: .maximum))
            ),
        ]
    }
}
