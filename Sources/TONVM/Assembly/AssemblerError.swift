/// Why text isn't code, and where.
public struct AssemblerError: Error, Hashable, Sendable {
    /// What is wrong.
    public let reason: Reason
    /// The line of the word that is wrong, from 1 on.
    public let line: Int
    /// Where in its line the word begins, in bytes of UTF-8, from 1 on.
    public let column: Int

    /// What can be wrong.
    public enum Reason: Hashable, Sendable {
        /// A word that is no instruction, operand or structure.
        case unknownWord(String)
        /// A word that has no place here.
        case unexpected(String, expected: String)
        /// The text ended too early.
        case unexpectedEnd(expected: String)
        /// What stands before an instruction isn't what it takes.
        case wrongOperands(instruction: String, found: String, expected: String)
        /// A literal that isn't written as one of its kind is.
        case malformedLiteral(String, expected: String)
        /// A cell was to hold more than it can, or to lie too deep.
        case doesNotFit(String)
        /// Structures within each other beyond the limit.
        case nestedTooDeeply(limit: Int)
        /// A hash of a cell that doesn't occur before.
        case unknownCell(String)
        /// A method that is there twice.
        case repeatedMethod(Int)
    }
}

extension AssemblerError: CustomStringConvertible {
    /// The place, and a sentence.
    public var description: String { "line \(line), column \(column): \(reason)" }
}

extension AssemblerError.Reason: CustomStringConvertible {
    /// A sentence.
    public var description: String {
        switch self {
        case .unknownWord(let word): "unknown word “\(word)”"
        case .unexpected(let word, let expected): "“\(word)” has no place here: expected \(expected)"
        case .unexpectedEnd(let expected): "the text ended: expected \(expected)"
        case .wrongOperands(let instruction, let found, let expected):
            "\(instruction) takes \(expected), not \(found)"
        case .malformedLiteral(let literal, let expected): "“\(literal)” is not \(expected)"
        case .doesNotFit(let what): "\(what)"
        case .nestedTooDeeply(let limit): "more than \(limit) structures within each other"
        case .unknownCell(let hash): "no cell with the hash \(hash) comes before"
        case .repeatedMethod(let number): "method \(number) is there twice"
        }
    }
}
