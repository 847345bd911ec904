public import TONBlocks
public import TONCells
public import TONCrypto

/// A wallet that one key signs for: which code and data it starts with, and which messages from outside it obeys.
///
/// ```swift
/// let wallet = WalletV4R2(publicKey: pair.publicKey)
/// let request = WalletRequest(seqno: 6, validUntil: now + 60, messages: [transfer])
/// let message = try wallet.externalMessage(for: request, signedBy: pair)
/// ```
/// Nothing here looks at the chain: who asks for the present sequence number, and whether the wallet is deployed, is the
/// caller.
public protocol WalletContract: Sendable {
    /// What this kind of wallet is called in documents: `v4r2`.
    static var kind: String { get }

    /// How many messages one request may have.
    static var messageCounts: ClosedRange<Int> { get }

    /// The key that signs.
    var publicKey: Ed25519.PublicKey { get }

    /// Where the wallet lives.
    var workchain: Int8 { get }

    /// Everything else that the wallet's address depends on, by name.
    var parameters: [String: String] { get }

    /// Makes the wallet of a description. Throws where a parameter is missing, unknown or out of range.
    init(_ description: WalletDescription) throws(WalletError)

    /// The code and data that it starts with; their hash is its address.
    func stateInit() throws(CellError) -> StateInit

    /// What is signed: the cell whose hash the key signs.
    func signedCell(for request: WalletRequest) throws(WalletError) -> Cell

    /// The body of the message from outside: what was signed, with the signature.
    func body(signedCell: Cell, signature: [UInt8]) throws(CellError) -> Cell

    /// Reads the body of a message from outside; the signature isn't checked.
    func decode(body: CellSlice) throws(WalletError) -> SignedWalletRequest

    /// What the wallet's code means by an exit code of its own; nil for others.
    static func meaning(ofExitCode code: Int32) -> String?
}

extension WalletContract {
    /// The address.
    public func address() throws(CellError) -> AccountAddress { try stateInit().address(workchain: workchain) }

    /// The hash that is to be signed for a request.
    public func signingHash(for request: WalletRequest) throws(WalletError) -> Hash256 {
        try signedCell(for: request).hash
    }

    /// Signs a request. Throws where the key isn't the wallet's, or the request isn't one that the wallet obeys.
    ///
    /// - Parameter deploys: Whether the message carries the wallet's code and data: once, before it exists.
    public func externalMessage(
        for request: WalletRequest, signedBy pair: Ed25519.KeyPair, deploys: Bool = false
    ) throws(WalletError) -> Message {
        guard pair.publicKey == publicKey else {
            throw .wrongKey(expected: publicKey.bytes, found: pair.publicKey.bytes)
        }
        let hash = try signingHash(for: request)
        let signature: [UInt8]
        do throws(Ed25519.SigningError) {
            signature = try pair.privateKey.signature(for: hash.bytes)
        } catch {
            throw .signing(error)
        }
        return try externalMessage(for: SignedWalletRequest(request, signature: signature), deploys: deploys)
    }

    /// Puts a request and the signature that was made elsewhere together. Throws unless the signature is right.
    public func externalMessage(
        for signed: SignedWalletRequest, deploys: Bool = false
    ) throws(WalletError) -> Message {
        guard signed.signature.count == Ed25519.signatureByteCount else {
            throw .signatureLength(signed.signature.count)
        }
        let cell = try signedCell(for: signed.request)
        guard publicKey.isValidSignature(signed.signature, for: cell.hash.bytes) else {
            throw .wrongSignature(key: publicKey.bytes)
        }
        return try externalMessage(signedCell: cell, signature: signed.signature, deploys: deploys)
    }

    /// Puts a signed cell and a signature together, right or not: for rehearsals that presume the signature.
    package func externalMessage(
        signedCell: Cell, signature: [UInt8], deploys: Bool
    ) throws(WalletError) -> Message {
        try layingOut { () throws(CellError) -> Message in
            Message(
                info: .externalIn(ExternalInMessageInfo(destination: .standard(try address(), anycast: nil))),
                stateInit: deploys ? try stateInit() : nil, stateInitPlacement: .reference,
                body: .reference(try body(signedCell: signedCell, signature: signature)))
        }
    }

