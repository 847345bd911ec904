public import TONCrypto

/// Where an account lives: workchain and 256-bit identifier, TL-B `addr_std$10` without anycast.
///
/// Reads every textual form in use (raw `0:hex`; user-friendly in either base64 alphabet), and prints both.
/// User-friendly form: TEP-2.
public struct AccountAddress: Hashable, Sendable {
    /// The workchain: 0 for the base chain, −1 for the masterchain. Printed and stored in eight bits.
    public let workchain: Int8
    /// The identifier: the hash of the account's first code and data.
    public let hash: Hash256

    /// Makes an address.
    public init(workchain: Int8 = 0, hash: Hash256) {
        self.workchain = workchain
        self.hash = hash
    }

    /// The raw form: `0:` and 64 lower-case hexadecimal digits.
    public var raw: String { "\(workchain):\(hash.hex)" }

    /// The user-friendly form: 48 characters of URL-safe base64.
    ///
    /// Bounceable forms (`EQ…`, `Ef…`) are for contracts, the others (`UQ…`, `Uf…`) for wallets.
    public func friendly(isBounceable: Bool, isTestOnly: Bool = false) -> String {
        FriendlyAddress(address: self, isBounceable: isBounceable, isTestOnly: isTestOnly).description
    }
}

extension AccountAddress: Comparable {
    /// Orders by workchain, then by identifier.
    public static func < (left: AccountAddress, right: AccountAddress) -> Bool {
        left.workchain == right.workchain ? left.hash < right.hash : left.workchain < right.workchain
    }
}

extension AccountAddress: CustomStringConvertible {
    /// The raw form.
    public var description: String { raw }
}

/// An address in user-friendly form, with the two flags that it carries.
public struct FriendlyAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address itself.
    public let address: AccountAddress
    /// Whether a message to it should bounce on failure.
    public let isBounceable: Bool
    /// Whether it must not be used on the main network.
    public let isTestOnly: Bool

    private static let bounceableTag: UInt8 = 0x11
    private static let nonBounceableTag: UInt8 = 0x51
    private static let testOnlyFlag: UInt8 = 0x80

    /// Makes one.
    public init(address: AccountAddress, isBounceable: Bool, isTestOnly: Bool = false) {
        self.address = address
        self.isBounceable = isBounceable
        self.isTestOnly = isTestOnly
    }

    /// 48 characters of URL-safe base64: tag, workchain, identifier, CRC-16.
    public var description: String {
        var bytes: [UInt8] = [
            (isBounceable ? Self.bounceableTag : Self.nonBounceableTag) | (isTestOnly ? Self.testOnlyFlag : 0),
            UInt8(bitPattern: address.workchain),
        ]
        bytes += address.hash.bytes
        let checksum = CRC16.checksum(bytes)
        return Base64.encodeURLSafe(bytes + [UInt8(checksum >> 8), UInt8(checksum & 0xff)])
    }

    /// Reads 48 characters of either base64 alphabet. Throws what is wrong with them.
    public init(_ text: some StringProtocol) throws(AddressError) {
        guard text.utf8.count == 48 else { throw .unknownForm(String(text)) }
        guard let bytes = Base64.decodeAnyAlphabet(text), bytes.count == 36 else { throw .notBase64(String(text)) }
        let expected = CRC16.checksum(bytes[..<34])
        let found = UInt16(bytes[34]) << 8 | UInt16(bytes[35])
        guard expected == found else { throw .wrongChecksum(expected: expected, found: found, text: String(text)) }
        let tag = bytes[0] & ~Self.testOnlyFlag
        guard tag == Self.bounceableTag || tag == Self.nonBounceableTag, let hash = Hash256(bytes[2..<34]) else {
            throw .unknownTag(bytes[0], text: String(text))
        }
        self.init(
            address: AccountAddress(workchain: Int8(bitPattern: bytes[1]), hash: hash),
            isBounceable: tag == Self.bounceableTag, isTestOnly: bytes[0] & Self.testOnlyFlag != 0)
    }
}

/// Why a text is no address.
public enum AddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither `workchain:hex` nor 48 characters.
    case unknownForm(String)
    /// 48 characters that are no base64.
    case notBase64(String)
    /// A typing mistake: the CRC-16 doesn't match.
    case wrongChecksum(expected: UInt16, found: UInt16, text: String)
    /// A first byte that no user-friendly address has.
    case unknownTag(UInt8, text: String)
    /// A workchain that doesn't fit 8 bits, or an identifier that isn't 64 hexadecimal digits.
    case malformedRaw(String)

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .unknownForm(let text):
            "expected an address as workchain:64 hexadecimal digits or as 48 characters of base64, found “\(text)”"
        case .notBase64(let text): "expected 48 characters of base64, found “\(text)”"
        case .wrongChecksum(let expected, let found, let text):
            "the address “\(text)” is mistyped: its checksum is \(Hex.encode([UInt8(found >> 8), UInt8(found & 0xff)])), "
                + "its other characters have \(Hex.encode([UInt8(expected >> 8), UInt8(expected & 0xff)]))"
        case .unknownTag(let tag, let text):
            "the address “\(text)” starts with byte 0x\(Hex.encode([tag])), expected 0x11, 0x51, 0x91 or 0xd1"
        case .malformedRaw(let text):
            "expected a workchain from -128 to 127, a colon and 64 hexadecimal digits, found “\(text)”"
        }
    }
}

extension AccountAddress {
    /// Reads any textual form: raw, or user-friendly in either alphabet (its flags are dropped).
    public init(_ text: some StringProtocol) throws(AddressError) {
        guard let colon = text.firstIndex(of: ":") else {
            self = try FriendlyAddress(text).address
            return
        }
        let digits = text[text.index(after: colon)...]
        // Int8 would take a plus sign too.
        guard text.utf8.first != UInt8(ascii: "+"), let workchain = Int8(String(text[..<colon])),
            let hash = Hash256(hex: digits)
        else {
            throw .malformedRaw(String(text))
        }
        self.init(workchain: workchain, hash: hash)
    }
}
