import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCenter
import TONCrypto
import Testing

/// Histories of the recorded chain, fetched page by page from a server that is right, or wrong in one way.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct HistoryTests {
    private func client(_ server: LoopbackServer) throws -> TONCenterClient {
        TONCenterClient(
            .init(
                endpoint: try TONCenterEndpoint(server.url), rate: RequestRate(interval: .zero),
                retries: RetryPolicy(maximumAttempts: 2)), clock: ManualClock(), jitter: SeededGenerator(seed: 1))
    }

    private func fetch(_ history: TransactionHistory) async throws -> [TransactionHistoryPage] {
        var pages: [TransactionHistoryPage] = []
        for try await page in history { pages.append(page) }
        return pages
    }

    @Test("every account of the chain comes whole, whatever the page's size", arguments: [1, 7, 100])
    func whole(pageSize: Int) async throws {
        // One transaction a page is slow: a part of the accounts is enough.
        let names = pageSize == 1 ? Array(RecordedHistory.names.prefix(12)) : RecordedHistory.names
        let histories = try names.map { try RecordedHistory($0) }
        let byAddress = Dictionary(uniqueKeysWithValues: histories.map { ($0.account.raw, $0) })
        let server = try await LoopbackServer { request, _ in
            byAddress[request.parameters["address"] ?? ""]?.answer(to: request) ?? .hangUp
        }
        let client = try client(server)
        for history in histories {
            let isGiven = history.entries.count % 2 == 0
            let pages = try await fetch(
                client.history(
                    of: history.account, from: isGiven ? history.entries[0].identifier : nil, pageSize: pageSize))
            #expect(pages.flatMap(\.chain.transactions).map(\.identifier) == history.entries.map(\.identifier))
            #expect(pages.flatMap(\.records).map(\.hash) == history.entries.map(\.identifier.hash))
            #expect(pages.last?.chain.isComplete == true)
            #expect(pages.count == (history.entries.count + pageSize - 1) / pageSize)
        }
        await client.shutDown()
        try await server.stop()
    }

    @Test("ends right above a known transaction, whether or not the server stops there")
    func known() async throws {
        let history = try RecordedHistory.longest()
        for obeys in [true, false] {
            let server = try await LoopbackServer { request, _ in
                guard !obeys, request.parameters["to_lt"] != nil else { return history.answer(to: request) }
                var request = request
                request = LoopbackServer.Request(
                    method: request.method, target: request.target.replacing("to_lt=", with: "x="), headers: [:],
                    body: "")
                return history.answer(to: request)
            }
            let client = try client(server)
            for position in [0, 1, 9, 10, 11, 350] {
                let known = history.entries[position].identifier
                let pages = try await fetch(client.history(of: history.account, above: known, pageSize: 10))
                #expect(
                    pages.flatMap(\.chain.transactions).map(\.identifier)
                        == history.entries[..<position].map(\.identifier))
                if position > 0 { #expect(pages.last?.chain.below == known) }
            }
            // From the known one itself there is nothing to ask.
            let count = server.requests.count
            let known = history.entries[5].identifier
            #expect(try await fetch(client.history(of: history.account, from: known, above: known)).isEmpty)
            #expect(server.requests.count == count)
            // What is known, and never was.
            let false5 = TransactionIdentifier(lt: known.lt, hash: .zero)
            await #expect {
                _ = try await fetch(client.history(of: history.account, above: false5, pageSize: 10))
            } throws: { error in
                (error as? TONCenterClientError)?.reason == .history(.missesKnown(false5, found: known))
            }
            await client.shutDown()
            try await server.stop()
        }
    }

    @Test("an account without transactions")
    func empty() async throws {
        let server = try await LoopbackServer(RecordedHistory.answer([]))
        let client = try client(server)
        let account = AccountAddress(hash: .zero)
        #expect(try await fetch(client.history(of: account)).isEmpty)
        #expect(try await fetch(client.history(of: account, from: TransactionIdentifier.none)).isEmpty)
        #expect(server.requests.count == 1)
        // But where there must be one, its absence is told.
        let head = TransactionIdentifier(lt: 5, hash: .zero)
        await #expect {
            _ = try await fetch(client.history(of: account, from: head))
        } throws: { error in
            (error as? TONCenterClientError)?.reason == .history(.missing(head))
        }
        await client.shutDown()
        try await server.stop()
    }

    /// What a lying or broken server does to a page.
    enum Fault: String, CaseIterable {
        case leaveOutFirst, leaveOutMiddle, repeatFirst, repeatPage, swap, reverse, otherAccount, otherHash, otherLT
        case cutData, bitInData, dataOfNeighbour, endEarly
    }

    private static func apply(_ fault: Fault, to page: [String], previous: [String], other: [String]) -> [String] {
        var page = page
        func edit(_ position: Int, _ change: (inout [String: Any]) -> Void) {
            guard var object = try? JSONSerialization.jsonObject(with: Data(page[position].utf8)) as? [String: Any]
            else { return }
            change(&object)
            let data = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
            page[position] = String(decoding: data, as: UTF8.self)
        }
        func editData(_ change: @escaping (inout Data) -> Void) {
            edit(3) { object in
                var data = (object["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
                change(&data)
                object["data"] = data.base64EncodedString()
            }
        }
        func editIdentifier(_ key: String, _ value: String) {
            edit(3) { object in
                var identifier = object["transaction_id"] as? [String: Any] ?? [:]
                identifier[key] = value
                object["transaction_id"] = identifier
            }
        }
        switch fault {
        case .leaveOutFirst: page.removeFirst()
        case .leaveOutMiddle: page.remove(at: 4)
        case .repeatFirst: page.insert(page[0], at: 1)
        case .repeatPage: page = previous
        case .swap: page.swapAt(2, 3)
        case .reverse: page.reverse()
        case .otherAccount: page[3] = other[0]
        case .otherHash: editIdentifier("hash", Data(repeating: 7, count: 32).base64EncodedString())
        case .otherLT: editIdentifier("lt", "12345")
        case .cutData: editData { $0.removeLast(5) }
        case .bitInData: editData { $0[$0.count / 2] ^= 1 }
        case .dataOfNeighbour:
            edit(3) { object in
                let neighbour = try? JSONSerialization.jsonObject(with: Data(other[0].utf8)) as? [String: Any]
                object["data"] = neighbour?["data"]
            }
        case .endEarly: page = []
        }
        return page
    }

    @Test("a wrong page is refused with its place, and the pages before it stay", arguments: Fault.allCases)
    func faults(fault: Fault) async throws {
        let history = try RecordedHistory.longest()
        let other = try RecordedHistory(RecordedHistory.names[0])
        let pages = stride(from: 0, to: 60, by: 10).map { start in
            history.entries[start..<start + 10].map(\.json)
        }
        let server = try await LoopbackServer { request, number in
            guard number == 2 else { return history.answer(to: request) }
            return RecordedHistory.answer(
                Self.apply(fault, to: pages[2], previous: pages[1], other: other.entries.map(\.json)))
        }
        let client = try client(server)
        var iterator = client.history(of: history.account, pageSize: 10).makeAsyncIterator()
        var taken: [TransactionIdentifier] = []
        var failure: TONCenterClientError?
        do throws(TONCenterClientError) {
            while let page = try await iterator.next() { taken += page.chain.transactions.map(\.identifier) }
        } catch {
            failure = error
        }
        #expect(taken == history.entries[..<20].map(\.identifier))
        let found = try #require(failure, "\(fault) was taken")
        let head = history.entries[20].identifier
        switch (fault, found.reason) {
        case (.leaveOutFirst, .history(.notLinked(let error))), (.repeatPage, .history(.notLinked(let error))),
            (.reverse, .history(.notLinked(let error))):
            #expect(error.position == 0 && error.expectedHash == head.hash && error.lt == head.lt)
        case (.leaveOutMiddle, .history(.notLinked(let error))):
            #expect(error.position == 4 && error.expectedHash == history.entries[24].identifier.hash)
            #expect(error.reason == .wrongHash(foundLT: history.entries[25].identifier.lt))
            #expect("\(found)".contains("left out"))
        case (.repeatFirst, .history(.notLinked(let error))):
            #expect(error.position == 1 && error.foundHash == head.hash)
            #expect("\(found)".contains("twice or out of order"))
        case (.swap, .history(.notLinked(let error))): #expect(error.position == 2)
        case (.endEarly, .history(.missing(let expected))): #expect(expected == head)
        case (.otherAccount, .answer(.field(".result[3].data", _))),
            (.otherHash, .answer(.field(".result[3].data", _))),
            (.otherLT, .answer(.field(".result[3].transaction_id.lt", _))),
            (.cutData, .answer(.field(".result[3].data", _))), (.bitInData, .answer(.field(".result[3].data", _))),
            (.dataOfNeighbour, .answer(.field(".result[3].data", _))):
            break
        default: Issue.record("\(fault): \(found)")
        }
        #expect(found.target.hasPrefix("/api/v2/getTransactions?address=0%3A\(history.account.hash.hex)&limit=10&lt="))
        // A walk that failed is over.
        if case .history = found.reason { #expect(try await iterator.next() == nil) }
        await client.shutDown()
        try await server.stop()
    }
}
