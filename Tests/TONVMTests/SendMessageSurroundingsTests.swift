import TONBlocks
import TONCells
import Testing

@testable import TONVM

/// What `SENDMSG` does with parameters that no transaction has; expected values were recorded with tonpy 0.0.0.1.4rc0, at
/// version 11.
@Suite("Sending messages in odd surroundings")
struct SendMessageSurroundingsTests {
    struct Surroundings {
        var balance: StackEntry = .tuple(Tuple([.integer(Int257(5)), .null]))
        var incoming: StackEntry = .tuple(Tuple([.integer(Int257(5)), .null]))
        var address: StackEntry
        var masterchainPrices: StackEntry
        var prices: StackEntry
        var limits: StackEntry = .null
        var mode = 1024
        /// How long the message's body is. 335 bits fit beside an amount of one byte alone.
        var bodyBits = 335

        init() throws {
            address = try bits { builder in try builder.storeAddress(0x11) }
            let prices = try bits { builder in
                try builder.store(
                    MessageForwardPrices(
                        lumpPrice: 400_000, bitPrice: 26_214_400, cellPrice: 2_621_440_000, ihrPriceFactor: 98_304,
                        firstFraction: 21_845, nextFraction: 21_845))
            }
            masterchainPrices = prices
            self.prices = prices
        }

        func run() throws -> RunResult {
            var message = CellBuilder()
            try message.store(0b0110, bits: 4)
            try message.store(0, bits: 2)
            try message.storeAddress(0x22)
            // An amount of 1, no further currencies, no fees, times, no state.
            try message.store(0x101, bits: 12)
            try message.store(0, bits: 1 + 4 + 4)
            try message.store(0, bits: 64)
            try message.store(0, bits: 32 + 1 + 1)
            for _ in 0..<bodyBits { try message.store(1, bits: 1) }
            let zero = StackEntry.integer(.zero)
            let unpacked: [StackEntry] = [.null, .null, .null, .null, masterchainPrices, prices, limits]
            let surroundings =
                [StackEntry](repeating: zero, count: 7) + [balance, address, .null, .null, incoming, zero, zero]
                + [.tuple(Tuple(unpacked)), zero, .null, .null]
            return RunRequest(
                code: try EmulatedContract.code("fb08"), data: .empty,
                stack: [.cell(try message.build()), .integer(Int257(mode))],
                c7: [.tuple(Tuple(surroundings))], gas: GasLimits(limit: 1_000_000), globalVersion: 11
            ).run()
        }
    }

    private func check(
        _ exitCode: Int32, _ gasUsed: Int64, fee: Int? = nil, _ location: SourceLocation = #_sourceLocation,
        _ change: (inout Surroundings) throws -> Void
    ) throws {
        var surroundings = try Surroundings()
        try change(&surroundings)
        let result = try surroundings.run()
        #expect(result.exitCode == exitCode, sourceLocation: location)
        #expect(result.gasUsed == gasUsed, sourceLocation: location)
        guard let fee else { return }
        guard case .integer(let found)? = result.stack.last else {
            Issue.record("no fee", sourceLocation: location)
            return
        }
        #expect(found == Int257(fee), sourceLocation: location)
    }

    @Test("the own address must be an internal one, or at least start like one")
    func addresses() throws {
        try check(5, 176) { $0.address = try bits { try $0.store(0, bits: 2) } }
        try check(5, 176) { $0.address = try bits { _ in } }
        try check(7, 176) { $0.address = .integer(Int257(7)) }
        // A variable address that ends in its workchain.
        try check(0, 156, fee: 400_000) {
            $0.masterchainPrices = .null
            $0.address = try bits {
                try $0.store(0b110, bits: 3); try $0.store(0x1_2fff, bits: 25)
            }
        }
        // A depth of anycast that isn't allowed isn't skipped, and is the workchain -1.
        try check(11, 176) {
            $0.masterchainPrices = .null
            $0.address = try bits { try $0.store(0b1011_1111_1111_1111, bits: 16) }
        }
        try check(0, 156, fee: 574_000) {
            $0.address = try bits {
                try $0.storeAddress(0x11); for _ in 0..<500 { try $0.store(0, bits: 1) }
            }
        }
    }

