import ArgumentParser
import Indexer
import TONBlocks
import TONCells
import TONCrypto

/// A message from outside.
struct ChainSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send an external message.",
        discussion: """
            INPUT is a bag of cells in hexadecimal or base64 of either alphabet, @file or a path with a dot for a file \
            of that or of the bytes themselves, or - for stdin: a whole message, signed already. The server runs it on \
            the account's state, and passes it on if that accepts it. Whether it comes into a block only the account \
            tells, later. A message that the server has already is no failure: an answer may have been lost.

            EXAMPLES:
              silk chain send message.boc
              silk chain send - --json < message.txt
            """
    )

    @OptionGroup var input: BagArgument
    @OptionGroup var options: ChainOptions

    func run() async throws {
        let message = try ExternalMessage(try input.read().rootOfLevelZero())
        let reception = try await options.asking { network in try await network.send(message) }
        let normalized = try? message.message.message.normalizedHash()
        try options.write(
            FieldsDocument(
                schema: "silk.chain_send/1",
                fields: [
                    MessageField("destination", .text(message.destination.contractText)),
                    .hash("hash", message.message.hash), .hash("normalized_hash", normalized),
                    .small("bytes", message.bytes.count), MessageField("reception", .text(reception.rawValue)),
                ]))
    }
}
