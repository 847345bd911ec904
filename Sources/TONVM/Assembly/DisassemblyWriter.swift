import TONBlocks
import TONCells
import TONCrypto

/// Writes cells of code as text, line by line, up to a limit.
struct DisassemblyWriter {
    private(set) var text = ""
    private let limit: Int
    /// Bytes written, and what looking at dictionaries cost.
    private var spent = 0
    /// How many bytes each cell took that was written.
    private var written: [Reading: Int] = [:]

    /// A cell, read as code or as data.
    private struct Reading: Hashable {
        let hash: Hash256
        let isCode: Bool
    }

    /// A cell that takes no more bytes is written again wherever it occurs.
    private static let repeatedLength = 400
    private static let maximumMethods = 4096

    init(limit: Int) {
        self.limit = limit
    }

    private mutating func line(_ line: String, _ indent: Int) throws(DisassemblerError) {
        try spend(line.utf8.count + 2 * indent + 1)
        text += String(repeating: "  ", count: indent)
        text += line
        text += "\n"
    }

    private mutating func spend(_ amount: Int) throws(DisassemblerError) {
        spent += amount
        guard spent <= limit else { throw .tooLong(limit: limit) }
    }

    // MARK: - Cells

    /// Writes a cell, with what follows it on its last line.
    mutating func write(_ cell: Cell, asCode: Bool, indent: Int, suffix: String) throws(DisassemblerError) {
        let isProgram = Program(cell) != nil
        let reading = Reading(hash: cell.hash, isCode: asCode || isProgram)
        guard !isWritten(reading) else { return try line("cell{\(cell.hash)}\(suffix)", indent) }
        let start = text.utf8.count
        if indent >= Disassembler.maximumNesting {
            try line("B{\(Hex.encode(BagOfCells(roots: [cell]).serialized([])).uppercased())} B>boc\(suffix)", indent)
        } else if let program = Program(cell),
            let methods = try methods(program.methods, keyBits: program.keyBits, areSigned: true)
        {
            try line("PROGRAM{", indent)
            try write(methods, of: program.methods, declaringNames: true, indent: indent)
            try line("}END>c\(suffix)", indent)
        } else if asCode || isProgram, let slice = try? cell.slice() {
            guard !slice.isEmpty else { return try line("<{ }>c\(suffix)", indent) }
            try line("<{", indent)
            try write(slice, indent: indent + 1)
            try line("}>c\(suffix)", indent)
        } else {
            try writeData(cell, indent: indent, suffix: suffix)
        }
        written[reading] = text.utf8.count - start
    }

    private func isWritten(_ reading: Reading) -> Bool { (written[reading] ?? 0) > Self.repeatedLength }

    private mutating func writeData(_ cell: Cell, indent: Int, suffix: String) throws(DisassemblerError) {
        let bits = cell.exoticSlice().bitString()
        let data = bits.count == 0 ? "<b" : "<b \(bits) s,"
        let end = (cell.isExotic ? "b>spec" : "b>") + suffix
        guard cell.referenceCount > 0 else { return try line("\(data) \(end)", indent) }
        try line(data, indent)
        for reference in cell.references {
            try write(reference, asCode: false, indent: indent + 1, suffix: " ref,")
        }
        try line(end, indent)
    }

    // MARK: - Code

    /// Writes the lines of code, with the cells that it goes on in.
    private mutating func write(_ code: CellSlice, indent: Int) throws(DisassemblerError) {
        var code = code
        // Cells that are written to the end of this block, and where they began.
        var continued: [(reading: Reading, start: Int)] = []
        while true {
            var elements: [CodeElement] = []
            while let element = CodeElement.next(in: &code) { elements.append(element) }
            try write(elements, indent: indent)
            guard let next = try? code.loadReference() else { break }
            let reading = Reading(hash: next.hash, isCode: true)
            if code.remainingReferences == 0, !isWritten(reading), let slice = try? next.slice() {
                try line("@|", indent)
                continued.append((reading, text.utf8.count))
                code = slice
                continue
            }
            try write(next, asCode: true, indent: indent, suffix: " ref,")
            while let cell = try? code.loadReference() {
                try write(cell, asCode: false, indent: indent, suffix: " ref,")
            }
            break
        }
        for (reading, start) in continued { written[reading] = text.utf8.count - start }
    }

