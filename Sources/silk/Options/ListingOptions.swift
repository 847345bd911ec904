import ArgumentParser
import Foundation
import Mirror

/// Which part of a listing is wanted.
struct ListingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only from this time on: 2026-05-01, 2026-05-01T12:00:00Z or unix seconds.", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only before this time.", valueName: "time"))
    var until: TimeArgument?

    @Option(help: ArgumentHelp("At most this many, 1 to 1000000.", valueName: "count"))
    var limit = 100

    @Option(help: ArgumentHelp("Go on after a row: `next` of the listing before.", valueName: "cursor"))
    var after: CursorArgument?

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError("--limit is 1 to 1000000, not \(limit)")
        }
    }

    /// A query for this part.
    var query: EventQuery {
        var query = EventQuery()
        query.since = since?.unix
        query.until = until?.unix
        query.limit = limit
        query.after = after?.cursor
        return query
    }
}

/// A moment as people write it.
struct TimeArgument: ExpressibleByArgument {
    let unix: UInt32

    /// Reads a date, which is its first second in UTC, a date with a time and a zone, or unix seconds.
    ///
    /// Four digits alone would be a year as likely as a second of 1970, and are refused.
    init?(argument: String) {
        if argument.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            guard argument.utf8.count != 4, let unix = UInt32(argument) else { return nil }
            self.unix = unix
            return
        }
        let isDate = argument.utf8.count == 10
        let style = Date.ISO8601FormatStyle()
        guard let date = try? isDate ? style.year().month().day().parse(argument) : style.parse(argument),
            let unix = UInt32(exactly: date.timeIntervalSince1970.rounded(.down))
        else { return nil }
        self.unix = unix
    }
}

/// Where a listing stopped.
struct CursorArgument: ExpressibleByArgument {
    let cursor: EventCursor

    init?(argument: String) {
        guard let cursor = EventCursor(argument) else { return nil }
        self.cursor = cursor
    }
}
