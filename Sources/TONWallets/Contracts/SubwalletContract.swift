public import TONCells
public import TONCrypto

/// A wallet of version 3 or 4: its address depends on the key and a number that tells apart the wallets of one key.
public protocol SubwalletContract: WalletContract {
    /// Tells apart the wallets of one key.
    var subwalletID: UInt32 { get }

    /// Makes one.
    init(publicKey: Ed25519.PublicKey, workchain: Int8, subwalletID: UInt32)
}

extension SubwalletContract {
    /// Up to 4.
    public static var messageCounts: ClosedRange<Int> { 0...4 }

    /// The subwallet that everybody takes in workchain 0, unless they want several wallets of one key.
    public static var standardSubwalletID: UInt32 { 698_983_191 }

    /// Makes one from the parameter `subwallet_id`.
    public init(_ description: WalletDescription) throws(WalletError) {
        try description.require(kind: Self.kind, names: ["subwallet_id"])
        self.init(
            publicKey: description.publicKey, workchain: description.workchain,
            subwalletID: try description.integer("subwallet_id"))
    }

    /// `subwallet_id`.
    public var parameters: [String: String] { ["subwallet_id": "\(subwalletID)"] }

    /// The signature, then what was signed.
    public func body(signedCell: Cell, signature: [UInt8]) throws(CellError) -> Cell {
        try signatureFirst(signature, signedCell)
    }
}
