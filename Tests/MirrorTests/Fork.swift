import Foundation
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto

/// A history that hangs together, made by whoever wants another one than what happened.
struct Fork {
    let account: AccountAddress
    /// Newest first.
    let bags: [Data]
    let identifiers: [TransactionIdentifier]

    /// Changes a history's transaction and links all later ones anew.
    ///
    /// - Parameter position: Which one, counted from the newest.
    init(
        of history: ChainHistories.History, at position: Int, change: (Transaction) throws -> Transaction = Fork.later
    ) throws {
        var bags = history.bags
        var identifiers = history.identifiers
        for number in stride(from: position, through: 0, by: -1) {
            var transaction = try Transaction(cell: try Cell(boc: bags[number]))
            if number == position {
                transaction = try change(transaction)
            } else {
                transaction = try Self.linked(transaction, to: identifiers[number + 1])
            }
            let cell = try transaction.cell()
            bags[number] = Data(cell.boc([]))
            identifiers[number] = TransactionIdentifier(lt: transaction.lt, hash: cell.hash)
        }
        account = history.account
        self.bags = bags
        self.identifiers = identifiers
    }

    /// Makes one of transactions as they are, oldest first, linked to one another.
    init(account: AccountAddress, linking transactions: [Transaction]) throws {
        var bags: [Data] = []
        var identifiers: [TransactionIdentifier] = []
        for transaction in transactions {
            let cell = try Self.linked(transaction, to: identifiers.first ?? .none).cell()
            bags.insert(Data(cell.boc([])), at: 0)
            identifiers.insert(TransactionIdentifier(lt: transaction.lt, hash: cell.hash), at: 0)
        }
        self.account = account
        self.bags = bags
        self.identifiers = identifiers
    }

    func page(_ range: Range<Int>) throws -> TransactionPage {
        try TransactionPage(
            verifying: Array(bags[range]), head: identifiers[range.lowerBound], account: account, proof: .linked)
    }

    func page() throws -> TransactionPage { try page(0..<bags.count) }

    /// The same transaction a second later: the smallest lie.
    static func later(_ transaction: Transaction) throws -> Transaction {
        var header = transaction.header
        header.now += 1
        return try copy(transaction, header: header)
    }

    private static func linked(_ transaction: Transaction, to previous: TransactionIdentifier) throws -> Transaction {
        var header = transaction.header
        header.previousLT = previous.lt
        header.previousHash = previous.hash
        return try copy(transaction, header: header)
    }

    static func copy(
        _ transaction: Transaction, header: TransactionHeader? = nil, inMessage: MessageCell? = nil
    ) throws -> Transaction {
        try Transaction(
            header: header ?? transaction.header, originalStatus: transaction.originalStatus,
            endStatus: transaction.endStatus, inMessage: inMessage ?? transaction.inMessage,
            outMessages: transaction.outMessages, totalFees: transaction.totalFees,
            stateUpdate: transaction.stateUpdate, description: transaction.description)
    }
}
