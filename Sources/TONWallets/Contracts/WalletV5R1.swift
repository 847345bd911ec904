public import TONBlocks
public import TONCells
public import TONCrypto

/// The wallet of version 5, revision 1: up to 255 messages at once, and extensions.
///
/// ```
/// data: is_signature_allowed:Bool seqno:uint32 wallet_id:uint32 public_key:bits256 extensions:(HashmapE 256 int1)
/// body: 0x7369676e wallet_id:uint32 valid_until:uint32 seqno:uint32 inner:InnerRequest signature:bits512
/// ```
/// Each message must be sent in a mode with ``SendMode/ignoresErrors``. The wallet does what a request asks of itself in
/// order. Where it refuses one such action it does none of them and sends no message, but the sequence number is used up.
/// Extensions send it requests of their own: ``ExtensionRequest``.
///
/// Source: types.tlb and contracts/wallet_v5.fc of ton-blockchain/wallet-contract-v5.
public struct WalletV5R1: WalletContract, Hashable {
    /// `v5r1`.
    public static let kind = "v5r1"
    /// Up to 255.
    public static let messageCounts = 0...OutActions.maximumCount
    /// The main network's number.
    public static let mainNetwork: Int32 = -239
    /// The test network's number.
    public static let testNetwork: Int32 = -3

    private static let signedExternal: UInt32 = 0x7369_676e

    /// The key that signs.
    public let publicKey: Ed25519.PublicKey
    /// Where the wallet lives.
    public let workchain: Int8
    /// Tells apart the wallets of one key, on all networks.
    public let walletID: UInt32

    /// Makes one with a number of its own.
    public init(publicKey: Ed25519.PublicKey, workchain: Int8 = 0, walletID: UInt32) {
        self.publicKey = publicKey
        self.workchain = workchain
        self.walletID = walletID
    }

    /// Makes one whose number is made of network, workchain and subwallet, as all wallets do.
    ///
    /// - Parameters:
    ///   - network: The network's number (`global_id`), so that no request is of use on another one.
    ///   - subwallet: Tells apart the wallets of one key: 0…32767, of which the low 15 bits count.
    public init(
        publicKey: Ed25519.PublicKey, workchain: Int8 = 0, network: Int32 = mainNetwork, subwallet: UInt16 = 0
    ) {
        // A bit that says who makes the context, the workchain, the version (0), and the subwallet in 15 bits.
        let context = 1 << 31 | UInt32(UInt8(bitPattern: workchain)) << 23 | UInt32(subwallet & 0x7fff)
        self.init(publicKey: publicKey, workchain: workchain, walletID: UInt32(bitPattern: network) ^ context)
    }

    /// Makes one from the parameter `wallet_id`.
    public init(_ description: WalletDescription) throws(WalletError) {
        try description.require(kind: Self.kind, names: ["wallet_id"])
        self.init(
            publicKey: description.publicKey, workchain: description.workchain,
            walletID: try description.integer("wallet_id"))
    }

    /// `wallet_id`.
    public var parameters: [String: String] { ["wallet_id": "\(walletID)"] }

    /// The code and data that it starts with.
    public func stateInit() throws(CellError) -> StateInit {
        var data = CellBuilder()
        try data.store(bit: true)
        try data.store(UInt32(0))
        try data.store(walletID)
        try data.store(publicKey.bytes)
        try data.store(bit: false)
        return StateInit(code: WalletCode.walletV5R1, data: try data.build())
    }

    /// What is signed: everything but the signature.
    public func signedCell(for request: WalletRequest) throws(WalletError) -> Cell {
        let (seqno, validUntil) = try sequence(of: request)
        try requireCount(request.messages)
        for action in request.actions { try requireObeyed(action) }
        for (index, message) in request.messages.enumerated() where !message.mode.contains(.ignoresErrors) {
            throw .sendModeMustIgnoreErrors(message: index, message.mode)
        }
        var builder = CellBuilder()
        try layingOut { () throws(CellError) in
            try builder.store(Self.signedExternal)
            try builder.store(walletID)
            try builder.store(validUntil)
            try builder.store(seqno)
        }
        try InnerRequest(messages: request.messages, actions: request.actions).store(in: &builder)
        return try layingOut { () throws(CellError) in try builder.build() }
    }

    /// Throws for an action that the wallet surely refuses, whatever its data are.
    private func requireObeyed(_ action: WalletAction) throws(WalletError) {
        switch action {
        case .addExtension(let address), .removeExtension(let address):
            guard address.workchain == workchain else {
                throw .extensionWorkchain(address.workchain, expected: workchain)
            }
        case .setSignatureAllowed: throw .extensionMustSwitchSignatures
        case .deployPlugin, .installPlugin, .removePlugin:
            throw .unknownAction(action.name, wallet: Self.kind)
        }
    }

    /// What was signed, then the signature.
    public func body(signedCell: Cell, signature: [UInt8]) throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(try signedCell.slice())
        try builder.store(bytes: signature)
        return try builder.build()
    }

    /// Reads the body of a message from outside, also of one whose actions the wallet refuses.
    public func decode(body: CellSlice) throws(WalletError) -> SignedWalletRequest {
        var slice = body
        let (operation, wallet, validUntil, seqno) = try layingOut {
            () throws(CellError) -> (UInt32, UInt32, UInt32, UInt32) in
            (try slice.load(), try slice.load(), try slice.load(), try slice.load())
        }
        guard operation == Self.signedExternal else {
            throw .foreignMessage("expected the operation 7369676e, found \(String(operation, radix: 16))")
        }
        guard wallet == walletID else {
            throw .foreignMessage("expected the wallet's number \(walletID), found \(wallet)")
        }
        let inner = try InnerRequest(from: &slice)
        let signature = try layingOut { () throws(CellError) in
            let signature = try slice.loadBytes(Ed25519.signatureByteCount)
            try slice.end()
            return signature
        }
        return SignedWalletRequest(
            WalletRequest(
                seqno: seqno, validUntil: validUntil, messages: inner.messages, actions: inner.actions),
            signature: signature)
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 132: "signatures are switched off"
        case 133: "the sequence number isn't the wallet's present one"
        case 134: "another wallet's number"
        case 135: "the signature is wrong"
        case 136: "the request has expired"
        case 137: "a message is sent in a mode that doesn't ignore errors"
        case 138: "the body begins with another operation"
        case 139: "the extension is there already"
        case 140: "there is no such extension"
        case 141: "an action that isn't known"
        case 142: "signatures can't be switched off where there are no extensions"
        case 143: "signatures are switched so already"
        case 144: "the last extension can't go while signatures are switched off"
        case 145: "an extension in another workchain"
        case 146: "an extension alone can switch signatures"
        case 147: "the list of messages is malformed"
        default: nil
        }
    }
}

extension OutActions {
    /// The list that sends these messages.
    init(sending messages: [WalletMessage]) {
        self.init(messages.map { .sendMessage(mode: $0.mode.rawValue, Lazy(cell: $0.message)) })
    }
}

extension WalletMessage {
    /// The messages that a list of actions sends. Throws where it has other actions.
    static func sent(by list: Cell) throws(WalletError) -> [WalletMessage] {
        let actions = try layingOut { () throws(CellError) in try OutActions(cell: list).actions }
        return try actions.map { action throws(WalletError) in
            guard case .sendMessage(let mode, let message) = action else {
                throw .foreignMessage("expected actions that send messages, found another")
            }
            return WalletMessage(mode: SendMode(rawValue: mode), message: message.cell)
        }
    }
}
