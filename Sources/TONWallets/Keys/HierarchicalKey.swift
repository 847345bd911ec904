public import TONCrypto

/// A key from which others are derived, by SLIP-0010 for Ed25519: only hardened children exist, so nothing public can
/// derive anything.
public struct HierarchicalKey: Sendable, CustomStringConvertible {
    /// The seed of the Ed25519 key: 32 bytes.
    public let key: SecretBytes
    /// What children are derived with, beside the key: 32 bytes.
    public let chainCode: SecretBytes

    /// The highest number of a child.
    public static let maximumIndex: UInt32 = 0x7fff_ffff

    /// Makes the root of a seed, of which BIP-39 makes 64 bytes and SLIP-0010 takes 16 to 64.
    public init(seed: SecretBytes) throws(CryptoError) {
        self.init(halves: try HMACSHA512.code(of: seed, key: SecretBytes(utf8: "ed25519 seed")))
    }

    private init(halves: SecretBytes) {
        key = halves.part(0..<32)
        chainCode = halves.part(32..<64)
    }

    /// A hardened child, its number given without the bit that says so. Throws for a number over ``maximumIndex``.
    public func derived(_ index: UInt32) throws(CryptoError) -> HierarchicalKey {
        guard index <= Self.maximumIndex else {
            throw CryptoError(algorithm: "SLIP-0010", call: "a child of the number \(index)")
        }
        let message = SecretBytes(count: 37) { buffer in
            key.withUnsafeBytes { key in
                UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: key)
            }
            buffer.storeBytes(of: (index | 0x8000_0000).bigEndian, toByteOffset: 33, as: UInt32.self)
        }
        return HierarchicalKey(halves: try HMACSHA512.code(of: message, key: chainCode))
    }

    /// A descendant by its way: the numbers of hardened children.
    public func derived(_ way: [UInt32]) throws(CryptoError) -> HierarchicalKey {
        var key = self
        for index in way { key = try key.derived(index) }
        return key
    }

    /// The numbers of a path such as `m/44'/607'/0'`; nil where it isn't one of hardened children alone.
    public static func way(path: String) -> [UInt32]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.first == "m", parts.count <= 256 else { return nil }
        var way: [UInt32] = []
        for part in parts.dropFirst() {
            guard part.last == "'" || part.last == "h" || part.last == "H", part.utf8.first != UInt8(ascii: "+"),
                let index = UInt32(part.dropLast()), index <= maximumIndex
            else { return nil }
            way.append(index)
        }
        return way
    }

    /// Says what it is, and nothing of the key.
    public var description: String { "<key for deriving others>" }
}
