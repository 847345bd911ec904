import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

/// What cryptographic instructions do differently in different global versions.
@Suite("Rules of cryptographic instructions")
struct CryptoRuleTests {
    /// R is the neutral element and s is 0. The key is that element too, or one of order 4, of which the message's digest makes
    /// the neutral one: valid by the equation alone.
    @Test(
        "from version 14 on no signature of two weak keys is valid",
        arguments: [(13, 1, true), (14, 1, false), (15, 1, false), (13, 0, true), (14, 0, false)])
    func weakKeys(version: Int, first: UInt8, isValid: Bool) throws {
        let zeros = [UInt8](repeating: 0, count: 31)
        let signature = [1] + zeros + [0] + zeros
        let key = try #require(Int257(unsigned: [first] + zeros))
        let result = try run(
            0xf910, [.integer(.one), .slice(try slice(signature)), .integer(key)], version: version)
        #expect(result.exitCode == 0)
        #expect(try integers(result) == [isValid ? .minusOne : .zero])
    }

    @Test("trials pass every signature, the weak keys' too", arguments: [13, 14])
    func ignoredSignatures(version: Int) throws {
        let signature = try slice([UInt8](repeating: 7, count: 64))
        var request = try request(
            0xf910, [.integer(.one), .slice(signature), .integer(.zero)], version: version)
        request.signatureChecks = .ignored
        #expect(try integers(request.run()) == [.minusOne])
    }

    // The vector of go-ethereum's tests; the coordinates were computed by hand.
    @Test(
        "from version 14 on Ethereum's numbers 27 and 28 stand for 0 and 1",
        arguments: [(13, 28, false), (14, 28, true), (13, 1, true), (14, 1, true), (14, 29, false)])
    func legacyRecovery(version: Int, v: Int, isRecovered: Bool) throws {
        let hash = try number("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c")
        let r = try number("73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f")
        let s = try number("eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549")
        let result = try run(
            0xf912, [.integer(hash), .integer(Int257(v)), .integer(r), .integer(s)], version: version)
        let key = [
            Int257(4), try number("3a514176466fa815ed481ffad09110a2d344f6c9b78c1d14afc351c3a51be33d"),
            try number("8072e77939dc03ba44790779b7a1025baf3003f6732430e20cd9b76d953391b3"), .minusOne,
        ]
        #expect(try integers(result) == (isRecovered ? key : [.zero]))
        #expect(result.gasUsed == 1526 + 5)
    }

