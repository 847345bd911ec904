public import Cocoon
public import TONBlocks
public import TONCells
public import TONCrypto

/// The way from a root as it stands to what a manifest wants: which messages, what they cost, and what they lead to.
///
/// A plan is good for the state that it was made on, and no other: see ``Base``.
public struct RootPlan: Sendable {
    /// The root that a plan was made on.
    public struct Base: Hashable, Sendable {
        /// The time, in seconds since 1970.
        public let time: UInt32
        /// The logical time at which the block would start in which it was rehearsed.
        public let blockLT: UInt64
        /// The root's last transaction: any message to it, from whomever, makes another.
        public let lastTransaction: TransactionIdentifier
        /// The hash of the root's account.
        public let stateHash: Hash256
        /// The hashes of code and data.
        public let fingerprint: RootState.Fingerprint
        /// The root's version.
        public let version: UInt32
        /// The number of its params.
        public let paramsVersion: UInt32
    }

    /// A message to the root.
    public struct PlannedMessage: Hashable, Sendable {
        /// The body.
        public let body: Cell
        /// What it carries: excesses come back.
        public let value: Coins
        /// Whether it comes back where the root fails.
        public let isBounceable: Bool
        /// The gas that it and all it causes takes.
        public let gas: UInt64
        /// What validators get for it and all it causes.
        public let fees: Coins

        /// The change that it makes, read from the body again. Throws for one that no plan makes.
        public func change() throws(PlanError) -> RootChange {
            let message = try decoded()
            guard let change = RootChange(message) else {
                throw .refused([.foreignMessage(message.opcode.map { "\($0)" } ?? "a message from outside")])
            }
            // The change is what is shown: the message must hold nothing beyond it.
            let again: Cell
            do throws(CellError) {
                again = try change.message(queryID: message.queryID ?? 0).cell()
            } catch {
                throw .cell(error)
            }
            guard again == body else { throw .refused([.foreignMessage("more than to \(change)")]) }
            return change
        }

        /// Its operation and fields, read from the body again.
        public func decoded() throws(PlanError) -> CocoonMessage {
            let slice: CellSlice
            do throws(CellError) {
                slice = try body.slice()
            } catch {
                throw .cell(error)
            }
            do throws(MessageDecodingError) {
                return try CocoonMessage.decode(slice, receiver: .root)
            } catch {
                throw .operation(.notHandled(error))
            }
        }
    }

    /// Messages that go in one request of the owner, and what they lead to.
    public struct Wave: Hashable, Sendable {
        /// The messages, in their order.
        public let messages: [PlannedMessage]
        /// Code and data afterwards.
        public let end: RootState.Fingerprint
        /// The root's version afterwards.
        public let version: UInt32
    }

    /// The network.
    public let network: NetworkIdentity
    /// The root.
    public let root: AccountAddress
    /// Who must send it: the root's owner.
    public let owner: AccountAddress
    /// The manifest's hash.
    public let manifestHash: Hash256
    /// What it was made on.
    public let base: Base
    /// The messages; empty where nothing is to be changed.
    public let waves: [Wave]
    /// Entries that the manifest doesn't have, and that stay.
    public let unmanaged: [String]
    /// What it ends in.
    public let end: RootState
    /// Which addresses move.
    public let impact: AddressImpact?
    /// Until when it is good, in seconds since 1970.
    public let expiresAt: UInt32
    /// The most that a message may carry.
    public let valueCap: Coins
    /// Whether it may replace the whole state.
    public let allowsFullUpgrade: Bool

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { waves.isEmpty }

    /// Throws unless every message is one that plans have, and carries no more than the cap.
    func check() throws(PlanError) {
        var refusals: [PlanRefusal] = []
        for message in waves.flatMap(\.messages) {
            if case .upgradeFull = try message.change(), !allowsFullUpgrade {
                refusals.append(.fullUpgrade(["the whole state"]))
            }
            if message.value > valueCap { refusals.append(.valueAboveCap(message.value, cap: valueCap)) }
        }
        guard refusals.isEmpty else { throw .refused(refusals) }
    }
}
