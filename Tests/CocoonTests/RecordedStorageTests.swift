import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import Cocoon

@Suite("Recorded mainnet storage", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct RecordedStorageTests {
    private struct Storage: Decodable {
        let bocHex: String
        let roots: [String]
    }

    private func cell(_ name: String) throws -> Cell {
        let storage = try RecordedFixtures.snakeCaseJSON(Storage.self, "cocoon/storage/\(name).json")
        let cell = try Cell(boc: try required(Hex.decode(storage.bocHex)))
        #expect([cell.hash.hex] == storage.roots)
        return cell
    }

    @Test("the client's data")
    func client() throws {
        let cell = try cell("ClientStorageDecode")
        let data = try ClientData(cell: cell)
        #expect(try data.cell() == cell)
        #expect(data.owner.hash.hex == "81db198e5b952c2e79ce8a85ff1570e102e171283b421791b504825e8cb6c001")
        #expect(data.params.structVersion == 4)
        #expect(data.params == data.params.withoutCodes)
    }

    /// Owner and proxy of a client of the facts: the proxy's key and params are those that another client of the same
    /// proxy keeps, the code is the recorded one.
    @Test("a client's address follows from its owner and its proxy")
    func addressVector() throws {
        let other = try ClientData(cell: try cell("ClientStorageDecode"))
        let proxy = try AccountAddress("EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf")
        #expect(other.proxy == proxy)
        let code = try Cell(boc: try RecordedFixtures.bytes("cocoon/codes/client_b81f091a.boc"))
        let owner = try AccountAddress("UQDSMc2wDpO5kgPwOHO-wQuTc7Fjyvf5OdUWAn_-G0oaqon7")
        let expected = try AccountAddress("UQBHk_MRFeU-_ss9vH5r7CfyWY963C3Da9e3uuG6Wu2rWebH")
        let address = try ContractDerivation.clientAddress(
            owner: owner, proxy: proxy, proxyKey: other.proxyKey, proxyParams: other.params, code: code)
        #expect(address == expected)

        // Any later data of that client leads to the same address.
        var later = other
        later.owner = owner
        later.state = .closed
        later.tokensUsed = 7
        #expect(try later.derivedAddress(code: code) == expected)

        #expect(throws: DerivationError.missingCode(.client)) {
            try ContractDerivation.clientAddress(
                owner: owner, proxy: proxy, proxyKey: other.proxyKey, proxyParams: other.params)
        }
    }

    @Test("the wallet's data")
    func wallet() throws {
        let cell = try cell("WalletStorageDecode")
        let data = try WalletData(cell: cell)
        #expect(try data.cell() == cell)
        #expect(data.seqno == 8)
        #expect(data.subwallet == 0)
        #expect(!data.isBlocked)
    }

    @Test("the wallet's external message")
    func walletExternal() throws {
        let cell = try cell("WalletExternalMessage")
        guard
            case .walletExternal(let external) = try CocoonMessage.decodeExternal(
                try cell.slice(), receiver: .wallet)
        else { return }
        #expect(try external.cell() == cell)
        #expect(external.payload.subwallet == 0)
        #expect(external.payload.seqno == 108)
        #expect(external.payload.validUntil == 1_775_834_602)
        #expect(external.payload.messages.map(\.mode) == [0])
        #expect(external.payload.ignoredBits.count == 0)
    }

    @Test("the root's data")
    func root() throws {
        let cell = try cell("RootStorageDecode")
        let data = try RootData(cell: cell)
        #expect(try data.cell() == cell)
        #expect(data.owner == (try AccountAddress("EQDnlslXI2RtI1WhLmtelkb4CVQGxr8E_xSIjl0Hg79jNhNQ")))
        #expect(data.version == 87)
        let params = data.params
        #expect(params.structVersion == 4)
        #expect(params.paramsVersion == 17)
        #expect(params.uniqueID == 239)
        #expect(!params.isTest)
        #expect(params.pricePerToken == Coins(nanoTON: 20))
        #expect(params.workerFeePerToken == Coins(nanoTON: 19))
        #expect(params.promptMultiplier == 10_000)
        #expect(params.cachedMultiplier == 1_000)
        #expect(params.completionMultiplier == 80_000)
        #expect(params.reasoningMultiplier == 80_000)
        #expect(params.proxyDelay == 86_400)
        #expect(params.clientDelay == 43_200)
        #expect(params.minimumProxyStake == Coins(nanoTON: 15_000_000_000))
        #expect(params.minimumClientStake == Coins(nanoTON: 15_000_000_000))
        for (code, role) in [
            (params.proxyCode, ContractRole.proxy), (params.workerCode, .worker), (params.clientCode, .client),
        ] {
            #expect(CodeHashes.hint(for: try required(code).hash)?.role == role)
        }
        let registry = try required(data.registry)
        #expect(registry.lastProxySeqno == 3)
        #expect(!registry.workerHashes.isEmpty)
        #expect(registry.registeredProxies[2]?.description == "91.108.4.11:5222 91.108.4.11:8888")
        #expect(registry.registeredProxies[2]?.clientEndpoint == "91.108.4.11:8888")
        #expect(data.keyManager?.value != nil)
    }

    private struct GetMethod: Decodable {
        struct Item: Decodable {
            let text: String

            init(from decoder: any Decoder) throws {
                if let plain = try? decoder.singleValueContainer().decode(String.self) {
                    text = plain
                } else {
                    text = try required(try decoder.singleValueContainer().decode([String: String].self)["address"])
                }
            }
        }

        let role: String
        let method: String
        let dataBoc: String
        let stackOut: [Item]
    }

    @Test("get methods answer what the data says")
    func getMethods() throws {
        let runs = try RecordedFixtures.snakeCaseJSON([GetMethod].self, "cocoon/get_methods.json")
        #expect(runs.count == 5)
        for run in runs {
            let cell = try Cell(boc: try required(Base64.decode(run.dataBoc)))
            let expected = run.stackOut.map(\.text)
            switch (run.role, run.method) {
            case ("root", "last_proxy_seqno"):
                let data = try RootData(cell: cell)
                #expect(try data.cell() == cell)
                #expect(expected == ["\(try required(data.registry).lastProxySeqno)"])
            case ("client", "get_cocoon_client_data"):
                let data = try ClientData(cell: cell)
                #expect(try data.cell() == cell)
                let found = [
                    data.owner.raw, data.proxy.raw, decimal(data.proxyKey), "\(data.state.rawValue)",
                    "\(data.balance.nanoTON)", "\(data.stake.nanoTON)", "\(data.tokensUsed)", "\(data.unlockTime)",
                    decimal(data.secretHash),
                ]
                #expect(found == expected)
            case ("wallet", let method):
                let data = try WalletData(cell: cell)
                #expect(try data.cell() == cell)
                let found = [
                    "seqno": "\(data.seqno)", "get_public_key": decimal(data.publicKey),
                    "get_owner_address": data.owner.raw,
                ]
                #expect([try required(found[method])] == expected)
            default: Issue.record("unexpected get method \(run.role) \(run.method)")
            }
        }
    }

    /// 256 bits in decimal, by long division.
    private func decimal(_ hash: Hash256) -> String {
        var bytes = hash.bytes
        var digits = ""
        while bytes.contains(where: { $0 != 0 }) {
            var rest = 0
            for index in bytes.indices {
                rest = rest * 256 + Int(bytes[index])
                bytes[index] = UInt8(rest / 10)
                rest %= 10
            }
            digits = "\(rest)" + digits
        }
        return digits.isEmpty ? "0" : digits
    }
}
