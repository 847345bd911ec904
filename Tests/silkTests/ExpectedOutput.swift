import Foundation
import Testing

/// Whole outputs that were read and approved by people, one file each.
///
/// With `SILK_RECORD_OUTPUT=1` they are written anew instead of compared; the difference is then for review.
enum ExpectedOutput {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("ExpectedOutput")

    /// Compares text with a file.
    static func compare(_ text: String, with name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["SILK_RECORD_OUTPUT"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == expected, "differs from ExpectedOutput/\(name)", sourceLocation: sourceLocation)
    }
}
