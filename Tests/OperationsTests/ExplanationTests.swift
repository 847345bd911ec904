import Cocoon
import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import Operations

/// What numbers, names and hashes mean.
@Suite("Explanations")
struct ExplanationTests {
    private static func store() throws -> ArtifactStore {
        try ArtifactStore(folder: RecordedFixtures.packageFolder.appendingPathComponent("Contracts/artifacts"))
    }

    private static func explain(_ text: String) throws -> Explanation {
        try Explanation(of: text, artifacts: try store())
    }

    @Test("every exit code is explained, by number and by name", arguments: ExitCode.known)
    func exitCodes(_ code: ExitCode) throws {
        for text in ["\(code.rawValue)", try #require(code.name)] {
            let endings = try Self.explain(text).endings.filter { $0.phase == .compute && $0.name != nil }
            #expect(endings.map(\.number) == [code.rawValue], "\(text)")
            #expect(endings.first?.meaning == code.meaning)
        }
    }

    @Test("every result of the action phase is explained", arguments: ActionResultCode.known)
    func actionResults(_ code: ActionResultCode) throws {
        let endings = try Self.explain("\(code.rawValue)").endings.filter { $0.phase == .action }
        #expect(endings.map(\.meaning) == [code.meaning])
    }

    @Test("every operation is explained, by its digits and by name", arguments: Opcode.known)
    func operations(_ opcode: Opcode) throws {
        let digits = opcode.digits
        for text in [digits, "0x" + digits, digits.uppercased(), "\(opcode.rawValue)", try #require(opcode.name)] {
            let found = try Self.explain(text).operations
            #expect(found.map(\.description.opcode) == [opcode], "\(text)")
            let description = try #require(found.first?.description)
            #expect(description.receivers == (opcode.receiver.map { [$0] } ?? []))
            #expect(!description.meaning.isEmpty)
            for role in description.receivers { #expect(found.first?.exitCodes[role]?.isEmpty == false) }
        }
    }

    @Test("every number of the manifest is explained")
    func manifest() throws {
        for artifact in try Self.store().artifacts {
            for (name, code) in artifact.exitCodes {
                let ending = try #require(try Self.explain(name).endings.first { $0.phase == .compute })
                #expect(ending.number == code.rawValue)
                #expect(ending.contracts[artifact.role] == name)
            }
            for (name, opcode) in artifact.opcodes {
                #expect(try Self.explain(name).operations.map(\.description.opcode) == [opcode])
            }
            #expect(try Self.explain(artifact.codeHash.hex).code?.isArtifact == true)
            #expect(try Self.explain(artifact.predecessor.hex).code?.role == artifact.role)
        }
    }

    @Test(
        "numbers without their sign are known",
        arguments: [
            ("-14", -14), ("0xfff2", -14), ("fff2", -14), ("65522", -14), ("4294967282", -14), ("0xfffffff2", -14),
            ("-0xe", -14), ("0x3ee", 1006),
        ])
    func signs(_ text: String, _ number: Int32) throws {
        #expect(try Self.explain(text).endings.contains { $0.number == number })
    }

    @Test("a number that means several things is explained as each")
    func ambiguous() throws {
        let meanings = try Self.explain("37").endings
        #expect(meanings.map(\.phase) == [.action, .compute])
        #expect(meanings.map(\.origin) == ["network", "wallet highload-v3"])
        let origins = try Self.explain("35").endings.map(\.origin)
        #expect(origins == ["network", "wallet v3r2", "wallet v4r2", "wallet highload-v3"])
        #expect(try Self.explain("1007").endings.map(\.origin) == ["COCOON's contracts", "multisig v2"])
    }

    @Test(
        "what isn't known is refused, and what comes close is named",
        arguments: [
            ("ext_client_topup", "ext_client_top_up"), ("c52ed8d5", "c52ed8d4 root_change_price"),
            ("1016", "1015 expected_my_address"), ("clsed", "closed"), ("0x6a1f6a61", "6a1f6a60"),
        ])
    func near(_ text: String, _ near: String) throws {
        let error = #expect(throws: ExplanationError.self) { try Self.explain(text) }
        #expect(error?.description.contains(near) == true, "\(error?.description ?? "")")
    }

    @Test(
        "what is like nothing is refused",
        arguments: ["", "-", "0x", "99999999999999999999", "-c52ed8d4", String(repeating: "a", count: 100_000), "💥"])
    func unknown(_ text: String) throws {
        #expect(throws: ExplanationError.unknown(text: text, near: [])) { try Self.explain(text) }
        #expect(throws: ExplanationError.unknownCode(.zero)) { try Self.explain(Hash256.zero.hex) }
    }

    @Test("without artifacts, nothing is said of who ends with a code")
    func withoutArtifacts() throws {
        let ending = try #require(try Explanation(of: "1006", artifacts: nil).endings.first)
        #expect(ending.contracts.isEmpty && ending.name == "closed")
    }

    @Test("every body's layout can be read")
    func bodies() throws {
        for description in OperationDescription.all { _ = try description.fields() }
        #expect(Set(OperationDescription.all.map(\.opcode)).count == OperationDescription.all.count)
    }

    /// One operation of each kind, made by the library.
    private static func operations() throws -> [ContractOperation] {
        let (account, hash) = (LedgerFixture.stranger, LedgerFixture.hash(7))
        let payload = SignedPayload(op: .workerPayoutSigned, queryID: 1, tokens: 5, expectedAddress: account)
        let envelope = try payload.makeSigned(privateKey: LedgerFixture.proxyKey, sendExcessesTo: nil)
        let key = RootAddPublicKeySigned.Payload(queryID: 1, publicKey: hash, type: 1, expireAt: 9)
        let root: [CocoonMessage] = [
            .rootReset(RootReset(queryID: 1)), .rootUpgradeCode(RootUpgradeCode(queryID: 1, code: .empty)),
            .rootUpgradeFull(RootUpgradeFull(queryID: 1, data: .empty, code: .empty)),
            .rootChangeOwner(RootChangeOwner(queryID: 1, newOwner: nil)),
            .rootAddPublicKeySigned(
                RootAddPublicKeySigned(
                    queryID: 1, sendExcessesTo: account, signature: [UInt8](repeating: 3, count: 64), payload: key)),
        ]
        return [
            .registerWorker(account, queryID: 1, excessesTo: nil), try .signed(envelope),
            .registerClient(account, nonce: 3, queryID: 1, excessesTo: account),
            .topUp(account, by: LedgerFixture.ton(1), queryID: 1, excessesTo: account),
            .changeSecret(of: account, to: hash, queryID: 1, excessesTo: account),
            .changeSecretAndTopUp(account, to: hash, by: .zero, queryID: 1, excessesTo: nil),
            .increaseStake(of: account, to: LedgerFixture.ton(9), queryID: 1, excessesTo: account),
            .withdraw(from: account, queryID: 1, excessesTo: account),
            .requestRefund(of: account, queryID: 1, excessesTo: account),
            .increaseProxyStake(of: account, by: .zero, queryID: 1, excessesTo: account),
            .payOutRevenue(of: account, queryID: 1, excessesTo: account),
            .closeProxy(account, queryID: 1, excessesTo: account), .proxyText(.close, to: account),
            .walletText(.withdraw, to: account),
        ] + (try root.map { try .root(account, $0) })
    }

    @Test("the operations that the library makes have the senders and bodies that the table says")
    func made() throws {
        for operation in try Self.operations() {
            var body = try operation.body().slice()
            let opcode = Opcode(rawValue: try body.load())
            let description = try #require(OperationDescription.of(opcode))
            #expect(throws: Never.self, "\(description.name)") {
                try LayoutReader.check(body, is: try description.fields())
            }
            #expect(description.receivers.contains(operation.role))
            #expect((description.sender == .owner) == (operation.permission == .owner), "\(description.name)")
        }
    }

