public import TONCells

extension MultisigOrderData.State {
    /// Why an order doesn't take an account's approval.
    public enum Objection: Hashable, Sendable {
        /// The account isn't a signer.
        case notASigner(AccountAddress)
        /// It has approved already.
        case approvedAlready(AccountAddress)
        /// The order was handed to the multisig.
        case executedAlready
        /// Nobody can approve any more, since a unix time.
        case expired(UInt64)
    }

    /// Why the order wouldn't take an account's approval at a unix time; nil where it would. It answers to one that it
    /// doesn't take by a message, and ends well: nothing in its transaction shows that.
    public func objection(to account: AccountAddress, at now: UInt64) -> Objection? {
        guard let index = signers.firstIndex(of: account) else { return .notASigner(account) }
        if isExecuted { return .executedAlready }
        if isApproved(by: UInt8(truncatingIfNeeded: index)) { return .approvedAlready(account) }
        return now > expiration ? .expired(expiration) : nil
    }
}

extension MultisigOrderData.State.Objection: CustomStringConvertible {
    /// What was expected, and what is.
    public var description: String {
        switch self {
        case .notASigner(let account): "\(account) isn't a signer"
        case .approvedAlready(let account): "\(account) has approved already"
        case .executedAlready: "it is executed already"
        case .expired(let time): "it has expired, at the unix time \(time)"
        }
    }
}
