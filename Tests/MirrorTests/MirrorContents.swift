import Foundation
import GRDB
import Mirror
import TONCells

/// Every row of a mirror as text, read past the module, so that two mirrors can be compared and differences named.
struct MirrorContents {
    /// Rows by table, with accounts by address.
    var rows: [String: Set<String>] = [:]

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        rows = try queue.read { database in
            var addresses: [Int64: String] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT id, address FROM accounts") {
                addresses[row[0]] = (row[1] as Data).map { String(format: "%02x", $0) }.joined()
            }
            let tables = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grdb_%' ORDER BY name")
            var rows: [String: Set<String>] = [:]
            for table in tables {
                var texts: Set<String> = []
                for row in try Row.fetchAll(database, sql: "SELECT * FROM \(table)") {
                    // An account that was only named says nothing.
                    if table == "accounts", row["role"] == nil, row["transaction_count"] as Int == 0 { continue }
                    texts.insert(Self.text(row, addresses))
                }
                rows[table] = texts
            }
            return rows
        }
    }

    private static func text(_ row: Row, _ addresses: [Int64: String]) -> String {
        row.map { column, value in
            if column == "id" || column == "boc" { return "" }
            if column.hasSuffix("_id"), column != "query_id", case .int64(let number) = value.storage {
                return "\(column)=\(addresses[number] ?? "?")"
            }
            return switch value.storage {
            case .null: "\(column)=-"
            case .blob(let data):
                "\(column)=\(data.count < 40 ? data.map { String(format: "%02x", $0) }.joined() : "\(data.count):\(data.hashValue)")"
            default: "\(column)=\(value)"
            }
        }.joined(separator: " ")
    }

    /// What one has and the other hasn't: the first few of each table.
    func differences(from other: MirrorContents, limit: Int = 3) -> String {
        var lines: [String] = []
        for table in Set(rows.keys).union(other.rows.keys).sorted() {
            let own = rows[table] ?? []
            let others = other.rows[table] ?? []
            let (extra, missing) = (own.subtracting(others), others.subtracting(own))
            guard !extra.isEmpty || !missing.isEmpty else { continue }
            lines.append("\(table): \(extra.count) more, \(missing.count) missing")
            let pairs = zip(extra.sorted(), missing.sorted())
            if extra.count == missing.count {
                lines += pairs.prefix(limit).map { "  ± \(Self.changed($0, $1))" }
            } else {
                lines += extra.sorted().prefix(limit).map { "  + \($0)" }
                lines += missing.sorted().prefix(limit).map { "  - \($0)" }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The columns in which two rows differ, behind the first three, which say where it is.
    private static func changed(_ row: String, _ other: String) -> String {
        let pairs = zip(row.split(separator: " "), other.split(separator: " "))
        let place = row.split(separator: " ").prefix(3).joined(separator: " ")
        return place + ": " + pairs.filter { $0 != $1 }.map { "\($0) against \($1)" }.joined(separator: ", ")
    }
}
