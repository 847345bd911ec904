import Cocoon
import Operations
import TONCells
import TONCrypto

extension Receipt {
    /// What it says.
    var fields: [MessageField] { [MessageField("role", .text(role.rawValue))] + envelope.receiptFields }
}

extension SignedEnvelope {
    /// What it says.
    var receiptFields: [MessageField] {
        [
            MessageField("operation", .text(op.name ?? op.digits)),
            MessageField("contract", .text(payload.expectedAddress.contractText)),
            MessageField("tokens", payload.tokens.map { .number($0) } ?? .none),
            MessageField("query_id", .number(queryID)), .wallet("send_excesses_to", $sendExcessesTo),
            MessageField("signature", .text(Hex.encode(signature))),
            MessageField("is_consistent", .flag(isConsistent)),
        ]
    }
}

extension Receipt.Check {
    /// What speaks against it, and what a claim would do by the formula.
    var fields: [MessageField] {
        [
            MessageField("is_valid", .flag(problems.isEmpty)),
            MessageField("problems", .list(problems.map { .text("\($0)") })),
            MessageField("new_tokens", newTokens.map { .number($0) } ?? .none),
            .amount("worker_part", payout?.workerPart), .amount("proxy_part", payout?.proxyPart),
            .amount("charged", charge?.charged), .amount("beyond_balance", charge?.vanished),
        ]
    }
}

extension Receipt.Appraisal {
    /// What a claim would do now, by the rehearsal.
    var fields: [MessageField] {
        let failure = claim.rehearsal.failure
        return check.fields + [
            MessageField("would_succeed", .flag(failure == nil)),
            MessageField("claim_failure", failure.map { .text($0.text) } ?? .none), .amount("paid", paid),
            .amount("value", claim.value), .amount("cost", cost),
        ]
    }
}
