import Synchronization
import TONBlocks
import TONCrypto
public import TONLiteClient

/// A lite-server that tests made, behind ADNL over TCP on this machine.
///
/// It goes with the value.
public final class LoopbackServer: Sendable {
    /// Who answers.
    public let server: FaultyServer
    private let adnl: ADNLServer
    private let key: Ed25519.PublicKey

    private init(server: FaultyServer, adnl: ADNLServer, key: Ed25519.PublicKey) {
        self.server = server
        self.adnl = adnl
        self.key = key
    }

    /// Starts to listen on any free port; or on the port of a server that was stopped, with its key.
    ///
    /// - Parameters:
    ///   - server: Who answers.
    ///   - seed: What the server's key follows from.
    ///   - port: The port; 0 for any that is free.
    public static func start(_ server: FaultyServer, seed: UInt64, port: Int = 0) async throws -> LoopbackServer {
        let key = Ed25519.PrivateKey(seed: SHA256.hash(Array("server \(seed)".utf8)))
        let line = Line()
        let responder: ADNLServer.Answering = { query in
            let request: LiteAPI.Request
            do throws(TLError) {
                request = try LiteAPI.Request(try LiteAPI.Query(tl: query).data)
            } catch {
                return LiteAPI.ErrorAnswer(code: 0, message: error.description).tlBytes
            }
            switch await server.reply(to: request) {
            case .silence: return nil
            case .hangUp:
                await line.hangUp()
                return nil
            case .bytes(let bytes, let delay):
                if delay > .zero { try? await Task.sleep(for: delay) }
                return bytes
            }
        }
        let adnl = try await ADNLServer.start(key: key, port: port, answer: responder)
        line.set(adnl)
        return LoopbackServer(server: server, adnl: adnl, key: try key.publicKey())
    }

    /// Where clients find it.
    public var endpoint: LiteServerEndpoint { LiteServerEndpoint(host: "127.0.0.1", port: adnl.port, key: key) }

    /// Closes all connections and goes on listening.
    public func disconnectAll() async { await adnl.disconnectAll() }

    /// Stops listening, and closes all connections.
    public func stop() async { await adnl.stop() }

    /// The server that an answer to come may have to hang up on, which isn't there before it listens.
    private final class Line: Sendable {
        private struct Reference {
            weak var server: ADNLServer?
        }

        private let reference = Mutex(Reference())

        func set(_ server: ADNLServer) { reference.withLock { $0.server = server } }

        func hangUp() async { await reference.withLock { $0.server }?.disconnectAll() }
    }
}
