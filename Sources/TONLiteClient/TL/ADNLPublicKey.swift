public import TONCrypto

/// The public key of a node, a validator or a server.
///
/// ```
/// pub.ed25519 key:int256 = PublicKey
/// pub.aes key:int256 = PublicKey
/// pub.unenc data:bytes = PublicKey
/// pub.overlay name:bytes = PublicKey
/// ```
public enum ADNLPublicKey: Hashable, Sendable {
    /// A key for signatures: what servers and validators have.
    case ed25519(Ed25519.PublicKey)
    /// A key that both sides share.
    case aes(Hash256)
    /// No key: anyone can read what is meant for it.
    case unencrypted([UInt8])
    /// The name of an overlay.
    case overlay([UInt8])

    /// The hash by which the key is named: SHA-256 of its boxed bytes.
    public var shortIdentifier: ADNLShortIdentifier { ADNLShortIdentifier(SHA256.hash(tlBytes)) }
}

extension ADNLPublicKey: TLUnion {
    private static let ed25519Constructor = TLConstructor("pub.ed25519", 0x4813_b4c6)
    private static let aesConstructor = TLConstructor("pub.aes", 0x2dbc_add4)
    private static let unencryptedConstructor = TLConstructor("pub.unenc", 0xb61f_450a)
    private static let overlayConstructor = TLConstructor("pub.overlay", 0x34ba_45cb)

    /// Reads a key of any kind.
    public init(from reader: inout TLReader) throws(TLError) {
        let offset = reader.offset
        let found: UInt32 = try reader.read()
        switch found {
        case Self.ed25519Constructor.identifier: self = .ed25519(Ed25519.PublicKey(try reader.read()))
        case Self.aesConstructor.identifier: self = .aes(try reader.read())
        case Self.unencryptedConstructor.identifier: self = .unencrypted(try reader.read())
        case Self.overlayConstructor.identifier: self = .overlay(try reader.read())
        default: throw .unknownConstructor(offset: offset, type: "PublicKey", found: found)
        }
    }

    /// Appends the key.
    public func write(to writer: inout TLWriter) {
        switch self {
        case .ed25519(let key):
            writer.write(Self.ed25519Constructor.identifier)
            writer.write(key.bytes)
        case .aes(let key):
            writer.write(Self.aesConstructor.identifier)
            writer.write(key)
        case .unencrypted(let data):
            writer.write(Self.unencryptedConstructor.identifier)
            writer.write(data)
        case .overlay(let name):
            writer.write(Self.overlayConstructor.identifier)
            writer.write(name)
        }
    }
}

/// A key, named by its hash.
///
/// `adnl.id.short id:int256 = adnl.id.Short`
public struct ADNLShortIdentifier: Hashable, Sendable {
    /// SHA-256 of the key's boxed bytes.
    public var hash: Hash256

    /// Wraps a hash.
    public init(_ hash: Hash256) {
        self.hash = hash
    }
}

extension ADNLShortIdentifier: TLObject {
    /// The constructor in `ton_api.tl`.
    public static let constructor = TLConstructor("adnl.id.short", 0x3e3f_654f)

    /// Reads the hash.
    public init(from reader: inout TLReader) throws(TLError) {
        hash = try reader.read()
    }

    /// Appends the hash.
    public func write(to writer: inout TLWriter) {
        writer.write(hash)
    }
}
