import TONBlocks
import TONCells
import TONCrypto

/// Parameters of the configuration by the names that block.tlb has for their types, constructors and fields.
struct ConfigurationFields {
    /// What block.tlb calls the parameter: that of its only field, or its constructor; nil where it has no name.
    static func name(of number: Int32) -> String? {
        switch number {
        case 0: "config_addr"
        case 1: "elector_addr"
        case 2: "minter_addr"
        case 3: "fee_collector_addr"
        case 4: "dns_root_addr"
        case 7: "to_mint"
        case 9: "mandatory_params"
        case 10: "critical_params"
        case 12: "workchains"
        case 19: "global_id"
        case 20: "config_mc_gas_prices"
        case 21: "config_gas_prices"
        case 22: "config_mc_block_limits"
        case 23: "config_block_limits"
        case 24: "config_mc_fwd_prices"
        case 25: "config_fwd_prices"
        case 31: "fundamental_smc_addr"
        case 32: "prev_validators"
        case 33: "prev_temp_validators"
        case 34: "cur_validators"
        case 35: "cur_temp_validators"
        case 36: "next_validators"
        case 37: "next_temp_validators"
        default: nil
        }
    }

    /// Dictionaries of more entries are counted, not shown; nil to show all.
    let limit: Int?

    /// The type's name, and what the parameter holds; nil for a raw one.
    func content(of parameter: ConfigurationParameter) -> (type: String, value: MessageField.Value)? {
        switch parameter {
        case .address(let hash): ("bits256", .text(hash.hex))
        case .burning(let value): ("BurningConfig", .fields(burning(value)))
        case .mintPrices(let value): ("ConfigParam 6", .fields(mintPrices(value)))
        case .mintedCurrencies(let value): ("ExtraCurrencyCollection", dictionary(value, currency))
        case .globalVersion(let value): ("GlobalVersion", .fields(globalVersion(value)))
        case .parameterNumbers(let value): ("Hashmap 32 True", set(value) { "\($0)" })
        case .voting(let value): ("ConfigVotingSetup", .fields(voting(value)))
        case .workchains(let value): ("HashmapE 32 WorkchainDescr", dictionary(value) { .fields(workchain($0)) })
        case .complaintPricing(let value): ("ComplaintPricing", .fields(complaintPricing(value)))
        case .blockCreateFees(let value): ("BlockCreateFees", .fields(blockCreateFees(value)))
        case .electionTimings(let value): ("ConfigParam 15", .fields(electionTimings(value)))
        case .validatorCounts(let value): ("ConfigParam 16", .fields(validatorCounts(value)))
        case .stakeLimits(let value): ("ConfigParam 17", .fields(stakeLimits(value)))
        case .storagePrices(let value): ("Hashmap 32 StoragePrices", dictionary(value) { .fields(storagePrices($0)) })
        case .globalIdentifier(let value): ("int32", .small(Int64(value)))
        case .gasPrices(let value): ("GasLimitsPrices", .fields(gasPrices(value)))
        case .blockLimits(let value): ("BlockLimits", .fields(blockLimits(value)))
        case .messageForwardPrices(let value): ("MsgForwardPrices", .fields(forwardPrices(value)))
        case .catchain(let value): ("CatchainConfig", .fields(catchain(value)))
        case .consensus(let value): ("ConsensusConfig", .fields(consensus(value)))
        case .newConsensus(let value): ("NewConsensusConfigAll", .fields(newConsensus(value)))
        case .fundamentalContracts(let value): ("HashmapE 256 True", set(value, \.hex))
        case .validatorSet(let value): ("ValidatorSet", .fields(validatorSet(value)))
        case .temporaryKeys(let value):
            ("HashmapE 256 ValidatorSignedTempKey", dictionary(value, key: \.hex) { .fields(temporaryKey($0)) })
        case .misbehaviourPunishment(let value): ("MisbehaviourPunishmentConfig", .fields(punishment(value)))
        case .sizeLimits(let value): ("SizeLimitsConfig", .fields(sizeLimits(value)))
        case .suspendedAddresses(let value): ("SuspendedAddressList", .fields(suspendedAddresses(value)))
        case .precompiledContracts(let value): ("PrecompiledContractsConfig", .fields(precompiledContracts(value)))
        case .oracleBridge(let value): ("OracleBridgeParams", .fields(oracleBridge(value)))
        case .jettonBridge(let value): ("JettonBridgeParams", .fields(jettonBridge(value)))
        case .raw: nil
        }
    }

