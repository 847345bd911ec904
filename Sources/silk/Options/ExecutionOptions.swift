import ArgumentParser
import Foundation
import Indexer
import Operations
import TONBlocks
import TONCells
import TONLiteClient
import TONVM

/// Where states, configuration and libraries come from when code is executed here.
struct ExecutionOptions: ParsableArguments {
    /// What is asked where no file has a state.
    enum Origin: String, ExpressibleByArgument, CaseIterable {
        case mirror
        case lite
        case ledger
    }

    @Option(
        help: ArgumentHelp(
            "A state, or a folder of them: a ShardAccount as a bag of cells, or TON Center's getAddressInformation. May be "
                + "repeated.", valueName: "path"))
    var state: [String] = []

    @Option(
        help: ArgumentHelp(
            "Other states: made from the mirror by executing its transactions again, proven by lite-servers, or those of a "
                + "local ledger, whose configuration and clock hold then. Otherwise lite, or none where there is a --state.",
            valueName: "source"))
    var from: Origin?

    @Option(
        help: ArgumentHelp(
            "With --from mirror: as it was before this logical time.", valueName: "lt"))
    var before: UInt64?

    @Option(
        help: ArgumentHelp(
            "The network's configuration, in any form that `silk config show` reads. Otherwise lite-servers prove it.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Public libraries: a bag of cells whose roots are dictionaries of them, or their contents. May be repeated.",
            valueName: "file"))
    var libraries: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --from mirror: states of accounts that had one before their first transaction. May be repeated.",
            valueName: "path"))
    var genesis: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --from mirror: random seeds of blocks, a line each: the block's logical time or a transaction's hash, "
                + "and the seed.", valueName: "file"))
    var seeds: String?

    @OptionGroup var at: AtOption
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var chain: ChainOptions

    func validate() throws {
        if from != .mirror {
            if before != nil { throw ValidationError("--before needs --from mirror") }
            if !genesis.isEmpty { throw ValidationError("--genesis needs --from mirror") }
            if seeds != nil { throw ValidationError("--seeds needs --from mirror") }
        }
        if at.at != nil, from == .mirror || from == .ledger { throw ValidationError("--at needs --from lite") }
    }

    init() {}

    /// Options for proven states alone.
    init(provenBy chain: ChainOptions, at: AtOption) {
        state = []
        from = .lite
        before = nil
        config = nil
        libraries = []
        genesis = []
        seeds = nil
        self.at = at
        ledger = LedgerOptions()
        self.chain = chain
    }

    /// What code is executed with.
    struct Context {
        /// Where accounts come from.
        let source: AccountSource
        /// The configuration; nil where none was asked for, or given.
        let configuration: NetworkConfiguration?
        /// Public libraries that were given.
        let libraries: LibraryCollection
        /// The masterchain block of what lite-servers proved.
        let block: BlockIdentifier?
        /// What the ledger's clock shows.
        var now: UInt32?
    }

    /// What is asked where no file has a state.
    private var origin: Origin? { from ?? (state.isEmpty ? .lite : nil) }

    /// Reads what is given, asks the network for what isn't, and closes all connections in the end.
    ///
    /// - Parameter needsConfiguration: Whether nothing goes without a configuration.
    func executing<R>(needsConfiguration: Bool, _ body: (Context) async throws -> R) async throws -> R {
        let given = try config.map { try ConfigurationReport(try BagInput(file: $0).root()).configuration }
        var files = try StateFolder(paths: state)
        if origin == .ledger {
            let ledger = try ledger.open()
            files.accounts.merge(ledger.accounts) { given, _ in given }
            let libraries = LibraryCollection(
                try LibraryFiles(paths: self.libraries).collection.roots
                    + LibraryCollection(contents: ledger.states.libraries.values).roots)
            return try await body(
                Context(
                    source: AccountSource(files: files, origin: .files), configuration: given ?? ledger.configuration,
                    libraries: libraries, block: nil, now: ledger.now))
        }
        let libraries = try LibraryFiles(paths: self.libraries).collection
        let isLacking = given == nil && (needsConfiguration || origin == .mirror)
        guard origin == .lite || isLacking else {
            let source = try source(files, given, libraries, network: nil)
            return try await body(
                Context(source: source, configuration: given, libraries: libraries, block: nil))
        }
        return try await chain.asking { network in
            let tip = try await network.shownTip()
            let block = try await network.masterchainBlock(at.at ?? tip.block.seqno, upTo: tip)
            var configuration = given
            if configuration == nil {
                configuration = try await network.configuration(at: block, parameter: nil).configuration
            }
            let source = try source(files, configuration, libraries, network: (network, block))
            return try await body(
                Context(source: source, configuration: configuration, libraries: libraries, block: block))
        }
    }

    private func source(
        _ files: StateFolder, _ configuration: NetworkConfiguration?, _ libraries: LibraryCollection,
        network: (network: Network, block: BlockIdentifier)?
    ) throws -> AccountSource {
        switch origin {
        case nil, .ledger: return AccountSource(files: files, origin: .files, network: network)
        case .lite: return AccountSource(files: files, origin: .network, network: network)
        case .mirror:
            guard let configuration else { throw Failure("transactions can't be executed without --config") }
            let replay = try replay(configuration, libraries)
            return AccountSource(files: files, origin: .mirror(replay, before: before), network: network)
        }
    }

    /// The mirror, to be executed again.
    private func replay(
        _ configuration: NetworkConfiguration, _ libraries: LibraryCollection
    ) throws -> MirrorReplay {
        MirrorReplay(
            try chain.mirror.openFilled(),
            executor: TransactionExecutor(configuration: try ExecutionConfiguration(configuration)),
            genesis: try StateFolder(paths: genesis), seeds: try BlockSeeds(file: seeds), libraries: libraries.roots)
    }
}

extension BlockSeeds {
    /// Reads a file; no seeds where there is none.
    init(file path: String?) throws {
        guard let path else {
            self.init()
            return
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure("\(path) can't be read as text")
        }
        try self.init(text: text)
    }
}

/// Public libraries in files.
struct LibraryFiles {
    let collection: LibraryCollection

    /// Reads bags of cells. Throws where one can't be read.
    init(paths: [String]) throws {
        collection = try LibraryCollection(
            dictionariesOrContents: try paths.flatMap { try BagInput(file: $0).bag.roots })
    }
}

extension BagInput {
    /// Reads a bag of cells that is meant to be in a file: where there is none, the text itself may be it.
    init(file path: String) throws {
        try self.init(path != "-" && FileManager.default.fileExists(atPath: path) ? "@" + path : path)
    }
}
