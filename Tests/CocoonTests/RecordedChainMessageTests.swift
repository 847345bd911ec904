import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("A whole chain: messages", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainMessageTests {
    /// Counts what came of decoding.
    private struct Tally {
        var messages = 0
        var reasons: [String: Int] = [:]

        mutating func note(_ error: MessageDecodingError) {
            let reason =
                switch error {
                case .empty: "empty"
                case .tooShort: "too short"
                case .unknownOpcode: "unknown"
                case .noMessage: "no message"
                case .notHandled: "not handled"
                case .wrongLayout: "wrong layout"
                case .wrongExternalLayout: "wrong external layout"
                case .externalNotAccepted: "external not accepted"
                case .bounced: "bounced"
                case .textComment: "text"
                }
            reasons[reason, default: 0] += 1
        }
    }

    @Test("every message to a contract decodes and encodes back, or says why not")
    func incoming() throws {
        var tally = Tally()
        var externals = 0
        for account in try RecordedChain.accounts() {
            guard let role = account.contractRole else { continue }
            for transaction in try RecordedChain.transactions(of: account) {
                guard let incoming = transaction.inMsg else { continue }
                let body = try incoming.body()
                do throws(MessageDecodingError) {
                    let message =
                        incoming.source.isEmpty
                        ? try CocoonMessage.decodeExternal(body.exoticSlice(), receiver: role)
                        : try CocoonMessage.decode(body.exoticSlice(), receiver: role)
                    #expect((try? message.cell()) == body)
                    tally.messages += 1
                    guard case .walletExternal(let external) = message else { continue }
                    externals += 1
                    let key = try? required(account.publicKey.flatMap { Hash256(hex: $0) })
                    #expect(key.map { external.isSignatureValid(by: $0) } == true)
                    #expect(external.payload.ignoredBits.count == 0)
                } catch {
                    tally.note(error)
                }
            }
        }
        #expect(externals > 0)
        #expect(tally.messages == 1883)
        // Contracts answered two texts with exit code 9, one with 1013, one with 1041; five operations are made up or
        // declared without being handled.
        #expect(tally.reasons == ["empty": 53, "text": 4, "bounced": 68, "unknown": 2, "no message": 3])
    }

    @Test("the events' operations, query ids, counters and amounts are those of the messages")
    func events() throws {
        let books = try RecordedBooks.load()
        var messages: [String: Cell] = [:]
        var params: [String: Params] = [:]
        var keys: [String: Hash256] = [:]
        for account in try RecordedChain.accounts() {
            guard let role = account.contractRole, account.state == "active" else { continue }
            let data = try RecordedChain.state(of: account).data
            switch role {
            case .worker:
                let worker = try WorkerData(cell: data)
                (params[account.id], keys[account.id]) = (worker.params, worker.proxyKey)
            case .client:
                let client = try ClientData(cell: data)
                (params[account.id], keys[account.id]) = (client.params, client.proxyKey)
            case .proxy: keys[account.id] = try ProxyData(cell: data).proxyKey
            default: break
            }
            for transaction in try RecordedChain.transactions(of: account) {
                let hash = try required(Hash256(try required(Base64.decode(transaction.transactionId.hash))))
                messages[hash.hex] = try transaction.inMsg?.body()
            }
        }
        var checked: [String: Int] = [:]
        for event in books.events where event.kind != "failed" && event.kind != "skipped" {
            guard let digits = event.op, let number = UInt32(digits, radix: 16) else { continue }
            let message = try CocoonMessage.decode(try required(messages[event.tx]).slice())
            #expect(message.opcode?.rawValue == number)
            #expect(message.queryID.map(String.init) == event.queryId)
            checked["all", default: 0] += 1
            guard let envelope = message.signedEnvelope else { continue }
            #expect(envelope.isConsistent)
            #expect(envelope.payload.expectedAddress.hash.hex == event.account)
            #expect(envelope.isSignatureValid(by: try required(keys[event.account])))
            checked["signatures", default: 0] += 1
            guard let after = event.tokensAfter, let delta = event.tokensDelta else { continue }
            if envelope.op != .clientGrantRefundSigned { #expect(envelope.payload.tokens == after) }
            let terms = try required(params[event.account])
            if let worker = event.amounts?.workerPart, let proxy = event.amounts?.proxyPart {
                let parts = PayoutAmounts(workerPart: Coins(nanoTON: worker), proxyPart: Coins(nanoTON: proxy))
                #expect(try PayoutAmounts(delta: delta, params: terms) == parts)
                checked["payouts", default: 0] += 1
            } else if event.kind == "charge", let before = event.amounts?.balanceBefore {
                let amounts = ChargeAmounts(
                    delta: delta, pricePerToken: terms.pricePerToken, balance: Coins(nanoTON: before))
                #expect(amounts.charged.nanoTON == event.amounts?.charged.map { UInt128($0) })
                #expect(amounts.vanished?.nanoTON == event.amounts?.debtVanished.map { UInt128($0) })
                checked["charges", default: 0] += 1
            }
        }
        #expect(checked == ["all": 594, "signatures": 346, "payouts": 229, "charges": 106])
    }

    @Test("receipts with a wrong signature are told apart")
    func wrongSignatures() throws {
        let books = try RecordedBooks.load()
        let wrong = Set(books.events.filter { $0.kind == "failed" && $0.note == "wrong signature" }.map(\.tx))
        var found = 0
        for account in try RecordedChain.accounts() {
            guard let role = account.contractRole, account.state == "active",
                [.worker, .client, .proxy].contains(role)
            else { continue }
            let data = try RecordedChain.state(of: account).data
            let key =
                switch role {
                case .worker: try WorkerData(cell: data).proxyKey
                case .client: try ClientData(cell: data).proxyKey
                default: try ProxyData(cell: data).proxyKey
                }
            for transaction in try RecordedChain.transactions(of: account) {
                guard let body = try transaction.inMsg?.body(),
                    let message = try? CocoonMessage.decode(try body.slice(), receiver: role),
                    let envelope = message.signedEnvelope
                else { continue }
                let hash = try required(Hash256(try required(Base64.decode(transaction.transactionId.hash))))
                #expect(envelope.isSignatureValid(by: key) == !wrong.contains(hash.hex))
                if wrong.contains(hash.hex) { found += 1 }
            }
        }
        #expect(found == wrong.count)
        #expect(found > 0)
    }
}
