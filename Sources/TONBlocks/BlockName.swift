import TONCells
public import TONCrypto

/// A block as people name it: by its place, and where they want no other by its hashes.
///
/// Any of these, the hashes in hexadecimal or base64, the shard as 16 hexadecimal digits or as the signed number that
/// TL has:
///
/// ```
/// (-1,8000000000000000,17):ROOT:FILE
/// (-1:8000000000000000, 17, ROOT, FILE)
/// -1:8000000000000000:17:ROOT:FILE
/// (0,a000000000000000,17)
/// 17
/// ```
public struct BlockName: Hashable, Sendable {
    /// Which chain of blocks it is in.
    public var shard: ShardIdentifier
    /// Its number in that chain.
    public var seqno: UInt32
    /// Its hashes; nil where whatever block is there is meant.
    public var hashes: Hashes?

    /// The hashes of a block.
    public struct Hashes: Hashable, Sendable {
        /// The hash of its root cell.
        public var root: Hash256
        /// The SHA-256 of its bag of cells.
        public var file: Hash256
    }

    /// Reads a name. Throws where it has another form.
    public init(_ text: some StringProtocol) throws(BlockNameError) {
        let parts = text.split { "(),: \t\n".contains($0) }
        if let number = parts.first, parts.count == 1 {
            shard = .masterchain
            seqno = try Self.seqno(number)
            return
        }
        guard parts.count == 3 || parts.count == 5 else { throw .form }
        guard let workchain = Int32(parts[0]) else { throw .workchain(String(parts[0].prefix(80))) }
        guard let number = Self.shard(parts[1]), let shard = try? ShardIdentifier(workchain: workchain, shard: number)
        else { throw .shard(String(parts[1].prefix(80))) }
        self.shard = shard
        seqno = try Self.seqno(parts[2])
        guard parts.count == 5 else { return }
        hashes = Hashes(root: try Self.hash(parts[3]), file: try Self.hash(parts[4]))
    }

    /// The block, where its hashes are named.
    public var identifier: BlockIdentifier? {
        hashes.map {
            BlockIdentifier(shardIdentifier: shard, seqno: seqno, rootHash: $0.root, fileHash: $0.file)
        }
    }

    private static func seqno(_ text: some StringProtocol) throws(BlockNameError) -> UInt32 {
        guard let seqno = UInt32(text) else { throw .seqno(String(text.prefix(80))) }
        return seqno
    }

    private static func shard(_ text: some StringProtocol) -> UInt64? {
        // A positive number of TL's has up to 19 digits; with 16 it would be a shard that there can't be.
        if text.utf8.count == 16, let number = UInt64(text, radix: 16) { return number }
        return Int64(text).map { UInt64(bitPattern: $0) }
    }

    private static func hash(_ text: some StringProtocol) throws(BlockNameError) -> Hash256 {
        guard let hash = Hash256(hex: text) ?? Base64.decodeAnyAlphabet(text).flatMap({ Hash256($0) }) else {
            throw .hash(String(text.prefix(80)))
        }
        return hash
    }
}

/// Why a text names no block.
public enum BlockNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It has another number of parts.
    case form
    /// The workchain is no number.
    case workchain(String)
    /// There is no such shard.
    case shard(String)
    /// The block's number is none.
    case seqno(String)
    /// A hash isn't 32 bytes.
    case hash(String)

    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .form: "expected a block: its number, (workchain,shard,number), or that with :ROOTHASH:FILEHASH behind it"
        case .workchain(let text): "expected a block's workchain, found \(text.debugDescription)"
        case .shard(let text): "expected a block's shard in 16 hexadecimal digits, found \(text.debugDescription)"
        case .seqno(let text): "expected a block's number, found \(text.debugDescription)"
        case .hash(let text):
            "expected a block's hash of 32 bytes in hexadecimal or base64, found \(text.debugDescription)"
        }
    }
}
