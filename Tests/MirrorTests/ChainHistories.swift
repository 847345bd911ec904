import Foundation
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCenter
import TONCrypto

@testable import Indexer
@testable import Mirror

/// The recorded chain in memory, to be cut into pages.
struct ChainHistories: Sendable {
    /// One account's whole history, newest first.
    struct History: Sendable {
        let account: AccountAddress
        let role: String
        let bags: [Data]
        let headers: [TransactionHeader]
        let identifiers: [TransactionIdentifier]

        /// The transactions of a range, as a page.
        func page(_ range: Range<Int>, proof: Proof = .linked) throws -> TransactionPage {
            try TransactionPage(
                verifying: Array(bags[range]), head: identifiers[range.lowerBound], account: account, proof: proof)
        }

        /// All of it.
        func page(proof: Proof = .linked) throws -> TransactionPage { try page(0..<bags.count, proof: proof) }

        /// Each transaction as a server would claim it.
        func claim(_ number: Int) throws -> LedgerTransaction {
            try LedgerTransaction(raw: try Cell(boc: bags[number]), workchain: account.workchain, proof: .claimed)
        }

        /// Pages of random sizes that cover everything, with overlaps and duplicates.
        func pages(_ random: inout SeededGenerator) throws -> [TransactionPage] {
            var pages: [TransactionPage] = []
            var start = 0
            while start < bags.count {
                let end = min(bags.count, start + Int.random(in: 1...16, using: &random))
                pages.append(try page(start..<end))
                if Int.random(in: 0..<12, using: &random) == 0, let last = pages.last { pages.append(last) }
                start = end == bags.count ? end : max(start + 1, end - Int.random(in: 0...2, using: &random))
            }
            return pages
        }
    }

    let histories: [History]
    let states: [AccountSnapshot]

    /// Reads the recorded chain; once in a process.
    static func recorded() throws -> ChainHistories { try shared.get() }

    private static let shared = Result { try load() }

    private static func load() throws -> ChainHistories {
        struct Role: Decodable {
            let address: String
            let role: String
        }
        let roles = try RecordedFixtures.json([Role].self, "chain/accounts.json")
        let roleByAddress = Dictionary(uniqueKeysWithValues: roles.map { ($0.address, $0.role) })
        var histories: [History] = []
        for name in RecordedFixtures.names(in: "chain/transactions", suffix: ".json") {
            let json = Data(try RecordedFixtures.bytes("chain/transactions/\(name)"))
            guard case .transactions(let records) = try TONCenterAnswer(json: json),
                let account = records.first?.account
            else { continue }
            let headers = try records.map { try TransactionHeader(cell: try Cell(boc: $0.data)) }
            histories.append(
                History(
                    account: account, role: roleByAddress[account.raw] ?? "none", bags: records.map(\.data),
                    headers: headers,
                    identifiers: records.map { TransactionIdentifier(lt: $0.lt, hash: $0.hash) }))
        }
        var states: [AccountSnapshot] = []
        for name in RecordedFixtures.names(in: "chain/states", suffix: ".json") {
            let json = Data(try RecordedFixtures.bytes("chain/states/\(name)"))
            guard case .addressInformation(let information) = try TONCenterAnswer(json: json) else { continue }
            states.append(try AccountSnapshot(information))
        }
        return ChainHistories(histories: histories, states: states)
    }

    /// A history of a role; the longest.
    func longest(_ role: String) throws -> History {
        struct Missing: Error {}
        guard
            let history = histories.filter({ $0.role == role }).max(by: { $0.bags.count < $1.bags.count })
        else { throw Missing() }
        return history
    }
}