    private mutating func write(_ elements: [CodeElement], indent: Int) throws(DisassemblerError) {
        var position = 0
        while position < elements.count {
            if indent + 1 < Disassembler.maximumNesting,
                let count = try writeStructure(elements[position...], indent: indent)
            {
                position += count
                continue
            }
            switch elements[position] {
            case .instruction(let instruction):
                let follower = position + 1 < elements.count ? elements[position + 1].name : nil
                try write(instruction, before: follower, indent: indent)
            case .data(let bits):
                try line("\(bits) s,", indent)
            }
            position += 1
        }
    }

    /// Writes continuations with the instruction that takes them as one structure, and returns how many elements
    /// these were; nil where they make none.
    private mutating func writeStructure(
        _ elements: ArraySlice<CodeElement>, indent: Int
    ) throws(DisassemblerError) -> Int? {
        let first = elements.startIndex
        guard elements.count > 1, let code = elements[first].pushedCode else { return nil }
        if let name = elements[first + 1].name, CodeStructure.ofOne.contains(name) {
            try line("\(name):<{", indent)
            try write(code, indent: indent + 1)
            try line("}>", indent)
            return 2
        }
        guard elements.count > 2, let second = elements[first + 1].pushedCode, let name = elements[first + 2].name,
            let structure = CodeStructure.ofTwo[name]
        else { return nil }
        try line(structure.start, indent)
        try write(code, indent: indent + 1)
        try line(structure.middle, indent)
        try write(second, indent: indent + 1)
        try line("}>", indent)
        return 3
    }

    private mutating func write(
        _ instruction: DecodedInstruction, before follower: String?, indent: Int
    ) throws(DisassemblerError) {
        guard !instruction.isUnusual else { return try writeRaw(instruction, indent: indent) }
        if let words = instruction.words { return try line(words, indent) }
        // What follows the last operand that takes lines of its own.
        var suffix = " \(instruction.name)"
        var operands = instruction.operands
        while let text = operands.last?.text(allowingCells: false) {
            suffix = " \(text)\(suffix)"
            operands.removeLast()
        }
        if case .cell(let root)? = operands.first, case .integer(let keyBits)? = instruction.operands.last,
            let areSigned = CodeStructure.methodCalls[follower ?? ""], indent + 1 < Disassembler.maximumNesting,
            let keyBits = keyBits.exactly(as: Int.self),
            let methods = try methods(root, keyBits: keyBits, areSigned: areSigned)
        {
            try line("\(keyBits) METHODS{", indent)
            try write(methods, of: root, declaringNames: false, indent: indent)
            return try line("}END>c\(suffix)", indent)
        }
        for (position, operand) in operands.enumerated() {
            let suffix = position == operands.count - 1 ? suffix : ""
            switch operand {
            case .cell(let cell):
                try write(cell, asCode: instruction.refersToCode, indent: indent, suffix: suffix)
            case .code(let code): try write(code, of: instruction, indent: indent, suffix: suffix)
            case .slice(let slice):
                guard let cell = try? slice.cell() else { return try writeRaw(instruction, indent: indent) }
                try write(cell, asCode: false, indent: indent, suffix: " <s\(suffix)")
            case .integer, .stackRegister, .controlRegister, .text:
                try line(operand.text(allowingCells: false) ?? "", indent)
            }
        }
    }

    /// Writes code in line.
    private mutating func write(
        _ code: CellSlice, of instruction: DecodedInstruction, indent: Int, suffix: String
    ) throws(DisassemblerError) {
        guard !code.isEmpty else { return try line("<{ }>\(suffix)", indent) }
        guard indent + 1 < Disassembler.maximumNesting else { return try writeRaw(instruction, indent: indent) }
        try line("<{", indent)
        try write(code, indent: indent + 1)
        try line("}>\(suffix)", indent)
    }

