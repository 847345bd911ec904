import Cocoon
import Operations
import TONCrypto

extension FieldsDocument {
    /// All meanings of a text.
    init(_ explanation: Explanation) {
        self.init(
            schema: "silk.explain/1",
            fields: [
                MessageField("query", .text(explanation.text)),
                MessageField("endings", .list(explanation.endings.map { .fields($0.fields) })),
                MessageField("operations", .list(explanation.operations.map { .fields($0.fields) })),
                MessageField("code", explanation.code.map { .fields($0.fields) } ?? .none),
            ])
    }
}

extension Explanation {
    /// A paragraph for each meaning.
    var answer: String {
        (endings.map(\.text) + operations.map(\.text) + [code?.text].compactMap { $0 }).joined(separator: "\n")
    }
}

extension Explanation.Ending {
    fileprivate var fields: [MessageField] {
        [
            .small("number", number), MessageField("phase", .text(phase.rawValue)),
            MessageField("origin", .text(origin)), .text("name", name), MessageField("meaning", .text(meaning)),
            MessageField(
                "consequence", .text(number == 0 || number == 1 && phase == .compute ? "success" : phase.consequence)),
            MessageField(
                "contracts",
                .list(
                    roles.map {
                        .fields([MessageField("contract", .text($0.rawValue)), .text("name", contracts[$0])])
                    })),
        ]
    }

    private var roles: [ContractRole] { ContractRole.allCases.filter { contracts[$0] != nil } }

    fileprivate var text: String {
        var card = Card()
        card.add(phase == .compute ? "exit code" : "action result", "\(number)" + (name.map { " \($0)" } ?? ""))
        card.add("of", origin)
        card.add("meaning", meaning)
        if number != 0, !(number == 1 && phase == .compute) {
            card.add("phase", "\(phase.rawValue): \(phase.consequence)")
        }
        if !roles.isEmpty {
            let names = roles.map { role in
                let own = contracts[role] ?? ""
                return own == name ? role.rawValue : "\(role) (\(own))"
            }
            card.add("contracts", names.joined(separator: ", "))
        }
        return card.text
    }
}

extension Explanation.Operation {
    fileprivate var fields: [MessageField] {
        [
            MessageField("opcode", .text(description.opcode.digits)), MessageField("name", .text(description.name)),
            MessageField("meaning", .text(description.meaning)),
            MessageField("sender", .text(description.sender.rawValue)),
            MessageField("receivers", .list(description.receivers.map { .text($0.rawValue) })),
            MessageField("body", .text(description.body)),
            MessageField(
                "exit_codes",
                .fields(
                    roles.map { role in
                        MessageField(
                            role.rawValue, .list((exitCodes[role] ?? []).map { .small(Int64($0.rawValue)) }))
                    })),
        ]
    }

    private var roles: [ContractRole] { ContractRole.allCases.filter { exitCodes[$0] != nil } }

    fileprivate var text: String {
        var card = Card()
        card.add("operation", "\(description.opcode.digits) \(description.name)")
        card.add("meaning", description.meaning)
        card.add("from", description.sender.rawValue)
        if !description.receivers.isEmpty {
            card.add("to", description.receivers.map { "a \($0)" }.joined(separator: ", "))
        }
        if !description.body.isEmpty { card.add("body", description.body) }
        for role in roles {
            let codes = (exitCodes[role] ?? []).map { "\($0.rawValue)" }.joined(separator: " ")
            card.add("exit codes of a \(role)", codes)
        }
        return card.text
    }
}

extension Explanation.Code {
    fileprivate var fields: [MessageField] {
        [
            .hash("hash", hash), MessageField("contract", .text(role.rawValue)), .text("layout", layout?.name),
            .hash("layout_sha256", layout?.hash), .text("layout_known_from", layout?.evidence.rawValue),
            MessageField("is_artifact", .flag(isArtifact)), MessageField("is_mainnet", .flag(isMainnet)),
            MessageField(
                "forms",
                .list(
                    (layout?.forms ?? []).map {
                        .fields([MessageField("name", .text($0.name)), MessageField("text", .text($0.text))])
                    })),
        ]
    }

    fileprivate var text: String {
        var card = Card()
        card.add("code", hash.hex)
        card.add("contract", role.rawValue)
        card.add("of", isArtifact ? "the artifacts" : "the main network")
        card.add("layout", layout.map { "\($0.name), known from \($0.evidence.rawValue)" })
        for form in layout?.forms ?? [] { card.add(form.name, form.text) }
        return card.text
    }
}
