public import TONBlocks
public import TONCells

/// Which network it is, by the number that its configuration gives it (parameter 19).
public struct NetworkIdentity: Hashable, Sendable {
    /// The number: −239 for the main network, −3 for the test network.
    public let globalID: Int32

    /// Makes one.
    public init(globalID: Int32) {
        self.globalID = globalID
    }

    /// Reads it from a configuration. One that names no number, as of before 2022, is the main network's.
    public init(_ configuration: NetworkConfiguration) throws(CellError) {
        globalID = try configuration.globalIdentifier() ?? Self.mainnet.globalID
    }

    /// The main network.
    public static let mainnet = NetworkIdentity(globalID: -239)
    /// The test network.
    public static let testnet = NetworkIdentity(globalID: -3)
    /// A network of one's own, as local ledgers are unless they are told otherwise.
    public static let devnet = NetworkIdentity(globalID: 239)

    private static let names: [(network: NetworkIdentity, name: String)] = [
        (mainnet, "mainnet"), (testnet, "testnet"), (devnet, "devnet"),
    ]

    /// `mainnet`, `testnet`, `devnet`, or the number.
    public init?(name: String) {
        if let known = Self.names.first(where: { $0.name == name })?.network {
            self = known
        } else if let number = Int32(name), String(number) == name {
            globalID = number
        } else {
            return nil
        }
    }
}

extension NetworkIdentity: CustomStringConvertible {
    /// The name, or the number where it has none.
    public var description: String { Self.names.first { $0.network == self }?.name ?? "\(globalID)" }
}
