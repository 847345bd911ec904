import ArgumentParser
import Cocoon
import Operations
import TONCells

/// Sends what somebody's key signed.
struct SignedArguments: ActionArguments {
    static let help = ActionHelp(
        name: "signed", abstract: "Send what a proxy's key, or the root's key manager, signed.",
        discussion: """
            BODY is a message body as a bag of cells: hexadecimal, base64, @file or a path with a dot. The contract that \
            it is made out to gets it; the addition of a key names none, and wants --root. Anyone may send it; who gets \
            the excesses stands in it.
            """,
        examples: ["signed receipt.boc", "signed add-key.boc --root \(Example.root)"])

    @Argument(help: "The signed body.")
    var body: String

    @Option(help: ArgumentHelp("The root, for the addition of a key.", valueName: "address"))
    var root: AddressArgument?

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        let message = try CocoonMessage.decode(
            try BagInput(body).rootOfLevelZero().slice(), receiver: root == nil ? nil : .root)
        if let envelope = message.signedEnvelope { return .operation(try .signed(envelope)) }
        guard case .rootAddPublicKeySigned = message else {
            throw Failure("expected a signed envelope, found \(message.name)")
        }
        guard let root else { throw ValidationError("the addition of a key wants --root") }
        return .operation(try .root(root.address, message))
    }
}

/// Sends coins.
struct TransferArguments: ActionArguments {
    static let help = ActionHelp(
        name: "transfer", abstract: "Send coins to an account.",
        discussion: "Exactly AMOUNT is sent. It bounces only where there is a contract that fails.",
        examples: ["transfer \(Example.wallet) 1.5TON", "transfer \(Example.wallet) 1.5TON --comment thanks"])

    @Argument(help: "The account, any form.")
    var address: AddressArgument

    @Argument(help: "How much, with its unit.", transform: AmountArgument.read)
    var amount: AmountArgument

    @Option(help: "A text that goes along, for everybody to read.")
    var comment: String?

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        guard let comment else { return .transfer(WalletTransfer(to: address.address, amount: amount.coins)) }
        return .transfer(try WalletTransfer(to: address.address, amount: amount.coins, comment: comment))
    }
}
