import TONBlocks
import TONCells
import TONCrypto

/// What contracts get of the network's configuration, read once for any number of runs.
///
/// What can't be read is absent to them, as in the reference.
struct ContractConfiguration: Sendable {
    /// The dictionary.
    let root: Cell?
    /// 0 where the configuration names none.
    let globalVersion: Int
    let limits: ExecutionLimits
    /// Prices of storage and the times from which on they hold, ascending.
    private let storagePrices: [(since: UInt64, slice: CellSlice)]
    /// Parameters 19, 20, 21, 24, 25 and 43.
    private let unpackedParameters: [CellSlice?]
    private let precompiledContracts: TypedHashmapE<Hash256, PrecompiledContract>

    init(_ parameters: NetworkConfiguration) {
        root = parameters.dictionary.root
        globalVersion = (try? parameters.globalVersion()).map { Int($0?.version ?? 0) } ?? 0
        limits = ExecutionLimits(try? parameters.sizeLimits())
        precompiledContracts = (try? parameters.precompiledContracts())?.list ?? TypedHashmapE()
        unpackedParameters = [19, 20, 21, 24, 25, 43].map { number in
            (try? parameters.cell(number))?.flatMap { try? $0.slice() }
        }
        let prices = (try? parameters.cell(18)).flatMap { $0 }
        storagePrices =
            (try? HashmapE(keyBits: 32, root: prices).entries())?
            .map { ($0.key.unsignedValue ?? .max, $0.value) } ?? []
    }

    /// The parameters that contracts ask for most, with the prices of storage that hold at a time.
    func unpacked(at now: UInt32) -> StackEntry {
        let prices = storagePrices.last { $0.since <= UInt64(now) }?.slice
        var entries: [StackEntry] = [prices.map { .slice($0) } ?? .null]
        for slice in unpackedParameters { entries.append(slice.map { .slice($0) } ?? .null) }
        return .tuple(Tuple(entries))
    }

    /// The fixed gas of a contract with such code; nil where it costs what it uses.
    func precompiledGas(codeHash: Hash256) -> UInt64? {
        guard !precompiledContracts.isEmpty else { return nil }
        return (try? precompiledContracts.value(for: codeHash))?.gasUsage
    }
}
