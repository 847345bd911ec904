import ArgumentParser
import Foundation
import TONCells
import TONCrypto

/// A bag of cells as people hand it over, with any number of roots.
struct BagInput {
    /// The cells.
    let bag: BagOfCells
    /// The bag's own bytes, decoded where they came as text.
    let bytes: [UInt8]

    /// No more bytes than this are read.
    private static let maximumByteCount = 64 << 20

    /// Reads a bag of cells from text, from a file (after `@`, or where the argument has a dot, which no text form
    /// has), or from stdin for `-`.
    init(_ argument: String) throws {
        bytes = try Self.decoded(try Self.content(of: argument))
        bag = try BagOfCells(bytes)
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

    private static func content(of argument: String) throws -> [UInt8] {
        if argument == "-" { return try content(of: .standardInput, named: "stdin") }
        guard argument.hasPrefix("@") || argument.contains(".") else { return Array(argument.utf8) }
        let path = argument.hasPrefix("@") ? String(argument.dropFirst()) : argument
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

    /// Reads what the argument names.
    func read() throws -> BagInput { try BagInput(input) }
}

extension Cell {
    /// The cell itself, or what it proves where it is a Merkle proof.
    var unproved: Cell { type == .merkleProof ? reference(at: 0) ?? self : self }
}
