import ArgumentParser
import Foundation
import Indexer
import Settlement
import TONBlocks
import TONLiteClient

/// The newest block, and the servers.
struct ChainInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show the newest block, proven, and what servers there are.",
        discussion: """
            The lag is how long ago the newest block was made, by this machine's clock. What servers say of their own \
            newest blocks and versions is their word.

            EXAMPLES:
              silk chain info
              silk chain info --profile testnet --json
            """
    )

    @OptionGroup var options: ChainOptions

    func run() async throws {
        let document = try await options.asking { network in
            let tip = try await network.shownTip()
            return ChainInfoDocument(
                network, tip, trusted: await network.source.trusted, now: Date(), survey: await network.survey()
            ).fields
        }
        try options.write(document)
    }
}

/// What there is to say of a network.
struct ChainInfoDocument {
    let fields: FieldsDocument

    init(_ network: Network, _ tip: ChainTip, trusted: TrustedBlock, now: Date, survey: ServerSurvey) {
        let lag = tip.time.map { Int64(now.timeIntervalSince1970.rounded(.down)) - Int64($0) }
        fields = FieldsDocument(
            schema: "silk.chain_info/1",
            fields: [
                MessageField("network", .text(network.profile.name)), .block("newest", tip.block),
                .moment("time", tip.time), .small("lag_seconds", lag), MessageField("proof", .text(tip.proof.rawValue)),
                MessageField("trust", .text(trusted.origin.rawValue)), .block("anchor", trusted.anchor),
                .block("last_key_block", trusted.start), .block("zero_state", network.configuration.zeroState),
                MessageField("servers", .list(survey.entries.map { .fields(Self.fields($0)) })),
            ], tables: ["servers"])
    }

    private static func fields(_ entry: ServerSurvey.Entry) -> [MessageField] {
        let milliseconds = entry.latency.map { latency in
            let (seconds, attoseconds) = latency.components
            return seconds * 1000 + attoseconds / 1_000_000_000_000_000
        }
        let state = entry.lie != nil ? "lied" : entry.failure != nil ? "failed" : "ok"
        return [
            MessageField("server", .text("\(entry.server)")), MessageField("state", .text(state)),
            .small("newest", entry.newest), .small("latency_ms", milliseconds), .small("version", entry.version),
            MessageField("detail", (entry.lie ?? entry.failure).map { .text($0) } ?? .none),
        ]
    }
}