    // MARK: - Dictionaries

    private func dictionary<Key, Value>(
        _ dictionary: TypedHashmapE<Key, Value>, key: (Key) -> String = { "\($0)" },
        _ value: (Value) -> MessageField.Value
    ) -> MessageField.Value {
        shown(dictionary) { entries in .fields(entries.map { MessageField(key($0.key), value($0.value)) }) }
    }

    private func set<Key>(
        _ dictionary: TypedHashmapE<Key, EmptyValue>, _ key: (Key) -> String
    ) -> MessageField.Value {
        shown(dictionary) { entries in .list(entries.map { .text(key($0.key)) }) }
    }

    private func shown<Key, Value>(
        _ dictionary: TypedHashmapE<Key, Value>, _ show: ([(key: Key, value: Value)]) -> MessageField.Value
    ) -> MessageField.Value {
        do throws(CellError) {
            let entries = dictionary.isEmpty ? [] : try dictionary.entries()
            if let limit, entries.count > limit { return .text("\(entries.count) entries") }
            return show(entries)
        } catch {
            return .text("unreadable: \(error)")
        }
    }

    private func currency(_ amount: ExtraCurrencyAmount) -> MessageField.Value {
        .text(amount.value.map { "\($0)" } ?? "0x" + Hex.encode(amount.bytes))
    }

    // MARK: - Economy

    private func burning(_ value: BurningConfiguration) -> [MessageField] {
        [
            .hash("blackhole_addr", value.blackholeAddress), .small("fee_burn_num", value.feeBurnNumerator),
            .small("fee_burn_denom", value.feeBurnDenominator),
        ]
    }

    private func mintPrices(_ value: MintPrices) -> [MessageField] {
        [.amount("mint_new_price", value.newCurrency), .amount("mint_add_price", value.moreOfCurrency)]
    }

    private func globalVersion(_ value: GlobalVersion) -> [MessageField] {
        [.small("version", value.version), .number("capabilities", value.capabilities)]
    }

    private func voting(_ value: VotingSetup) -> [MessageField] {
        [
            MessageField("normal_params", .fields(proposals(value.normal))),
            MessageField("critical_params", .fields(proposals(value.critical))),
        ]
    }

    private func proposals(_ value: ProposalSetup) -> [MessageField] {
        [
            .small("min_tot_rounds", value.minimumTotalRounds), .small("max_tot_rounds", value.maximumTotalRounds),
            .small("min_wins", value.minimumWins), .small("max_losses", value.maximumLosses),
            .small("min_store_sec", value.minimumStoreSeconds), .small("max_store_sec", value.maximumStoreSeconds),
            .small("bit_price", value.bitPrice), .small("cell_price", value.cellPrice),
        ]
    }

    private func complaintPricing(_ value: ComplaintPricing) -> [MessageField] {
        [
            .amount("deposit", value.deposit), .amount("bit_price", value.bitPrice),
            .amount("cell_price", value.cellPrice),
        ]
    }

    private func blockCreateFees(_ value: BlockCreateFees) -> [MessageField] {
        [
            .amount("masterchain_block_fee", value.masterchainBlock),
            .amount("basechain_block_fee", value.basechainBlock),
        ]
    }

