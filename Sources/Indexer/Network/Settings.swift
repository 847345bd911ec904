public import Foundation
import TONCells
import TONCrypto
import TONLiteClient

/// The file in which people keep their settings: networks, and which of them is meant. JSON, with comments and commas as
/// JSON5 has them.
///
/// ```json5
/// {
///   profile: "mine",
///   profiles: {
///     mine: {
///       global_config: "mine.json",  // or an address: "https://…"
///       root: "EQ…",
///       proxies: ["EQ…", "EQ…"],
///       toncenter: "https://toncenter.example",
///       test_only: true,
///       liteservers: [{host: "127.0.0.1", port: 40000, key: "32 bytes of base64"}],
///     },
///   },
/// }
/// ```
///
/// A profile of a built-in name changes what it names, and leaves the rest. Paths are taken from the file's folder.
public struct Settings: Hashable, Sendable {
    /// The profile that is meant where nothing else says; nil for the main network.
    public var profile: String?
    /// The profiles, built-in ones among them, ordered by name.
    public private(set) var profiles: [NetworkProfile]

    /// The settings of those who have no file.
    public static let builtIn = Settings(profile: nil, profiles: NetworkProfile.builtIn)

    private init(profile: String?, profiles: [NetworkProfile]) {
        self.profile = profile
        self.profiles = profiles.sorted { $0.name < $1.name }
    }

    /// Larger files are no settings.
    private static let maximumByteCount = 1 << 20

