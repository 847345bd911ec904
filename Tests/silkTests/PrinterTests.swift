import Foundation
import Testing

@testable import silk

/// Tables, comma-separated lines and times.
@Suite struct PrinterTests {
    @Test("comma-separated fields are quoted as RFC 4180 says")
    func quoting() {
        #expect(CommaSeparated.line(["a", "b c", ""]) == "a,b c,\r\n")
        #expect(
            CommaSeparated.line(["a,b", "say \"x\"", "two\nlines"]) == "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n")
        #expect(CommaSeparated.line(["\r\n", "\r"]) == "\"\r\n\",\"\r\"\r\n")
    }

    @Test("columns are aligned, and lines end with their last character")
    func table() {
        var table = Table([.left("NAME"), .right("N"), .left("")])
        table.add(["a", "1"])
        table.add(["longer", "100", "x"])
        #expect(table.text == "NAME      N\na         1\nlonger  100  x\n")
    }

    @Test("control characters of a cell can't steer a terminal")
    func controls() {
        var table = Table([.left("A")])
        table.add(["x\u{1b}[31m\ny"])
        #expect(table.text == "A\nx\\u{1b}[31m\\u{a}y\n")
    }

    @Test(
        "times are read exactly, or not at all",
        arguments: [
            ("2026-05-01", 1_777_593_600), ("2026-05-01T00:00:01Z", 1_777_593_601),
            ("2026-05-01T02:00:00+02:00", 1_777_593_600), ("1777593600", 1_777_593_600), ("0", 0),
            ("2026", nil), ("2026-5-1", nil), ("2026-13-01", nil), ("2026-05-01T00:00:00", nil), ("", nil),
            ("4294967296", nil), ("-1", nil), ("yesterday", nil), ("1900-01-01", nil), ("2200-01-01", nil),
        ] as [(String, UInt32?)])
    func times(_ text: String, _ unix: UInt32?) {
        #expect(TimeArgument(argument: text)?.unix == unix)
    }

    @Test("times are printed in UTC")
    func moments() {
        #expect(Moment(1_775_002_276).text == "2026-04-01T00:11:16Z")
        #expect(Moment(0).text == "1970-01-01T00:00:00Z")
        #expect(Moment(.max).text == "2106-02-07T06:28:15Z")
    }
}
