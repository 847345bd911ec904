public import TONBlocks
public import TONCells
public import TONCrypto

/// The wallet of version 4, revision 2: up to 4 messages at once, or one change of its plugins.
///
/// ```
/// data: seqno:uint32 subwallet_id:uint32 public_key:bits256 plugins:(HashmapE 264 True)
/// body: signature:bits512 subwallet_id:uint32 valid_until:uint32 seqno:uint32 operation:Operation
/// send#00 (mode:uint8 message:^Cell)* = Operation;
/// deploy_and_install#01 workchain:int8 amount:Coins state_init:^StateInit body:^Cell = Operation;
/// install#02 workchain:int8 address:bits256 amount:Coins query_id:uint64 = Operation;
/// remove#03 workchain:int8 address:bits256 amount:Coins query_id:uint64 = Operation;
/// ```
/// A change that the wallet refuses, with the exit code 39, uses up the sequence number all the same.
///
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
        guard request.actions.count <= 1 else {
            throw .actionCount(request.actions.count, expected: 0...1, wallet: Self.kind)
        }
        let operation = try request.actions.first.map { action throws(WalletError) in
            guard request.messages.isEmpty else { throw .messagesBesidePlugin(request.messages.count) }
            return try PluginOperation(action)
        }
        return try layingOut { () throws(CellError) in
            var builder = CellBuilder()
            try builder.store(subwalletID)
            try builder.store(validUntil)
            try builder.store(seqno)
            if let operation {
                try builder.store(operation)
            } else {
                try builder.store(PluginOperation.send)
                for message in request.messages { try builder.store(message) }
            }
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
        return SignedWalletRequest(
            try layingOut { () throws(CellError) in
                var preview = slice
                guard try preview.load(UInt8.self) != PluginOperation.send else {
                    return WalletRequest(
                        seqno: seqno, validUntil: validUntil, messages: try preview.loadWalletMessages())
                }
                let operation: PluginOperation = try slice.load()
                try slice.end()
                return WalletRequest(
                    seqno: seqno, validUntil: validUntil, messages: [], actions: [operation.action])
            },
            signature: signature)
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 33: "the sequence number isn't the wallet's present one"
        case 34: "another subwallet"
        case 35: "the signature is wrong"
        case 36: "the request has expired"
        case 39: "the plugin is installed already, or isn't there to be removed"
        default: nil
        }
    }
}
