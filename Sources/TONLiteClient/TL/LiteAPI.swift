/// What lite-servers are asked and answer: the types and functions of `lite_api.tl`.
///
/// Nothing that a server says is true because it says so. A type tells what its proofs prove; whoever uses it checks
/// them.
public enum LiteAPI {}

/// A question to a lite-server.
public protocol LiteServerFunction: TLObject, Hashable {
    /// What the server answers, if not with an error.
    associatedtype Answer: TLObject, Hashable
}

extension LiteAPI {
    /// All functions that a server is asked, each of which has an answer of its own.
    public static let functions: [any LiteServerFunction.Type] = [
        GetMasterchainInfo.self, GetMasterchainInfoExt.self, GetTime.self, GetVersion.self,
        GetBlock.self, GetState.self, GetBlockHeader.self, LookupBlock.self, LookupBlockWithProof.self,
        GetShardBlockProof.self, GetAccountState.self, GetAccountStatePruned.self, SendMessage.self,
        RunSmartContractMethod.self, GetShardInfo.self, GetAllShardsInfo.self, GetOneTransaction.self,
        GetTransactions.self, ListBlockTransactions.self, ListBlockTransactionsExt.self, GetBlockProof.self,
        GetConfigurationAll.self, GetConfigurationParameters.self, GetValidatorStatistics.self, GetLibraries.self,
        GetLibrariesWithProof.self, GetOutMessageQueueSizes.self, GetBlockOutMessageQueueSize.self,
        GetDispatchQueueInfo.self, GetDispatchQueueMessages.self, NonfinalGetPendingShardBlocks.self,
    ]

    static let functionsByConstructor = Dictionary(
        functions.map { ($0.constructor.identifier, $0) }, uniquingKeysWith: { first, _ in first })
}
