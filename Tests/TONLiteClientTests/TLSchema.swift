import SilkTestSupport
import TONBlocks
import TONCrypto

@testable import TONLiteClient

/// A line of a TL schema, read so that values can be made from it without the code under test.
struct TLDeclaration {
    struct Field {
        let name: String
        let type: String
    }

    let name: String
    let fields: [Field]
    let result: String
    let identifier: UInt32

    init?(line: String, identifier: UInt32) {
        let sides = line.split(separator: " = ")
        guard sides.count == 2, let head = sides[0].split(separator: " ").first,
            let name = head.split(separator: "#").first
        else { return nil }
        self.name = String(name)
        self.identifier = identifier
        result = String(sides[1])
        var fields: [Field] = []
        // `(vector T)` is the one type with a space in it.
        let words = sides[0].dropFirst(head.count).replacing("(vector ", with: "(vector_")
        for word in words.split(separator: " ") {
            let parts = word.split(separator: ":")
            guard parts.count == 2 else { return nil }
            fields.append(Field(name: String(parts[0]), type: String(parts[1])))
        }
        self.fields = fields
    }
}

/// The recorded schemas of the reference.
struct TLSchema {
    struct Document: Decodable {
        struct Entry: Decodable {
            let name: String
            let kind: String
            let id: String
            let decl: String

            var identifier: UInt32 { UInt32(id.dropFirst(2), radix: 16) ?? 0 }
        }

        let schemas: [String: [Entry]]
    }

    let entries: [String: [Document.Entry]]
    private let declarations: [String: TLDeclaration]
    private let functions: Set<String>

    /// What is implemented. A third schema, of the client library, has types of the same names.
    private static let schemas = ["lite_api.tl", "ton_api.tl"]

    init() throws {
        let entries = try RecordedFixtures.json(Document.self, "liteserver/tl_ids.json").schemas
        self.entries = entries
        var declarations: [String: TLDeclaration] = [:]
        let all = Self.schemas.flatMap { entries[$0] ?? [] }
        for entry in all {
            declarations[entry.name] = TLDeclaration(line: entry.decl, identifier: entry.identifier)
        }
        self.declarations = declarations
        functions = Set(all.filter { $0.kind == "functions" }.map(\.name))
    }

    /// The whole entries of what is implemented, as they are recorded.
    var implementedEntries: [Document.Entry] { Self.schemas.flatMap { entries[$0] ?? [] } }

    /// The line of a constructor.
    func declaration(_ name: String) -> TLDeclaration? { declarations[name] }

    /// Random bytes of a boxed value, laid out as the line says.
    func boxed(_ declaration: TLDeclaration, using generator: inout SeededGenerator) -> [UInt8] {
        Self.little(declaration.identifier) + bare(declaration, using: &generator)
    }

    private func bare(_ declaration: TLDeclaration, using generator: inout SeededGenerator) -> [UInt8] {
        // Any bytes are a block's name but those with a shard that can't be.
        if declaration.name == "tonNode.blockIdExt" {
            return Self.random(4, &generator) + [0x08 | UInt8.random(in: 0..<16, using: &generator) << 4]
                + Self.random(7 + 4 + 64, &generator)
        }
        var flags: UInt32 = 0
        var bytes: [UInt8] = []
        for field in declaration.fields {
            var type = field.type
            if let mark = type.firstIndex(of: "?") {
                let bit = UInt32(type[..<mark].split(separator: ".").last ?? "") ?? 0
                guard flags & 1 << bit != 0 else { continue }
                type = String(type[type.index(after: mark)...])
            }
            if type == "#" {
                let value = UInt32.random(in: 0 ... .max, using: &generator)
                if field.name == "mode" || field.name == "flags" { flags = value }
                bytes += Self.little(value)
            } else {
                bytes += value(type, using: &generator)
            }
        }
        return bytes
    }

    private func value(_ type: String, using generator: inout SeededGenerator) -> [UInt8] {
        switch type {
        case "true": return []
        case "int": return Self.random(4, &generator)
        case "long": return Self.random(8, &generator)
        case "int256": return Self.random(32, &generator)
        case "Bool": return Self.little(Bool.random(using: &generator) ? 0x9972_75b5 : 0xbc79_9737)
        case "bytes", "string":
            let count = [0, 1, 3, 4, 253, 254, 300].randomElement(using: &generator) ?? 0
            let content = Self.random(count, &generator).map { type == "string" ? $0 & 0x7f : $0 }
            let head = count < 254 ? [UInt8(count)] : [254, UInt8(count % 256), UInt8(count / 256), 0]
            let string = head + content
            return string + [UInt8](repeating: 0, count: (4 - string.count % 4) % 4)
        default: break
        }
        if type.hasPrefix("(vector_") {
            let element = String(type.dropFirst("(vector_".count).dropLast())
            let count = UInt32.random(in: 0...3, using: &generator)
            return (0..<count).reduce(Self.little(count)) { bytes, _ in bytes + value(element, using: &generator) }
        }
        if let declaration = declarations[type] { return bare(declaration, using: &generator) }
        // The name of a type and not of a constructor: any of its constructors, boxed.
        let constructors = declarations.values.filter { $0.result == type && !functions.contains($0.name) }
            .sorted { $0.name < $1.name }
        guard let constructor = constructors.randomElement(using: &generator) else {
            preconditionFailure("no constructor makes \(type)")
        }
        return boxed(constructor, using: &generator)
    }

