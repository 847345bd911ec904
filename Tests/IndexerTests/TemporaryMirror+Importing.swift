import Foundation
import Indexer
import MirrorTestSupport
import SilkTestSupport

extension TemporaryMirror {
    /// A mirror of the whole recorded chain.
    static func ofRecordedChain() async throws -> (TemporaryMirror, FileImport.Summary) {
        let temporary = try TemporaryMirror()
        let summary = try await FileImport(into: temporary.mirror).run([
            try RecordedFixtures.url("chain/transactions").path, try RecordedFixtures.url("chain/states").path,
        ])
        return (temporary, summary)
    }

    /// Imports recorded files or folders.
    func importing(_ paths: [String]) async throws -> FileImport.Summary {
        try await FileImport(into: mirror).run(try paths.map { try RecordedFixtures.url($0).path })
    }
}
