public import TONCrypto

/// Where a lite-server is, and the key by which it is known.
public struct LiteServerEndpoint: Hashable, Sendable {
    /// A name or an address.
    public var host: String
    /// The TCP port.
    public var port: Int
    /// The server's public key.
    public var key: Ed25519.PublicKey

    /// Makes one.
    public init(host: String, port: Int, key: Ed25519.PublicKey) {
        self.host = host
        self.port = port
        self.key = key
    }
}

extension LiteServerEndpoint: CustomStringConvertible {
    /// Address and port: `5.9.10.47:19949`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
