import TONBlocks
import TONCells
import TONCrypto

/// A parameter in the shape in which an independent decoder wrote it down: paths → values.
struct DecodedConfiguration {
    private(set) var leaves: [String: String] = [:]

    init(_ parameter: ConfigurationParameter, number: Int32) throws {
        switch parameter {
        case .address(let value): leaves[""] = "-1:\(value)"
        case .burning(let value):
            put("blackhole_addr", value.blackholeAddress.map { "-1:\($0)" })
            put("fee_burn_nom", value.feeBurnNumerator)
            put("fee_burn_denom", value.feeBurnDenominator)
        case .mintedCurrencies(let value):
            for (index, entry) in try value.entries().enumerated() {
                put("currencies[\(index)].currency_id", entry.key)
                put("currencies[\(index)].amount", entry.value.value)
            }
        case .globalVersion(let value):
            put("version", value.version)
            put("capabilities", value.capabilities)
        case .parameterNumbers(let value):
            let name = number == 9 ? "mandatory_params" : "critical_params"
            for (index, key) in try value.keys().enumerated() { put("\(name)[\(index)]", key) }
        case .voting(let value):
            put("normal_params", value.normal)
            put("critical_params", value.critical)
        case .workchains(let value): try put(value)
        case .blockCreateFees(let value):
            put("masterchain_block_fee", value.masterchainBlock.nanoTON)
            put("basechain_block_fee", value.basechainBlock.nanoTON)
        case .electionTimings(let value):
            put("validators_elected_for", value.validatorsElectedFor)
            put("elections_start_before", value.electionsStartBefore)
            put("elections_end_before", value.electionsEndBefore)
            put("stake_held_for", value.stakeHeldFor)
        case .validatorCounts(let value):
            put("max_validators", value.maximumValidators)
            put("max_main_validators", value.maximumMainValidators)
            put("min_validators", value.minimumValidators)
        case .stakeLimits(let value):
            put("min_stake", value.minimumStake.nanoTON)
            put("max_stake", value.maximumStake.nanoTON)
            put("min_total_stake", value.minimumTotalStake.nanoTON)
            put("max_stake_factor", value.maximumStakeFactor)
        case .storagePrices(let value):
            for (index, entry) in try value.entries().enumerated() {
                let path = "storage_prices[\(index)]"
                put("\(path).utime_since", entry.value.validSince)
                put("\(path).bit_price_ps", entry.value.bitPrice)
                put("\(path).cell_price_ps", entry.value.cellPrice)
                put("\(path).mc_bit_price_ps", entry.value.masterchainBitPrice)
                put("\(path).mc_cell_price_ps", entry.value.masterchainCellPrice)
            }
        case .gasPrices(let value): put(value)
        case .blockLimits(let value):
            for (name, limits) in [("bytes", value.bytes), ("gas", value.gas), ("lt_delta", value.ltDelta)] {
                put("block_limits.\(name).underload", limits.underload)
                put("block_limits.\(name).soft_limit", limits.softLimit)
                put("block_limits.\(name).hard_limit", limits.hardLimit)
            }
        case .messageForwardPrices(let value):
            put("msg_forward_prices.lump_price", value.lumpPrice)
            put("msg_forward_prices.bit_price", value.bitPrice)
            put("msg_forward_prices.cell_price", value.cellPrice)
            put("msg_forward_prices.ihr_price_factor", value.ihrPriceFactor)
            put("msg_forward_prices.first_frac", value.firstFraction)
            put("msg_forward_prices.next_frac", value.nextFraction)
        case .catchain(let value):
            put("mc_catchain_lifetime", value.masterchainLifetime)
            put("shard_catchain_lifetime", value.shardLifetime)
            put("shard_validators_lifetime", value.shardValidatorsLifetime)
            put("shard_validators_num", value.shardValidatorsCount)
            put("flags", 0)
            put("shuffle_mc_validators", value.shufflesMasterchainValidators)
        case .consensus(let value): put(value)
        case .fundamentalContracts(let value):
            for (index, key) in try value.keys().enumerated() { put("fundamental_smc_addr[\(index)]", "-1:\(key)") }
        case .validatorSet(let value): try put(value)
        case .suspendedAddresses(let value):
            for (index, key) in try value.addresses.keys().enumerated() {
                put("accounts[\(index)]", "\(key.workchain):\(key.hash)")
            }
            put("suspended_until", value.suspendedUntil)
        case .oracleBridge(let value):
            put("oracle_bridge_params.bridge_addr", "-1:\(value.bridgeAddress)")
            put("oracle_bridge_params.oracle_multisig_address", "-1:\(value.oracleMultisigAddress)")
            put("oracle_bridge_params.external_chain_address", value.externalChainAddress)
            try put("oracle_bridge_params", value.oracles)
        case .jettonBridge(let value): try put(value)
        default: break
        }
    }

    private mutating func put(_ path: String, _ value: (any CustomStringConvertible)?) {
        leaves["." + path] = value.map { "\($0)" } ?? "null"
    }

