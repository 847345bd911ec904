public import TONCells

/// Makes code of text in the Fift assembler's syntax.
///
///     let code = try Assembler().cell(of: "DUP IFJMP:<{ DROP 85143 PUSHINT }> s1 s2 XCHG ADD")
///
/// Operands stand before an instruction, or behind it on the same line: `s1 s2 XCHG` or `XCHG s1,s2`. Of several
/// encodings the shortest is taken, unless the prefix of another follows the name: `5 PUSHINT@80`. Code that doesn't fit
/// in a cell goes on in another by the rules of the Fift assembler; `@|` begins a cell at will.
///
/// Besides the Fift assembler's words it knows those with which ``Disassembler`` writes what these have no words for:
/// `19 METHODS{ … }END>c` for a dictionary of methods, and `cell{…}` for a cell that occurred before, by its hash.
/// Words that compute, as Fift's own, it doesn't know.
public struct Assembler: Sendable {
    /// How many structures may stand within each other.
    public static let maximumNesting = 128

    /// Makes one.
    public init() {}

    /// The cell of a program, of a `<{ … }>c` or `<b … b>`, or of instructions alone. Throws where the text isn't code.
    public func cell(of text: String) throws(AssemblerError) -> Cell {
        var parser = AssemblyParser(text)
        return try parser.program()
    }
}
