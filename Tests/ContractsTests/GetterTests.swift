import Cocoon
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// The get-methods: order and meaning of what they give, by both codes.
@Suite("Get-methods")
struct GetterTests {
    private static let owner = CocoonWorld.person(0x10)

    @Test("of a worker", arguments: ContractCodes.both)
    func worker(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.owner, 12_345)
        let state = try world.network.state(try world.worker(Self.owner))
        let expected = Getter.text([Self.owner, world.proxy, world.proxyKey, 0, 12_345])
        #expect(try Getter.call("get_cocoon_worker_data", of: state) == expected)
    }

    @Test("of a client", arguments: ContractCodes.both)
    func client(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.topUp(Self.owner, 2 * CocoonWorld.ton)
        try world.charge(Self.owner, 1000)
        try world.requestRefund(Self.owner)
        let state = try world.network.state(try world.client(Self.owner))
        let expected = Getter.text([
            Self.owner, world.proxy, world.proxyKey, 1, 1_999_980_000, 3_000_000_000, 1000, 1_800_003_600, 0,
        ])
        #expect(try Getter.call("get_cocoon_client_data", of: state) == expected)
    }

    @Test("of a proxy", arguments: ContractCodes.both)
    func proxy(codes: ContractCodes) throws {
        let world = try CocoonWorld(codes)
        try world.claim(Self.owner, 12_345)
        let expected = Getter.text([
            world.proxyOwner, world.proxyKey, world.root, 0, 12_345, 5_000_000_000, 0, 20, 19, 5_000_000_000,
            3_000_000_000, 17,
        ])
        #expect(try Getter.call("get_cocoon_proxy_data", of: try world.network.state(world.proxy)) == expected)
    }

    @Test("of a wallet", arguments: ContractCodes.both)
    func wallet(codes: ContractCodes) throws {
        let key = CocoonWorld.person(0x55).hash
        let data = WalletData(seqno: 9, publicKey: key, owner: Self.owner)
        let state = StateInit(code: codes.wallet, data: try data.cell())
        #expect(try Getter.call("seqno", of: state) == Getter.text([9]))
        #expect(try Getter.call("get_public_key", of: state) == Getter.text([key]))
        #expect(try Getter.call("get_owner_address", of: state) == Getter.text([Self.owner]))
    }

    /// Only Silk's: the other root has no get-methods.
    @Test("of a root, with and without keys", arguments: [3, 4] as [UInt8])
    func root(version: UInt8) throws {
        let codes = try ContractCodes.silk()
        let data = try RootTests.data(codes, structVersion: version)
        let state = StateInit(code: codes.root, data: try data.cell())
        #expect(
            try Getter.call("get_cocoon_data", of: state)
                == Getter.text([87, 3, 17, 239, 0, 20, 19, 15_000_000_000, 15_000_000_000, RootTests.owner]))
        #expect(
            try Getter.call("get_cur_params", of: state)
                == Getter.text([
                    17, 239, 0, 20, 19, 1000, 80_000, 86_400, 43_200, 15_000_000_000, 15_000_000_000,
                    codes.proxy.hash, codes.worker.hash, codes.client.hash,
                ]))
        #expect(try Getter.call("last_proxy_seqno", of: state) == Getter.text([3]))
        for (method, byte) in [
            ("proxy_hash_is_valid", 0x61), ("worker_hash_is_valid", 0x62), ("model_hash_is_valid", 0x63),
        ] {
            let known = Int257(CocoonWorld.person(UInt8(byte)).hash)
            #expect(try Getter.call(method, [known], of: state) == Getter.text([-1]))
            #expect(try Getter.call(method, [Int257(5)], of: state) == Getter.text([0]))
        }
    }

    @Test("of a root, whether a key is valid: not once it has expired")
    func publicKey() throws {
        let codes = try ContractCodes.silk()
        let state = StateInit(code: codes.root, data: try RootTests.data(codes, structVersion: 4).cell())
        let key = Int257(CocoonWorld.person(0x64).hash)
        #expect(try Getter.call("public_key_is_valid", [key], of: state, now: 1_999) == Getter.text([-1]))
        #expect(try Getter.call("public_key_is_valid", [key], of: state, now: 2_000) == Getter.text([0]))
        #expect(try Getter.call("public_key_is_valid", [Int257(5)], of: state, now: 1_999) == Getter.text([0]))
        let older = StateInit(code: codes.root, data: try RootTests.data(codes, structVersion: 3).cell())
        #expect(try Getter.call("public_key_is_valid", [key], of: older, now: 1_999) == Getter.text([0]))
    }
}
