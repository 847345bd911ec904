import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on this machine that does what a test says, well or badly, and keeps what it was asked.
final class LoopbackServer: Sendable {
    /// What it was asked.
    struct Request: Sendable {
        let method: String
        let target: String
        let headers: [String: String]
        let body: String

        /// The path, without the query.
        var path: String { String(target.prefix { $0 != "?" }) }

        /// The query's parameters, decoded by Foundation.
        var parameters: [String: String] {
            let items = URLComponents(string: "http://x" + target)?.queryItems ?? []
            return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        }
    }

    /// What it does about it.
    enum Reply: Sendable {
        case answer(Int, headers: [String: String] = [:], String)
        /// The head says more bytes than come before the connection ends.
        case cut(declared: Int, String)
        /// An answer of no stated length, ended by the end of the connection.
        case unsized(String)
        /// An answer whose bytes never end, in chunks.
        case endless
        /// Nothing at all.
        case silence
        /// The connection ends.
        case hangUp

        static func ok(_ json: String) -> Reply { .answer(200, json) }
    }

    private let channel: any Channel
    private let log: Log
    let port: Int

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    /// Starts on any free port. The handler is given the request and its number, from 0.
    init(_ handler: @escaping @Sendable (Request, Int) -> Reply) async throws {
        let log = Log()
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Handler { request in
                            let number = log.requests.withLock { requests in
                                requests.append(request)
                                return requests.count - 1
                            }
                            return handler(request, number)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    /// Plays replies in order, the last one for ever.
    convenience init(_ replies: Reply...) async throws {
        try await self.init { _, number in replies[min(number, replies.count - 1)] }
    }

    /// What it was asked so far.
    var requests: [Request] { log.requests.withLock { $0 } }

    var url: String { "http://127.0.0.1:\(port)" }

    func stop() async throws {
        try await channel.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let reply: (Request) -> Reply
        private var head: HTTPRequestHead?
        private var body = ByteBuffer()

        init(_ reply: @escaping (Request) -> Reply) {
            self.reply = reply
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body.clear()
            case .body(var part): body.writeBuffer(&part)
            case .end:
                guard let head else { return }
                let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
                let request = Request(
                    method: head.method.rawValue, target: head.uri, headers: headers, body: String(buffer: body))
                perform(reply(request), context)
            }
        }

        private func perform(_ reply: Reply, _ context: ChannelHandlerContext) {
            func write(_ status: Int, _ headers: HTTPHeaders, _ text: String, version: HTTPVersion = .http1_1) {
                let head = HTTPResponseHead(version: version, status: .init(statusCode: status), headers: headers)
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            }
            switch reply {
            case .answer(let status, let extra, let text):
                var headers = HTTPHeaders(Array(extra))
                headers.add(name: "content-length", value: String(text.utf8.count))
                write(status, headers, text)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .cut(let declared, let text):
                write(200, ["content-length": String(declared)], text)
                context.close(promise: nil)
            case .unsized(let text):
                // The older version has no chunks: the end of the connection is the end of the body.
                write(200, ["connection": "close"], text, version: .http1_0)
                context.close(promise: nil)
            case .endless:
                write(200, ["transfer-encoding": "chunked"], "[")
                more(context)
            case .silence: break
            case .hangUp: context.close(promise: nil)
            }
        }

        private func more(_ context: ChannelHandlerContext) {
            let part = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 16)
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(part)))).whenSuccess {
                let (handler, context) = bound.value
                handler.more(context)
            }
        }
    }
}
