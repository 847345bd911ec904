import SilkTestSupport
import Testing

@testable import TONVM

@Suite(
    "Recorded runs in the reference machine", .enabled(if: RecordedFixtures.isPresent, "\(RecordedFixtures.absence)"))
struct OpcodeVectorTests {
    static let categories = Set(ExecVectors.instructions.map(\.category)).sorted()

    @Test("all that were recorded are read, and belong to what is run here")
    func counts() {
        #expect(ExecVectors.instructions.count == 7351)
        #expect(ExecVectors.programs.count == 250)
        #expect(Set(ExecVectors.programs.map(\.category)) == ["crypto", "dict", "flow"])
    }

    @Test("each instruction ends with the same exit code, gas and stack", arguments: categories)
    func instructions(category: String) throws {
        try check(ExecVectors.instructions.filter { $0.category == category })
    }

    @Test("each program ends with the same exit code, gas and stack", arguments: ["crypto", "dict", "flow"])
    func programs(category: String) throws {
        try check(ExecVectors.programs.filter { $0.category == category })
    }

    private func check(_ runs: [ExecVectors.Run]) throws {
        #expect(!runs.isEmpty)
        var failures: [String: [String]] = [:]
        for run in runs {
            if let difference = try ExecVectors.difference(of: run) {
                failures[run.name, default: []].append(String(difference.prefix(300)))
            }
        }
        let failed = failures.values.reduce(0) { $0 + $1.count }
        let shown = failures.sorted { $0.key < $1.key }.prefix(20)
            .map { name, differences in
                "\(name): \(differences.count) of \(runs.count { $0.name == name }), e.g. \(differences[0])"
            }
        #expect(failed == 0, "\(failed) of \(runs.count) runs differ\n\(shown.joined(separator: "\n"))")
    }
}
