import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Transactions, configurations and actions, compared leaf by leaf with what other projects' decoders wrote down.
@Suite("Recorded decoders", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedDecoderTests {
    private static func compare(_ found: [String: String], _ expected: [String: String], _ what: String) {
        for path in Set(expected.keys).union(found.keys).sorted() where expected[path] != found[path] {
            Issue.record("\(what)\(path): expected \(expected[path] ?? "nothing"), found \(found[path] ?? "nothing")")
        }
    }

    private static func leaves(_ value: JSONValue) -> [String: String] {
        var leaves: [String: String] = [:]
        value.flattened(into: &leaves)
        return leaves
    }

    // MARK: - Starts of transactions in whole blocks

    @Test(
        "the accounts of blocks and the starts of their transactions",
        arguments: ["mc_17734191", "wc0_30816553", "wc0_40484438"])
    func accounts(name: String) throws {
        struct Expected: Decodable {
            struct Account: Decodable {
                let transactions: [String: JSONValue]

                enum CodingKeys: String, CodingKey { case transactions = "Transactions" }
            }

            let accounts: [String: Account]

            enum CodingKeys: String, CodingKey { case accounts = "Accounts" }
        }

        let expected = try RecordedFixtures.json(Expected.self, "blocks/mainnet/\(name).expected.json").accounts
        let cell = try Cell(boc: try RecordedFixtures.bytes("blocks/mainnet/\(name).boc"))
        let found = try Block(cell: cell).extra.load().accountBlocks.load().entries()
        #expect(found.map(\.key.hex) == expected.keys.sorted())
        for account in found {
            let transactions = try account.value.transactions.entries()
            let listed = try #require(expected[account.key.hex]).transactions
            #expect(Set(transactions.map { "\($0.key)" }) == Set(listed.keys))
            for entry in transactions {
                let transaction = try entry.value.load()
                let fields: [String: any CustomStringConvertible] = [
                    ".AccountAddr": transaction.accountHash, ".Lt": transaction.lt,
                    ".PrevTransHash": transaction.previousHash, ".PrevTransLt": transaction.previousLT,
                    ".Now": transaction.now, ".OutMsgCnt": transaction.outMessages.count,
                    ".OrigStatus": Self.name(transaction.originalStatus),
                    ".EndStatus": Self.name(transaction.endStatus),
                ]
                let listed = try #require(listed["\(entry.key)"])
                Self.compare(fields.mapValues { "\($0)" }, Self.leaves(listed), "\(account.key) \(entry.key)")
            }
        }
    }

    private static func name(_ status: AccountStatus) -> String {
        switch status {
        case .uninitialized: "uninit"
        case .frozen: "frozen"
        case .active: "active"
        case .nonexistent: "nonexist"
        }
    }

    // MARK: - An API's transactions

    /// Whether the API knows it from elsewhere than from the transaction: its own verdicts, names and texts.
    private static func isOfTheAPI(_ path: String) -> Bool {
        [".success", ".end_balance", ".block"].contains(path) || path.contains(".decoded_")
            || [".is_scam", ".is_wallet", ".exit_code_description"].contains { path.hasSuffix($0) }
    }

    @Test("transactions as an API shows them, with their raw bytes", arguments: ["block-txs-1", "block-txs-2"])
    func api(file: String) throws {
        struct Listing: Decodable { let transactions: [JSONValue] }
        let listing = try RecordedFixtures.json(Listing.self, "transactions/opentonapi/\(file).json").transactions
        #expect(listing.count >= 3)
        for listed in listing {
            var expected = Self.leaves(listed).filter { !Self.isOfTheAPI($0.key) }
            let raw = try #require(expected[".raw"])
            expected[".raw"] = nil
            let cell = try Cell(boc: try #require(Hex.decode(raw)), reading: .reference)
            let transaction = try Transaction(cell: cell)
            #expect(try transaction.cell() == cell)
            var found = try Self.apiLeaves(cell, transaction)
            // Bags are equal where their roots are; a text stands in place of a body that is one.
            for path in expected.keys where path.hasSuffix(".raw_body") || path.hasSuffix(".init.boc") {
                let bytes = try #require(expected[path].flatMap { Hex.decode($0) })
                if let bag = try? Cell(boc: bytes) {
                    expected[path] = bag.hash.hex
                } else {
                    found[path] = expected[path]
                }
            }
            Self.compare(found, expected, cell.hash.hex)
        }
    }

    /// A transaction in the API's shape.
    private static func apiLeaves(_ cell: Cell, _ transaction: Transaction) throws -> [String: String] {
        var fields: [String: (any CustomStringConvertible)?] = [
            "hash": cell.hash, "lt": transaction.lt, "utime": transaction.now,
            "orig_status": name(transaction.originalStatus), "end_status": name(transaction.endStatus),
            "total_fees": transaction.totalFees.coins.nanoTON, "state_update_old": transaction.stateUpdate.oldHash,
            "state_update_new": transaction.stateUpdate.newHash, "aborted": transaction.isAborted,
            "destroyed": transaction.description.isDestroyed,
        ]
        if transaction.header.previous != .none {
            fields["prev_trans_hash"] = transaction.previousHash
            fields["prev_trans_lt"] = transaction.previousLT
        }
        let isOrdinary = if case .ordinary = transaction.description { true } else { false }
        fields["transaction_type"] = isOrdinary ? "TransOrd" : "TransTickTock"
        switch transaction.description.computePhase {
        case .executed(let run)?:
            fields["compute_phase.skipped"] = false
            fields["compute_phase.success"] = run.isSuccessful
            fields["compute_phase.gas_fees"] = run.gasFees.nanoTON
            fields["compute_phase.gas_used"] = run.gasUsed
            fields["compute_phase.vm_steps"] = run.vmSteps
            fields["compute_phase.exit_code"] = run.exitCode
        case .skipped(let reason)?:
            fields["compute_phase.skipped"] = true
            fields["compute_phase.skip_reason"] = reason == .noGas ? "cskip_no_gas" : "cskip_no_state"
        case nil: break
        }
        if let phase = transaction.description.storagePhase {
            fields["storage_phase.fees_collected"] = phase.feesCollected.nanoTON
            fields["storage_phase.status_change"] = "acst_\(phase.statusChange)"
        }
        if let phase = transaction.description.creditPhase {
            fields["credit_phase.fees_collected"] = phase.dueFeesCollected?.nanoTON ?? 0
            fields["credit_phase.credit"] = phase.credit.coins.nanoTON
        }
        if let phase = transaction.description.actionPhase {
            fields["action_phase.success"] = phase.isSuccessful
            fields["action_phase.result_code"] = phase.resultCode
            fields["action_phase.total_actions"] = phase.totalActions
            fields["action_phase.skipped_actions"] = phase.skippedActions
            fields["action_phase.fwd_fees"] = phase.totalForwardFees?.nanoTON ?? 0
            fields["action_phase.total_fees"] = phase.totalActionFees?.nanoTON ?? 0
        }
        var account: AccountAddress?
        if let message = transaction.inMessage {
            account = message.message.info.destination.account
            // A message from outside has no time: the API gives it that of the transaction.
            if message.message.info.createdLT == nil { fields["in_msg.created_lt"] = transaction.lt }
            try fields.merge(apiLeaves(message, "in_msg")) { old, _ in old }
        }
        for (position, message) in transaction.outMessages.enumerated() {
            try fields.merge(apiLeaves(message, "out_msgs[\(position)]")) { old, _ in old }
        }
        fields["account.address"] = account?.raw ?? "-1:\(transaction.accountHash)"
        return Dictionary(
            uniqueKeysWithValues: fields.compactMap { path, value in value.map { (".\(path)", "\($0)") } })
    }

    private static func apiLeaves(
        _ message: MessageCell, _ path: String
    ) throws -> [String: (any CustomStringConvertible)?] {
        let info = message.message.info
        let inner = info.internalInfo
        var fields: [String: (any CustomStringConvertible)?] = [
            "hash": message.hash, "created_lt": info.createdLT ?? 0, "created_at": info.createdAt ?? 0,
            "ihr_disabled": inner?.ihrDisabled ?? false, "bounce": inner?.bounce ?? false,
            "bounced": inner?.bounced ?? false, "value": inner?.value.coins.nanoTON ?? 0,
            "fwd_fee": inner?.forwardFee.nanoTON ?? 0, "ihr_fee": inner?.ihrFee.nanoTON ?? 0,
            "source.address": info.source.account?.raw, "destination.address": info.destination.account?.raw,
            "init.boc": try message.message.stateInit?.cell().hash.hex,
        ]
        switch info {
        case .internal: fields["msg_type"] = "int_msg"
        case .externalIn: fields["msg_type"] = "ext_in_msg"
        case .externalOut: fields["msg_type"] = "ext_out_msg"
        }
        fields["import_fee"] = if case .externalIn(let info) = info { info.importFee.nanoTON } else { UInt128(0) }
        let body = try message.message.bodyCell()
        if body.bitCount >= 32 {
            let digits = String(try body.slice().peekUInt(bits: 32), radix: 16)
            fields["op_code"] = "0x" + String(repeating: "0", count: 8 - digits.count) + digits
        }
        if body != .empty { fields["raw_body"] = body.hash.hex }
        return Dictionary(uniqueKeysWithValues: fields.map { ("\(path).\($0)", $1) })
    }

    // MARK: - Actions

    @Test("an action that another project's test sends")
    func action() throws {
        struct Vector: Decodable {
            struct Bag: Decodable { let bocHex: String }
            let bocs: [Bag]
        }

        let vectors = try RecordedFixtures.snakeCaseJSON(
            [Vector].self, "transactions/vectors/ton-rs__out_action.rs.json")
        let bag = try #require(vectors.first?.bocs.first)
        // A wallet's request: a signature and more, then Maybe ^OutList at the end of its bits.
        let body = try Cell(boc: try #require(Hex.decode(bag.bocHex)))
        let list = try #require(body.reference(at: 0))
        let actions = try OutActions(cell: list)
        #expect(try actions.cell() == list)
        #expect(actions.actions.count == 1)
        guard case .sendMessage(let mode, let message)? = actions.actions.first else {
            Issue.record("\(actions.actions)")
            return
        }
        #expect(mode == 3)
        let info = try #require(try message.load().info.internalInfo)
        // In the bag: …187a120…, a bit off 3 0f4240.
        #expect(info.value.coins == Coins(nanoTON: 1_000_000))
        #expect(try message.load().cell() == message.cell)
    }
}
