import Foundation
import TONCrypto

/// The texts that a contract is compiled from, and what `Tools/contracts` reads out of them.
struct ContractSources {
    /// More than any contract includes.
    private static let maximumFileCount = 256

    /// The texts, by path from the folder of the contracts.
    private(set) var texts: [String: String] = [:]
    /// The SHA-256 of each file.
    private(set) var hashes: [String: Hash256] = [:]

    private var paths: [String] { texts.keys.sorted() }

    /// Reads a contract's file and all that it includes.
    init(of contract: String, in folder: URL) throws(ArtifactError) {
        var waiting = ["\(contract).fc"]
        while let path = waiting.popLast() {
            guard texts[path] == nil else { continue }
            let file = folder.appendingPathComponent(path)
            guard ArtifactFile.isPath(path), texts.count < Self.maximumFileCount else {
                throw .file(path: file.path, reason: "it is included, but isn't below \(folder.path)")
            }
            let bytes = try ArtifactFile.bytes(of: file)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .file(path: file.path, reason: "it isn't UTF-8")
            }
            texts[path] = text
            hashes[path] = SHA256.hash(bytes)
            let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            waiting += text.split(whereSeparator: \.isNewline)
                .compactMap { $0.prefixMatch(of: /#include "([^"]+)"/) }.map { folder + $0.output.1 }
        }
    }

    /// The hash over all files, of lines as `sha256sum` prints them.
    static func hash(of files: [String: Hash256]) -> Hash256 {
        let lines = files.sorted { $0.key < $1.key }.map { "\($0.value.hex)  \($0.key)\n" }
        return SHA256.hash(Array(lines.joined().utf8))
    }

    /// The hash over the lines of a layout.
    static func hash(ofStorage lines: [String]) -> Hash256 {
        SHA256.hash(Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// The definition of what a contract stores, and of all that stands in it, from the lines that begin with `;;|`.
    func storage(of contract: String) -> [String] {
        var definitions: [String: String] = [:]
        var current: String?
        for line in paths.flatMap({ texts[$0]?.split(whereSeparator: \.isNewline) ?? [] })
        where line.hasPrefix(";;|") {
            let content = line.dropFirst(3)
            if let match = content.prefixMatch(of: /\ \ (\w+) = (.*)/) {
                current = String(match.output.1)
                definitions[String(match.output.1)] = Self.trimmed(match.output.2)
            } else if let current {
                definitions[current, default: ""] += " " + Self.trimmed(content)
            }
        }
        var layout: [String: String] = [:]
        var waiting = [contract]
        while let wanted = waiting.popLast() {
            guard layout[wanted] == nil, let definition = definitions[wanted] else { continue }
            layout[wanted] = definition
            waiting += definition.matches(of: /[a-z_]+/).map { String($0.output) }
        }
        return layout.keys.sorted().map { "\($0) = \(layout[$0] ?? "")" }
    }

    /// The numbers of a listing that the other sources use, by name: `op` or `error`.
    func constants(_ prefix: String, listedIn listing: String) -> [String: Int64] {
        var declared: [String: Int64] = [:]
        let declarations = (texts[listing] ?? "").split(whereSeparator: \.isNewline)
            .compactMap { $0.prefixMatch(of: /const int (\w+)::(\w+) = (\w+);/) }
        for declaration in declarations where declaration.output.1 == prefix {
            declared[String(declaration.output.2)] = Self.number(declaration.output.3)
        }
        var used: Set<String> = []
        for (path, text) in texts where path != listing {
            for match in text.matches(of: /\b(\w+)::(\w+)/) where match.output.1 == prefix {
                used.insert(String(match.output.2))
            }
        }
        return declared.filter { used.contains($0.key) }
    }

    private static func number(_ text: Substring) -> Int64? {
        text.hasPrefix("0x") ? Int64(text.dropFirst(2), radix: 16) : Int64(text)
    }

    private static func trimmed(_ text: Substring) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }
}
