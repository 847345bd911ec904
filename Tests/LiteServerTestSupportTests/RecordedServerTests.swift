import LiteServerTestSupport
import SilkTestSupport
import TONBlocks
import TONCells
import TONLiteClient
import Testing

@Suite("The lite-server of the recorded chain", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedServerTests {
    @Test("serves every account's last state, and its whole history from there")
    func accounts() throws {
        let server = SyntheticLiteServer(try Chains.recorded())
        var (transactions, pages) = (0, 0)
        for account in server.chain.plan.history.accounts {
            let name = LiteAPI.AccountIdentifier(account.address)
            let question = LiteAPI.GetAccountState(block: server.last.identifier, account: name)
            let state = try question.proven(by: try server.answer(question))
            var next = account.head
            if account.transactions.last?.transaction.endStatus == .nonexistent {
                #expect(state.entry == nil)
            } else {
                #expect(try state.account().existing?.address.account == account.address)
                #expect(state.entry?.lastTransaction == account.head)
            }
            while next != .none {
                let question = LiteAPI.GetTransactions(count: 16, account: name, lt: next.lt, hash: next.hash)
                let page = try question.proven(by: try server.answer(question))
                transactions += page.transactions.count
                pages += 1
                next = page.below
            }
        }
        #expect(transactions == 2734 && pages > 200)
    }

    @Test("says of an account whose cell nobody has that it isn't there, and still proves where its history ends")
    func unknownStates() throws {
        let chain = try Chains.recorded()
        let account = try #require(chain.plan.history.accounts.max { $0.transactions.count < $1.transactions.count })
        let middle = account.transactions[account.transactions.count / 2]
        let block = try #require(chain.block(of: account.address, lt: middle.transaction.lt))
        let server = SyntheticLiteServer(chain, head: ChainHead(block.masterchainSeqno))
        let name = LiteAPI.AccountIdentifier(account.address)
        let refusal = #expect(throws: LiteAPI.ErrorAnswer.self) {
            try server.answer(LiteAPI.GetAccountState(block: server.last.identifier, account: name))
        }
        #expect(refusal?.code == 651)
        let question = LiteAPI.GetAccountStatePruned(block: server.last.identifier, account: name)
        let state = try question.proven(by: try server.answer(question))
        let head = try #require(state.entry?.lastTransaction)
        #expect(head.lt >= middle.transaction.lt)
        #expect(
            state.entry?.stateHash
                == account.transactions.first { $0.identifier == head }?.transaction.stateUpdate.newHash)
    }
}
