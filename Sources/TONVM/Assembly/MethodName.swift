import TONBlocks
import TONCrypto

/// Names of the methods that a contract's dictionary of code holds by numbers.
public enum MethodName {
    /// The numbers that compilers reserve for what the chain itself calls.
    public static let reserved: [(name: String, number: Int)] = [
        ("recv_internal", 0), ("recv_external", -1), ("run_ticktock", -2), ("split_prepare", -3),
        ("split_install", -4),
    ]

    /// The number that compilers give a method of a name: CRC-16 of the name, and bit 16 set.
    public static func number(of name: String) -> Int { Int(CRC16.checksum(Array(name.utf8))) | 0x10000 }

    /// The name of a number, where it is reserved or that of a method in use.
    public static func name(of number: Int) -> String? { names[number] }

    /// Names in use: of the standards (TEP-62, 64, 66, 74, 81, 85, 89), of wallets, pools and exchanges, and of COCOON.
    static let known = [
        "seqno", "get_public_key", "get_subwallet_id", "get_wallet_id", "get_wallet_data", "get_wallet_address",
        "get_jetton_data", "get_nft_data", "get_collection_data", "get_nft_address_by_index", "get_nft_content",
        "get_static_data", "royalty_params", "get_authority_address", "get_revoked_time", "dnsresolve", "get_editor",
        "get_owner", "get_owner_address", "get_sale_data", "get_fix_price_data_v4", "get_auction_data",
        "get_telemint_auction_config", "get_telemint_token_name", "get_last_fill_up_time", "get_plugin_list",
        "is_plugin_installed", "is_signature_allowed", "is_signature_auth_allowed", "get_extensions", "get_timeout",
        "get_last_clean_time", "get_last_cleaned", "processed?", "get_trusted_address", "get_pool_data",
        "get_pool_full_data", "get_pool_status", "get_staking_status", "get_nominator_data", "list_nominators",
        "list_votes", "has_withdraw_requests", "get_reserves", "get_assets", "get_asset", "get_vault_address",
        "get_pool_address", "get_trade_fee", "estimate_swap_out", "get_expected_outputs", "get_expected_liquidity",
        "get_expected_tokens", "get_lp_account_address", "get_lp_account_data", "get_lp_data", "get_lp_swap_data",
        "get_lp_mining_data", "get_router_data", "get_router_state", "get_subscription_data", "get_subscription_info",
        "get_locker_data", "get_multisig_data", "get_order_data", "get_order_address", "get_jetton_wallet_address",
        "get_is_claimed", "is_claimed", "get_mintless_state", "get_status", "get_next_admin_address", "get_version",
        "get_storage_contract_data", "active_election_id", "participates_in", "participant_list",
        "participant_list_extended", "past_elections", "compute_returned_stake", "get_proposal", "list_proposals",
        "proposal_extended", "get_token_data", "supported_interfaces", "last_proxy_seqno", "get_cocoon_data",
        "get_cur_params", "get_cocoon_proxy_data", "get_cocoon_client_data", "get_cocoon_worker_data",
    ]

    private static let names: [Int: String] = {
        var names: [Int: String] = [:]
        for name in known where names[number(of: name)] == nil { names[number(of: name)] = name }
        for (name, number) in reserved { names[number] = name }
        return names
    }()
}
