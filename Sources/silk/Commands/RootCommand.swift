import ArgumentParser
import Cocoon
import Mirror
import Operations
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// What a protocol maintainer asks.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root",
        abstract: "Say what the root lists, and make it what a manifest says.",
        discussion: """
            A manifest, in TOML, says what the root is to be. A plan says which messages lead there, and is rehearsed; it \
            is good for the root as it was then, and for nothing else. Applying it keeps a journal, so that whatever \
            interrupts it can be resumed, and nothing is sent twice.

            EXAMPLES:
              silk root show
              silk root plan root.toml -o plan.json --ledger try.ledger \\
                  --keystore owner.keystore
              silk root apply plan.json --ledger try.ledger --keystore owner.keystore
            """,
        subcommands: [
            RootShowCommand.self, RootPlanCommand.self, RootApplyCommand.self, RootResumeCommand.self,
            RootVerifyCommand.self, RootDriftCommand.self,
        ]
    )
}

/// Shows a root, or all roots.
struct RootShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a root's registry, its params and their history.",
        discussion: """
            The present state is known where the root's whole history is mirrored; the history of params as far as \
            it is. Where a local ledger is named, the root is shown as it stands there, by the names of a plan.

            EXAMPLES:
              silk root show
              silk root show EQCns7bYSp0igFvS1wpb5wsZjCKCV19MD5AVzI4EyxsnU73k --json
            """
    )

    @Argument(help: "A root contract, any form. All roots, if absent.")
    var address: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var options: MirrorOptions

    func run() async throws {
        if ledger.namedPath != nil, options.mirror == nil { return try await showFromLedger() }
        let mirror = try options.openFilled()
        let contracts: [Contract]
        if let address = try mirror.knownAddress(address) {
            guard let contract = try mirror.contract(at: address), contract.role == .root else {
                throw try mirror.failure(at: address, lacking: .root)
            }
            contracts = [contract]
        } else {
            contracts = try mirror.contracts(.root)
            if contracts.isEmpty { throw Failure("there is no root in the mirror at \(mirror.path)") }
        }
        let books = try contracts.map { try RootBooks($0, in: mirror) }
        if options.output.json {
            try StandardOutput.write(json: RootDocument(books))
        } else {
            try StandardOutput.write(books.map { Self.text($0) }.joined(separator: "\n"))
        }
    }

    private func showFromLedger() async throws {
        guard let address else { throw ValidationError("on a ledger the root must be named") }
        let root = try AccountAddress(anyForm: address)
        let account = try await ledger.network().stage().states.account(root) ?? .nonexistent()
        let state = try RootState(account, at: root)
        try options.output.write(
            FieldsDocument(
                schema: "silk.root_state/1",
                fields: [MessageField("root", .text(root.contractText))]
                    + state.fields.map { MessageField($0.name, .text($0.value)) }))
    }

    private static func text(_ books: RootBooks) -> String {
        var card = Card()
        card.add("root", books.contract.address.contractText)
        card.add("owner", books.owner?.walletText)
        card.add("role proof", books.contract.proof.rawValue)
        card.add("version", books.data.map { "\($0.version)" })
        if let registry = books.data?.registry {
            card.add("last proxy seqno", "\(registry.lastProxySeqno)")
            for proxy in registry.registeredProxies.entries {
                card.add("proxy \(proxy.key)", proxy.value.description)
            }
            for (name, hashes) in [
                ("proxy hash", registry.proxyHashes), ("worker hash", registry.workerHashes),
                ("model hash", registry.modelHashes),
            ] {
                for hash in hashes.keys { card.add(name, hash.hex) }
            }
        }
        if let keys = books.data?.keyManager?.value {
            card.add("key manager", "\(keys.publicKey) at \(keys.address)")
            for key in keys.publicKeys.entries {
                card.add("public key", "\(key.key) of type \(key.value.type)")
            }
        }
        if let data = books.data { card.add(data.params) }
        if books.history.isEmpty { return card.text }
        var table = Table([
            .left("PARAMS SINCE"), .right("VERSION"), .right("PARAMS"), .right("PRICE"), .right("FEE"),
            .right("PROXY STAKE"), .right("CLIENT STAKE"), .left("TRANSACTION"),
        ])
        for record in books.history {
            let params = record.params
            table.add([
                Moment(record.time).text, record.version.tableText, "\(params.paramsVersion)",
                "\(params.pricePerToken.nanoTON)", "\(params.workerFeePerToken.nanoTON)",
                "\(params.effectiveMinimumProxyStake)", "\(params.effectiveMinimumClientStake)", record.hash.hex,
            ])
        }
        return card.text + "\n" + table.text
    }
}
