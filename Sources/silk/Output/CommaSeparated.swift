import Settlement

/// Comma-separated values as RFC 4180 has them.
enum CommaSeparated {
    /// One line: fields with commas, quotes or line breaks are quoted; ends with CR and LF.
    static func line(_ fields: [String]) -> String {
        fields.map { field in
            guard field.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return field }
            return "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",") + "\r\n"
    }

    /// Payouts with a heading, in nanoTON.
    static func payouts(_ events: [Event]) -> String {
        let columns = [
            "time", "unix", "kind", "worker", "owner", "proxy", "tokens", "tokens_before", "tokens_after", "amount",
            "paid", "lost", "proxy_part", "exit_code", "settlement_exit_code", "lt", "hash", "proof",
        ]
        return line(columns)
            + events.map { event in
                let row = PayoutRow(event)
                return line([
                    row.time, "\(row.unix)", row.kind, row.worker ?? "", row.owner ?? "", row.proxy ?? "",
                    row.tokens ?? "", row.tokensBefore ?? "", row.tokensAfter ?? "", row.amount ?? "", row.paid ?? "",
                    row.lost ?? "", row.proxyPart ?? "", row.exitCode.tableText,
                    row.settlement?.exitCode.tableText ?? "", row.lt, row.hash, row.proof,
                ])
            }.joined()
    }
}
