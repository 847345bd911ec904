public import Cocoon
public import TONCells
public import TONCrypto

/// A rule that forbids a plan, or to carry it out.
public enum PlanRefusal: Hashable, Sendable {
    /// The sender isn't who the root obeys.
    case notTheOwner(sender: AccountAddress, owner: AccountAddress)
    /// The manifest or plan is for another network.
    case wrongNetwork(expected: NetworkIdentity, found: NetworkIdentity)
    /// The manifest names another root.
    case wrongRoot(expected: AccountAddress, found: AccountAddress)
    /// An address that is marked for test networks, on the main network.
    case testOnlyAddress(String)
    /// COCOON lives in workchain 0.
    case workchain(AccountAddress)
    /// A code of which nothing is known.
    case unknownCode(ContractRole, Hash256)
    /// A code that doesn't read the data that is there, or is another contract's.
    case layoutDiffers(ContractRole, codeHash: Hash256, reason: String)
    /// Only the replacement of the whole state would do this, which wasn't allowed.
    case fullUpgrade([String])
    /// The whole state isn't read back as it was written, or the new code doesn't answer on it.
    case brokenUpgrade(String)
    /// A counter that would become less.
    case smaller(String, present: UInt32, wanted: UInt32)
    /// Workers would get more than clients pay.
    case feeAbovePrice(fee: Coins, price: Coins)
    /// A set of hashes would be empty, which wasn't allowed.
    case emptyHashes(RootChange.HashList)
    /// A proxy's text that COCOON's programs don't understand.
    case proxyText(String)
    /// A message would carry more than allowed.
    case valueAboveCap(Coins, cap: Coins)
    /// The plan has an operation that no plan has, or for another contract.
    case foreignMessage(String)
    /// The plan's time is over.
    case expired(at: UInt32, now: UInt32)
    /// There is a contract already.
    case deployed(AccountAddress)
    /// It's the main network, and nobody has agreed.
    case unconfirmed
}

extension PlanRefusal: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .notTheOwner(let sender, let owner):
            "expected the owner \(owner.friendly(isBounceable: false)) as sender, found "
                + sender.friendly(isBounceable: false)
        case .wrongNetwork(let expected, let found): "it is for \(expected), and this is \(found)"
        case .wrongRoot(let expected, let found):
            "the manifest is about the root \(expected.friendly(isBounceable: true)), not about "
                + found.friendly(isBounceable: true)
        case .testOnlyAddress(let text): "\(text) is marked for test networks alone"
        case .workchain(let address): "expected an address in workchain 0, found \(address)"
        case .unknownCode(let role, let hash):
            "nothing is known of the code \(hash.hex) for a \(role): it is in no artifact, and not the main network's"
        case .layoutDiffers(let role, let hash, let reason):
            "the code \(hash.hex) for a \(role) has another storage layout: \(reason)"
        case .fullUpgrade(let reasons):
            "only a replacement of the whole state changes \(reasons.joined(separator: ", ")): allow it by "
                + "--allow-full-upgrade"
        case .brokenUpgrade(let reason): "the new state doesn't work: \(reason)"
        case .smaller(let name, let present, let wanted):
            "\(name) can't go down: it is \(present), \(wanted) is wanted"
        case .feeAbovePrice(let fee, let price):
            "the worker fee of \(fee.nanoTON) nanoTON is above the price of \(price.nanoTON)"
        case .emptyHashes(let list): "no \(list) hash would be left: allow it by --allow-empty"
        case .proxyText(let reason): reason
        case .valueAboveCap(let value, let cap): "a message would carry \(value) TON, more than the cap of \(cap)"
        case .foreignMessage(let reason): "the plan has a message that no plan has: \(reason)"
        case .expired(let end, let now): "the plan was good until \(end), and it is \(now)"
        case .deployed(let address): "there is a contract at \(address.friendly(isBounceable: true)) already"
        case .unconfirmed:
            "this is the main network: confirm on a terminal, or carry out a saved plan with --yes"
        }
    }
}

/// Why there is no plan.
public enum PlanError: Error, Hashable, Sendable {
    /// Rules forbid it: all that were found broken.
    case refused([PlanRefusal])
    /// There is no root at the address, or none that is understood.
    case notARoot(AccountAddress, CellError)
    /// The manifest doesn't say what is needed.
    case incomplete(String)
    /// A message of it would fail.
    case rehearsalFailed(String, Rehearsal.Reason)
    /// The messages go well, but don't lead to what was wanted.
    case notReached([RootChange])
    /// An operation can't be prepared.
    case operation(OperationError)
    /// Cells can't be made or read.
    case cell(CellError)
}

extension PlanError: CustomStringConvertible {
    /// What was expected, and what came.
    public var description: String {
        switch self {
        case .refused(let refusals): refusals.map(\.description).joined(separator: "\n")
        case .notARoot(let address, let error):
            "there is no root at \(address.friendly(isBounceable: true)): \(error)"
        case .incomplete(let reason): "the manifest doesn't say enough: \(reason)"
        case .rehearsalFailed(let change, let reason): "in the rehearsal “\(change)” fails: \(reason)"
        case .notReached(let changes):
            "in the rehearsal these changes don't happen: \(changes.map(\.description).joined(separator: "; "))"
        case .operation(let error): "\(error)"
        case .cell(let error): "\(error)"
        }
    }
}