    private static func random(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// Every type and function that is implemented, by the name of its constructor.
enum TLTypes {
    static let objects: [any TLObject.Type] =
        LiteAPI.functions.map { $0 as any TLObject.Type } + [
            BlockIdentifier.self, LiteAPI.AnyBlockIdentifier.self, LiteAPI.BlockPosition.self,
            LiteAPI.ZeroStateIdentifier.self, LiteAPI.AccountIdentifier.self, LiteAPI.MasterchainInfo.self,
            LiteAPI.MasterchainInfoExt.self, LiteAPI.CurrentTime.self, LiteAPI.Version.self, LiteAPI.BlockData.self,
            LiteAPI.BlockState.self, LiteAPI.BlockHeader.self, LiteAPI.ShardBlockLink.self,
            LiteAPI.LookupBlockResult.self, LiteAPI.ShardBlockProof.self, LiteAPI.AccountState.self,
            LiteAPI.SendMessageStatus.self, LiteAPI.RunMethodResult.self, LiteAPI.ShardInfo.self,
            LiteAPI.AllShardsInfo.self, LiteAPI.TransactionInfo.self, LiteAPI.TransactionList.self,
            LiteAPI.TransactionMetadata.self, LiteAPI.TransactionIdentifier.self, LiteAPI.TransactionPosition.self,
            LiteAPI.BlockTransactions.self, LiteAPI.BlockTransactionsExt.self, LiteAPI.Signature.self,
            LiteAPI.OrdinarySignatureSet.self, LiteAPI.SimplexSignatureSet.self, LiteAPI.BlockLinkBack.self,
            LiteAPI.BlockLinkForward.self, LiteAPI.PartialBlockProof.self, LiteAPI.ConfigurationInfo.self,
            LiteAPI.ValidatorStatistics.self, LiteAPI.LibraryEntry.self, LiteAPI.LibraryResult.self,
            LiteAPI.LibraryResultWithProof.self, LiteAPI.OutMessageQueueSize.self, LiteAPI.OutMessageQueueSizes.self,
            LiteAPI.BlockOutMessageQueueSize.self, LiteAPI.AccountDispatchQueueInfo.self,
            LiteAPI.DispatchQueueInfo.self, LiteAPI.DispatchQueueMessage.self, LiteAPI.DispatchQueueMessages.self,
            LiteAPI.NonfinalCandidateIdentifier.self, LiteAPI.NonfinalCandidate.self,
            LiteAPI.NonfinalCandidateInfo.self, LiteAPI.NonfinalValidatorGroupInfo.self,
            LiteAPI.NonfinalValidatorGroups.self, LiteAPI.NonfinalPendingShardBlocks.self, LiteAPI.ErrorAnswer.self,
            LiteAPI.DebugVerbosity.self, LiteAPI.QueryPrefix.self, LiteAPI.Query.self,
            LiteAPI.WaitMasterchainSeqno.self, ADNLShortIdentifier.self, Consensus.BlockToSign.self,
            Consensus.BlockToApprove.self, Consensus.DataToSign.self, Consensus.CandidateIdentifier.self,
        ]

    static let unions: [(names: [String], type: any TLUnion.Type)] = [
        (["liteServer.signatureSet.ordinary", "liteServer.signatureSet.simplex"], LiteAPI.SignatureSet.self),
        (["liteServer.blockLinkBack", "liteServer.blockLinkForward"], LiteAPI.BlockLink.self),
        (
            [
                "adnl.message.query", "adnl.message.answer", "tcp.ping", "tcp.pong", "tcp.authentificate",
                "tcp.authentificationNonce", "tcp.authentificationComplete",
            ], ADNLMessage.self
        ),
        (["pub.ed25519", "pub.aes", "pub.unenc", "pub.overlay"], ADNLPublicKey.self),
        (["consensus.candidateParent", "consensus.candidateWithoutParents"], Consensus.CandidateParent.self),
        (
            ["consensus.candidateHashDataOrdinary", "consensus.candidateHashDataEmpty"],
            Consensus.CandidateHashData.self
        ),
        (
            ["consensus.simplex.notarizeVote", "consensus.simplex.finalizeVote", "consensus.simplex.skipVote"],
            Consensus.UnsignedVote.self
        ),
    ]

    static let all: [(name: String, type: any TLBoxed.Type)] =
        objects.map { ($0.constructor.name, $0) }
        + unions.flatMap { union in union.names.map { ($0, union.type) } }
}
