import ArgumentParser
import Foundation
import TONCells
import TONCrypto

/// Writes a bag of cells anew.
struct CellConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write a bag of cells anew, in the canonical order.",
        discussion: """
            INPUT as for silk cell show. The bag carries what options ask for and nothing else; --block stands for all \
            four, as blocks are written.

            EXAMPLES:
              silk cell convert message.boc --to base64 --checksum
              silk cell convert te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8= --to hex
              silk cell convert answer.txt --to boc --block -o block.boc
            """
    )

    /// How the bytes are written.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case boc
        case hex
        case base64
    }

    @OptionGroup var input: BagArgument

    @Option(help: "As bytes, or as a line of text.")
    var to: Form

    @Flag(help: "An index of the cells' offsets.")
    var index = false

    @Flag(help: "A CRC-32C at the end.")
    var checksum = false

    @Flag(help: "With --index: a bit for each cell that several references lead to.")
    var cacheBits = false

    @Flag(help: "Stored hashes, with the cells from which a lazy reader starts anew.")
    var hashes = false

    @Flag(help: "All four.")
    var block = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "The file to write, instead of stdout.")
    var file: String?

    private var options: BagOfCells.Options {
        if block { return .block }
        var options: BagOfCells.Options = []
        if index { options.insert(.index) }
        if checksum { options.insert(.checksum) }
        if cacheBits { options.insert(.cacheBits) }
        if hashes { options.insert(.hashes) }
        return options
    }

    func validate() throws {
        if block, index || checksum || cacheBits || hashes {
            throw ValidationError("--block stands for --index, --checksum, --cache-bits and --hashes")
        }
        if cacheBits, !index { throw ValidationError("--cache-bits needs --index") }
    }

    func run() async throws {
        let bytes = try input.read().bag.serialized(options)
        let data =
            switch to {
            case .boc: Data(bytes)
            case .hex: Data((Hex.encode(bytes) + "\n").utf8)
            case .base64: Data((Base64.encode(bytes) + "\n").utf8)
            }
        do {
            if let file {
                try data.write(to: URL(fileURLWithPath: file), options: .atomic)
            } else {
                try FileHandle.standardOutput.write(contentsOf: data)
            }
        } catch {
            throw Failure("can't write to \(file ?? "stdout"): \(error.localizedDescription)", code: .internalError)
        }
    }
}
