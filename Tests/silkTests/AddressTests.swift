import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Addresses in all forms, and derived ones.
@Suite struct AddressTests {
    /// Of the well-known facts: an owner of mainnet.
    static let hex = "d231cdb00e93b99203f03873bec10b9373b163caf7f939d516027ffe1b4a1aaa"
    static let wallet = "UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7"

    @Test(
        "every form is read, and all are shown",
        arguments: [
            ("0:" + hex, "raw"), ("0:" + hex.uppercased(), "raw"), (hex, "hexadecimal"),
            (hex.uppercased(), "hexadecimal"), (wallet, "non-bounceable"),
            (
                wallet.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/"),
                "non-bounceable"
            ),
        ])
    func forms(_ text: String, _ form: String) async throws {
        let result = try await SilkProcess.run(["address", "show", text, "--json"])
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        let document = try #require(result.json)
        #expect(document["schema"] as? String == "silk.address/1")
        #expect(document["raw"] as? String == "0:" + Self.hex)
        #expect(document["non_bounceable"] as? String == Self.wallet)
        #expect(document["given_as"] as? String == form)
        let bounceable = try #require(document["bounceable"] as? String)
        #expect(bounceable.hasPrefix("EQ"))
        for field in ["bounceable", "non_bounceable", "test_only_bounceable", "test_only_non_bounceable", "raw"] {
            let again = try await SilkProcess.run([
                "address", "show", try #require(document[field] as? String), "--json",
            ])
            #expect(again.json?["raw"] as? String == "0:" + Self.hex)
        }
    }

    @Test("the table is the approved one, of the masterchain too")
    func table() async throws {
        let result = try await SilkProcess.run(["address", "show", Self.wallet])
        try ExpectedOutput.compare(result.output, with: "address.txt")
        let elector = "-1:" + String(repeating: "3", count: 64)
        let other = try await SilkProcess.run(["address", "show", "--json", "--", elector])
        #expect(other.json?["raw"] as? String == elector)
        // The elector's address as explorers print it.
        #expect(other.json?["bounceable"] as? String == "Ef8zMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM0vF")
    }

    @Test("workers and clients of the mirror derive to their own addresses")
    func derived() async throws {
        let mirror = try await SampleMirror.demo
        let events = try await mirror.rows("events", [])
        var checked: Set<String> = []
        for event in events {
            guard let role = event["role"] as? String, ["worker", "client"].contains(role),
                let account = event["account"] as? String, let owner = event["owner"] as? String,
                let proxy = event["proxy"] as? String, checked.insert(account).inserted
            else { continue }
            let document = try await mirror.document(
                ["address", "derive", role, "--owner", owner, "--proxy", proxy])
            #expect(document["bounceable"] as? String == account)
        }
        #expect(checked.count == 9)
    }

    @Test("a proxy derives from its owner, key and the root's params of its time")
    func derivedProxy() async throws {
        let mirror = try await SampleMirror.demo
        let document = try await mirror.document(["proxy", "show", Demo.proxy])
        let proxy = try #require((document["proxies"] as? [[String: Any]])?.first)
        let derived = try await mirror.document([
            "address", "derive", "proxy", "--owner", try #require(proxy["owner"] as? String), "--key",
            try #require(proxy["proxy_key"] as? String), "--root", Demo.root,
        ])
        let derivation = try #require(derived["derivation"] as? [String: Any])
        #expect(derivation["root"] as? String == Demo.root)
        #expect(derivation["code"] as? String == "279a4a96d50e93018f20fecac379712afd0052597cbe93fffec32be68c9787fd")
        // The root's params have moved on since, and the address with them.
        let own = try #require(proxy["params"] as? [String: Any])
        #expect(derivation["params_version"] as? Int != own["params_version"] as? Int)
        #expect(derived["bounceable"] as? String != Demo.proxy)
    }

    @Test("a worker derives from a proxy's data that is handed over, without a mirror")
    func derivedFromData() async throws {
        let hash = try AccountAddress(Demo.proxy).hash.hex
        let file = URL(fileURLWithPath: SampleMirror.demoFolder + "/states/\(hash).json")
        let answer = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        let data = try #require((answer?["result"] as? [String: Any])?["data"] as? String)
        let mirror = try await SampleMirror.demo
        let owner = try #require(
            try await mirror.rows("payouts", ["--worker", Demo.worker]).first?["owner"] as? String)
        for role in ["worker", "client"] {
            let arguments = ["address", "derive", role, "--owner", owner, "--proxy", Demo.proxy]
            let own = try await SilkProcess.run(
                arguments + ["--data", data, "--json"], environment: ["SILK_MIRROR": "/nowhere"])
            #expect(own.exitCode == 0, "\(own.error)")
            let mirrored = try await mirror.run(arguments + ["--json"])
            #expect(own.output == mirrored.output)
            if role == "worker" { #expect(own.json?["bounceable"] as? String == Demo.worker) }
        }
        let wrong = try await SilkProcess.run([
            "address", "derive", "worker", "--owner", owner, "--proxy", Demo.proxy, "--data",
            "te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=",
        ])
        #expect(wrong.exitCode == 65)
        #expect(wrong.output == "")
    }
}
