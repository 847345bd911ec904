import TONBlocks
import TONCells
import TONCrypto

/// What is asked of a block.
struct BlockReport {
    /// The block's root cell, or that of a Merkle proof over one.
    private let root: Cell
    private let isProof: Bool
    private let block: Block

    /// Takes a block, or a proof of one, in which what is pruned is not said.
    init(_ cell: Cell) throws {
        isProof = cell.type == .merkleProof
        root = cell.unproved
        block = try Block(cell: root)
    }

    /// The document; transactions only where they are wanted.
    func document(withTransactions: Bool) throws -> FieldsDocument {
        var fields: [MessageField] = [.small("global_id", block.globalIdentifier)]
        let info = try block.info.unlessPruned()
        fields += try identifierFields(info)
        if let info { fields += try headerFields(info) }
        fields.append(
            MessageField("value_flow", try block.valueFlow.unlessPruned().map { .fields($0.fields) } ?? .none))
        if let extra = try block.extra.unlessPruned() {
            fields += try extraFields(extra, withTransactions: withTransactions)
        }
        return FieldsDocument(
            schema: "silk.block/1", fields: fields, tables: ["prev_refs", "shards", "transactions"])
    }

    private func identifierFields(_ info: BlockInfo?) throws -> [MessageField] {
        var fields: [MessageField] = []
        if let info {
            fields += [
                .small("workchain", info.shard.workchain), MessageField("shard", .text(info.shard.shardText)),
                .small("seqno", info.seqno),
            ]
        }
        // The validators sign the canonical bytes of the whole block: a proof doesn't have them.
        let fileHash = isProof ? nil : SHA256.hash(BagOfCells(roots: [root]).serialized(.block))
        return fields + [.hash("root_hash", root.hash(level: 0)), .hash("file_hash", fileHash)]
    }

    private func headerFields(_ info: BlockInfo) throws -> [MessageField] {
        let previous: MessageField.Value =
            info.previousReference.type == .prunedBranch
            ? .none : .list(try info.previousBlockIdentifiers().map { .fields($0.fields) })
        let master = try info.masterReference?.unlessPruned()
        return [
            MessageField("time", .text(Moment(info.generatedAt).text)), .small("unix", info.generatedAt),
            MessageField("start_lt", .number(info.startLT)),
            MessageField("end_lt", .number(info.endLT)), .small("version", info.version),
            MessageField("is_key_block", .flag(info.isKeyBlock)),
            MessageField("is_after_merge", .flag(info.isAfterMerge)),
            MessageField("is_after_split", .flag(info.isAfterSplit)),
            MessageField("is_before_split", .flag(info.isBeforeSplit)),
            MessageField("wants_merge", .flag(info.wantsMerge)), MessageField("wants_split", .flag(info.wantsSplit)),
            .small("vertical_seqno", info.verticalSeqno),
            .small("validator_list_hash_short", info.validatorListHashShort),
            .small("catchain_seqno", info.catchainSeqno),
            .small("min_ref_mc_seqno", info.minimumReferencedMasterchainSeqno),
            .small("prev_key_block_seqno", info.previousKeyBlockSeqno),
            MessageField(
                "software",
                info.software.map {
                    .fields([.small("version", $0.version), MessageField("capabilities", .number($0.capabilities))])
                } ?? .none),
            MessageField("master_ref", master.map { .fields($0.fields) } ?? .none),
            MessageField("prev_refs", previous),
        ]
    }

    private func extraFields(_ extra: BlockExtra, withTransactions: Bool) throws -> [MessageField] {
        var fields: [MessageField] = [
            .hash("created_by", extra.createdBy), .hash("random_seed", extra.randomSeed),
            .small("in_message_count", try extra.inMessages.unlessPruned()?.countedEntries()),
            .small("out_message_count", try extra.outMessages.unlessPruned()?.countedEntries()),
        ]
        if let accounts = try extra.accountBlocks.unlessPruned() {
            let entries = try accounts.entries()
            var transactions: [(account: Hash256, entries: [AccountTransactions.Entry])] = []
            // Few cells that refer to each other can pose as billions: all accounts share one limit.
            var left = HashmapE.defaultEntryLimit
            for entry in entries {
                let found = try entry.value.transactions.entries(limit: left)
                left -= found.count
                transactions.append((entry.key, found))
            }
            fields += [
                .small("account_count", entries.count),
                .small("transaction_count", transactions.reduce(0) { $0 + $1.entries.count }),
            ]
            if withTransactions {
                let rows: [(lt: UInt64, fields: [MessageField])] = transactions.flatMap { account, entries in
                    entries.map { entry in
                        (
                            entry.key,
                            [
                                .hash("account_hash", account), MessageField("lt", .number(entry.key)),
                                .hash("hash", entry.value.hash),
                                .amount("total_fees", entry.extra.coins),
                            ]
                        )
                    }
                }
                fields.append(
                    MessageField("transactions", .list(rows.sorted { $0.lt < $1.lt }.map { .fields($0.fields) })))
            }
        }
        if let masterchain = try extra.masterchainExtra?.unlessPruned() {
            let shards = try masterchain.shardHashes.shards()
            fields.append(
                MessageField("shards", .list(shards.map { .fields($0.1.identifier(in: $0.0).fields) })))
        }
        return fields
    }
}

extension Lazy {
    /// What the cell holds; nil where a proof has it pruned.
    func unlessPruned() throws(CellError) -> Value? { cell.type == .prunedBranch ? nil : try load() }
}

extension TypedHashmapAugE {
    fileprivate func countedEntries() throws(CellError) -> Int { try dictionary.entries().count }
}

extension ShardIdentifier {
    /// The shard's number in sixteen hexadecimal digits.
    var shardText: String {
        let digits = String(shard, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension BlockIdentifier {
    /// The full name in one line, as `--trust` takes it: `(-1,8000000000000000,17):ROOT:FILE`.
    var nameText: String {
        "(\(workchain),\(shardIdentifier.shardText),\(seqno)):\(rootHash.hex):\(fileHash.hex)"
    }

    /// The parts of the name.
    var fields: [MessageField] {
        [
            .small("workchain", workchain), MessageField("shard", .text(shardIdentifier.shardText)),
            .small("seqno", seqno), .hash("root_hash", rootHash), .hash("file_hash", fileHash),
        ]
    }
}

extension ExternalBlockReference {
    fileprivate var fields: [MessageField] {
        [
            MessageField("end_lt", .number(endLT)), .small("seqno", seqno), .hash("root_hash", rootHash),
            .hash("file_hash", fileHash),
        ]
    }
}

extension ValueFlow {
    fileprivate var fields: [MessageField] {
        [
            MessageField("from_previous_block", .currencies(fromPreviousBlock)),
            MessageField("to_next_block", .currencies(toNextBlock)),
            MessageField("imported", .currencies(imported)), MessageField("exported", .currencies(exported)),
            MessageField("fees_collected", .currencies(feesCollected)),
            MessageField("fees_imported", .currencies(feesImported)),
            MessageField("burned", burned.map { .currencies($0) } ?? .none),
            MessageField("recovered", .currencies(recovered)), MessageField("created", .currencies(created)),
            MessageField("minted", .currencies(minted)),
        ]
    }
}
