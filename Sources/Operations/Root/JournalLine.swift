import TONCells
import TONCrypto

/// A line of a journal as JSON has it.
struct JournalLine: Codable {
    private var event: String
    private var schema: String?
    private var plan: String?
    private var root: String?
    private var wave: Int?
    private var seqno: UInt32?
    private var validUntil: UInt32?
    private var normalizedHash: String?
    private var walletLT: String?
    private var external: String?
    private var reception: String?
    private var transaction: String?
    private var rootTransaction: String?
    private var failure: String?

    enum CodingKeys: String, CodingKey {
        case event
        case schema
        case plan
        case root
        case wave
        case seqno
        case validUntil = "valid_until"
        case normalizedHash = "normalized_hash"
        case walletLT = "wallet_lt"
        case external
        case reception
        case transaction
        case rootTransaction = "root_transaction"
        case failure
    }

    init(_ record: PlanJournal.Record) {
        switch record {
        case .plan(let hash, let root):
            event = "plan"
            schema = PlanJournal.schema
            plan = hash.hex
            self.root = root.raw
        case .attempt(let attempt):
            event = "attempt"
            wave = attempt.wave
            seqno = attempt.seqno
            validUntil = attempt.validUntil
            normalizedHash = attempt.normalizedHash.hex
            walletLT = "\(attempt.walletLT)"
            external = Base64.encode(attempt.external.boc())
        case .received(let wave, let reception):
            event = "received"
            self.wave = wave
            self.reception = reception.rawValue
        case .result(let result):
            event = "result"
            wave = result.wave
            transaction = result.transaction.hex
            rootTransaction = result.rootTransaction.hex
            failure = result.failure
        case .done: event = "done"
        }
    }

    /// What the line says. Throws where it says too little, or something else than a journal does.
    func record() throws -> PlanJournal.Record {
        switch event {
        case "plan":
            guard schema == PlanJournal.schema else {
                throw Problem(reason: "expected \(PlanJournal.schema), found \(schema ?? "nothing")")
            }
            return .plan(hash: try hash(plan, "plan"), root: try AccountAddress(try value(root, "root")))
        case "attempt":
            let bytes = Base64.decode(try value(external, "external"))
            guard let bytes, let lt = UInt64(try value(walletLT, "wallet_lt")) else {
                throw Problem(reason: "expected a message in base64 and a logical time")
            }
            return .attempt(
                PlanJournal.Attempt(
                    wave: try value(wave, "wave"), seqno: seqno, validUntil: try value(validUntil, "valid_until"),
                    normalizedHash: try hash(normalizedHash, "normalized_hash"), walletLT: lt,
                    external: try Cell(boc: bytes)))
        case "received":
            guard let reception = Reception(rawValue: try value(reception, "reception")) else {
                throw Problem(reason: "expected what the network says")
            }
            return .received(wave: try value(wave, "wave"), reception)
        case "result":
            return .result(
                PlanJournal.Result(
                    wave: try value(wave, "wave"), transaction: try hash(transaction, "transaction"),
                    rootTransaction: try hash(rootTransaction, "root_transaction"), failure: failure))
        case "done": return .done
        default: throw Problem(reason: "there is no event \(event)")
        }
    }

    private struct Problem: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    private func value<T>(_ value: T?, _ name: String) throws -> T {
        guard let value else { throw Problem(reason: "expected \(name) in \(event)") }
        return value
    }

    private func hash(_ text: String?, _ name: String) throws -> Hash256 {
        guard let hash = Hash256(hex: try value(text, name)) else {
            throw Problem(reason: "expected 64 hexadecimal digits as \(name)")
        }
        return hash
    }
}
