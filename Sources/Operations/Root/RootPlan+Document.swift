import Cocoon
import Foundation
import TONBlocks
import TONCells
public import TONCrypto

extension RootPlan {
    /// The document's name and version.
    public static let schema = "silk.root-plan/1"
    /// Most bytes that a document may have: 16 MiB.
    public static let maximumByteCount = 16 << 20

    /// The plan as a document: JSON, the same bytes for the same plan.
    public func document() throws(PlanDocumentError) -> [UInt8] { try PlanDocument(self).encoded() }

    /// The hash of the document, by which a journal knows its plan.
    public func hash() throws(PlanDocumentError) -> Hash256 { SHA256.hash(try document()) }

    /// Reads a document. Throws where it isn't one, and where what it shows isn't what its messages say.
    public init(document bytes: [UInt8]) throws(PlanDocumentError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .notAPlan("expected at most \(Self.maximumByteCount) bytes, found \(bytes.count)")
        }
        let document: PlanDocument
        let plan: RootPlan
        do {
            document = try JSONDecoder().decode(PlanDocument.self, from: Data(bytes))
            guard document.schema == Self.schema else {
                throw PlanDocumentError.notAPlan("expected \(Self.schema), found \(document.schema)")
            }
            plan = try document.plan()
        } catch let error as PlanDocumentError {
            throw error
        } catch {
            throw .notAPlan("\(error)")
        }
        // All that is shown is made again from what is sent, down to the byte.
        guard try plan.document() == bytes, plan.endsWhereWavesEnd else { throw .changed }
        self = plan
    }

    /// Reads a file.
    public init(path: String) throws(PlanDocumentError) {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.bytes(of: path, limit: Self.maximumByteCount)
        } catch {
            throw .notAPlan("\(path): \(error.localizedDescription)")
        }
        try self.init(document: bytes)
    }

    private var endsWhereWavesEnd: Bool { (try? end.fingerprint) == waves.last?.end ?? base.fingerprint }
}

/// Why a plan's document can't be read or written.
public enum PlanDocumentError: Error, Hashable, Sendable {
    /// It is none.
    case notAPlan(String)
    /// What it shows isn't what its messages say.
    case changed
}

extension PlanDocumentError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .notAPlan(let reason): "expected a plan: \(reason)"
        case .changed: "the plan was changed after it was made: it shows something else than it would send"
        }
    }
}

/// A plan as JSON has it.
struct PlanDocument: Codable {
    let schema: String
    /// The SHA-256 of the document with nothing here. It keeps nobody from making another plan: it shows that somebody
    /// changed this one, where the messages alone wouldn't tell.
    var contentHash: String
    let network: String
    let root: String
    let owner: String
    let manifest: String
    let expiresAt: UInt32
    let valueCap: String
    let allowsFullUpgrade: Bool
    let base: Base
    let waves: [Wave]
    let unmanaged: [String]
    let end: End
    let addressImpact: Impact?

    enum CodingKeys: String, CodingKey {
        case schema
        case contentHash = "content_sha256"
        case network
        case root
        case owner
        case manifest = "manifest_sha256"
        case expiresAt = "expires_at"
        case valueCap = "value_cap"
        case allowsFullUpgrade = "allows_full_upgrade"
        case base
        case waves
        case unmanaged
        case end
        case addressImpact = "address_impact"
    }

    struct Base: Codable {
        let time: UInt32
        let blockLT: String
        let transaction: String
        let transactionLT: String
        let stateHash: String
        let codeHash: String
        let dataHash: String
        let version: UInt32
        let paramsVersion: UInt32

        enum CodingKeys: String, CodingKey {
            case time
            case blockLT = "block_lt"
            case transaction
            case transactionLT = "transaction_lt"
            case stateHash = "state_hash"
            case codeHash = "code_hash"
            case dataHash = "data_hash"
            case version
            case paramsVersion = "params_version"
        }
    }

    struct Wave: Codable {
        let messages: [Message]
        let codeHash: String
        let dataHash: String
        let version: UInt32

        enum CodingKeys: String, CodingKey {
            case messages
            case codeHash = "code_hash"
            case dataHash = "data_hash"
            case version
        }
    }

    struct Message: Codable {
        let purpose: String
        let operation: String
        let fields: [Field]
        let value: String
        let bounces: Bool
        let gas: String
        let fees: String
        let body: String
    }

    struct Field: Codable {
        let name: String
        let value: String

        init(_ field: OperationPreview.Field) {
            name = field.name
            value = field.value
        }
    }

    struct End: Codable {
        let codeHash: String
        let dataHash: String
        let fields: [Field]
        let code: String
        let data: String

        enum CodingKeys: String, CodingKey {
            case codeHash = "code_hash"
            case dataHash = "data_hash"
            case fields
            case code
            case data
        }
    }

    struct Impact: Codable {
        let presentVersion: UInt32
        let nextVersion: UInt32
        let bumps: Int
        let proxies: [Proxy]

        enum CodingKeys: String, CodingKey {
            case presentVersion = "params_version"
            case nextVersion = "next_params_version"
            case bumps
            case proxies
        }

        struct Proxy: Codable {
            let address: String
            let owner: String
            let present: String?
            let next: String?
        }
    }

    /// The same bytes for the same content.
    func encoded() throws(PlanDocumentError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            throw .notAPlan("\(error)")
        }
    }
}
