import ArgumentParser
import Cocoon
import TONCells
import TONCrypto

/// Says which message of COCOON a body is.
struct DecodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Say which message of COCOON a body is, with all fields.",
        discussion: """
            BODY is a bag of cells in hexadecimal or base64 of either alphabet, @file for a file of that or of the \
            bytes themselves, or - for stdin. A receipt's counter stands in its signed payload. Amounts are TON, \
            with --json nanoTON.

            Exits with 65, and says why, where the body is no message of COCOON, or --key didn't sign it.

            EXAMPLES:
              silk decode te6cckEBAQEADgAAGCVlk0wAAAAAAAAAB+ZdMe8=
              silk decode @receipt.boc --role worker \\
                  --key 0a9f08c38026fd4c953fd06317cedbfd914b801b61a698f669f9464168253a79
              silk decode - --json < receipt.txt
            """
    )

    @Argument(help: ArgumentHelp("The message body.", valueName: "body"))
    var body: String

    @Option(help: "The receiver's role: what its contracts don't handle is an error then.")
    var role: RoleArgument?

    @Flag(help: "The body is of an external message to a wallet.")
    var external = false

    @Option(help: ArgumentHelp("Check the signature with this public key, 64 hexadecimal digits.", valueName: "hex"))
    var key: HashArgument?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if external, let role, role.role != .wallet {
            throw ValidationError("only a wallet takes external messages, not a \(role.role)")
        }
    }

    func run() async throws {
        let cell = try BagInput(body).rootOfLevelZero()
        let slice = try cell.slice()
        let message =
            external
            ? try CocoonMessage.decodeExternal(slice, receiver: .wallet)
            : try CocoonMessage.decode(slice, receiver: role?.role)
        var signature: DecodeDocument.Signature?
        if let key = key?.hash {
            guard let isValid = message.isSigned(by: key) else {
                throw Failure("\(message.name) has no signature that a key could be checked with")
            }
            signature = DecodeDocument.Signature(key: key.hex, isValid: isValid)
        }
        if output.json {
            try StandardOutput.write(json: DecodeDocument(message, signature: signature))
        } else {
            try StandardOutput.write(Self.text(message, signature))
        }
        if let signature, !signature.isValid { throw Failure("the signature is not the key's") }
    }

    private static func text(_ message: CocoonMessage, _ signature: DecodeDocument.Signature?) -> String {
        var card = Card()
        card.add("message", message.name)
        if let opcode = message.opcode {
            card.add("opcode", opcode.digits)
            card.add("receiver", opcode.receiver?.rawValue ?? "any")
        }
        if let queryID = message.queryID { card.add("query_id", "\(queryID)") }
        card.add(message.fields)
        if let signature { card.add("signed by the key", signature.isValid ? "yes" : "NO") }
        return card.text
    }
}

/// A role by its name.
struct RoleArgument: ExpressibleByArgument {
    let role: ContractRole

    static var allValueStrings: [String] { ContractRole.allCases.map(\.rawValue) }

    init?(argument: String) {
        guard let role = ContractRole(rawValue: argument) else { return nil }
        self.role = role
    }
}

/// Thirty-two bytes as 64 hexadecimal digits.
struct HashArgument: ExpressibleByArgument {
    let hash: Hash256

    init?(argument: String) {
        guard let hash = Hash256(hex: argument) else { return nil }
        self.hash = hash
    }
}