    private func stakeLimits(_ value: StakeLimits) -> [MessageField] {
        [
            .amount("min_stake", value.minimumStake), .amount("max_stake", value.maximumStake),
            .amount("min_total_stake", value.minimumTotalStake), .small("max_stake_factor", value.maximumStakeFactor),
        ]
    }

    private func storagePrices(_ value: StoragePrices) -> [MessageField] {
        [
            .moment("utime_since", value.validSince), .number("bit_price_ps", value.bitPrice),
            .number("cell_price_ps", value.cellPrice), .number("mc_bit_price_ps", value.masterchainBitPrice),
            .number("mc_cell_price_ps", value.masterchainCellPrice),
        ]
    }

    private func gasPrices(_ value: GasLimitsPrices) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.specialGasLimit == nil ? "gas_prices" : "gas_prices_ext"),
            .number("gas_price", value.gasPrice), .number("gas_limit", value.gasLimit),
        ]
        if let limit = value.specialGasLimit { fields.append(.number("special_gas_limit", limit)) }
        fields += [
            .number("gas_credit", value.gasCredit), .number("block_gas_limit", value.blockGasLimit),
            .number("freeze_due_limit", value.freezeDueLimit), .number("delete_due_limit", value.deleteDueLimit),
        ]
        guard let flat = value.flat else { return fields }
        return [
            .constructor("gas_flat_pfx"), .number("flat_gas_limit", flat.limit),
            .number("flat_gas_price", flat.price), MessageField("other", .fields(fields)),
        ]
    }

    private func forwardPrices(_ value: MessageForwardPrices) -> [MessageField] {
        [
            .number("lump_price", value.lumpPrice), .number("bit_price", value.bitPrice),
            .number("cell_price", value.cellPrice), .small("ihr_price_factor", value.ihrPriceFactor),
            .small("first_frac", value.firstFraction), .small("next_frac", value.nextFraction),
        ]
    }

    private func punishment(_ value: MisbehaviourPunishment) -> [MessageField] {
        [
            .amount("default_flat_fine", value.defaultFlatFine),
            .small("default_proportional_fine", value.defaultProportionalFine),
            .small("severity_flat_mult", value.severityFlatMultiplier),
            .small("severity_proportional_mult", value.severityProportionalMultiplier),
            .small("unpunishable_interval", value.unpunishableInterval), .small("long_interval", value.longInterval),
            .small("long_flat_mult", value.longFlatMultiplier),
            .small("long_proportional_mult", value.longProportionalMultiplier),
            .small("medium_interval", value.mediumInterval), .small("medium_flat_mult", value.mediumFlatMultiplier),
            .small("medium_proportional_mult", value.mediumProportionalMultiplier),
        ]
    }

    // MARK: - Workchains and limits

    private func workchain(_ value: WorkchainDescription) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.timings == nil ? "workchain" : "workchain_v2"),
            .moment("enabled_since", value.enabledSince),
            .small("monitor_min_split", value.monitorMinimumSplit), .small("min_split", value.minimumSplit),
            .small("max_split", value.maximumSplit), .flag("basic", value.format.isBasic),
            .flag("active", value.isActive), .flag("accept_msgs", value.acceptsMessages),
            .hash("zerostate_root_hash", value.zerostateRootHash),
            .hash("zerostate_file_hash", value.zerostateFileHash), .small("version", value.version),
            MessageField("format", .fields(format(value.format))),
        ]
        if let timings = value.timings {
            fields += [
                MessageField(
                    "split_merge_timings",
                    .fields([
                        .small("split_merge_delay", timings.delay), .small("split_merge_interval", timings.interval),
                        .small("min_split_merge_interval", timings.minimumInterval),
                        .small("max_split_merge_delay", timings.maximumDelay),
                    ])),
                .small("persistent_state_split_depth", value.persistentStateSplitDepth),
            ]
        }
        return fields
    }

    private func format(_ value: WorkchainFormat) -> [MessageField] {
        switch value {
        case .basic(let version, let mode):
            [.constructor("wfmt_basic"), .small("vm_version", version), .number("vm_mode", mode)]
        case .extended(let minimum, let maximum, let step, let type):
            [
                .constructor("wfmt_ext"), .small("min_addr_len", minimum), .small("max_addr_len", maximum),
                .small("addr_len_step", step), .small("workchain_type_id", type),
            ]
        }
    }

    private func blockLimits(_ value: BlockLimits) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.extended == nil ? "block_limits" : "block_limits_v2"),
            MessageField("bytes", .fields(limits(value.bytes))), MessageField("gas", .fields(limits(value.gas))),
            MessageField("lt_delta", .fields(limits(value.ltDelta))),
        ]
        if let extended = value.extended {
            fields += [
                MessageField("collated_data", .fields(limits(extended.collatedData))),
                MessageField(
                    "imported_msg_queue",
                    .fields([
                        .small("max_bytes", extended.importedMessageQueue.maximumBytes),
                        .small("max_msgs", extended.importedMessageQueue.maximumMessages),
                    ])),
            ]
        }
        return fields
    }

    private func limits(_ value: ParameterLimits) -> [MessageField] {
        [
            .small("underload", value.underload), .small("soft_limit", value.softLimit),
            .small("hard_limit", value.hardLimit),
        ]
    }

    private func sizeLimits(_ value: SizeLimits) -> [MessageField] {
        let constructor =
            switch (value.accounts, value.totals) {
            case (nil, _): "size_limits_config"
            case (_?, nil): "size_limits_config_v2"
            case (_?, _?): "size_limits_config_v3"
            }
        var fields: [MessageField] = [
            .constructor(constructor), .small("max_msg_bits", value.maximumMessageBits),
            .small("max_msg_cells", value.maximumMessageCells),
            .small("max_library_cells", value.maximumLibraryCells),
            .small("max_vm_data_depth", value.maximumVMDataDepth),
            .small("max_ext_msg_size", value.maximumExternalMessageSize),
            .small("max_ext_msg_depth", value.maximumExternalMessageDepth),
        ]
        if let accounts = value.accounts {
            fields += [
                .small("max_acc_state_cells", accounts.maximumStateCells),
                .small("max_mc_acc_state_cells", accounts.maximumMasterchainStateCells),
                .small("max_acc_public_libraries", accounts.maximumPublicLibraries),
                .small("defer_out_queue_size_limit", accounts.deferOutQueueSizeLimit),
                .small("max_msg_extra_currencies", accounts.maximumMessageExtraCurrencies),
                .small("max_acc_fixed_prefix_length", accounts.maximumFixedPrefixLength),
                .small("acc_state_cells_for_storage_dict", accounts.stateCellsForStorageDictionary),
                .small("max_transaction_library_loads", accounts.maximumTransactionLibraryLoads),
            ]
        }
        if let totals = value.totals {
            fields += [
                .small("max_total_msg_bits", totals.maximumTotalMessageBits),
                .small("max_total_msg_cells", totals.maximumTotalMessageCells),
            ]
        }
        return fields
    }

    // MARK: - Validators

    private func electionTimings(_ value: ElectionTimings) -> [MessageField] {
        [
            .small("validators_elected_for", value.validatorsElectedFor),
            .small("elections_start_before", value.electionsStartBefore),
            .small("elections_end_before", value.electionsEndBefore), .small("stake_held_for", value.stakeHeldFor),
        ]
    }

    private func validatorCounts(_ value: ValidatorCounts) -> [MessageField] {
        [
            .small("max_validators", value.maximumValidators),
            .small("max_main_validators", value.maximumMainValidators),
            .small("min_validators", value.minimumValidators),
        ]
    }

    private func catchain(_ value: CatchainConfiguration) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.shufflesMasterchainValidators == nil ? "catchain_config" : "catchain_config_new")
        ]
        if let shuffles = value.shufflesMasterchainValidators {
            fields.append(.flag("shuffle_mc_validators", shuffles))
        }
        return fields + [
            .small("mc_catchain_lifetime", value.masterchainLifetime),
            .small("shard_catchain_lifetime", value.shardLifetime),
            .small("shard_validators_lifetime", value.shardValidatorsLifetime),
            .small("shard_validators_num", value.shardValidatorsCount),
        ]
    }

    private func consensus(_ value: ConsensusConfiguration) -> [MessageField] {
        let constructor =
            switch value.layout {
            case .first: "consensus_config"
            case .second: "consensus_config_new"
            case .third: "consensus_config_v3"
            case .fourth: "consensus_config_v4"
            }
        var fields: [MessageField] = [.constructor(constructor)]
        if value.layout == .fourth { fields.append(.flag("use_quic", value.usesQUIC)) }
        if value.layout != .first { fields.append(.flag("new_catchain_ids", value.usesNewCatchainIdentifiers)) }
        fields += [
            .small("round_candidates", value.roundCandidates),
            .small("next_candidate_delay_ms", value.nextCandidateDelay),
            .small("consensus_timeout_ms", value.consensusTimeout), .small("fast_attempts", value.fastAttempts),
            .small("attempt_duration", value.attemptDuration),
            .small("catchain_max_deps", value.catchainMaximumDependencies),
            .small("max_block_bytes", value.maximumBlockBytes),
            .small("max_collated_bytes", value.maximumCollatedBytes),
        ]
        switch value.layout {
        case .first, .second: break
        case .third: fields.append(.small("proto_version", value.protocolVersion))
        case .fourth:
            fields += [
                .small("proto_version", value.protocolVersion),
                .small("catchain_max_blocks_coeff", value.catchainMaximumBlocksCoefficient),
            ]
        }
        return fields
    }

    private func newConsensus(_ value: NewConsensusConfigurations) -> [MessageField] {
        [
            MessageField("mc", value.masterchain.map { .fields(newConsensus($0)) } ?? .none),
            MessageField("shard", value.shards.map { .fields(newConsensus($0)) } ?? .none),
        ]
    }

    private func newConsensus(_ value: NewConsensusConfiguration) -> [MessageField] {
        switch value {
        case .simplex(let simplex):
            [
                .constructor("simplex_config"), .small("flags", simplex.flags), .flag("use_quic", simplex.usesQUIC),
                .small("target_rate_ms", simplex.targetRate),
                .small("slots_per_leader_window", simplex.slotsPerLeaderWindow),
                .small("first_block_timeout_ms", simplex.firstBlockTimeout),
                .small("max_leader_window_desync", simplex.maximumLeaderWindowDesync),
            ]
        case .simplexV2(let simplex):
            [
                .constructor("simplex_config_v2"), .small("flags", simplex.flags),
                .small("protocol_version", simplex.protocolVersion), .flag("use_quic", simplex.usesQUIC),
                .small("slots_per_leader_window", simplex.slotsPerLeaderWindow),
                MessageField(
                    "noncritical_params",
                    dictionary(simplex.noncriticalParameters) { .small(Int64($0.value)) }),
            ]
        case .unknown(let cell): [MessageField("unknown", .cell(cell))]
        }
    }

    private func validatorSet(_ value: ValidatorSet) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.totalWeight == nil ? "validators" : "validators_ext"),
            .moment("utime_since", value.validSince), .moment("utime_until", value.validUntil),
            .small("total", value.total), .small("main", value.main),
        ]
        if let weight = value.totalWeight { fields.append(.number("total_weight", weight)) }
        return fields + [MessageField("list", dictionary(value.list) { .fields(validator($0)) })]
    }

    private func validator(_ value: ValidatorDescription) -> [MessageField] {
        var fields: [MessageField] = [
            .constructor(value.adnlAddress == nil ? "validator" : "validator_addr"),
            .hash("public_key", value.publicKey.bytes), .number("weight", value.weight),
        ]
        if let address = value.adnlAddress { fields.append(.hash("adnl_addr", address)) }
        return fields
    }

    private func temporaryKey(_ value: SignedTemporaryKey) -> [MessageField] {
        let key = value.key
        return [
            MessageField(
                "key",
                .fields([
                    .hash("adnl_addr", key.adnlAddress), .hash("temp_public_key", key.publicKey.bytes),
                    .small("seqno", key.seqno), .moment("valid_until", key.validUntil),
                ])),
            MessageField("signature", .fields(signature(value.signature))),
        ]
    }

    private func signature(_ value: CryptoSignature) -> [MessageField] {
        switch value {
        case .simple(let signature): [.constructor("ed25519_signature")] + halves(signature)
        case .chained(let certificate, let signature):
            [
                .constructor("chained_signature"), MessageField("signed_cert", .cell(certificate.cell)),
                MessageField("temp_key_signature", .fields(halves(signature))),
            ]
        }
    }

    private func halves(_ value: Ed25519SignatureValue) -> [MessageField] {
        [.hash("R", value.r), .hash("s", value.s)]
    }

    // MARK: - Contracts

    private func suspendedAddresses(_ value: SuspendedAddresses) -> [MessageField] {
        [
            MessageField("addresses", set(value.addresses) { "\($0.workchain):\($0.hash.hex)" }),
            .moment("suspended_until", value.suspendedUntil),
        ]
    }

    private func precompiledContracts(_ value: PrecompiledContracts) -> [MessageField] {
        [
            MessageField(
                "list", dictionary(value.list, key: \.hex) { .fields([.number("gas_usage", $0.gasUsage)]) })
        ]
    }

    private func oracleBridge(_ value: OracleBridge) -> [MessageField] {
        [
            .hash("bridge_address", value.bridgeAddress),
            // As block.tlb spells it.
            .hash("oracle_mutlisig_address", value.oracleMultisigAddress),
            MessageField("oracles", dictionary(value.oracles, key: \.hex) { .text($0.hex) }),
            .hash("external_chain_address", value.externalChainAddress),
        ]
    }

    private func jettonBridge(_ value: JettonBridge) -> [MessageField] {
        let fields: [MessageField] = [
            .hash("bridge_address", value.bridgeAddress), .hash("oracles_address", value.oraclesAddress),
            MessageField("oracles", dictionary(value.oracles, key: \.hex) { .text($0.hex) }),
            .small("state_flags", value.stateFlags),
        ]
        switch value.terms {
        case .burnFee(let fee):
            return [.constructor("jetton_bridge_params_v0")] + fields + [.amount("burn_bridge_fee", fee)]
        case .prices(let prices, let address):
            return [.constructor("jetton_bridge_params_v1")] + fields + [
                MessageField(
                    "prices",
                    .fields([
                        .amount("bridge_burn_fee", prices.burnFee), .amount("bridge_mint_fee", prices.mintFee),
                        .amount("wallet_min_tons_for_storage", prices.walletStorage),
                        .amount("wallet_gas_consumption", prices.walletGas),
                        .amount("minter_min_tons_for_storage", prices.minterStorage),
                        .amount("discover_gas_consumption", prices.discoverGas),
                    ])), .hash("external_chain_address", address),
            ]
        }
    }
}

extension MessageField {
    /// Which constructor of a type it is, where the type has several.
    fileprivate static func constructor(_ name: String) -> MessageField { MessageField("constructor", .text(name)) }

    fileprivate static func flag(_ name: String, _ value: Bool) -> MessageField { MessageField(name, .flag(value)) }

    fileprivate static func moment(_ name: String, _ unix: UInt32) -> MessageField {
        MessageField(name, .moment(unix))
    }

    fileprivate static func number(_ name: String, _ value: UInt64) -> MessageField {
        MessageField(name, .number(value))
    }
}
