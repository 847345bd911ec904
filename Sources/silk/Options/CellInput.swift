import Foundation
import TONCells
import TONCrypto

/// A cell as people hand it over: a bag of cells in hexadecimal or base64, in a file, or on stdin.
enum CellInput {
    /// No more bytes than this are read.
    private static let maximumByteCount = 16 << 20

    /// Reads a bag of cells of one root from text, from a file after `@`, or from stdin for `-`.
    static func read(_ argument: String) throws -> Cell {
        if argument == "-" { return try cell(try bytes(of: .standardInput, named: "stdin")) }
        guard argument.hasPrefix("@") else { return try cell(Array(argument.utf8)) }
        let path = String(argument.dropFirst())
        guard let file = FileHandle(forReadingAtPath: path) else { throw Failure("\(path) can't be read") }
        defer { try? file.close() }
        return try cell(try bytes(of: file, named: path))
    }

    private static func bytes(of file: FileHandle, named name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while let part = try file.read(upToCount: 1 << 16), !part.isEmpty {
                bytes += part
                guard bytes.count <= maximumByteCount else {
                    throw Failure("\(name) has more than \(maximumByteCount) bytes")
                }
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(name) can't be read")
        }
        return bytes
    }

    /// Takes the bytes of a bag of cells as they are, or as text.
    private static func cell(_ bytes: [UInt8]) throws -> Cell {
        guard let text = String(validating: bytes, as: UTF8.self) else { return try Cell(boc: bytes) }
        let characters = text.filter { !$0.isWhitespace }
        guard let decoded = Hex.decode(characters) ?? Base64.decodeAnyAlphabet(characters), !decoded.isEmpty else {
            throw Failure("expected a bag of cells in hexadecimal or base64, found neither")
        }
        return try Cell(boc: decoded)
    }
}
