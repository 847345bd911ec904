public import TONCells

/// Who signs for a multisig, and how many of them must.
public struct MultisigConfiguration: Hashable, Sendable {
    /// How many signers must approve an order: 1 to their number.
    public var threshold: UInt8
    /// Who signs, by index: 1 to 255.
    public var signers: [AccountAddress]
    /// Who may propose orders besides, without their proposal counting as an approval.
    public var proposers: [AccountAddress]

    /// Most signers, and most proposers: 255.
    public static let maximumCount = 255

    /// Makes one. Throws for a threshold that no signers reach or that is none.
    public init(threshold: UInt8, signers: [AccountAddress], proposers: [AccountAddress] = []) throws(CellError) {
        guard (1...Self.maximumCount).contains(signers.count) else {
            throw .outOfRange("expected 1 to \(Self.maximumCount) signers, found \(signers.count)")
        }
        guard threshold > 0, Int(threshold) <= signers.count else {
            throw .outOfRange(
                "expected a threshold from 1 to \(signers.count), the number of signers, not \(threshold)")
        }
        guard proposers.count <= Self.maximumCount else {
            throw .outOfRange("expected at most \(Self.maximumCount) proposers, found \(proposers.count)")
        }
        self.threshold = threshold
        self.signers = signers
        self.proposers = proposers
    }
}

/// Lists of addresses as a multisig keeps them: `Hashmap 8 MsgAddressInt`, the keys counting from 0.
enum AddressList {
    /// The root of the dictionary; nil for no addresses.
    static func root(of addresses: [AccountAddress]) throws(CellError) -> Cell? {
        guard addresses.count <= MultisigConfiguration.maximumCount else {
            throw .outOfRange("at most \(MultisigConfiguration.maximumCount) addresses fit, not \(addresses.count)")
        }
        var dictionary = HashmapE(keyBits: 8)
        for (index, address) in addresses.enumerated() {
            var value = CellBuilder()
            try value.store(address)
            try dictionary.set(value, for: BitString(UInt64(index), bits: 8))
        }
        return dictionary.root
    }

    /// The addresses of a dictionary. Throws where the keys don't count from 0, as the contract does.
    static func addresses(in root: Cell?) throws(CellError) -> [AccountAddress] {
        let entries = try HashmapE(keyBits: 8, root: root).entries(limit: 256)
        var addresses: [AccountAddress] = []
        for entry in entries {
            guard entry.key.unsignedValue == UInt64(addresses.count) else {
                throw .malformedDictionary("expected the key \(addresses.count), found \(entry.key)")
            }
            var value = entry.value
            addresses.append(try value.loadAccountAddress())
            try value.end()
        }
        return addresses
    }

    /// The root of a dictionary that has one entry at least.
    static func requiredRoot(of addresses: [AccountAddress]) throws(CellError) -> Cell {
        guard let root = try root(of: addresses) else { throw .outOfRange("expected one address at least, found none") }
        return root
    }
}