    private mutating func put(_ path: String, _ value: ProposalSetup) {
        put("\(path).min_tot_rounds", value.minimumTotalRounds)
        put("\(path).max_tot_rounds", value.maximumTotalRounds)
        put("\(path).min_wins", value.minimumWins)
        put("\(path).max_losses", value.maximumLosses)
        put("\(path).min_store_sec", value.minimumStoreSeconds)
        put("\(path).max_store_sec", value.maximumStoreSeconds)
        put("\(path).bit_price", value.bitPrice)
        put("\(path).cell_price", value.cellPrice)
    }

    private mutating func put(_ workchains: TypedHashmapE<Int32, WorkchainDescription>) throws {
        for (index, (number, value)) in try workchains.entries().enumerated() {
            let path = "workchains[\(index)]"
            put("\(path).workchain", number)
            put("\(path).enabled_since", value.enabledSince)
            put("\(path).actual_min_split", value.monitorMinimumSplit)
            put("\(path).min_split", value.minimumSplit)
            put("\(path).max_split", value.maximumSplit)
            put("\(path).basic", value.format.isBasic ? 1 : 0)
            put("\(path).active", value.isActive)
            put("\(path).accept_msgs", value.acceptsMessages)
            put("\(path).flags", 0)
            put("\(path).zerostate_root_hash", value.zerostateRootHash)
            put("\(path).zerostate_file_hash", value.zerostateFileHash)
            put("\(path).version", value.version)
        }
    }

    private mutating func put(_ value: GasLimitsPrices) {
        let path = "gas_limits_prices"
        put("\(path).special_gas_limit", value.specialGasLimit)
        put("\(path).flat_gas_limit", value.flat?.limit)
        put("\(path).flat_gas_price", value.flat?.price)
        put("\(path).gas_price", value.gasPrice)
        put("\(path).gas_limit", value.gasLimit)
        put("\(path).gas_credit", value.gasCredit)
        put("\(path).block_gas_limit", value.blockGasLimit)
        put("\(path).freeze_due_limit", value.freezeDueLimit)
        put("\(path).delete_due_limit", value.deleteDueLimit)
    }

    private mutating func put(_ value: ConsensusConfiguration) {
        put("flags", 0)
        put("new_catchain_ids", value.usesNewCatchainIdentifiers)
        put("round_candidates", value.roundCandidates)
        put("next_candidate_delay_ms", value.nextCandidateDelay)
        put("consensus_timeout_ms", value.consensusTimeout)
        put("fast_attempts", value.fastAttempts)
        put("attempt_duration", value.attemptDuration)
        put("catchain_max_deps", value.catchainMaximumDependencies)
        put("max_block_bytes", value.maximumBlockBytes)
        put("max_collated_bytes", value.maximumCollatedBytes)
        put("proto_version", value.protocolVersion)
        put("catchain_max_blocks_coeff", value.catchainMaximumBlocksCoefficient)
    }

    private mutating func put(_ value: ValidatorSet) throws {
        put("utime_since", value.validSince)
        put("utime_until", value.validUntil)
        put("total", value.total)
        put("main", value.main)
        put("total_weight", value.totalWeight)
        for (index, validator) in try value.validators().enumerated() {
            put("list[\(index)].public_key", validator.publicKey.bytes)
            put("list[\(index)].weight", validator.weight)
            put("list[\(index)].adnl_addr", validator.adnlAddress)
        }
    }

    private mutating func put(_ path: String, _ oracles: TypedHashmapE<Hash256, Hash256>) throws {
        for (index, oracle) in try oracles.entries().enumerated() {
            put("\(path).oracles[\(index)].address", "-1:\(oracle.key)")
            put("\(path).oracles[\(index)].secp_pubkey", oracle.value)
        }
    }

    private mutating func put(_ value: JettonBridge) throws {
        let path = "jetton_bridge_params"
        put("\(path).bridge_address", "-1:\(value.bridgeAddress)")
        put("\(path).oracles_address", "-1:\(value.oraclesAddress)")
        put("\(path).state_flags", value.stateFlags)
        try put(path, value.oracles)
        guard case .prices(let prices, let address) = value.terms else { return }
        put("\(path).prices.bridge_burn_fee", prices.burnFee.nanoTON)
        put("\(path).prices.bridge_mint_fee", prices.mintFee.nanoTON)
        // The decoder states these two under an older and a newer name.
        for unit in ["gram", "tons"] {
            put("\(path).prices.wallet_min_\(unit)_for_storage", prices.walletStorage.nanoTON)
            put("\(path).prices.minter_min_\(unit)_for_storage", prices.minterStorage.nanoTON)
        }
        put("\(path).prices.wallet_gas_consumption", prices.walletGas.nanoTON)
        put("\(path).prices.discover_gas_consumption", prices.discoverGas.nanoTON)
        put("\(path).external_chain_address", address)
    }
}
