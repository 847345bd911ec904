import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONVM
import Testing

/// What replays of recorded transactions share.
enum Replaying {
    static func cell(_ base64: String) throws -> Cell {
        try Cell(boc: try #require(Base64.decode(base64)), reading: .reference)
    }

    static func configuration(_ root: Cell) throws -> ExecutionConfiguration {
        try ExecutionConfiguration(NetworkConfiguration(root: root))
    }

    static func json<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(try RecordedFixtures.bytes(path)))
    }

    /// The account that isn't there yet.
    static func nonexistent() throws -> ShardAccount {
        ShardAccount(
            accountCell: try Account.nonexistent.cell(), lastTransactionHash: .zero, lastTransactionLT: 0)
    }

    /// A value that was recorded on its own: read as a stack of that one.
    static func entry(boc base64: String) throws -> StackEntry {
        var stack = CellBuilder()
        try stack.store(1, bits: 24)
        try stack.store(reference: .empty)
        try stack.store(try cell(base64).slice())
        return try StackEntry(try #require(try StackValues(cell: try stack.build()).values.first))
    }

    /// How two transactions differ, phase by phase, for whoever has to find out why.
    static func difference(_ found: ExecutionResult, _ expected: Cell) throws -> String {
        let expected = try Transaction(cell: expected)
        var lines: [String] = []
        func compare<T: Equatable>(_ name: String, _ found: T, _ expected: T) {
            if found != expected { lines.append("\(name): \(found), expected \(expected)") }
        }
        compare("lt", found.lt, expected.lt)
        compare("storage", found.description.storagePhase, expected.description.storagePhase)
        compare("credit", found.description.creditPhase, expected.description.creditPhase)
        compare("compute", found.description.computePhase, expected.description.computePhase)
        compare("action", found.description.actionPhase, expected.description.actionPhase)
        compare("bounce", found.description.bouncePhase, expected.description.bouncePhase)
        compare("description", found.description, expected.description)
        compare("messages", found.outMessages.map(\.hash), expected.outMessages.map(\.hash))
        compare("fees", found.totalFees, expected.totalFees)
        compare("status", found.endStatus, expected.endStatus)
        compare("account", found.account.accountCell.hash, expected.stateUpdate.newHash)
        return lines.isEmpty ? "the layout" : lines.joined(separator: "\n")
    }
}
