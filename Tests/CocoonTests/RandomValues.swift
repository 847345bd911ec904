import SilkTestSupport
import TONCells
import TONCrypto

@testable import Cocoon

/// Random values of everything that a layout holds, extreme ones among them.
extension SeededGenerator {
    mutating func integer<T: FixedWidthInteger & UnsignedInteger>() -> T {
        switch UInt8.random(in: 0..<8, using: &self) {
        case 0: 0
        case 1: .max
        default: T.random(in: .min ... .max, using: &self)
        }
    }

    mutating func hash() throws -> Hash256 {
        try required(Hash256((0..<32).map { _ in UInt8.random(in: 0...255, using: &self) }))
    }

    mutating func signature() -> [UInt8] {
        (0..<64).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func address() throws -> AccountAddress {
        AccountAddress(workchain: Int8.random(in: -1...0, using: &self), hash: try hash())
    }

    mutating func optionalAddress() throws -> AccountAddress? {
        Bool.random(using: &self) ? try address() : nil
    }

    mutating func coins() throws -> Coins {
        switch UInt8.random(in: 0..<8, using: &self) {
        case 0: .zero
        case 1: .maximum
        default: try required(Coins(exactly: UInt128.random(in: 0...Coins.maximum.nanoTON, using: &self)))
        }
    }

    mutating func state() throws -> ContractState {
        try required(ContractState.allCases.randomElement(using: &self))
    }

    mutating func cell() throws -> Cell {
        var builder = CellBuilder()
        try builder.store(integer() as UInt64)
        try builder.store(BitString(bytes: signature(), count: Int.random(in: 0...512, using: &self)))
        return try builder.build()
    }

    mutating func networkAddress() throws -> NetworkAddress {
        let count = [0, 1, 20, 44, 100].randomElement(using: &self) ?? 0
        return try required(NetworkAddress(bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }))
    }

    mutating func optional<T>(_ value: (inout SeededGenerator) throws -> T) rethrows -> T? {
        Bool.random(using: &self) ? try value(&self) : nil
    }

    mutating func params(version: UInt8) throws -> Params {
        Params(
            structVersion: version, paramsVersion: integer(), uniqueID: integer(), isTest: Bool.random(using: &self),
            pricePerToken: try coins(), workerFeePerToken: try coins(),
            promptMultiplier: version >= 3 ? integer() : nil, cachedMultiplier: version >= 2 ? integer() : nil,
            completionMultiplier: version >= 3 ? integer() : nil, reasoningMultiplier: version >= 2 ? integer() : nil,
            proxyDelay: integer(), clientDelay: integer(), minimumProxyStake: version >= 1 ? try coins() : nil,
            minimumClientStake: version >= 1 ? try coins() : nil, proxyCode: try optional { try $0.cell() },
            workerCode: try optional { try $0.cell() }, clientCode: try optional { try $0.cell() })
    }

    mutating func params() throws -> Params {
        try params(version: UInt8.random(in: 0...Params.latestStructVersion, using: &self))
    }

    mutating func hashSet() throws -> HashSet256 {
        HashSet256(keys: try (0..<Int.random(in: 0...9, using: &self)).map { _ in try hash() })
    }

    mutating func registry() throws -> RootRegistry {
        var proxies = SortedDictionary<UInt32, NetworkAddress>()
        for _ in 0..<Int.random(in: 0...9, using: &self) { proxies[integer()] = try networkAddress() }
        return RootRegistry(
            proxyHashes: try hashSet(), registeredProxies: proxies, lastProxySeqno: integer(),
            workerHashes: try hashSet(), modelHashes: try hashSet())
    }

    mutating func keyManager() throws -> KeyManager {
        var keys = SortedDictionary<Hash256, KeyManager.KeyRecord>()
        for _ in 0..<Int.random(in: 0...9, using: &self) {
            keys[try hash()] = KeyManager.KeyRecord(type: integer(), expireAt: integer())
        }
        return KeyManager(
            publicKeys: keys, publicKey: try hash(), imageHash: try hash(),
            address: try required(NetworkAddress("1.2.3.4:5")))
    }

    mutating func root(version: UInt8) throws -> RootData {
        RootData(
            owner: try address(), version: integer(), registry: try registry(), params: try params(version: version),
            keyManager: version >= 4 ? try keyManager() : nil)
    }

    mutating func envelope(_ op: Opcode) throws -> SignedEnvelope {
        let queryID: UInt64 = integer()
        let payload = SignedPayload(
            op: op, queryID: queryID, tokens: op.hasSignedTokens == true ? integer() : nil,
            expectedAddress: try address())
        return SignedEnvelope(
            op: op, queryID: queryID, sendExcessesTo: try optionalAddress(), signature: signature(), payload: payload)
    }
}

/// What a test can't go on without.
struct MissingValue: Error {}

/// The value, or a thrown error where there is none.
func required<T>(_ value: T?) throws -> T {
    guard let value else { throw MissingValue() }
    return value
}
