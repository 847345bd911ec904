/// Splits text into words, as Fift does: by spaces, with strings in quotes, and comments left out.
struct AssemblyScanner {
    /// A word and its place.
    struct Word {
        let text: String
        /// Whether it stood in quotes, which are not part of it.
        let isString: Bool
        let line: Int
        let column: Int

        func error(_ reason: AssemblerError.Reason) -> AssemblerError {
            AssemblerError(reason: reason, line: line, column: column)
        }
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The place where the text ends.
    var end: Word { Word(text: "", isString: false, line: line, column: position - lineStart + 1) }

    /// The next word; nil at the end.
    mutating func next() throws(AssemblerError) -> Word? {
        try skipSpace()
        guard position < bytes.count else { return nil }
        let (start, column) = (position, position - lineStart + 1)
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != 10 { position += 1 }
            guard position < bytes.count, bytes[position] != 10 else {
                throw end.error(.unexpectedEnd(expected: "a closing quotation mark on the same line"))
            }
            position += 1
            let text = String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
            return Word(text: text, isString: true, line: line, column: column)
        }
        while position < bytes.count, bytes[position] > 32 { position += 1 }
        return Word(
            text: String(decoding: bytes[start..<position], as: UTF8.self), isString: false, line: line, column: column)
    }

    private mutating func skipSpace() throws(AssemblerError) {
        while position < bytes.count {
            if bytes[position] == 10 {
                position += 1
                line += 1
                lineStart = position
            } else if bytes[position] <= 32 {
                position += 1
            } else if startsComment(UInt8(ascii: "/")) {
                while position < bytes.count, bytes[position] != 10 { position += 1 }
            } else if startsComment(UInt8(ascii: "*")) {
                try skipLongComment()
            } else {
                return
            }
        }
    }

    private func startsComment(_ second: UInt8) -> Bool {
        position + 1 < bytes.count && bytes[position] == UInt8(ascii: "/") && bytes[position + 1] == second
    }

    private mutating func skipLongComment() throws(AssemblerError) {
        position += 2
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                position += 2
                return
            }
            if bytes[position] == 10 {
                line += 1
                lineStart = position + 1
            }
            position += 1
        }
        position = bytes.count
        throw end.error(.unexpectedEnd(expected: "the comment's end, */"))
    }
}
