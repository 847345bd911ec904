public import TONBlocks
public import TONCells
public import TONCrypto

/// A call of a contract's get-method: code and data as they are, nothing changes.
///
/// Reference: what the emulator of the C++ implementation gives a get-method in c7.
public struct GetMethod: Sendable {
    /// The contract's code.
    public var code: Cell
    /// The contract's data.
    public var data: Cell
    /// The contract's address.
    public var address: AccountAddress
    /// What the contract has, in nanoTON.
    public var balance: UInt64
    /// Unix time in seconds.
    public var now: UInt32
    /// The random seed.
    public var seed: Hash256
    /// The network's configuration, as contracts get it; nil where the method asks for none.
    private let configuration: ContractConfiguration?
    /// Where library cells are looked up.
    public var libraries: LibraryCollection
    /// What contracts learn of earlier blocks; null where it isn't known.
    public var previousBlocks: StackEntry = .null
    /// How much gas may be used.
    public var gasLimit: Int64 = 1_000_000
    /// The global version where there is no configuration to say it.
    public var globalVersion = GetMethod.newestVersion

    /// The newest global version whose rules are known.
    public static let newestVersion = 15
    /// How many different libraries a method may load.
    public static let maximumLibraryLoads = 8

    /// Makes one. The configuration is read once: keep it for other calls of the same network.
    public init(
        code: Cell, data: Cell, address: AccountAddress, balance: UInt64 = 0, now: UInt32, seed: Hash256 = .zero,
        configuration: NetworkConfiguration? = nil, libraries: LibraryCollection = .empty
    ) {
        self.code = code
        self.data = data
        self.address = address
        self.balance = balance
        self.now = now
        self.seed = seed
        self.configuration = configuration.map { ContractConfiguration($0) }
        self.libraries = libraries
    }

    /// The program to run. Throws where the address can't be written.
    public func request(method: Int, arguments: [StackEntry]) throws(CellError) -> RunRequest {
        let version = configuration?.globalVersion ?? globalVersion
        let information = SmartContractInfo(
            now: now, seed: Int257(seed), balance: .tuple(Tuple([.integer(Int257(balance)), .null])),
            address: try MessageAddress.standard(address, anycast: nil).cell().slice(),
            configuration: configuration?.root, code: code, previousBlocks: previousBlocks,
            unpackedConfiguration: configuration?.unpacked(at: now) ?? .null,
            precompiledGas: configuration?.precompiledGas(codeHash: code.hash).map { .integer(Int257($0)) } ?? .null)
        var stack = arguments
        stack.append(.integer(Int257(method)))
        var request = RunRequest(
            code: code, data: data, stack: stack,
            c7: [information.entry(version: version)], gas: GasLimits(limit: gasLimit), libraries: libraries,
            globalVersion: version)
        request.resolvesCode = false
        request.maximumLibraryLoads = Self.maximumLibraryLoads
        if let limits = configuration?.limits {
            request.maximumDataDepth = limits.maximumVMDataDepth
            request.maximumLibraryLoads = min(limits.maximumTransactionLibraryLoads ?? .max, Self.maximumLibraryLoads)
        }
        return request
    }
}
