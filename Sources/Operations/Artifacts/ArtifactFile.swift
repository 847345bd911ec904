import Foundation

/// Files of artifacts, which may come from anybody.
enum ArtifactFile {
    /// More than any source, code or manifest has.
    static let maximumByteCount = 4 << 20

    /// Reads a file whole.
    static func bytes(of file: URL) throws(ArtifactError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            while bytes.count <= maximumByteCount {
                guard let part = try handle.read(upToCount: 1 << 20), !part.isEmpty else { return bytes }
                bytes += part
            }
        } catch {
            throw .file(path: file.path, reason: error.localizedDescription)
        }
        throw .tooLarge(path: file.path, limit: maximumByteCount)
    }

    /// Whether a text is the name of a file and no more: nothing outside the folder is read.
    static func isName(_ text: String) -> Bool { isPath(text) && !text.contains("/") }

    /// Whether a text is the path of a file below a folder.
    static func isPath(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && !part.contains("\0")
        }
    }
}
