import Foundation
import TONBlocks
import TONCells
import TONCrypto

extension UnsignedRequest {
    /// A request as its document shows it. Amounts are decimal numbers of nanoTON, in text.
    public struct View: Hashable, Sendable, Codable {
        /// The document's name and version.
        public let schema: String
        /// The wallet.
        public let wallet: WalletDescription
        /// Its address, in the raw form.
        public let address: String
        /// The same as wallets show it.
        public let addressFriendly: String
        /// Whether the message deploys the wallet.
        public let deploys: Bool
        /// The wallet's sequence number; absent where it keeps none.
        public let seqno: UInt32?
        /// The unix time from which on the request is refused.
        public let validUntil: UInt32?
        /// The same, ISO-8601 in UTC.
        public let validUntilTime: String?
        /// The number of a highload wallet's request.
        public let queryID: UInt32?
        /// The unix time when a highload wallet's request was made, in text.
        public let createdAt: String?
        /// The messages, in order.
        public let messages: [MessageView]
        /// What the wallet does with itself, in order; absent where it does nothing.
        public let actions: [ActionView]?
        /// The hash that is to be signed.
        public let hash: String
        /// The cell that has it: a bag of cells in base64.
        public let signedCell: String

        enum CodingKeys: String, CodingKey {
            case schema
            case wallet
            case address
            case addressFriendly = "address_friendly"
            case deploys
            case seqno
            case validUntil = "valid_until"
            case validUntilTime = "valid_until_time"
            case queryID = "query_id"
            case createdAt = "created_at"
            case messages
            case actions
            case hash
            case signedCell = "signed_cell"
        }
    }

    /// A message as the document shows it.
    public struct MessageView: Hashable, Sendable, Codable {
        /// The send mode.
        public let mode: UInt8
        /// What its bits mean.
        public let modeMeaning: String
        /// To whom, in the raw form; a message that leaves the network has none.
        public let to: String?
        /// What it carries, in nanoTON.
        public let amount: String?
        /// Whether it carries other currencies too.
        public let hasOtherCurrencies: Bool?
        /// Whether it comes back where it can't be processed.
        public let bounces: Bool?
        /// The first 32 bits of the body, eight hexadecimal digits; absent where there are fewer.
        public let operation: String?
        /// The text, where the body is one that is in a single cell.
        public let comment: String?
        /// The hash of the code and data that the message deploys its destination with.
        public let stateInitHash: String?
        /// The hash of the body.
        public let bodyHash: String
        /// The whole message: a bag of cells in base64.
        public let message: String

        enum CodingKeys: String, CodingKey {
            case mode
            case modeMeaning = "mode_meaning"
            case to
            case amount = "amount_nanoton"
            case hasOtherCurrencies = "has_other_currencies"
            case bounces
            case operation
            case comment
            case stateInitHash = "state_init_hash"
            case bodyHash = "body_hash"
            case message
        }
    }
}

extension UnsignedRequest.View {
    init(
        wallet: any WalletContract, request: WalletRequest, deploys: Bool, signedCell: Cell
    ) throws(WalletError) {
        schema = UnsignedRequest.schema
        self.wallet = wallet.walletDescription
        let own = try layingOut { () throws(CellError) -> AccountAddress in try wallet.address() }
        address = own.raw
        addressFriendly = own.friendly(isBounceable: false)
        self.deploys = deploys
        switch request.replayProtection {
        case .sequence(let seqno, let validUntil):
            self.seqno = seqno
            self.validUntil = validUntil
            validUntilTime = Date(timeIntervalSince1970: TimeInterval(validUntil)).formatted(.iso8601)
            queryID = nil
            createdAt = nil
        case .query(let query, let time):
            seqno = nil
            validUntil = nil
            validUntilTime = nil
            queryID = query.rawValue
            createdAt = "\(time)"
        }
        messages = try request.messages.map { message throws(WalletError) in
            try layingOut { () throws(CellError) in try UnsignedRequest.MessageView(message) }
        }
        actions = request.actions.isEmpty ? nil : request.actions.map { UnsignedRequest.ActionView($0) }
        hash = signedCell.hash.hex
        self.signedCell = Base64.encode(signedCell.boc())
    }

