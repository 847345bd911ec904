import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// Calls of get-methods, their results as text: numbers in hexadecimal, addresses raw.
enum Getter {
    static func call(
        _ method: String, _ arguments: [Int257] = [], of state: StateInit, now: UInt32 = 1_800_000_000
    ) throws -> [String] {
        let get = GetMethod(
            code: try #require(state.code), data: try #require(state.data), address: try state.address(), now: now)
        let result = try get.request(
            method: MethodName.number(of: method), arguments: arguments.map { .integer($0) }
        ).run()
        try #require(result.exitCode == 0, "\(method): \(result.exitCode)")
        return try result.stack.map { try text($0) }
    }

    private static func text(_ entry: StackEntry) throws -> String {
        switch entry {
        case .integer(let integer): return "\(integer)"
        case .slice(var slice): return try slice.loadAccountAddress().raw
        case .null, .cell, .builder, .tuple, .continuation: throw CellError.outOfRange("a number or an address")
        }
    }

    static func text(_ values: [any Sendable]) -> [String] {
        values.map { value in
            switch value {
            case let number as UInt64: "\(Int257(number))"
            case let number as Int: "\(Int257(number))"
            case let coins as Coins: "\(Int257(UInt64(coins.nanoTON)))"
            case let hash as Hash256: "\(Int257(hash))"
            case let address as AccountAddress: address.raw
            default: "\(value)"
            }
        }
    }
}
