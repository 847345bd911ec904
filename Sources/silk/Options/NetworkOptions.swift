import ArgumentParser
import Foundation
import Indexer
import Logging
import Mirror
import TONBlocks
import TONCenter
import TONLiteClient

/// Which network is meant.
struct ProfileOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The network: mainnet, testnet, devnet, or one of the settings. Otherwise SILK_PROFILE, or mainnet.",
            valueName: "name"))
    var profile: String?

    /// The profile that is meant.
    func chosenProfile() throws -> NetworkProfile {
        let settings = try Self.settings()
        let name = profile ?? Environment["SILK_PROFILE"] ?? settings.profile ?? NetworkProfile.mainnet.name
        return try settings.profile(named: name)
    }

    private static func settings() throws -> Settings {
        if let path = Environment["SILK_CONFIG"] { return try Settings(contentsOf: URL(fileURLWithPath: path)) }
        let folder = Environment["XDG_CONFIG_HOME"] ?? Environment.home + "/.config"
        let path = folder + "/silk/config.json"
        guard FileManager.default.fileExists(atPath: path) else { return .builtIn }
        return try Settings(contentsOf: URL(fileURLWithPath: path))
    }
}

/// Which network is asked, and what is trusted of it.
struct NetworkOptions: ParsableArguments {
    @OptionGroup var named: ProfileOption

    @Option(
        help: ArgumentHelp(
            "The network's global config, which names its servers and the first block to trust. Otherwise "
                + "SILK_GLOBAL_CONFIG, or what the profile names.",
            valueName: "path"))
    var globalConfig: String?

    @Option(
        help: ArgumentHelp(
            "Start proofs from this masterchain block, (-1,8000000000000000,SEQNO):ROOTHASH:FILEHASH, where the "
                + "mirror trusts none yet. Otherwise what the global config names.",
            valueName: "block"))
    var trust: FullBlockArgument?

    /// The profile that is meant.
    func chosenProfile() throws -> NetworkProfile { try named.chosenProfile() }

    /// The network, and how far a mirror has proven it. Nothing is connected to yet.
    ///
    /// - Parameters:
    ///   - mirror: The mirror, where there is one.
    ///   - logger: Is told of dropped servers and of failures.
    func network(mirror: Mirror?, logger: Logger? = nil) async throws -> Network {
        let profile = try chosenProfile()
        let kept = try mirror.flatMap { try TrustedBlock.kept(in: $0, network: profile.name) }
        let configuration = try await Self.store.configuration(
            of: profile, file: globalConfig ?? Environment["SILK_GLOBAL_CONFIG"])
        guard !configuration.liteServers.isEmpty else {
            throw Failure("the global config of \(profile.name) names no lite-server")
        }
        return try Network(profile, configuration: configuration, kept: kept, named: trust?.block, logger: logger)
    }

    private static var store: GlobalConfigurationStore {
        let cache = Environment["XDG_CACHE_HOME"] ?? Environment.home + "/.cache"
        return GlobalConfigurationStore(
            folder: URL(fileURLWithPath: cache + "/silk/global-config"), downloader: HTTPSDownload())
    }
}

/// A block named in full.
struct FullBlockArgument: ExpressibleByArgument {
    let block: BlockIdentifier

    init?(argument: String) {
        guard let block = (try? BlockName(argument))?.identifier else { return nil }
        self.block = block
    }
}

/// The variables of the environment. An empty one counts as none.
enum Environment {
    static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The user's folder.
    static var home: String { self["HOME"] ?? NSHomeDirectory() }
}
