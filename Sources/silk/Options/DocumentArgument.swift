import Foundation

/// A file, or stdin for `-`, that is read whole.
enum DocumentArgument {
    /// Reads at most so many bytes. Throws where there are more.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let name = path == "-" ? "stdin" : path
        guard let file = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
            throw Failure("\(name) can't be read")
        }
        var bytes: [UInt8] = []
        while true {
            let part: Data?
            do {
                part = try file.read(upToCount: limit + 1 - bytes.count)
            } catch {
                throw Failure("\(name) can't be read")
            }
            guard let part, !part.isEmpty else { return bytes }
            bytes += part
            guard bytes.count <= limit else { throw Failure("\(name) has more than \(limit) bytes") }
        }
    }
}
