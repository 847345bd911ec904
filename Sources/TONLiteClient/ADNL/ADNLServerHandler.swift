import Logging
import NIOCore
import TONCrypto

/// Answers one client's queries, so many at a time. Lives on its event loop.
final class ADNLServerHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: ADNLServerSession
    private let configuration: ADNLServer.Configuration
    private let answer: ADNLServer.Answering
    private let logger: Logger?

    private var context: ChannelHandlerContext?
    private var isAccepted = false
    private var isEnded = false
    private var lastSign = NIODeadline.now()
    private var idleTimer: Scheduled<Void>?
    private var tasks: [Hash256: Task<Void, Never>] = [:]
    /// Whether the channel wanted to read while the client had too much under way.
    private var isReadHeld = false

    init(
        session: ADNLServerSession, configuration: ADNLServer.Configuration, logger: Logger?,
        answer: @escaping ADNLServer.Answering
    ) {
        self.session = session
        self.configuration = configuration
        self.logger = logger
        self.answer = answer
    }

    // MARK: - Reading

    /// Whether more queries can be taken: neither are too many being answered, nor does the client leave answers unread.
    private var isOpenForMore: Bool {
        tasks.count < configuration.maximumInFlight && context?.channel.isWritable ?? false
    }

    func read(context: ChannelHandlerContext) {
        if isOpenForMore {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnded else { return }
        do throws(ADNLError) {
            try session.receive(unwrapInboundIn(data))
        } catch {
            fail(error)
            return
        }
        proceed()
    }

    /// Handles what came, as far as there is room, and reads on.
    private func proceed() {
        guard !isEnded else { return }
        do throws(ADNLError) {
            while isOpenForMore, !isEnded, let event = try session.nextEvent() { try handle(event) }
        } catch {
            fail(error)
            return
        }
        if isReadHeld, isOpenForMore {
            isReadHeld = false
            context?.read()
        }
    }

    private func handle(_ event: ADNLServerSession.Event) throws(ADNLError) {
        // Whole frames are signs of life, bytes that trickle in are none.
        lastSign = .now()
        switch event {
        case .accepted:
            isAccepted = true
            try send(nil)
        case .reply(let message): try send(message)
        case .query(let identifier, let query): start(identifier, query)
        case .authenticated(let key):
            logger?.debug("client authenticated", metadata: ["key": "\(key.bytes)"])
        case .signOfLife: break
        }
    }

    private func send(_ message: ADNLMessage?) throws(ADNLError) {
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(try session.frame(message)), promise: nil)
    }

    // MARK: - Answering

    private func start(_ identifier: Hash256, _ query: [UInt8]) {
        // Another query of the number that is being answered would get an answer that isn't its own.
        guard let context, tasks[identifier] == nil else { return }
        let (answer, eventLoop) = (answer, context.eventLoop)
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        tasks[identifier] = Task {
            let bytes = await answer(query)
            eventLoop.execute { handler.value.finish(identifier, bytes) }
        }
    }

    private func finish(_ identifier: Hash256, _ bytes: [UInt8]?) {
        guard tasks.removeValue(forKey: identifier) != nil, !isEnded else { return }
        if let bytes {
            do throws(ADNLError) {
                try send(.answer(identifier: identifier, answer: bytes))
            } catch .payloadTooLarge(let count, let maximum) {
                logger?.warning(
                    "answer doesn't fit in a frame", metadata: ["bytes": "\(count)", "maximum": "\(maximum)"])
            } catch {
                fail(error)
                return
            }
        }
        proceed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        proceed()
        context.fireChannelWritabilityChanged()
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        checkIdle()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.inputOutput("\(error)"))
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    private func fail(_ error: ADNLError) {
        logger?.debug("client's connection failed", metadata: ["error": "\(error)"])
        end()
        context?.close(promise: nil)
    }

    private func end() {
        isEnded = true
        idleTimer?.cancel()
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    /// Closes where a client has been silent for too long while nothing is being answered.
    private func checkIdle() {
        guard let context, !isEnded else { return }
        if !tasks.isEmpty { lastSign = .now() }
        let limit = TimeAmount(isAccepted ? configuration.idleTimeout : configuration.handshakeTimeout)
        let deadline = lastSign + limit
        guard deadline > .now() else {
            fail(.silent)
            return
        }
        // The limit may become another with the handshake.
        let next = isAccepted ? deadline : min(deadline, .now() + TimeAmount(configuration.idleTimeout))
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in
            guard let self else { return }
            checkIdle()
        }
    }
}
