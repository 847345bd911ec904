import Foundation
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import Testing

@testable import TONVM

/// Code of real contracts.
enum RecordedCode {
    struct File: CustomTestStringConvertible, Sendable {
        let path: String
        let cells: @Sendable () throws -> [(String, Cell)]
        var testDescription: String { path }
    }

    static let files: [File] = [
        File(path: "wallets/wallet_codes.json") {
            struct Wallet: Decodable {
                let name, code: String
                enum CodingKeys: String, CodingKey { case name, code = "boc_b64" }
            }
            return try RecordedFixtures.json([Wallet].self, "wallets/wallet_codes.json").map {
                ($0.name, try root(Data(base64Encoded: $0.code).map(Array.init) ?? []))
            }
        },
        File(path: "cocoon/codes") {
            try RecordedFixtures.names(in: "cocoon/codes", suffix: ".boc").map {
                ($0, try root(RecordedFixtures.bytes("cocoon/codes/\($0)")))
            }
        },
        File(path: "tvm/get_methods") {
            struct Cases: Decodable {
                struct Case: Decodable { let code: String }
                let cases: [Case]
            }
            return try RecordedFixtures.names(in: "tvm/get_methods", suffix: ".json").flatMap { name in
                try RecordedFixtures.json(Cases.self, "tvm/get_methods/\(name)").cases.map {
                    (name, try root(Data(base64Encoded: $0.code).map(Array.init) ?? []))
                }
            }
        },
        File(path: "tvm/replay/fat_block_71398501.json") {
            struct Block: Decodable {
                struct Account: Decodable {
                    let account, cell: String
                    enum CodingKeys: String, CodingKey { case account, cell = "shard_account_boc_base64" }
                }
                let accounts: [Account]
                enum CodingKeys: String, CodingKey { case accounts = "previous_accounts" }
            }
            return try RecordedFixtures.json(Block.self, "tvm/replay/fat_block_71398501.json").accounts
                .compactMap { entry in
                    let cell = try root(Data(base64Encoded: entry.cell).map(Array.init) ?? [])
                    return try code(ofShardAccount: cell).map { (entry.account, $0) }
                }
        },
        File(path: "tvm/replay/rsquad_real_boc.json") {
            struct Cases: Decodable {
                struct Case: Decodable {
                    let name, before: String
                    enum CodingKeys: String, CodingKey { case name, before = "shard_account_before" }
                }
                let cases: [Case]
            }
            return try RecordedFixtures.json(Cases.self, "tvm/replay/rsquad_real_boc.json").cases.compactMap { entry in
                let cell = try root(Data(base64Encoded: entry.before).map(Array.init) ?? [])
                return try code(ofShardAccount: cell).map { (entry.name, $0) }
            }
        },
    ]

    private static func root(_ bytes: [UInt8]) throws -> Cell { try BagOfCells(bytes).singleRoot() }

    private static func code(ofShardAccount cell: Cell) throws -> Cell? {
        var slice = try cell.slice()
        guard case .active(let state)? = try ShardAccount(from: &slice).account().existing?.storage.state else {
            return nil
        }
        return state.code
    }
}

@Suite(
    "Real code, disassembled and assembled",
    .enabled(if: RecordedFixtures.isPresent, Comment(rawValue: RecordedFixtures.absence)))
struct RecordedCodeTests {
    @Test("comes back as the same cell, and no bit of it is unknown", arguments: RecordedCode.files)
    private func roundTrip(file: RecordedCode.File) throws {
        let cells = try file.cells()
        #expect(!cells.isEmpty)
        for (name, cell) in Dictionary(cells.map { ($0.1, $0.0) }, uniquingKeysWith: { first, _ in first }).map({
            ($1, $0)
        }) {
            let text = try Disassembler().text(of: cell)
            #expect(try Assembler().cell(of: text) == cell, "\(name):\n\(text)")
        }
    }
}
