import Foundation
import Indexer
import Mirror

/// `import-process MIRROR BATCH PATH…` imports files in small SQL transactions. Prints a line before and after.
@main
enum ImportProcess {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first, let batchSize = arguments.dropFirst().first.flatMap({ Int($0) }) else {
            throw CocoaError(.formatting)
        }
        let mirror = try Mirror(path: path)
        try FileHandle.standardOutput.write(contentsOf: Data("opened\n".utf8))
        let summary = try await FileImport(into: mirror, batchSize: batchSize).run(Array(arguments.dropFirst(2)))
        try FileHandle.standardOutput.write(contentsOf: Data("done \(summary.refusals.count)\n".utf8))
    }
}
