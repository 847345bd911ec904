import ArgumentParser

/// The TVM, without a chain.
struct VMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vm",
        abstract: "Run code on this machine, or assemble it.",
        discussion: """
            EXAMPLES:
              silk vm run --asm 'ADD' 2 3
              silk vm assemble '<{ 2 PUSHINT }>c'
            """,
        subcommands: [VMRunCommand.self, VMAssembleCommand.self]
    )
}
