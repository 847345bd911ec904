import Foundation
import SilkTestSupport
import TONCells
import TONCrypto
import Testing

@testable import TONVM

/// The table against two that others made from the reference.
@Suite(
    "The instruction table and those of others",
    .enabled(if: RecordedFixtures.isPresent, Comment(rawValue: RecordedFixtures.absence)))
struct RecordedTableTests {
    /// An instruction of another table.
    struct Entry {
        let name: String
        /// 24-bit opcodes.
        let opcodes: ClosedRange<UInt32>
        /// Bits of prefix and operands, which the gas is reckoned from.
        let bits: Int
        /// The Fift assembler's mnemonics, where the table tells them.
        let mnemonics: [String]
        /// What it costs at least, where the table tells it.
        let gas: Int?
    }

    private struct Specification: Decodable {
        struct Instruction: Decodable {
            struct Bytecode: Decodable {
                struct Operand: Decodable {
                    let type: String
                    let name: String
                    let size, bitLengthSize, referenceCountSize: Int?
                    enum CodingKeys: String, CodingKey {
                        case type, name, size
                        case bitLengthSize = "bits_length_var_size"
                        case referenceCountSize = "refs_length_var_size"
                    }
                }
                struct RangeCheck: Decodable { let from, to, length: Int }
                let prefix: String
                let operands: [Operand]
                let rangeCheck: RangeCheck?
                enum CodingKeys: String, CodingKey { case prefix, operands, rangeCheck = "operands_range_check" }
            }
            struct Documentation: Decodable { let fift, gas: String }
            let mnemonic: String
            let bytecode: Bytecode
            let doc: Documentation
        }
        struct Alias: Decodable {
            let mnemonic, original: String
            /// The numbers; nil where one is something else.
            let operands: [String: Int]?
            enum CodingKeys: String, CodingKey { case mnemonic, original = "alias_of", operands }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                mnemonic = try container.decode(String.self, forKey: .mnemonic)
                original = try container.decode(String.self, forKey: .original)
                operands = try? container.decode([String: Int].self, forKey: .operands)
            }
        }
        let instructions: [Instruction]
        let aliases: [Alias]
    }

    private struct ActonSpecification: Decodable {
        struct Instruction: Decodable {
            struct Layout: Decodable { let min, max: UInt32; let skipLen: Int }
            struct Description: Decodable {
                struct Gas: Decodable {
                    let value: Int?
                    init(from decoder: any Decoder) throws {
                        let container = try decoder.container(keyedBy: Keys.self)
                        value = try? container.decode(Int.self, forKey: .value)
                    }
                    enum Keys: CodingKey { case value }
                }
                let gas: [Gas]
            }
            let name: String
            let layout: Layout
            let description: Description
        }
        let instructions: [Instruction]
    }

    private static func specificationEntries() throws -> [Entry] {
        let table = try RecordedFixtures.json(Specification.self, "tvm/tables/tvm-spec_cp0.json")
        return try table.instructions.map { instruction in
            let code = instruction.bytecode
            let prefix = try #require(Self.bits(code.prefix))
            let operandBits = code.operands.map { operand in
                operand.type == "pushint_long"
                    ? 5
                    : (operand.size ?? 0) + (operand.bitLengthSize ?? 0) + (operand.referenceCountSize ?? 0)
            }.reduce(0, +)
            let bits = prefix.count + operandBits
            let value = UInt32(try #require(prefix.unsignedValue)) << UInt32(24 - prefix.count)
            var opcodes = value...value | (1 << UInt32(24 - prefix.count) - 1)
            if let check = code.rangeCheck {
                let shift = UInt32(24 - prefix.count - check.length)
                opcodes = value | UInt32(check.from) << shift...value | UInt32(check.to) << shift | (1 << shift - 1)
            }
            let mnemonics = instruction.doc.fift.split(separator: "\n").compactMap { $0.split(separator: " ").last }
            return Entry(
                name: instruction.mnemonic, opcodes: opcodes, bits: bits, mnemonics: mnemonics.map(String.init),
                gas: Int(instruction.doc.gas.prefix { $0.isNumber }))
        }
    }

    private static func actonEntries() throws -> [Entry] {
        let table = try RecordedFixtures.json(ActonSpecification.self, "tvm/tables/acton_tvm-specification.json")
        return table.instructions.map {
            Entry(
                name: $0.name, opcodes: $0.layout.min...$0.layout.max - 1, bits: $0.layout.skipLen, mnemonics: [],
                gas: $0.description.gas.first?.value)
        }
    }

    /// Bits in Fift's hexadecimal.
    private static func bits(_ text: String) -> BitString? {
        guard let cell = try? Assembler().cell(of: "x{\(text)} s,") else { return nil }
        return cell.exoticSlice().bitString()
    }

    @Test("each instruction of the specification is there, with its bits and its mnemonic")
    func specification() throws {
        let entries = try Self.specificationEntries()
        #expect(entries.count == 912)
        for entry in entries { check(entry) }
    }

    @Test("each instruction of Acton's table is there, with its bits")
    func acton() throws {
        let entries = try Self.actonEntries()
        #expect(entries.count == 919)
        for entry in entries { check(entry) }
    }

    @Test("names for certain operands give the bits that the specification tells")
    func aliases() throws {
        let table = try RecordedFixtures.json(Specification.self, "tvm/tables/tvm-spec_cp0.json")
        let instructions = Dictionary(
            table.instructions.map { ($0.mnemonic, $0.bytecode) }, uniquingKeysWith: { first, _ in first })
        var checked = 0
        for alias in table.aliases {
            let code = try #require(instructions[alias.original])
            // Where some operands are left open, the name takes them.
            guard let numbers = alias.operands, numbers.count == code.operands.count else { continue }
            var bits = CellBuilder()
            try bits.store(try #require(Self.bits(code.prefix)))
            for operand in code.operands {
                let size = try #require(operand.size)
                let number = UInt64(truncatingIfNeeded: try #require(numbers[operand.name]))
                try bits.store(number & (1 << UInt64(size) - 1), bits: size)
            }
            let assembled = try Assembler().cell(of: alias.mnemonic)
            #expect(assembled.exoticSlice().bitString() == (try bits.build().slice().bitString()), "\(alias.mnemonic)")
            checked += 1
        }
        #expect(checked == 74)
    }

    @Test("there are no others")
    func noOthers() throws {
        let ranges = try (Self.specificationEntries() + Self.actonEntries()).map(\.opcodes).sorted {
            $0.lowerBound < $1.lowerBound
        }
        for row in InstructionTable.shared.instructions where !row.name.isEmpty {
            // The opcodes of the row that no range has.
            var next = row.opcodes.lowerBound
            for range in ranges where range.lowerBound <= next && range.upperBound >= next {
                next = range.upperBound + 1
            }
            #expect(next > row.opcodes.upperBound, "\(row.name) \(row.prefixText)")
        }
    }

    /// What the others have and the table doesn't, and why.
    private static let absent: [(opcodes: ClosedRange<UInt32>, reason: String)] = [
        (0xb7a930...0xb7a93f, "32 bits, with the quiet prefix: the reference has them as a comment only"),
        (0xb7a9b0...0xb7a9bf, "likewise"),
        (0xb7a9d0...0xb7a9df, "likewise"),
        (0xfc0000...0xfcffff, "EXTCALL, which the reference doesn't have"),
    ]

    /// `255 GETPARAMLONG` is no opcode in the reference, though the specification counts it in.
    private static func isNoParameter(_ opcode: UInt32) -> Bool { opcode == 0xf881ff }

    /// There is no register c6, nor any beyond c7: no opcodes in the reference, though others count them in.
    private static func namesNoRegister(_ opcode: UInt32) -> Bool {
        0xed4...0xedc ~= opcode >> 12 && (opcode >> 8 & 15 == 6 || opcode >> 8 & 15 > 7)
    }

    /// What is paid besides the 10 and the bits, as the others have added it to what an instruction costs.
    private static let surcharges: [Int: Set<String>] = [
        40: ["RUNVM", "RUNVMX"],
        50: ["THROW", "THROWARG", "THROWANY", "THROWARGANY"],
        100: [
            "PUSHREFSLICE", "PUSHREFCONT", "CTOS", "LDREFRTOS", "XCTOS", "XLOAD", "XLOADQ", "CALLREF", "JMPREF",
            "JMPREFDATA", "IFREFELSEREF", "IFBITJMPREF", "IFNBITJMPREF",
        ],
        500: [
            "ENDC", "ENDXC", "STBREF", "STBREFR", "STBREFR_l", "STBREFQ", "STBREFRQ", "SENDRAWMSG", "RAWRESERVE",
            "RAWRESERVEX", "SETCODE", "SETLIBCODE", "CHANGELIB", "SENDMSG",
        ],
    ]

    private func check(_ entry: Entry) {
        let isAbsent = Self.absent.contains {
            $0.opcodes.contains(entry.opcodes.lowerBound)
                && $0.opcodes.contains(min(entry.opcodes.upperBound, 0xfcffff))
        }
        let rows = InstructionTable.shared.instructions.filter {
            $0.opcodes.overlaps(entry.opcodes) && !$0.name.isEmpty
        }
        .sorted { $0.opcodes.lowerBound < $1.opcodes.lowerBound }
        guard !isAbsent else {
            #expect(rows.isEmpty, "\(entry.name)")
            return
        }
        let opcodes = String(entry.opcodes.lowerBound, radix: 16) + "…" + String(entry.opcodes.upperBound, radix: 16)
        var next = entry.opcodes.lowerBound
        func passWhatIsNone() {
            while next <= entry.opcodes.upperBound, Self.namesNoRegister(next) { next += 0x100 }
            if Self.isNoParameter(next) { next += 1 }
        }
        for row in rows {
            passWhatIsNone()
            if row.opcodes.lowerBound <= next { next = row.opcodes.upperBound + 1 }
        }
        passWhatIsNone()
        #expect(next > entry.opcodes.upperBound, "\(entry.name) \(opcodes)")
        for row in rows {
            #expect(row.totalBits == entry.bits, "\(entry.name) \(opcodes): \(row.name) \(row.prefixText)")
            if let gas = entry.gas, !row.hasOwnPrice {
                let surcharge = gas - 10 - row.totalBits
                #expect(
                    surcharge == 0 || Self.surcharges[surcharge]?.contains(row.name) == true, "\(entry.name): \(gas)")
            }
            guard !entry.mnemonics.isEmpty else { continue }
            #expect(
                entry.mnemonics.contains { stands($0, for: row) },
                "\(entry.name) is \(entry.mnemonics), and \(row.name) in the table")
        }
    }

    /// Whether a mnemonic of another table is the row's name, or stands for it with certain operands.
    private func stands(_ mnemonic: String, for row: Instruction) -> Bool {
        // The specification's way to tell twins apart; the Fift assembler's names differ anyway.
        var name = mnemonic.hasSuffix("_VAR") ? String(mnemonic.dropLast(4)) : mnemonic
        // `s5 XCHG0` is `s0 s5 XCHG`.
        if name == "XCHG0" { name = "XCHG" }
        if let expansion = Mnemonics.expansion(of: name), Mnemonics.rows(of: name).isEmpty {
            name = expansion.split(separator: " ").last.map(String.init) ?? name
        }
        // `NOW` has a row of its own, for `3 GETPARAM`.
        return Mnemonics.rows(of: name).contains { $0.prefix == row.prefix && $0.prefixBits == row.prefixBits }
    }
}

extension Instruction {
    /// Whether the others give a price of its own: cryptography, by the byte or the element, which recorded runs check.
    fileprivate var hasOwnPrice: Bool {
        if case .crypto = operation { true } else { false }
    }
}
