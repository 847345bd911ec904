import ArgumentParser
import Foundation
import TONCells
import TONCrypto
import TONVM

/// Makes code of text.
struct VMAssembleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assemble",
        abstract: "Make code of text in the Fift assembler's syntax.",
        discussion: """
            SOURCE is the text, @file or a path with a dot, or - for stdin. `silk disasm` writes such text, from which \
            the same code comes again. Fift's own words, which compute, aren't known.

            EXAMPLES:
              silk vm assemble '<{ DUP IFJMP:<{ DROP 85143 PUSHINT }> ADD }>c'
              silk vm assemble wallet.fif -o wallet.boc
            """
    )

    @Argument(help: "The text, a file, or -.")
    var source: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "The file to write, as bytes, instead of base64 on stdout.")
    var file: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let cell = try Assembler().cell(of: try SourceText(source).text)
        let bytes = cell.boc([.checksum])
        if let file {
            do {
                try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
            } catch {
                throw Failure("can't write to \(file): \(error.localizedDescription)", code: .internalError)
            }
        }
        if output.json {
            try StandardOutput.write(
                json: FieldsDocument(
                    schema: "silk.vm_assemble/1",
                    fields: [.hash("code_hash", cell.hash), MessageField("boc", .text(Base64.encode(bytes)))]))
        } else if file == nil {
            try StandardOutput.write(Base64.encode(bytes) + "\n")
        }
    }
}

/// Text for the assembler, as people hand it over.
struct SourceText {
    let text: String

    /// Larger texts aren't read.
    private static let maximumByteCount = 16 << 20

    /// Takes the text, or that of a file (after `@`, or where the argument is one word with a dot), or of stdin for `-`.
    init(_ argument: String) throws {
        let isPath = argument.hasPrefix("@") || (argument.contains(".") && !argument.contains(where: \.isWhitespace))
        guard argument == "-" || isPath else {
            text = argument
            return
        }
        let path = argument.hasPrefix("@") ? String(argument.dropFirst()) : argument
        let file = argument == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file, let bytes = try? file.read(upToCount: Self.maximumByteCount + 1) else {
            throw Failure("\(path) can't be read")
        }
        guard bytes.count <= Self.maximumByteCount else {
            throw Failure("\(path) has more than \(Self.maximumByteCount) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("\(path) is no text") }
        self.text = text
    }
}
