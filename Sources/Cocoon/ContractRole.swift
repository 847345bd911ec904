/// What a contract of COCOON is.
///
/// A role is proved by deriving the contract's address from the data it claims (``ContractDerivation``); a code
/// hash alone (``CodeHashes``) is a hint.
public enum ContractRole: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// The registry of hashes, proxies and params, one for a network.
    case root
    /// Holds all coins of its clients and pays its workers.
    case proxy
    /// Counts the tokens of one worker at one proxy.
    case worker
    /// Keeps the prepaid balance of one client at one proxy.
    case client
    /// The wallet that a machine uses, owned by another wallet.
    case wallet

    /// The role in one word.
    public var description: String { rawValue }
}
