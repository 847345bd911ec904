import Foundation
import Indexer
import Mirror
import SilkTestSupport

/// A mirror in a folder of its own, which goes with the value.
final class TemporaryMirror {
    let folder: URL
    let mirror: Mirror

    var path: String { mirror.path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("silk-\(UUID().uuidString)")
        mirror = try Mirror(path: folder.appendingPathComponent("mirror.sqlite").path)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A mirror of the whole recorded chain.
    static func ofRecordedChain() async throws -> (TemporaryMirror, FileImport.Summary) {
        let temporary = try TemporaryMirror()
        let summary = try await FileImport(into: temporary.mirror).run([
            try RecordedFixtures.url("chain/transactions").path, try RecordedFixtures.url("chain/states").path,
        ])
        return (temporary, summary)
    }
}

extension TemporaryMirror {
    /// Imports recorded files or folders.
    func importing(_ paths: [String]) async throws -> FileImport.Summary {
        try await FileImport(into: mirror).run(try paths.map { try RecordedFixtures.url($0).path })
    }
}
