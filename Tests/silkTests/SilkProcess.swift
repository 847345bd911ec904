import Foundation
import SilkTestSupport

/// The built command, run as people run it.
struct SilkProcess {
    /// What a run left.
    struct Result {
        var exitCode: Int32
        var output: String
        var error: String

        /// The answer as plain JSON; nil where it is none.
        var json: [String: Any]? {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
        }
    }

    private struct NotBuilt: Error, CustomStringConvertible {
        var description: String { "the command silk isn't built beside the tests" }
    }

    /// Runs `silk`, or another program, with arguments, and with nothing of the environment but what is given.
    static func run(
        _ arguments: [String], of program: URL? = nil, input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let (input, output, error) = (
            try folder.write("input", input), try folder.write("output", []), try folder.write("error", [])
        )
        let process = try make(arguments, of: program, environment: environment)
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        // A signal is no exit code: a crash must not look like one.
        let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Result(
            exitCode: code, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
    }

    /// Runs `silk` on a mirror.
    static func run(_ arguments: [String], mirror: String) async throws -> Result {
        try await run(arguments, environment: ["SILK_MIRROR": mirror])
    }

    /// A process that was not started yet, with nothing of the environment but what is given.
    static func make(
        _ arguments: [String], of program: URL? = nil, environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = try program ?? executable.get()
        process.arguments = arguments
        process.environment = environment
        return process
    }

    /// Starts `silk` on a mirror, for a test to stop or kill.
    static func start(_ arguments: [String], mirror: String) throws -> Process {
        let process = try make(arguments, environment: ["SILK_MIRROR": mirror])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Where the executable is.
    static func location() throws -> URL { try executable.get() }

    /// The executable: in one of the folders that hold the test bundle, or where the package is built.
    private static let executable: Swift.Result<URL, any Error> = {
        var candidates: [URL] = []
        for argument in [Bundle.main.executablePath].compactMap({ $0 }) + CommandLine.arguments {
            var folder = URL(fileURLWithPath: argument)
            for _ in 0..<5 where folder.path != "/" {
                folder.deleteLastPathComponent()
                candidates.append(folder.appendingPathComponent("silk"))
            }
        }
        candidates.append(RecordedFixtures.packageFolder.appendingPathComponent(".build/debug/silk"))
        for candidate in candidates {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue,
                FileManager.default.isExecutableFile(atPath: candidate.path)
            {
                return .success(candidate)
            }
        }
        return .failure(NotBuilt())
    }()
}