    /// What the wallet is asked for, by the fields that say it.
    func request() throws(WalletError) -> WalletRequest {
        let messages = try messages.map { view throws(WalletError) in try view.walletMessage() }
        let actions = try (actions ?? []).map { view throws(WalletError) in try view.walletAction() }
        if let seqno, let validUntil {
            return WalletRequest(seqno: seqno, validUntil: validUntil, messages: messages, actions: actions)
        }
        guard let queryID, let query = HighloadQueryID(rawValue: queryID), let createdAt,
            let time = UInt64(createdAt)
        else {
            throw .foreignMessage(
                "expected seqno and valid_until, or query_id and created_at, found neither pair whole and in range")
        }
        return WalletRequest(.query(query, createdAt: time), messages: messages, actions: actions)
    }

    /// The name of the first field in which another view differs; nil where none does.
    func firstDifference(from other: Self) -> String? {
        if self == other { return nil }
        if messages.count == other.messages.count {
            for (index, pair) in zip(messages, other.messages).enumerated() {
                if let field = pair.0.firstDifference(from: pair.1) { return "messages[\(index)].\(field)" }
            }
        }
        if let actions, let others = other.actions, actions.count == others.count {
            for (index, pair) in zip(actions, others).enumerated() {
                if let field = pair.0.firstDifference(from: pair.1) { return "actions[\(index)].\(field)" }
            }
        }
        let checks: [(String, Bool)] = [
            ("schema", schema == other.schema), ("wallet", wallet == other.wallet),
            ("address", address == other.address), ("address_friendly", addressFriendly == other.addressFriendly),
            ("deploys", deploys == other.deploys), ("seqno", seqno == other.seqno),
            ("valid_until", validUntil == other.validUntil),
            ("valid_until_time", validUntilTime == other.validUntilTime), ("query_id", queryID == other.queryID),
            ("created_at", createdAt == other.createdAt), ("actions", actions == other.actions),
            ("hash", hash == other.hash),
            ("signed_cell", signedCell == other.signedCell),
        ]
        return checks.first { !$0.1 }?.0 ?? "messages"
    }
}

extension UnsignedRequest.MessageView {
    init(_ sent: WalletMessage) throws(CellError) {
        let read = try Message(cell: sent.message)
        mode = sent.mode.rawValue
        modeMeaning = sent.mode.description
        if case .internal(let info) = read.info {
            to = "\(info.destination)"
            amount = "\(info.value.coins.nanoTON)"
            hasOtherCurrencies = !info.value.other.isEmpty
            bounces = info.bounce
        } else {
            to = nil
            amount = nil
            hasOtherCurrencies = nil
            bounces = nil
        }
        let body = try read.bodyCell()
        bodyHash = body.hash.hex
        stateInitHash = try read.stateInit.map { state throws(CellError) in try state.cell().hash.hex }
        operation = body.operationDigits
        comment = body.comment
        message = Base64.encode(sent.message.boc())
    }

    func walletMessage() throws(WalletError) -> WalletMessage {
        guard let bytes = Base64.decode(message), let cell = try? Cell(boc: bytes) else {
            throw .foreignMessage("expected a message as a bag of cells in base64, found something else")
        }
        return WalletMessage(mode: SendMode(rawValue: mode), message: cell)
    }

    func firstDifference(from other: Self) -> String? {
        let checks: [(String, Bool)] = [
            ("mode", mode == other.mode), ("mode_meaning", modeMeaning == other.modeMeaning), ("to", to == other.to),
            ("amount_nanoton", amount == other.amount),
            ("has_other_currencies", hasOtherCurrencies == other.hasOtherCurrencies),
            ("bounces", bounces == other.bounces), ("operation", operation == other.operation),
            ("comment", comment == other.comment), ("state_init_hash", stateInitHash == other.stateInitHash),
            ("body_hash", bodyHash == other.bodyHash), ("message", message == other.message),
        ]
        return checks.first { !$0.1 }?.0
    }
}

extension Cell {
    /// The first 32 bits of a body, eight hexadecimal digits; nil where there are fewer.
    var operationDigits: String? {
        var slice = exoticSlice()
        guard !isExotic, let tag = try? slice.load(UInt32.self) else { return nil }
        let digits = String(tag, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The text of a body that is one, and lies in a single cell.
    var comment: String? {
        var slice = exoticSlice()
        guard !isExotic, (try? slice.load(UInt32.self)) == 0, slice.remainingReferences == 0,
            slice.remainingBits > 0, slice.remainingBits % 8 == 0,
            let bytes = try? slice.loadBytes(slice.remainingBits / 8)
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
