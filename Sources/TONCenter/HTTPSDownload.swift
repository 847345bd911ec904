import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// Fetches a small file over HTTPS: a network's global config.
///
/// Redirects are followed a few times, and only to other addresses of HTTPS.
public struct HTTPSDownload: Sendable {
    private let timeout: Duration
    private let allowsPlainHTTP: Bool

    private static let maximumRedirects = 4

    /// Makes one; nothing is connected to yet.
    ///
    /// - Parameter timeout: How long one attempt may take.
    public init(timeout: Duration = .seconds(30)) {
        self.init(timeout: timeout, allowsPlainHTTP: false)
    }

    init(timeout: Duration, allowsPlainHTTP: Bool) {
        self.timeout = timeout
        self.allowsPlainHTTP = allowsPlainHTTP
    }

    /// The whole file. Throws where it is longer, isn't there, or can't be fetched.
    public func download(_ url: String, maximumByteCount: Int) async throws(HTTPSDownloadError) -> [UInt8] {
        let exchange = HTTPExchange(timeout: timeout, connectTimeout: .seconds(10), maximumBytes: maximumByteCount)
        let result = await fetch(url, over: exchange)
        await exchange.shutDown()
        return try result.get()
    }

    private func fetch(_ url: String, over exchange: HTTPExchange) async -> Result<[UInt8], HTTPSDownloadError> {
        var address = url
        for _ in 0...Self.maximumRedirects {
            guard isAllowed(address) else { return .failure(.insecure(address)) }
            let reply: HTTPExchange.Reply
            do throws(HTTPExchange.Failure) {
                reply = try await exchange.send(HTTPClientRequest(url: address))
            } catch {
                return .failure(HTTPSDownloadError(error))
            }
            switch reply.status {
            case 200: return .success(Array(reply.body))
            case 301, 302, 303, 307, 308:
                guard let location = reply.location,
                    let next = URL(string: location, relativeTo: URL(string: address))
                else { return .failure(.status(reply.status)) }
                address = next.absoluteString
            default: return .failure(.status(reply.status))
            }
        }
        return .failure(.tooManyRedirects)
    }

    private func isAllowed(_ address: String) -> Bool {
        let lowercased = address.lowercased()
        return lowercased.hasPrefix("https://") || allowsPlainHTTP && lowercased.hasPrefix("http://")
    }
}

/// Why a file couldn't be fetched.
public enum HTTPSDownloadError: Error, Hashable, Sendable {
    /// An address that isn't one of HTTPS.
    case insecure(String)
    /// The server answered with another status.
    case status(Int)
    /// One address leads to another for too long.
    case tooManyRedirects
    /// The file is too long.
    case tooLarge
    /// No answer came in time.
    case timedOut
    /// The server can't be reached, or broke off.
    case connection(String)
    /// The task was cancelled.
    case cancelled

    init(_ failure: HTTPExchange.Failure) {
        switch failure {
        case .notConnected(let reason), .interrupted(let reason), .invalid(let reason): self = .connection(reason)
        case .tooLarge: self = .tooLarge
        case .timedOut: self = .timedOut
        case .shutDown, .cancelled: self = .cancelled
        }
    }
}

extension HTTPSDownloadError: CustomStringConvertible {
    /// What happened.
    public var description: String {
        switch self {
        case .insecure(let address): "\(address) isn't https://"
        case .status(let status): "the server answered with status \(status)"
        case .tooManyRedirects: "one address leads to another for too long"
        case .tooLarge: "the file is too long"
        case .timedOut: "no answer in time"
        case .connection(let reason): reason
        case .cancelled: "cancelled"
        }
    }
}
