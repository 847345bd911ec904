import Cocoon
import TONCrypto

/// A decoded message body.
struct DecodeDocument: Encodable {
    let schema = "silk.decode/1"
    let message: String
    @Nullable var opcode: String?
    @Nullable var receiver: String?
    @Nullable var queryID: String?
    let fields: MessageFields
    @Nullable var signature: Signature?

    enum CodingKeys: String, CodingKey {
        case schema
        case message
        case opcode
        case receiver
        case queryID = "query_id"
        case fields
        case signature
    }

    /// What checking a signature gave.
    struct Signature: Encodable {
        let key: String
        let isValid: Bool

        enum CodingKeys: String, CodingKey {
            case key
            case isValid = "is_valid"
        }
    }

    init(_ message: CocoonMessage, signature: Signature?) {
        self.message = message.name
        opcode = message.opcode?.digits
        receiver = message.opcode?.receiver?.rawValue
        queryID = message.queryID.map { "\($0)" }
        fields = MessageFields(fields: message.fields)
        self.signature = signature
    }
}

extension CocoonMessage {
    /// The operation's name in the contracts' sources.
    var name: String {
        guard let opcode else { return "wallet_external" }
        return opcode.name ?? opcode.digits
    }
}
