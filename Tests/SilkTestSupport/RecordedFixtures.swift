public import Foundation

/// The recorded data of real chains, which lies beside the project and not in it.
///
/// Found in `SILK_FIXTURES`, or at `../shared/fixtures` beside the package. Tests that need it are enabled only
/// where it is there: `.enabled(if: RecordedFixtures.isPresent, RecordedFixtures.absence)`.
public enum RecordedFixtures {
    /// The folder, if it exists.
    public static let folder: URL? = {
        let candidate =
            ProcessInfo.processInfo.environment["SILK_FIXTURES"].map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? packageFolder.deletingLastPathComponent().appendingPathComponent("shared/fixtures", isDirectory: true)
        return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
    }()

    /// Whether the recorded data is there.
    public static var isPresent: Bool { folder != nil }

    /// What a skipped test says.
    public static let absence = "recorded fixtures not found: set SILK_FIXTURES to their folder"

    /// The package's own folder.
    public static let packageFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file or folder of the recorded data. Throws where there is none.
    public static func url(_ path: String) throws -> URL {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return folder.appendingPathComponent(path)
    }

    /// The bytes of a recorded file.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: try url(path)))
    }

    /// A recorded JSON file, decoded.
    public static func json<T: Decodable>(_ type: T.Type = T.self, _ path: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(try bytes(path)))
    }

    /// The names of the files in a recorded folder with a suffix, sorted; none where the folder is absent, so that
    /// it can be the argument list of a test that is skipped.
    public static func names(in path: String, suffix: String) -> [String] {
        guard let url = try? url(path) else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }
}
