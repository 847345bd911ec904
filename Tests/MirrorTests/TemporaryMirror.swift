import Foundation
import Mirror

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
}

/// A folder that goes with the value.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("silk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
