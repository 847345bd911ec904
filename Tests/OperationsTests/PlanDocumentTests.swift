import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// What a plan's document shows is what is sent.
@Suite("Documents of plans")
struct PlanDocumentTests {
    private typealias Fixture = RootFixture
    private typealias Text = ManifestText

    /// A plan with two waves, a proxy whose address moves, and something unmanaged.
    private static func plan() async throws -> RootPlan { try await made().plan }

    private static func made() async throws -> (fixture: RootFixture, plan: RootPlan) {
        var fixture = try await Fixture()
        let proxy = try ContractDerivation.proxyState(
            owner: LedgerFixture.proxyOwner, proxyKey: LedgerFixture.hash(0x50), root: fixture.root,
            rootParams: try fixture.state().data.params)
        try fixture.place(proxy, at: try proxy.address(), nanoTON: 1_000_000_000)
        let plan = try await fixture.plan { text in
            text["registry.worker_hashes"] = Text.hashes(0x20, 0x71, 0x72, 0x73, 0x74)
            text["registry.proxies"] = Text.proxies((1, "10.0.0.7:80"))
            text["params.price_per_token"] = Text.quoted("21 nanoTON")
        }
        return (fixture, plan)
    }

    @Test("a document is read, and written again as the same bytes")
    func roundTrip() async throws {
        let plan = try await Self.plan()
        let bytes = try plan.document()
        let read = try RootPlan(document: bytes)
        #expect(try read.document() == bytes && read.hash() == SHA256.hash(bytes))
        #expect(read.waves == plan.waves && read.end == plan.end && read.base == plan.base)
        #expect(read.impact == plan.impact && read.unmanaged == plan.unmanaged && read.owner == plan.owner)
        #expect(read.expiresAt == plan.expiresAt && read.valueCap == plan.valueCap && read.root == plan.root)
        let folder = try TemporaryFolder()
        try folder.write("plan.json", bytes)
        #expect(try RootPlan(path: folder.path("plan.json")).hash() == plan.hash())
        #expect(throws: PlanDocumentError.self) { try RootPlan(path: folder.path("absent")) }
        #expect(throws: PlanDocumentError.self) { try RootPlan(path: "/dev/zero") }
        let empty = try await Fixture().plan()
        #expect(try RootPlan(document: try empty.document()).isEmpty)
    }

    /// The paths of all values, and each with another value of its kind.
    private static func variants(of value: Any, at path: [String] = []) -> [(path: [String], changed: Any)] {
        switch value {
        case let object as [String: Any]:
            return object.keys.sorted().flatMap { key in
                variants(of: object[key] ?? "", at: path + [key]).map { variant in
                    var copy = object
                    copy[key] = variant.changed
                    return (variant.path, copy as Any)
                }
            } + [(path + ["+"], object.merging(["note": "all is well"]) { $1 } as Any)]
        case let list as [Any]:
            let inner = list.indices.flatMap { index in
                variants(of: list[index], at: path + ["\(index)"]).map { variant in
                    var copy = list
                    copy[index] = variant.changed
                    return (path: variant.path, changed: copy as Any)
                }
            }
            guard let first = list.first else { return [] }
            return inner + [(path + ["-"], Array(list.dropFirst()) as Any), (path + ["+"], list + [first] as Any)]
        case let text as String:
            // A digit more or less keeps numbers numbers, and hashes hashes.
            let changed = text.last.map { String(text.dropLast()) + ($0 == "1" ? "2" : "1") } ?? "1"
            return [(path, changed as Any)]
        case let number as NSNumber where CFBoolean.isBoolean(number):
            return [(path, !number.boolValue as Any)]
        case let number as NSNumber: return [(path, NSNumber(value: number.int64Value + 1) as Any)]
        default: return []
        }
    }

    private enum CFBoolean {
        static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
    }

    @Test("whatever is changed in a document, it is refused")
    func changed() async throws {
        let bytes = try await Self.plan().document()
        let object = try JSONSerialization.jsonObject(with: Data(bytes))
        let variants = Self.variants(of: object)
        #expect(variants.count > 250)
        var changed = 0
        for variant in variants {
            let data = try JSONSerialization.data(
                withJSONObject: variant.changed, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            do {
                _ = try RootPlan(document: Array(data) + [UInt8(ascii: "\n")])
                Issue.record("\(variant.path.joined(separator: ".")) was taken")
            } catch PlanDocumentError.changed {
                changed += 1
            } catch PlanDocumentError.notAPlan {
                // No longer a bag of cells, an address or a schema: it can't even be read.
                let name = try #require(variant.path.last)
                #expect(
                    ["body", "code", "data", "schema", "network", "root", "owner", "address", "present", "next"]
                        .contains(name), "\(variant.path)")
            }
        }
        #expect(changed > 250)
    }

