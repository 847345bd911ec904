import TONCells
import TONCrypto

/// The hashes of a bag of cells.
struct CellHashDocument: Encodable {
    let schema = "silk.cell-hashes/1"
    let roots: [Root]
    let fileHash: String

    enum CodingKeys: String, CodingKey {
        case schema
        case roots
        case fileHash = "file_hash"
    }

    /// The hashes of one root.
    struct Root: Encodable {
        let hash: String
        let depth: Int
        let level: Int
        @Nullable var levelZero: LevelZero?

        enum CodingKeys: String, CodingKey {
            case hash
            case depth
            case level
            case levelZero = "level_0"
        }
    }

    /// Hash and depth of the tree before it was pruned.
    struct LevelZero: Encodable {
        let hash: String
        let depth: Int
    }

    init(_ input: BagInput) throws {
        roots = input.bag.roots.map { cell in
            let hash = cell.hash(level: 0)
            return Root(
                hash: cell.hash.hex, depth: cell.depth, level: cell.level,
                levelZero: hash == cell.hash ? nil : LevelZero(hash: hash.hex, depth: cell.depth(level: 0)))
        }
        fileHash = try input.fileHash().hex
    }

    /// The document as text.
    var text: String {
        var card = Card()
        for (position, root) in roots.enumerated() {
            let name = roots.count == 1 ? "root" : "root \(position)"
            card.add("\(name) hash", root.hash)
            card.add("\(name) depth", "\(root.depth)")
            if let zero = root.levelZero {
                card.add("\(name) hash at level 0", zero.hash)
                card.add("\(name) depth at level 0", "\(zero.depth)")
            }
        }
        card.add("file SHA-256", fileHash)
        return card.text
    }
}