    /// 1 encodes no element of ristretto255; 0 encodes the neutral one, as does 2^7 to libsodium 1.0.18, which doesn't look
    /// at the highest bit: there the product still fails, as random programs have shown.
    @Test(
        "products with zero before version 14 and from then on",
        arguments: [
            (13, 1, 0, 0), (14, 1, 0, 5), (13, 0, 1, 5), (14, 0, 1, 0), (13, 0, 0, 0), (14, 0, 0, 0), (14, 1, 1, 5),
            (11, 128, 8, 5), (14, 128, 8, 5),
        ] as [(Int, Int, Int, Int32)])
    func zeroProducts(version: Int, element: Int, factor: Int, exitCode: Int32) throws {
        let result = try run(
            0xf924, [.integer(Int257(element)), .integer(Int257(factor))], version: version)
        #expect(result.exitCode == exitCode)
        if exitCode == 0 { #expect(try integers(result) == [.zero]) }
        let quiet = try run(
            0xb7f924, bits: 24, [.integer(Int257(element)), .integer(Int257(factor))], version: version)
        #expect(quiet.exitCode == 0)
        #expect(try integers(quiet) == (exitCode == 0 ? [.zero, .minusOne] : [.zero]))
    }

    @Test("bits that are no whole bytes can't be hashed, but pieces that are together can")
    func pieces() throws {
        let high = try Cell.bits([0b1010_0000], 3)
        let low = try Cell.bits([0b0000_1000], 5)
        let one = try run(0xf90400, bits: 24, [.slice(high), .integer(.one)], version: 13)
        #expect(one.exitCode == 9)
        let both = try run(0xf90400, bits: 24, [.slice(high), .slice(low), .integer(Int257(2))], version: 13)
        // SHA-256 of the byte 0xa1, by Python's hashlib.
        let digest = try number("8a8950f7623663222542c9469c73be3c4c81bbdf019e2c577590a61f2ce9a157")
        #expect(try integers(both) == [digest])
    }

    @Test("more values than there are, or fewer than none, are out of range", arguments: [-1, 1, 255])
    func counts(_ count: Int) throws {
        for opcode in [0xf90400, 0xf90500, 0xf90600, 0xf90700] as [UInt64] {
            #expect(try run(opcode, bits: 24, [.integer(Int257(count))], version: 13).exitCode == 5)
        }
        #expect(try run(0xf90400, bits: 24, [], version: 13).exitCode == 2)
    }

    /// 11375 + 630 n + 8820 n / l, where l is the logarithm of n, at least 4; the instruction itself costs 34 and the end 5.
    @Test(
        "the price of a sum of products follows the logarithm of their number",
        arguments: [(0, 11_375), (1, 14_210), (31, 99_260), (32, 87_983), (63, 162_197), (64, 145_775)])
    func multiExponentiation(count: Int, price: Int64) throws {
        let zero = try slice([0xc0] + [UInt8](repeating: 0, count: 47))
        let terms = (0..<count).flatMap { _ in [StackEntry.slice(zero), .integer(.zero)] }
        var request = try request(0xf93014, bits: 24, terms + [.integer(Int257(count))], version: 13)
        request.gas = GasLimits(limit: 1_000_000)
        let result = request.run()
        #expect(result.exitCode == 0)
        #expect(result.gasUsed == price + 34 + 5)
        #expect(try point(result) == zero.bitString())
    }

    @Test("the least integer is a factor too: it is twice half of it")
    func leastFactor() throws {
        // The generator of G1, compressed.
        let generator = try #require(
            Hex.decode(
                "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"))
        func multiply(_ point: CellSlice, by factor: Int257) throws -> CellSlice {
            let result = try run(0xf93013, bits: 24, [.slice(point), .integer(factor)], version: 13)
            guard case .slice(let product)? = result.stack.last else { throw CellError.outOfRange("no point") }
            return product
        }
        let half = try multiply(try slice(generator), by: Int257.powerOfTwo(255).negated)
        let whole = try multiply(try slice(generator), by: .minimum)
        #expect(try multiply(half, by: Int257(2)).bitString() == whole.bitString())
    }

    private func point(_ result: RunResult) throws -> BitString {
        guard case .slice(let slice)? = result.stack.last else { throw CellError.outOfRange("no point") }
        return slice.bitString()
    }

    // MARK: - Running

    private func request(
        _ opcode: UInt64, bits: Int = 16, _ stack: [StackEntry], version: Int
    ) throws -> RunRequest {
        var builder = CellBuilder()
        try builder.store(opcode, bits: bits)
        return RunRequest(
            code: try builder.build(), data: .empty, stack: stack, c7: [], gas: GasLimits(limit: 100_000),
            globalVersion: version)
    }

    private func run(
        _ opcode: UInt64, bits: Int = 16, _ stack: [StackEntry], version: Int
    ) throws -> RunResult {
        try request(opcode, bits: bits, stack, version: version).run()
    }

    private func integers(_ result: RunResult) throws -> [Int257] {
        try result.stack.map { entry in
            guard case .integer(let integer) = entry else { throw CellError.outOfRange("no integer") }
            return integer
        }
    }

    private func number(_ hex: String) throws -> Int257 { Int257(try #require(Hash256(hex: hex))) }

    private func slice(_ bytes: [UInt8]) throws -> CellSlice { try Cell.bits(bytes, bytes.count * 8) }
}

extension Cell {
    fileprivate static func bits(_ bytes: [UInt8], _ count: Int) throws -> CellSlice {
        var builder = CellBuilder()
        try builder.store(BitString(bytes: bytes, count: count))
        return try builder.build().slice()
    }
}
