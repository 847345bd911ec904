import ArgumentParser
import Indexer
import TONBlocks
import TONCells
import TONCrypto
import TONVM

/// Writes code as text.
struct DisassembleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disasm",
        abstract: "Write code as text in the Fift assembler's syntax.",
        discussion: """
            CODE is a bag of cells in hexadecimal or base64, @file or a path with a dot, or - for stdin; or the address of \
            an account, whose code is taken from a --state, from the mirror, or from lite-servers with proof. Of the text \
            `silk vm assemble` makes the same code again. Dictionaries of methods are unfolded, and known methods have names.

            EXAMPLES:
              silk disasm wallet.boc
              silk disasm EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf
            """
    )

    @Argument(help: "The code, a file, or an account.")
    var code: String

    @OptionGroup var execution: ExecutionOptions

    func run() async throws {
        let cell = try await cell()
        let text = try Disassembler().text(of: cell)
        if execution.chain.mirror.output.json {
            try StandardOutput.write(
                json: FieldsDocument(
                    schema: "silk.disassembly/1",
                    fields: [.hash("code_hash", cell.hash), MessageField("text", .text(text))]))
        } else {
            try StandardOutput.write(text)
        }
    }

    private func cell() async throws -> Cell {
        let given = Result { try BagInput(code).root() }
        // No address is the text of a bag of cells.
        guard case .failure = given, let address = try? AccountAddress(anyForm: code) else { return try given.get() }
        return try await execution.executing(needsConfiguration: false) { context in
            guard let account = try await context.source.account(address) else {
                throw Failure("\(address.contractText) isn't in the mirror")
            }
            guard case .active(let state)? = try account.account().existing?.storage.state, let code = state.code else {
                throw Failure("\(address.contractText) has no code")
            }
            guard code.type == .libraryReference, let hash = code.libraryHash else { return code }
            guard let library = try await context.library(hash) else {
                throw Failure("the code is the library \(hash), which isn't found: --libraries gives it")
            }
            return library
        }
    }
}

extension Cell {
    /// The hash of the library that a library cell stands for.
    var libraryHash: Hash256? {
        var slice = exoticSlice()
        guard (try? slice.skip(bits: 8)) != nil else { return nil }
        return try? slice.loadHash()
    }
}

extension ExecutionOptions.Context {
    /// A library that was given, or that a lite-server has.
    func library(_ hash: Hash256) async throws -> Cell? {
        if let library = libraries.content(hash) { return library }
        return try await source.library(hash)
    }
}
