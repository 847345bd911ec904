import ArgumentParser
import Foundation
import Indexer
import Mirror
import TONBlocks
import TONLiteClient

/// The block that proofs start from.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show or move the block that proofs start from.",
        discussion: """
            A mirror that follows a network keeps how far its masterchain was proven, and the next proofs go on from \
            there. That only moves forward, so that no server can lead back to an older block or onto another branch.

            EXAMPLES:
              silk trust show
            """,
        subcommands: [TrustShowCommand.self, TrustPinCommand.self, TrustResetCommand.self]
    )
}

/// What the mirror trusts.
struct TrustShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what the mirror trusts.",
        discussion: """
            EXAMPLES:
              silk trust show
              silk trust show --mirror mainnet.sqlite --json
            """
    )

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let mirror = try options.open()
        let network = try mirror.networkName()
        let trusted = try network.flatMap { try TrustedBlock.kept(in: mirror, network: $0) }
        try options.write(TrustDocument(network: network, trusted))
    }
}

/// Trusts a block that a person names.
struct TrustPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin",
        abstract: "Trust a masterchain block from now on.",
        discussion: """
            All later proofs rest on the block's being one of the network: compare its hashes with those of several \
            sources that you trust. It must be newer than what the mirror trusts; best is a key block, since servers keep \
            the way from others for some time only. A mirror is made where there is none.

            EXAMPLES:
              silk trust pin '(-1,8000000000000000,SEQNO):ROOTHASH:FILEHASH'
              silk trust pin '(-1,8000000000000000,SEQNO):ROOTHASH:FILEHASH' --yes
            """
    )

    @Argument(help: ArgumentHelp("The block's full name.", valueName: "block"))
    var block: FullBlockArgument

    @Flag(help: "Don't ask.")
    var yes = false

    @OptionGroup var network: ProfileOption
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        let profile = try network.chosenProfile()
        try Confirmation.require(
            "Trust \(block.block.nameText) as a block of \(profile.name), and all that its validators sign?", yes: yes)
        let trusted = try options.openToWrite().pin(block.block, network: profile.name)
        try options.write(TrustDocument(network: profile.name, trusted))
    }
}

/// Goes back to what was trusted first.
struct TrustResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Trust what was trusted first, and prove all since again.",
        discussion: """
            What was trusted first is the block of the global config, or one that was pinned. --forget drops that too: \
            the next run starts with what the global config or --trust names. The mirror's content stays.

            EXAMPLES:
              silk trust reset
              silk trust reset --forget --yes
            """
    )

    @Flag(help: "Trust nothing at all any more.")
    var forget = false

    @Flag(help: "Don't ask.")
    var yes = false

    @OptionGroup var options: MirrorOptions

    func run() async throws {
        guard FileManager.default.fileExists(atPath: options.path) else {
            throw MirrorError.notFound(path: options.path)
        }
        let mirror = try options.openToWrite()
        guard let network = try mirror.networkName() else {
            try options.write(TrustDocument(network: nil, nil))
            return
        }
        if forget {
            try Confirmation.require("Forget which block of \(network) is trusted?", yes: yes)
            try mirror.forgetTrust(network: network)
            try options.write(TrustDocument(network: network, nil))
        } else {
            try options.write(TrustDocument(network: network, try mirror.resetTrust(network: network)))
        }
    }
}

/// What a mirror trusts.
private struct TrustDocument {
    let fields: [MessageField]

    init(network: String?, _ trusted: TrustedBlock?) {
        fields = [
            MessageField("network", network.map { .text($0) } ?? .none),
            MessageField("origin", trusted.map { .text($0.origin.rawValue) } ?? .none),
            .block("anchor", trusted?.anchor), .block("last_key_block", trusted?.start),
            .block("newest", trusted?.newest), .moment("time", trusted?.generatedAt),
        ]
    }
}

extension MirrorOptions {
    fileprivate func write(_ document: TrustDocument) throws {
        let fields = FieldsDocument(schema: "silk.trust/1", fields: document.fields)
        if output.json {
            try StandardOutput.write(json: fields)
        } else {
            try StandardOutput.write(fields.text)
        }
    }
}

/// Asks a person before something that can't be taken back easily.
enum Confirmation {
    /// Throws unless the person says yes; without a terminal, unless `--yes` was given.
    static func require(_ question: String, yes: Bool) throws {
        guard !yes else { return }
        guard isatty(FileHandle.standardInput.fileDescriptor) == 1 else {
            throw ValidationError("there is no terminal to ask on: --yes says yes")
        }
        StandardError.write(question + " [y/N]")
        let answer = readLine()?.lowercased()
        guard answer == "y" || answer == "yes" else { throw Failure("nothing was changed", code: .interrupted) }
    }
}