    /// Reads a file. Throws ``SettingsError``.
    public init(contentsOf file: URL) throws(SettingsError) {
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: Self.maximumByteCount + 1) ?? Data()
        } catch {
            throw SettingsError("\(file.path): can't be read")
        }
        guard bytes.count <= Self.maximumByteCount, let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsError("\(file.path): expected a text of at most \(Self.maximumByteCount) bytes")
        }
        do throws(SettingsError) {
            try self.init(text: text, folder: file.deletingLastPathComponent())
        } catch {
            throw SettingsError("\(file.path): \(error.description)")
        }
    }

    /// Reads the text of a file that is in a folder.
    init(text: String, folder: URL) throws(SettingsError) {
        let document: Document
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            document = try decoder.decode(Document.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw SettingsError(Self.text(error))
        } catch {
            throw SettingsError("\(error)")
        }
        var profiles = Dictionary(uniqueKeysWithValues: NetworkProfile.builtIn.map { ($0.name, $0) })
        for (name, change) in document.profiles ?? [:] {
            guard !name.isEmpty, name.utf8.allSatisfy({ Self.isAllowedInName($0) }) else {
                throw SettingsError("profiles: a name has letters, digits, - and _ only, not \(name.debugDescription)")
            }
            var profile = profiles[name] ?? NetworkProfile(name: name)
            try change.apply(to: &profile, folder: folder)
            profiles[name] = profile
        }
        self.init(profile: document.profile, profiles: Array(profiles.values))
        if let profile = document.profile { _ = try self.profile(named: profile) }
    }

    /// The profile of a name. Throws where there is none.
    public func profile(named name: String) throws(SettingsError) -> NetworkProfile {
        guard let profile = profiles.first(where: { $0.name == name }) else {
            let names = profiles.map(\.name).joined(separator: ", ")
            throw SettingsError("there is no profile \(name.debugDescription): expected one of \(names)")
        }
        return profile
    }

    private static func isAllowedInName(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func text(_ error: DecodingError) -> String {
        func at(_ context: DecodingError.Context, _ text: String) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return path.isEmpty ? text : "\(path.joined(separator: ".")): \(text)"
        }
        return switch error {
        case .keyNotFound(let key, let context): at(context, "expected \(key.stringValue)")
        case .typeMismatch(let type, let context): at(context, "expected \(Self.name(of: type))")
        case .valueNotFound(_, let context), .dataCorrupted(let context): at(context, context.debugDescription)
        @unknown default: "\(error)"
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a number"
        case is [Any].Type: "a list"
        default: "a table"
        }
    }

    // MARK: - The layout

    private struct Document: Decodable {
        var profile: String?
        var profiles: [String: Profile]?

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case profile, profiles
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseOtherKeys(than: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            profile = try container.decodeIfPresent(String.self, forKey: .profile)
            profiles = try container.decodeIfPresent([String: Profile].self, forKey: .profiles)
        }
    }

    private struct Profile: Decodable {
        var globalConfiguration: String?
        var root: String?
        var proxies: [String]?
        var tonCenter: String?
        var isTestOnly: Bool?
        var liteServers: [Server]?

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case globalConfiguration = "global_config"
            case root, proxies
            case tonCenter = "toncenter"
            case isTestOnly = "test_only"
            case liteServers = "liteservers"
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseOtherKeys(than: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            globalConfiguration = try container.decodeIfPresent(String.self, forKey: .globalConfiguration)
            root = try container.decodeIfPresent(String.self, forKey: .root)
            proxies = try container.decodeIfPresent([String].self, forKey: .proxies)
            tonCenter = try container.decodeIfPresent(String.self, forKey: .tonCenter)
            isTestOnly = try container.decodeIfPresent(Bool.self, forKey: .isTestOnly)
            liteServers = try container.decodeIfPresent([Server].self, forKey: .liteServers)
        }

        func apply(to profile: inout NetworkProfile, folder: URL) throws(SettingsError) {
            let place = "profiles.\(profile.name)"
            if let globalConfiguration {
                profile.globalConfiguration =
                    globalConfiguration.contains("://")
                    ? .url(globalConfiguration)
                    : .file(URL(fileURLWithPath: globalConfiguration, relativeTo: folder).path)
            }
            if let root { profile.root = try Self.address(root, at: "\(place).root") }
            if let proxies {
                profile.proxies = try proxies.map { (text) throws(SettingsError) in
                    try Self.address(text, at: "\(place).proxies")
                }
            }
            if let tonCenter { profile.tonCenter = tonCenter }
            if let isTestOnly { profile.isTestOnly = isTestOnly }
            if let liteServers {
                profile.liteServers = try liteServers.map { (server) throws(SettingsError) in
                    try server.endpoint(at: "\(place).liteservers")
                }
            }
        }

        private static func address(_ text: String, at place: String) throws(SettingsError) -> AccountAddress {
            do throws(AddressError) {
                return try AccountAddress(text)
            } catch {
                throw SettingsError("\(place): \(error)")
            }
        }
    }

    private struct Server: Decodable {
        var host: String
        var port: Int
        var key: String

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case host, port, key
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseOtherKeys(than: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            host = try container.decode(String.self, forKey: .host)
            port = try container.decode(Int.self, forKey: .port)
            key = try container.decode(String.self, forKey: .key)
        }

        func endpoint(at place: String) throws(SettingsError) -> LiteServerEndpoint {
            guard !host.isEmpty, (1...65535).contains(port) else {
                throw SettingsError("\(place): expected a host and a port, found \(host.debugDescription) and \(port)")
            }
            guard let key = Base64.decode(key).flatMap({ Hash256($0) }) else {
                throw SettingsError("\(place): expected a key of 32 bytes in base64, found \(key.debugDescription)")
            }
            return LiteServerEndpoint(host: host, port: port, key: Ed25519.PublicKey(key))
        }
    }
}

/// Why a file holds no settings, or a profile isn't known.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, and where.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Any key of a table.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}

extension Decoder {
    /// Throws where the table holds a key that isn't one of these: a slip of the pen shouldn't go unnoticed.
    fileprivate func refuseOtherKeys<Key: CodingKey & CaseIterable & RawRepresentable<String>>(
        than keys: Key.Type
    ) throws {
        let known = Key.allCases.map(\.rawValue)
        for key in try container(keyedBy: AnyKey.self).allKeys.sorted(by: { $0.stringValue < $1.stringValue })
        where !known.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath,
                    debugDescription: "\(key.stringValue.debugDescription) is none of \(known.joined(separator: ", "))")
            )
        }
    }
}
