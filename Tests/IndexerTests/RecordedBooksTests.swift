import Cocoon
import Foundation
import Mirror
import MirrorTestSupport
import Settlement
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

/// Totals of every actor of the recorded chain, and every final balance, against `expected.json`.
@Suite(.enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedBooksTests {
    @Test("every worker's books")
    func workers() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        try compare(ExpectedBooks().workers, role: .worker) { address in
            let found = try temporary.mirror.workerBooks(of: address)
            guard let books = found.first, found.count == 1 else { return nil }
            var form: [String: String] = [
                "tokens": "\(books.tokens)", "payouts": "\(books.payouts)", "paid_tokens": "\(books.paidTokens)",
                "paid": "\(books.paid.nanoTON)", "lost_payouts": "\(books.lostPayouts)",
                "lost_tokens": "\(books.lostTokens)", "lost": "\(books.lost.nanoTON)",
                "registered": "\(books.registrations > 0)", "bounced_in": "\(books.bounced.nanoTON)",
                "coins": "\(books.balance?.nanoTON ?? -1)",
            ]
            form["proxy"] = books.contract.proxy?.hash.hex
            form["owner"] = books.contract.owner?.hash.hex
            form["state"] = books.state.map { "\($0.rawValue)" } ?? "0"
            form["struct_version"] = "\(books.contract.params?.structVersion ?? 4)"
            form["deployed"] = "\(books.contract.proof == .derived)"
            #expect(books.pendingPayouts == 0)
            #expect(books.claimed == SignedCoins(books.paid) + SignedCoins(books.lost))
            // The whole history is mirrored, so all that was earned was claimed, too.
            #expect(books.earned.map { SignedCoins($0) } ?? .zero == books.claimed)
            return form
        }
    }

    @Test("every client's books")
    func clients() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        try compare(ExpectedBooks().clients, role: .client) { address in
            let found = try temporary.mirror.clientBooks(of: address)
            guard let books = found.first, found.count == 1 else { return nil }
            var form: [String: String] = [
                "balance": "\(books.balance.nanoTON)", "stake": "\(books.stake.nanoTON)",
                "tokens_used": "\(books.tokensUsed)", "registrations": "\(books.registrations)",
                "top_ups": "\(books.topUps)", "topped_up": "\(books.toppedUp.nanoTON)",
                "top_up_returned": "\(books.topUpsReturned.nanoTON)",
                "charges": "\(books.charges)", "charged": "\(books.charged.nanoTON)",
                "debt_vanished": "\(books.debtVanished.nanoTON)", "refunded": "\(books.refunded.nanoTON)",
                "forfeited": "\(books.forfeited.nanoTON)", "refund_lost": "\(books.refundLost.nanoTON)",
                "bounced_in": "\(books.bounced.nanoTON)", "coins": "\(books.contractBalance?.nanoTON ?? -1)",
                "unlock": "\(books.unlockTime ?? 0)", "deployed": "\(books.contract.proof == .derived)",
            ]
            form["state"] = books.state.map { "\($0.rawValue)" }
            form["secret_hash"] = books.secretHash?.hex
            form["proxy"] = books.contract.proxy?.hash.hex
            form["owner"] = books.contract.owner?.hash.hex
            form["struct_version"] = books.contract.params.map { "\($0.structVersion)" }
            return form
        }
    }

    @Test("every proxy's books, and the residual that is left unexplained")
    func proxies() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        try compare(ExpectedBooks().proxies, role: .proxy) { address in
            let found = try temporary.mirror.proxyBooks(of: address)
            guard let books = found.first, found.count == 1, let data = books.data, let params = books.contract.params
            else { return nil }
            var form: [String: String] = [
                "address": address.hash.hex, "struct_version": "\(params.structVersion)", "owner": data.owner.hash.hex,
                "public_key": data.proxyKey.hex, "price": "\(params.pricePerToken.nanoTON)",
                "worker_fee": "\(params.workerFeePerToken.nanoTON)", "params_version": "\(params.paramsVersion)",
                "min_client_stake": "\(params.effectiveMinimumClientStake.nanoTON)",
                "min_proxy_stake": "\(params.effectiveMinimumProxyStake.nanoTON)",
                "client_delay": "\(params.clientDelay)", "proxy_delay": "\(params.proxyDelay)",
                "state": "\(data.state.rawValue)", "unlock": "\(data.unlockTime)", "stake": "\(data.stake.nanoTON)",
                "revenue_balance": "\(data.balance.nanoTON)",
            ]
            form.merge(amounts(books)) { $1 }
            form["tokens_paid"] = "\(books.tokensPaid)"
            form["tokens_charged"] = "\(books.tokensCharged)"
            form["covered"] = books.isCovered.map { "\($0)" }
            return form
        }
    }

    private func amounts(_ books: ProxyBooks) -> [String: String] {
        let coins: [String: Coins] = [
            "revenue_earned": books.revenueEarned, "revenue_paid": books.revenuePaid, "stake_added": books.stakeAdded,
            "stake_returned": books.stakeReturned, "stake_used_for_forced_refunds": books.stakeUsed,
            "topped_up": books.toppedUp, "refunds_paid": books.refundsPaid, "refunds_lost": books.refundsLost,
            "forced_shortfall": books.forcedShortfall, "workers_paid": books.workersPaid,
            "workers_lost": books.workersLost, "revenue_lost": books.revenueLost, "charged": books.charged,
            "debt_vanished": books.debtVanished, "unsolicited_received": books.unsolicited,
            "clients_balance": books.clientBalances, "topups_returned": books.topUpsReturned,
            "swept_by_owner_at_close": books.swept,
        ]
        var form = coins.mapValues { "\($0.nanoTON)" }
        form["coins"] = books.balance.map { "\($0.nanoTON)" }
        form["owed"] = books.owed.map { "\($0.nanoTON)" }
        form["residual"] = books.residual.map { "\($0.nanoTON)" }
        return form
    }

    @Test("every account's final balance")
    func balances() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        let expected = try ExpectedBooks().balances
        #expect(expected.count == 118)
        for (hash, balance) in expected {
            let found = try temporary.mirror.balance(of: try address(hash))
            #expect(found.map { "\($0.nanoTON)" } == ExpectedBooks.text(balance), "\(hash)")
        }
    }

    @Test("balances follow from the transactions alone, where they start from nothing")
    func balancesWithoutStates() async throws {
        let temporary = try TemporaryMirror()
        _ = try await temporary.importing(["chain/transactions"])
        var unknown = 0
        for (hash, balance) in try ExpectedBooks().balances {
            guard let found = try temporary.mirror.balance(of: try address(hash)) else {
                unknown += 1
                continue
            }
            #expect("\(found.nanoTON)" == ExpectedBooks.text(balance), "\(hash)")
        }
        // The faucet held coins before its first transaction.
        #expect(unknown == 1)
    }

    @Test("the root's registry, keys and params")
    func root() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        let expected = try ExpectedBooks().root
        let root = try address(ExpectedBooks.text(expected["address"]))
        let data = try #require(try temporary.mirror.rootData(of: root))
        let registry = try #require(data.registry)
        #expect("\(data.version)" == ExpectedBooks.text(expected["version"]))
        #expect(data.owner.hash.hex == ExpectedBooks.text(expected["owner"]))
        for (name, hashes) in [
            ("proxy_hashes", registry.proxyHashes), ("worker_hashes", registry.workerHashes),
            ("model_hashes", registry.modelHashes),
        ] {
            #expect("[\(hashes.keys.map(\.hex).joined(separator: ","))]" == ExpectedBooks.text(expected[name]))
        }
        let registered = registry.registeredProxies.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        #expect("{\(registered)}" == ExpectedBooks.text(expected["registered"]))
        // Eight versions of the params, and the move to struct_version 4 among them.
        let history = try temporary.mirror.paramsHistory(of: root)
        #expect(history.map(\.params.paramsVersion) == [8, 7, 6, 5, 4, 3, 2, 1])
        #expect(history.first?.params == data.params)
        #expect(history.first?.version == 28)
    }

    @Test("totals of the whole chain")
    func totals() async throws {
        let (temporary, _) = try await TemporaryMirror.ofRecordedChain()
        let expected = try ExpectedBooks().totals
        let proxies = try temporary.mirror.proxyBooks()
        let sums: [(String, [Coins])] = [
            ("paid_to_workers", proxies.map(\.workersPaid)), ("lost_by_workers", proxies.map(\.workersLost)),
            ("topped_up", proxies.map(\.toppedUp)), ("charged", proxies.map(\.charged)),
            ("debt_vanished", proxies.map(\.debtVanished)), ("refunded", proxies.map(\.refundsPaid)),
            ("forfeited", proxies.map(\.forcedShortfall)), ("refund_lost", proxies.map(\.refundsLost)),
            ("client_balances", proxies.map(\.clientBalances)), ("revenue_paid", proxies.map(\.revenuePaid)),
        ]
        for (name, parts) in sums {
            let total = try parts.reduce(Coins.zero) { try $0.adding($1) }
            #expect("\(total.nanoTON)" == ExpectedBooks.text(expected[name]), "\(name)")
        }
        var query = EventQuery()
        query.isJobsOnly = true
        query.limit = 10_000
        let jobs = try temporary.mirror.events(query).items
        #expect(jobs.allSatisfy { $0.tokensMoved ?? 0 > 0 })
        let settlements = try ExpectedBooks().events.filter { event in
            let delta = ExpectedBooks.text(event["tokens_delta"])
            return delta != "none" && delta != "0"
        }
        #expect(jobs.count == settlements.count)
    }

    // MARK: - Comparing

    private func address(_ hash: String) throws -> AccountAddress {
        AccountAddress(hash: try #require(Hash256(hex: hash)))
    }

    /// What the chain doesn't tell: the scenario's names, work that was never claimed, where a lookup is keyed
    /// otherwise.
    private static let untold: Set<String> = ["name", "accrued_off_chain_unclaimed", "deployed_lt"]

    private func compare(
        _ expected: [String: [String: Any]], role: ContractRole, _ form: (AccountAddress) throws -> [String: String]?
    ) throws {
        #expect(!expected.isEmpty)
        var differences: [String] = []
        for (hash, fields) in expected {
            guard let found = try form(try address(hash)) else {
                differences.append("\(hash): no \(role) in the mirror")
                continue
            }
            // Of a worker that was never deployed only a receipt tells, and no owner.
            let isGhost = ExpectedBooks.text(fields["deployed"]) == "false"
            for (name, value) in fields where !Self.untold.contains(name) && !(isGhost && name == "owner") {
                let text = ExpectedBooks.text(value)
                if found[name] != text {
                    differences.append("\(hash) \(name): \(found[name] ?? "absent"), expected \(text)")
                }
            }
        }
        #expect(differences.isEmpty, "\(differences.prefix(30).joined(separator: "\n"))")
    }
}
