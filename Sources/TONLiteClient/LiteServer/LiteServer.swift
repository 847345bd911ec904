public import Logging
public import NIOCore
import TONCrypto

/// One lite-server: connects when it is first asked, and again after the connection was lost.
///
/// ```swift
/// let server = LiteServer(LiteServerEndpoint(host: "5.9.10.47", port: 19949, key: key))
/// let info = try await server.masterchainInfo()
/// ```
public actor LiteServer: LiteServerQuerying {
    /// Where it is.
    public nonisolated let endpoint: LiteServerEndpoint

    /// What a question fails with.
    public typealias Failure = LiteServerError

    private let configuration: ADNLConnection.Configuration
    private let group: (any EventLoopGroup)?
    private let logger: Logger?
    private var connection: ADNLConnection?
    /// The attempt that all who ask meanwhile wait for.
    private var attempt: SharedTask<Result<ADNLConnection, ADNLError>>?
    private var isClosed = false

    /// Makes one, which connects nowhere yet.
    ///
    /// - Parameters:
    ///   - endpoint: Where the server is.
    ///   - configuration: Limits of its connections.
    ///   - group: Where connections live; nil for the threads that all share.
    ///   - logger: Is told of failures, at the level debug.
    public init(
        _ endpoint: LiteServerEndpoint, configuration: ADNLConnection.Configuration = .init(),
        group: (any EventLoopGroup)? = nil, logger: Logger? = nil
    ) {
        self.endpoint = endpoint
        self.configuration = configuration
        self.group = group
        self.logger = logger
    }

    /// Asks the server. Throws what it answers in place of an answer, or why none came.
    public func query<F: LiteServerFunction>(
        _ function: F, after wait: LiteAPI.WaitMasterchainSeqno?
    ) async throws(LiteServerError) -> F.Answer {
        let request = LiteAPI.Request(function, after: wait)
        let query = LiteAPI.Query(data: request.bytes).tlBytes
        let timeout = configuration.queryTimeout + .milliseconds(Int64(wait?.timeoutMilliseconds ?? 0))
        let answer: [UInt8]
        do throws(ADNLError) {
            answer = try await connected().query(query, timeout: timeout)
        } catch {
            throw .connection(error)
        }
        return try Self.answer(answer, to: function)
    }

    /// What an answer says: the function's own, or an error.
    nonisolated static func answer<F: LiteServerFunction>(
        _ bytes: [UInt8], to function: F
    ) throws(LiteServerError) -> F.Answer {
        do throws(TLError) {
            var reader = TLReader(bytes)
            let found: UInt32 = try reader.read()
            if found != LiteAPI.ErrorAnswer.constructor.identifier { return try F.Answer(tl: bytes) }
        } catch {
            throw .malformedAnswer(error)
        }
        throw error(bytes)
    }

    private static func error(_ bytes: [UInt8]) -> LiteServerError {
        do throws(TLError) {
            return LiteServerError(try LiteAPI.ErrorAnswer(tl: bytes))
        } catch {
            return .malformedAnswer(error)
        }
    }

    private func connected() async throws(ADNLError) -> ADNLConnection {
        guard !isClosed else { throw .closed }
        if let connection, connection.isActive { return connection }
        connection = nil
        let attempt: SharedTask<Result<ADNLConnection, ADNLError>>
        if let running = self.attempt {
            attempt = running
        } else {
            let (endpoint, configuration, group, logger) = (endpoint, configuration, group, logger)
            attempt = SharedTask {
                do throws(ADNLError) {
                    return .success(
                        try await ADNLConnection.connect(
                            host: endpoint.host, port: endpoint.port, key: endpoint.key, configuration: configuration,
                            group: group, logger: logger))
                } catch {
                    return .failure(error)
                }
            }
            self.attempt = attempt
        }
        guard let result = await attempt.value() else { throw .cancelled }
        if self.attempt === attempt {
            self.attempt = nil
            connection = isClosed ? nil : try? result.get()
        }
        guard !isClosed else { throw .closed }
        return try result.get()
    }

    /// Takes no more questions, waits for the answers to those under way, and closes the connection.
    public func close() async {
        isClosed = true
        let connection = connection
        self.connection = nil
        await connection?.close()
    }
}
