public import Cocoon
import TONBlocks
public import TONCells
import TONCrypto

/// A message as it would be sent, decoded again from its cell: for whoever has to agree to it.
public struct OperationPreview: Sendable {
    /// A field of the body.
    public struct Field: Hashable, Sendable {
        /// Its name; those of a nested struct come after a dot.
        public let name: String
        /// Its value: amounts in TON, cells by their hash, bytes in hexadecimal digits.
        public let value: String
    }

    /// Who sends it; nil for a message from outside.
    public let sender: AccountAddress?
    /// The contract.
    public let receiver: AccountAddress
    /// What the contract is.
    public let role: ContractRole
    /// What goes with it; nil for a message from outside.
    public let value: Coins?
    /// Whether it returns if the contract fails.
    public let isBounceable: Bool
    /// Whether it brings the contract's code and data.
    public let isDeploying: Bool
    /// The body.
    public let message: CocoonMessage
    /// The body's fields, in their order.
    public let fields: [Field]

    /// Decodes a message to a contract of a role. Throws where it is none of COCOON's.
    public init(_ cell: Cell, role: ContractRole) throws(OperationError) {
        let content: Message
        let body: CellSlice
        do throws(CellError) {
            content = try Message(cell: cell)
            body = try content.bodySlice
            guard let receiver = content.info.destination.account else {
                throw .outOfRange("expected an account as destination, found \(content.info.destination)")
            }
            self.receiver = receiver
        } catch {
            throw .cell(error)
        }
        let info = content.info.internalInfo
        do throws(MessageDecodingError) {
            message =
                info == nil
                ? try CocoonMessage.decodeExternal(body, receiver: role)
                : try CocoonMessage.decode(body, receiver: role)
        } catch {
            throw .notHandled(error)
        }
        self.role = role
        sender = info?.source.account
        value = info?.value.coins
        isBounceable = info?.bounce ?? false
        isDeploying = content.stateInit != nil
        fields = Self.fields(of: message)
    }

    // MARK: - Fields

    /// The fields of a body, in their order.
    public static func fields(of message: CocoonMessage) -> [Field] { fields(of: message.layout) }

    private static func fields(of layout: Any) -> [Field] {
        if let command = layout as? TextCommand { return [Field(name: "letter", value: String(command.letter))] }
        return Swift.Mirror(reflecting: layout).children.flatMap { label, value -> [Field] in
            // What a property wrapper keeps has an underscore before its name.
            let name = label.map { String($0.drop { $0 == "_" }) } ?? "value"
            switch value {
            case let payload as SignedPayload: return nested(name, payload)
            case let payload as RootAddPublicKeySigned.Payload: return nested(name, payload)
            case let payload as WalletExternal.Payload: return nested(name, payload)
            case let message as OutgoingMessage: return nested(name, message)
            case let messages as [OutgoingMessage]:
                return messages.enumerated().flatMap { nested("\(name).\($0.offset)", $0.element) }
            default: return [Field(name: name, value: text(of: value))]
            }
        }
    }

    private static func nested(_ name: String, _ value: Any) -> [Field] {
        fields(of: value).map { Field(name: "\(name).\($0.name)", value: $0.value) }
    }

    private static func text(of value: Any) -> String {
        switch value {
        case let coins as Coins: "\(coins) TON"
        case let destination as Destination: "\(destination.projectedValue)"
        case let hash as Hash256: hash.hex
        case let bytes as [UInt8]: Hex.encode(bytes)
        case let cell as Cell: "cell \(cell.hash.hex)"
        case let tokens as UInt64?: tokens.map { "\($0)" } ?? "none"
        default: "\(value)"
        }
    }
}

extension OperationPreview: CustomStringConvertible {
    /// A line for the way, one for the value, and one for each field.
    public var description: String {
        var lines = [
            "\(message.opcode.map { "\($0)" } ?? "external message") to the \(role) \(receiver)",
            "from \(sender.map { "\($0)" } ?? "outside")",
        ]
        if let value {
            lines.append(
                "with \(value) TON, \(isBounceable ? "bounceable" : "not bounceable")"
                    + (isDeploying ? ", deploys the contract" : ""))
        }
        return (lines + fields.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    }
}

extension PreparedOperation {
    /// The message, decoded again from its cell.
    public func preview() throws(OperationError) -> OperationPreview {
        try OperationPreview(message, role: operation.role)
    }
}
