import TONCells
import TONCrypto

extension StackValue {
    /// Reads a value as people write it:
    ///
    ///     12  -5  0xff  int:-12         an integer of 257 bits
    ///     null  NaN
    ///     x{0F4_}  b{0101}              a slice of these bits, in hexadecimal as Fift has it or in binary
    ///     C{0F4_}                       a cell of these bits
    ///     cell:BOC  slice:BOC           a cell, or all of a cell as a slice: a bag of cells in hexadecimal or base64
    ///     builder:BOC                   a builder with what is in a cell
    ///     EQ…  0:…                      an address, as a slice
    ///     [1, x{00}, [null]]            a tuple; commas or spaces divide it
    ///
    /// Throws where the text is none of these, or tuples lie deeper in one another than
    /// ``StackValues/maximumNesting``.
    public init(text: some StringProtocol) throws(StackTextError) {
        let reader = StackTextReader(text)
        self = try reader.wholeValue()
    }
}

/// Why text is no value for a stack.
public struct StackTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected, and what came.
    public let description: String
}

/// Reads values from text. Tuples that are open are kept in a list: text can't make it recurse.
private struct StackTextReader {
    private let words: [Substring]

    init(_ text: some StringProtocol) {
        var words: [Substring] = []
        let text = Substring(text)
        var start = text.startIndex
        func word(upTo end: Substring.Index) {
            if start < end { words.append(text[start..<end]) }
        }
        var index = start
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            if "[]".contains(character) || character == "," || character.isWhitespace {
                word(upTo: index)
                if "[]".contains(character) { words.append(text[index..<next]) }
                start = next
            }
            index = next
        }
        word(upTo: index)
        self.words = words
    }

    func wholeValue() throws(StackTextError) -> StackValue {
        var open: [[StackValue]] = []
        var result: StackValue?
        for word in words {
            guard result == nil || word == "]" else {
                throw StackTextError(description: "expected one value, found “\(word)” behind it")
            }
            let value: StackValue
            switch word {
            case "[":
                guard open.count < StackValues.maximumNesting else {
                    throw StackTextError(
                        description: "tuples lie deeper in one another than \(StackValues.maximumNesting)")
                }
                open.append([])
                continue
            case "]":
                guard let values = open.popLast() else { throw StackTextError(description: "“]” without a “[”") }
                guard values.count <= 255 else {
                    throw StackTextError(description: "a tuple has up to 255 values, not \(values.count)")
                }
                value = .tuple(values)
            default: value = try Self.value(word)
            }
            if open.isEmpty { result = value } else { open[open.count - 1].append(value) }
        }
        guard open.isEmpty else { throw StackTextError(description: "a tuple isn't closed: expected “]”") }
        guard let result else { throw StackTextError(description: "expected a value, found nothing") }
        return result
    }

    private static func value(_ word: Substring) throws(StackTextError) -> StackValue {
        if word == "null" { return .null }
        if word == "NaN" { return .notANumber }
        if let integer = Int257(word) { return .integer(integer) }
        if word.hasSuffix("}") {
            let bits = word.dropFirst(2).dropLast()
            switch word.prefix(2) {
            case "x{": return .slice(try cell(try hexadecimal(bits)))
            case "C{": return .cell(try cell(try hexadecimal(bits)))
            case "b{": return .slice(try cell(try binary(bits)))
            default: break
            }
        }
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            switch parts[0] {
            case "int":
                guard let integer = Int257(parts[1]) else {
                    throw StackTextError(description: "expected an integer of 257 bits, found “\(parts[1])”")
                }
                return .integer(integer)
            case "cell": return .cell(try bag(parts[1]))
            case "slice": return .slice(try bag(parts[1]))
            case "builder": return .builder(try bag(parts[1]))
            default: break
            }
        }
        // 64 hexadecimal digits are an account of workchain 0.
        let address = word.utf8.count == 64 ? "0:\(word)" : String(word)
        if let address = try? AccountAddress(address), let cell = try? MessageAddress(address).cell() {
            return .slice(cell)
        }
        throw StackTextError(
            description:
                "expected a number, null, x{…}, C{…}, cell:…, slice:…, an address or a tuple […], found “\(word)”")
    }

    private static func bag(_ text: Substring) throws(StackTextError) -> Cell {
        guard let bytes = Hex.decode(text) ?? Base64.decodeAnyAlphabet(text) else {
            throw StackTextError(description: "expected a bag of cells in hexadecimal or base64, found “\(text)”")
        }
        do throws(BagOfCellsError) {
            return try Cell(boc: bytes)
        } catch {
            throw StackTextError(description: "the bag of cells can't be read: \(error)")
        }
    }

    /// Digits of four bits; a `_` at the end takes the lowest set bit away, and the zeros behind it.
    private static func hexadecimal(_ text: Substring) throws(StackTextError) -> [Bool] {
        let isTagged = text.hasSuffix("_")
        var bits: [Bool] = []
        for character in isTagged ? text.dropLast() : text {
            guard let digit = character.hexDigitValue else {
                throw StackTextError(description: "expected hexadecimal digits, found “\(text)”")
            }
            for shift in stride(from: 3, through: 0, by: -1) { bits.append(digit >> shift & 1 != 0) }
        }
        if isTagged {
            while bits.last == false { bits.removeLast() }
            _ = bits.popLast()
        }
        return bits
    }

    private static func binary(_ text: Substring) throws(StackTextError) -> [Bool] {
        guard text.allSatisfy({ $0 == "0" || $0 == "1" }) else {
            throw StackTextError(description: "expected digits 0 and 1, found “\(text)”")
        }
        return text.map { $0 == "1" }
    }

    private static func cell(_ bits: [Bool]) throws(StackTextError) -> Cell {
        do throws(CellError) {
            var builder = CellBuilder()
            for bit in bits { try builder.store(bit: bit) }
            return try builder.build()
        } catch {
            throw StackTextError(description: "\(bits.count) bits don't fit a cell: \(error)")
        }
    }
}
