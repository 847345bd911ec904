import Foundation
import Mirror
import TONCrypto

/// The bytes of a mirror's files and what is in it: what a refusal must leave as it was.
public struct FileDigests: Equatable {
    private let files: [String: Hash256]
    private let content: Hash256

    /// Reads the files and the content as they are now.
    public init(_ temporary: TemporaryMirror) throws {
        var files: [String: Hash256] = [:]
        // The shared-memory file holds locks and marks of readers, no content.
        for suffix in ["", "-wal"] {
            let data = FileManager.default.contents(atPath: temporary.path + suffix)
            files[suffix] = data.map { SHA256.hash(Array($0)) }
        }
        self.files = files
        content = try temporary.mirror.contentDigest()
    }
}
