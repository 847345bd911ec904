import NIOCore
import SilkTestSupport
import Synchronization
import TONCrypto

@testable import TONLiteClient

/// A lite-server over loopback that says what was recorded, or does what a test tells it to.
final class FaultyLiteServer: Sendable {
    enum Behaviour: Hashable, Sendable {
        /// Answers what was recorded.
        case honest
        /// The same, after a while.
        case slow(Duration)
        /// Closes the connection.
        case cut
        /// Never answers.
        case mute
        /// An error of a server's.
        case error(Int32)
        /// Bytes that are no answer.
        case garbage
        /// The answer to another question of the same kind.
        case lie
    }

    private static let answers = Dictionary(RecordedExchange.all.map { ($0.query, $0.answer) }) { first, _ in first }

    let server: ADNLServer
    let endpoint: LiteServerEndpoint

    private struct State {
        var behaviour: Behaviour
        var count = 0
        var server: ADNLServer?
    }

    private final class Box: Sendable {
        let state: Mutex<State>
        init(_ behaviour: Behaviour) { state = Mutex(State(behaviour: behaviour)) }
    }

    private let box: Box

    /// How many questions came.
    var count: Int { box.state.withLock { $0.count } }

    /// What it does from now on.
    func behave(_ behaviour: Behaviour) { box.state.withLock { $0.behaviour = behaviour } }

    init(_ behaviour: Behaviour, seed: UInt8, configuration: ADNLServer.Configuration = .init()) async throws {
        let key = Ed25519.PrivateKey(seed: SHA256.hash([seed]))
        let box = Box(behaviour)
        self.box = box
        server = try await ADNLServer.start(key: key, configuration: configuration) { query in
            let (behaviour, server) = box.state.withLock { state in
                state.count += 1
                return (state.behaviour, state.server)
            }
            guard let question = try? LiteAPI.Query(tl: query).data else { return nil }
            switch behaviour {
            case .honest: break
            case .slow(let duration): try? await Task.sleep(for: duration)
            case .cut:
                await server?.disconnectAll()
                return nil
            case .mute: return nil
            case .error(let code): return LiteAPI.ErrorAnswer(code: code, message: "code \(code)").tlBytes
            case .garbage: return [1, 2, 3, 4, 5, 6, 7, 8]
            case .lie:
                // The first one recorded: which one it is must not change from run to run.
                return RecordedExchange.all.first { $0.query.prefix(4) == question.prefix(4) && $0.query != question }?
                    .answer
            }
            return Self.answers[question]
                ?? LiteAPI.ErrorAnswer(code: 651, message: "not recorded").tlBytes
        }
        box.state.withLock { [server] in $0.server = server }
        endpoint = LiteServerEndpoint(host: "127.0.0.1", port: server.port, key: try key.publicKey())
    }

    /// Stops the server.
    func stop() async {
        box.state.withLock { $0.server = nil }
        await server.stop()
    }
}
