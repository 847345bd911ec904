public import TONCells
public import TONLiteClient

/// A network by its name: where its servers are listed, and which contracts of COCOON are known there.
///
/// Nothing here is trusted but the way to the global config: roles of contracts are proved by their addresses.
public struct NetworkProfile: Hashable, Sendable {
    /// Where a network's global config is.
    public enum ConfigurationPlace: Hashable, Sendable {
        /// On a server.
        case url(String)
        /// In a file.
        case file(String)
    }

    /// The name, by which mirrors remember their network.
    public var name: String
    /// Where the global config is; nil where it has to be given.
    public var globalConfiguration: ConfigurationPlace?
    /// Lite-servers that are asked in place of the global config's; none to ask those.
    public var liteServers: [LiteServerEndpoint]
    /// The root contract; nil where none is known.
    public var root: AccountAddress?
    /// Proxies that are known. The chain lists none, so that there may be others.
    public var proxies: [AccountAddress]
    /// The address of a TON Center; nil where there is none.
    public var tonCenter: String?
    /// Whether its coins are worth nothing.
    public var isTestOnly: Bool

    /// Makes one.
    public init(
        name: String, globalConfiguration: ConfigurationPlace? = nil, liteServers: [LiteServerEndpoint] = [],
        root: AccountAddress? = nil, proxies: [AccountAddress] = [], tonCenter: String? = nil, isTestOnly: Bool = false
    ) {
        self.name = name
        self.globalConfiguration = globalConfiguration
        self.liteServers = liteServers
        self.root = root
        self.proxies = proxies
        self.tonCenter = tonCenter
        self.isTestOnly = isTestOnly
    }

    /// The main network.
    public static let mainnet = NetworkProfile(
        name: "mainnet", globalConfiguration: .url("https://ton.org/global.config.json"),
        root: try? AccountAddress("EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k"),
        proxies: [
            "EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf", "EQDGkQM7RIWp6yGW79i8oV3zJ-vdnpV68pdZ2W8mrpE3cJ2y",
            "EQBBx-L1UuDG1GgWdgq-_xHfcpF1CQHjRH5_oyTtalPXFO1a", "EQC5TCPCXoJQnGg0tsUT-ntPW4qSRpTFea3tjNAHnmRqUL_B",
            "EQAqqNvnqtr1HvCnT9ad9IpcRAcR5ASAYZdvjdIRxskmcXXz",
        ].compactMap { try? AccountAddress($0) },
        tonCenter: "https://toncenter.com")

    /// The public test network.
    public static let testnet = NetworkProfile(
        name: "testnet", globalConfiguration: .url("https://ton.org/testnet-global.config.json"),
        tonCenter: "https://testnet.toncenter.com", isTestOnly: true)

    /// A network of the developer's own, whose global config has to be given.
    public static let devnet = NetworkProfile(name: "devnet", isTestOnly: true)

    /// Those that need no settings file.
    public static let builtIn = [mainnet, testnet, devnet]
}
