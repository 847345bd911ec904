public import TONCrypto

/// Code hashes that are known for each role.
///
/// A hint, never a proof: anyone can deploy a known code with made-up data, and codes change with the root. A role is
/// proved by address derivation (``ContractDerivation``).
public enum CodeHashes {
    /// One known code.
    public struct KnownCode: Hashable, Sendable {
        /// What contracts with this code are.
        public let role: ContractRole
        /// The `struct_version`s that the code works with.
        public let structVersions: [UInt8]
        /// The representation hash of the code cell.
        public let hash: Hash256
    }

    /// All known codes. The code of the root of version 4 is not public.
    public static let all: [KnownCode] = [
        (.proxy, [3], "00b2c57d43c1dbc3e12cfa240494a168c78feca90a9b99ebe796b139ed713890"),
        (.proxy, [4], "279a4a96d50e93018f20fecac379712afd0052597cbe93fffec32be68c9787fd"),
        (.worker, [3], "1aaa0512c489a0382b163f7d706e2b4182f1a38fcc46208be5fa22d7faed5aa7"),
        (.worker, [4], "b100aeadcb1b1cb9274172044c1c27b041748ef4d2bbb8fe0f5c4da4dae67a3c"),
        (.client, [3], "974d24538e6003b1a393f8708525b81324cf8a78aee88b4585d51b6f64555147"),
        (.client, [4], "b81f091aee4e88708650755a859cfa436d2c968726b85b0569911bb734dd77d3"),
        (.root, [3], "5b07c6bd0c34735874dfa3548cd9a01c78be1e0fdf20d0c5ebe77736396c5400"),
        (.wallet, [3, 4], "7a48f05ceef40f06cabbaa39c1c5a67b24e8bb59d8cf8a74e49988a5f44cf66a"),
    ].compactMap { (role: ContractRole, versions: [UInt8], hex: String) in
        Hash256(hex: hex).map { KnownCode(role: role, structVersions: versions, hash: $0) }
    }

    /// The hashes of all known codes of a role.
    public static func all(of role: ContractRole) -> [Hash256] {
        all.filter { $0.role == role }.map(\.hash)
    }

    /// The known code of a hash; nil says nothing about what the contract is.
    public static func hint(for hash: Hash256) -> KnownCode? {
        all.first { $0.hash == hash }
    }
}
