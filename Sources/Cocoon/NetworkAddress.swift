public import TONCells

/// Where a proxy or the key manager listens, as the root lists it.
///
/// ```
/// net_addr = type:uint1(=0) len:uint7 bytes[len]
/// ```
/// The bytes of a proxy are text: `workers_ip:port clients_ip:port`, or one address for both.
public struct NetworkAddress: Hashable, Sendable {
    /// Most bytes that the length field can state: 127.
    public static let maximumByteCount = 127

    /// The bytes, at most 127.
    public let bytes: [UInt8]

    /// Takes bytes; nil for more than 127.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count <= Self.maximumByteCount else { return nil }
        self.bytes = bytes
    }

    /// Takes text; nil for more than 127 bytes of UTF-8.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: text.utf8)
    }

    /// The bytes as text; nil where they are no UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// What workers connect to: the text up to the first space.
    public var workerEndpoint: String? {
        text.map { text in String(text.prefix { $0 != " " }) }
    }

    /// What clients connect to: the text behind the first space, or all of it where there is none.
    public var clientEndpoint: String? {
        text.map { text in text.firstIndex(of: " ").map { String(text[text.index(after: $0)...]) } ?? text }
    }
}

extension NetworkAddress {
    /// Where workers and clients connect to, as COCOON's own programs read a proxy's text. Throws for what they skip, so
    /// that a proxy of that text would never be used.
    ///
    /// The text is split at the first space; each part, or the whole for both where there is none, is an IPv4 address, a
    /// colon and a port from 1 to 65535. Source: RootContractConfig.cpp of TelegramMessenger/cocoon.
    public func endpoints() throws(CellError) -> (workers: String, clients: String) {
        guard let text, let worker = workerEndpoint, let client = clientEndpoint else {
            throw .outOfRange("expected a proxy's address as text, found \(self)")
        }
        for part in [worker, client] where !Self.isEndpoint(part) {
            throw .outOfRange(
                "expected “IPv4:port” or “IPv4:port IPv4:port”, workers first, found “\(text)”")
        }
        return (worker, client)
    }

    private static func isEndpoint(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { decimal($0, in: 0...255) }
            && decimal(parts[1], in: 1...65535)
    }

    /// Whether it is a number in decimal digits, without a sign or zeros in front.
    private static func decimal(_ text: Substring, in range: ClosedRange<Int>) -> Bool {
        guard let number = Int(text), String(number) == text else { return false }
        return range.contains(number)
    }
}

extension NetworkAddress: TLBCodable {
    /// Reads the layout. Throws for type 1, which no contract accepts.
    public init(from slice: inout CellSlice) throws(CellError) {
        let type = try slice.loadUInt(bits: 1)
        guard type == 0 else { throw .unknownTag(type: "NetworkAddress", found: type, bits: 1) }
        bytes = try slice.loadBytes(Int(try slice.loadUInt(bits: 7)))
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(0, bits: 1)
        try builder.store(UInt64(bytes.count), bits: 7)
        try builder.store(bytes: bytes)
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// The text, or Fift's notation of bytes that are none.
    public var description: String { text ?? BitString(bytes: bytes, count: bytes.count * 8).description }
}
