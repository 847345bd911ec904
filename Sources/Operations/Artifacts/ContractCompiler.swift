public import Foundation

/// The script that compiles the contracts of a checkout and writes, or checks, their artifacts.
public struct ContractCompiler: Sendable {
    /// How a run ended.
    public enum Outcome: Hashable, Sendable {
        /// The artifacts are what the sources give.
        case done
        /// They aren't; only where they were to be checked.
        case different
        /// Something doesn't compile, or the compiler isn't there: what it said has the reason.
        case failed(status: Int32)
    }

    /// What the script exits with where checked artifacts are others.
    private static let differenceStatus: Int32 = 2

    /// The script.
    public let script: URL
    /// The folder of the sources, in which the artifacts lie.
    public let sources: URL

    /// Takes the folder of the artifacts, which lies in that of the sources, and the script; by default that of the
    /// checkout: `Tools/contracts` beside `Contracts`.
    public init(artifacts folder: URL, script: URL? = nil) {
        sources = folder.standardizedFileURL.deletingLastPathComponent()
        self.script = script ?? sources.deletingLastPathComponent().appendingPathComponent("Tools/contracts")
    }

    /// Runs the script. All that it says goes to a file, in the end to stderr. The artifacts change as the script leaves
    /// them; with `isCheck` they don't.
    public func run(isCheck: Bool, output: FileHandle) async throws(ArtifactError) -> Outcome {
        let process = Process()
        process.executableURL = script
        process.arguments = (isCheck ? ["--check"] : []) + [sources.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in continuation.resume() }
                do {
                    try process.run()
                } catch {
                    process.terminationHandler = nil
                    continuation.resume(throwing: error)
                }
            }
        } catch {
            throw .compiler(path: script.path, reason: error.localizedDescription)
        }
        // A signal is no status.
        guard process.terminationReason == .exit else { return .failed(status: -process.terminationStatus) }
        switch process.terminationStatus {
        case 0: return .done
        case Self.differenceStatus where isCheck: return .different
        case let status: return .failed(status: status)
        }
    }
}
