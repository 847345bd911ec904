import Cocoon
import Operations
import TONCells
import TONCrypto

/// A plan, for people.
struct PlanText {
    let text: String

    init(_ plan: RootPlan) throws {
        var card = Card()
        card.add("root", plan.root.contractText)
        card.add("network", "\(plan.network)")
        card.add("owner", plan.owner.walletText)
        card.add("version", "\(plan.base.version), params \(plan.base.paramsVersion)")
        var lines = card.text
        if plan.isEmpty {
            lines += "\nno change\n"
        } else {
            for (number, wave) in plan.waves.enumerated() {
                var table = Table([.right("VALUE"), .right("GAS"), .right("FEES"), .left("CHANGE")])
                for message in wave.messages {
                    table.add([
                        "\(message.value)", "\(message.gas)", "\(message.fees)", try message.change().description,
                    ])
                }
                lines += "\nrequest \(number + 1) of \(plan.waves.count): \(wave.messages.count) messages\n"
                lines += table.text
            }
            var end = Card()
            end.add("version then", "\(plan.end.data.version), params \(plan.end.data.params.paramsVersion)")
            end.add("good until", Moment(plan.expiresAt).text)
            lines += "\n" + end.text
        }
        for entry in plan.unmanaged { lines += "stays, not in the manifest: \(entry)\n".withoutControls + "\n" }
        if let impact = plan.impact, impact.movesAddresses { lines += "\n" + impact.text }
        text = lines
    }
}

extension AddressImpact {
    /// Which addresses move, for people.
    var text: String {
        let lines =
            "contracts that are deployed afterwards (params \(nextVersion), now \(presentVersion)) have other addresses; "
            + "those there are stay\n"
        guard !proxies.isEmpty else { return lines }
        var table = Table([.left("PROXY"), .left("OWNER"), .left("WOULD NOW BE"), .left("WOULD THEN BE")])
        for proxy in proxies {
            table.add([
                proxy.address.contractText, proxy.owner.walletText, proxy.present?.contractText ?? "",
                proxy.next?.contractText ?? "",
            ])
        }
        return lines + table.text
    }

    /// The same as a field of a document.
    var field: MessageField {
        MessageField(
            "address_impact",
            .fields([
                .small("params_version", Int(presentVersion)), .small("next_params_version", Int(nextVersion)),
                MessageField(
                    "proxies",
                    .list(
                        proxies.map { proxy in
                            .fields([
                                MessageField("address", .text(proxy.address.contractText)),
                                MessageField("owner", .text(proxy.owner.walletText)),
                                MessageField("present", proxy.present.map { .text($0.contractText) } ?? .none),
                                MessageField("next", proxy.next.map { .text($0.contractText) } ?? .none),
                            ])
                        })),
            ]))
    }
}

extension PreparedAction {
    /// What it would move; nil where it changes no root's params.
    func addressImpact(on states: KnownStates) -> AddressImpact? {
        guard case .operation(let prepared) = self else { return nil }
        return AddressImpact(of: prepared, on: states)
    }
}
