public import TONBlocks
public import TONCells
public import TONCrypto

/// Where an emulation gets the states that it starts from.
public protocol EmulationSource {
    /// Why there is none.
    associatedtype Failure: Error

    /// An account; nil where nothing is known of it. That it doesn't exist is a state, too.
    func account(_ address: AccountAddress) async throws(Failure) -> ShardAccount?

    /// A public library by its hash; nil where it isn't found.
    func library(_ hash: Hash256) async throws(Failure) -> Cell?
}
