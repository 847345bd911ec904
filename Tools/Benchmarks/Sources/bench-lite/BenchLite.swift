import Foundation
import LiteServerTestSupport
import TONCrypto
import TONLiteClient

/// What `Tools/bench lite` puts together: a lite-server in a process of its own, and clients that ask it.
///
/// ```
/// bench-lite serve                  prints what clients have to know, and serves until its standard input ends
/// bench-lite ask RUNS               asks for accounts and transactions, and verifies them
/// bench-lite sync RUNS FOLDER       fills mirrors from the server, and from the files of the same accounts
/// bench-lite hash RUNS              hashes what clients have to hash, and nothing else
/// ```
/// Clients read on their standard input what the server printed. All print one line of JSON.
@main
struct BenchLite {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("bench-lite: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let runs = arguments.dropFirst().first.flatMap { Int($0) }.map { max($0, 1) }
        switch (arguments.first, runs, arguments.count) {
        case ("serve", _, 1): try await MadeServer.serve()
        case ("ask", let runs?, 2): try write(await Asking(try input()).measure(runs: runs))
        case ("sync", let runs?, 3):
            try write(await Syncing(try input(), folder: arguments[2]).measure(runs: runs))
        case ("hash", let runs?, 2): try write(await Hashing().measure(runs: runs))
        default:
            FileHandle.standardError.write(
                Data("usage: bench-lite serve | ask RUNS | sync RUNS FOLDER | hash RUNS\n".utf8))
            exit(64)
        }
    }

    private static func input() throws -> ServerDescription {
        try JSONDecoder().decode(ServerDescription.self, from: Data((readLine() ?? "").utf8))
    }

    /// Unlike print, this doesn't wait for more.
    static func write(_ value: some Encodable) throws {
        try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(value) + Data("\n".utf8))
    }
}
