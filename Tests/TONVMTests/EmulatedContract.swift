import Foundation
import TONBlocks
import TONCells
import TONCrypto

@testable import TONVM

/// A contract that receives a message, as the reference's emulator ran it for the recorded cases.
struct EmulatedContract {
    var code: Cell
    var body: Cell
    var version: Int
    var workchain: Int8 = 0
    var cellLimit: UInt32 = 8192
    /// The contract's extra currencies before the message came.
    var balances: Cell?
    /// Whether the message carries extra currencies.
    var carriesExtraCurrencies = false
    /// Another cell, or none, as configuration parameter 19.
    var networkNumber: Cell??

    private static let balance: UInt64 = 5_000_000_000
    private static let value: UInt64 = 1_000_000_000

    func run() throws -> RunResult {
        let configuration = NetworkConfiguration(root: try configurationRoot())
        guard let hash = Hash256([UInt8](repeating: 0x11, count: 32)) else { throw CocoaError(.coderInvalidValue) }
        var method = GetMethod(
            code: code, data: .empty,
            address: AccountAddress(workchain: workchain, hash: hash),
            balance: Self.balance + Self.value, now: 1_700_000_000, configuration: configuration)
        method.gasLimit = 1_000_000
        var request = try method.request(method: 0, arguments: [])
        guard case .tuple(let surroundings)? = request.c7.first else { throw CocoaError(.coderInvalidValue) }
        let carried: StackEntry =
            carriesExtraCurrencies ? .cell(try Self.cell(Self.extraCurrencies)) : .null
        surroundings.entries[7] = .tuple(
            Tuple([.integer(Int257(Self.balance + Self.value)), balances.map { .cell($0) } ?? carried]))
        if version >= 4 {
            surroundings.entries[11] = .tuple(Tuple([.integer(Int257(Self.value)), carried]))
        }
        // What a contract finds for a message: its balance, the message's value, the message, its body, and zero.
        request.stack = [
            .integer(Int257(Self.balance + Self.value)), .integer(Int257(Self.value)), .cell(.empty),
            .slice(try body.slice()), .integer(.zero),
        ]
        return request.run()
    }

    private func configurationRoot() throws -> Cell {
        var dictionary = HashmapE(keyBits: 32, root: try Self.cell(Self.configuration))
        var global = CellBuilder()
        try global.store(0xc4, bits: 8)
        try global.store(UInt64(version), bits: 32)
        try global.store(0, bits: 64)
        try Self.set(8, to: try global.build(), in: &dictionary)
        var limits = CellBuilder()
        try limits.store(
            SizeLimits(
                maximumMessageBits: 1 << 21, maximumMessageCells: cellLimit, maximumLibraryCells: 1000,
                maximumVMDataDepth: 512, maximumExternalMessageSize: 65_535, maximumExternalMessageDepth: 512))
        if cellLimit > 0 {
            try Self.set(43, to: try limits.build(), in: &dictionary)
        } else {
            _ = try dictionary.remove(try Self.key(43))
        }
        switch networkNumber {
        case .none: break
        case .some(.none): _ = try dictionary.remove(try Self.key(19))
        case .some(.some(let cell)): try Self.set(19, to: cell, in: &dictionary)
        }
        guard let root = dictionary.root else { throw CocoaError(.coderInvalidValue) }
        return root
    }

    private static func set(_ number: UInt64, to cell: Cell, in dictionary: inout HashmapE) throws {
        var value = CellBuilder()
        try value.store(reference: cell)
        try dictionary.set(value, for: try key(number))
    }

    private static func key(_ number: UInt64) throws -> BitString {
        var builder = CellBuilder()
        try builder.store(number, bits: 32)
        return builder.bitString
    }

    /// A cell of a bag in Base64, which may have line breaks.
    static func cell(_ base64: String) throws -> Cell {
        guard let bytes = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try Cell(boc: Array(bytes))
    }

    /// A cell of code.
    static func code(_ hex: String) throws -> Cell {
        guard let bytes = Hex.decode(hex) else { throw CocoaError(.fileReadCorruptFile) }
        var builder = CellBuilder()
        try builder.store(bytes: bytes)
        return try builder.build()
    }

    /// Five nanounits of currency 1 and 10^20 of currency 77.
    private static let extraCurrencies = """
        te6ccuEBAwEAGAAMFjACA8zAAQIABrAhBQAWsakFa8deLWMQAAAnRyd/
        """

    /// Parameters 8, 18 (no prices), 19, 20, 21, 24, 25 and 43.
    private static let configuration = """
        te6ccuECFQEAASkAAAwAFgAgACoANABSAFwAZgBwAHoAggCKANwA6ADxAYgBkAGYAd4CJAJSAgPNQAECAgEgAwQBA6rgFAEDpEAF
        AgEgBgcAGsQAAAAAAAAAAAAAAAACASAICQIB1BARAgFYCgsCAUgODgEBIAwBASANAE3QZgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAAAAAEAACP///xEBASAPAJTRAAAAAAAAAGQAAAAAAAAAAd4AAAAAAAEAAAAAAAAAD0JAAAAAAAAPQkAAAAAAAAAn
        EAAAAAAAmJaAAAAAAAX14QAAAAAAO5rKAAEBIBIBASATAELqAAAAAACYloAAAAAAJxAAAAAAAA9CQAAAAAGAAFVVVVUAQuoAAAAA
        AAYagAAAAAABkAAAAAAAAJxAAAAAAYAAVVVVVQAqAQAgAAAAACAAAAAD6AIAAAD//wIAn2fj7A==
        """
}
