/// Where a TON Center answers: the address of a server that has `/api/v2/` and `/api/v3/`.
public struct TONCenterEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// Scheme, host, port and path, without a slash at the end.
    public let url: String

    /// The main network's public server.
    public static let mainnet = TONCenterEndpoint(unchecked: "https://toncenter.com")
    /// The test network's public server.
    public static let testnet = TONCenterEndpoint(unchecked: "https://testnet.toncenter.com")

    private init(unchecked url: String) {
        self.url = url
    }

    /// Takes an address: `https://` or `http://`, a host, and maybe a port and a path.
    ///
    /// Throws for anything else, above all where user, password or a query stand in it: an address is printed and
    /// logged, so that a key has no place there.
    public init(_ text: some StringProtocol) throws(TONCenterEndpointError) {
        var rest = Substring(text)
        guard let scheme = ["https://", "http://"].first(where: { rest.lowercased().hasPrefix($0) }) else {
            throw .scheme
        }
        rest = rest.dropFirst(scheme.count)
        guard rest.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw .character
        }
        guard !rest.contains("@") else { throw .credentials }
        guard !rest.contains("?"), !rest.contains("#") else { throw .query }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty,
            !host.hasPrefix(":")
        else { throw .host }
        url = scheme + rest
    }

    /// The address.
    public var description: String { url }
}

/// Why a text is no address of a server. The text itself isn't repeated, since it may hold a secret.
public enum TONCenterEndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It doesn't start with `https://` or `http://`.
    case scheme
    /// There is no host.
    case host
    /// It holds a space, or another character that an address can't hold.
    case character
    /// It holds a user or a password.
    case credentials
    /// It holds a query or a fragment.
    case query

    /// What is wrong.
    public var description: String {
        switch self {
        case .scheme: "the server's address must start with https:// or http://"
        case .host: "the server's address has no host"
        case .character: "the server's address holds a character that an address can't hold"
        case .credentials: "the server's address holds a user or password; give the API key apart"
        case .query: "the server's address holds a query or fragment; give the API key apart"
        }
    }
}
