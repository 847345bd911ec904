import Foundation
import TONCrypto
import TONLiteClient

/// Queries and answers over loopback, client and server in one process, against what their cryptography alone costs:
/// `bench-adnl RUNS`.
@main
struct BenchADNL {
    /// How many queries a run makes, and how large the answers are.
    private struct Load {
        let name: String
        let count: Int
        let answer: Int
    }

    private static let loads = [
        Load(name: "answers of 100 bytes", count: 4000, answer: 100),
        Load(name: "answers of 16 KiB", count: 2000, answer: 16 << 10),
        Load(name: "answers of 1 MiB", count: 60, answer: 1 << 20),
    ]
    /// Queries that wait for their answers at a time.
    private static let inFlight = 32
    private static let query = [UInt8](repeating: 7, count: 64)

    static func main() async throws {
        guard CommandLine.arguments.count == 2, let runs = Int(CommandLine.arguments[1]), runs > 0 else {
            FileHandle.standardError.write(Data("usage: bench-adnl RUNS\n".utf8))
            exit(64)
        }
        print("client and server in one process, \(inFlight) queries at a time; median of \(runs) runs, processor time")
        let key = Ed25519.PrivateKey(seed: SHA256.hash([1]))
        for load in loads {
            let answer = [UInt8](repeating: 0x5a, count: load.answer)
            let server = try await ADNLServer.start(key: key, configuration: .init(maximumInFlight: inFlight)) { _ in
                answer
            }
            let connection = try await ADNLConnection.connect(
                host: "127.0.0.1", port: server.port, key: try key.publicKey(),
                configuration: .init(queryTimeout: .seconds(60), maximumInFlight: inFlight))
            var (whole, bare): ([Double], [Double]) = ([], [])
            for _ in 0..<runs {
                var start = processorTime()
                try await ask(load.count, connection)
                whole.append(processorTime() - start)
                start = processorTime()
                try cryptography(load)
                bare.append(processorTime() - start)
            }
            await connection.close()
            await server.stop()
            report(load, whole: median(whole), bare: median(bare))
        }
    }

    private static func ask(_ count: Int, _ connection: ADNLConnection) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<inFlight {
                group.addTask {
                    for _ in stride(from: worker, to: count, by: inFlight) { _ = try await connection.query(query) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Hashes and encrypts as many bytes as a run's frames have, once for each side.
    private static func cryptography(_ load: Load) throws {
        let stream = try AES256CTR(key: .zero, counter: [UInt8](repeating: 0, count: 16))
        // The frame's length, nonce and hash, the message's number, and the length of its bytes.
        let overhead = 4 + 64 + 36 + 4
        for size in [query.count + overhead, load.answer + overhead] {
            var bytes = [UInt8](repeating: 0, count: size)
            for _ in 0..<2 * load.count {
                _ = SHA256.hash(bytes)
                try stream.apply(to: &bytes)
            }
        }
    }

    private static func report(_ load: Load, whole: Double, bare: Double) {
        let megabytes = Double(load.count * load.answer) / 1e6
        print(
            load.name.padding(toLength: 24, withPad: " ", startingAt: 0),
            String(format: "%8.1f us a query", whole / Double(load.count) * 1e6),
            String(format: "%8.0f MB/s", megabytes / whole),
            String(format: "%7.2f x cryptography", whole / bare))
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// Seconds that the process has computed for.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
