public import Cocoon
public import TONCells
public import TONCrypto

/// One thing that happened to a contract, with the transaction that it was read from.
///
/// A field is nil where the kind doesn't have it, or where it can't be known from what is mirrored so far.
public struct Event: Hashable, Sendable {
    // MARK: What and where

    /// What happened.
    public var kind: EventKind
    /// What was tried.
    public var operation: Operation
    /// The contract that it happened to.
    public var account: AccountAddress
    /// The contract's role.
    public var role: ContractRole
    /// The account of the transaction that the event was read from: ``account``, or its proxy where the contract's
    /// own transaction isn't mirrored.
    public var anchor: AccountAddress
    /// Logical time of that transaction.
    public var lt: UInt64
    /// Hash of that transaction.
    public var hash: Hash256
    /// Unix seconds of that transaction.
    public var time: UInt32
    /// How the event is proved: as its transaction, but only claimed where the contract's role is.
    public var proof: Proof
    /// Whether something in it may still change as older or neighbouring transactions arrive.
    public var isOpen = false

    // MARK: The message

    /// The sender of the message; nil from outside.
    public var sender: AccountAddress?
    /// Coins attached.
    public var value: Coins?
    /// The first 32 bits of the body.
    public var opcode: UInt32?
    /// The body's query id.
    public var queryID: UInt64?

    // MARK: Who

    /// The worker contract.
    public var worker: AccountAddress?
    /// The client contract.
    public var client: AccountAddress?
    /// The proxy contract.
    public var proxy: AccountAddress?
    /// The root contract.
    public var root: AccountAddress?
    /// The owner of ``account``.
    public var owner: AccountAddress?
    /// Of a proxy's half that failed or was skipped: the worker or client that asked.
    public var child: AccountAddress?
    /// Of a proxy's half: the transaction of the worker or client that asked.
    public var childHash: Hash256?

    // MARK: How it went

    /// Exit code of the compute phase.
    public var exitCode: Int32?
    /// Result code of the action phase.
    public var actionCode: Int32?
    /// Why the compute phase was skipped.
    public var skipReason: String?
    /// The proxy's half of a worker's or client's operation.
    public var settlement: Half?
    /// The message that paid somebody.
    public var payment: Payment?

    // MARK: Counters and money

    /// The counter before.
    public var tokensBefore: UInt64?
    /// The counter after.
    public var tokensAfter: UInt64?
    /// The counter in a receipt that was refused.
    public var tokensClaimed: UInt64?
    /// What is the event's own amount: what a worker's tokens are worth, what was topped up, asked for, added.
    public var amount: Coins?
    /// What really reached somebody.
    public var paid: Coins?
    /// What can't be had any more.
    public var lost: Coins?
    /// What a client's balance fell by for its tokens.
    public var charged: Coins?
    /// What a client's tokens cost, of which ``charged`` may be less.
    public var cost: Coins?
    /// The proxy's part of a payout.
    public var proxyPart: Coins?
    /// The client's balance, or the stake, before.
    public var before: Coins?
    /// The client's balance, or the stake, after.
    public var after: Coins?
    /// The part of a proxy's closing payment that is stake.
    public var stakeReturned: Coins?
    /// When a closing contract may be forced, unix seconds.
    public var unlockTime: UInt32?
    /// Price for one token that the settlement used.
    public var price: Coins?
    /// The signed payload's hash: what names a receipt.
    public var receipt: Hash256?
    /// What only this kind has, as text by name: hashes, network addresses, versions.
    public var details: [String: String] = [:]

    /// Makes an event of which nothing is known but what and where.
    public init(
        kind: EventKind, operation: Operation, account: AccountAddress, role: ContractRole, anchor: AccountAddress,
        lt: UInt64, hash: Hash256, time: UInt32, proof: Proof
    ) {
        self.kind = kind
        self.operation = operation
        self.account = account
        self.role = role
        self.anchor = anchor
        self.lt = lt
        self.hash = hash
        self.time = time
        self.proof = proof
    }

    /// The second half of an operation: what the proxy's transaction made of a worker's or client's request.
    public struct Half: Hashable, Sendable {
        /// Logical time at the proxy.
        public var lt: UInt64
        /// Hash of the proxy's transaction.
        public var hash: Hash256
        /// Exit code of its compute phase.
        public var exitCode: Int32?
        /// Result code of its action phase.
        public var actionCode: Int32?
        /// Why its compute phase was skipped.
        public var skipReason: String?

        /// Makes one.
        public init(lt: UInt64, hash: Hash256, exitCode: Int32?, actionCode: Int32?, skipReason: String?) {
            self.lt = lt
            self.hash = hash
            self.exitCode = exitCode
            self.actionCode = actionCode
            self.skipReason = skipReason
        }
    }

    /// A payment: the message's value, and where it arrived if that is mirrored.
    public struct Payment: Hashable, Sendable {
        /// Who was paid.
        public var account: AccountAddress
        /// What the message carried.
        public var value: Coins
        /// Logical time of arrival.
        public var lt: UInt64?
        /// Hash of the transaction that took it.
        public var hash: Hash256?

        /// Makes one.
        public init(account: AccountAddress, value: Coins, lt: UInt64?, hash: Hash256?) {
            self.account = account
            self.value = value
            self.lt = lt
            self.hash = hash
        }
    }
}

/// A stake as it stood from a transaction on.
public struct StakeChange: Hashable, Sendable {
    /// The client or proxy.
    public var account: AccountAddress
    /// Its role.
    public var role: ContractRole
    /// The account of the transaction that changed it.
    public var anchor: AccountAddress
    /// Logical time of that transaction.
    public var lt: UInt64
    /// Hash of that transaction.
    public var hash: Hash256
    /// Unix seconds.
    public var time: UInt32
    /// What changed it.
    public var kind: EventKind
    /// The stake before; nil for the first.
    public var before: Coins?
    /// The stake after.
    public var after: Coins
    /// How it is proved.
    public var proof: Proof

    /// Makes one.
    public init(
        account: AccountAddress, role: ContractRole, anchor: AccountAddress, lt: UInt64, hash: Hash256, time: UInt32,
        kind: EventKind, before: Coins?, after: Coins, proof: Proof
    ) {
        self.account = account
        self.role = role
        self.anchor = anchor
        self.lt = lt
        self.hash = hash
        self.time = time
        self.kind = kind
        self.before = before
        self.after = after
        self.proof = proof
    }
}
