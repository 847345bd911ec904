import Cocoon
import Operations
import TONCrypto

extension FieldsDocument {
    /// All artifacts of a folder.
    init(_ store: ArtifactStore) {
        let rows = store.artifacts.map { artifact in
            MessageField.Value.fields([
                MessageField("contract", .text(artifact.role.rawValue)), .hash("code_hash", artifact.codeHash),
                .small("cells", artifact.size.cells), .small("bits", artifact.size.bits),
                .small("depth", artifact.size.depth), MessageField("layout", .text(artifact.layout.name)),
                .hash("layout_sha256", artifact.layout.hash), .hash("predecessor", artifact.predecessor),
            ])
        }
        self.init(
            schema: "silk.artifact-list/1",
            fields: [
                MessageField("language", .text(store.manifest.language)),
                MessageField("compiler", .text(store.manifest.compiler)),
                MessageField("flags", .list(store.manifest.flags.map { .text($0) })),
                MessageField("contracts", .list(rows)),
            ])
    }

    /// One artifact.
    init(_ artifact: Artifact) {
        let manifest = artifact.manifest
        self.init(
            schema: "silk.artifact/1",
            fields: [
                MessageField("contract", .text(artifact.role.rawValue)), .hash("code_hash", artifact.codeHash),
                .small("cells", artifact.size.cells), .small("bits", artifact.size.bits),
                .small("depth", artifact.size.depth),
                .small("lowest_global_version", artifact.lowestGlobalVersion),
                .hash("predecessor", artifact.predecessor),
                MessageField("language", .text(artifact.language)),
                MessageField("compiler", .text(artifact.compiler)),
                MessageField("flags", .text(artifact.flags.joined(separator: " "))),
                MessageField("layout", .text(artifact.layout.name)), .hash("layout_sha256", artifact.layout.hash),
                MessageField("forms", .list(artifact.layout.forms.map { .fields($0.fields) })),
                .hash("storage_sha256", manifest.storageHash),
                MessageField("storage", .list(manifest.storage.map { .text($0) })),
                MessageField("opcodes", .named(artifact.opcodes) { .text($0.digits) }),
                MessageField("exit_codes", .named(artifact.exitCodes) { .small(Int64($0.rawValue)) }),
                MessageField("sources", .named(artifact.sources) { .text($0.hex) }),
                .hash("sources_sha256", manifest.sourcesHash),
                .hash("standard_library_sha256", manifest.standardLibraryHash),
            ])
    }

    /// What verifying a folder found.
    init(_ verification: ArtifactVerification) {
        let reports = verification.reports.map { report in
            MessageField.Value.fields([
                MessageField("contract", .text(report.role.rawValue)),
                MessageField("checks", .list(report.checks.map { .fields($0.fields) })),
            ])
        }
        self.init(
            schema: "silk.artifact-verification/1",
            fields: [
                MessageField("agrees", .flag(verification.agrees)), MessageField("contracts", .list(reports)),
                MessageField("files_not_in_manifest", .list(verification.strangers.map { .text($0) })),
            ])
    }

    /// In what artifacts differ.
    init(_ differences: [ArtifactDifference]) {
        let rows = differences.map { difference in
            MessageField.Value.fields([
                MessageField("contract", .text(difference.role.rawValue)),
                MessageField("b_reads_storage_of_a", difference.laterReadsEarlier.map { .flag($0) } ?? .none),
                MessageField("a_reads_storage_of_b", difference.earlierReadsLater.map { .flag($0) } ?? .none),
                MessageField(
                    "changes",
                    .list(
                        difference.changes.map {
                            .fields([
                                MessageField("subject", .text($0.subject)), .text("before", $0.before),
                                .text("after", $0.after),
                            ])
                        })),
            ])
        }
        self.init(
            schema: "silk.artifact-difference/1",
            fields: [
                MessageField("is_equal", .flag(differences.allSatisfy { $0.changes.isEmpty })),
                MessageField("contracts", .list(rows)),
            ])
    }
}

extension StorageLayout.Form {
    fileprivate var fields: [MessageField] {
        [
            MessageField("name", .text(name)), .small("struct_version", structVersion), .hash("sha256", hash),
            MessageField("text", .text(text)),
        ]
    }
}

extension ArtifactVerification.Check {
    fileprivate var fields: [MessageField] {
        [
            MessageField("subject", .text(subject)), MessageField("agrees", .flag(agrees)),
            .text("expected", expected), .text("found", found),
        ]
    }
}

extension MessageField {
    /// A text; none where there is none.
    static func text(_ name: String, _ text: String?) -> MessageField {
        MessageField(name, text.map { .text($0) } ?? .none)
    }
}

extension MessageField.Value {
    /// Values by name, in the order of the names.
    static func named<T>(_ values: [String: T], _ value: (T) -> MessageField.Value) -> MessageField.Value {
        .fields(values.sorted { $0.key < $1.key }.map { MessageField($0.key, value($0.value)) })
    }
}

extension ArtifactStore {
    /// All artifacts as a table.
    var listText: String {
        var table = Table([
            .left("CONTRACT"), .left("CODE HASH"), .right("CELLS"), .right("BITS"), .left("LAYOUT"),
            .left("PREDECESSOR"),
        ])
        for artifact in artifacts {
            table.add([
                artifact.role.rawValue, artifact.codeHash.hex, "\(artifact.size.cells)", "\(artifact.size.bits)",
                artifact.layout.name, artifact.predecessor.hex,
            ])
        }
        return table.text
    }
}

extension ArtifactVerification {
    /// A line for each contract, and below it what differs.
    var text: String {
        var text = ""
        for report in reports {
            let differences = report.differences
            text +=
                differences.isEmpty
                ? "\(report.role): all \(report.checks.count) agree\n"
                : "\(report.role): \(differences.count) of \(report.checks.count) differ\n"
            for check in differences {
                text +=
                    "  \(check.subject)\n  - \(check.expected ?? "none")\n  + \(check.found ?? "none")\n"
                    .linesWithoutControls
            }
        }
        for name in strangers { text += "the manifest doesn't name \(name.withoutControls)\n" }
        return text
    }
}

extension ArtifactDifference {
    /// A heading, what differs, and which code reads the other's storage.
    var text: String {
        guard !changes.isEmpty else { return "\(role): equal\n" }
        var text = "\(role)\n"
        for change in changes {
            text +=
                "  \(change.subject)\n  - \(change.before ?? "none")\n  + \(change.after ?? "none")\n"
                .linesWithoutControls
        }
        return text + "  storage of a: \(Self.text(laterReadsEarlier)) by b\n"
            + "  storage of b: \(Self.text(earlierReadsLater)) by a\n"
    }

    private static func text(_ isRead: Bool?) -> String {
        isRead.map { $0 ? "read" : "NOT READ" } ?? "NOT KNOWN TO BE READ"
    }
}

extension String {
    /// Lines without other controls: names in a manifest may come from anybody.
    fileprivate var linesWithoutControls: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).withoutControls }
            .joined(separator: "\n")
    }
}
