public import TONCells

/// Writes code as text in the Fift assembler's syntax, from which ``Assembler`` makes the same cell again.
///
///     <{
///       DUP
///       IFJMP:<{
///         0 PUSHINT
///       }>
///       x{1234} PUSHSLICE
///       <{
///         RET
///       }>c CALLREF
///     }>c
///
/// Nothing is lost or guessed at. Where an encoding isn't the one that the assembler chooses, its prefix follows the
/// name: `5 PUSHINT@80`. What is no instruction stands as data: `x{F4B_} s,`. A cell that the code goes on in by itself
/// follows a `@|`; others that nothing names are `ref,`. A larger cell that was written before is referred to by its
/// hash, `cell{…}`, so that the text is no longer than the cells are many. Code nested deeper than ``maximumNesting``
/// stands as a bag of cells, `B{…} B>boc`.
///
/// Dictionaries of methods are unfolded, as a `PROGRAM{ … }END>c` where that is all of the code, else in
/// `19 METHODS{ … }END>c`. Known methods have names.
public struct Disassembler: Sendable {
    /// The most bytes of text.
    public let maximumLength: Int

    /// How deeply continuations and references are written within each other.
    public static let maximumNesting = 100

    /// Makes one with a limit for the text, in bytes: 64 MiB unless told otherwise.
    public init(maximumLength: Int = 1 << 26) {
        self.maximumLength = maximumLength
    }

    /// The text of a cell of code. Throws where it is longer than the limit.
    ///
    /// - Complexity: O(n) in the cells, however often they are shared.
    public func text(of cell: Cell) throws(DisassemblerError) -> String {
        var writer = DisassemblyWriter(limit: maximumLength)
        try writer.write(cell, asCode: true, indent: 0, suffix: "")
        return writer.text
    }

    /// One instruction, on a line of its own.
    public struct Line: Hashable, Sendable {
        /// The instruction; continuations and cells stand for themselves by bits and hashes.
        public let text: String
        /// How many bits it takes.
        public let bits: Int
        /// How many references it takes.
        public let references: Int
    }

    /// The instruction at the front of code; nil where there is none: at its end, and before what isn't one.
    public static func instruction(at code: CellSlice) -> Line? {
        var rest = code
        guard case .instruction(let instruction) = CodeElement.next(in: &rest) else { return nil }
        return Line(
            text: instruction.line, bits: code.remainingBits - rest.remainingBits,
            references: code.remainingReferences - rest.remainingReferences)
    }
}
