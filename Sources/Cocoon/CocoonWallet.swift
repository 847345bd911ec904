public import TONBlocks
public import TONCells
public import TONCrypto
public import TONWallets

/// COCOON's wallet as a wallet like any other: the machine's key signs, up to 4 messages at once.
///
/// The wallet acts only while it holds 2 TON, and while its owner hasn't blocked it. Layouts: ``WalletData``,
/// ``WalletExternal``.
public struct CocoonWallet: WalletContract, Hashable {
    /// `cocoon`.
    public static let kind = "cocoon"
    /// Up to 4.
    public static let messageCounts = 0...4
    /// The code that is deployed on the main network.
    public static let code = WalletCode.cell(codeBag)

    /// The key that signs.
    public let publicKey: Ed25519.PublicKey
    /// Where the wallet lives: 0, as all contracts of COCOON.
    public var workchain: Int8 { 0 }
    /// Who may relay, withdraw, block and unblock.
    public let owner: AccountAddress

    /// Makes one.
    public init(publicKey: Ed25519.PublicKey, owner: AccountAddress) {
        self.publicKey = publicKey
        self.owner = owner
    }

    /// Makes one from the parameter `owner`, an address in the raw form.
    public init(_ description: WalletDescription) throws(WalletError) {
        try description.require(kind: Self.kind, names: ["owner"])
        guard description.workchain == 0 else {
            throw .unknownWallet("expected a \(Self.kind) wallet in workchain 0, found \(description.workchain)")
        }
        guard let text = description.parameters["owner"], let owner = try? AccountAddress(text), owner.raw == text
        else {
            throw .unknownWallet("expected the raw address of an owner of a \(Self.kind) wallet")
        }
        self.init(publicKey: description.publicKey, owner: owner)
    }

    /// `owner`.
    public var parameters: [String: String] { ["owner": owner.raw] }

    /// The code and data that it starts with.
    public func stateInit() throws(CellError) -> StateInit {
        StateInit(code: Self.code, data: try WalletData(publicKey: publicKey.bytes, owner: owner).cell())
    }

    /// What is signed: the payload's cell.
    public func signedCell(for request: WalletRequest) throws(WalletError) -> Cell {
        let (seqno, validUntil) = try sequence(of: request)
        try requireMessagesAlone(request)
        let payload = WalletExternal.Payload(
            validUntil: validUntil, seqno: seqno,
            messages: request.messages.map { OutgoingMessage(mode: $0.mode.rawValue, message: $0.message) })
        return try layingOut { () throws(CellError) -> Cell in try payload.cell() }
    }

    /// The signature, then what was signed.
    public func body(signedCell: Cell, signature: [UInt8]) throws(CellError) -> Cell {
        try WalletExternal(signature: signature, payload: WalletExternal.Payload(cell: signedCell)).cell()
    }

    /// Reads the body of a message from outside.
    public func decode(body: CellSlice) throws(WalletError) -> SignedWalletRequest {
        let external = try layingOut { () throws(CellError) -> WalletExternal in
            var slice = body
            return try WalletExternal(from: &slice)
        }
        let payload = external.payload
        guard payload.subwallet == 0 else {
            throw .foreignMessage("expected the subwallet 0, found \(payload.subwallet)")
        }
        guard payload.ignoredBits == .empty else {
            throw .foreignMessage("expected the end, found \(payload.ignoredBits.count) bits that mean nothing")
        }
        return SignedWalletRequest(
            WalletRequest(
                seqno: payload.seqno, validUntil: payload.validUntil,
                messages: payload.messages.map {
                    WalletMessage(mode: SendMode(rawValue: $0.mode), message: $0.message)
                }),
            signature: external.signature)
    }

    /// What the exit codes mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        (1030...1041).contains(code) ? ExitCode(rawValue: code).meaning : nil
    }

    private static let codeBag = """
        te6ccgECEQEAAksAART/APSkE/S88sgLAQIBIAMCAODygwjXGCDTH9Mf0x8C+CO78tQG7UTQ0x/TH9P/0x/6QNEhcbDy1AdRVLry5AhRYrry\
        5AkG+QFUEHb5EPLkCvgnbyIwghB3NZQAufLUC/gAApMg10qW0wfUAvsA6DABpMjLHxTLHxLL/8sfAc8Wye1UAgFICQQCASAGBQAbvf3faiaE\
        CAsGuQ/SAYQCASAIBwARuMl+1E0NcLH4ABe7Oc7UTQ0z8x1wv/gCAsoLCgBJqfIUArPFlAIzxYWy//JBMjLAVAD+gIB+gLLPxLLHxLL/8zMy\
        YAIBIA8MAgJ2Dg0AVTQ0wcBwAPy4/DTH9Mf0wD6APoA0x/TH9Mf0x/TH9Mf+gD6APQE9AT0BDCAAaRzyMsHAREQAcsfHssfHMsAUAr6AlAI+\
        gIWyx8Uyx8Syx/LH8sfyx8B+gIB+gL0APQA9ADJgAfXTtou37bCIgxwCRW+AB0NMDAXGwkVvg+kAwAdMfIYIQJWWTTLoighDFmnzTurEighC\
        aEkfAurGSXwPg7UTQ0x/TH9P/0x/6QNFTcMcF8uQQJoIQnGnzdrqeEFdfB9M/MdMH1DAB+wDgBsAA8uQRBNMH0SDAdyHAYgLAdYQAOpTErEh\
        sfLkEQGOKV8HggiYloBy+wKAd3CAGFQQM3ADyMsFWM8WAfoCy2oSyx/LB8mDBvsA4DeOGTUCcbEByMsfEssfE8v/EssfAc8Wye1U2zHgBY4d\
        AoIQ/////rAByMsfEssfE8v/EssfAc8Wye1U2zHgXwU=
        """
}
