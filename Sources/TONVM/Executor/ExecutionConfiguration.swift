public import TONBlocks
import TONCells
import TONCrypto

/// The network's configuration, read once for any number of transactions.
///
/// What an execution doesn't need isn't read, so that later constructors of other parameters don't matter.
public final class ExecutionConfiguration: Sendable {
    /// The number of the protocol's version: 0 where the configuration names none.
    public let globalVersion: Int
    /// The parameters.
    public let parameters: NetworkConfiguration

    let root: Cell?
    let capabilities: UInt64
    let limits: ExecutionLimits
    /// Prices of storage in the order of the times from which on they hold.
    let storagePrices: [StoragePrices]
    let workchains: [Int32: WorkchainDescription]
    let masterchainGas: GasPrices
    let basechainGas: GasPrices
    let masterchainForward: ForwardPrices
    let basechainForward: ForwardPrices
    let fundamentalContracts: HashmapE
    let configurationAddress: Hash256?
    let blackholeAddress: Hash256?
    let suspendedAddresses: SuspendedAddresses?
    /// What contracts get of it.
    let contract: ContractConfiguration

    private static let capabilityBounceMessageBody: UInt64 = 4

    /// Reads what executions need. Throws where prices are absent or malformed; limits of a later constructor than is
    /// known are those of the reference.
    public init(_ parameters: NetworkConfiguration) throws(ExecutionError) {
        self.parameters = parameters
        root = parameters.dictionary.root
        let version: GlobalVersion? = try Self.read(8, parameters)
        globalVersion = version.map { Int($0.version) } ?? 0
        capabilities = version?.capabilities ?? 0
        limits = ExecutionLimits(Self.readIfKnown(43, parameters))
        masterchainGas = GasPrices(try Self.require(20, parameters))
        basechainGas = GasPrices(try Self.require(21, parameters))
        masterchainForward = ForwardPrices(prices: try Self.require(24, parameters))
        basechainForward = ForwardPrices(prices: try Self.require(25, parameters))
        storagePrices = try Self.readStoragePrices(parameters)
        workchains = Self.readWorkchains(parameters)
        let contracts: TypedHashmapE<Hash256, EmptyValue>? = Self.readIfKnown(31, parameters)
        fundamentalContracts = contracts?.dictionary ?? HashmapE(keyBits: 256)
        configurationAddress = Self.readIfKnown(0, parameters)
        let burning: BurningConfiguration? = Self.readIfKnown(5, parameters)
        blackholeAddress = burning?.blackholeAddress
        suspendedAddresses = Self.readIfKnown(44, parameters)
        contract = ContractConfiguration(parameters)
    }

    // MARK: - Reading

    private static func read<T: TLBDecodable>(
        _ number: Int32, _ parameters: NetworkConfiguration
    ) throws(ExecutionError) -> T? {
        do {
            return try parameters.value(number)
        } catch {
            throw .unusableConfiguration(parameter: number, error)
        }
    }

    private static func require<T: TLBDecodable>(
        _ number: Int32, _ parameters: NetworkConfiguration
    ) throws(ExecutionError) -> T {
        guard let value: T = try read(number, parameters) else {
            throw .unusableConfiguration(parameter: number, nil)
        }
        return value
    }

    private static func readIfKnown<T: TLBDecodable>(_ number: Int32, _ parameters: NetworkConfiguration) -> T? {
        try? parameters.value(number)
    }

    private static func readStoragePrices(
        _ parameters: NetworkConfiguration
    ) throws(ExecutionError) -> [StoragePrices] {
        do throws(CellError) {
            guard let root = try parameters.cell(18) else {
                throw .outOfRange("there are no prices of storage")
            }
            let entries = try HashmapE(keyBits: 32, root: root).entries()
            return try entries.map { entry throws(CellError) in
                var slice = entry.value
                let prices = try slice.load(StoragePrices.self)
                guard entry.key.unsignedValue == UInt64(prices.validSince) else {
                    throw .outOfRange("prices from \(prices.validSince) on stand under the time \(entry.key)")
                }
                return prices
            }
        } catch {
            throw .unusableConfiguration(parameter: 18, error)
        }
    }

    private static func readWorkchains(_ parameters: NetworkConfiguration) -> [Int32: WorkchainDescription] {
        guard let dictionary = try? parameters.workchains()?.dictionary, let entries = try? dictionary.entries()
        else { return [:] }
        var workchains: [Int32: WorkchainDescription] = [:]
        for entry in entries {
            var slice = entry.value
            guard let number = try? Int32(hashmapKey: entry.key),
                let description = try? slice.load(WorkchainDescription.self)
            else { continue }
            workchains[number] = description
        }
        return workchains
    }

    // MARK: - Asking

    func gas(isMasterchain: Bool) -> GasPrices { isMasterchain ? masterchainGas : basechainGas }

    func forward(isMasterchain: Bool) -> ForwardPrices { isMasterchain ? masterchainForward : basechainForward }

    /// How many bits of a body return in the older bounce format, and whether it is there at all.
    var bounceBodyBits: Int { capabilities & Self.capabilityBounceMessageBody == 0 ? 0 : 256 }

    /// Whether an account pays for no gas and storage.
    func isSpecial(_ address: AccountAddress) -> Bool {
        guard address.workchain == -1 else { return false }
        if address.hash == configurationAddress { return true }
        return (try? fundamentalContracts.value(for: BitString(address.hash))) != nil
    }

    func isSuspended(_ address: AccountAddress, now: UInt32) -> Bool {
        guard let suspendedAddresses, suspendedAddresses.suspendedUntil > now else { return false }
        return (try? suspendedAddresses.contains(address)) ?? false
    }
}