    @Test("nor is another way to write the same taken")
    func rewritten() async throws {
        let bytes = try await Self.plan().document()
        let text = String(decoding: bytes, as: UTF8.self)
        for other in [text + " ", String(text.dropLast()), text.replacingOccurrences(of: "  ", with: "\t")] {
            #expect(throws: PlanDocumentError.changed) { try RootPlan(document: Array(other.utf8)) }
        }
        for other in ["", "{}", "[]", String(repeating: "[", count: 100_000), String(text.prefix(text.count / 2))] {
            #expect {
                try RootPlan(document: Array(other.utf8))
            } throws: { error in
                if case .notAPlan = error as? PlanDocumentError { true } else { false }
            }
        }
    }

    /// A document whose first message has another body, with a hash that is right again.
    private static func smuggled(_ message: CocoonMessage, shownAs purpose: String = "nothing") async throws -> [UInt8]
    {
        let bytes = try await plan().document()
        guard var object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            var waves = object["waves"] as? [[String: Any]], var messages = waves[0]["messages"] as? [[String: Any]]
        else { throw CocoaError(.fileReadCorruptFile) }
        messages[0]["body"] = Base64.encode(try message.cell().boc())
        messages[0]["purpose"] = purpose
        messages[0]["operation"] = message.opcode.map { "\($0)" } ?? ""
        messages[0]["fields"] = OperationPreview.fields(of: message).map { ["name": $0.name, "value": $0.value] }
        waves[0]["messages"] = messages
        object["waves"] = waves
        func encoded() throws -> [UInt8] {
            Array(
                try JSONSerialization.data(
                    withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]))
                + [UInt8(ascii: "\n")]
        }
        object["content_sha256"] = ""
        object["content_sha256"] = SHA256.hash(try encoded()).hex
        return try encoded()
    }

    @Test("a reset that was put into a document is found, whatever the document's hash says")
    func reset() async throws {
        let bytes = try await Self.smuggled(.rootReset(RootReset(queryID: 1)))
        #expect {
            try RootPlan(document: bytes)
        } throws: { error in
            guard case .notAPlan(let reason) = error as? PlanDocumentError else { return false }
            return reason.contains("a message that no plan has")
        }
        // So is what another contract understands.
        let close = PlainRequest(op: .ownerProxyClose, queryID: 1, sendExcessesTo: nil)
        let other = try await Self.smuggled(.ownerProxyClose(close))
        #expect(throws: PlanDocumentError.self) { try RootPlan(document: other) }
        // And a hash for another purpose than the one that is shown.
        let hash = RootHashChange(op: .rootDeleteWorkerType, queryID: 1, hash: LedgerFixture.hash(0x20))
        let shown = try await Self.smuggled(.rootDeleteWorkerType(hash))
        #expect(throws: PlanDocumentError.changed) { try RootPlan(document: shown) }
        // A proxy with more than its address, which the change wouldn't show.
        let proxy = RootRegisterProxy(
            queryID: 1, address: try #require(NetworkAddress("10.0.0.1:80")), prelaunchHash: LedgerFixture.hash(1))
        let more = try await Self.smuggled(.rootRegisterProxy(proxy), shownAs: "register proxy 10.0.0.1:80")
        #expect {
            try RootPlan(document: more)
        } throws: { error in
            guard case .notAPlan(let reason) = error as? PlanDocumentError else { return false }
            return reason.contains("more than to register proxy 10.0.0.1:80")
        }
        // The same without it is a plan, which doesn't end where it says: it isn't carried out.
        let plain = RootRegisterProxy(queryID: 1, address: try #require(NetworkAddress("10.0.0.1:80")))
        let plan = try RootPlan(
            document: try await Self.smuggled(.rootRegisterProxy(plain), shownAs: "register proxy 10.0.0.1:80"))
        let fixture = try await Self.made().fixture
        let network = ScriptedNetwork(fixture.ledger)
        let folder = try TemporaryFolder()
        await #expect(
            throws: ApplicationError.rehearsalFailed(wave: 0, "it doesn't end in the planned state")
        ) { try await fixture.apply(plan, on: network, journal: folder.path("journal")) }
        #expect(await network.sent.isEmpty)
    }
}
