import Mirror
import Settlement
import TONCells
import TONCrypto

/// An event with the field names of `expected.json`.
extension Event {
    var expectedForm: [String: String] {
        var fields: [String: String] = [
            "kind": kind.rawValue, "op_kind": operation.rawValue, "lt": "\(lt)", "now": "\(time)",
            "account": account.hash.hex, "tx": hash.hex, "exit_code": exitCode.text, "action_code": actionCode.text,
        ]
        fields["value"] = value.map { "\($0.nanoTON)" }
        fields["sender"] = sender?.hash.hex
        fields["op"] = opcode.map {
            String(repeating: "0", count: 8 - String($0, radix: 16).count) + String($0, radix: 16)
        }
        fields["query_id"] = queryID.map(String.init)
        fields["worker"] = worker?.hash.hex
        fields["client"] = client?.hash.hex
        fields["proxy"] = proxy?.hash.hex
        fields["root"] = root?.hash.hex
        fields["owner"] = owner?.hash.hex
        fields["child"] = child?.hash.hex
        fields["child_tx"] = childHash?.hex
        fields["skip_reason"] = skipReason
        if let settlement {
            fields["proxy_lt"] = "\(settlement.lt)"
            fields["proxy_tx"] = settlement.hash.hex
            fields["proxy_exit_code"] = settlement.exitCode.text
            fields["proxy_action_code"] = settlement.actionCode.text
            fields["proxy_skipped"] = settlement.skipReason
        }
        if let payment {
            fields["paid_account"] = payment.account.hash.hex
            fields["paid_value"] = "\(payment.value.nanoTON)"
            fields["paid_lt"] = payment.lt.map(String.init)
            fields["paid_tx"] = payment.hash?.hex
        }
        fields["tokens_before"] = tokensBefore.map(String.init)
        fields["tokens_after"] = tokensAfter.map(String.init)
        fields["tokens_claimed"] = tokensClaimed.map(String.init)
        if kind.isSettlement { fields["tokens_delta"] = tokensMoved.map(String.init) }
        fields["unlock"] = unlockTime.map(String.init)
        fields["nonce"] = details["nonce"]
        fields["secret_hash"] = details["secret_hash"]
        fields["signed"] = details["signed"]
        fields["role"] = details["role"]
        fields["code_hash"] = details["code_hash"]
        fields["version"] = details["version"]
        fields["params_version"] = details["params_version"]
        for (name, value) in details where kind.rawValue.hasPrefix("root_") { fields["details." + name] = value }
        fields["details.new_owner"] = details["new_owner"].map { String($0.dropFirst(2)) }
        // Only the owner may change the owner.
        if kind == .rootOwner { fields["details.old_owner"] = sender?.hash.hex }
        for (name, amount) in expectedAmounts { fields["amounts." + name] = amount.map { "\($0.nanoTON)" } }
        if (debtVanished?.nanoTON ?? 0) > 0 { fields["clamped"] = "true" }
        if kind == .lostPayout { fields["lost_kind"] = operation.rawValue }
        if kind != .lostPayout, kind != .refundForced, (lost?.nanoTON ?? 0) > 0 { fields["lost"] = "true" }
        return fields
    }

    private var expectedAmounts: [String: Coins?] {
        switch kind {
        case .payout, .lastPayout: ["worker_part": amount, "proxy_part": proxyPart, "paid": paid]
        case .lostPayout: ["worker_part": amount, "proxy_part": proxyPart, "paid": paid, "lost": lost]
        case .charge:
            [
                "cost": cost, "charged": charged, "debt_vanished": debtVanished, "balance_before": before,
                "balance_after": after,
            ]
        case .refundGranted:
            [
                "cost": cost, "charged": charged, "debt_vanished": debtVanished, "balance_before": before,
                "requested": amount, "refunded": paid,
            ]
        case .refundForced: ["requested": amount, "refunded": paid, "forfeited": lost]
        case .refundRequest, .withdraw:
            [
                "requested": amount, "refunded": paid, "balance_after": after,
                "lost": (lost?.nanoTON ?? 0) > 0 ? lost : nil,
            ]
        case .clientTopUp: ["topped_up": amount, "balance_before": before, "balance_after": after]
        case .clientSecret: ["topped_up": amount]
        case .clientStake: ["stake_before": before, "stake_after": after]
        case .proxyStake: ["added": amount, "stake_after": after]
        case .proxyPayout: ["revenue_paid": paid]
        case .proxyCloseComplete:
            [
                "sent": paid, "stake_returned": stakeReturned,
                "revenue_paid": paid?.subtractingOrZero(stakeReturned ?? .zero),
            ]
        case .unsolicited: ["received": amount]
        default: [:]
        }
    }
}

extension Optional where Wrapped == Int32 {
    fileprivate var text: String { map(String.init) ?? "none" }
}
