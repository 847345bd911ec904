public import Foundation
public import Mirror
import SilkTestSupport

/// A mirror in a folder of its own, which goes with the value.
public final class TemporaryMirror {
    private let temporaryFolder: TemporaryFolder
    /// The mirror.
    public let mirror: Mirror

    /// The folder, where a test may put files of its own.
    public var folder: URL { temporaryFolder.url }
    /// The mirror's file.
    public var path: String { mirror.path }

    /// Makes an empty mirror, which makes its own folder in this one.
    public init() throws {
        temporaryFolder = try TemporaryFolder()
        mirror = try Mirror(path: temporaryFolder.path("new/mirror.sqlite"))
    }
}
