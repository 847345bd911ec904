import Foundation
import TONCrypto
import TONLiteClient

/// A lite-server that answers what was recorded: `interop-server EXCHANGES`. Prints its port and key, then runs until
/// its standard input ends.
@main
struct InteropServer {
    private struct Document: Decodable {
        struct Exchange: Decodable {
            let query: String
            let answer: String
        }

        let exchanges: [Exchange]
    }

    private struct UsageError: Error, CustomStringConvertible {
        let description: String
    }

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { throw UsageError(description: "usage: interop-server EXCHANGES") }
        let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
        var answers: [[UInt8]: [UInt8]] = [:]
        for exchange in try JSONDecoder().decode(Document.self, from: data).exchanges {
            guard let query = Hex.decode(exchange.query), let answer = Hex.decode(exchange.answer) else {
                throw UsageError(description: "an exchange isn't hexadecimal")
            }
            // Of the same question the first answer counts.
            if answers[query] == nil { answers[query] = answer }
        }
        let recorded = answers
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let key = Ed25519.PrivateKey(seed: Hash256(seed) ?? .zero)
        let server = try await ADNLServer.start(key: key) { query in
            guard let question = try? LiteAPI.Query(tl: query).data else { return nil }
            if let answer = recorded[question] { return answer }
            // Whatever is waited for has come long ago.
            if let request = try? LiteAPI.Request(question), request.wait != nil,
                let answer = recorded[LiteAPI.Request(request.function).bytes]
            {
                return answer
            }
            return LiteAPI.ErrorAnswer(code: 651, message: "not recorded").tlBytes
        }
        // Unlike print, this doesn't wait for more.
        let line = "\(server.port) \(Base64.encode(try key.publicKey().bytes.bytes))\n"
        try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
        while readLine() != nil {}
        await server.stop()
    }
}
