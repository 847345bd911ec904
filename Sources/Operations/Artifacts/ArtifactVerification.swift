public import Cocoon
public import Foundation
import TONCells
import TONCrypto

/// What a folder's manifest says, against the codes beside it and the sources that it names.
///
/// It says whether the manifest is true of the sources as they are. Whether the codes come from them, only the
/// compiler can say: `silk artifact build --check`.
public struct ArtifactVerification: Hashable, Sendable {
    /// One thing that the manifest says, and what is.
    public struct Check: Hashable, Sendable {
        /// What it is about.
        public let subject: String
        /// What the manifest says; nil where it says nothing.
        public let expected: String?
        /// What was found; nil for nothing.
        public let found: String?

        init(_ subject: String, expected: String?, found: String?) {
            self.subject = subject
            self.expected = expected
            self.found = found
        }

        /// Whether both are the same.
        public var agrees: Bool { expected == found }
    }

    /// All checks of one contract.
    public struct Report: Hashable, Sendable {
        /// The contract.
        public let role: ContractRole
        /// The checks, in the manifest's order.
        public let checks: [Check]

        /// Those that found something else.
        public var differences: [Check] { checks.filter { !$0.agrees } }
    }

    /// A report for each contract.
    public let reports: [Report]
    /// Files in the folder that the manifest doesn't name.
    public let strangers: [String]

    /// Whether everything agrees.
    public var agrees: Bool { strangers.isEmpty && reports.allSatisfy { $0.differences.isEmpty } }

    /// Checks a folder. Throws where its manifest can't be read; all else is a difference.
    ///
    /// - Parameters:
    ///   - folder: The artifacts.
    ///   - sources: The folder of the contracts' sources; nil for the one that the artifacts lie in.
    public init(folder: URL, sources: URL? = nil) throws(ArtifactError) {
        let manifest = try ArtifactManifest(folder: folder)
        let sources = sources ?? folder.standardizedFileURL.deletingLastPathComponent()
        reports = manifest.contracts.map { contract in
            Report(
                role: contract.role,
                checks: Self.codeChecks(of: contract, in: folder) + Self.fileChecks(of: contract, in: sources)
                    + Self.contentChecks(of: contract, in: sources))
        }
        let named = Set(manifest.contracts.map(\.codeFile) + [ArtifactManifest.fileName])
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        strangers = present.filter { !named.contains($0) }.sorted()
    }

    private static func codeChecks(of contract: ArtifactManifest.Contract, in folder: URL) -> [Check] {
        let isKnown = CodeHashes.hint(for: contract.predecessor)?.role == contract.role
        let predecessor = Check(
            "predecessor", expected: contract.predecessor.hex,
            found: isKnown ? contract.predecessor.hex : "no known code of a \(contract.role)")
        do throws(ArtifactError) {
            let code = try ArtifactStore.code(in: folder.appendingPathComponent(contract.codeFile))
            return contract.checks(of: code) + [predecessor]
        } catch {
            return [
                Check("code \(contract.codeFile)", expected: contract.codeHash.hex, found: "\(error)"), predecessor,
            ]
        }
    }

    /// Each source by itself, and the hashes over all of them.
    private static func fileChecks(of contract: ArtifactManifest.Contract, in folder: URL) -> [Check] {
        var hashes: [String: Hash256] = [:]
        var checks: [Check] = []
        for (path, expected) in contract.sources.sorted(by: { $0.key < $1.key }) {
            do throws(ArtifactError) {
                let hash = SHA256.hash(try ArtifactFile.bytes(of: folder.appendingPathComponent(path)))
                hashes[path] = hash
                checks.append(Check("source \(path)", expected: expected.hex, found: hash.hex))
            } catch {
                checks.append(Check("source \(path)", expected: expected.hex, found: "\(error)"))
            }
        }
        return checks + [
            Check(
                "hash of all sources", expected: contract.sourcesHash.hex,
                found: ContractSources.hash(of: hashes).hex),
            Check(
                "standard library", expected: contract.standardLibraryHash.hex,
                found: hashes[ContractSources.standardLibrary]?.hex),
        ]
    }

    /// What stands in the sources.
    private static func contentChecks(of contract: ArtifactManifest.Contract, in folder: URL) -> [Check] {
        let sources: ContractSources
        do throws(ArtifactError) {
            sources = try ContractSources(of: contract.role.rawValue, in: folder)
        } catch {
            return [Check("what the sources include", expected: "files", found: "\(error)")]
        }
        let storage = sources.storage(of: contract.role.rawValue)
        let opcodes = sources.constants("op", listedIn: ContractSources.opcodes)
            .map { (name: $0.key, number: UInt32(exactly: $0.value).map { Opcode(rawValue: $0).digits }) }
        let exitCodes = sources.constants("error", listedIn: ContractSources.errors)
            .map { (name: $0.key, number: Optional("\($0.value)")) }
        var checks = [
            Check(
                "files that are included", expected: contract.sources.keys.sorted().joined(separator: " "),
                found: sources.hashes.keys.sorted().joined(separator: " ")),
            Check(
                "hash of the manifest's storage", expected: contract.storageHash.hex,
                found: ContractSources.hash(ofStorage: contract.storage).hex),
            Check(
                "hash of the storage", expected: contract.storageHash.hex,
                found: ContractSources.hash(ofStorage: storage).hex),
        ]
        checks += Self.compare(
            "storage", Dictionary(contract.storage.map(Self.definition), uniquingKeysWith: { first, _ in first }),
            Dictionary(storage.map(Self.definition), uniquingKeysWith: { first, _ in first }))
        checks += Self.compare(
            "operation", contract.opcodes.mapValues(\.digits),
            Dictionary(opcodes.map { ($0.name, $0.number ?? "") }, uniquingKeysWith: { first, _ in first }))
        checks += Self.compare(
            "exit code", contract.exitCodes.mapValues { "\($0.rawValue)" },
            Dictionary(exitCodes.map { ($0.name, $0.number ?? "") }, uniquingKeysWith: { first, _ in first }))
        return checks
    }

    private static func definition(_ line: String) -> (String, String) {
        let parts = line.split(separator: " = ", maxSplits: 1)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }

    private static func compare(
        _ subject: String, _ expected: [String: String], _ found: [String: String]
    ) -> [Check] {
        Set(expected.keys).union(found.keys).sorted().map {
            Check("\(subject) \($0)", expected: expected[$0], found: found[$0])
        }
    }
}

extension ContractSources {
    /// Where the instructions' names are.
    static let standardLibrary = "shared/stdlib.fc"
    /// Where operations are listed.
    static let opcodes = "shared/opcodes.fc"
    /// Where exit codes are listed.
    static let errors = "shared/errors.fc"
}

extension Opcode {
    /// Eight hexadecimal digits.
    var digits: String { String(description.prefix(8)) }
}
