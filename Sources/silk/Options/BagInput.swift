import ArgumentParser
import Foundation
import TONCells
import TONCrypto

/// A bag of cells as people hand it over, with any number of roots.
struct BagInput {
    /// The cells.
    let bag: BagOfCells
    private let source: Source

    /// Where the bag's own bytes are.
    private enum Source {
        /// Here, decoded where they came as text.
        case memory([UInt8])
        /// In a file that the cells are read from in place.
        case file(URL)
    }

    /// Larger files are mapped, not read; no more than this comes from stdin or as text.
    private static let maximumByteCount = 64 << 20

    /// Reads a bag of cells from text, from a file (after `@`, or where the argument has a dot, which no text form
    /// has), or from stdin for `-`.
    init(_ argument: String, isLenient: Bool = false) throws {
        let strictness: BagOfCells.Strictness = isLenient ? .lenient : .strict
        if let url = Self.largeFile(argument) {
            bag = try BagOfCells(try MappedFile(path: url.path), reading: strictness)
            source = .file(url)
        } else {
            let bytes = try Self.decoded(try Self.content(of: argument))
            bag = try BagOfCells(bytes, reading: strictness)
            source = .memory(bytes)
        }
    }

    /// The SHA-256 of the bag's own bytes.
    func fileHash() throws -> Hash256 {
        switch source {
        case .memory(let bytes): SHA256.hash(bytes)
        case .file(let url): try Data(contentsOf: url, options: .alwaysMapped).withUnsafeBytes { SHA256.hash($0) }
        }
    }

    /// The cell of a hash, wherever it is; nil where there is none.
    ///
    /// - Complexity: O(n) in the distinct cells.
    func cell(_ hash: Hash256) -> Cell? {
        var pending = Array(bag.roots.reversed())
        var seen: Set<Hash256> = []
        while let cell = pending.popLast() {
            guard cell.hash != hash else { return cell }
            if seen.insert(cell.hash).inserted { pending += cell.references.reversed() }
        }
        return nil
    }

    /// The root, where there must be just one.
    func root() throws -> Cell {
        guard bag.roots.count == 1, let root = bag.roots.first else {
            throw BagOfCellsError.rootCount(bag.roots.count)
        }
        return root
    }

    /// The root, where there must be just one and it lies in no proof.
    func rootOfLevelZero() throws -> Cell {
        let root = try root()
        guard root.level == 0 else { throw BagOfCellsError.rootLevel(root.level) }
        return root
    }

    /// The file that an argument names; nil where it is the text itself, or stdin.
    private static func path(in argument: String) -> String? {
        guard argument != "-", argument.hasPrefix("@") || argument.contains(".") else { return nil }
        return argument.hasPrefix("@") ? String(argument.dropFirst()) : argument
    }

    /// The regular file that an argument names, if it is too large to be read into memory.
    private static func largeFile(_ argument: String) -> URL? {
        guard let path = path(in: argument) else { return nil }
        let url = URL(fileURLWithPath: path)
        let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
        guard let values, values.isRegularFile == true, values.fileSize ?? 0 > maximumByteCount else { return nil }
        return url
    }

    private static func content(of argument: String) throws -> [UInt8] {
        if argument == "-" { return try content(of: .standardInput, named: "stdin") }
        guard let path = path(in: argument) else { return Array(argument.utf8) }
        guard let file = FileHandle(forReadingAtPath: path) else { throw Failure("\(path) can't be read") }
        defer { try? file.close() }
        return try content(of: file, named: path)
    }

    private static func content(of file: FileHandle, named name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part: Data?
            do {
                part = try file.read(upToCount: 1 << 20)
            } catch {
                throw Failure("\(name) can't be read")
            }
            guard let part, !part.isEmpty else { return bytes }
            bytes += part
            guard bytes.count <= maximumByteCount else {
                throw Failure("\(name) has more than \(maximumByteCount) bytes")
            }
        }
    }

    /// Takes bytes as they are, or what they spell as text: no bag of cells is valid UTF-8.
    private static func decoded(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
        let characters = text.filter { !$0.isWhitespace }
        guard let decoded = Hex.decode(characters) ?? Base64.decodeAnyAlphabet(characters), !decoded.isEmpty else {
            throw Failure("expected a bag of cells in hexadecimal or base64, found neither")
        }
        return decoded
    }
}

/// The argument of commands that read a bag of cells.
struct BagArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("A bag of cells: hexadecimal, base64, a file, or -.", valueName: "input"))
    var input: String

    @OptionGroup var reading: BagReadingOptions

    /// Reads what the argument names.
    func read() throws -> BagInput { try BagInput(input, isLenient: reading.lenient) }
}

/// How bags of cells are read.
struct BagReadingOptions: ParsableArguments {
    @Flag(help: "Accept flaws that other software writes and nodes refuse.")
    var lenient = false
}

extension Cell {
    /// The cell itself, or what it proves where it is a Merkle proof.
    var unproved: Cell { type == .merkleProof ? reference(at: 0) ?? self : self }
}
