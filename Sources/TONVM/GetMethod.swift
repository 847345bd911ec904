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
    /// The network's configuration; nil where the method asks for none.
    public var configuration: NetworkConfiguration?
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

    /// Makes one.
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
        self.configuration = configuration
        self.libraries = libraries
    }

    /// A method's number: the CRC-16 of its name, with bit 16 set.
    public static func identifier(of name: String) -> Int {
        Int(CRC16.checksum(Array(name.utf8))) | 0x1_0000
    }

    /// The program to run. Throws where the configuration can't be read.
    public func request(method: Int, arguments: [StackEntry]) throws(CellError) -> RunRequest {
        let version = try configuration?.globalVersion().map { Int($0.version) } ?? globalVersion
        var request = RunRequest(
            code: code, data: data, stack: arguments + [.integer(Int257(method))],
            c7: [.tuple(Tuple(try information(version: version)))], gas: GasLimits(limit: gasLimit),
            libraries: libraries, globalVersion: version)
        let limits = try? configuration?.sizeLimits()
        request.maximumLibraryLoads = min(
            limits?.accounts?.maximumTransactionLibraryLoads.map { Int($0) } ?? .max, Self.maximumLibraryLoads)
        if let depth = limits?.maximumVMDataDepth { request.maximumDataDepth = Int(depth) }
        return request
    }

    private func information(version: Int) throws(CellError) -> [StackEntry] {
        func coins(_ amount: UInt64) -> StackEntry { .tuple(Tuple([.integer(Int257(amount)), .null])) }
        var entries: [StackEntry] = [
            .integer(Int257(0x076e_f1ea)), .integer(.zero), .integer(.zero), .integer(Int257(Int(now))),
            .integer(.zero), .integer(.zero), .integer(Int257(seed)), coins(balance),
            .slice(try MessageAddress.standard(address, anycast: nil).cell().slice()),
            configuration?.dictionary.root.map { .cell($0) } ?? .null,
        ]
        if version >= 4 { entries += [.cell(code), coins(0), .integer(.zero), previousBlocks] }
        if version >= 6 {
            entries += [try unpackedConfiguration(), .integer(.zero), .null]
        }
        if version >= 11 {
            var none = CellBuilder()
            try none.store(0, bits: 2)
            let zero = StackEntry.integer(.zero)
            entries.append(
                .tuple(
                    Tuple([zero, zero, .slice(try none.build().slice()), zero, zero, zero, zero, zero, .null, .null])))
        }
        return entries
    }

    private func unpackedConfiguration() throws(CellError) -> StackEntry {
        guard let configuration else { return .null }
        var entries: [StackEntry] = [.null]
        if let root = try configuration.cell(18) {
            let now = UInt64(now)
            for entry in try HashmapE(keyBits: 32, root: root).entries() {
                guard now >= entry.key.unsignedValue ?? .max else { break }
                entries[0] = .slice(entry.value)
            }
        }
        for number: Int32 in [19, 20, 21, 24, 25, 43] {
            entries.append(try configuration.cell(number).map { .slice($0.exoticSlice()) } ?? .null)
        }
        return .tuple(Tuple(entries))
    }
}
