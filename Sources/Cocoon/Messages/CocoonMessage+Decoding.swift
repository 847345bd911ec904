public import TONCells

/// Why a body is no message of COCOON that could be read.
public enum MessageDecodingError: Error, Hashable, Sendable {
    /// No bits and no references: a plain transfer.
    case empty
    /// Too few bits for an operation.
    case tooShort(bits: Int)
    /// An operation that is not COCOON's.
    case unknownOpcode(Opcode)
    /// An operation that begins no message: it stands only inside others, or no contract handles it.
    case noMessage(Opcode)
    /// An operation that the receiver doesn't handle; it answers with exit code 1012.
    case notHandled(Opcode, by: ContractRole)
    /// A known operation, but not its layout; says where.
    case wrongLayout(Opcode, CellError)
    /// An external message that is not in the wallet's layout; says where.
    case wrongExternalLayout(CellError)
    /// An external message to a contract that accepts none.
    case externalNotAccepted(by: ContractRole)
    /// A message that came back, which every contract ignores.
    case bounced(BouncedBody)
    /// A text that is no command to the receiver.
    case textComment(TextComment)
}

extension MessageDecodingError: CustomStringConvertible {
    /// What was found, and where.
    public var description: String {
        switch self {
        case .empty: "the body is empty: a plain transfer"
        case .tooShort(let bits): "expected an operation of 32 bits, the body has \(bits)"
        case .unknownOpcode(let opcode): "operation \(opcode) is not one of COCOON's"
        case .noMessage(let opcode): "operation \(opcode) begins no message that a contract handles"
        case .notHandled(let opcode, let role): "a \(role) doesn't handle operation \(opcode)"
        case .wrongLayout(let opcode, let error): "malformed \(opcode): \(error)"
        case .wrongExternalLayout(let error): "malformed external message to a wallet: \(error)"
        case .externalNotAccepted(let role): "a \(role) accepts no external messages"
        case .bounced(let body):
            "a bounced message\(body.opcode.map { ", operation \($0)" } ?? " of fewer than 32 bits")"
        case .textComment(let comment): "text: \(comment.text ?? "\(comment.bytes.count) bytes that are no UTF-8")"
        }
    }
}

extension CocoonMessage {
    /// Reads the body of an internal message, whole.
    ///
    /// With the receiver's role given, what contracts of that role don't handle is an error; without it, every message
    /// is read. Roles have no part in which layout is read. Never reads deeper than one reference.
    public static func decode(
        _ body: CellSlice, receiver: ContractRole? = nil
    ) throws(MessageDecodingError) -> CocoonMessage {
        guard !body.isEmpty else { throw .empty }
        guard let bits = try? body.peekUInt(bits: 32) else { throw .tooShort(bits: body.remainingBits) }
        let opcode = Opcode(rawValue: UInt32(truncatingIfNeeded: bits))
        switch opcode {
        case .text: return try decodeText(body, receiver: receiver)
        case .bounced: throw .bounced(try read(body, as: opcode))
        default: break
        }
        switch opcode.use {
        case nil: throw .unknownOpcode(opcode)
        case .payload, .unhandled: throw .noMessage(opcode)
        case .receiver(let role):
            if let receiver, receiver != role { throw .notHandled(opcode, by: receiver) }
        case .any: break
        }
        do throws(CellError) {
            var slice = body
            guard let message = try CocoonMessage(opcode, &slice) else {
                throw .unknownTag(type: "CocoonMessage", found: bits, bits: 32)
            }
            try slice.end()
            return message
        } catch {
            throw .wrongLayout(opcode, error)
        }
    }

    /// Reads the body of an external message, whole.
    ///
    /// Only wallets accept any. The receiver's role must be known: other wallets' layouts begin alike.
    public static func decodeExternal(
        _ body: CellSlice, receiver: ContractRole
    ) throws(MessageDecodingError) -> CocoonMessage {
        guard receiver == .wallet else { throw .externalNotAccepted(by: receiver) }
        do throws(CellError) {
            var slice = body
            return .walletExternal(try slice.load())
        } catch {
            throw .wrongExternalLayout(error)
        }
    }

    private static func decodeText(
        _ body: CellSlice, receiver: ContractRole?
    ) throws(MessageDecodingError) -> CocoonMessage {
        if let command: TextCommand = try? read(body, as: .text),
            receiver.map({ command.receivers.contains($0) }) ?? true
        {
            return .textCommand(command)
        }
        throw .textComment(try read(body, as: .text))
    }

    private static func read<T: TLBDecodable>(
        _ body: CellSlice, as opcode: Opcode
    ) throws(MessageDecodingError) -> T {
        do throws(CellError) {
            var slice = body
            let value = try T(from: &slice)
            try slice.end()
            return value
        } catch {
            throw .wrongLayout(opcode, error)
        }
    }
}
