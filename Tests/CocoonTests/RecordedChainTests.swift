import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("A whole chain: states", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedChainTests {
    private func accounts(_ role: ContractRole) throws -> [RecordedChain.Account] {
        try RecordedChain.accounts().filter { $0.contractRole == role && $0.state == "active" }
    }

    @Test("every worker has the books' data, and its address follows from its proxy's data")
    func workers() throws {
        let books = try RecordedBooks.load()
        let proxies = try proxyData()
        let accounts = try accounts(.worker)
        #expect(accounts.count == 25)
        for account in accounts {
            let state = try RecordedChain.state(of: account)
            let data = try WorkerData(cell: try state.data)
            #expect(try data.cell() == state.data)
            let book = try required(books.workers[account.id])
            #expect(data.tokens == book.tokens)
            #expect(data.state.rawValue == book.state)
            #expect(data.owner.hash.hex == book.owner)

            let address = try AccountAddress(account.address)
            let proxy = try required(proxies[data.proxy])
            #expect(data.proxyKey == proxy.proxyKey)
            #expect(data.params == proxy.params.withoutCodes)
            #expect(
                try ContractDerivation.workerAddress(
                    owner: data.owner, proxy: data.proxy, proxyKey: proxy.proxyKey, proxyParams: proxy.params)
                    == address)
            #expect(try data.derivedAddress(code: try state.code) == address)
        }
    }

    @Test("every client has the books' data, and its address follows from its proxy's data")
    func clients() throws {
        let books = try RecordedBooks.load()
        let proxies = try proxyData()
        let accounts = try accounts(.client)
        #expect(accounts.count == 17)
        for account in accounts {
            let state = try RecordedChain.state(of: account)
            let data = try ClientData(cell: try state.data)
            #expect(try data.cell() == state.data)
            let book = try required(books.clients[account.id])
            #expect(data.state.rawValue == book.state)
            #expect(data.balance == Coins(nanoTON: book.balance))
            #expect(data.stake == Coins(nanoTON: book.stake))
            #expect(data.tokensUsed == book.tokensUsed)
            #expect(data.unlockTime == book.unlock)
            #expect(data.secretHash.hex == book.secretHash)
            #expect(data.owner.hash.hex == book.owner)

            let address = try AccountAddress(account.address)
            let proxy = try required(proxies[data.proxy])
            #expect(
                try ContractDerivation.clientAddress(
                    owner: data.owner, proxy: data.proxy, proxyKey: proxy.proxyKey, proxyParams: proxy.params)
                    == address)
            #expect(try data.derivedAddress(code: try state.code) == address)
        }
    }

    @Test("every proxy has the books' data, and its address follows from it")
    func proxies() throws {
        let books = try RecordedBooks.load()
        let accounts = try accounts(.proxy)
        #expect(accounts.count == 3)
        for account in accounts {
            let state = try RecordedChain.state(of: account)
            let data = try ProxyData(cell: try state.data)
            #expect(try data.cell() == state.data)
            let book = try required(books.proxies[account.id])
            #expect(data.owner.hash.hex == book.owner)
            #expect(data.proxyKey.hex == book.publicKey)
            #expect(data.state.rawValue == book.state)
            #expect(data.unlockTime == book.unlock)
            #expect(data.stake == Coins(nanoTON: book.stake))
            #expect(data.balance == Coins(nanoTON: book.revenueBalance))
            #expect(data.params.pricePerToken == Coins(nanoTON: book.price))
            #expect(data.params.workerFeePerToken == Coins(nanoTON: book.workerFee))
            #expect(data.params.paramsVersion == book.paramsVersion)
            #expect(data.params.minimumClientStake == Coins(nanoTON: book.minClientStake))
            #expect(data.params.minimumProxyStake == Coins(nanoTON: book.minProxyStake))
            #expect(data.params.clientDelay == book.clientDelay)
            #expect(data.params.proxyDelay == book.proxyDelay)

            let address = try AccountAddress(account.address)
            #expect(try data.derivedAddress(code: try state.code) == address)
            // A root with these params and the proxy's code derives the same address.
            var rootParams = data.params
            rootParams.proxyCode = try state.code
            #expect(
                try ContractDerivation.proxyAddress(
                    owner: data.owner, proxyKey: data.proxyKey, root: data.root, rootParams: rootParams) == address)
            #expect(data.params.forProxy == data.params)
        }
    }

    @Test("the root has the books' data")
    func root() throws {
        let book = try RecordedBooks.load().root
        let account = try required(try accounts(.root).first)
        let cell = try RecordedChain.state(of: account).data
        let data = try RootData(cell: cell)
        #expect(try data.cell() == cell)
        #expect(data.owner.hash.hex == book.owner)
        #expect(data.version == book.version)
        let registry = try required(data.registry)
        #expect(registry.proxyHashes.keys.map(\.hex) == book.proxyHashes)
        #expect(registry.workerHashes.keys.map(\.hex) == book.workerHashes)
        #expect(registry.modelHashes.keys.map(\.hex) == book.modelHashes)
        #expect(registry.lastProxySeqno == book.lastSeqno)
        let proxies = registry.registeredProxies.map { ("\($0.key)", $0.value.description) }
        #expect(Dictionary(proxies) { $1 } == book.registered)
        let manager = try required(data.keyManager?.value)
        #expect(manager.publicKey.hex == book.keyManager.publicKey)
        #expect(manager.imageHash.hex == book.keyManager.imageHash)
        #expect(manager.address.text == book.keyManager.netAddr)
        #expect(manager.publicKeys.count == book.keyManager.publicKeys.count)
        for entry in manager.publicKeys {
            let key = try required(book.keyManager.publicKeys[entry.key.hex])
            #expect(entry.value == KeyManager.KeyRecord(type: key.type, expireAt: key.expireAt))
        }
    }

    @Test("every wallet's address follows from its data")
    func wallets() throws {
        let accounts = try accounts(.wallet)
        #expect(accounts.count == 19)
        for account in accounts {
            let state = try RecordedChain.state(of: account)
            let data = try WalletData(cell: try state.data)
            #expect(try data.cell() == state.data)
            #expect(data.publicKey.hex == account.publicKey)
            let address = try AccountAddress(account.address)
            #expect(try data.derivedAddress(code: try state.code) == address)
            #expect(
                try ContractDerivation.walletAddress(
                    publicKey: data.publicKey, owner: data.owner, code: try state.code) == address)
        }
    }

    @Test("the states that contracts are deployed with are those that are derived")
    func deployments() throws {
        let proxies = try proxyData()
        var deployed: [ContractRole: Int] = [:]
        for account in try RecordedChain.accounts() {
            guard let role = account.contractRole, role != .root else { continue }
            for transaction in try RecordedChain.transactions(of: account) {
                guard let text = transaction.inMsg?.msgData.initState, !text.isEmpty else { continue }
                let cell = try Cell(boc: try required(Base64.decode(text)))
                let state = try StateInit(cell: cell)
                let address = try AccountAddress(account.address)
                #expect(cell.hash == address.hash)
                let data = try required(state.data)
                let derived: StateInit
                switch role {
                case .worker:
                    let worker = try WorkerData(cell: data)
                    let proxy = try required(proxies[worker.proxy])
                    derived = try ContractDerivation.workerState(
                        owner: worker.owner, proxy: worker.proxy, proxyKey: proxy.proxyKey, proxyParams: proxy.params)
                case .client:
                    let client = try ClientData(cell: data)
                    let proxy = try required(proxies[client.proxy])
                    derived = try ContractDerivation.clientState(
                        owner: client.owner, proxy: client.proxy, proxyKey: proxy.proxyKey, proxyParams: proxy.params)
                case .proxy:
                    derived = try ProxyData(cell: data).initialState(code: try required(state.code))
                case .wallet:
                    derived = try WalletData(cell: data).initialState(code: try required(state.code))
                case .root: continue
                }
                #expect(derived == state)
                deployed[role, default: 0] += 1
            }
        }
        #expect(deployed[.worker, default: 0] > 0 && deployed[.client, default: 0] > 0)
        #expect(deployed[.proxy] == 3)
    }

    private func proxyData() throws -> [AccountAddress: ProxyData] {
        var data: [AccountAddress: ProxyData] = [:]
        for account in try accounts(.proxy) {
            data[try AccountAddress(account.address)] = try ProxyData(cell: RecordedChain.state(of: account).data)
        }
        return data
    }
}