    /// Reads a message from outside to this wallet. Throws where it is for another account or has another layout;
    /// the signature isn't checked.
    public func decode(_ message: Message) throws(WalletError) -> SignedWalletRequest {
        guard case .externalIn(let info) = message.info else {
            throw .foreignMessage("expected a message from outside, found one from \(message.info.source)")
        }
        let address = try layingOut { () throws(CellError) -> AccountAddress in try self.address() }
        guard info.destination == .standard(address, anycast: nil) else {
            throw .foreignMessage("expected a message to \(address), found one to \(info.destination)")
        }
        return try decode(body: try layingOut { () throws(CellError) in try message.bodySlice })
    }

    /// The wallet's description, for documents.
    public var walletDescription: WalletDescription {
        WalletDescription(
            kind: Self.kind, publicKey: publicKey, workchain: workchain, parameters: parameters)
    }

    /// Throws unless the wallet sends so many messages for a request.
    package func requireCount(_ messages: [WalletMessage]) throws(WalletError) {
        guard Self.messageCounts.contains(messages.count) else {
            throw .messageCount(messages.count, expected: Self.messageCounts, wallet: Self.kind)
        }
    }

    /// Throws where a request asks for more than to send messages.
    package func requireMessagesAlone(_ request: WalletRequest) throws(WalletError) {
        try requireCount(request.messages)
        if let action = request.actions.first { throw .unknownAction(action.name, wallet: Self.kind) }
    }

    /// The sequence number and time of a request. Throws where it has none.
    package func sequence(of request: WalletRequest) throws(WalletError) -> (seqno: UInt32, validUntil: UInt32) {
        guard case .sequence(let seqno, let validUntil) = request.replayProtection else {
            throw .wrongReplayProtection(wallet: Self.kind)
        }
        return (seqno, validUntil)
    }
}

/// What makes a wallet: its kind, and what its address depends on.
public struct WalletDescription: Hashable, Sendable, Codable {
    /// The kind of wallet: ``WalletContract/kind``.
    public var kind: String
    /// The public key.
    public var publicKey: Ed25519.PublicKey
    /// Where it lives.
    public var workchain: Int8
    /// Everything else, by name.
    public var parameters: [String: String]

    /// Makes one.
    public init(kind: String, publicKey: Ed25519.PublicKey, workchain: Int8, parameters: [String: String]) {
        self.kind = kind
        self.publicKey = publicKey
        self.workchain = workchain
        self.parameters = parameters
    }

    /// A parameter that is an unsigned integer in decimal digits. Throws where it is absent or out of range.
    public func integer<T: FixedWidthInteger & UnsignedInteger>(_ name: String) throws(WalletError) -> T {
        guard let text = parameters[name] else {
            throw .unknownWallet("expected the parameter \(name) of a \(kind) wallet, found none")
        }
        guard let value = T(text), String(value) == text else {
            throw .unknownWallet("expected a number from 0 to \(T.max) as \(name) of a \(kind) wallet, found \(text)")
        }
        return value
    }

    /// Throws unless the kind and the names of the parameters are these.
    public func require(kind expected: String, names: Set<String>) throws(WalletError) {
        guard kind == expected else { throw .unknownWallet("expected a \(expected) wallet, found \(kind)") }
        if let name = parameters.keys.sorted().first(where: { !names.contains($0) }) {
            throw .unknownWallet("a \(kind) wallet has no parameter \(name)")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case publicKey = "public_key"
        case workchain
        case parameters
    }

    /// Reads the document's object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(String.self, forKey: .kind)
        let text = try container.decode(String.self, forKey: .publicKey)
        guard let hash = Hash256(hex: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .publicKey, in: container, debugDescription: "expected 64 hexadecimal digits")
        }
        publicKey = Ed25519.PublicKey(hash)
        workchain = try container.decode(Int8.self, forKey: .workchain)
        parameters = try container.decode([String: String].self, forKey: .parameters)
    }

    /// Writes the document's object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(publicKey.bytes.hex, forKey: .publicKey)
        try container.encode(workchain, forKey: .workchain)
        try container.encode(parameters, forKey: .parameters)
    }
}
