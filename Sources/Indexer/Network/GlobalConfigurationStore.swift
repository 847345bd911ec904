public import Foundation
public import TONCenter
import TONCrypto
public import TONLiteClient

/// What fetches a file over HTTPS.
public protocol FileDownloading: Sendable {
    /// The whole file, of at most so many bytes.
    func download(_ url: String, maximumByteCount: Int) async throws -> [UInt8]
}

extension HTTPSDownload: FileDownloading {}

/// Global configs of networks: read from files, or downloaded and kept for some days, since servers come and go.
public struct GlobalConfigurationStore: Sendable {
    /// Where downloaded ones are kept.
    private let folder: URL
    private let downloader: (any FileDownloading)?
    private let maximumAge: TimeInterval

    /// Larger files are no global configs.
    private static let maximumByteCount = 4 << 20

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - folder: Where downloaded files are kept.
    ///   - downloader: What fetches files; nil where nothing can be fetched.
    ///   - maximumAge: After how many seconds a file is downloaded anew: a week, if not given.
    public init(folder: URL, downloader: (any FileDownloading)? = nil, maximumAge: TimeInterval = 7 * 86_400) {
        self.folder = folder
        self.downloader = downloader
        self.maximumAge = maximumAge
    }

    /// The global config of a network. One that was downloaded before is taken as it is kept, if it isn't too old, or can't
    /// be downloaded anew.
    ///
    /// - Parameter file: A file that goes before what the profile names.
    public func configuration(
        of profile: NetworkProfile, file: String? = nil
    ) async throws(GlobalConfigurationStoreError) -> GlobalConfiguration {
        var configuration: GlobalConfiguration
        if let file {
            configuration = try Self.read(URL(fileURLWithPath: file))
        } else {
            switch profile.globalConfiguration {
            case .file(let path): configuration = try Self.read(URL(fileURLWithPath: path))
            case .url(let url): configuration = try await downloaded(url, profile.name)
            case nil: throw .noPlace(profile: profile.name)
            }
        }
        if !profile.liteServers.isEmpty { configuration.liteServers = profile.liteServers }
        return configuration
    }

    /// Where the file of an address is kept.
    public func keptFile(of url: String, profile: String) -> URL {
        // Another address is another file, so that settings that change don't find what was kept before.
        let digits = SHA256.hash(Array(url.utf8)).hex.prefix(8)
        return folder.appendingPathComponent("\(profile)-\(digits).json")
    }

    private func downloaded(
        _ url: String, _ profile: String
    ) async throws(GlobalConfigurationStoreError) -> GlobalConfiguration {
        let file = keptFile(of: url, profile: profile)
        let changed = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        if let changed, Date().timeIntervalSince(changed) < maximumAge { return try Self.read(file) }
        do throws(GlobalConfigurationStoreError) {
            return try await download(url, to: file)
        } catch {
            guard changed != nil else { throw error }
            return try Self.read(file)
        }
    }

    private func download(
        _ url: String, to file: URL
    ) async throws(GlobalConfigurationStoreError) -> GlobalConfiguration {
        guard url.hasPrefix("https://") else { throw .insecure(url: url) }
        guard let downloader else { throw .noDownload(url: url) }
        let bytes: [UInt8]
        do {
            bytes = try await downloader.download(url, maximumByteCount: Self.maximumByteCount)
        } catch {
            throw .download(url: url, reason: "\(error)")
        }
        let configuration = try Self.parse(bytes, from: url)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw .notWritable(path: file.path)
        }
        return configuration
    }

    private static func read(_ file: URL) throws(GlobalConfigurationStoreError) -> GlobalConfiguration {
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: maximumByteCount + 1) ?? Data()
        } catch {
            throw .notReadable(path: file.path)
        }
        return try parse(Array(bytes), from: file.path)
    }

    private static func parse(
        _ bytes: [UInt8], from place: String
    ) throws(GlobalConfigurationStoreError) -> GlobalConfiguration {
        guard bytes.count <= maximumByteCount else {
            throw .malformed(place: place, reason: "global config: longer than \(maximumByteCount) bytes")
        }
        do throws(GlobalConfigurationError) {
            return try GlobalConfiguration(json: bytes)
        } catch {
            throw .malformed(place: place, reason: error.description)
        }
    }
}

/// Why there is no global config of a network.
public enum GlobalConfigurationStoreError: Error, Hashable, Sendable {
    /// The profile doesn't say where it is.
    case noPlace(profile: String)
    /// The file can't be read.
    case notReadable(path: String)
    /// What was downloaded can't be kept.
    case notWritable(path: String)
    /// The file is none.
    case malformed(place: String, reason: String)
    /// The address isn't one of HTTPS: anybody on the way could name another network.
    case insecure(url: String)
    /// Nothing was kept, and nothing can be downloaded.
    case noDownload(url: String)
    /// The download failed.
    case download(url: String, reason: String)

    /// Whether the network is what failed.
    public var isNetworkFailure: Bool {
        if case .download = self { true } else { false }
    }
}

extension GlobalConfigurationStoreError: CustomStringConvertible {
    /// What is missing, and what to do.
    public var description: String {
        switch self {
        case .noPlace(let profile):
            "nothing says where the global config of \(profile) is: give it with --global-config"
        case .notReadable(let path): "\(path): the global config can't be read"
        case .notWritable(let path): "\(path): the global config can't be kept"
        case .malformed(let place, let reason): "\(place): \(reason)"
        case .insecure(let url): "\(url): a global config is downloaded over https:// only"
        case .noDownload(let url):
            "there is no copy of \(url) here: download it, and give the file with --global-config"
        case .download(let url, let reason):
            "\(url): the global config can't be downloaded (\(reason)): give a file with --global-config"
        }
    }
}
