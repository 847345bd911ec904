public import TONCells
public import TONCrypto

/// An Ed25519 signature.
///
/// `ed25519_signature#5 R:bits256 s:bits256 = CryptoSignatureSimple;`
public struct Ed25519SignatureValue: Hashable, Sendable {
    /// The first half: a point on the curve.
    public var r: Hash256
    /// The second half: a number.
    public var s: Hash256

    /// Makes one.
    public init(r: Hash256, s: Hash256) {
        self.r = r
        self.s = s
    }

    /// Both halves, as ``Ed25519`` takes them.
    public var bytes: [UInt8] { r.bytes + s.bytes }
}

extension Ed25519SignatureValue: TLBCodable {
    private static let tag: UInt64 = 0x5

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "CryptoSignatureSimple")
        r = try slice.loadHash()
        s = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(r)
        try builder.store(s)
    }
}

/// A public key for signatures.
///
/// `ed25519_pubkey#8e81278a pubkey:bits256 = SigPubKey;`
public struct SignaturePublicKey: Hashable, Sendable {
    /// Its 32 bytes.
    public var bytes: Hash256

    /// Makes one.
    public init(bytes: Hash256) {
        self.bytes = bytes
    }

    /// The key, ready to verify with.
    public var key: Ed25519.PublicKey { Ed25519.PublicKey(bytes) }
}

extension SignaturePublicKey: TLBCodable {
    private static let tag: UInt64 = 0x8e81278a

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 32, of: "SigPubKey")
        bytes = try slice.loadHash()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 32)
        try builder.store(bytes)
    }
}

/// A short-lived key that a validator lets sign for it.
///
/// `certificate#4 temp_key:SigPubKey valid_since:uint32 valid_until:uint32 = Certificate;`
public struct Certificate: Hashable, Sendable {
    /// The key.
    public var temporaryKey: SignaturePublicKey
    /// From which unix time on.
    public var validSince: UInt32
    /// Until which unix time.
    public var validUntil: UInt32

    /// Makes one.
    public init(temporaryKey: SignaturePublicKey, validSince: UInt32, validUntil: UInt32) {
        self.temporaryKey = temporaryKey
        self.validSince = validSince
        self.validUntil = validUntil
    }
}

extension Certificate: TLBCodable {
    private static let tag: UInt64 = 0x4

    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        try slice.loadTag(Self.tag, bits: 4, of: "Certificate")
        temporaryKey = try slice.load(field: "temp_key")
        validSince = try slice.load()
        validUntil = try slice.load()
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(Self.tag, bits: 4)
        try builder.store(temporaryKey)
        try builder.store(validSince)
        try builder.store(validUntil)
    }
}

/// A certificate and the validator's signature of it.
///
/// `signed_certificate$_ certificate:Certificate certificate_signature:CryptoSignature = SignedCertificate;`
public struct SignedCertificate: Hashable, Sendable {
    /// The certificate.
    public var certificate: Certificate
    /// The signature, always a simple one here.
    public var signature: Ed25519SignatureValue

    /// Makes one.
    public init(certificate: Certificate, signature: Ed25519SignatureValue) {
        self.certificate = certificate
        self.signature = signature
    }
}

extension SignedCertificate: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        certificate = try slice.load(field: "certificate")
        signature = try slice.load(field: "certificate_signature")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(certificate)
        try builder.store(signature)
    }
}

/// A signature by a validator's key, or by one that it vouched for.
public enum CryptoSignature: Hashable, Sendable {
    /// `_ CryptoSignatureSimple = CryptoSignature`: by the key itself.
    case simple(Ed25519SignatureValue)
    /// `chained_signature#f signed_cert:^SignedCertificate temp_key_signature:CryptoSignatureSimple`: by a temporary
    /// key; not in use.
    case chained(certificate: Lazy<SignedCertificate>, signature: Ed25519SignatureValue)
}

extension CryptoSignature: TLBCodable {
    private static let chainedTag: UInt64 = 0xf

    /// Reads either constructor.
    public init(from slice: inout CellSlice) throws(CellError) {
        guard try slice.peekUInt(bits: 4) == Self.chainedTag else {
            self = .simple(try slice.load())
            return
        }
        try slice.skip(bits: 4)
        self = .chained(certificate: try slice.load(field: "signed_cert"), signature: try slice.load())
    }

    /// Appends the constructor's tag and fields.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        switch self {
        case .simple(let signature): try builder.store(signature)
        case .chained(let certificate, let signature):
            try builder.store(Self.chainedTag, bits: 4)
            try builder.store(certificate)
            try builder.store(signature)
        }
    }
}

/// A validator and its signature.
///
/// `sig_pair$_ node_id_short:bits256 sign:CryptoSignature = CryptoSignaturePair;`
public struct SignaturePair: Hashable, Sendable {
    /// The hash of the validator's public key in its TL form.
    public var nodeIdentifierShort: Hash256
    /// The signature.
    public var signature: CryptoSignature

    /// Makes one.
    public init(nodeIdentifierShort: Hash256, signature: CryptoSignature) {
        self.nodeIdentifierShort = nodeIdentifierShort
        self.signature = signature
    }
}

extension SignaturePair: TLBCodable {
    /// Reads the layout.
    public init(from slice: inout CellSlice) throws(CellError) {
        nodeIdentifierShort = try slice.loadHash()
        signature = try slice.load(field: "sign")
    }

    /// Appends the layout.
    public func store(in builder: inout CellBuilder) throws(CellError) {
        try builder.store(nodeIdentifierShort)
        try builder.store(signature)
    }
}
