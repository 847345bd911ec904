public import TONCells
import TONCrypto

extension NetworkConfiguration {
    /// A configuration of one's own, with what executions ask for: the prices and limits of the main network's base
    /// chain as of November 2026, which its masterchain has here too.
    ///
    /// - Parameters:
    ///   - globalVersion: The protocol's version.
    ///   - globalID: The network's number; nil for none.
    public static func withMainNetworkPrices(
        globalVersion: UInt32, globalID: Int32? = nil
    ) throws(CellError) -> NetworkConfiguration {
        var parameters = NetworkConfiguration()
        try parameters.set(
            .globalVersion(GlobalVersion(version: globalVersion, capabilities: 0x1ee)), for: 8)
        let workchain = WorkchainDescription(
            enabledSince: 0, monitorMinimumSplit: 0, minimumSplit: 0, maximumSplit: 4, isActive: true,
            acceptsMessages: true, zerostateRootHash: .zero, zerostateFileHash: .zero, version: 0,
            format: .basic(vmVersion: -1, vmMode: 0))
        try parameters.set(.workchains(try TypedHashmapE([(key: 0 as Int32, value: workchain)])), for: 12)
        let storage = StoragePrices(
            validSince: 0, bitPrice: 1, cellPrice: 500, masterchainBitPrice: 1000, masterchainCellPrice: 500_000)
        try parameters.set(.storagePrices(try TypedHashmapE([(key: 0 as UInt32, value: storage)])), for: 18)
        if let globalID { try parameters.set(.globalIdentifier(globalID), for: 19) }
        let gas = GasLimitsPrices(
            flat: GasLimitsPrices.FlatGas(limit: 100, price: 40_000), gasPrice: 400 << 16, gasLimit: 1_000_000,
            specialGasLimit: 1_000_000, gasCredit: 10_000, blockGasLimit: 10_000_000, freezeDueLimit: 100_000_000,
            deleteDueLimit: 1_000_000_000)
        for number: Int32 in [20, 21] { try parameters.set(.gasPrices(gas), for: number) }
        let forwarding = MessageForwardPrices(
            lumpPrice: 400_000, bitPrice: 400 << 16, cellPrice: 40_000 << 16, ihrPriceFactor: 98304,
            firstFraction: 21845, nextFraction: 21845)
        for number: Int32 in [24, 25] { try parameters.set(.messageForwardPrices(forwarding), for: number) }
        return parameters
    }
}
