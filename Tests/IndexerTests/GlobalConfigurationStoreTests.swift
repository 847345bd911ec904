import Foundation
import Indexer
import SilkTestSupport
import Synchronization
import TONCrypto
import TONLiteClient
import Testing

/// Global configs from files, from what was kept, and from a download.
struct GlobalConfigurationStoreTests {
    /// Gives what a test says, and counts.
    private final class Downloader: FileDownloading {
        struct Failure: Error {}

        let bytes: [UInt8]?
        let asked = Mutex<[String]>([])

        init(_ bytes: [UInt8]?) {
            self.bytes = bytes
        }

        func download(_ url: String, maximumByteCount: Int) async throws -> [UInt8] {
            asked.withLock { $0.append(url) }
            guard let bytes else { throw Failure() }
            return bytes
        }
    }

    private static let hash = String(repeating: "A", count: 43) + "="

    private static func json(port: Int) -> [UInt8] {
        Array(
            """
            {"liteservers": [{"ip": 2130706433, "port": \(port), "id": {"key": "\(hash)"}}], "validator": {"zero_state":
            {"workchain": -1, "shard": -9223372036854775808, "seqno": 0, "root_hash": "\(hash)", "file_hash": "\(hash)"}}}
            """.utf8)
    }

    private static let url = "https://example.org/global.config.json"

    @Test("what was downloaded once is kept, for its address alone")
    func download() async throws {
        let folder = try TemporaryFolder()
        let cache = folder.url.appendingPathComponent("cache")
        let downloader = Downloader(Self.json(port: 1))
        let store = GlobalConfigurationStore(folder: cache, downloader: downloader)
        var profile = NetworkProfile(name: "mine", globalConfiguration: .url(Self.url))
        for _ in 0..<2 { #expect(try await store.configuration(of: profile).liteServers.map(\.port) == [1]) }
        #expect(downloader.asked.withLock { $0 } == [Self.url])

        // Without anything to download with, what was kept is still there.
        let offline = GlobalConfigurationStore(folder: cache)
        #expect(try await offline.configuration(of: profile).liteServers.map(\.port) == [1])
        profile.globalConfiguration = .url(Self.url + "?2")
        await #expect(throws: GlobalConfigurationStoreError.noDownload(url: Self.url + "?2")) {
            try await offline.configuration(of: profile)
        }
    }

    @Test("what was kept for long is downloaded anew, or taken all the same where that fails")
    func age() async throws {
        let folder = try TemporaryFolder()
        let profile = NetworkProfile(name: "mine", globalConfiguration: .url(Self.url))
        func ports(_ downloader: Downloader) async throws -> [Int] {
            try await GlobalConfigurationStore(folder: folder.url, downloader: downloader, maximumAge: 3600)
                .configuration(of: profile).liteServers.map(\.port)
        }
        #expect(try await ports(Downloader(Self.json(port: 1))) == [1])
        #expect(try await ports(Downloader(Self.json(port: 2))) == [1])
        let kept = GlobalConfigurationStore(folder: folder.url).keptFile(of: Self.url, profile: "mine")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -4000)], ofItemAtPath: kept.path)
        #expect(try await ports(Downloader(nil)) == [1])
        #expect(try await ports(Downloader(Array("{}".utf8))) == [1])
        #expect(try await ports(Downloader(Self.json(port: 2))) == [2])
        #expect(try await ports(Downloader(Self.json(port: 3))) == [2])
    }

    @Test("a file goes before what the profile names, and the profile's servers before the file's")
    func file() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("mine.json", Self.json(port: 2)).path
        let downloader = Downloader(nil)
        let store = GlobalConfigurationStore(folder: folder.url, downloader: downloader)
        var profile = NetworkProfile(name: "mine", globalConfiguration: .url(Self.url))
        #expect(try await store.configuration(of: profile, file: path).liteServers.map(\.port) == [2])
        profile.globalConfiguration = .file(path)
        #expect(try await store.configuration(of: profile).liteServers.map(\.port) == [2])
        profile.liteServers = [LiteServerEndpoint(host: "other", port: 3, key: .init(Hash256()))]
        #expect(try await store.configuration(of: profile).liteServers == profile.liteServers)
        #expect(downloader.asked.withLock { $0 } == [])
    }

    @Test("what isn't there, isn't secure or isn't a global config is refused, and not kept")
    func refused() async throws {
        let folder = try TemporaryFolder()
        func refuses(
            _ place: NetworkProfile.ConfigurationPlace?, _ bytes: [UInt8]?,
            _ isExpected: (GlobalConfigurationStoreError) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
        ) async {
            let store = GlobalConfigurationStore(folder: folder.url, downloader: Downloader(bytes))
            let profile = NetworkProfile(name: "mine", globalConfiguration: place)
            let error = await #expect(throws: GlobalConfigurationStoreError.self, sourceLocation: sourceLocation) {
                try await store.configuration(of: profile)
            }
            #expect(error.map(isExpected) == true, "\(String(describing: error))", sourceLocation: sourceLocation)
        }
        await refuses(nil, nil) { $0 == .noPlace(profile: "mine") }
        await refuses(.url("http://example.org/c.json"), Self.json(port: 1)) {
            $0 == .insecure(url: "http://example.org/c.json")
        }
        await refuses(.url(Self.url), nil) { if case .download = $0 { $0.isNetworkFailure } else { false } }
        await refuses(.url(Self.url), Array("{}".utf8)) { if case .malformed(Self.url, _) = $0 { true } else { false } }
        await refuses(.file(folder.path("absent.json")), nil) {
            $0 == .notReadable(path: folder.path("absent.json"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    }
}
