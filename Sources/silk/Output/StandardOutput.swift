import Foundation

/// Where the answer goes, and nothing else.
enum StandardOutput {
    /// Writes text as it is. Throws where it can't be written: a full disk, a closed pipe.
    static func write(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw Failure("can't write to stdout: \(error.localizedDescription)", code: .internalError)
        }
    }

    /// Writes a document as one pretty JSON object with sorted keys.
    static func write(json document: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        if let key = CodingUserInfoKey.bagAllowance { encoder.userInfo[key] = BagAllowance() }
        try write(String(decoding: try encoder.encode(document), as: UTF8.self) + "\n")
    }
}

/// Where errors, notes and progress go.
enum StandardError {
    /// Writes a line. What can't be written is lost.
    static func write(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
}

/// A line on the terminal that says how far a long work is; nothing where stderr is no terminal.
struct Progress: Sendable {
    private let title: String
    /// Whether anybody sees it.
    let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1

    init(_ title: String) {
        self.title = title
    }

    /// Shows that so much is done.
    func show(_ done: Int, of total: Int) {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\(title): \(done) of \(total)".utf8))
    }

    /// Shows how far it is, in words.
    func show(_ text: String) {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[2K\(title): \(text)".utf8))
    }

    /// Takes the line away.
    func finish() {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[2K".utf8))
    }
}
