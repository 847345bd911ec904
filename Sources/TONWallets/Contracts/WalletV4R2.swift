public import TONBlocks
public import TONCells
public import TONCrypto

/// The wallet of version 4, revision 2: up to 4 messages at once, and plugins.
///
/// Requests that install or remove plugins (`op` 1 to 3) are neither made nor read here.
///
/// ```
/// data: seqno:uint32 subwallet_id:uint32 public_key:bits256 plugins:(HashmapE 264 ...)
/// body: signature:bits512 subwallet_id:uint32 valid_until:uint32 seqno:uint32 op:uint8(=0)
///   (mode:uint8 message:^Cell)*
/// ```
/// Source: func/wallet-v4-code.fc of ton-blockchain/wallet-contract.
public struct WalletV4R2: SubwalletContract, Hashable {
    /// `v4r2`.
    public static let kind = "v4r2"

    /// The key that signs.
    public let publicKey: Ed25519.PublicKey
    /// Where the wallet lives.
    public let workchain: Int8
    /// Tells apart the wallets of one key.
    public let subwalletID: UInt32

    /// Makes one.
    public init(publicKey: Ed25519.PublicKey, workchain: Int8 = 0, subwalletID: UInt32 = standardSubwalletID) {
        self.publicKey = publicKey
        self.workchain = workchain
        self.subwalletID = subwalletID
    }

    /// The code and data that it starts with.
    public func stateInit() throws(CellError) -> StateInit {
        var data = CellBuilder()
        try data.store(UInt32(0))
        try data.store(subwalletID)
        try data.store(publicKey.bytes)
        // No plugins.
        try data.store(bit: false)
        return StateInit(code: WalletCode.walletV4R2, data: try data.build())
    }

    /// What is signed: everything but the signature.
    public func signedCell(for request: WalletRequest) throws(WalletError) -> Cell {
        let (seqno, validUntil) = try sequence(of: request)
        try requireCount(request.messages)
        return try layingOut { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(subwalletID)
            try builder.store(validUntil)
            try builder.store(seqno)
            // A plain request to send.
            try builder.store(UInt8(0))
            for message in request.messages { try builder.store(message) }
            return try builder.build()
        }
    }

    /// Reads the body of a message from outside.
    public func decode(body: CellSlice) throws(WalletError) -> SignedWalletRequest {
        var slice = body
        let signature = try layingOut { () throws(CellError) in try slice.loadBytes(Ed25519.signatureByteCount) }
        let subwallet: UInt32 = try layingOut { () throws(CellError) in try slice.load() }
        guard subwallet == subwalletID else {
            throw .foreignMessage("expected the subwallet \(subwalletID), found \(subwallet)")
        }
        let validUntil: UInt32 = try layingOut { () throws(CellError) in try slice.load() }
        let seqno: UInt32 = try layingOut { () throws(CellError) in try slice.load() }
        let operation: UInt8 = try layingOut { () throws(CellError) in try slice.load() }
        guard operation == 0 else {
            throw .foreignMessage("expected a request to send messages (0), found one about plugins (\(operation))")
        }
        let messages = try layingOut { () throws(CellError) in try slice.loadWalletMessages() }
        return SignedWalletRequest(
            WalletRequest(seqno: seqno, validUntil: validUntil, messages: messages), signature: signature)
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 33: "the sequence number isn't the wallet's present one"
        case 34: "another subwallet"
        case 35: "the signature is wrong"
        case 36: "the request has expired"
        default: nil
        }
    }
}
