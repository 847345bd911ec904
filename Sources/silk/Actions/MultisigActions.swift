import ArgumentParser
import Cocoon
import Operations
import TONBlocks
import TONCells
import TONWallets

/// What signers and proposers of a multisig send.
struct MultisigActions<Verb: ActionVerb>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        ActionGroup.configuration(
            "multisig", abstract: "Operations on a multisig of version 2.",
            example: "multisig approve \(Example.contract)", verb: Verb.name,
            subcommands: [
                ActionCommand<Verb, DeployMultisigArguments>.self, ActionCommand<Verb, ProposeArguments>.self,
                ActionCommand<Verb, ApproveArguments>.self,
            ])
    }
}

/// Deploys a multisig.
struct DeployMultisigArguments: ActionArguments {
    static let help = ActionHelp(
        name: "deploy", abstract: "Deploy a multisig.",
        examples: [
            "multisig deploy --threshold 2 --signer \(Example.wallet) --signer \(Example.contract) --amount 1TON"
        ])

    @Option(help: ArgumentHelp("A signer, any form. May be repeated; their order counts.", valueName: "address"))
    var signer: [AddressArgument]

    @Option(help: ArgumentHelp("Who may propose orders besides. May be repeated.", valueName: "address"))
    var proposer: [AddressArgument] = []

    @Option(help: ArgumentHelp("How many signers must approve an order.", valueName: "n"))
    var threshold: UInt8

    @Option(help: "What the multisig gets, with its unit.")
    var amount = AmountArgument(Coins(nanoTON: 100_000_000))

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        let multisig = MultisigV2(
            data: MultisigData(
                configuration: try MultisigConfiguration(
                    threshold: threshold, signers: signer.map(\.address), proposers: proposer.map(\.address))))
        return .transfer(
            WalletTransfer(
                to: try multisig.address(), amount: amount.coins, stateInit: try multisig.stateInit()))
    }
}

/// Proposes an order.
struct ProposeArguments: ActionArguments {
    static let help = ActionHelp(
        name: "propose", abstract: "Propose an order to a multisig.",
        discussion: """
            The order is that of --order, a bag of cells, or made of the messages of --message, as `silk message … -o` \
            writes them. A signer's proposal is an approval too. What others approve is the order's contract, which the \
            rehearsal names.
            """,
        examples: ["multisig propose \(Example.contract) --message fees.boc"])

    @Argument(help: "The multisig, any form.")
    var multisig: AddressArgument

    @Option(help: ArgumentHelp("The order as a bag of cells.", valueName: "file"))
    var order: String?

    @Option(help: ArgumentHelp("A message that the multisig shall send. May be repeated.", valueName: "file"))
    var message: [String] = []

    @Option(help: ArgumentHelp("How long signers may approve, such as 24h.", valueName: "duration"))
    var expires: DurationArgument?

    /// A week.
    private static let standardExpiration: UInt32 = 7 * 86_400

    func validate() throws {
        if (order == nil) == message.isEmpty { throw ValidationError("either --order or --message is needed") }
    }

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        let (code, data) = try making.states.contractState(of: multisig.address)
        guard code.hash == WalletCode.multisigV2.hash else {
            throw Failure("\(multisig.address.contractText) is no multisig of version 2: its code is \(code.hash)")
        }
        let configuration = try MultisigData(cell: data).configuration
        let order =
            try order.map { try MultisigOrder(cell: try BagInput(file: $0).rootOfLevelZero()) }
            ?? MultisigOrder(
                try message.map { path in
                    let cell = try BagInput(file: path).rootOfLevelZero()
                    // What isn't one would be found out only after all have approved.
                    _ = try MessageCell(cell: cell)
                    return .send(WalletMessage(message: cell))
                })
        let expiration = UInt64(making.now) + UInt64(expires?.seconds ?? Self.standardExpiration)
        let proposal = try MultisigV2.proposal(
            of: order, to: multisig.address, configuration: configuration, by: making.sender, expiration: expiration,
            amount: .zero, queryID: making.queryID)
        let body = try Message(cell: proposal.message).bodyCell()
        return .transfer(WalletTransfer(operation: body, of: multisig.address))
    }
}

/// Approves an order.
struct ApproveArguments: ActionArguments {
    static let help = ActionHelp(
        name: "approve", abstract: "Approve an order of a multisig.",
        discussion: "With the last approval that it takes, the order is done. Exits with 4 where it takes none.",
        examples: ["multisig approve \(Example.contract)"])

    @Argument(help: "The order's contract, any form.")
    var order: AddressArgument

    func action(_ making: ActionMaking) throws -> OutgoingAction {
        let data = try MultisigOrderData(cell: try making.states.contractState(of: order.address).data)
        guard let state = data.state else {
            throw Failure("\(order.address.contractText) is an order that its multisig has told nothing yet")
        }
        if let objection = state.objection(to: making.sender, at: UInt64(making.now)) {
            throw Failure("the order would reject the approval: \(objection)", code: .refused)
        }
        let approval = try MultisigV2.approval(
            of: order.address, signers: state.signers, by: making.sender, amount: .zero, queryID: making.queryID)
        let body = try Message(cell: approval.message).bodyCell()
        return .transfer(WalletTransfer(operation: body, of: order.address))
    }
}