    /// The table of bodies, against messages that real contracts took and sent.
    @Test(
        "recorded messages have the layouts that the table says",
        .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
    func recordedBodies() throws {
        struct Transactions: Decodable {
            struct Transaction: Decodable {
                let data: String
            }

            let result: [Transaction]
        }
        var seen: Set<Opcode> = []
        for name in RecordedFixtures.names(in: "chain/transactions", suffix: ".json") {
            for item in try RecordedFixtures.json(Transactions.self, "chain/transactions/\(name)").result {
                let cell = try Cell(boc: try #require(Base64.decode(item.data)))
                let transaction = try Transaction(cell: cell)
                guard let message = transaction.inMessage else { continue }
                var body = try message.message.bodySlice
                guard body.remainingBits >= 32, case .internal = message.message.info else { continue }
                let opcode = Opcode(rawValue: try body.load())
                guard opcode != .bounced, let description = OperationDescription.of(opcode),
                    description.sender != .nobody
                else { continue }
                // Some senders try texts that no contract knows.
                if opcode == .text, body.remainingBits != 8 { continue }
                try Self.check(description, body, cell.hash, &seen)
                // What stands inside of it.
                while body.remainingReferences > 0 {
                    var inner = try body.loadReference().slice()
                    guard inner.remainingBits >= 32,
                        let payload = OperationDescription.of(Opcode(rawValue: try inner.load())),
                        [.insideWorkerRequest, .insideClientRequest].contains(payload.sender)
                    else { continue }
                    try Self.check(payload, inner, cell.hash, &seen)
                }
            }
        }
        // All that contracts take, but for what the recorded chain never did.
        let missing = OperationDescription.all.map(\.opcode).filter { !seen.contains($0) }
        #expect(
            missing == [
                .bounced, .proxySaveState, .ownerClientTopUpReopen, .rootChangeParamsFull, .rootReset,
                .rootAddPublicKeySigned,
            ])
    }

    private static func check(
        _ description: OperationDescription, _ body: CellSlice, _ transaction: Hash256, _ seen: inout Set<Opcode>
    ) throws {
        do {
            try LayoutReader.check(body, is: try description.fields())
            seen.insert(description.opcode)
        } catch {
            Issue.record("\(description.name): \(error) in \(transaction)")
        }
    }
}
