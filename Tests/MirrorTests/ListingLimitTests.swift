import Mirror
import MirrorTestSupport
import Testing

/// Limits that nobody means, on an empty mirror and so without any fixture.
@Suite struct ListingLimitTests {
    @Test("a limit of any size lists, and ends nothing", arguments: [Int.min, -1, 0, 1, Int.max])
    func limits(limit: Int) throws {
        let temporary = try TemporaryMirror()
        var query = EventQuery()
        query.limit = limit
        #expect(try temporary.mirror.events(query).items.isEmpty)
        #expect(try temporary.mirror.events(query).next == nil)
        #expect(try temporary.mirror.stakes(query).items.isEmpty)
    }
}