    /// Writes an instruction as bits and references.
    private mutating func writeRaw(
        _ instruction: DecodedInstruction, indent: Int
    ) throws(DisassemblerError) {
        var code = instruction.code
        let meaning = instruction.isUnusual && !instruction.row.name.isEmpty ? " // \(instruction.line)" : ""
        try line("\(code.bitString()) s,\(meaning)", indent)
        while let cell = try? code.loadReference() {
            try write(cell, asCode: instruction.refersToCode, indent: indent, suffix: " ref,")
        }
    }

    // MARK: - Methods

    private struct Method {
        let number: Int
        /// What the dictionary holds.
        let value: CellSlice
        /// The cell that holds the code, where the value is nothing else than a reference to it.
        let cell: Cell?
    }

    /// The methods of a dictionary, the reserved ones first; nil where it is none, or isn't as the assembler makes it.
    private mutating func methods(
        _ root: Cell, keyBits: Int, areSigned: Bool
    ) throws(DisassemblerError) -> [Method]? {
        guard 1...32 ~= keyBits, !isWritten(Reading(hash: root.hash, isCode: false)) else { return nil }
        guard let entries = try? HashmapE(keyBits: keyBits, root: root).entries(limit: Self.maximumMethods) else {
            try spend(Self.maximumMethods)
            return nil
        }
        try spend(entries.count * 16)
        var methods: [Method] = []
        var values: [(key: BitString, value: CellBuilder)] = []
        for (key, value) in entries {
            var builder = CellBuilder()
            guard let number = key.unsignedValue, (try? builder.store(value)) != nil else { return nil }
            values.append((key, builder))
            let isNegative = areSigned && key.bit(at: 0)
            var cell: Cell?
            if value.remainingBits == 0, value.remainingReferences == 1 {
                var rest = value
                cell = try? rest.loadReference()
            }
            methods.append(
                Method(
                    number: Int(number) - (isNegative ? 1 << keyBits : 0), value: value,
                    cell: cell?.isExotic == true ? nil : cell))
        }
        guard let rebuilt = try? HashmapE(keyBits: keyBits, ascending: values), rebuilt.root == root else { return nil }
        return methods.filter { Self.isReserved($0.number) }.sorted { $0.number > $1.number }
            + methods.filter { !Self.isReserved($0.number) }
    }

    private static func isReserved(_ number: Int) -> Bool { -4...0 ~= number }

    private mutating func write(
        _ methods: [Method], of root: Cell, declaringNames: Bool, indent: Int
    ) throws(DisassemblerError) {
        let start = text.utf8.count
        for method in methods where declaringNames && !Self.isReserved(method.number) {
            guard let name = MethodName.name(of: method.number) else { continue }
            try line("\(method.number) DECLMETHOD \(name)", indent + 1)
        }
        for method in methods {
            var (label, note) = (String(method.number), "")
            if let name = MethodName.name(of: method.number) {
                // A name that isn't declared stands there for people alone.
                if declaringNames || Self.isReserved(method.number) { label = name } else { note = " // \(name)" }
            }
            let reading = method.cell.map { Reading(hash: $0.hash, isCode: true) }
            if let cell = method.cell, let reading, !isWritten(reading), let code = try? cell.slice() {
                let start = text.utf8.count
                try line("\(label) PROCREF:<{\(note)", indent + 1)
                try write(code, indent: indent + 2)
                written[reading] = text.utf8.count - start
            } else {
                try line("\(label) PROC:<{\(note)", indent + 1)
                try write(method.value, indent: indent + 2)
            }
            try line("}>", indent + 1)
        }
        written[Reading(hash: root.hash, isCode: false)] = text.utf8.count - start
    }
}

extension CodeElement {
    /// The table's name of an instruction that the assembler encodes so by itself.
    var name: String? {
        guard case .instruction(let instruction) = self, instruction.encoding == .chosen else { return nil }
        return instruction.row.name
    }

    /// The code of a `PUSHCONT`.
    var pushedCode: CellSlice? {
        guard case .instruction(let instruction) = self else { return nil }
        return instruction.pushedCode
    }
}
