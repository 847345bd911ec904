/// A way in which a server is bad.
public enum Fault: String, CaseIterable, Hashable, Sendable {
    // MARK: Of the line

    /// The connection is cut in place of an answer.
    case cutConnection
    /// There is no answer.
    case silence
    /// The answer comes late.
    case delay
    /// The answer is bytes that are none.
    case garbage

    // MARK: Of a server that lags or lacks

    /// It answers as if the last blocks weren't there yet.
    case laggingHead
    /// It says that what was asked for isn't there yet: 651.
    case notReady
    /// It has no transactions from the older half of the chain: −400.
    case truncatedHistory

    // MARK: Of disorder

    /// It answers with the page that it gave the account's last asker.
    case repeatedPage
    /// Transactions come in another order.
    case shuffledPage

    // MARK: Of lies

    /// A bit of a proof is another; its checksum is right.
    case flippedProofBit
    /// A proof is that of another block.
    case foreignProof
    /// Signatures are of another block.
    case forgedSignatures
    /// The signers' weight is two thirds at most.
    case tooFewSignatures
    /// Too few signers, one of whom is there again and again.
    case repeatedSignatures
    /// Too few signers, and strangers beside them.
    case unknownSigners
    /// The signatures are under what makes no block final.
    case notarizingVotes
    /// A shard isn't listed, or is said not to be there.
    case missingShard
    /// An account's state is another's, or it is said to be absent.
    case replacedAccount
    /// An account's state is that of an older block of its shard.
    case olderAccountState
    /// Transactions are another account's.
    case foreignTransactions
    /// A transaction in the middle of a page is left out.
    case droppedTransaction
    /// A block's list of transactions lacks some, and says that it is complete.
    case shortenedTransactionList
    /// The answer is said to be of another block than was asked for.
    case wrongBlockIdentifier

    /// A transaction that a block has is said not to be there.
    case withheldTransaction
    /// A library is another cell than was asked for.
    case foreignLibrary
    /// The newest block is one that doesn't exist.
    case inventedHead
    /// The server says that it serves another network.
    case foreignNetwork

    /// What kind of fault it is.
    public enum Kind: Hashable, Sendable {
        /// Nothing is wrong with what comes, if it comes.
        case line
        /// The server says truly that it can't answer, or lags.
        case lack
        /// What comes is wrong, though nobody need have meant it.
        case disorder
        /// What comes is false.
        case lie
    }

    /// What kind it is.
    public var kind: Kind {
        switch self {
        case .cutConnection, .silence, .delay, .garbage: .line
        case .laggingHead, .notReady, .truncatedHistory: .lack
        case .repeatedPage, .shuffledPage: .disorder
        default: .lie
        }
    }
}
