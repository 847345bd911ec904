import Foundation
import GRDB
import Indexer
import Mirror
import Settlement
import TONBlocks
import TONCenter

// Usage: bench FOLDER [RUNS]
// FOLDER holds TON Center answers, as `silk mirror import` reads them: `transactions/` and, if there, `states/`.
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
    FileHandle.standardError.write(Data("usage: bench FOLDER [RUNS]\n".utf8))
    exit(64)
}
let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
let runs = arguments.count > 2 ? max(Int(arguments[2]) ?? 5, 1) : 5
let work = FileManager.default.temporaryDirectory.appendingPathComponent("silk-bench-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: work) }

let files = try FileManager.default.contentsOfDirectory(
    at: folder.appendingPathComponent("transactions"), includingPropertiesForKeys: nil
).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
let contents = try files.map { try Data(contentsOf: $0) }

func records(_ data: Data) throws -> [RawTransactionRecord] {
    guard case .transactions(let records) = try TONCenterAnswer(json: data) else { return [] }
    return records
}
func page(_ records: [RawTransactionRecord]) throws -> TransactionPage? {
    guard let first = records.first, let account = first.account else { return nil }
    return try TransactionPage(
        verifying: records.map(\.data), head: TransactionIdentifier(lt: first.lt, hash: first.hash), account: account,
        proof: .linked)
}

let decoded = try contents.map(records)
let pages = try decoded.compactMap(page)
let count = pages.reduce(0) { $0 + $1.entries.count }
let path = work.appendingPathComponent("mirror.sqlite").path

func removeMirror() {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
}

// The same raw rows into the same schema, as fast as a reused statement takes them: what no import can beat.
func insertBare() throws {
    _ = try Mirror(path: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
        try database.execute(sql: "PRAGMA cache_size = -65536")
        let account = try database.makeStatement(sql: "INSERT INTO accounts(address) VALUES (?)")
        let transaction = try database.makeStatement(
            sql: """
                INSERT INTO transactions(
                    account_id, lt, hash, previous_lt, previous_hash, time, in_message, proof, boc)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for page in pages {
            try account.execute(arguments: [Data([UInt8(bitPattern: page.account.workchain)] + page.account.hash.bytes)]
            )
            let identifier = database.lastInsertedRowID
            for entry in page.entries {
                try transaction.execute(arguments: [
                    identifier, Int64(entry.transaction.lt), Data(entry.transaction.hash.bytes),
                    Int64(entry.previous.lt), Data(entry.previous.hash.bytes), entry.transaction.time,
                    entry.transaction.inMessage.map { Data($0.hash.bytes) }, "linked", entry.data,
                ])
            }
        }
    }
}

let bare = try await Measurement.run("bare insert of the raw rows", count: count, runs: runs, prepare: removeMirror) {
    try insertBare()
}
let json = try await Measurement.run("decode the JSON", count: count, runs: runs) { _ = try contents.map(records) }
let verify = try await Measurement.run("parse, hash, link, decode", count: count, runs: runs) {
    _ = try decoded.compactMap(page)
}
let ingest = try await Measurement.run(
    "ingest verified pages and settle", count: count, runs: runs, prepare: removeMirror
) {
    _ = try Mirror(path: path).ingest(pages.map { .page($0) })
}
let full = try await Measurement.run(
    "full verified import of the files", count: count, runs: runs, prepare: removeMirror
) {
    _ = try await FileImport(into: try Mirror(path: path)).run([folder.path])
}
let again = try await Measurement.run("import the same again", count: count, runs: runs) {
    _ = try await FileImport(into: try Mirror(path: path)).run([folder.path])
}
let rebuild = try await Measurement.run("rebuild from raw", count: count, runs: runs) {
    try Mirror(path: path).rebuild()
}

print("\(count) transactions of \(pages.count) accounts, median and best of \(runs) runs, rate against the bare insert")
for measurement in [bare, json, verify, ingest, full, again, rebuild] { print(measurement.line(against: bare)) }
