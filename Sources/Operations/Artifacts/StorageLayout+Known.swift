import Cocoon
public import TONCrypto

extension StorageLayout {
    /// The layout of a code: of an artifact, or of a code of the main network. Nil where nothing is known.
    public static func known(codeHash: Hash256, in store: ArtifactStore?) -> StorageLayout? {
        store?.artifact(codeHash: codeHash)?.layout ?? mainnet[codeHash]
    }

    /// The layouts of the main network's codes (``CodeHashes``); that of its present root isn't among them.
    ///
    /// The codes of proxies, workers, clients and wallets of version 4 were executed, and tests read what they wrote by
    /// these layouts. Those of version 3, and the root's, are only descriptions of the public sources. The wallet's code
    /// is the same in both.
    public static let mainnet: [Hash256: StorageLayout] = {
        var layouts: [Hash256: StorageLayout] = [:]
        for code in CodeHashes.all {
            let lines = lines(of: code)
            let evidence: Evidence = code.structVersions.contains(4) ? .recordedData : .description
            layouts[code.hash] = try? StorageLayout(role: code.role, lines: lines, evidence: evidence)
        }
        return layouts
    }()

    /// The definitions for a code of the main network.
    private static func lines(of code: CodeHashes.KnownCode) -> [String] {
        let versions = code.structVersions.map(String.init).joined(separator: "|")
        let params =
            "params = struct_version:uint8(=\(versions)) params_version:uint32 unique_id:uint32 is_test:uint1 "
            + "price_per_token:coins worker_fee_per_token:coins prompt_multiplier:uint32 cached_multiplier:uint32 "
            + "completion_multiplier:uint32 reasoning_multiplier:uint32 proxy_delay:uint32 client_delay:uint32 "
            + "min_proxy_stake:coins min_client_stake:coins proxy_code:maybe-ref worker_code:maybe-ref "
            + "client_code:maybe-ref"
        switch code.role {
        case .root:
            return [
                "root = owner:addr version:uint32 ^data ^params",
                "data = proxy_hashes:dict256 registered_proxies:dict32 last_proxy_seqno:uint32 "
                    + "worker_hashes:dict256 model_hashes:dict256",
                params,
            ]
        case .proxy:
            return [
                "proxy = owner:addr proxy_key:uint256 root:addr state:uint2 balance:coins stake:coins "
                    + "unlock_ts:uint32 ^params",
                params,
            ]
        case .worker:
            return ["worker = owner:addr proxy:addr proxy_key:uint256 state:uint2 tokens:uint64 ^params", params]
        case .client:
            return [
                "client = state:uint2 balance:coins stake:coins tokens_used:uint64 unlock_ts:uint32 "
                    + "secret_hash:uint256 ^[owner:addr proxy:addr proxy_key:uint256] ^params",
                params,
            ]
        case .wallet:
            return ["wallet = seqno:uint32 subwallet:uint32 public_key:uint256 status:uint32 owner:addr"]
        }
    }
}
