import ArgumentParser
import Foundation
import Indexer
import Logging
import Mirror
import ServiceLifecycle
import TONBlocks
import TONCells
import TONCenter
import TONLiteClient
import UnixSignals

/// Follows the chain into the mirror.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Follow root, proxies, workers and clients on the chain.",
        discussion: """
            Fetches what the mirror lacks of each account, from its newest transaction down. Over lite-servers \
            everything is proven: the newest block by validators' signatures, accounts by that block, transactions by \
            the hashes that lead from one to the one before. A server that lies is named and not asked again.

            Root and proxies are those of the profile and those named with --account; --blocks reads every block for \
            new ones. Workers and clients are found in their proxies' transactions. An interrupted run loses nothing: \
            the next one goes on.

            EXAMPLES:
              silk sync
              silk sync --follow --blocks
              silk sync --source toncenter --toncenter-key key.txt
              silk sync --source files answers/
            """
    )

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case lite, toncenter, files
    }

    enum Children: String, ExpressibleByArgument, CaseIterable {
        case none, stale, all

        var plan: ChainSync.Plan.Children {
            switch self {
            case .none: .none
            case .stale: .stale
            case .all: .all
            }
        }
    }

    enum Mode: String, EnumerableFlag {
        case once, follow

        static func help(for value: Mode) -> ArgumentHelp? {
            switch value {
            case .once: "One pass up to the newest block (the default)."
            case .follow: "Go on with each new block until stopped; ends with 0 on SIGINT or SIGTERM."
            }
        }
    }

    @Flag(exclusivity: .exclusive) var mode: Mode = .once

    @Option(help: ArgumentHelp("Where histories come from.", valueName: "lite|toncenter|files"))
    var source: Source = .lite

    @Option(
        help: ArgumentHelp(
            "A root or proxy to follow, beside those of the profile; may be repeated.", valueName: "address"))
    var account: [String] = []

    @Option(
        help: ArgumentHelp(
            "Workers' and clients' own chains: none, those with something new (stale), or all.",
            valueName: "none|stale|all"))
    var children: Children = .stale

    @Flag(help: "Read every block of all shards too, for contracts that are deployed (lite only).")
    var blocks = false

    @Option(
        help: ArgumentHelp(
            "Where --blocks starts in a mirror that never did: behind this masterchain block; else at the newest.",
            valueName: "seqno"))
    var fromBlock: UInt32?

    @Option(help: ArgumentHelp("A file that holds a TON Center API key.", valueName: "path"))
    var toncenterKey: String?

    @Flag(name: .shortAndLong, help: "Log each failed attempt.")
    var verbose = false

    @Argument(help: ArgumentHelp("Files and folders, with --source files.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup var network: NetworkOptions
    @OptionGroup var options: MirrorOptions

    func validate() throws {
        guard source == .files || paths.isEmpty else {
            throw ValidationError("paths are for --source files; accounts are named with --account")
        }
        guard source == .lite || !blocks else { throw ValidationError("--blocks needs --source lite") }
        guard source == .toncenter || toncenterKey == nil else {
            throw ValidationError("--toncenter-key is for --source toncenter")
        }
        guard source != .files || mode == .once else { throw ValidationError("files can't be followed") }
        guard blocks || fromBlock == nil else { throw ValidationError("--from-block is for --blocks") }
    }

    func run() async throws {
        switch source {
        case .files:
            guard !paths.isEmpty else { throw Failure("--source files needs files or folders") }
            try await options.importFiles(paths)
        case .lite:
            let mirror = try options.openToWrite()
            let network = try await network.network(mirror: mirror, logger: logger)
            try await follow(mirror, network.profile, network.source, network.source)
            await network.pool.close()
        case .toncenter:
            let mirror = try options.openToWrite()
            let profile = try network.chosenProfile()
            let client = TONCenterClient(
                .init(endpoint: try endpoint(of: profile), apiKey: try readKey()), logger: logger)
            try await follow(mirror, profile, TONCenterSource(client: client), nil)
            await client.shutDown()
        }
    }

    private func follow(
        _ mirror: Mirror, _ profile: NetworkProfile, _ source: any ChainSource, _ scanned: LiteServerSource?
    ) async throws {
        let named = try account.map { try AccountAddress(anyForm: $0) }
        let accounts = (profile.root.map { [$0] } ?? []) + profile.proxies + named
        guard try blocks || !accounts.isEmpty || !mirror.followedAccounts().isEmpty else {
            throw Failure(
                "there is nothing to follow: name roots and proxies with --account, or look for them with --blocks")
        }
        let plan = ChainSync.Plan(network: profile.name, accounts: accounts, children: children.plan)
        let sync = ChainSync(source: source, mirror: mirror, plan: plan)
        let scan = blocks ? scanned.map { BlockScan(source: $0, mirror: mirror) } : nil
        switch mode {
        case .once:
            try await pass(sync, scan, source)
        case .follow:
            let service = SyncService(sync: sync, scan: scan, source: source, logger: logger)
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: service)], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
            do {
                try await group.run()
            } catch let error as SyncError {
                throw error
            }
        }
    }

    private func pass(_ sync: ChainSync, _ scan: BlockScan?, _ source: any ChainSource) async throws {
        var scanned: BlockScan.Progress?
        let progress = Progress("following")
        if let scan {
            let tip = try await source.tip()
            scanned = try await scan.run(upTo: tip, from: fromBlock) {
                progress.show(Int($0.seqno), of: Int(tip.block.seqno))
            }
        }
        let report = try await sync.run { done, total, _ in progress.show(done, of: total) }
        progress.finish()
        let document = SyncDocument(report, scan: scanned)
        if options.output.json {
            try StandardOutput.write(json: document)
        } else {
            try StandardOutput.write(document.text)
        }
        if let problem = report.problems.first {
            let count = report.problems.count
            throw Failure("\(count) \(count == 1 ? "account is" : "accounts are") incomplete", after: problem.error)
        }
    }

    private var logger: Logger {
        var logger = Logger(label: "silk") { label in StreamLogHandler.standardError(label: label) }
        logger.logLevel = verbose ? .debug : .info
        return logger
    }

    private func endpoint(of profile: NetworkProfile) throws -> TONCenterEndpoint {
        guard let text = profile.tonCenter else {
            throw Failure("the profile \(profile.name) names no TON Center: set toncenter in the settings")
        }
        return try TONCenterEndpoint(text)
    }

    private func readKey() throws -> APIKey? {
        guard let toncenterKey else { return nil }
        let text = try String(contentsOfFile: toncenterKey, encoding: .utf8)
        guard let key = APIKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure("\(toncenterKey) holds no API key")
        }
        return key
    }
}

extension Failure {
    /// A summary, with the exit code of the first of several errors.
    init(_ message: String, after error: SyncError) {
        self.init(message, code: Failure(error)?.code ?? .internalError)
    }
}
