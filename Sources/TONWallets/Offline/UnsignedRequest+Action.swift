import TONCells
import TONCrypto

extension UnsignedRequest {
    /// What the wallet does with itself, as the document shows it. Fields that an action hasn't are absent.
    public struct ActionView: Hashable, Sendable, Codable {
        /// What it is called: ``WalletAction/name``.
        public let action: String
        /// What it means to whoever owns the wallet.
        public let meaning: String
        /// The contract that it is about, in the raw form.
        public let contract: String?
        /// Whether requests that the key signed are obeyed from now on.
        public let allowsSignatures: Bool?
        /// What the message to the contract carries, in nanoTON.
        public let amount: String?
        /// The number in that message, in text.
        public let queryID: String?
        /// The workchain in which the contract is deployed.
        public let workchain: Int8?
        /// The hash of the code and data that it is deployed with.
        public let stateInitHash: String?
        /// Code and data: a bag of cells in base64.
        public let stateInit: String?
        /// The first 32 bits of the body of the message that deploys it, eight hexadecimal digits.
        public let operation: String?
        /// The text, where that body is one in a single cell.
        public let comment: String?
        /// The hash of the body.
        public let bodyHash: String?
        /// The body: a bag of cells in base64.
        public let body: String?

        enum CodingKeys: String, CodingKey {
            case action
            case meaning
            case contract
            case allowsSignatures = "allows_signatures"
            case amount = "amount_nanoton"
            case queryID = "query_id"
            case workchain
            case stateInitHash = "state_init_hash"
            case stateInit = "state_init"
            case operation
            case comment
            case bodyHash = "body_hash"
            case body
        }
    }
}

extension UnsignedRequest.ActionView {
    init(_ action: WalletAction) {
        self.action = action.name
        meaning = action.meaning
        contract = action.contract?.raw
        var isAllowed: Bool?
        var coins: Coins?
        var query: UInt64?
        var deployment: PluginDeployment?
        switch action {
        case .addExtension, .removeExtension: break
        case .setSignatureAllowed(let flag): isAllowed = flag
        case .deployPlugin(let plugin): (coins, deployment) = (plugin.amount, plugin)
        case .installPlugin(_, let amount, let queryID), .removePlugin(_, let amount, let queryID):
            (coins, query) = (amount, queryID)
        }
        allowsSignatures = isAllowed
        amount = coins.map { "\($0.nanoTON)" }
        queryID = query.map { "\($0)" }
        workchain = deployment?.workchain
        stateInitHash = deployment?.stateInit.hash.hex
        stateInit = deployment.map { Base64.encode($0.stateInit.boc()) }
        operation = deployment?.body.operationDigits
        comment = deployment?.body.comment
        bodyHash = deployment?.body.hash.hex
        body = deployment.map { Base64.encode($0.body.boc()) }
    }

    /// What the wallet is asked for, by the fields that say it.
    func walletAction() throws(WalletError) -> WalletAction {
        switch action {
        case "add_extension": return .addExtension(try address())
        case "remove_extension": return .removeExtension(try address())
        case "set_signature_allowed":
            guard let allowsSignatures else { throw missing("allows_signatures") }
            return .setSignatureAllowed(allowsSignatures)
        case "deploy_plugin":
            guard let workchain else { throw missing("workchain") }
            return .deployPlugin(
                PluginDeployment(
                    workchain: workchain, amount: try coins(), stateInit: try cell(stateInit, "state_init"),
                    body: try cell(body, "body")))
        case "install_plugin": return .installPlugin(try address(), amount: try coins(), queryID: try number())
        case "remove_plugin": return .removePlugin(try address(), amount: try coins(), queryID: try number())
        default: throw .foreignMessage("expected an action that is known, found \(action.prefix(64))")
        }
    }

    private func missing(_ field: String) -> WalletError {
        .foreignMessage("expected \(field) of the action \(action), found none that can be read")
    }

    private func address() throws(WalletError) -> AccountAddress {
        guard let contract, let address = try? AccountAddress(contract) else { throw missing("contract") }
        return address
    }

    private func coins() throws(WalletError) -> Coins {
        guard let amount, let number = UInt128(amount), let coins = Coins(exactly: number) else {
            throw missing("amount_nanoton")
        }
        return coins
    }

    private func number() throws(WalletError) -> UInt64 {
        guard let queryID, let number = UInt64(queryID) else { throw missing("query_id") }
        return number
    }

    private func cell(_ text: String?, _ field: String) throws(WalletError) -> Cell {
        guard let text, let bytes = Base64.decode(text), let cell = try? Cell(boc: bytes) else { throw missing(field) }
        return cell
    }

    func firstDifference(from other: Self) -> String? {
        let checks: [(String, Bool)] = [
            ("action", action == other.action), ("meaning", meaning == other.meaning),
            ("contract", contract == other.contract), ("allows_signatures", allowsSignatures == other.allowsSignatures),
            ("amount_nanoton", amount == other.amount), ("query_id", queryID == other.queryID),
            ("workchain", workchain == other.workchain), ("state_init_hash", stateInitHash == other.stateInitHash),
            ("state_init", stateInit == other.stateInit), ("operation", operation == other.operation),
            ("comment", comment == other.comment), ("body_hash", bodyHash == other.bodyHash),
            ("body", body == other.body),
        ]
        return checks.first { !$0.1 }?.0
    }
}
