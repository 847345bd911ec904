import TONCells

extension TraceStep {
    /// The instruction that comes next, as the disassembler writes it.
    public var instructionText: String {
        if let line = Disassembler.instruction(at: code) { return line.text }
        if code.remainingBits > 0 { return "(no instruction)" }
        return code.remainingReferences > 0 ? "(jump to the next cell)" : "(return)"
    }

    /// The stack in one line, the top last: so many values, each cut to a length.
    public func stackText(values: Int = 8, maximumLength: Int = 80) -> String {
        let shown = stack.suffix(values).map { $0.text(maximumLength: maximumLength) }
        let hidden = stack.count - shown.count
        return (hidden > 0 ? ["(\(hidden) more)"] + shown : shown).joined(separator: "  ")
    }
}
