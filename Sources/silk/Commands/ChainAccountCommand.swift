import ArgumentParser
import Cocoon
import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto
import TONLiteClient

/// An account as it is now, or was.
struct ChainAccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Show an account's state, proven: balance, status, code, data.",
        discussion: """
            The data of contracts of COCOON is decoded. The role that the code's hash hints at proves nothing: anybody \
            can deploy a known code. That there is no account is proven too.

            EXAMPLES:
              silk chain account EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
              silk chain account EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  --at 50000000 --json
            """
    )

    @Argument(help: "The account, in any form.")
    var address: String

    @OptionGroup var at: AtOption
    @OptionGroup var options: ChainOptions

    func run() async throws {
        let address = try AccountAddress(anyForm: address)
        let document = try await options.asking { network in
            let tip = try await network.shownTip()
            let block = try await network.masterchainBlock(at.at ?? tip.block.seqno, upTo: tip)
            return try Self.document(try await network.account(address, at: block), network: network.profile.name)
        }
        try options.write(document)
    }

    private static func document(_ proven: ProvenAccountState, network: String) throws -> FieldsDocument {
        let account = try proven.account()
        let storage = account.existing?.storage
        let stateInit: StateInit? = if case .active(let content) = storage?.state { content } else { nil }
        let frozenHash: Hash256? = if case .frozen(let hash) = storage?.state { hash } else { nil }
        let hint = (stateInit?.code).flatMap { CodeHashes.hint(for: $0.hash) }
        var contract: ContractData?
        if let code = stateInit?.code, let data = stateInit?.data { contract = ContractData(data, code: code) }
        return FieldsDocument(
            schema: "silk.chain_account/1",
            fields: [
                MessageField("network", .text(network)), MessageField("account", .text(proven.address.contractText)),
                .block("block", proven.block), .block("shard_block", proven.shardBlock),
                .moment("time", proven.generatedAt), MessageField("proof", .text(Proof.proven.rawValue)),
                MessageField("status", .text(account.status.name)),
                MessageField("balance", .currencies(account.balance)),
                .amount("due_payment", account.existing?.storageInfo.duePayment),
                MessageField(
                    "last_transaction",
                    proven.entry.map { entry in
                        .fields([
                            MessageField("lt", .number(entry.lastTransactionLT)),
                            .hash("hash", entry.lastTransactionHash),
                        ])
                    } ?? .none),
                .hash("state_hash", proven.entry?.stateHash), .hash("frozen_hash", frozenHash),
                .hash("code_hash", stateInit?.code?.hash),
                MessageField("code_hint", hint.map { .text($0.role.rawValue) } ?? .none),
                .hash("data_hash", stateInit?.data?.hash),
                MessageField(
                    "contract",
                    contract.map { .fields([MessageField("role", .text($0.role.rawValue))] + $0.fields) } ?? .none),
            ])
    }
}
