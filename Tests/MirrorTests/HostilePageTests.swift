import Foundation
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

/// Pages that were altered on the way: none of them becomes a page.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct HostilePageTests {
    /// What is wrong with a page.
    enum Mutation: CaseIterable {
        case bit, bitWithoutChecksum, truncation, removal, exchange, splice, repetition, headLT, headHash, account
        case workchain, nothing
    }

    private struct Case {
        var bags: [Data]
        var head: TransactionIdentifier
        var account: AccountAddress
        var hashes: [Hash256]
    }

    @Test("an altered page is refused, with account, logical time and hashes", arguments: Mutation.allCases)
    func alteredPages(mutation: Mutation) throws {
        var random = SeededGenerator(seed: 41)
        let chain = try ChainHistories.recorded()
        let long = chain.histories.filter { $0.bags.count >= 8 }
        for number in 0..<300 {
            let history = try #require(long.randomElement(using: &random))
            let start = Int.random(in: 0...(history.bags.count - 6), using: &random)
            let range = start..<(start + Int.random(in: 3...6, using: &random))
            var page = Case(
                bags: Array(history.bags[range]), head: history.identifiers[start], account: history.account,
                hashes: history.identifiers[range].map(\.hash))
            let other = try #require(long.filter { $0.account != history.account }.randomElement(using: &random))
            try Self.apply(mutation, to: &page, other: other, &random)
            do {
                let accepted = try TransactionPage(
                    verifying: page.bags, head: page.head, account: page.account, proof: .linked)
                // A bit of the packing that no cell depends on.
                let hashes = accepted.entries.map(\.transaction.hash)
                #expect(mutation == .bitWithoutChecksum && hashes == page.hashes, "\(mutation) \(number)")
            } catch let error {
                let text = "\(error)"
                #expect(text.contains(page.account.hash.hex), "\(mutation) \(number): \(text)")
                #expect(error.account == page.account)
                #expect(text.contains(" lt "), "\(mutation) \(number): \(text)")
                let hashCount = text.matches(of: /[0-9a-f]{64}/).count
                let isHashUnknown =
                    if case .bag(_, found: nil, _) = error.reason { text.contains("found hash none") } else { false }
                #expect(
                    hashCount >= 3 || isHashUnknown || mutation == .nothing && text.contains("found hash none"),
                    "\(mutation) \(number): \(text)")
            }
        }
    }

    private static func apply(
        _ mutation: Mutation, to page: inout Case, other: ChainHistories.History, _ random: inout SeededGenerator
    ) throws {
        let place = Int.random(in: 0..<page.bags.count, using: &random)
        let inner = Int.random(in: 1..<(page.bags.count - 1), using: &random)
        func flip(_ data: inout Data) {
            let bit = Int.random(in: 0..<data.count * 8, using: &random)
            data[data.startIndex + bit / 8] ^= 1 << (bit % 8)
        }
        switch mutation {
        case .bit: flip(&page.bags[place])
        case .bitWithoutChecksum:
            page.bags[place] = Data(try Cell(boc: page.bags[place]).boc([]))
            flip(&page.bags[place])
        case .truncation: page.bags[place].removeLast(Int.random(in: 1...page.bags[place].count, using: &random))
        case .removal: page.bags.remove(at: inner)
        case .exchange: page.bags.swapAt(inner, Bool.random(using: &random) ? inner - 1 : inner + 1)
        case .splice:
            let foreign = other.bags[Int.random(in: 0..<other.bags.count, using: &random)...].prefix(3)
            page.bags.replaceSubrange(inner..., with: foreign)
        case .repetition: page.bags.insert(page.bags[place], at: place)
        case .headLT:
            page.head = TransactionIdentifier(
                lt: page.head.lt ^ 1 << UInt64.random(in: 0..<64, using: &random), hash: page.head.hash)
        case .headHash:
            var bytes = page.head.hash.bytes
            bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
            page.head = TransactionIdentifier(lt: page.head.lt, hash: try #require(Hash256(bytes)))
        case .account: page.account = other.account
        case .workchain: page.account = AccountAddress(workchain: -1, hash: page.account.hash)
        case .nothing: page.bags = []
        }
    }

    @Test("without its newest or oldest transaction a page still hangs together, and the mirror says what is missing")
    func shorterPages() throws {
        let history = try ChainHistories.recorded().longest("worker")
        let count = history.bags.count
        // Without the oldest, the history doesn't reach its beginning.
        let upper = try TemporaryMirror()
        _ = try upper.mirror.ingest([.page(try history.page(0..<(count - 1)))])
        #expect(try upper.mirror.status().incompleteAccounts == 1)
        #expect(try upper.mirror.balance(of: history.account) == nil)

        // Without the newest, the head is older: the state of the account tells.
        let lower = try TemporaryMirror()
        let state = try #require(try ChainHistories.recorded().states.first { $0.account == history.account })
        _ = try lower.mirror.ingest([.page(try history.page(1..<count)), .state(state)])
        #expect(try lower.mirror.status().incompleteAccounts == 0)
        let finding = try #require(try lower.mirror.status().findings.first)
        #expect(finding.account == history.account)
        #expect(finding.description.contains("\(history.identifiers[0].lt)"))
        #expect(finding.description.contains("\(history.identifiers[1].lt)"))
        _ = try lower.mirror.ingest([.page(try history.page(0..<1))])
        #expect(try lower.mirror.status().findings.isEmpty)
    }

    @Test("a state that its transaction didn't leave is refused, or goes when the transaction comes")
    func foreignStates() throws {
        let chain = try ChainHistories.recorded()
        let history = try chain.longest("worker")
        let genuine = try #require(chain.states.first { $0.account == history.account })
        var otherHash = genuine
        otherHash.stateHash = .zero
        otherHash.balance = .maximum
        var otherTransaction = genuine
        otherTransaction.last = TransactionIdentifier(lt: genuine.last.lt, hash: .zero)
        var between = genuine
        between.last = TransactionIdentifier(lt: genuine.last.lt - 1, hash: .zero)
        for forged in [otherHash, otherTransaction, between] {
            let late = try TemporaryMirror()
            _ = try late.mirror.ingest([.page(try history.page())])
            let before = try FileDigests(late)
            #expect(try late.mirror.ingest([.state(forged)]).first?.refusal != nil)
            #expect(try FileDigests(late) == before)

            let early = try TemporaryMirror()
            _ = try early.mirror.ingest([.state(forged)])
            _ = try early.mirror.ingest([.page(try history.page())])
            #expect(try early.mirror.contentDigest() == late.mirror.contentDigest())
        }
    }
}
