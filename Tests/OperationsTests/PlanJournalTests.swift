import Cocoon
import Foundation
import Operations
import SilkTestSupport
import TONBlocks
import TONCells
import TONCrypto
import TONWallets
import Testing

#if os(Linux)
    import Glibc
#endif

/// The journal of a plan: whose it is, and what becomes of one that was cut or damaged.
@Suite("Journals of plans")
struct PlanJournalTests {
    private typealias Fixture = RootFixture
    private typealias Setting = RootApplicationTests.Setting

    @Test("a journal is one process's, and one plan's")
    func journals() async throws {
        let setting = try await Setting()
        do {
            let first = try Fixture.journal(setting.plan, setting.path)
            #expect(throws: JournalError.busy(path: setting.path)) { try Fixture.journal(setting.plan, setting.path) }
            #expect(first.records.count == 1)
        }
        let other = try await setting.fixture.plan()
        #expect(throws: JournalError.otherPlan(path: setting.path)) { try Fixture.journal(other, setting.path) }
        #expect(throws: JournalError.self) { try Fixture.journal(other, setting.folder.path("no/such/folder")) }
        let permissions = try FileManager.default.attributesOfItem(atPath: setting.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    #if os(Linux)
        @Test("a journal is free once it is closed, even if a process that is being started has the file open too")
        func inheritedDescriptor() async throws {
            let setting = try await Setting()
            var copy: Int32 = -1
            do {
                let journal = try Fixture.journal(setting.plan, setting.path)
                #expect(journal.records.count == 1)
                // What a child process has between its start and its program.
                let folder = "/proc/self/fd"
                let path = URL(fileURLWithPath: setting.path).resolvingSymlinksInPath().path
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + name)
                    if target == path, let number = Int32(name) { copy = dup(number) }
                }
            }
            try #require(copy >= 0)
            #expect(try Fixture.journal(setting.plan, setting.path).records.count == 1)
            close(copy)
        }
    #endif

    @Test("a journal cut at any byte goes on to the same end")
    func torn() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger, [.accepted, .answerLost])
        await #expect(throws: ApplicationError.outcomeUnknown(wave: 1, "no answer")) { try await setting.run(network) }
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: setting.path)))
        let ledger = await network.ledger
        let start = try #require(whole[..<(whole.count - 1)].lastIndex(of: UInt8(ascii: "\n"))) + 1
        let end = setting.plan.end
        // Within the last line: it was never followed by its step, so here the second wave wasn't sent yet.
        let before = ScriptedNetwork(setting.fixture.ledger)
        try await before.happen(.message(try #require(await network.sent.first)))
        for count in start..<whole.count {
            let file = try setting.folder.write("torn", Array(whole[..<count]))
            #expect(try Fixture.journal(setting.plan, file.path).records.count == 4)
            #expect(try Data(contentsOf: file).count == start)
        }
        for count in stride(from: start, to: whole.count, by: 199) {
            try setting.folder.write("torn", Array(whole[..<count]))
            let again = ScriptedNetwork(await before.ledger)
            try await setting.fixture.apply(setting.plan, on: again, journal: setting.folder.path("torn"))
            #expect(try setting.fixture.state(await again.ledger) == end, "\(count)")
            #expect(await again.sent.count == 1, "\(count)")
            try FileManager.default.removeItem(atPath: setting.folder.path("torn"))
        }
        // Whole, it finds that the second wave arrived.
        try setting.folder.write("whole", whole)
        let again = ScriptedNetwork(ledger)
        try await setting.fixture.apply(setting.plan, on: again, journal: setting.folder.path("whole"))
        #expect(await again.sent.isEmpty)
    }

    @Test("a first line that isn't whole is begun again, at every byte of it")
    func tornStart() async throws {
        let setting = try await Setting()
        _ = try Fixture.journal(setting.plan, setting.path)
        let line = Array(try Data(contentsOf: URL(fileURLWithPath: setting.path)))
        for count in 0..<line.count {
            try setting.folder.write("torn", Array(line[..<count]))
            #expect(try Fixture.journal(setting.plan, setting.folder.path("torn")).records.count == 1)
            #expect(Array(try Data(contentsOf: URL(fileURLWithPath: setting.folder.path("torn")))) == line)
        }
    }

    @Test("a line in the middle that is damaged is named, and nothing is sent")
    func damaged() async throws {
        let setting = try await Setting()
        let network = ScriptedNetwork(setting.fixture.ledger)
        try await setting.run(network)
        let whole = String(decoding: try Data(contentsOf: URL(fileURLWithPath: setting.path)), as: UTF8.self)
        let lines = whole.split(separator: "\n").map(String.init)
        #expect(lines.count == 8)
        for number in lines.indices {
            let line = lines[number]
            let damages = [
                "{", "{}", "[]", "\u{0}", line.replacingOccurrences(of: "event", with: "Event"),
                line.replacingOccurrences(of: "\":\"", with: "\":\"x"),
            ]
            for damage in damages {
                var changed = lines
                changed[number] = damage
                try setting.folder.write("damaged", Array((changed.joined(separator: "\n") + "\n").utf8))
                #expect {
                    try Fixture.journal(setting.plan, setting.folder.path("damaged"))
                } throws: { error in
                    guard case .damaged(_, let line, _) = error as? JournalError else { return false }
                    return line == number + 1
                }
            }
        }
        // Without its first line it is no journal of this plan.
        try setting.folder.write("headless", Array((lines.dropFirst().joined(separator: "\n") + "\n").utf8))
        #expect(throws: JournalError.otherPlan(path: setting.folder.path("headless"))) {
            try Fixture.journal(setting.plan, setting.folder.path("headless"))
        }
    }
}
