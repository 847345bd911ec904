import Logging
import NIOCore
import TONCrypto

/// Sends queries on one connection, so many at a time, and finds whose each answer is. Lives on its event loop.
final class ADNLClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A query that waits for its turn or for its answer.
    private struct Waiting {
        let query: ADNLQuery
        let timer: Scheduled<Void>
    }

    private var session: ADNLClientSession
    private var keepAlive: ADNLKeepAlive
    private let configuration: ADNLConnection.Configuration
    private let randomness: ADNLRandomness
    private let logger: Logger?
    private let ready: EventLoopPromise<ADNLConnection.Ready>

    private var context: ChannelHandlerContext?
    private var isReady = false
    private var isDraining = false
    private var failure: ADNLError?
    private var keepAliveTimer: Scheduled<Void>?
    /// The order in which queries came, and those that wait for their turn.
    private var order = CircularBuffer<ObjectIdentifier>()
    private var queued: [ObjectIdentifier: Waiting] = [:]
    /// Queries that were sent, by their numbers, and their numbers by their tickets.
    private var sent: [Hash256: Waiting] = [:]
    private var numbers: [ObjectIdentifier: Hash256] = [:]

    /// Succeeds or fails `ready` when the server has shown a sign of life, or the connection is lost before.
    init(
        server: Ed25519.PublicKey, configuration: ADNLConnection.Configuration, randomness: ADNLRandomness,
        logger: Logger?, ready: EventLoopPromise<ADNLConnection.Ready>
    ) throws(ADNLError) {
        session = try ADNLClientSession(
            server: server, randomness: randomness, maximumFrameLength: configuration.maximumFrameLength)
        keepAlive = ADNLKeepAlive(interval: TimeAmount(configuration.keepAliveInterval), now: .now())
        self.configuration = configuration
        self.randomness = randomness
        self.logger = logger
        self.ready = ready
    }

    // MARK: - Queries

    /// Takes a query, which is finished once, later.
    func submit(_ query: ADNLQuery) {
        guard let context, !isDraining, failure == nil else {
            query.finish(.failure(query.isCancelled ? .cancelled : failure ?? .closed))
            return
        }
        // A task that is cancelled from here on comes to `cancel` after this.
        guard !query.isCancelled else {
            query.finish(.failure(.cancelled))
            return
        }
        let ticket = query.ticket
        let timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: query.deadline) { [weak self] in
            guard let self else { return }
            finish(ticket, .failure(.queryTimeout))
        }
        queued[ticket] = Waiting(query: query, timer: timer)
        order.append(ticket)
        sendQueued()
    }

    /// Finishes a query whose task was cancelled, unless it is already.
    func cancel(_ ticket: ObjectIdentifier) {
        finish(ticket, .failure(.cancelled))
    }

    /// Takes no more queries, and closes when the last one is finished.
    func drain() {
        isDraining = true
        closeIfDrained()
    }

    private func finish(_ ticket: ObjectIdentifier, _ result: Result<[UInt8], ADNLError>) {
        let waiting: Waiting
        if let number = numbers.removeValue(forKey: ticket), let found = sent.removeValue(forKey: number) {
            waiting = found
        } else if let found = queued.removeValue(forKey: ticket) {
            waiting = found
            order.removeAll { $0 == ticket }
        } else {
            return
        }
        waiting.timer.cancel()
        waiting.query.finish(result)
        sendQueued()
        closeIfDrained()
    }

    /// Sends queries in their order while the server hasn't too many, and the system takes what is written.
    private func sendQueued() {
        guard let context, isReady, failure == nil else { return }
        var isWritten = false
        while sent.count < configuration.maximumInFlight, context.channel.isWritable, let ticket = order.first {
            order.removeFirst()
            guard let waiting = queued.removeValue(forKey: ticket) else { continue }
            let number = randomness.hash()
            do throws(ADNLError) {
                let frame = try session.frame(.query(identifier: number, query: waiting.query.payload))
                context.write(wrapOutboundOut(frame), promise: nil)
                sent[number] = waiting
                numbers[ticket] = number
                isWritten = true
            } catch {
                waiting.timer.cancel()
                waiting.query.finish(.failure(error))
            }
        }
        if isWritten { context.flush() }
    }

    private func closeIfDrained() {
        guard isDraining, sent.isEmpty, queued.isEmpty else { return }
        context?.close(promise: nil)
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
    }

    private func start(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: session.handshake)), promise: nil)
        keepAlive.sign(now: .now())
        checkKeepAlive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        keepAlive.sign(now: .now())
        do throws(ADNLError) {
            try session.receive(unwrapInboundIn(data))
            while let event = try session.nextEvent() { handle(event) }
        } catch {
            fail(error)
        }
    }

    private func handle(_ event: ADNLClientSession.Event) {
        switch event {
        case .ready:
            guard let context else { return }
            isReady = true
            ready.succeed(
                ADNLConnection.Ready(
                    channel: context.channel, handler: NIOLoopBound(self, eventLoop: context.eventLoop)))
            sendQueued()
        case .answer(let number, let answer):
            // That to a query which was given up may still come.
            guard let ticket = sent[number]?.query.ticket else { return }
            finish(ticket, .success(answer))
        case .signOfLife: break
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        sendQueued()
        context.fireChannelWritabilityChanged()
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
        if failure == nil { failure = error }
        logger?.debug("connection failed", metadata: ["error": "\(error)"])
        context?.close(promise: nil)
    }

    /// Finishes all that waits.
    private func end() {
        let error = failure ?? .closed
        failure = error
        keepAliveTimer?.cancel()
        ready.fail(error)
        let waiting = Array(sent.values) + Array(queued.values)
        sent = [:]
        numbers = [:]
        queued = [:]
        order = []
        for waiting in waiting {
            waiting.timer.cancel()
            waiting.query.finish(.failure(error))
        }
    }

    // MARK: - Signs of life

    private func checkKeepAlive() {
        guard let context, failure == nil else { return }
        let next: NIODeadline
        switch keepAlive.check(now: .now()) {
        case .wait(let until): next = until
        case .ping(let until):
            next = until
            do throws(ADNLError) {
                let frame = try session.frame(.ping(randomness.number()))
                context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
            } catch {
                fail(error)
                return
            }
        case .fail:
            fail(.silent)
            return
        }
        keepAliveTimer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in
            guard let self else { return }
            checkKeepAlive()
        }
    }
}
