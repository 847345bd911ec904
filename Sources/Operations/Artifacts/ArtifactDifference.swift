public import Cocoon
public import TONCells
public import TONCrypto

/// In what two codes of a contract, and what is known of them, differ.
public struct ArtifactDifference: Hashable, Sendable {
    /// One thing that differs.
    public struct Change: Hashable, Sendable {
        /// What it is about.
        public let subject: String
        /// What it was; nil where it wasn't there.
        public let before: String?
        /// What it is; nil where it isn't there any more.
        public let after: String?
    }

    /// A code of which little more is known than its hash.
    public struct BareCode: Hashable, Sendable {
        /// The hash.
        public let hash: Hash256
        /// The code itself, where it is there.
        public let code: Cell?
        /// What it stores, where that is known.
        public let layout: StorageLayout?

        /// A code that is there.
        public init(_ code: Cell, in store: ArtifactStore?) {
            hash = code.hash
            self.code = code
            layout = StorageLayout.known(codeHash: code.hash, in: store)
        }

        /// A code by its hash.
        public init(hash: Hash256, in store: ArtifactStore?) {
            self.hash = hash
            code = store?.artifact(codeHash: hash)?.code
            layout = StorageLayout.known(codeHash: hash, in: store)
        }
    }

    /// What the contract is.
    public let role: ContractRole
    /// All that differs; empty where nothing does.
    public private(set) var changes: [Change] = []
    /// Whether the later code reads all data that the earlier one may have written; nil where a layout isn't known.
    public let laterReadsEarlier: Bool?
    /// Whether the earlier code reads all data that the later one may have written; nil where a layout isn't known.
    public let earlierReadsLater: Bool?

    /// Compares two artifacts of a role.
    public init(role: ContractRole, from before: Artifact?, to after: Artifact?) {
        self.role = role
        laterReadsEarlier = before.flatMap { before in after.map { $0.layout.reads(before.layout) } }
        earlierReadsLater = before.flatMap { before in after.map { before.layout.reads($0.layout) } }
        add("code hash", before?.codeHash.hex, after?.codeHash.hex)
        add(before?.size, after?.size)
        add(before?.layout, after?.layout)
        add("lowest global version", before?.lowestGlobalVersion, after?.lowestGlobalVersion)
        add("predecessor", before?.predecessor.hex, after?.predecessor.hex)
        add("compiler", before?.compiler, after?.compiler)
        add("flags", before?.flags.joined(separator: " "), after?.flags.joined(separator: " "))
        add(each: "operation", before?.opcodes.mapValues(\.digits), after?.opcodes.mapValues(\.digits))
        add(each: "exit code", before?.exitCodes.mapValues(\.rawValue), after?.exitCodes.mapValues(\.rawValue))
        add(each: "source", before?.sources.mapValues(\.hex), after?.sources.mapValues(\.hex))
    }

    /// Compares an artifact with a code that has none.
    public init(from before: Artifact, to after: BareCode) {
        role = before.role
        laterReadsEarlier = after.layout.map { $0.reads(before.layout) }
        earlierReadsLater = after.layout.map { before.layout.reads($0) }
        add("code hash", before.codeHash.hex, after.hash.hex)
        if let code = after.code { add(before.size, CodeSize(of: code)) }
        if let layout = after.layout { add(before.layout, layout) }
    }

    /// Compares all contracts of two folders.
    public static func all(from before: ArtifactStore, to after: ArtifactStore) -> [ArtifactDifference] {
        ContractRole.allCases.filter { before.artifact(for: $0) != nil || after.artifact(for: $0) != nil }.map {
            ArtifactDifference(role: $0, from: before.artifact(for: $0), to: after.artifact(for: $0))
        }
    }

    private mutating func add<T: Equatable>(_ subject: String, _ before: T?, _ after: T?) {
        guard before != after else { return }
        changes.append(
            Change(subject: subject, before: before.map { "\($0)" }, after: after.map { "\($0)" }))
    }

    private mutating func add(_ before: CodeSize?, _ after: CodeSize?) {
        add("cells", before?.cells, after?.cells)
        add("bits", before?.bits, after?.bits)
        add("depth", before?.depth, after?.depth)
    }

    /// Compares forms, not words: see ``StorageLayout``.
    private mutating func add(_ before: StorageLayout?, _ after: StorageLayout?) {
        let old = (before?.forms ?? []).map { ($0.name, $0.text) }
        let new = (after?.forms ?? []).map { ($0.name, $0.text) }
        add(
            each: "layout", Dictionary(old, uniquingKeysWith: { first, _ in first }),
            Dictionary(new, uniquingKeysWith: { first, _ in first }))
    }

    private mutating func add<T: Equatable>(each subject: String, _ before: [String: T]?, _ after: [String: T]?) {
        let (before, after) = (before ?? [:], after ?? [:])
        for name in Set(before.keys).union(after.keys).sorted() { add("\(subject) \(name)", before[name], after[name]) }
    }
}
