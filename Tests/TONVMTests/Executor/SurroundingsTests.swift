import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What contracts learn of themselves and of the world, by contracts that put it into their data.
@Suite("What contracts learn")
struct SurroundingsTests {
    /// Runs a program that leaves an integer, and returns as many bits of it as there are put into the data.
    private static func run(
        _ network: TestNetwork, _ program: [UInt8], bits: Int = 64, value: UInt64 = 100_000, bounce: Bool = true,
        account: (Cell) throws -> ShardAccount
    ) throws -> BitString {
        // NEWC, STU, ENDC, POP c4.
        let code = try TestNetwork.code(program + [0xc8, 0xcb, UInt8(bits - 1), 0xc9, 0xed, 0x54])
        let result = try network.execute(try TestNetwork.message(value, bounce: bounce), on: try account(code))
        #expect(result.exitCode == 0)
        guard case .active(let state)? = try result.account.account().existing?.storage.state else { return .empty }
        return try #require(state.data).slice().bitString()
    }

    private static func number(
        _ network: TestNetwork, _ program: [UInt8], coins: UInt64 = 1_000_000, lastPaid: UInt32 = 1000,
        due: UInt64? = nil, value: UInt64 = 100_000, bounce: Bool = true
    ) throws -> UInt64? {
        try run(network, program, value: value, bounce: bounce) { code in
            try network.account(
                .active(StateInit(code: code, data: .empty)),
                balance: CurrencyCollection(coins: Coins(nanoTON: coins)), lastPaid: lastPaid,
                due: due.map { Coins(nanoTON: $0) }, used: StorageUsed(cells: 10, bits: 100))
        }.unsignedValue
    }

    @Test(
        "how many fields there are, by the version",
        arguments: [(3, 10), (4, 14), (5, 14), (6, 17), (10, 17), (11, 18), (15, 18)] as [(UInt32, UInt64)])
    func fields(version: UInt32, count: UInt64) throws {
        // PUSH c7, FIRST, TLEN.
        #expect(try Self.number(try TestNetwork(version: version), [0xed, 0x47, 0x6f, 0x10, 0x6f, 0x88]) == count)
    }

    @Test("times, balances and fees")
    func numbers() throws {
        let network = try TestNetwork()
        // NOW, BLOCKLT, LTIME.
        #expect(try Self.number(network, [0xf8, 0x23]) == 1000)
        #expect(try Self.number(network, [0xf8, 0x24]) == 5_000_000)
        #expect(try Self.number(network, [0xf8, 0x25]) == 5_000_007)
        // BALANCE FIRST: with the message's value, without the gas.
        #expect(try Self.number(network, [0xf8, 0x27, 0x6f, 0x10]) == 1_100_000)
        // INCOMINGVALUE FIRST, STORAGEFEES.
        #expect(try Self.number(network, [0xf8, 0x2b, 0x6f, 0x10]) == 100_000)
        #expect(try Self.number(network, [0xf8, 0x2c], lastPaid: 900) == 20_000)
        // DUEPAYMENT: what is still owed after the storage phase.
        #expect(try Self.number(network, [0xf8, 0x2f], coins: 5_000, lastPaid: 900) == 15_000)
        #expect(try Self.number(network, [0xf8, 0x2f], lastPaid: 900, due: 7) == 0)
    }

    @Test("the message's envelope: the value that it came with, and what storage left of it")
    func message() throws {
        let network = try TestNetwork()
        // INMSG_LT, INMSG_UTIME, INMSG_ORIGVALUE, INMSG_VALUE.
        #expect(try Self.number(network, [0xf8, 0x94]) == 4_500_000)
        #expect(try Self.number(network, [0xf8, 0x95]) == 999)
        #expect(try Self.number(network, [0xf8, 0x96], coins: 5_000, lastPaid: 900, bounce: false) == 100_000)
        #expect(try Self.number(network, [0xf8, 0x97], coins: 5_000, lastPaid: 900, bounce: false) == 85_000)
        // INMSG_BOUNCE, negated.
        #expect(try Self.number(network, [0xf8, 0x90, 0xa3]) == 1)
        #expect(try Self.number(network, [0xf8, 0x90, 0xa3], bounce: false) == 0)
        // INMSG_BOUNCED.
        #expect(try Self.number(network, [0xf8, 0x91]) == 0)
    }

    @Test("the seed is that of the block and the account; until version 8 the address was mixed up")
    func seed() throws {
        let address = AccountAddress(hash: try #require(Hash256((0..<32).map { $0 })))
        for version: UInt32 in [7, 8] {
            let network = try TestNetwork(version: version)
            // RANDSEED.
            let code = try TestNetwork.code([0xf8, 0x26, 0xc8, 0xcb, 0xff, 0xc9, 0xed, 0x54])
            let account = try network.account(code: code, coins: 1_000_000, at: address)
            let result = try network.execute(try TestNetwork.message(100_000, to: address), on: account)
            guard case .active(let state)? = try result.account.account().existing?.storage.state else { return }
            let bytes: [UInt8] = version == 7 ? [0, 1, 2, 3] + (0..<28) : Array(0..<32)
            let expected = SHA256.hash([UInt8](repeating: 0x77, count: 32) + bytes)
            #expect(try #require(state.data).slice().bitString().hashValue256 == expected)
        }
    }

    @Test("the prices of storage are those of the time")
    func unpackedConfiguration() throws {
        for (now, since) in [(1000, 0), (1999, 0), (2000, 2000), (9000, 2000)] as [(UInt32, UInt64)] {
            var network = try TestNetwork()
            network.now = now
            // UNPACKEDCONFIGTUPLE FIRST; past the tag, LDU 32, DROP.
            let program: [UInt8] = [0xf8, 0x2e, 0x6f, 0x10, 0xd3, 0x07, 0xd3, 0x1f, 0x30, 0x31]
            #expect(try Self.number(network, program, lastPaid: now) == since)
        }
    }

    @Test("a contract of a fixed amount of gas knows how much")
    func precompiledGas() throws {
        // GETPRECOMPILEDGAS.
        let program: [UInt8] = [0xf8, 0x39]
        let code = try TestNetwork.code(program + [0xc8, 0xcb, 63, 0xc9, 0xed, 0x54])
        var network = try TestNetwork()
        let list = try TypedHashmapE([(key: code.hash, value: PrecompiledContract(gasUsage: 777))])
        try network.parameters.set(.precompiledContracts(PrecompiledContracts(list: list)), for: 45)
        #expect(try Self.number(network, program) == 777)
    }
}
