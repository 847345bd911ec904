import ArgumentParser
import TONVM

/// Whether and how far a run is shown step by step.
struct TraceOptions: ParsableArguments {
    @Flag(
        help: "Show each step: the gas that is left, the instruction, and the stack before it; with --json on stderr.")
    var trace = false

    @Option(help: ArgumentHelp("With --trace: at most so many steps.", valueName: "n"))
    var traceLimit = 10_000

    func validate() throws {
        if traceLimit < 1 { throw ValidationError("--trace-limit must be 1 or more") }
    }
}

/// Prints steps as they come.
final class TracePrinter {
    private let limit: Int
    private let toStandardError: Bool
    private var count = 0
    private var failure: (any Error)?

    /// Makes one; nil where no trace is wanted.
    init?(options: TraceOptions, toStandardError: Bool) {
        guard options.trace else { return nil }
        limit = options.traceLimit
        self.toStandardError = toStandardError
    }

    /// What a run is to call before each step.
    var observer: (TraceStep) -> Void { { self.show($0) } }

    private func show(_ step: TraceStep) {
        count += 1
        guard count <= limit else { return }
        let gas = String(step.gasRemaining)
        let padding = String(repeating: " ", count: max(0, 9 - gas.count))
        let instruction = step.instructionText
        let filling = String(repeating: " ", count: max(0, 24 - instruction.count))
        write("\(padding)\(gas)  \(instruction)\(filling)  \(step.stackText())".trimmedEnd)
    }

    /// Says how many steps weren't shown. Throws where what was shown couldn't be written.
    func finish() throws {
        if count > limit { write("and \(count - limit) more steps: --trace-limit shows more") }
        if !toStandardError { write("") }
        if let failure { throw failure }
    }

    private func write(_ line: String) {
        if toStandardError { return StandardError.write(line) }
        do {
            if failure == nil { try StandardOutput.write(line + "\n") }
        } catch {
            failure = error
        }
    }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmedEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
