import ArgumentParser
import Indexer
import Settlement
import TONBlocks
import TONCells
import TONCrypto

/// A get-method.
struct ChainRunMethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-method",
        abstract: "Have a server run a contract's get-method.",
        discussion: """
            What comes out is the server's word, and not proven; the state that it ran on is. METHOD is a name or a \
            number. ARGUMENTS go onto the stack in their order, the last one on top:

              12, 0xff, int:-12     an integer of 257 bits
              EQ…, 0:…              an address, as a slice
              cell:BOC, slice:BOC   a cell or a slice, in hexadecimal or base64
              null                  nothing

            EXAMPLES:
              silk chain run-method EQDTC4XYwcRwan5FEMmfQze48J6YaK8Ao3QiOsvHx83q0uPf \\
                  get_cocoon_proxy_data --remote
            """
    )

    @Argument(help: "The account, in any form.")
    var address: String

    @Argument(help: "The method's name or number.")
    var method: String

    @Argument(help: "What the method is given.")
    var arguments: [StackArgumentText] = []

    @Flag(help: "Take a server's word for the result.")
    var remote = false

    @OptionGroup var at: AtOption
    @OptionGroup var options: ChainOptions

    func validate() throws {
        guard remote else {
            throw ValidationError("methods can't be run on this machine yet: --remote takes a server's word")
        }
    }

    func run() async throws {
        let address = try AccountAddress(anyForm: address)
        let method = MethodName(method)
        let stack = StackValues(arguments.map(\.value))
        let result = try await options.asking { network in
            let tip = try await network.shownTip()
            let block = try await network.masterchainBlock(at.at ?? tip.block.seqno, upTo: tip)
            return try await network.run(method.number, of: address, at: block, arguments: stack)
        }
        let document = MethodResultDocument(result, method: method)
        if options.mirror.output.json {
            try StandardOutput.write(json: document.document)
        } else {
            try StandardOutput.write(document.text)
        }
    }
}

/// A get-method as people call it.
struct MethodName {
    let text: String
    let number: UInt64

    /// Takes a number, or a name, whose number follows from its checksum.
    init(_ text: String) {
        self.text = text
        number = UInt64(text) ?? UInt64(CRC16.checksum(text.utf8)) | 0x10000
    }
}

/// A value for the stack as people write it.
struct StackArgumentText: ExpressibleByArgument {
    let value: StackValue

    init?(argument: String) {
        func cell(_ text: Substring) -> Cell? {
            (Hex.decode(text) ?? Base64.decodeAnyAlphabet(text)).flatMap { try? Cell(boc: $0) }
        }
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("int", 2):
            guard let integer = Int257(parts[1]) else { return nil }
            value = .integer(integer)
        case ("cell", 2):
            guard let cell = cell(parts[1]) else { return nil }
            value = .cell(cell)
        case ("slice", 2):
            guard let cell = cell(parts[1]) else { return nil }
            value = .slice(cell)
        default:
            if argument == "null" {
                value = .null
            } else if let integer = Int257(argument) {
                value = .integer(integer)
            } else if let address = try? AccountAddress(anyForm: argument),
                let cell = try? MessageAddress(address).cell()
            {
                value = .slice(cell)
            } else {
                return nil
            }
        }
    }
}