    @Test("the balance must be a tuple that starts with an integer, of any size")
    func balances() throws {
        func check(_ exitCode: Int32, _ gasUsed: Int64, fee: Int? = nil, _ balance: StackEntry) throws {
            try self.check(exitCode, gasUsed, fee: fee) {
                $0.balance = balance; $0.mode = 1152
            }
        }
        try check(7, 201, .integer(Int257(5)))
        try check(7, 201, .tuple(Tuple([.cell(.empty), .null])))
        try check(5, 201, .tuple(Tuple([])))
        try check(0, 156, fee: 400_000, .tuple(Tuple([.integer(Int257(5))])))
        try check(0, 156, fee: 574_000, .tuple(Tuple([.integer(.minusOne), .null])))
        try check(0, 156, fee: 574_000, .tuple(Tuple([.integer(.maximum), .null])))
    }

    @Test("the incoming value is added, even beyond what an integer holds")
    func incomingValues() throws {
        func check(_ exitCode: Int32, _ gasUsed: Int64, fee: Int? = nil, bits: Int = 335, _ amount: Int257) throws {
            try self.check(exitCode, gasUsed, fee: fee) {
                $0.incoming = .tuple(Tuple([.integer(amount), .null]))
                $0.mode = 1088
                $0.bodyBits = bits
            }
        }
        try check(0, 156, fee: 400_000, .minusOne)
        try check(0, 156, fee: 574_000, Int257(-2))
        try check(0, 156, fee: 574_000, .maximum)
        // A sum of 257 bits takes 33 bytes.
        try check(0, 156, fee: 400_000, bits: 86, .maximum)
        try check(0, 156, fee: 474_800, bits: 87, .maximum)
        try self.check(7, 201) {
            $0.incoming = .integer(Int257(5)); $0.mode = 1088
        }
    }

    @Test("prices and limits must be whole slices")
    func configuration() throws {
        try check(11, 176) { $0.prices = .null }
        try check(11, 176) { $0.prices = .integer(Int257(5)) }
        try check(9, 176) { $0.prices = try bits { try $0.store(1, bits: 60) } }
        try check(9, 176) { $0.limits = try bits { try $0.store(1, bits: 60) } }
        try check(0, 156, fee: 400_000) { $0.limits = .integer(Int257(5)) }
        try check(9, 176) {
            $0.limits = try bits { builder in
                try builder.store(
                    SizeLimits(
                        maximumMessageBits: 1 << 21, maximumMessageCells: 5, maximumLibraryCells: 1000,
                        maximumVMDataDepth: 512, maximumExternalMessageSize: 65_535, maximumExternalMessageDepth: 512))
                try builder.store(0, bits: 1)
            }
        }
    }

    // The fee is cut off after the sum of a cell's price and the lump price.
    @Test("prices beyond 64 bits are cut off")
    func hugePrices() throws {
        try check(0, 156, fee: 94_434_854_686_425_083) {
            $0.prices = try bits { builder in
                try builder.store(
                    MessageForwardPrices(
                        lumpPrice: .max - 4, bitPrice: .max, cellPrice: 1 << 63, ihrPriceFactor: .max,
                        firstFraction: .max, nextFraction: 21_845))
            }
        }
    }
}

private func bits(_ content: (inout CellBuilder) throws -> Void) throws -> StackEntry {
    var builder = CellBuilder()
    try content(&builder)
    return .slice(try builder.build().slice())
}

extension CellBuilder {
    /// Appends a standard address in the workchain 0 that repeats a byte.
    fileprivate mutating func storeAddress(_ byte: UInt8) throws {
        try store(0b100, bits: 3)
        try store(0, bits: 8)
        try store(bytes: [UInt8](repeating: byte, count: 32))
    }
}
