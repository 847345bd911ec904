import Foundation
import Indexer
import Mirror
import SilkTestSupport
import Testing

@Suite struct FileImportTests {
    @Test func importChain() async throws {
        let path = NSTemporaryDirectory() + "mirror-\(UUID().uuidString).sqlite"
        let mirror = try Mirror(path: path)
        let clock = ContinuousClock()
        let start = clock.now
        let summary = try await FileImport(into: mirror).run([
            try RecordedFixtures.url("chain/transactions").path, try RecordedFixtures.url("chain/states").path,
        ])
        print(clock.now - start, summary.transactions, summary.states, summary.refusals.prefix(5))
    }
}
