public import TONBlocks
public import TONCells
import TONCrypto

/// The multisig of version 2: what its signers agree on, it does.
///
/// Signers and proposers are accounts, mostly wallets: each proposes or approves by a message from its wallet. An order is
/// a contract of its own, in workchain 0, which counts approvals and then tells the multisig.
///
/// ```swift
/// let multisig = MultisigV2(data: MultisigData(configuration: try MultisigConfiguration(threshold: 2, signers: signers)))
/// let proposal = try multisig.proposal(of: order, by: wallet.address(), expiration: now + 86_400, amount: amount)
/// ```
/// Source: ton-blockchain/multisig-contract-v2; layouts as in the code that is deployed, whose operations and numbers
/// are those of its last version.
public struct MultisigV2: Hashable, Sendable {
    /// The data that it starts with.
    public let data: MultisigData
    /// Where it lives.
    public let workchain: Int8

    /// Makes the multisig that starts with this data.
    public init(data: MultisigData, workchain: Int8 = 0) {
        self.data = data
        self.workchain = workchain
    }

    /// The code and data that it starts with.
    public func stateInit() throws(CellError) -> StateInit {
        StateInit(code: WalletCode.multisigV2, data: try data.cell())
    }

    /// The address.
    public func address() throws(CellError) -> AccountAddress { try stateInit().address(workchain: workchain) }

    /// The code of an order as the multisig deploys it: a library cell, which names the code by its hash.
    public static func orderLibrary() throws(CellError) -> Cell {
        var builder = CellBuilder()
        try builder.store(UInt8(2))
        try builder.store(WalletCode.multisigOrderV2.hash)
        return try builder.buildExotic()
    }

    /// The code and data that an order of any multisig starts with.
    public static func orderState(
        of multisig: AccountAddress, seqno: MultisigOrderNumber
    ) throws(CellError) -> StateInit {
        StateInit(
            code: try orderLibrary(), data: try MultisigOrderData(multisig: multisig, seqno: seqno).cell())
    }

    /// The address of an order of any multisig.
    public static func orderAddress(
        of multisig: AccountAddress, seqno: MultisigOrderNumber
    ) throws(CellError) -> AccountAddress {
        try orderState(of: multisig, seqno: seqno).address()
    }

    /// The message by which a wallet deploys the multisig.
    public func deployment(amount: Coins) throws(CellError) -> WalletMessage {
        try .transfer(to: try address(), amount: amount, bounces: false, stateInit: try stateInit())
    }

    /// The message by which a signer, or else a proposer, proposes an order to a multisig. Throws where the account is
    /// neither.
    ///
    /// - Parameters:
    ///   - configuration: The multisig's present one.
    ///   - amount: What pays for the order's contract and for doing it: the multisig refuses too little with exit code
    ///     100, and says how much by its get-method `get_order_estimate`.
    public static func proposal(
        of order: MultisigOrder, to multisig: AccountAddress, configuration: MultisigConfiguration,
        by account: AccountAddress, seqno: MultisigOrderNumber = .next, expiration: UInt64, amount: Coins,
        queryID: UInt64 = 0
    ) throws(CellError) -> WalletMessage {
        let signer = configuration.signers.firstIndex(of: account)
        guard let index = signer ?? configuration.proposers.firstIndex(of: account) else {
            throw .outOfRange("\(account) is neither a signer nor a proposer of the multisig \(multisig)")
        }
        let proposal = MultisigMessage.NewOrder(
            seqno: seqno, isSigner: signer != nil, index: UInt8(truncatingIfNeeded: index), expiration: expiration,
            order: try order.cell())
        return try .transfer(
            to: multisig, amount: amount, bounces: true,
            body: try MultisigMessage.newOrder(queryID: queryID, proposal).cell())
    }

    /// The message by which a signer approves an order. Throws where the account isn't a signer.
    public static func approval(
        of order: AccountAddress, signers: [AccountAddress], by account: AccountAddress, amount: Coins,
        queryID: UInt64 = 0
    ) throws(CellError) -> WalletMessage {
        guard let index = signers.firstIndex(of: account) else {
            throw .outOfRange("\(account) is no signer of the order \(order)")
        }
        return try .transfer(
            to: order, amount: amount, bounces: true,
            body: try MultisigMessage.approve(queryID: queryID, signer: UInt8(truncatingIfNeeded: index)).cell())
    }

    /// What the exit codes of a multisig and of its orders mean.
    public static func meaning(ofExitCode code: Int32) -> String? {
        switch code {
        case 100: "the message carries too little for the order"
        case 101: "it doesn't come from an order of this multisig"
        case 102: "the signers have changed since, or too few have approved"
        case 103: "the signers' or proposers' numbers have gaps"
        case 104: "it doesn't come from the multisig"
        case 105: "the order is there already"
        case 106: "the sender isn't the signer"
        case 107: "the signer has approved already"
        case 108: "the data contradicts itself"
        case 109: "the threshold is none, or more than there are signers"
        case 110: "there are no signers"
        case 111: "the order has expired"
        case 112: "the order is executed already"
        case 1007: "the sender may not propose orders"
        case 1008: "the order's number isn't the next one"
        case 0xffff: "an operation that isn't known"
        default: nil
        }
    }
}
