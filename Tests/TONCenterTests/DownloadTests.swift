import Testing

@testable import TONCenter

/// Small files over HTTP, from a server on this machine.
struct DownloadTests {
    private static let download = HTTPSDownload(timeout: .seconds(5), allowsPlainHTTP: true)

    private func fails(_ reply: LoopbackServer.Reply, with expected: HTTPSDownloadError) async throws {
        let server = try await LoopbackServer(reply)
        await #expect(throws: expected) {
            try await Self.download.download(server.url + "/config.json", maximumByteCount: 100)
        }
        try await server.stop()
    }

    @Test("a file comes whole, over redirects too")
    func file() async throws {
        let server = try await LoopbackServer(
            .answer(302, headers: ["Location": "/other.json"], ""), .answer(200, "{}"))
        let bytes = try await Self.download.download(server.url + "/config.json", maximumByteCount: 100)
        #expect(bytes == Array("{}".utf8))
        #expect(server.requests.map(\.target) == ["/config.json", "/other.json"])
        try await server.stop()
    }

    @Test("what isn't there, is too long or leads nowhere fails")
    func failures() async throws {
        try await fails(.answer(404, "none"), with: .status(404))
        try await fails(.answer(200, String(repeating: "x", count: 101)), with: .tooLarge)
        try await fails(.answer(301, headers: ["Location": "/again"], ""), with: .tooManyRedirects)
        try await fails(.answer(302, "no place"), with: .status(302))
        try await fails(
            .answer(302, headers: ["Location": "file:///etc/passwd"], ""), with: .insecure("file:///etc/passwd"))
    }

    @Test("only addresses of HTTPS are asked, by name or by redirect")
    func plain() async throws {
        let server = try await LoopbackServer(.answer(200, "{}"))
        await #expect(throws: HTTPSDownloadError.insecure(server.url)) {
            try await HTTPSDownload().download(server.url, maximumByteCount: 100)
        }
        #expect(server.requests.isEmpty)
        try await server.stop()
    }
}
