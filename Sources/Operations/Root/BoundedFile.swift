import Foundation

/// Files that may come from anybody, and be anything.
enum BoundedFile {
    /// Reads a file; of one that has more bytes than the limit, one byte too many, so that whoever looks will notice.
    static func bytes(of path: String, limit: Int) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var bytes: [UInt8] = []
        // A pipe gives its bytes bit by bit.
        while bytes.count <= limit, let part = try file.read(upToCount: limit + 1 - bytes.count), !part.isEmpty {
            bytes += part
        }
        return bytes
    }
}
