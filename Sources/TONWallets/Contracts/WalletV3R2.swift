public import TONBlocks
public import TONCells
public import TONCrypto

/// The wallet of version 3, revision 2: up to 4 messages at once.
///
/// ```
/// data: seqno:uint32 subwallet_id:uint32 public_key:bits256
/// body: signature:bits512 subwallet_id:uint32 valid_until:uint32 seqno:uint32 (mode:uint8 message:^Cell)*
/// ```
/// Source: crypto/smartcont/wallet3-code.fc of ton-blockchain/ton.
public struct WalletV3R2: SubwalletContract, Hashable {
    /// `v3r2`.
    public static let kind = "v3r2"

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
        return StateInit(code: WalletCode.walletV3R2, data: try data.build())
    }

    /// What is signed: everything but the signature.
    public func signedCell(for request: WalletRequest) throws(WalletError) -> Cell {
        let (seqno, validUntil) = try sequence(of: request)
        try requireMessagesAlone(request)
        return try layingOut { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(subwalletID)
            try builder.store(validUntil)
            try builder.store(seqno)
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
        let messages = try layingOut { () throws(CellError) in try slice.loadWalletMessages() }
        return SignedWalletRequest(
            WalletRequest(seqno: seqno, validUntil: validUntil, messages: messages), signature: signature)
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 33: "the sequence number isn't the wallet's present one"
        case 34: "another subwallet"
        case 35: "the request has expired, or its signature is wrong"
        default: nil
        }
    }
}
